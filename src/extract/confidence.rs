//! Confidence: how likely it is that a fact found like this one is right.
//!
//! Signs that can be read off a fact and its tree are weighed, and their sum is the
//! log-odds that it is right. The weights are learned from articles annotated by hand.

use crate::doc::{TokenId, Tree};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::ud::{Deprel, Upos, vocabulary};

use super::clause::Clause;
use super::draft::{Context, Draft, Slot};
use super::subject::Found;

use serde::Deserialize;

const TABLE: &str = "lexicon/confidence.csv";

vocabulary! {
    /// What tells how far a fact can be trusted.
    Sign, "sign of a fact", {
        /// Always there: what facts are worth of which nothing else is known.
        Always = "always",
        /// A higher verb passes on its subject.
        Control = "control",
        /// A participle says it of the noun that it describes.
        Participle = "participle",
        /// A relative clause says it of the noun that it describes.
        Relative = "relative",
        /// No clause says it, but a noun phrase.
        NounPhrase = "noun phrase",
        /// How much the parser preferred the arcs that it rests on: the least of them.
        Margin = "margin",
        /// Its subject has a name.
        NamedSubject = "named subject",
        /// Its subject is a pronoun of a person: *she*.
        PronounSubject = "pronoun subject",
        /// Its subject is a pronoun of things or several: *it*, *they*.
        VagueSubject = "vague subject",
        /// Its object has a name.
        NamedObject = "named object",
        /// It has no object, or a pronoun or an adverb.
        SlightObject = "slight object",
        /// Its object is what is said.
        Content = "content",
        /// A verb comes to a relation of the schema.
        Related = "related",
        /// It stands in a main clause, or in what is said.
        MainClause = "main clause",
        /// How many arcs lie between its subject and its predicate.
        SubjectArcs = "subject arcs",
        /// How many arcs lie between its object and its predicate.
        ObjectArcs = "object arcs",
        /// Somebody says it.
        Attributed = "attributed",
    }
}

/// The signs of a fact, in the order of [`Sign::ALL`], each between 0 and 1.
pub type Signs = [f32; Sign::ALL.len()];

/// Margins of so many logits and more are equally sure.
const SURE: f32 = 8.0;
/// So many arcs and more are equally far.
const FAR: u8 = 4;

/// How much the parser preferred the arcs above some words: the least of them, between 0
/// and 1.
pub(super) fn margin(tree: &Tree<'_>, words: impl Iterator<Item = TokenId>) -> f32 {
    // What a tree drawn elsewhere is worth is not known.
    let margins = words.map(|it| tree.token(it).margin.unwrap_or(SURE / 2.0));
    margins.fold(SURE, f32::min).max(0.0) / SURE
}

