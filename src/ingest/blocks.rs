//! Which part of a body is running text, and what the others are.
//!
//! What a format says of a part (a list, a quotation) stands; the words of the other parts
//! say whether they are a headline, a byline, a notice and so on.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::{Article, Block, BlockKind, Span};

/// What parts of a body begin with or consist of.
#[derive(Debug)]
pub(super) struct BlockWords {
    /// What parts begin with, by its first character.
    rows: BTreeMap<char, Vec<Row>>,
    /// What they end with or hold.
    others: Vec<Row>,
}

#[derive(Debug, Deserialize)]
struct Row {
    words: String,
    #[serde(rename = "match")]
    part: Match,
    kind: Kind,
}

/// Where in a part the words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Match {
    Start,
    Whole,
    End,
    /// Anywhere, in these small letters, near the end of the article.
    Within,
}

/// What the words make of a part.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    Byline,
    Caption,
    EditorsNote,
    Notice,
    Signature,
}

impl From<Kind> for BlockKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Byline => Self::Byline,
            Kind::Caption => Self::Caption,
            Kind::EditorsNote => Self::EditorsNote,
            Kind::Notice => Self::Notice,
            Kind::Signature => Self::Signature,
        }
    }
}

/// How long a line may be that is not wrapped, in characters.
const SHORT: usize = 50;
/// How many words a headline may have, and a heading between paragraphs.
const HEADLINE: usize = 20;
const HEADING: usize = 10;

/// What a line that names who helped is shorter than, in bytes.
const CREDIT: usize = 300;

/// What may stand around words that say what a part is.
const OPENING: [char; 9] = ['(', '[', '*', '_', '—', '–', '-', ' ', '|'];
const CLOSING: [char; 10] = ['.', ':', ')', ']', '*', '_', '-', '—', ' ', '|'];

