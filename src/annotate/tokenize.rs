//! Tokenization cuts a text into words, as the English UD treebanks do.
//!
//! Text between white space is peeled from both ends (brackets, quotes, stops), what is
//! left is cut inside (dashes, slashes, hyphens), and clitics are cut off last (*don't*,
//! *Jane's*). Addresses, handles, numbers and abbreviations stay whole.

use crate::text::Span;

use super::words::{Before, CutWords, Prefix};

/// A word of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it stands.
    pub(super) span: Span,
    /// Whether it continues the surface token that the word before it began.
    pub(super) continues: bool,
}

/// The words of a text, in order. What lies between them is white space and characters
/// without width.
pub(super) fn words(text: &str, tables: &CutWords) -> Vec<Word> {
    let mut cutter = Cutter { text, tables, words: Vec::new(), quoted: false };
    let mut start = None;
    for (at, c) in text.char_indices() {
        match (is_gap(c), start) {
            (true, Some(from)) => {
                cutter.chunk(from, at);
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        cutter.chunk(from, text.len());
    }
    cutter.words
}

/// White space, control characters, and format characters without width.
pub(super) fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// Whether a character is an apostrophe, typed in any of the usual ways.
pub(super) fn is_apostrophe(c: char) -> bool {
    matches!(c, '\'' | '’' | '‘' | '`')
}

/// Longer words, in bytes, are in no table.
const LONG: usize = 40;

struct Cutter<'a> {
    text: &'a str,
    tables: &'a CutWords,
    words: Vec<Word>,
    /// Whether a single quotation mark is open.
    quoted: bool,
}

impl Cutter<'_> {
    fn push(&mut self, start: usize, end: usize) {
        if start < end {
            self.words.push(Word { span: Span::new(start, end), continues: false });
        }
    }

    fn push_clitic(&mut self, start: usize, end: usize) {
        if start < end {
            let continues = self.words.last().is_some_and(|it| it.span.end() == start);
            self.words.push(Word { span: Span::new(start, end), continues });
        }
    }

    /// Cuts a stretch without white space.
    fn chunk(&mut self, mut start: usize, mut end: usize) {
        let text = self.text;
        while let Some(length) = self.opener(&text[start..end]) {
            self.push(start, start + length);
            start += length;
        }
        let mut closers = Vec::new();
        let number_next =
            text[end..].trim_start().starts_with(|it: char| it.is_ascii_digit());
        while let Some((length, clitic)) =
            self.closer(&text[start..end], number_next && closers.is_empty())
        {
            closers.push((end - length, end, clitic));
            end -= length;
        }
        self.inner(start, end);
        for (start, end, clitic) in closers.into_iter().rev() {
            if clitic {
                self.push_clitic(start, end);
            } else {
                self.push(start, end);
            }
        }
    }

    /// The length of the mark that a chunk opens with.
    fn opener(&mut self, chunk: &str) -> Option<usize> {
        if Self::is_whole(chunk) {
            return None;
        }
        let first = chunk.chars().next()?;
        let second = chunk.chars().nth(1);
        let repeats = second == Some(first);
        let run = if repeats { run(chunk.chars(), first) } else { 1 };
        match first {
            '`' | '\'' | '<' if repeats => Some(run.min(2)),
            '\'' | '‘' | '’' | '`' => {
                let decade = second.is_some_and(|it| it.is_ascii_digit());
                let clitic = self.tables.suffixes.contains(&fold(chunk));
                let open = second.is_some() && !decade && !clitic;
                self.quoted |= open;
                open.then_some(first.len_utf8())
            }
            '.' if run > 1 => Some(run),
            '>' if run > 1 => Some(2),
            '-' | '*' | '_' | '=' | '~' | '!' | '?' | '$' if run > 1 => {
                Some(run * first.len_utf8())
            }
            '#' | '@' => (!second.is_some_and(char::is_alphanumeric)
                || first == '#' && digits(&chunk[1..]))
            .then_some(1),
            '+' => None,
            _ if first.is_alphanumeric() => None,
            '.' if second.is_some_and(char::is_alphanumeric) => None,
            _ if is_mark(first) => Some(first.len_utf8()),
            _ => None,
        }
    }

    /// The length of the mark that a chunk closes with, and whether it is a clitic.
    fn closer(&mut self, chunk: &str, number_next: bool) -> Option<(usize, bool)> {
        if Self::is_whole(chunk) {
            return None;
        }
        let last = chunk.chars().next_back()?;
        let before = chunk.chars().nth_back(1);
        let length = last.len_utf8();
        let repeats = before == Some(last);
        let run = if repeats { run(chunk.chars().rev(), last) } else { 1 };
        match last {
            '.' | '-' | '*' | '_' | '=' | '~' | '$' if run > 1 => Some((run, false)),
            '.' => {
                // *D-Calif.*
                let word = chunk.rsplit('-').next().unwrap_or(chunk);
                let abbreviated = match self.tables.abbreviation(word) {
                    None => false,
                    Some(Before::Number) => number_next,
                    Some(Before::Name | Before::Text | Before::Any) => true,
                };
                (!abbreviated).then_some((1, false))
            }
            '!' | '?' => {
                let marks = chunk.chars().rev().take_while(|it| matches!(it, '!' | '?'));
                Some((marks.count(), false))
            }
            '\'' | '’' | '`' => {
                if last == '\'' && before == Some('\'') {
                    return Some((2, false));
                }
                let possessive = matches!(before, Some('s' | 'S')) && !self.quoted;
                self.quoted &= possessive;
                Some((length, possessive))
            }
            '>' if run > 1 => Some((2, false)),
            '+' | '#' if before.is_some() => None,
            '$' if before.is_some_and(char::is_alphabetic) => None,
            _ if is_mark(last) => Some((length, false)),
            _ => None,
        }
    }

    /// Cuts what is left between the marks at the ends.
    fn inner(&mut self, start: usize, end: usize) {
        let chunk = &self.text[start..end];
        if Self::is_whole(chunk) {
            self.push(start, end);
            return;
        }
        let mut from = start;
        let mut at = start;
        while let Some(c) = self.text[at..end].chars().next() {
            let length = self.mark(from, at, end);
            if length > 0 {
                self.clitics(from, at);
                self.push(at, at + length);
                at += length;
                from = at;
            } else {
                at += c.len_utf8();
            }
        }
        self.clitics(from, end);
    }

    /// The length of the mark at byte `at` that cuts the stretch from `from` to `end`; 0
    /// where nothing is cut.
    fn mark(&self, from: usize, at: usize, end: usize) -> usize {
        let (left, right) = (&self.text[from..at], &self.text[at..end]);
        let Some(c) = right.chars().next() else { return 0 };
        let length = c.len_utf8();
        let after = &right[length..];
        let digit = |it: Option<char>| it.is_some_and(|it| it.is_ascii_digit());
        let (before, next) = (left.chars().next_back(), after.chars().next());
        let numbers = digit(before) && digit(next);
        let cuts = match c {
            '-' | '.' if after.starts_with(c) => return run(right.chars(), c),
            '.' => {
                // A stop without the space after it: *the end.Then*, *the end."[2]*.
                let word =
                    left.chars().count() > 1 && left.chars().all(char::is_alphabetic);
                let opens = next.is_some_and(char::is_uppercase)
                    && after.chars().nth(1).is_some_and(char::is_lowercase)
                    && before.is_some_and(char::is_lowercase);
                word && (opens || matches!(next, Some('[' | '(' | ')' | '"' | '”')))
            }
            '-' => self.hyphen_cuts(left, after),
            '/' => {
                let short = |it: &str| {
                    it.chars().take_while(|it| it.is_alphanumeric()).count() <= 1
                };
                let initials = short(left) && short(after);
                !(numbers || initials || left.eq_ignore_ascii_case("w"))
            }
            ',' | ':' => !numbers,
            '–' | '—' | '―' | '…' | ';' | '!' | '?' | '"' | '“' | '”' | '«' | '»'
            | '(' | ')' | '[' | ']' | '{' | '}' | '<' | '>' | '=' | '*' | '|' | '%' => {
                true
            }
            _ => false,
        };
        if cuts { length } else { 0 }
    }

    /// Whether the hyphen between two stretches is a word of its own.
    fn hyphen_cuts(&self, left: &str, right: &str) -> bool {
        let word = |c: char| c.is_alphanumeric();
        if !left.ends_with(word) && !left.ends_with('.') || !right.starts_with(word) {
            return false;
        }
        let kept = self.tables.prefixes.get(&left.to_lowercase()) == Some(&Prefix::Kept);
        // Telephone numbers and codes: 555-0123, or digits with more than one hyphen.
        let code = digits(left)
            && match right.split_once('-') {
                Some((middle, _)) => digits(middle),
                None => left.len() == 3 && right.len() == 4 && digits(right),
            };
        !kept && !code && !left.contains('-')
    }

    /// Cuts the clitics and units off the end of a word.
    fn clitics(&mut self, start: usize, mut end: usize) {
        let mut clitics = Vec::new();
        while let Some(cut) = self.clitic(&self.text[start..end]).filter(|it| *it > 0)
            && !self.is_known(&self.text[start..end])
        {
            clitics.push((start + cut, end));
            end = start + cut;
        }
        self.stem(start, end);
        for (start, end) in clitics.into_iter().rev() {
            self.push_clitic(start, end);
        }
    }

    /// Whether a word is cut, or is not, as the table of contractions says.
    fn is_known(&self, word: &str) -> bool {
        word.len() <= LONG && self.tables.contractions.contains_key(&fold(word))
    }

    /// Cuts a word without the clitics that are none of its own.
    fn stem(&mut self, start: usize, end: usize) {
        let word = &self.text[start..end];
        if word.is_empty() {
            return;
        }
        if word.len() > LONG {
            self.push(start, end);
            return;
        }
        let folded = fold(word);
        if let Some(cut) = self.tables.contractions.get(&folded) {
            if *cut > 0 && word.is_char_boundary(*cut) {
                self.push(start, start + cut);
                self.push_clitic(start + cut, end);
            } else {
                self.push(start, end);
            }
            return;
        }
        let number = word.find(|it: char| !it.is_ascii_digit() && it != '.' && it != ',');
        if let Some(number) = number
            && number > 0
            && self.tables.units.contains(&folded[number..])
        {
            self.push(start, start + number);
            self.push(start + number, end);
            return;
        }
        self.push(start, end);
    }

    /// The byte at which the clitic at the end of a word begins.
    fn clitic(&self, word: &str) -> Option<usize> {
        let (apostrophe, _) = word.char_indices().rfind(|(_, it)| is_apostrophe(*it))?;
        let known = |from: usize| {
            let tail = word.get(from..).map(fold);
            tail.is_some_and(|it| self.tables.suffixes.contains(&it)).then_some(from)
        };
        known(apostrophe).or_else(|| known(apostrophe.checked_sub(1)?))
    }

    /// Whether a chunk is one word whatever stands in it: an address, a handle, a face.
    fn is_whole(chunk: &str) -> bool {
        if chunk.len() < 2 {
            return false;
        }
        let mut chars = chunk.chars();
        let (first, last) = (chars.next(), chars.next_back());
        let closed = last.is_some_and(|it| it.is_alphanumeric() || it == '/');
        let opened = first.is_some_and(char::is_alphanumeric);
        if opened && closed {
            if chunk.contains("://") || chunk.starts_with("www.") {
                return true;
            }
            let mail = |(user, host): (&str, &str)| {
                !user.is_empty() && host.contains('.') && !host.contains([',', ';', '('])
            };
            if chunk.split_once('@').is_some_and(mail) {
                return true;
            }
        }
        let handle = |it: &str| it.chars().all(|it| it.is_alphanumeric() || it == '_');
        if chunk.strip_prefix(['@', '#']).is_some_and(|it| handle(it) && !digits(it)) {
            return true;
        }
        is_face(chunk)
    }
}

