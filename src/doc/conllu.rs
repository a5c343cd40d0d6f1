//! CoNLL-U: documents in and out.
//!
//! Spaces other than a single one are written as `UDPipe` does (`SpacesAfter=\n\n`), so
//! that the text comes back byte for byte. Mentions, chains and times have no columns.

use std::fmt::Write;

use crate::error::{Error, Result};
use crate::text::{Article, Span, unbroken};
use crate::ud::{Deprel, Feats, Upos, Xpos};

use super::{Document, Sentence, Token, TokenId};

/// The document as CoNLL-U, sentence by sentence. How sure the parser was is not written:
/// the format has no column for it.
pub fn write_conllu(doc: &Document) -> String {
    let mut out = String::new();
    for (number, sent) in doc.sentences.iter().enumerate() {
        let text = unbroken(doc.text(sent.span));
        // Writing to a string cannot fail.
        _ = writeln!(out, "# sent_id = {}\n# text = {text}", number + 1);
        for token in sent.token_ids() {
            write_token(&mut out, doc, sent, token);
        }
        out.push('\n');
    }
    out
}

fn write_token(out: &mut String, doc: &Document, sent: &Sentence, token: TokenId) {
    let first = sent.tokens.start;
    let id = |it: TokenId| it.0 - first + 1;
    let continues = |it: u32| it < sent.tokens.end && doc[TokenId(it)].continues;
    let it = &doc[token];
    let mut end = token.0 + 1;
    if !it.continues && continues(end) {
        while continues(end) {
            end += 1;
        }
        let span = it.span.cover(doc[TokenId(end - 1)].span);
        let misc = misc(doc, token.0, end);
        let (from, to) = (id(token), end - first);
        _ = writeln!(out, "{from}-{to}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", doc.text(span));
    }
    let alone = !it.continues && !continues(token.0 + 1);
    let misc = if alone { misc(doc, token.0, token.0 + 1) } else { "_".into() };
    // A word that its token does not spell.
    let form = Some(doc.form(token)).filter(|it| !it.is_empty()).unwrap_or("_");
    _ = writeln!(
        out,
        "{}\t{form}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t{misc}",
        id(token),
        it.lemma,
        it.upos,
        it.xpos,
        it.feats,
        it.head.map_or(0, id),
        it.deprel,
    );
}

/// The MISC column of the surface token made of the words `start..end`: the spaces around
/// it where they are not what a reader takes for granted.
fn misc(doc: &Document, start: u32, end: u32) -> String {
    let text = &doc.article.text;
    let at = doc[TokenId(end - 1)].span.end();
    let next = doc.tokens.get(end as usize);
    let after = Span::new(at, next.map_or(text.len(), |it| it.span.start())).of(text);
    let before = Span::new(0, doc[TokenId(start)].span.start()).of(text);
    let mut fields = Vec::new();
    if start == 0 && !before.is_empty() {
        fields.push(format!("SpacesBefore={}", escape(before)));
    }
    match (after, next) {
        ("", None) | (" ", Some(_)) => {}
        ("", Some(_)) => fields.push("SpaceAfter=No".into()),
        _ => fields.push(format!("SpacesAfter={}", escape(after))),
    }
    if fields.is_empty() { "_".into() } else { fields.join("|") }
}

/// The document that a CoNLL-U text holds.
///
/// Its text is rebuilt from the words: spaces follow MISC, then the comment `# text`, then
/// are single; a paragraph (`# newpar`, `# newdoc`) begins after an empty line. Columns
/// are separated by tabs, or by spaces in a line without tabs; DEPS and MISC may be left
/// out, XPOS may be `_`. Empty nodes are skipped.
///
/// # Errors
///
/// Where a column cannot be read, ids are not in order, words do not spell the comment
/// `# text`, or heads are not one tree: the message names the line.
pub fn read_conllu(text: &str) -> Result<Document> {
    let mut reader = Reader::default();
    for (line, row) in (1..).zip(text.lines()) {
        reader.line = line;
        let row = row.trim_end_matches('\r');
        if let Some(comment) = row.strip_prefix('#') {
            reader.comment(comment.trim());
        } else if row.trim().is_empty() {
            reader.finish()?;
        } else {
            reader.row(row)?;
        }
    }
    reader.finish()?;
    // What follows the last word is only there where MISC says so.
    if reader.gap == Gap::Default {
        reader.gap = Gap::None;
    }
    reader.close_gap();
    Ok(Document {
        article: Article::new("", reader.text),
        sentences: reader.sentences,
        tokens: reader.tokens,
        mentions: Vec::new(),
        chains: Vec::new(),
        timexes: Vec::new(),
    })
}