impl BlockWords {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut rows = BTreeMap::<char, Vec<Row>>::new();
        let mut others = Vec::new();
        for row in lexicon.rows::<Row>("lexicon/block_words.csv")? {
            match row.part {
                Match::Start | Match::Whole => rows
                    .entry(row.words.chars().next().unwrap_or_default())
                    .or_default()
                    .push(row),
                Match::End | Match::Within => others.push(row),
            }
        }
        Ok(Self { rows, others })
    }

    /// Says of each part of an article's body what it is.
    pub(super) fn mark(&self, article: &mut Article) {
        let text = article.text.clone();
        let blocks = match article.blocks.is_empty() {
            true => self.paragraphs(&text, article.body),
            false => {
                let given = std::mem::take(&mut article.blocks).into_iter();
                let cut = |it: Block| match it.kind {
                    BlockKind::Paragraph => self.paragraphs(&text, it.span),
                    _ => vec![it],
                };
                given.flat_map(cut).collect()
            }
        };
        // Where a sentence ends for the last time: what stands after that heads nothing.
        let end = blocks.iter().rposition(|it| ends_sentence(it.span.of(&text)));
        let mut marked: Vec<Block> = Vec::with_capacity(blocks.len());
        for (index, block) in blocks.iter().enumerate() {
            let kind = match block.kind {
                BlockKind::Paragraph => {
                    self.kind(article, &blocks, index, end.is_some_and(|it| index < it))
                }
                BlockKind::ListItem => {
                    self.by_words(block.span.of(&text)).unwrap_or(block.kind)
                }
                // Quotation marks say whose words they are.
                BlockKind::Quotation if opens_quotation(block.span.of(&text)) => {
                    BlockKind::Paragraph
                }
                other => other,
            };
            // *— Ann Lee (@annlee) March 4* signs what stands before it.
            if kind == BlockKind::Post
                && block.span.of(&text).starts_with(['—', '-', '–'])
                && let Some(before) = marked.last_mut()
            {
                before.kind = BlockKind::Post;
            }
            match dateline(block.span.of(&text)).filter(|_| kind == BlockKind::Paragraph)
            {
                Some((end, next)) => {
                    let start = block.span.start();
                    let span = Span::new(start, start + end);
                    marked.push(Block { span, kind: BlockKind::Dateline });
                    let span = Span::new(start + next, block.span.end());
                    marked.push(Block { span, kind });
                }
                None => marked.push(Block { span: block.span, kind }),
            }
        }
        // Plain running text needs no marks.
        let length = article.body.of(&text).trim().len();
        let is_plain = marked
            .iter()
            .all(|it| it.kind == BlockKind::Paragraph && it.span.len() == length);
        article.blocks = if is_plain { Vec::new() } else { marked };
    }

    /// Cuts text at empty lines, and where a line stands by itself.
    fn paragraphs(&self, text: &str, within: Span) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut open: Option<Span> = None;
        let mut at = within.start();
        let lines: Vec<Span> = within
            .of(text)
            .split_inclusive('\n')
            .map(|line| {
                let start = at + (line.len() - line.trim_start().len());
                at += line.len();
                Span::new(start, start + line.trim().len())
            })
            .collect();
        let close = |open: &mut Option<Span>, blocks: &mut Vec<Block>| {
            let kind = BlockKind::Paragraph;
            blocks.extend(open.take().map(|span| Block { span, kind }));
        };
        for (index, line) in lines.iter().enumerate() {
            let words = line.of(text);
            // *___* and *\* \* \** are as good as an empty line.
            if !words.contains(char::is_alphanumeric) {
                close(&mut open, &mut blocks);
                continue;
            }
            if let Some((kind, marker)) = self.line(words) {
                close(&mut open, &mut blocks);
                let span = Span::new(line.start() + marker, line.end());
                blocks.push(Block { span, kind });
                continue;
            }
            open = Some(open.map_or(*line, |it| it.cover(*line)));
            let next = lines.get(index + 1).map_or("", |it| it.of(text));
            let stands_alone = words.len() < 4 * SHORT
                && words.chars().count() < SHORT
                && open == Some(*line)
                && !ends_sentence(words)
                && next.starts_with(|it: char| it.is_uppercase() || it.is_numeric());
            if stands_alone {
                close(&mut open, &mut blocks);
            }
        }
        close(&mut open, &mut blocks);
        blocks
    }

    /// What a line is that needs no other to tell, and where its words begin.
    fn line(&self, line: &str) -> Option<(BlockKind, usize)> {
        if let Some(marker) = list_marker(line) {
            return Some((BlockKind::ListItem, marker));
        }
        if let Some(rest) = line.strip_prefix('>') {
            return Some((BlockKind::Quotation, line.len() - rest.trim_start().len()));
        }
        let bars = if line.contains('|') { line.matches(" | ").count() } else { 0 };
        if bars >= 2 || line.contains('\t') {
            return Some((BlockKind::TableRow, 0));
        }
        self.by_words(line).map(|it| (it, 0))
    }

    /// What a part is by its words.
    fn by_words(&self, text: &str) -> Option<BlockKind> {
        if text.len() > 1_000 {
            return None;
        }
        let start = text.trim_start_matches(OPENING);
        let rows = self.rows.get(&start.chars().next()?.to_lowercase().next()?)?;
        let found = rows.iter().filter(|row| {
            let Some(rest) = after(start, &row.words) else { return false };
            match row.part {
                Match::Whole => rest.trim_end_matches(CLOSING).is_empty(),
                _ => {
                    row.words.ends_with(|it: char| !it.is_alphanumeric())
                        || !rest.starts_with(char::is_alphanumeric)
                }
            }
        });
        found.max_by_key(|it| it.words.len())?.of(text)
    }

    /// What a part is by the words that it ends with or holds, or by what stands in brackets
    /// or after a sentence at its end: *Nora Aldane waves. (Photo by Jane Roe)*.
    fn by_other_words(&self, text: &str, is_near_end: bool) -> Option<BlockKind> {
        if text.len() > 1_000 {
            return None;
        }
        let end = text.trim_end_matches([')', ']']);
        let is_sentence = ends_sentence(text);
        let credit = match (end.len() < text.len(), is_sentence) {
            (true, _) => end.rfind(['(', '[']).map(|it| it + 1),
            (false, false) => end.rfind(". ").map(|it| it + 2),
            (false, true) => None,
        };
        let credit = credit.and_then(|it| self.by_words(&end[it..]));
        if credit == Some(BlockKind::Caption) {
            return credit;
        }
        let found = self.others.iter().find(|row| match row.part {
            Match::End if is_sentence => false,
            Match::End => {
                let start = end.len().checked_sub(row.words.len());
                let tail = start.and_then(|it| end.get(it..));
                tail.is_some_and(|it| after(it, &row.words).is_some())
            }
            _ => is_near_end && text.len() < CREDIT && text.contains(&row.words),
        });
        found?.of(text)
    }

    /// What the paragraph at `index` is, where a sentence ends after it or none does.
    fn kind(
        &self,
        article: &Article,
        blocks: &[Block],
        index: usize,
        text_follows: bool,
    ) -> BlockKind {
        let words = blocks[index].span.of(&article.text);
        if let Some(kind) = self.by_words(words) {
            return kind;
        }
        if is_post(words) {
            return BlockKind::Post;
        }
        let is_last = index + 1 == blocks.len();
        let near_end = index + 3 > blocks.len() && blocks.len() > 2;
        if let Some(kind) = self.by_other_words(words, index + 6 > blocks.len()) {
            return kind;
        }
        if words.starts_with("http") && !words.contains(char::is_whitespace) {
            return BlockKind::Notice;
        }
        if near_end && is_signature(words) {
            return BlockKind::Signature;
        }
        let title = article.headline.as_deref().unwrap_or_default();
        if is_last || words.contains('\n') {
            return BlockKind::Paragraph;
        }
        let count = words.split_whitespace().take(HEADLINE + 1).count();
        let is_headline = !title.is_empty() && index == 0 && words == title
            || count <= HEADLINE && is_all_caps(words)
            || !ends_sentence(words)
                && words.starts_with(|it: char| !it.is_lowercase())
                && count <= if index == 0 { HEADLINE } else { HEADING }
                && !words.ends_with([',', ';', ':'])
                && text_follows;
        if is_headline { BlockKind::Headline } else { BlockKind::Paragraph }
    }
}

