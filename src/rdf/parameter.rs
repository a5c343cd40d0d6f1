//! A parameter is a `$name` in a query that the user may set: `--set who=e:maria-lopez`.
//!
//! A query with parameters is valid SPARQL as it stands, where `$name` is a variable like
//! any other. Setting it puts a term in its place. A comment at the top of the query
//! says what it is, and what stands in its place where it is not set:
//! `# $most number=0.5: the highest confidence`.

use std::ops::Range;

use crate::doc::TimexValue;

/// A `$name` of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parameter {
    /// Its name, without the `$`.
    pub name: String,
    /// What its values are.
    pub kind: Kind,
    /// What it is for, as the query says.
    pub purpose: String,
    /// Its value where it is not set; without one it is a variable like any other.
    pub default: Option<String>,
}

/// What the values of a parameter are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A term of SPARQL, or the name of an entity.
    Term,
    /// An entity, by IRI or name.
    Entity,
    /// A day, or the first of a month or year.
    FirstDay,
    /// A day, or the last of a month or year.
    LastDay,
    /// A number.
    Number,
    /// A text, as it is.
    Text,
}

impl Kind {
    /// What to write after `name=`.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Term => "a name, e:local, <iri>, \"text\", 1.5 or 2024-03-04",
            Self::Entity => "a name, e:local or <iri>",
            Self::FirstDay | Self::LastDay => "2024-03-04, 2024-03 or 2024",
            Self::Number => "a number such as 10 or 0.5",
            Self::Text => "a text",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "entity" => Self::Entity,
            "first-day" => Self::FirstDay,
            "last-day" => Self::LastDay,
            "number" => Self::Number,
            "text" => Self::Text,
            _ => Self::Term,
        }
    }

    /// The day that a value of this kind means; `None` where it is not a date.
    pub(super) fn day(self, value: &str) -> Option<String> {
        let date = TimexValue::new(value);
        let day = match self {
            Self::Term => date.first_day().filter(|_| value.len() == "2024-03-04".len()),
            Self::FirstDay => date.first_day(),
            Self::LastDay => date.last_day(),
            Self::Entity | Self::Number | Self::Text => None,
        };
        day.map(|it| it.to_string())
    }
}

/// The parameters of a query, in the order in which they first stand in it.
pub(super) fn parameters(text: &str) -> Vec<Parameter> {
    let mut found = Vec::<Parameter>::new();
    for piece in pieces(text) {
        let Piece::Parameter(name) = piece else { continue };
        if found.iter().all(|it| it.name != name) {
            let (kind, purpose, default) = declaration(text, name);
            let name = name.to_owned();
            found.push(Parameter { name, kind, purpose, default });
        }
    }
    found
}

