//! Relating gives a draft the relation that its predicate comes to.

use crate::doc::{EntityType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::clause::{Clause, case_of};
use super::draft::{Context, Draft, Slot};
use super::phrase::{Extent, Phrase};
use super::relation::{Answer, Predication, Question};
use super::time::is_time;

/// An object of a fact with how its predicate takes it.
type Object = (Phrase, Slot);

/// The draft with its relation, and drafts of further relations of the same clause to
/// other obliques.
pub(super) fn relate(cx: &Context<'_>, draft: Draft) -> Vec<Draft> {
    if draft.relation.is_some() {
        return vec![draft];
    }
    let clause = draft.clause.map(|it| &cx.clauses[it]);
    let company = company(cx, clause, &draft);
    let company: Vec<_> = company.iter().map(String::as_str).collect();
    let asking = Asking { cx, clause, company: &company };
    if let Some(light) = asking.light(&draft) {
        return vec![light];
    }
    if let Some(answer) = asking.of_draft(&draft) {
        return vec![answered(cx, draft, &answer)];
    }
    let Some(clause) = clause else { return vec![with_case(cx, draft)] };
    if clause.copular {
        let related = asking.adjectival(clause, &draft);
        return vec![related.unwrap_or(draft)];
    }
    // *called it a pearl on the road*: what stands behind the complement is its own.
    if !clause.complements.is_empty() {
        return vec![draft];
    }
    let Some(other) = asking.oblique(clause, &draft) else { return vec![draft] };
    // *donated $5 to Roe*: the sum is no other end of the fact.
    let replaced = draft.object.is_none_or(|(phrase, slot)| {
        matches!(slot, Slot::Oblique(_) | Slot::Bare | Slot::Adverb)
            || cx.entity_type(phrase) == EntityType::Money
    });
    if replaced { vec![other] } else { vec![draft, other] }
}

/// *Ruiz's call for an apology*: what an open predicate takes with a preposition.
fn with_case(cx: &Context<'_>, mut draft: Draft) -> Draft {
    if let Some((phrase, slot @ Slot::Object)) = &mut draft.object
        && let Some(case) = case_of(cx.tree, phrase.head)
        && case > draft.trigger
        && !cx.words.joins(&cx.tree.token(case).lemma)
    {
        *slot = Slot::Oblique(case);
    }
    draft
}

/// The draft with what a row answers.
fn answered(cx: &Context<'_>, mut draft: Draft, answer: &Answer<'_>) -> Draft {
    draft.relation = Some(answer.relation.into());
    // *passed away*: the adverb is part of the verb.
    let part = draft.object.is_some_and(|(phrase, slot)| {
        slot == Slot::Adverb && answer.with == Some(&*cx.tree.token(phrase.head).lemma)
    });
    if part || answer.beside {
        draft.object = None;
    }
    if answer.inverse
        && let Some((object, _)) = &mut draft.object
    {
        std::mem::swap(&mut draft.subject, object);
    }
    draft
}

/// What the rows are asked about: a clause, and the words that stand with its predicate.
struct Asking<'a> {
    cx: &'a Context<'a>,
    clause: Option<&'a Clause>,
    company: &'a [&'a str],
}