impl Row {
    /// What it makes of a part: of a byline only what is made of names.
    fn of(&self, text: &str) -> Option<BlockKind> {
        (self.kind != Kind::Byline || is_byline(text)).then(|| self.kind.into())
    }
}

/// What follows small words at the start of a text, whatever the size of its letters and
/// the form of its apostrophes.
fn after<'a>(text: &'a str, words: &str) -> Option<&'a str> {
    let mut rest = text.chars();
    for word in words.chars() {
        let found = rest.next().map(|it| if it == '’' { '\'' } else { it })?;
        if found != word && !found.to_lowercase().eq([word]) {
            return None;
        }
    }
    Some(rest.as_str())
}

/// Where the words of a list item begin, after its mark.
fn list_marker(line: &str) -> Option<usize> {
    let rest = line.strip_prefix(['•', '▪', '◦', '‣', '●', '■', '·', '*', '-']);
    let rest = rest.or_else(|| {
        let rest = line.strip_prefix('–').filter(|it| ends_sentence(it))?;
        rest.trim_start().starts_with(char::is_uppercase).then_some(rest)
    });
    let rest = rest.or_else(|| {
        let rest = line.trim_start_matches(|it: char| it.is_ascii_digit());
        let digits = line.len() - rest.len();
        rest.strip_prefix(['.', ')']).filter(|_| (1..=2).contains(&digits))
    })?;
    let words = rest.trim_start();
    (rest.len() > words.len() && !words.is_empty()).then_some(line.len() - words.len())
}

/// Whether a text ends as sentences do.
fn ends_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '”', '’', '\'', ')', ']', '»']);
    text.ends_with(['.', '!', '?', '…'])
}

fn opens_quotation(text: &str) -> bool {
    text.starts_with(['"', '“', '„', '«'])
}

fn is_all_caps(text: &str) -> bool {
    let letters = text.chars().filter(|it| it.is_alphabetic()).count();
    letters >= 12 && !text.chars().any(char::is_lowercase) && text.contains(' ')
}

/// *By Ann Lee and Bo Kim*, *Updated May 6*: a first word, and names or numbers.
fn is_byline(text: &str) -> bool {
    let words: Vec<_> = text.split_whitespace().collect();
    let begins_large = |it: &&&str| {
        it.starts_with(|it: char| it.is_uppercase() || it == '@' || it.is_numeric())
    };
    let large = words.iter().filter(begins_large).count();
    (2..=14).contains(&words.len())
        && !text.ends_with(['.', '!', '?'])
        && large * 3 >= words.len() * 2
}

/// *— Associated Press*: a dash and names.
fn is_signature(text: &str) -> bool {
    let Some(rest) = text.strip_prefix(['—', '–', '-']) else { return false };
    let words: Vec<_> = rest.split_whitespace().collect();
    (1..=5).contains(&words.len())
        && words.iter().all(|it| it.starts_with(char::is_uppercase))
        && !text.ends_with(['.', '!', '?'])
}