/// A face made of punctuation: eyes, perhaps a nose, a mouth.
fn is_face(chunk: &str) -> bool {
    let Some(rest) = chunk.strip_prefix([':', ';', '=']) else { return false };
    let mouth = rest.strip_prefix(['-', '\'']).unwrap_or(rest);
    matches!(mouth, ")" | "(" | "D" | "P" | "p" | "/" | "|" | "))" | "((" | "]" | "[")
}

/// Lower case with straight apostrophes.
fn fold(word: &str) -> String {
    let straight = |it: char| if is_apostrophe(it) { '\'' } else { it };
    word.chars().map(straight).flat_map(char::to_lowercase).collect()
}

fn digits(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|it| it.is_ascii_digit())
}

/// How often the first character is repeated at the start.
fn run(chars: impl Iterator<Item = char>, first: char) -> usize {
    chars.take_while(|it| *it == first).count()
}

/// Whether a character at the end of a chunk is a word of its own.
fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation() && c != '\\' && c != '^'
        || matches!(
            c,
            '“' | '”'
                | '„'
                | '‘'
                | '’'
                | '«'
                | '»'
                | '…'
                | '–'
                | '—'
                | '―'
                | '•'
                | '·'
                | '€'
                | '£'
                | '¥'
                | '°'
                | '¿'
                | '¡'
                | '§'
        )
}