impl<'a> Asking<'a> {
    /// What the rows answer for a draft as it stands.
    fn of_draft(&self, draft: &Draft) -> Option<Answer<'a>> {
        let mut predications = predications(self.cx, self.clause, draft).into_iter();
        predications.find_map(|it| self.ask(it, draft, draft.object))
    }

    /// *took aim at Roe*, *reached a deal with Acme*: the draft of a verb whose object is
    /// part of the predicate, with the phrase behind it for its object.
    fn light(&self, draft: &Draft) -> Option<Draft> {
        let (noun, slot) = draft.object?;
        let tree = self.cx.tree;
        let clause = self.clause.filter(|it| {
            matches!(slot, Slot::Object | Slot::Complement) && !it.copular
        })?;
        let lemma = &*tree.token(noun.head).lemma;
        let behind = tree.with(noun.head, &[Deprel::Nmod]).filter(|it| *it > noun.head);
        let own = behind.filter_map(|it| Some((case_of(tree, it)?, it)));
        let others = clause.obliques.iter().filter_map(|it| Some((it.case?, it.head)));
        own.chain(others).find_map(|(case, head)| {
            let phrase = Phrase::noun(tree, self.cx.words, head, Extent::Of);
            let object = (phrase, Slot::Oblique(case));
            let mut predications = predications(self.cx, self.clause, draft).into_iter();
            let answer = predications.find_map(|it| self.ask(it, draft, Some(object)))?;
            let part = answer.with == Some(lemma)
                || tree
                    .with(noun.head, &[Deprel::Amod, Deprel::Compound])
                    .any(|it| answer.with == Some(&*tree.token(it).lemma));
            (part && !answer.inverse).then(|| {
                let draft = draft.clone().with_object(phrase, Slot::Oblique(case));
                draft.with_relation(answer.relation)
            })
        })
    }

    /// The draft with the first of the other obliques that a row relates.
    fn oblique(&self, clause: &Clause, draft: &Draft) -> Option<Draft> {
        let tree = self.cx.tree;
        let taken = |it: Phrase| {
            draft.object.is_some_and(|(object, _)| object.span == it.span)
                || draft.subject.span == it.span
        };
        clause.obliques.iter().find_map(|oblique| {
            let phrase = Phrase::noun(tree, self.cx.words, oblique.head, Extent::Of);
            // *was pushed by Roe and Holt*: who acts is no object.
            if taken(phrase) || oblique.agent {
                return None;
            }
            let object = (phrase, oblique.case.map_or(Slot::Bare, Slot::Oblique));
            let mut predications = predications(self.cx, self.clause, draft).into_iter();
            let answer = predications.find_map(|it| self.ask(it, draft, Some(object)))?;
            (!answer.inverse && !answer.beside).then(|| {
                let draft = draft.clone().with_object(object.0, object.1);
                draft.with_relation(answer.relation)
            })
        })
    }

    /// The draft of a predicate adjective with the relation to what it is said of:
    /// *critical of Roe*.
    fn adjectival(&self, clause: &Clause, draft: &Draft) -> Option<Draft> {
        let tree = self.cx.tree;
        let mut asked = draft.clone();
        asked.lemma = tree.token(clause.last()).lemma.clone();
        let obliques = clause.obliques.iter().filter_map(|it| {
            let phrase = Phrase::noun(tree, self.cx.words, it.head, Extent::Of);
            Some(Some((phrase, Slot::Oblique(it.case?))))
        });
        obliques.chain([None]).find_map(|object| {
            let answer = self.ask(Predication::Adjective, &asked, object)?;
            let related = Draft { object, ..draft.clone() };
            Some(answered(self.cx, related, &answer))
        })
    }

    /// What the rows answer for a draft with `object` for its object.
    fn ask(
        &self,
        predication: Predication,
        draft: &Draft,
        object: Option<Object>,
    ) -> Option<Answer<'a>> {
        let cx = self.cx;
        let tree = cx.tree;
        let lemmas: Vec<_> = object
            .iter()
            .flat_map(|(phrase, _)| {
                let inside = |it: &TokenId| phrase.span.contains(tree.token(*it).span);
                tree.tokens().filter(inside).map(|it| &*tree.token(it).lemma)
            })
            .collect();
        let slot = match object {
            None => "none".into(),
            Some((_, Slot::Object | Slot::Complement)) => "obj".into(),
            Some((_, Slot::Content)) => "clause".into(),
            Some((_, Slot::Bare)) => "bare".into(),
            Some((_, Slot::Adverb)) => "adverb".into(),
            Some((_, Slot::Oblique(case))) => tree.lower(case),
        };
        cx.relations.answer(&Question {
            predication,
            lemma: &draft.lemma,
            company: self.company,
            slot: &slot,
            subject: cx.entity_type(draft.subject),
            object: object.map(|(it, _)| cx.entity_type(it)),
            object_lemmas: &lemmas,
        })
    }
}