/// Whether a paragraph is a post: it has an address of its network, a handle in brackets
/// after a dash or at either end, or the moment when it was sent.
fn is_post(text: &str) -> bool {
    let signed = text.split_once("(@").is_some_and(|(before, after)| {
        let name = before.rsplit(['—', '–']).next().unwrap_or_default();
        let handle = after.split(')').next().unwrap_or_default();
        before.contains(['—', '–'])
            && name.split_whitespace().count() <= 5
            && !handle.is_empty()
            && handle.chars().all(is_of_handle)
    });
    // *@brandt: We won!*, and not *@brandt deleted it.*
    let addressed = text.strip_prefix('@').is_some_and(|it| {
        let rest = it.trim_start_matches(is_of_handle).trim_start();
        rest.len() < it.len() && !rest.starts_with(char::is_lowercase)
    });
    // *Felix Brandt @brandt*
    let headed = text.ends_with(is_of_handle)
        && text.rsplit(char::is_whitespace).next().is_some_and(|it| {
            it.strip_prefix('@').is_some_and(|it| it.chars().all(is_of_handle))
        });
    signed
        || addressed
        || headed
        || text.starts_with("RT @")
        || ["pic.twitter.com/", "AM · ", "PM · "].iter().any(|it| text.contains(it))
}

fn is_of_handle(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || letter == '_'
}

/// Where a dateline ends and where the text after its dash begins: *HARLOW, March 4
/// (Wire) — The mayor*.
fn dateline(text: &str) -> Option<(usize, usize)> {
    let start = &text[..text.floor_char_boundary(100.min(text.len()))];
    if !start.contains(['—', '–', '-']) {
        return None;
    }
    let dashes = [" — ", " – ", " - ", " -- ", "— ", "—"];
    let (end, dash) = dashes
        .iter()
        .filter_map(|it| Some((start.find(it)?, it)))
        .min_by_key(|it| it.0)?;
    let (place, rest) = (&start[..end], &text[end + dash.len()..]);
    let letters = |it: &str| it.chars().filter(|it| it.is_alphabetic()).count();
    let first = place.split([' ', ',', '(']).next().unwrap_or_default();
    let is_caps = letters(first) >= 2 && !first.chars().any(char::is_lowercase);
    let wire = place.ends_with(')') && place.contains('(');
    let of_place = |it: char| it.is_alphanumeric() || " ,.'’()/-".contains(it);
    let fits = place.split_whitespace().count() <= 9
        && place.starts_with(char::is_uppercase)
        && place.chars().all(of_place)
        && rest.starts_with(|it: char| it.is_uppercase() || "\"“‘'".contains(it));
    let named = |it: &str| it.starts_with(|it: char| !it.is_lowercase());
    let is_name = place.split([' ', ',']).all(named);
    (fits && (is_caps || wire && is_name)).then_some((end, end + dash.len()))
}

#[cfg(test)]
mod tests {
    use super::BlockWords;
    use crate::ingest::from_text;
    use crate::lexicon::Lexicon;

    /// The kinds and texts of the parts of a text.
    fn blocks(text: &str) -> Vec<String> {
        let article = from_text("x", text.to_owned()).unwrap();
        let blocks = article.blocks.iter();
        blocks.map(|it| format!("{}: {}", it.kind, it.span.of(&article.text))).collect()
    }

    #[test]
    fn the_table_is_in_small_letters() {
        let words = BlockWords::new(&Lexicon::embedded()).unwrap();
        let mut rows = words.rows.values().flatten();
        assert!(rows.all(|it| it.words == it.words.to_lowercase()));
    }

