//! A query that cannot be read: the place at which it stops to make sense, and a remedy.

use std::ops::Range;

use spargebra::SparqlSyntaxError;

use crate::error::{Error, Result};
use crate::text::nearest;

use super::engine::Asking;
use super::mistake::{declared, located, place_of};
use super::parameter::{Mark, marks, spans};
use super::query::Query;
use super::store::Store;

/// No message lists more.
const MOST: usize = 3;
/// Of a longer text the place is the one that the parser tells.
const LONG: usize = 8 << 10;
/// Of a longer run without a space the pieces are not looked at one by one.
const FINE: usize = 32;
/// Brackets in brackets; no question of a person has more, and a parser that calls itself
/// for each of them needs an end.
const DEEPEST: usize = 48;
/// What follows the beginnings of a text: longer than any keyword.
const MARGIN: usize = 32;
/// What a query begins with, and an update.
const QUERIES: &str = "SELECT ASK CONSTRUCT DESCRIBE";
const UPDATES: &str = "INSERT DELETE WITH LOAD CLEAR DROP CREATE ADD MOVE COPY";
/// The other words of SPARQL that begin something.
const KEYWORDS: &str = "PREFIX BASE BIND BY DISTINCT EXISTS FILTER FROM GRAPH GROUP HAVING \
                        LIMIT MINUS NAMED NOT OFFSET OPTIONAL ORDER REDUCED SERVICE UNION \
                        VALUES WHERE";
/// What stands before an opening bracket.
const FUNCTIONS: &str = "ABS AVG BNODE BOUND CEIL COALESCE CONCAT CONTAINS COUNT DATATYPE \
                         DAY ENCODE_FOR_URI FLOOR GROUP_CONCAT HOURS IF IRI ISBLANK ISIRI \
                         ISLITERAL ISNUMERIC LANG LANGMATCHES LCASE MAX MD5 MIN MINUTES \
                         MONTH NOW RAND REGEX REPLACE ROUND SAMETERM SAMPLE SECONDS SHA1 \
                         SHA256 SHA384 SHA512 STR STRAFTER STRBEFORE STRDT STRENDS \
                         STRLANG STRLEN STRSTARTS STRUUID SUBSTR SUM TIMEZONE TZ UCASE \
                         URI UUID YEAR";

impl Store {
    /// A query, as the engine takes it.
    pub(super) fn parsed(
        &self,
        query: &Query,
        asking: &Asking,
    ) -> Result<spargebra::Query> {
        let parser = self.parser(query, asking)?;
        let read = |text: &str| parser.clone().parse_query(text);
        self.read(query, asking, read, [QUERIES, UPDATES])
    }

    /// An update, as the engine takes it.
    pub(super) fn parsed_update(
        &self,
        query: &Query,
        asking: &Asking,
    ) -> Result<spargebra::Update> {
        let parser = self.parser(query, asking)?;
        let read = |text: &str| parser.clone().parse_update(text);
        self.read(query, asking, read, [UPDATES, QUERIES])
    }

    /// What a parser reads of a text that begins with some words, and not with others.
    fn read<Read>(
        &self,
        query: &Query,
        asking: &Asking,
        read: impl Fn(&str) -> Result<Read, SparqlSyntaxError>,
        [wanted, other]: [&str; 2],
    ) -> Result<Read> {
        check_depth(query.text()).map_err(|it| query.error(it))?;
        read(query.text()).map_err(|error| {
            let wrong = |text: &str| read(text).err().map(|it| it.to_string());
            let trial = Trial { query, wrong: &wrong, wanted, other };
            trial.error(&self.known_prefixes(asking), &error.to_string())
        })
    }
}

/// Refuses brackets too deep to be read.
fn check_depth(text: &str) -> Result<(), String> {
    let mut depth = 0_usize;
    for (_, mark) in marks(text) {
        let Mark::Bracket(bracket) = mark else { continue };
        depth = match bracket {
            '(' | '[' | '{' => depth + 1,
            _ => depth.saturating_sub(1),
        };
        if depth > DEEPEST {
            return Err(format!(
                "more than {DEEPEST} brackets in each other; write it flatter"
            ));
        }
    }
    Ok(())
}

/// A text that cannot be read.
struct Trial<'a> {
    query: &'a Query,
    /// What the parser finds wrong with a text.
    wrong: &'a dyn Fn(&str) -> Option<String>,
    /// The words that it may begin with.
    wanted: &'a str,
    /// Those that begin what is not wanted.
    other: &'a str,
}