#[cfg(test)]
mod tests {
    use super::words;
    use crate::annotate::words::CutWords;
    use crate::lexicon::Lexicon;

    /// The words of a text, joined by spaces; clitics by a plus sign.
    fn cut(text: &str) -> String {
        let tables = CutWords::new(&Lexicon::embedded()).unwrap();
        let mut out = String::new();
        for word in words(text, &tables) {
            out.push_str(if word.continues { "+" } else { " " });
            out.push_str(word.span.of(text));
        }
        out.trim_start().to_owned()
    }

    #[test]
    fn clitics_and_contractions_are_cut_off() {
        assert_eq!(cut("don't cannot gonna"), "do+n't can+not gon+na");
        assert_eq!(cut("It's Jane’s; we'd've"), "It+'s Jane+’s ; we+'d+'ve");
        assert_eq!(cut("the voters' choice"), "the voters+' choice");
        assert_eq!(cut("'the voters' choice"), "' the voters ' choice");
        assert_eq!(cut("in the '90s o'clock"), "in the '90s o'clock");
    }

    /// Neither the stack nor the square of a length stands in the way.
    #[test]
    fn clitics_without_end_and_letters_without_end() {
        let clitics = "'s".repeat(100_000);
        assert_eq!(cut(&format!("x{clitics}")).matches("+'s").count(), 100_000);
        let letters = format!("image,{}", "A".repeat(1_000_000));
        assert_eq!(cut(&letters).matches(' ').count(), 2);
        let brackets = "(".repeat(100_000);
        assert_eq!(cut(&brackets).matches('(').count(), 100_000);
    }

