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
    /// By the first character of their words.
    rows: BTreeMap<char, Vec<Row>>,
}

#[derive(Debug, Deserialize)]
struct Row {
    words: String,
    #[serde(rename = "match")]
    part: Match,
    kind: Kind,
}

/// How much of a part the words are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Match {
    Start,
    Whole,
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

/// What may stand around words that say what a part is.
const OPENING: [char; 9] = ['(', '[', '*', '_', '—', '–', '-', ' ', '|'];
const CLOSING: [char; 10] = ['.', ':', ')', ']', '*', '_', '-', '—', ' ', '|'];

impl BlockWords {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut rows = BTreeMap::<char, Vec<Row>>::new();
        for row in lexicon.rows::<Row>("lexicon/block_openers.csv")? {
            rows.entry(row.words.chars().next().unwrap_or_default())
                .or_default()
                .push(row);
        }
        Ok(Self { rows })
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
        let is_plain = marked.iter().all(|it| it.kind == BlockKind::Paragraph);
        article.blocks = if is_plain && marked.len() < 2 { Vec::new() } else { marked };
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
            if words.is_empty() {
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
        if bars.max(line.matches('\t').count()) >= 2 {
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
                Match::Start => {
                    row.words.ends_with(|it: char| !it.is_alphanumeric())
                        || !rest.starts_with(char::is_alphanumeric)
                }
            }
        });
        let found = found.max_by_key(|it| it.words.len())?;
        let is_one = match found.kind {
            Kind::Byline => is_byline(text),
            _ => true,
        };
        is_one.then(|| found.kind.into())
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

/// *By Ann Lee and Bo Kim*: a first word, and names.
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

/// Whether a paragraph is a post: it has an address of its network, or a handle in
/// brackets after a dash.
fn is_post(text: &str) -> bool {
    let signed = text.split_once("(@").is_some_and(|(before, after)| {
        let name = before.rsplit(['—', '–']).next().unwrap_or_default();
        let handle = after.split(')').next().unwrap_or_default();
        before.contains(['—', '–'])
            && name.split_whitespace().count() <= 5
            && !handle.is_empty()
            && handle.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    });
    signed || text.contains("pic.twitter.com/") || text.starts_with("RT @")
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