/// What stands between the last word and the next.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
enum Gap {
    #[default]
    None,
    Default,
    Spaces(String),
}

/// A half-read file.
#[derive(Debug, Default)]
struct Reader {
    line: usize,
    text: String,
    sentences: Vec<Sentence>,
    tokens: Vec<Token>,
    /// The first word of the sentence being read.
    first: usize,
    gap: Gap,
    /// The comment `# text`, and how much of it the words have spelled, in bytes.
    comment: Option<(String, usize)>,
    paragraph: bool,
    surface: Option<Surface>,
}

/// A surface token of several words, half read.
#[derive(Debug)]
struct Surface {
    /// What its words have not spelled yet.
    rest: String,
    /// The id of its last word.
    last: usize,
    /// Whether its first word has been read.
    begun: bool,
}

impl Reader {
    fn wrong(&self, reason: impl Into<String>) -> Error {
        Error::Conllu { line: self.line, reason: reason.into() }
    }

    fn comment(&mut self, comment: &str) {
        match comment.split_once('=') {
            Some((key, value)) if key.trim() == "text" => {
                self.comment = Some((value.trim().to_owned(), 0));
            }
            _ => {
                let marks = ["newpar", "newdoc"];
                self.paragraph |= marks.iter().any(|it| comment.starts_with(it));
            }
        }
    }

    fn row(&mut self, row: &str) -> Result<()> {
        let columns: Vec<&str> = if row.contains('\t') {
            row.split('\t').collect()
        } else {
            row.split_whitespace().collect()
        };
        let misc = columns.get(9).copied().unwrap_or("_");
        let [id, form, lemma, upos, xpos, feats, head, deprel, ..] = columns[..] else {
            return Err(
                self.wrong(format!("{} columns; there must be 10", columns.len()))
            );
        };
        if id.contains('.') {
            return Ok(());
        }
        if form.is_empty() {
            return Err(self.wrong("a form is empty; write the word"));
        }
        self.needs_form(form)?;
        if let Some((_, last)) = id.split_once('-') {
            let last =
                last.parse().map_err(|_| self.wrong(format!("{id:?} is no id")))?;
            self.surface = Some(Surface { rest: form.to_owned(), last, begun: false });
            return self.surface_token(form, misc);
        }
        let number = self.tokens.len() - self.first + 1;
        if id.parse() != Ok(number) {
            return Err(self.wrong(format!("id {id:?} where {number} is due")));
        }
        let (span, continues) = if let Some(surface) = self.surface.take() {
            self.word_of(surface, form, number)?
        } else {
            self.surface_token(form, misc)?;
            (Span::new(self.text.len() - form.len(), self.text.len()), false)
        };
        // A word of a token that it does not spell has another form than its column says.
        self.needs_form(span.of(&self.text))?;
        let unknown = |it: &dyn ToString| self.wrong(it.to_string());
        let head: usize =
            head.parse().map_err(|_| self.wrong(format!("{head:?} is no head")))?;
        let token = Token {
            span,
            continues,
            lemma: lemma.into(),
            upos: upos.parse::<Upos>().map_err(|it| unknown(&it))?,
            xpos: match xpos {
                "_" => Xpos::Xx,
                _ => xpos.parse().map_err(|it| unknown(&it))?,
            },
            feats: feats.parse::<Feats>().unwrap_or_default(),
            head: head.checked_sub(1).map(|it| TokenId::new(self.first + it)),
            deprel: deprel.parse::<Deprel>().map_err(|it| unknown(&it))?,
            margin: None,
        };
        self.tokens.push(token);
        Ok(())
    }

    /// Refuses a form with a space at its ends or a line break in it, which would not come
    /// back.
    fn needs_form(&self, form: &str) -> Result<()> {
        if form.trim() == form && unbroken(form) == form {
            return Ok(());
        }
        let reason = "no space at its ends, and no line break";
        Err(self.wrong(format!("{form:?} is no form; {reason}")))
    }

    /// Adds a surface token to the text, with the gap before it.
    fn surface_token(&mut self, form: &str, misc: &str) -> Result<()> {
        let begins = self.tokens.len() == self.first;
        if begins && self.gap == Gap::Default && self.paragraph {
            self.gap = Gap::Spaces("\n\n".into());
        }
        if let Some((comment, spelled)) = &mut self.comment {
            let whole = comment.len();
            let comment = &comment[*spelled..];
            let rest = match &self.gap {
                Gap::Spaces(spaces) if !begins => {
                    comment.strip_prefix(&unbroken(spaces)).unwrap_or(comment)
                }
                Gap::Spaces(_) | Gap::None | Gap::Default => comment.trim_start(),
            };
            let joined = rest.len() == comment.len() && !begins;
            let Some(rest) = rest.strip_prefix(form) else {
                return Err(self.wrong(format!("{form:?} is not next in `# text`")));
            };
            *spelled = whole - rest.len();
            if joined && self.gap == Gap::Default {
                self.gap = Gap::None;
            }
        }
        let field = |name| misc.split('|').find_map(|it| it.strip_prefix(name));
        if let Some(before) = field("SpacesBefore=") {
            self.gap = Gap::Spaces(unescape(before));
        }
        self.close_gap();
        self.text.push_str(form);
        self.gap = match (field("SpacesAfter="), field("SpaceAfter=")) {
            (Some(spaces), _) => Gap::Spaces(unescape(spaces)),
            (None, Some("No")) => Gap::None,
            _ => Gap::Default,
        };
        Ok(())
    }

