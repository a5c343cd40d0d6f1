//! The tagger finds the expressions of time of a document and gives them values.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Weekday;

use crate::doc::{Document, SentenceId, Timex, TimexValue, TokenId, Tree};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::{Date, Span};
use crate::ud::{Deprel, Upos, Xpos};

use super::calendar::{Moment, Point, duration};
use super::direction::{Direction, direction, is_denied};
use super::expr::{Expr, When};
use super::lex::{Atom, Cursor, Kind, atoms};
use super::pattern::{longest, short_year};
use super::value::Context;
use super::words::{Word, Words};

/// How many sentences a time or year that was spoken of stays in mind.
const MEMORY: usize = 4;

/// How many years from publication a year must lie to stay in mind beyond its sentence:
/// news that has just named last year is soon back in this one.
const HISTORY: u16 = 3;

/// Finds expressions of time: shared by all threads.
#[derive(Debug)]
pub(in crate::annotate) struct TimexTagger {
    words: Words,
}

impl TimexTagger {
    /// Loads the tables of words and holidays.
    pub(in crate::annotate) fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { words: Words::new(lexicon)? })
    }

    /// Fills [`Document::timexes`] from the sentences, words and trees of the document.
    pub(in crate::annotate) fn tag(&self, doc: &mut Document) {
        let mut memory = Memory::default();
        let mut timexes = Vec::new();
        for sentence in doc.sentence_ids() {
            // A dated article comes back to its own year with every paragraph.
            if doc.article.date_published.is_some() && opens_paragraph(doc, sentence) {
                memory.year = None;
            }
            self.tag_sentence(doc, sentence, &mut memory, &mut timexes);
        }
        memory.days.agree(&mut timexes);
        doc.timexes = timexes;
    }

    fn tag_sentence(
        &self,
        doc: &Document,
        sentence: SentenceId,
        memory: &mut Memory,
        timexes: &mut Vec<Timex>,
    ) {
        let text = &doc.article.text;
        let atoms = atoms(&self.words, text, doc[sentence].span);
        let mut tree = None;
        let mut at = 0;
        while at < atoms.len() {
            let Some(found) = self.find(text, &atoms, at) else {
                at += 1;
                continue;
            };
            let span = atoms[at].span.cover(atoms[found.end - 1].span);
            let tree = tree.get_or_insert_with(|| Tree::new(doc, sentence));
            let head = head(tree, span);
            if head.is_some_and(|it| is_no_time(tree, it, found.from)) {
                at += 1;
                continue;
            }
            let before = Cursor::new(&atoms, at).word_behind(1);
            let context = Context {
                direction: match tree.verb_before(span) {
                    Some(verb) if tree.token(verb).xpos == Xpos::Vbd => Direction::Past,
                    _ => head
                        .map_or(Direction::Past, |it| direction(&self.words, tree, it)),
                },
                ..memory.context(doc.article.date_published, sentence)
            };
            let deprel = head.map(|it| tree.token(it).deprel);
            let generic = is_generic(found.from, context.direction, deprel);
            let moment = match found.to {
                Some((to, _)) => context.range(found.from, to),
                None if generic => None,
                None => context.moment(found.from),
            };
            let is_denied = || head.is_some_and(|it| is_denied(tree, it));
            let value = match (moment, before) {
                (Some(it), Some(Word::Since)) => Some(format!("{}/..", it.first)),
                (Some(it), Some(Word::Until)) if !is_denied() => {
                    Some(format!("../{}", it.last))
                }
                (Some(it), _) => Some(it.to_string()),
                (None, _) => match found.from {
                    Expr::Length { unit, count } | Expr::Every { unit, count } => {
                        Some(duration(unit, count))
                    }
                    Expr::BeforeChrist(year) => Some(format!("BC{year:04}")),
                    Expr::Season { first, .. } if generic => {
                        Some(format!("XXXX-{}", season(first)))
                    }
                    _ => None,
                },
            };
            memory.note(sentence, &found, moment, before);
            if let (Expr::Weekday { when: When::Open, weekday }, None) =
                (found.from, found.to)
            {
                let dated = deprel.is_some_and(|it| it.base() == Deprel::Obl);
                memory.days.named.push(Named { weekday, timex: timexes.len(), dated });
            }
            timexes.push(Timex {
                span,
                timex_type: found.from.timex_type(),
                value: value.map(TimexValue::new),
                ends: found.to.map(|(_, to)| {
                    let end =
                        |from: usize, to: usize| atoms[from].span.cover(atoms[to].span);
                    [end(at, to - 2), end(to, found.end - 1)]
                }),
            });
            at = found.end;
        }
    }

    /// The expression or range of two that begins at atom `at`.
    fn find(&self, text: &str, atoms: &[Atom], at: usize) -> Option<Found> {
        let cursor = Cursor::new(atoms, at);
        let (from, end) = longest(&self.words, text, cursor)?;
        let alone = Found { from, to: None, end };
        let after = Cursor::new(atoms, end);
        let next = Cursor::new(atoms, end + 1);
        let Some(joint) = after.peek() else { return Some(alone) };
        let mut short = next;
        let short = (joint.kind == Kind::Mark('-'))
            .then(|| Some((short_year(from, &mut short)?, short.at)))
            .flatten();
        let Some((to, end)) = short.or_else(|| longest(&self.words, text, next)) else {
            return Some(alone);
        };
        let is_open = |it| matches!(it, Expr::Month { when: When::Open, .. });
        let joins = match (joint.kind, joint.word()) {
            (Kind::Mark('-'), _) | (_, Some(Word::To | Word::Until)) => true,
            (_, Some(Word::And)) => {
                cursor.word_behind(1) == Some(Word::Between) || is_open(from)
            }
            _ => false,
        };
        if joins && from.joins(to) {
            return Some(Found { from, to: Some((to, next.at)), end });
        }
        Some(alone)
    }
}