impl Trial<'_> {
    /// What is wrong and what to do, by the `message` of the parser.
    fn error(&self, prefixes: &[(String, String)], message: &str) -> Error {
        let (query, text) = (self.query, self.query.text());
        let Some((place, expected)) =
            message.strip_prefix("error at ").and_then(|it| it.split_once(": "))
        else {
            return query.error(message);
        };
        if let Some((span, reason)) = self.beginning() {
            return located(query, span, &reason);
        }
        let stop = self.stop(place);
        if let Some((span, reason)) = open_string(text, stop.end) {
            return located(query, span, &reason);
        }
        let piece = &text[stop.clone()];
        if let Some(reason) = no_prefix(text, piece, prefixes) {
            return located(query, stop, &reason);
        }
        if let Some(open) = open_iri(text).filter(|_| piece.is_empty()) {
            return located(query, open, "an IRI is not closed; add `>` behind it");
        }
        if text[stop.start..].starts_with("http:") || piece.starts_with("https:") {
            return located(query, stop, "an IRI stands between `<` and `>`; add them");
        }
        if let Some((at, reason)) = unbalanced(text, stop.start) {
            let length = text[at..].split_whitespace().next().map_or(1, str::len);
            let is_bracket = text[at..].starts_with(['{', '}', '(', ')', '[', ']']);
            return located(query, at..at + if is_bracket { 1 } else { length }, &reason);
        }
        let found = match piece {
            "" => "the end".to_owned(),
            piece => format!("`{piece}`"),
        };
        let remedy = sentence(expected).or_else(|| meant(text, &stop));
        let remedy = remedy.or_else(|| wanted(text, &stop));
        let remedy = remedy.unwrap_or_else(|| {
            "before it something is missing, or it does not belong here".to_owned()
        });
        located(query, stop, &format!("cannot go on at {found}; {remedy}"))
    }

    /// The word that the text begins with, behind its prefixes, where it is none of those
    /// that are wanted.
    fn beginning(&self) -> Option<(Range<usize>, String)> {
        let text = self.query.text();
        let wanted = self.wanted.replace(' ', ", ");
        let Some(first) = spans(text).first().cloned() else {
            return Some((0..0, format!("nothing is asked; begin with {wanted}")));
        };
        let words = marks(text).into_iter().filter_map(|(at, mark)| match mark {
            Mark::Word(word) => Some((at, word)),
            _ => None,
        });
        let is = |words: &str, word: &str| {
            words.split(' ').any(|it| it.eq_ignore_ascii_case(word))
        };
        let mut words =
            words.filter(|(_, it)| !is("PREFIX BASE", it) && !it.ends_with(':'));
        let (at, word) = words.next().unwrap_or((first.start, &text[first]));
        let reason = if is(self.wanted, word) {
            return None;
        } else if is(self.other, word) {
            let [it, way] = match self.other {
                UPDATES => ["an update", "with --update, or to /update"],
                _ => ["a query", "without --update, or to /query"],
            };
            format!("`{word}` begins {it}; send it as one, {way}")
        } else if let Some(near) = near(word, self.wanted) {
            format!("nothing begins with `{word}`; did you mean {near}?")
        } else {
            return None;
        };
        Some((at..at + word.len(), reason))
    }

    /// The piece of the text at which it stops to make sense.
    ///
    /// The place that the parser tells is too far by up to the length of a keyword, since
    /// it takes so many letters before it compares them. So it is given beginnings of the
    /// text: where nothing is wrong with one but its end, one can go on there.
    fn stop(&self, place: &str) -> Range<usize> {
        let text = self.query.text();
        let end = text.len()..text.len();
        if text.len() > LONG {
            let at = text.len() - rest_at(text, place).len();
            return spans(text).into_iter().find(|it| it.end > at).unwrap_or(end);
        }
        let goes_on = |it: &Range<usize>| {
            let beginning = format!("{}\n{:MARGIN$}", &text[..it.end], "");
            let line = beginning.matches('\n').count() + 1;
            let at_its_end = format!("error at {line}:{}: ", MARGIN + 1);
            (self.wrong)(&beginning).is_none_or(|it| it.starts_with(&at_its_end))
        };
        let pieces = spans(text);
        let words = pieces.chunk_by(|one, other| one.end == other.start);
        let words = words.collect::<Vec<_>>();
        let at = words.partition_point(|it| it.last().is_some_and(goes_on));
        let Some(word) = words.get(at) else { return end };
        // `"a"@` alone makes no sense and `"a"@en` does, so the last one counts.
        let good = word.iter().take(FINE).rposition(goes_on).map_or(0, |it| it + 1);
        word.get(good).cloned().unwrap_or(end)
    }
}

/// The text from `line:column` on.
fn rest_at<'a>(text: &'a str, place: &str) -> &'a str {
    let mut numbers = place.split(':').map(|it| it.parse::<usize>().unwrap_or(1));
    let line = numbers.next().unwrap_or(1).saturating_sub(1);
    let column = numbers.next().unwrap_or(1).saturating_sub(1);
    let start = text.split_inclusive('\n').take(line).map(str::len).sum::<usize>();
    let rest = text.get(start..).unwrap_or_default();
    let at = rest.char_indices().nth(column).map_or(rest.len(), |(at, _)| at);
    &rest[at..]
}