/// The query with `term` in place of `$name`; where it is selected, as `(term AS ?name)`,
/// and where rows are grouped or ordered by it, as `(term)`.
pub(super) fn substitute(text: &str, name: &str, term: &str) -> String {
    let mut out = String::with_capacity(text.len() + term.len());
    let (mut selecting, mut sorting) = (false, false);
    let mut depth = 0_usize;
    for piece in pieces(text) {
        match piece {
            Piece::Parameter(it) if it == name && selecting && depth == 0 => {
                out.extend(["(", term, " AS ?", name, ")"]);
            }
            Piece::Parameter(it) if it == name && sorting && depth == 0 => {
                out.extend(["(", term, ")"]);
            }
            Piece::Parameter(it) if it == name => out.push_str(term),
            Piece::Parameter(it) => {
                out.push('$');
                out.push_str(it);
            }
            Piece::Word(word) => {
                let is =
                    |words: &[&str]| words.iter().any(|it| word.eq_ignore_ascii_case(it));
                if is(&["select"]) {
                    (selecting, depth) = (true, 0);
                } else if is(&["where", "from"]) {
                    selecting = false;
                } else if is(&["by"]) {
                    (sorting, depth) = (true, 0);
                } else if is(&["having", "limit", "offset", "order", "values"]) {
                    sorting = false;
                }
                out.push_str(word);
            }
            Piece::Other(other) => {
                match other {
                    "{" => (selecting, sorting) = (false, false),
                    "}" => sorting = false,
                    "(" => depth += 1,
                    ")" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                out.push_str(other);
            }
        }
    }
    out
}

/// Whether the query says in which order its rows come.
pub(super) fn is_ordered(text: &str) -> bool {
    pieces(text)
        .any(|it| matches!(it, Piece::Word(it) if it.eq_ignore_ascii_case("order")))
}

/// The line `# $name kind=default: purpose` of a query.
fn declaration(text: &str, name: &str) -> (Kind, String, Option<String>) {
    for line in text.lines().map_while(|it| it.strip_prefix('#')) {
        let rest = line.trim().strip_prefix('$').and_then(|it| it.strip_prefix(name));
        let rest = rest.filter(|it| it.starts_with(' '));
        if let Some((kind, purpose)) = rest.and_then(|it| it.split_once(':')) {
            let (kind, default) = match kind.trim().split_once('=') {
                Some((kind, default)) => (kind, Some(default.to_owned())),
                None => (kind.trim(), None),
            };
            return (Kind::from_word(kind), purpose.trim().to_owned(), default);
        }
    }
    (Kind::Term, String::new(), None)
}

/// A mark that opens or closes something, or a prefixed name, and where it begins in the
/// text, in bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark<'a> {
    /// One of `{ } ( ) [ ]`.
    Bracket(char),
    /// A string as it is written, without its quotes.
    Text(&'a str),
    /// The quotes of a string that is not closed.
    Open(&'a str),
    /// A keyword, a variable or a prefixed name such as `e:maria-lopez.k3f9a2bq`.
    Word(&'a str),
    /// An IRI, without its angle brackets.
    Iri(&'a str),
}

/// The marks of a query outside comments and strings.
pub(super) fn marks(text: &str) -> Vec<(usize, Mark<'_>)> {
    let mut found = Vec::<(usize, Mark<'_>)>::new();
    let mut at = 0;
    // Where a name goes on after a `.` that is part of it.
    let mut open_name = None;
    for piece in pieces(text) {
        let (length, mark) = match piece {
            Piece::Parameter(name) => (name.len() + 1, None),
            Piece::Word(word) => (word.len(), Some(Mark::Word(word))),
            Piece::Other(other) => {
                let mut letters = other.chars();
                let mark = match (letters.next(), letters.next()) {
                    (Some(it), None) if "{}()[]".contains(it) => Some(Mark::Bracket(it)),
                    (Some('<'), Some(_)) => Some(Mark::Iri(&other[1..other.len() - 1])),
                    (Some('"' | '\''), _) => Some(string_mark(other)),
                    _ => None,
                };
                (other.len(), mark)
            }
        };
        let is_dot = matches!(piece, Piece::Other("."));
        match (open_name, mark) {
            (Some(start), Some(Mark::Word(_))) if text[..at].ends_with('.') => {
                found.pop();
                found.push((start, Mark::Word(&text[start..at + length])));
            }
            _ => {
                open_name = if is_dot { open_name } else { None };
                if let Some(mark) = mark {
                    let is_name = matches!(mark, Mark::Word(it) if it.contains(':'));
                    open_name = is_name.then_some(at);
                    found.push((at, mark));
                }
            }
        }
        at += length;
    }
    found
}

/// The mark of a string with its quotes.
fn string_mark(text: &str) -> Mark<'_> {
    let quotes = quotes(text);
    let (open, rest) = text.split_at(quotes.len());
    match closing(rest, quotes) {
        Some(at) => Mark::Text(&rest[..at]),
        None => Mark::Open(open),
    }
}

/// Where the pieces of a query stand that are neither space nor comment.
pub(super) fn spans(text: &str) -> Vec<Range<usize>> {
    let mut at = 0;
    let spans = pieces(text).map(|piece| {
        let (length, is_there) = match piece {
            Piece::Parameter(name) => (name.len() + 1, true),
            Piece::Word(word) => (word.len(), true),
            Piece::Other(it) => (it.len(), !it.starts_with('#') && !it.trim().is_empty()),
        };
        at += length;
        (at - length..at, is_there)
    });
    spans.filter(|(_, is_there)| *is_there).map(|(span, _)| span).collect()
}

/// A piece of a query; all of them together are its text.
enum Piece<'a> {
    /// `$name`, without the `$`.
    Parameter(&'a str),
    /// A keyword, a prefixed name or a `?variable`.
    Word(&'a str),
    /// Anything else: one character, or a comment, string or IRI as a whole.
    Other(&'a str),
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        let first = rest.chars().next()?;
        let in_word = |it: char| it.is_alphanumeric() || ":_-%?".contains(it);
        let (length, is_word) = match first {
            '#' => (rest.find('\n').unwrap_or(rest.len()), false),
            '"' | '\'' => (string(rest), false),
            '<' => (iri(rest), false),
            '$' => {
                let tail = &rest[1..];
                let end = tail.find(|it: char| !it.is_alphanumeric() && it != '_');
                let (name, after) = tail.split_at(end.unwrap_or(tail.len()));
                rest = after;
                return Some(Piece::Parameter(name));
            }
            it if in_word(it) => {
                (rest.find(|it| !in_word(it)).unwrap_or(rest.len()), true)
            }
            it => (it.len_utf8(), false),
        };
        let (piece, after) = rest.split_at(length);
        rest = after;
        Some(if is_word { Piece::Word(piece) } else { Piece::Other(piece) })
    })
}

/// The quotes at the start: three of a kind, or one.
fn quotes(text: &str) -> &str {
    let is_long = text.starts_with("\"\"\"") || text.starts_with("'''");
    &text[..if is_long { 3 } else { 1 }]
}

/// The length of the string at the start, in bytes; one that is not closed ends with its
/// line, or with the text.
fn string(text: &str) -> usize {
    let quotes = quotes(text);
    let rest = &text[quotes.len()..];
    match closing(rest, quotes) {
        Some(at) => at + 2 * quotes.len(),
        None if quotes.len() == 1 => text.find('\n').unwrap_or(text.len()),
        None => text.len(),
    }
}

/// Where the quotes stand that close a string.
fn closing(text: &str, quotes: &str) -> Option<usize> {
    let mut escaped = false;
    for (at, it) in text.char_indices() {
        if escaped {
            escaped = false;
        } else if it == '\\' {
            escaped = true;
        } else if text[at..].starts_with(quotes) {
            return Some(at);
        } else if it == '\n' && quotes.len() == 1 {
            return None;
        }
    }
    None
}

/// The length of the IRI at the start, or of the `<` alone where it compares.
fn iri(text: &str) -> usize {
    let stop = |it: char| it <= ' ' || "<\"{}|^`\\".contains(it);
    let end = text.char_indices().skip(1).find(|(_, it)| *it == '>' || stop(*it));
    end.filter(|(_, it)| *it == '>').map_or(1, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{Kind, Mark, is_ordered, marks, parameters, spans, substitute};

    #[test]
    fn a_term_takes_the_place_of_the_parameter_and_of_nothing_else() {
        for (text, substituted) in [
            ("ASK { $a :p ?a }", "ASK { <x> :p ?a }"),
            ("SELECT DISTINCT $a ?b { }", "SELECT DISTINCT (<x> AS ?a) ?b { }"),
            ("SELECT (STR($a) AS ?c) { }", "SELECT (STR(<x>) AS ?c) { }"),
            (
                "SELECT $a { } GROUP BY $a ?b ORDER BY ?b DESC($a) $a LIMIT $a",
                "SELECT (<x> AS ?a) { } GROUP BY (<x>) ?b ORDER BY ?b DESC(<x>) (<x>) \
                 LIMIT <x>",
            ),
            (
                "ASK { ?s ?p \"$a\", '''it's $a''' } # $a",
                "ASK { ?s ?p \"$a\", '''it's $a''' } # $a",
            ),
            (
                "ASK { <http://a.example/$a> ?p $ab }",
                "ASK { <http://a.example/$a> ?p $ab }",
            ),
            ("ASK { FILTER(1 <$a && 2 > 1) }", "ASK { FILTER(1 <<x> && 2 > 1) }"),
        ] {
            assert_eq!(substitute(text, "a", "<x>"), substituted);
        }
    }

    #[test]
    fn the_head_of_a_query_declares_its_parameters() {
        let query = "# Who?\n# $who entity: the one who speaks\n\nASK { $who ?p $until }";
        let found = parameters(query);
        assert_eq!(found.len(), 2);
        assert_eq!(
            (found[0].kind, &*found[0].purpose),
            (Kind::Entity, "the one who speaks")
        );
        assert_eq!((found[1].kind, &*found[1].name), (Kind::Term, "until"));
        let query = "# How many?\n# $n number=10: so many\nSELECT * { } LIMIT $n";
        let found = parameters(query);
        assert_eq!(
            (found[0].kind, found[0].default.as_deref()),
            (Kind::Number, Some("10"))
        );
    }

    #[test]
    fn marks_are_names_with_their_dots_brackets_and_iris() {
        let text = "ASK { e:a-b.c5 :p/^:q <http://x/y>. ?a no:r \"{ :s\" } # {";
        let marks = marks(text);
        let words = marks.iter().filter_map(|(at, it)| match it {
            Mark::Word(word) => {
                assert!(text[*at..].starts_with(word));
                Some(*word)
            }
            _ => None,
        });
        assert!(words.eq(["ASK", "e:a-b.c5", ":p", ":q", "?a", "no:r"]), "{marks:?}");
        assert!(marks.contains(&(22, Mark::Iri("http://x/y"))), "{marks:?}");
        let brackets = marks.iter().filter(|it| matches!(it.1, Mark::Bracket(_)));
        assert_eq!(brackets.count(), 2);
        assert!(marks.contains(&(44, Mark::Text("{ :s"))), "{marks:?}");
    }

    #[test]
    fn strings_that_are_not_closed_end_with_their_line() {
        for (text, mark) in [
            ("\"a\\\"b\"", Mark::Text("a\\\"b")),
            ("''", Mark::Text("")),
            ("'''it's\n'''", Mark::Text("it's\n")),
            ("\"a }\n\"", Mark::Open("\"")),
            ("\"\"\"a\n\"", Mark::Open("\"\"\"")),
        ] {
            assert_eq!(marks(text)[0], (0, mark), "{text}");
        }
        assert_eq!(spans("ASK { \"a }\n?b # c"), [0..3, 4..5, 6..10, 11..13]);
    }

    #[test]
    fn months_have_a_first_and_a_last_day() {
        assert_eq!(Kind::FirstDay.day("2024-11").as_deref(), Some("2024-11-01"));
        assert_eq!(Kind::LastDay.day("2024-11").as_deref(), Some("2024-11-30"));
        assert_eq!(Kind::LastDay.day("November"), None);
    }

    #[test]
    fn only_the_keyword_orders() {
        assert!(is_ordered("SELECT * { } ORDER BY ?x"));
        assert!(!is_ordered("SELECT * { ?order :order \"ORDER BY\" } # ORDER BY"));
    }
}