/// The signs of a draft.
pub(super) fn signs(
    cx: &Context<'_>,
    draft: &Draft,
    clause: Option<&Clause>,
    is_attributed: bool,
) -> Signs {
    let (trigger, subject) = (draft.trigger, draft.subject.head);
    let object = draft.object.map(|(it, _)| it.head);
    let token = |it: TokenId| cx.tree.token(it);
    let is_named = |it: TokenId| cx.name(it).is_some() || token(it).upos == Upos::Propn;
    let found = clause.map(|it| it.subject.found);
    let subject_way = cx.tree.way(subject, trigger);
    let object_way = object.map(|it| cx.tree.way(it, trigger)).unwrap_or_default();
    let arcs = subject_way.iter().chain(&object_way).chain([&trigger]);
    let margin = margin(cx.tree, arcs.copied());
    let far = |way: &[TokenId]| {
        let arcs = u8::try_from(way.len()).unwrap_or(FAR).min(FAR);
        f32::from(arcs) / f32::from(FAR)
    };
    let holds = |it: bool| f32::from(u8::from(it));
    let feats = &token(subject).feats;
    let is_pronoun = token(subject).upos == Upos::Pron;
    let is_vague = feats.has("Gender", "Neut")
        || feats.has("PronType", "Dem")
        || feats.has("Person", "3") && feats.has("Number", "Plur");
    let is_content = draft.object.is_some_and(|(_, slot)| slot == Slot::Content);
    let sign = |it: &Sign| match it {
        Sign::Always => 1.0,
        Sign::Control => holds(found == Some(Found::Control)),
        Sign::Participle => holds(found == Some(Found::Participle)),
        Sign::Relative => holds(found == Some(Found::Relative)),
        Sign::NounPhrase => holds(clause.is_none()),
        Sign::Margin => margin,
        Sign::NamedSubject => holds(is_named(subject)),
        Sign::PronounSubject => holds(is_pronoun && !is_vague),
        Sign::VagueSubject => holds(is_pronoun && is_vague),
        Sign::Content => holds(is_content),
        Sign::Related => {
            holds(clause.is_some() && !is_content && draft.relation.is_some())
        }
        Sign::NamedObject => holds(object.is_some_and(is_named)),
        Sign::SlightObject => holds(
            object.is_none_or(|it| matches!(token(it).upos, Upos::Pron | Upos::Adv)),
        ),
        Sign::MainClause => holds(matches!(
            token(trigger).deprel,
            Deprel::Root | Deprel::Ccomp | Deprel::Conj
        )),
        Sign::SubjectArcs => far(&subject_way),
        Sign::ObjectArcs => far(&object_way),
        Sign::Attributed => holds(is_attributed),
    };
    let mut signs = [0.0; Sign::ALL.len()];
    for (value, it) in signs.iter_mut().zip(Sign::ALL) {
        *value = sign(it);
    }
    signs
}

/// The weights of the signs.
#[derive(Debug)]
pub(super) struct Confidence {
    weights: Signs,
}

#[derive(Deserialize)]
struct Row {
    sign: String,
    weight: f32,
}

impl Confidence {
    /// Reads the table.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let mut weights = [0.0; Sign::ALL.len()];
        for (row, line) in lexicon.rows::<Row>(TABLE)?.into_iter().zip(2..) {
            let wrong = |reason: String| {
                let file = format!("data/{TABLE}");
                Error::Data { file, line, reason }
            };
            let sign: Sign = row.sign.parse().map_err(|_| {
                let known: Vec<_> = Sign::ALL.iter().map(|it| it.as_str()).collect();
                wrong(format!(
                    "{:?} is no sign; write one of {}",
                    row.sign,
                    known.join(", ")
                ))
            })?;
            if !row.weight.is_finite() {
                return Err(wrong("write a finite number as the weight".into()));
            }
            weights[sign as usize] = row.weight;
        }
        Ok(Self { weights })
    }

    /// How likely a fact with these signs is right, in whole hundredths.
    pub(super) fn of(&self, signs: &Signs) -> f32 {
        let weighed = self.weights.iter().zip(signs).map(|(it, sign)| it * sign);
        let odds = libm::expf(weighed.sum());
        (odds / (1.0 + odds) * 100.0).round() / 100.0
    }
}

#[cfg(test)]
mod tests {
    use super::{Confidence, Sign};
    use crate::lexicon::Lexicon;

    #[test]
    fn log_odds_become_shares() {
        let mut weights = [0.0; Sign::ALL.len()];
        (weights[0], weights[Sign::Margin as usize]) = (3.0_f32.ln(), 4.0_f32.ln());
        let confidence = Confidence { weights };
        let mut signs = [0.0; Sign::ALL.len()];
        assert!((confidence.of(&signs) - 0.5).abs() < 1e-6);
        signs[0] = 1.0;
        // Three to one, and twelve to one.
        assert!((confidence.of(&signs) - 0.75).abs() < 1e-6);
        signs[Sign::Margin as usize] = 1.0;
        assert!((confidence.of(&signs) - 0.92).abs() < 1e-6);
    }

    #[test]
    fn every_sign_has_a_weight() {
        let confidence = Confidence::new(&Lexicon::embedded()).unwrap();
        for (sign, weight) in Sign::ALL.iter().zip(confidence.weights) {
            assert!(weight != 0.0, "{sign}");
        }
    }
}
