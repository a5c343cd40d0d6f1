//! Which expression of time dates which predicate of its sentence.

use std::collections::BTreeMap;

use crate::doc::{Timex, TimexType, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::Time;
use super::super::clause::{Clause, case_of};
use super::super::draft::Draft;
use super::super::passage_words::Setting;
use super::super::relation::{LOCATED_IN, OF_EVENTS, SCHEDULED};
use super::super::words::Words;

/// How many words a date may be passed up through.
const MAX_DEPTH: usize = 6;

/// The time of each predicate of a sentence that a dated expression governs.
pub(in crate::extract) fn times(
    tree: &Tree<'_>,
    words: &Words,
) -> BTreeMap<TokenId, Time> {
    let mut dating = Dating { tree, words, times: BTreeMap::new() };
    for timex in tree.timexes() {
        let Some(time) = dated(timex) else { continue };
        for predicate in dating.governors(timex, &time) {
            let slot = dating.times.entry(predicate).or_insert_with(|| time.clone());
            if precision(&time) > precision(slot) {
                *slot = time.clone();
            }
        }
    }
    // From the root downwards, so that what a word has can be passed on.
    let mut order = vec![tree.root()];
    let mut at = 0;
    while let Some(token) = order.get(at).copied() {
        order.extend(tree.dependents(token));
        at += 1;
    }
    for token in order.iter().rev() {
        dating.raise(*token);
    }
    for token in order {
        dating.lower(token);
    }
    dating.times
}

/// The time of a draft: that of its predicate, else that of the event it is about.
pub(in crate::extract) fn of_draft(
    times: &BTreeMap<TokenId, Time>,
    draft: &Draft,
    clause: Option<&Clause>,
) -> Option<Time> {
    let relation = draft.relation.as_deref();
    let chain = clause.map_or(&[][..], |it| &it.chain);
    let mut own = std::iter::once(&draft.trigger).chain(chain.iter().rev());
    let own = own.find_map(|it| times.get(it));
    let dated = clause.is_some() || !draft.own_voice || relation == Some(SCHEDULED);
    let event = match relation {
        Some(LOCATED_IN) if clause.is_none() => Some(draft.subject.head),
        Some(it) if OF_EVENTS.contains(&it) => draft.object.map(|(it, _)| it.head),
        _ => None,
    };
    let own = own.filter(|_| dated);
    own.or_else(|| times.get(&event?)).cloned()
}

/// Whether a word belongs to a date or a time of day.
pub(in crate::extract) fn is_time(tree: &Tree<'_>, token: TokenId) -> bool {
    let span = tree.token(token).span;
    let dates = |it: &Timex| matches!(it.timex_type, TimexType::Date | TimexType::Time);
    tree.timexes().iter().any(|it| it.span.contains(span) && dates(it))
}

/// The time of a dated expression; durations and sets date nothing.
fn dated(timex: &Timex) -> Option<Time> {
    let dates = matches!(timex.timex_type, TimexType::Date | TimexType::Time);
    let value = timex.value.clone().filter(|_| dates)?;
    value.first_day().or_else(|| value.last_day())?;
    Some(Time { value, span: timex.span })
}

/// How narrow a value is: days before months before years.
fn precision(time: &Time) -> usize {
    time.value.as_str().len()
}

/// Whether a predicate is in the simple past: *won*, *was beaten*.
pub(in crate::extract) fn is_past(tree: &Tree<'_>, token: TokenId) -> bool {
    let own = tree.token(token).xpos;
    let helpers: Vec<_> = tree.with(token, &[Deprel::Aux, Deprel::Cop]).collect();
    let Some(first) = helpers.first() else {
        return matches!(own, Xpos::Vbd | Xpos::Vbn);
    };
    let is_passive = tree.exactly(token, Deprel::AuxPass).next().is_some();
    let is_perfect = own == Xpos::Vbn && !is_passive
        || helpers.iter().any(|it| tree.token(*it).xpos == Xpos::Vbn);
    tree.token(*first).xpos == Xpos::Vbd && !is_perfect
}

struct Dating<'a> {
    tree: &'a Tree<'a>,
    words: &'a Words,
    times: BTreeMap<TokenId, Time>,
}