    #[test]
    fn parts_are_told_by_their_words() {
        let text = "Mayor Aldane wins a second term\n\nBy Ann Lee and Bo Kim\n\n\
            HARLOW, March 4 (Wire) — Nora Aldane won on Tuesday.\n\nAdvertisement\n\n\
            AN EVENING OF SURPRISES\n\nShe beat Felix Brandt.\n\n\
            Photo: Nora Aldane waves to the crowd.\n\nWhat comes next\n\n\
            • A recount.\n• A lawsuit.\n\nName\tVotes\tShare\nAldane\t120\t60\n\n\
            What a night! — Felix Brandt (@brandt) March 4, 2024\n\n\
            Editor's note: An earlier version of this story named another winner.\n\n\
            Brandt will not run again.\n\n(Reporting by Ann Lee; editing by Bo Kim)\n\n\
            — Harlow Wire";
        assert_eq!(
            blocks(text),
            [
                "headline: Mayor Aldane wins a second term",
                "byline: By Ann Lee and Bo Kim",
                "dateline: HARLOW, March 4 (Wire)",
                "paragraph: Nora Aldane won on Tuesday.",
                "notice: Advertisement",
                "headline: AN EVENING OF SURPRISES",
                "paragraph: She beat Felix Brandt.",
                "caption: Photo: Nora Aldane waves to the crowd.",
                "headline: What comes next",
                "list-item: A recount.",
                "list-item: A lawsuit.",
                "table-row: Name\tVotes\tShare",
                "table-row: Aldane\t120\t60",
                "post: What a night! — Felix Brandt (@brandt) March 4, 2024",
                "editors-note: Editor's note: An earlier version of this story named another winner.",
                "paragraph: Brandt will not run again.",
                "signature: (Reporting by Ann Lee; editing by Bo Kim)",
                "signature: — Harlow Wire",
            ]
        );
    }

    #[test]
    fn lines_of_running_text_stay_together() {
        for text in [
            "Roe won.",
            "Acme bought Bolt Labs",
            "The mayor, who had promised to stay until the end of the\nyear, resigned after a \
             vote in March.\nShe left.",
            "NATO — the alliance — said so.",
            "By Monday, she had won. He lost.",
        ] {
            assert_eq!(blocks(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn parts_are_told_by_their_ends_and_their_brackets() {
        let text = "Aldane wins\n\nAnn Lee, Staff Writer\n\nUpdated: May 6, 2031 at 3:04 PM\n\n\
            2 min read\n\nNora Aldane won on Tuesday.\n\n\
            Mayor Nora Aldane waves in Harlow. (AP Photo/Jane Roe)\n\n\
            Felix Brandt greets voters. Jane Roe/Getty Images\n\n\
            Iris Tallow leaves. Photo: Jane Roe\n\n* * *\n\n\
            The count (of all votes) took a day.\n\nName\tVotes\nAldane\t120\n\n\
            – She hired Emil Varga.\n– She sued Harlow Steel.\n\n\
            @brandt: We won!\n\n@brandt deleted the post.\n\n\
            Felix Brandt @brandt\nSo proud of this town.\n3:04 PM · May 6, 2031\n\n\
            https://posts.example/1\n\nBrandt will not run again.\n\n___\n\n\
            Harlow Wire writer Bo Kim contributed to this report from Brookvale.\n\nAP";
        assert_eq!(
            blocks(text),
            [
                "headline: Aldane wins",
                "byline: Ann Lee, Staff Writer",
                "byline: Updated: May 6, 2031 at 3:04 PM",
                "notice: 2 min read",
                "paragraph: Nora Aldane won on Tuesday.",
                "caption: Mayor Nora Aldane waves in Harlow. (AP Photo/Jane Roe)",
                "caption: Felix Brandt greets voters. Jane Roe/Getty Images",
                "caption: Iris Tallow leaves. Photo: Jane Roe",
                "paragraph: The count (of all votes) took a day.",
                "table-row: Name\tVotes",
                "table-row: Aldane\t120",
                "list-item: She hired Emil Varga.",
                "list-item: She sued Harlow Steel.",
                "post: @brandt: We won!",
                "paragraph: @brandt deleted the post.",
                "post: Felix Brandt @brandt",
                "post: So proud of this town.\n3:04 PM · May 6, 2031",
                "notice: https://posts.example/1",
                "paragraph: Brandt will not run again.",
                "signature: Harlow Wire writer Bo Kim contributed to this report from Brookvale.",
                "signature: AP",
            ]
        );
    }

    #[test]
    fn one_paragraph_beside_a_rule_is_marked_and_the_rule_is_not() {
        assert_eq!(blocks("Roe won.\n\n___"), ["paragraph: Roe won."]);
    }

    #[test]
    fn a_post_takes_the_words_that_its_signature_follows() {
        let text = "Roe won.\n\nWhat a night!\n\n— Felix Brandt (@brandt) March 4, 2024\n\nDoe lost.";
        let expected = [
            "paragraph: Roe won.",
            "post: What a night!",
            "post: — Felix Brandt (@brandt) March 4, 2024",
            "paragraph: Doe lost.",
        ];
        assert_eq!(blocks(text), expected);
    }
}