    /// The span of a word of a surface token. Where the words do not spell the token, each
    /// takes as many bytes as it has itself, and the last takes the rest.
    fn word_of(
        &mut self,
        surface: Surface,
        form: &str,
        number: usize,
    ) -> Result<(Span, bool)> {
        let Surface { rest, last, begun } = surface;
        let start = self.text.len() - rest.len();
        let mut length = form.len().min(rest.len());
        while !rest.is_char_boundary(length) {
            length -= 1;
        }
        if number > last {
            return Err(self.wrong(format!("the range before ends at {last}")));
        }
        if number == last {
            return Ok((Span::new(start, self.text.len()), begun));
        }
        let rest = rest[length..].to_owned();
        self.surface = Some(Surface { rest, last, begun: true });
        Ok((Span::new(start, start + length), begun))
    }

    fn close_gap(&mut self) {
        match std::mem::take(&mut self.gap) {
            Gap::None => {}
            Gap::Default => self.text.push(' '),
            Gap::Spaces(spaces) => self.text.push_str(&spaces),
        }
    }

    fn finish(&mut self) -> Result<()> {
        let words = &self.tokens[self.first..];
        (self.comment, self.surface) = (None, None);
        let (Some(first), Some(last)) = (words.first(), words.last()) else {
            return Ok(());
        };
        self.paragraph = false;
        let range = self.first..self.tokens.len();
        if !is_tree(words, self.first) {
            return Err(self.wrong("the heads of the sentence above are not one tree"));
        }
        let id = |it| u32::try_from(it).unwrap_or(u32::MAX);
        self.sentences.push(Sentence {
            span: first.span.cover(last.span),
            tokens: id(range.start)..id(range.end),
        });
        self.first = self.tokens.len();
        Ok(())
    }
}

/// Whether the heads of words are one tree: all but one have a head among them, and none
/// hangs below itself. `first` is the place of the first word in its document.
fn is_tree(words: &[Token], first: usize) -> bool {
    // Which words are known to hang below the root.
    let mut hangs = vec![false; words.len()];
    for start in 0..words.len() {
        let mut way = Vec::new();
        let mut at = start;
        while !hangs[at] {
            way.push(at);
            let Some(head) = words[at].head else { break };
            match head.index().checked_sub(first).filter(|it| *it < words.len()) {
                Some(head) if way.len() < words.len() => at = head,
                _ => return false,
            }
        }
        for it in way {
            hangs[it] = true;
        }
    }
    words.iter().filter(|it| it.head.is_none()).count() == 1
}