/// Whether a blank line stands before a sentence.
fn opens_paragraph(doc: &Document, sentence: SentenceId) -> bool {
    doc.gap_before(sentence).is_none_or(|it| it.matches('\n').count() > 1)
}

/// The days of the week that an article names without saying which.
#[derive(Debug, Default)]
struct Days {
    named: Vec<Named>,
}

#[derive(Debug)]
struct Named {
    weekday: Weekday,
    /// The place of its expression.
    timex: usize,
    /// Whether something is done on it, so that the tense tells which one is meant.
    dated: bool,
}

impl Days {
    /// *Monday's debate*: the Monday on which the article says that something was done, if
    /// it says that of one.
    fn agree(&self, timexes: &mut [Timex]) {
        let mut values: BTreeMap<i8, BTreeSet<Option<TimexValue>>> = BTreeMap::new();
        for day in self.named.iter().filter(|it| it.dated) {
            let weekday = day.weekday.to_monday_one_offset();
            values.entry(weekday).or_default().insert(timexes[day.timex].value.clone());
        }
        for day in self.named.iter().filter(|it| !it.dated) {
            let values = values.get(&day.weekday.to_monday_one_offset());
            if let Some(values) = values.filter(|it| it.len() == 1)
                && let Some(value) = values.first()
            {
                timexes[day.timex].value.clone_from(value);
            }
        }
    }
}

/// An expression, or a range of two, and the atom after it.
#[derive(Debug, Clone, Copy)]
struct Found {
    from: Expr,
    /// The other end, and its first atom.
    to: Option<(Expr, usize)>,
    end: usize,
}

/// The times that the sentences before spoke of.
#[derive(Debug, Default)]
struct Memory {
    /// The days of the week among them.
    days: Days,
    reference: Option<(SentenceId, Moment)>,
    day: Option<Point>,
    year: Option<(SentenceId, i16)>,
}