impl Dating<'_> {
    /// The words that an expression dates: those from it upwards to the first verb, as
    /// long as the way leads through modifiers and not through a participant.
    fn governors(&self, timex: &Timex, time: &Time) -> Vec<TokenId> {
        let tree = self.tree;
        let inside = |it: TokenId| timex.span.contains(tree.token(it).span);
        let outward = tree
            .tokens()
            .find(|it| inside(*it) && tree.token(*it).head.is_none_or(|it| !inside(it)));
        let Some(mut at) = outward else { return Vec::new() };
        // *said Thursday that …*, whatever the tree makes of it.
        if let Some(verb) = self.reporting_before(timex) {
            return vec![verb];
        }
        let mut governors = Vec::new();
        // *the 2016 race*, *Monday's debate*: the date is the noun's.
        let mut held = false;
        if let Some(noun) = self.noun_after_year(timex, at) {
            governors.push(noun);
            (at, held) = (noun, true);
        }
        for depth in 0..MAX_DEPTH {
            let token = tree.token(at);
            let leads = matches!(
                token.deprel.base(),
                Deprel::Obl
                    | Deprel::Advmod
                    | Deprel::Nmod
                    | Deprel::Nummod
                    | Deprel::Compound
                    | Deprel::Amod
                    | Deprel::Appos
                    | Deprel::Flat
                    | Deprel::Conj
            );
            let Some(head) = token.head.filter(|_| leads) else { break };
            if held && !self.passes(at, time) {
                break;
            }
            governors.push(head);
            if self.is_clausal(head) {
                break;
            }
            held = held || (depth == 0 && at < head) || self.is_event(head);
            at = head;
        }
        governors
    }

    /// The noun that a bare year stands before, whatever the tree makes of it: *2005
    /// levels*.
    fn noun_after_year(&self, timex: &Timex, year: TokenId) -> Option<TokenId> {
        let tree = self.tree;
        let after = TokenId(year.0 + 1);
        let here = tree.tokens().any(|it| it == after);
        let noun = here && tree.token(after).upos == Upos::Noun;
        let bare = tree.token(year).span == timex.span && case_of(tree, year).is_none();
        let apart = tree.token(year).head != Some(after);
        (noun && bare && apart && tree.token(year).upos == Upos::Num).then_some(after)
    }

    /// The verb of saying that stands right before an expression.
    fn reporting_before(&self, timex: &Timex) -> Option<TokenId> {
        let verb = self.tree.verb_before(timex.span)?;
        let token = self.tree.token(verb);
        let told = matches!(token.xpos, Xpos::Vbd | Xpos::Vbn);
        (told && self.words.is_speech(&token.lemma)).then_some(verb)
    }

    /// Whether the date of a noun is that of what the noun is a circumstance of.
    fn passes(&self, noun: TokenId, time: &Time) -> bool {
        let tree = self.tree;
        if !matches!(tree.token(noun).deprel.base(), Deprel::Obl | Deprel::Nmod) {
            return true;
        }
        let Some(case) = case_of(tree, noun) else { return true };
        match self.words.setting(&tree.lower(case)) {
            Some(Setting::Within) => true,
            // *after the primaries in March*: in March, but not *after Monday's vote*.
            Some(Setting::After) => precision(time) < "2016-03-01".len(),
            None => false,
        }
    }

    fn is_clausal(&self, token: TokenId) -> bool {
        matches!(self.tree.token(token).upos, Upos::Verb | Upos::Aux)
            || self.tree.first(token, &[Deprel::Cop, Deprel::Nsubj]).is_some()
    }

    fn is_event(&self, token: TokenId) -> bool {
        self.words.is_event(&self.tree.token(token).lemma)
    }

    /// Passes a date up from a word to its governor.
    fn raise(&mut self, token: TokenId) {
        let tree = self.tree;
        let it = tree.token(token);
        let (Some(head), Some(time)) = (it.head, self.times.get(&token)) else { return };
        let above = match it.deprel {
            // *granted in May*: a verb that only passes its noun on.
            Deprel::Acl if self.words.is_light(&it.lemma) => Some(head),
            // *In a message posted Friday, Roe said …*
            Deprel::Acl if it.xpos == Xpos::Vbn => {
                let circumstance = tree.token(head).deprel.base() == Deprel::Obl;
                let verb = tree.token(head).head.filter(|it| self.is_clausal(*it));
                verb.filter(|_| circumstance && self.passes(head, time))
            }
            Deprel::Advcl if self.is_simultaneous(token) => {
                Some(head).filter(|it| tree.first(*it, &[Deprel::Cop]).is_none())
            }
            _ => None,
        };
        if let Some(above) = above {
            let time = time.clone();
            self.times.entry(above).or_insert(time);
        }
    }

    /// Passes a date down to a word that has none from its governor.
    fn lower(&mut self, token: TokenId) {
        let tree = self.tree;
        if self.times.contains_key(&token) || !self.is_clausal(token) {
            return;
        }
        let it = tree.token(token);
        let Some(head) = it.head else { return };
        let of_head = self.times.get(&head);
        let time = match it.deprel {
            // *in March Roe resigned and sued*
            Deprel::Conj if it.upos == Upos::Verb => {
                let before =
                    |time: &&Time| time.span.start() < tree.token(head).span.start();
                let own_subject = tree.first(token, &[Deprel::Nsubj]).is_some();
                let same = !own_subject || self.is_past(token) == self.is_past(head);
                of_head.filter(before).filter(|_| same)
            }
            // *said on Monday, adding …*
            Deprel::Advcl if it.xpos == Xpos::Vbg && !self.is_marked(token) => of_head,
            Deprel::Advcl if self.is_simultaneous(token) => of_head,
            // *the 2011 raid that killed him*
            Deprel::AclRelcl if self.is_event(head) && self.is_past(token) => of_head,
            _ => None,
        };
        let time = time.or_else(|| self.opening(token)).cloned();
        if let Some(time) = time {
            self.times.insert(token, time);
        }
    }

    /// *In 2017 Roe backed Holt, who lost*: a year that opens the sentence holds for what
    /// the clauses below it say in the same tense, unless somebody else says it.
    fn opening(&self, token: TokenId) -> Option<&Time> {
        let tree = self.tree;
        if !self.is_past(token) {
            return None;
        }
        let mut at = token;
        for _ in 0..MAX_DEPTH {
            let it = tree.token(at);
            let head = it.head?;
            match it.deprel {
                Deprel::Conj | Deprel::Advcl | Deprel::Xcomp => {}
                Deprel::Ccomp if !self.words.is_speech(&tree.token(head).lemma) => {}
                // *backed Holt, who lost*; of another noun it may be long known.
                Deprel::AclRelcl if tree.token(head).deprel == Deprel::Obj => {}
                Deprel::Obj => {}
                _ => return None,
            }
            if let Some(time) = self.times.get(&head).filter(|_| self.is_clausal(head)) {
                let subject = tree.first(head, &[Deprel::Nsubj])?;
                let opens = time.span.end() <= tree.token(subject).span.start();
                let is_year = precision(time) == "2017".len();
                return (opens && is_year && self.is_past(head)).then_some(time);
            }
            at = head;
        }
        None
    }

    fn is_past(&self, token: TokenId) -> bool {
        is_past(self.tree, token)
    }

    fn is_marked(&self, token: TokenId) -> bool {
        self.tree.first(token, &[Deprel::Mark, Deprel::Case]).is_some()
    }

    /// Whether a clause holds at the time of the one above it: *when the board met*.
    fn is_simultaneous(&self, token: TokenId) -> bool {
        let tree = self.tree;
        let introducing = [Deprel::Mark, Deprel::Advmod];
        let mut marks = tree.with(token, &introducing);
        marks.any(|it| self.words.is_simultaneous(&tree.lower(it)))
    }
}