/// A string that is not closed, before `end`.
fn open_string(text: &str, end: usize) -> Option<(Range<usize>, String)> {
    marks(text).into_iter().find_map(|(at, mark)| match mark {
        Mark::Open(quotes) if at < end => {
            let reason = format!("a text that begins with {quotes} is not closed");
            let remedy = format!("add {quotes} behind it");
            Some((at..at + quotes.len(), format!("{reason}; {remedy}")))
        }
        _ => None,
    })
}

/// A `<` that opens an IRI, which is not closed.
fn open_iri(text: &str) -> Option<Range<usize>> {
    let is_open = |it: &Range<usize>| {
        &text[it.clone()] == "<" && text[it.end..].starts_with(char::is_alphabetic)
    };
    spans(text).into_iter().find(is_open)
}

/// What to say where the prefix of a name is not known.
fn no_prefix(text: &str, name: &str, prefixes: &[(String, String)]) -> Option<String> {
    let (prefix, local) = name.split_once(':')?;
    let own = declared(text);
    let mut known = prefixes.iter().chain(&own);
    if ["_", "http", "https"].contains(&prefix) || known.any(|(it, _)| it == prefix) {
        return None;
    }
    let names = prefixes.iter().map(|(it, _)| &**it).filter(|it| !it.is_empty());
    let near = nearest(prefix, names.clone(), MOST);
    let remedy = if near.is_empty() {
        let known = names.map(|it| format!("{it}:")).collect::<Vec<_>>();
        format!("use : {}, or declare it with PREFIX", known.join(" "))
    } else {
        let near = near.iter().map(|it| format!("`{it}:`")).collect::<Vec<_>>();
        format!("did you mean {}? Or declare it with PREFIX", near.join(" or "))
    };
    Some(format!("no prefix for `{prefix}:{local}`; {remedy}"))
}

/// The first bracket that is not closed, or closes nothing, and what to do.
fn unbalanced(text: &str, stopped: usize) -> Option<(usize, String)> {
    let mut open = Vec::new();
    for (at, mark) in marks(text) {
        let Mark::Bracket(it) = mark else { continue };
        let wanted = match it {
            '{' => '}',
            '(' => ')',
            '[' => ']',
            _ => match open.pop() {
                Some((_, _, wanted)) if wanted == it => continue,
                Some((_, opened, wanted)) => {
                    let what = format!("`{it}` stands where `{opened}` is still open");
                    return Some((at, format!("{what}; put `{wanted}` before it")));
                }
                None if at > stopped => {
                    let opening = match it {
                        '}' => '{',
                        ')' => '(',
                        _ => '[',
                    };
                    let what = format!("a `{opening}` is missing before this");
                    let place = place_of(text, at);
                    return Some((
                        stopped,
                        format!("{what}: `{it}` at {place} closes none"),
                    ));
                }
                None => {
                    return Some((at, format!("`{it}` closes nothing; take it out")));
                }
            },
        };
        open.push((at, it, wanted));
    }
    let (at, opened, wanted) = open.pop()?;
    Some((at, format!("`{opened}` is not closed; add `{wanted}`")))
}

/// What the parser says about the meaning of what it has read. The rest of what it says is
/// all that could have followed, which is a page long and helps nobody.
fn sentence(expected: &str) -> Option<String> {
    let expected = expected.strip_prefix("expected one of ").unwrap_or(expected);
    let expected = expected.strip_prefix("expected ").unwrap_or(expected);
    let is_sentence = |it: &&str| {
        let letters = it.chars().all(|it| it.is_alphanumeric() || " ?'`".contains(it));
        letters && it.split(' ').count() > 3
    };
    expected.split(", ").find(is_sentence).map(str::to_owned)
}

/// What has to stand at a place, by the word before it.
fn wanted(text: &str, stop: &Range<usize>) -> Option<String> {
    let before = text[..stop.start].split_whitespace().next_back()?;
    let wanted = match before.to_ascii_uppercase().as_str() {
        "ORDER" | "GROUP" => "BY stands here",
        "LIMIT" | "OFFSET" => "a number stands here",
        "FILTER" | "HAVING" => "a condition in brackets stands here",
        _ if text[stop.clone()] == *"," => "between variables a space is enough",
        _ => return None,
    };
    Some(wanted.to_owned())
}

/// The keyword or function that a word was meant to be.
fn meant(text: &str, stop: &Range<usize>) -> Option<String> {
    let word = &text[stop.clone()];
    if !word.starts_with(char::is_alphabetic) || word.contains(':') {
        return None;
    }
    let is_function = text[stop.end..].trim_start().starts_with('(');
    let functions = if is_function { FUNCTIONS } else { "" };
    let near = near(word, &[QUERIES, UPDATES, KEYWORDS, functions].join(" "));
    match near.filter(|it| !it.eq_ignore_ascii_case(word)) {
        Some(near) => Some(format!("did you mean {near}?")),
        None => is_function.then(|| "no function has this name".to_owned()),
    }
}

fn near(word: &str, words: &str) -> Option<String> {
    nearest(word, words.split_whitespace(), 1).pop().map(str::to_owned)
}