    #[test]
    fn marks_stand_alone_at_both_ends() {
        assert_eq!(
            cut("(\"Why?!\" [she] asked...)"),
            "( \" Why ?! \" [ she ] asked ... )"
        );
        assert_eq!(cut("“Go,” he said—twice."), "“ Go , ” he said — twice .");
        assert_eq!(cut("``Go,'' he said--twice ."), "`` Go , '' he said -- twice .");
        assert_eq!(cut("end.Then"), "end . Then");
    }

    #[test]
    fn numbers_and_their_signs() {
        assert_eq!(cut("$1.5m, $ 1 million"), "$ 1.5 m , $ 1 million");
        assert_eq!(cut("47-38, 1,000 at 5:30pm"), "47 - 38 , 1,000 at 5:30pm");
        assert_eq!(cut("87% of 555-0123 on 9/11"), "87 % of 555-0123 on 9/11");
        assert_eq!(cut("the 20th, 1990s"), "the 20th , 1990s");
    }

    #[test]
    fn abbreviations_keep_their_stop() {
        assert_eq!(cut("Sen. J. Roe of the U.S."), "Sen. J. Roe of the U.S.");
        assert_eq!(cut("No. 10, No."), "No. 10 , No .");
        assert_eq!(cut("(R-Utah) e.g. Ph.D."), "( R - Utah ) e.g. Ph.D.");
        assert_eq!(cut("(D-Calif.), (R-N.Y.)"), "( D - Calif. ) , ( R - N.Y. )");
    }

    #[test]
    fn hyphens_cut_but_for_prefixes() {
        assert_eq!(cut("then-senator"), "then - senator");
        assert_eq!(cut("pre-war non-profit-making"), "pre-war non-profit-making");
        assert_eq!(cut("mother-in-law"), "mother - in - law");
        assert_eq!(cut("and/or w/o"), "and / or w/o");
    }

    #[test]
    fn addresses_handles_and_faces_stay_whole() {
        assert_eq!(cut("(http://a.example/b?c=d)."), "( http://a.example/b?c=d ) .");
        assert_eq!(
            cut("ana@post.example, @ana #vote :-)"),
            "ana@post.example , @ana #vote :-)"
        );
        assert_eq!(cut("www.post.example/a-b, #1"), "www.post.example/a-b , # 1");
    }

    #[test]
    fn spaces_of_any_kind_part_words() {
        assert_eq!(cut("a\u{a0}b\u{200b}c\u{2009}d\u{feff}"), "a b c d");
        assert_eq!(cut("\u{7}\t\r\n"), "");
    }
}