/// Spaces as `UDPipe` writes them in MISC.
fn escape(spaces: &str) -> String {
    let mut out = String::new();
    for c in spaces.chars() {
        match c {
            ' ' => out.push_str("\\s"),
            '\t' => out.push_str("\\t"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '|' => out.push_str("\\p"),
            '\\' => out.push_str("\\\\"),
            _ => out.push(c),
        }
    }
    out
}

fn unescape(text: &str) -> String {
    let mut out = String::new();
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match (c, if c == '\\' { chars.next() } else { None }) {
            (_, Some('s')) => out.push(' '),
            (_, Some('t')) => out.push('\t'),
            (_, Some('n')) => out.push('\n'),
            (_, Some('r')) => out.push('\r'),
            (_, Some('p')) => out.push('|'),
            (_, Some(other)) => out.push(other),
            (_, None) => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{read_conllu, write_conllu};
    use crate::doc::TokenId;
    use crate::ud::{Deprel, Upos};

    const SAMPLE: &str = "\
# sent_id = 1
# text = Ana didn't go.
1\tAna\tAna\tPROPN\tNNP\tNumber=Sing\t4\tnsubj\t_\t_
2-3\tdidn't\t_\t_\t_\t_\t_\t_\t_\t_
2\tdid\tdo\tAUX\tVBD\t_\t4\taux\t_\t_
3\tn't\tnot\tPART\tRB\tPolarity=Neg\t4\tadvmod\t_\t_
4\tgo\tgo\tVERB\tVB\tVerbForm=Inf\t0\troot\t_\tSpaceAfter=No
5\t.\t.\tPUNCT\t.\t_\t4\tpunct\t_\tSpacesAfter=\\n\\n

# sent_id = 2
# text = Why?
1\tWhy\twhy\tADV\tWRB\tPronType=Int\t0\troot\t_\tSpaceAfter=No
2\t?\t?\tPUNCT\t.\t_\t1\tpunct\t_\t_

";

    #[test]
    fn a_form_has_no_space_at_its_ends() {
        for form in ["Why ", " Why", " ", "W\rhy"] {
            let text = format!("1\t{form}\twhy\tADV\tWRB\t_\t0\troot\t_\t_\n");
            let error = read_conllu(&text).unwrap_err().to_string();
            assert!(error.contains("is no form"), "{error}");
        }
        let error = read_conllu("1-2\t\t_\t_\t_\t_\t_\t_\n").unwrap_err().to_string();
        assert!(error.contains("a form is empty"), "{error}");
        // Its first word takes three bytes of the token.
        let text = "1-2\t?a didn't\t_\t_\t_\t_\t_\t_\n1\tdid\tdo\tAUX\tVBD\t_\t2\taux\n";
        let error = read_conllu(text).unwrap_err().to_string();
        assert!(error.contains("\"?a \" is no form"), "{error}");
    }

    #[test]
    fn a_document_comes_back_as_it_went() {
        let doc = read_conllu(SAMPLE).unwrap();
        assert_eq!(&*doc.article.text, "Ana didn't go.\n\nWhy?");
        assert_eq!(doc.form(TokenId(2)), "n't");
        assert!(doc.tokens[2].continues && !doc.tokens[1].continues);
        assert_eq!(doc.tokens[2].head, Some(TokenId(3)));
        assert_eq!((doc.tokens[5].upos, doc.tokens[5].deprel), (Upos::Adv, Deprel::Root));
        assert_eq!(write_conllu(&doc), SAMPLE);
        assert_eq!(read_conllu(&write_conllu(&doc)).unwrap(), doc);
    }

    #[test]
    fn the_text_follows_its_comment_and_paragraphs() {
        let text = "# text = (Go!)\n1 ( ( PUNCT _ _ 2 punct\n2 Go go VERB VB _ 0 root\n\
            3 ! ! PUNCT . _ 2 punct\n4 ) ) PUNCT _ _ 2 punct\n\n# newpar\n1 Stop stop VERB VB _ 0 root\n";
        let doc = read_conllu(text).unwrap();
        assert_eq!(&*doc.article.text, "(Go!)\n\nStop");
        assert_eq!(doc.sentences.len(), 2);
    }

    #[test]
    fn a_sentence_of_many_words_is_read() {
        let count = 50_000;
        let rows =
            (1..=count).map(|it| format!("{it}\tgo\tgo\tVERB\tVB\t_\t{}\tdep\n", it - 1));
        let text = format!(
            "# text = {}\n{}",
            vec!["go"; count].join(" "),
            rows.collect::<String>()
        );
        assert_eq!(read_conllu(&text).unwrap().tokens.len(), count);
        let circle = text.replacen("\t0\tdep", "\t50000\tdep", 1);
        assert!(read_conllu(&circle).is_err());
    }

    #[test]
    fn words_that_do_not_spell_their_token_share_it() {
        let text =
            "1-2 du _ _ _ _ _ _\n1 de de ADP IN _ 2 case\n2 le le DET DT _ 0 root\n";
        let doc = read_conllu(text).unwrap();
        assert_eq!((doc.form(TokenId(0)), doc.form(TokenId(1))), ("du", ""));
    }

    #[test]
    fn faults_are_named_with_their_line() {
        for (text, message) in [
            ("1 a a NOUN", "line 1: 4 columns"),
            ("1 a a NOUN NN _ 0 root\n3 b b NOUN NN _ 1 dep", "line 2: id \"3\""),
            ("1 a a NOON NN _ 0 root", "line 1: `NOON`"),
            ("1 a a NOUN NN _ 1 dep", "one tree"),
            ("1 a a NOUN NN _ 2 dep\n2 b b NOUN NN _ 1 dep\n3 c c X FW _ 0 root", "tree"),
            ("1 a a NOUN NN _ 7 dep\n2 b b NOUN NN _ 0 root", "one tree"),
            ("# text = b\n1 a a NOUN NN _ 0 root", "line 2: \"a\" is not next"),
        ] {
            let error = read_conllu(text).unwrap_err().to_string();
            assert!(error.contains(message), "{error}");
        }
    }
}