/// Where the predicate of a draft stands, in the order in which rows are asked.
fn predications(
    cx: &Context<'_>,
    clause: Option<&Clause>,
    draft: &Draft,
) -> Vec<Predication> {
    let Some(clause) = clause else {
        let undergone = draft.participle.is_some();
        let verb = if undergone { Predication::Passive } else { Predication::Verb };
        return vec![Predication::Noun, verb];
    };
    if clause.copular {
        let placed = matches!(draft.object, Some((_, Slot::Oblique(_))));
        let adjective = placed || cx.tree.token(clause.last()).upos != Upos::Noun;
        return if adjective { vec![Predication::Adjective] } else { Vec::new() };
    }
    let agentless = clause.passive && clause.agent().is_none();
    let verb = if agentless { Predication::Passive } else { Predication::Verb };
    let names = !clause.objects.is_empty()
        && cx
            .tree
            .with(clause.last(), &[Deprel::Xcomp])
            .any(|it| !matches!(cx.tree.token(it).upos, Upos::Verb | Upos::Aux));
    let object = matches!(draft.object, Some((_, Slot::Object)));
    // What *call* comes to with a name is no matter of what it comes to without.
    match names && object {
        true if cx.relations.names(&draft.lemma) => vec![Predication::Naming],
        _ => vec![verb],
    }
}

/// Whether an infinitive says to what end something is done.
fn is_adjunct(deprel: Deprel) -> bool {
    matches!(deprel, Deprel::Advcl | Deprel::Acl)
}

/// The lemmas that stand with a predicate: particle, adverbs, prepositions, objects.
fn company(cx: &Context<'_>, clause: Option<&Clause>, draft: &Draft) -> Vec<String> {
    let tree = cx.tree;
    let lemma = |it: TokenId| tree.token(it).lemma.to_lowercase();
    let mut company: Vec<String> =
        draft.particle.iter().map(ToString::to_string).collect();
    let Some(clause) = clause else {
        // *a campaign against Roe*
        let case = draft.object.and_then(|(it, _)| case_of(tree, it.head));
        company.extend(case.map(lemma));
        return company;
    };
    company.extend(clause.adverbs.iter().map(|it| lemma(*it)));
    company.extend(clause.objects.iter().map(|it| lemma(*it)));
    // *had kind words for*
    let amod = |it: &TokenId| {
        let parts = [Deprel::Amod, Deprel::Compound];
        tree.with(*it, &parts).map(lemma).collect::<Vec<_>>()
    };
    company.extend(clause.objects.iter().flat_map(amod));
    company.extend(clause.complements.iter().map(|it| lemma(*it)));
    // *brought Roe on Monday* is not *brought on*.
    for oblique in clause.obliques.iter().filter(|it| !is_time(tree, it.head)) {
        company.extend(oblique.case.map(lemma));
        company.extend(oblique.inner.map(lemma));
        company.push(lemma(oblique.head));
    }
    if clause.copular {
        company.extend(case_of(tree, clause.last()).map(lemma));
    }
    // *was winning*, but *after winning*
    let progressive = tree.token(clause.last()).xpos == Xpos::Vbg
        && tree.first(clause.last(), &[Deprel::Aux]).is_some();
    let marks = [
        (progressive, "progressive"),
        (!clause.controlled.is_empty(), "to-infinitive"),
        (!clause.objects.is_empty(), "direct-object"),
        (clause.recipient.is_some() || clause.objects.len() > 1, "indirect-object"),
    ];
    company.extend(marks.iter().filter(|it| it.0).map(|it| it.1.to_owned()));
    // *tried to*, *hopes to*, *mobilized to*: what is only attempted.
    let last = tree.token(clause.last());
    let infinitive = last.xpos == Xpos::Vb && last.deprel != Deprel::Conj;
    let attempted = clause
        .chain
        .iter()
        .rev()
        .skip(1)
        .any(|it| cx.words.governed(&tree.token(*it).lemma).factuality.is_some());
    if attempted || infinitive && clause.chain.len() == 1 && is_adjunct(last.deprel) {
        company.push("attempt".to_owned());
    }
    company
}