impl Memory {
    /// What a sentence can be anchored to.
    fn context(&self, published: Option<Date>, sentence: SentenceId) -> Context {
        let is_near = |it: SentenceId| it.index() + MEMORY >= sentence.index();
        let is_history =
            |year: i16| published.is_none_or(|it| it.year().abs_diff(year) >= HISTORY);
        let stays = |it: &(SentenceId, i16)| {
            it.0 == sentence || is_near(it.0) && is_history(it.1)
        };
        let year = self.year.filter(stays).map(|(_, year)| year);
        Context {
            published,
            reference: self.reference.filter(|(it, _)| is_near(*it)).map(|(_, it)| it),
            day: self.day,
            year: year.filter(|it| published.is_none_or(|date| date.year() != *it)),
            direction: Direction::Past,
            is_ahead: self.reference.is_some_and(|(at, moment)| {
                let day = moment.first.start();
                at == sentence && day.zip(published).is_some_and(|(it, now)| it > now)
            }),
        }
    }

    /// Keeps what a found expression speaks of.
    fn note(
        &mut self,
        sentence: SentenceId,
        found: &Found,
        moment: Option<Moment>,
        before: Option<Word>,
    ) {
        if let Some(moment) = moment {
            self.reference = Some((sentence, moment));
            if moment.first == moment.last && matches!(moment.first, Point::Day(_)) {
                self.day = Some(moment.first);
            }
        }
        // *in 2016* moves the story to that year; *the 2016 election* does not.
        let is_bare = matches!(found.from, Expr::Year(_));
        if is_bare && before != Some(Word::In) {
            return;
        }
        if let Some(year) = found.to.map_or(found.from, |(to, _)| to).year() {
            self.year = Some((sentence, year));
        }
    }
}

/// Whether a season is that of every year: *summer is mild*, *summer can be mild*.
fn is_generic(expr: Expr, direction: Direction, deprel: Option<Deprel>) -> bool {
    matches!(expr, Expr::Season { when: When::Open, .. })
        && (direction == Direction::Present || deprel == Some(Deprel::Nsubj))
}

/// The TIMEX3 name of a season by its first month.
fn season(first: i8) -> &'static str {
    match first {
        3..=5 => "SP",
        6..=8 => "SU",
        9..=11 => "FA",
        _ => "WI",
    }
}

/// The word of the tree that carries a span.
fn head(tree: &Tree<'_>, span: Span) -> Option<TokenId> {
    let inside = |it: TokenId| tree.token(it).span.overlaps(span);
    tree.tokens().find(|it| inside(*it) && !tree.token(*it).head.is_some_and(inside))
}

/// Whether the tree says that what looks like a date is a name or a count.
fn is_no_time(tree: &Tree<'_>, head: TokenId, expr: Expr) -> bool {
    let token = tree.token(head);
    match expr {
        Expr::Month { when: When::Open, .. } => {
            let is_flat = |it: TokenId| tree.token(it).deprel.base() == Deprel::Flat;
            is_flat(head) || tree.dependents(head).iter().any(|it| is_flat(*it))
        }
        // *the fall of Rome*, *spring training*.
        Expr::Season { when: When::Open, .. } => {
            let is_noun = matches!(token.upos, Upos::Noun | Upos::Propn);
            !is_noun
                || token.deprel.base() == Deprel::Compound
                || tree.with(head, &[Deprel::Nmod]).any(|it| it > head)
        }
        // *The Sunday Times*
        Expr::Weekday { .. } => {
            tree.names_round(head).any(|it| it.span.len() > token.span.len())
        }
        Expr::Year(_) => {
            token.deprel.base() == Deprel::Nummod
                && token.head.is_some_and(|it| {
                    tree.token(it).xpos == Xpos::Nns
                        && tree.first(it, &[Deprel::Det]).is_none()
                })
        }
        _ => false,
    }
}
