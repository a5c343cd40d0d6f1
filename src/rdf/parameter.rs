//! A parameter is a `$name` in a query that the user may set: `--set who=e:maria-lopez`.
//!
//! A query with parameters is valid SPARQL as it stands, where `$name` is a variable like
//! any other. Setting it puts a term in its place. A comment at the top of the query
//! says what it is: `# $who entity: on whose word it stands`.

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
}

impl Kind {
    /// What to write after `name=`.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Term => "a name, e:local, <iri>, \"text\", 1.5 or 2024-03-04",
            Self::Entity => "a name, e:local or <iri>",
            Self::FirstDay | Self::LastDay => "2024-03-04, 2024-03 or 2024",
        }
    }

    fn from_word(word: &str) -> Self {
        match word {
            "entity" => Self::Entity,
            "first-day" => Self::FirstDay,
            "last-day" => Self::LastDay,
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
            Self::Entity => None,
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
            let (kind, purpose) = declaration(text, name);
            found.push(Parameter { name: name.to_owned(), kind, purpose });
        }
    }
    found
}

/// The query with `term` in place of `$name`; where it is selected, as `(term AS ?name)`.
pub(super) fn substitute(text: &str, name: &str, term: &str) -> String {
    let mut out = String::with_capacity(text.len() + term.len());
    let mut selecting = false;
    let mut depth = 0_usize;
    for piece in pieces(text) {
        match piece {
            Piece::Parameter(it) if it == name && selecting && depth == 0 => {
                out.extend(["(", term, " AS ?", name, ")"]);
            }
            Piece::Parameter(it) if it == name => out.push_str(term),
            Piece::Parameter(it) => {
                out.push('$');
                out.push_str(it);
            }
            Piece::Word(word) => {
                if word.eq_ignore_ascii_case("select") {
                    (selecting, depth) = (true, 0);
                } else if word.eq_ignore_ascii_case("where")
                    || word.eq_ignore_ascii_case("from")
                {
                    selecting = false;
                }
                out.push_str(word);
            }
            Piece::Other(other) => {
                match other {
                    "{" => selecting = false,
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

/// The line `# $name kind: purpose` of a query.
fn declaration(text: &str, name: &str) -> (Kind, String) {
    for line in text.lines().map_while(|it| it.strip_prefix('#')) {
        let rest = line.trim().strip_prefix('$').and_then(|it| it.strip_prefix(name));
        if let Some((kind, purpose)) = rest.and_then(|it| it.split_once(':')) {
            return (Kind::from_word(kind.trim()), purpose.trim().to_owned());
        }
    }
    (Kind::Term, String::new())
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
            '"' | '\'' => (string(rest, first), false),
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

/// The length of the string that opens with `quote`, in bytes.
fn string(text: &str, quote: char) -> usize {
    let long = quote.to_string().repeat(3);
    let delimiter = if text.starts_with(&long) { &long } else { &long[..1] };
    let mut escaped = false;
    for (at, it) in text.char_indices().skip(delimiter.len()) {
        if escaped {
            escaped = false;
        } else if it == '\\' {
            escaped = true;
        } else if text[at..].starts_with(delimiter) {
            return at + delimiter.len();
        }
    }
    text.len()
}

/// The length of the IRI at the start, or of the `<` alone where it compares.
fn iri(text: &str) -> usize {
    let stop = |it: char| it <= ' ' || "<\"{}|^`\\".contains(it);
    let end = text.char_indices().skip(1).find(|(_, it)| *it == '>' || stop(*it));
    end.filter(|(_, it)| *it == '>').map_or(1, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::{Kind, is_ordered, parameters, substitute};

    #[test]
    fn a_term_takes_the_place_of_the_parameter_and_of_nothing_else() {
        for (text, substituted) in [
            ("ASK { $a :p ?a }", "ASK { <x> :p ?a }"),
            ("SELECT DISTINCT $a ?b { }", "SELECT DISTINCT (<x> AS ?a) ?b { }"),
            ("SELECT (STR($a) AS ?c) { }", "SELECT (STR(<x>) AS ?c) { }"),
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
