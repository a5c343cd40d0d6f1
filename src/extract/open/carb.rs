//! Tuples: one for each clause and object, with all other arguments behind it.

use crate::doc::TokenId;
use crate::ud::{Deprel, Upos};

use super::super::clause::case_of;
use super::super::confidence::margin;
use super::super::subject::Found;
use super::benchie;
use super::frame::Frame;
use super::noun::Extent;
use super::{OpenFact, Sentence};

/// The tuples of a sentence.
pub(super) fn render(sentence: &Sentence<'_>) -> Vec<OpenFact> {
    let mut facts = Vec::new();
    for frame in &mut sentence.frames() {
        add_adverbs(sentence, frame);
        let subject = subject(sentence, frame);
        if !subject.is_empty() && !sentence.asks(&subject) {
            of_frame(sentence, frame, &subject, &mut facts);
        }
    }
    appositions(sentence, &mut facts);
    facts.extend(triples(sentence));
    facts
}

/// Adds the adverbs right before the verbs: *often refers to*.
fn add_adverbs(sentence: &Sentence<'_>, frame: &mut Frame<'_>) {
    let tree = sentence.tree;
    let plain = |it: &&TokenId| {
        tree.dependents(**it).is_empty()
            && tree.token(**it).upos == Upos::Adv
            && !sentence.words.is_connective(&tree.lower(**it))
    };
    let adverbs: Vec<_> = frame.clause.adverbs.iter().filter(plain).copied().collect();
    while let Some((first, last)) =
        frame.verbs.first().copied().zip(frame.verbs.last().copied())
    {
        if adverbs.iter().any(|it| it.0 + 1 == first.0) {
            frame.verbs.insert(0, TokenId(first.0 - 1));
        } else if adverbs.iter().any(|it| it.0 == last.0 + 1) && !frame.copular {
            frame.verbs.push(TokenId(last.0 + 1));
        } else {
            return;
        }
    }
}

/// The triples that say more than the tuples: chains, purposes, single obliques. Each
/// cuts a clause in another way, and is right less often.
fn triples(sentence: &Sentence<'_>) -> impl Iterator<Item = OpenFact> {
    benchie::render(sentence).into_iter().filter_map(|mut fact| {
        fact.confidence = match fact.construction {
            "purpose" | "outer" | "title" => 0.35,
            "object" | "complement" | "content" | "adverb" => return None,
            _ => 0.15,
        };
        Some(fact)
    })
}

fn fact(
    subject: &[TokenId],
    relation: Vec<TokenId>,
    arguments: Vec<Vec<TokenId>>,
    confidence: f32,
    construction: &'static str,
) -> OpenFact {
    let subject = subject.to_vec();
    OpenFact { subject, relation, implicit: false, arguments, confidence, construction }
}

/// The whole subject, coordinated ones together.
fn subject(sentence: &Sentence<'_>, frame: &Frame<'_>) -> Vec<TokenId> {
    let head = frame.clause.subject.head;
    match frame.clause.subject.found {
        Found::Clause => sentence.noun(head, Extent::Joint),
        Found::Relative | Found::Participle => sentence.noun(head, Extent::Of),
        _ if sentence.members(head).len() == 1 => full(sentence, head),
        _ => sentence.noun(head, Extent::Joint),
    }
}

fn full(sentence: &Sentence<'_>, head: TokenId) -> Vec<TokenId> {
    let copular = sentence.tree.first(head, &[Deprel::Cop]).is_some();
    let short = copular && sentence.tree.token(head).upos == Upos::Adj;
    sentence.noun(head, if short { Extent::Of } else { Extent::Full })
}

fn of_frame(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    subject: &[TokenId],
    facts: &mut Vec<OpenFact>,
) {
    let tree = sentence.tree;
    let mut obliques: Vec<_> = frame
        .obliques
        .iter()
        .filter(|(case, noun)| {
            let upos = tree.token(*noun).upos;
            !case.is_empty() || matches!(upos, Upos::Noun | Upos::Propn | Upos::Num)
        })
        .cloned()
        .collect();
    let mut objects = objects(sentence, frame);
    if objects.is_empty() {
        if reported(sentence, frame, subject, facts)
            || contents(sentence, frame, subject, facts)
        {
            return;
        }
        let after = obliques.iter().position(|it| it.1 > frame.last);
        let at = after.or((!obliques.is_empty()).then_some(0));
        let Some(at) = at else {
            let adverb = frame.adverbs.iter().find(|it| **it > frame.last);
            let arguments: Vec<_> =
                adverb.map(|it| tree.subtree(*it)).into_iter().collect();
            let confidence = if adverb.is_some() { 0.3 } else { 0.2 };
            let mut relation = frame.verbs.clone();
            relation.retain(|it| Some(it) != adverb);
            if arguments.is_empty()
                && let Some(of_passive) = done(sentence, frame, subject)
            {
                facts.push(of_passive);
                return;
            }
            facts.push(fact(subject, relation, arguments, confidence, "adverb"));
            return;
        };
        objects.push(obliques.remove(at));
    }
    let count = objects.len();
    for (case, object) in &objects {
        let mut arguments = Vec::new();
        let recipient = frame.clause.recipient.filter(|it| it != object);
        arguments.extend(recipient.map(|it| sentence.noun(it, Extent::Of)));
        let first = object_words(sentence, frame, *object);
        if first.is_empty() {
            continue;
        }
        arguments.push(first.clone());
        for (case, noun) in &obliques {
            if noun != object {
                arguments.push([case.clone(), full(sentence, *noun)].concat());
            }
        }
        arguments.extend(further(sentence, frame, *object));
        let relation = match frame.objects.is_empty() {
            true => {
                let mut words = [frame.verbs.clone(), case.clone()].concat();
                words.sort_unstable();
                words.dedup();
                words
            }
            false => frame.verbs.clone(),
        };
        let arcs = [frame.last, *object, frame.clause.subject.head];
        let doubt = 1.0 - margin(tree, arcs.into_iter());
        let confidence =
            confidence(frame, &first, arguments.len(), count) - DOUBTFUL * doubt;
        facts.push(fact(subject, relation, arguments, confidence, "object"));
    }
}

/// `The motion | was | passed`: a passive that says nothing more.
fn done(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    subject: &[TokenId],
) -> Option<OpenFact> {
    let own = frame.clause.passive && frame.clause.subject.found == Found::Own;
    let verb = frame.clause.last();
    let before = frame.verbs.iter().copied().filter(|it| *it < verb).collect::<Vec<_>>();
    let behind = frame.verbs.iter().copied().filter(|it| *it >= verb).collect();
    let is_aux = |it: &TokenId| sentence.tree.token(*it).upos == Upos::Aux;
    (own && before.iter().any(is_aux))
        .then(|| fact(subject, before, vec![behind], 0.3, "passive"))
}

/// What a tuple loses whose arcs the parser was least sure of.
const DOUBTFUL: f32 = 0.3;

/// Longer, borrowed and coordinated tuples are right less often; what *it* is where it
/// stands for nothing, and what a participle does to several, hardly ever.
fn confidence(
    frame: &Frame<'_>,
    first: &[TokenId],
    arguments: usize,
    objects: usize,
) -> f32 {
    let found = frame.clause.subject.found;
    if found == Found::Expletive && frame.copular
        || found == Found::Participle && objects > 1
    {
        return 0.25;
    }
    let mut confidence = 0.9_f32;
    if found != Found::Own {
        confidence -= 0.15;
    }
    if frame.copular {
        confidence -= 0.05;
    }
    for _ in 6..first.len().min(30) {
        confidence -= 0.01;
    }
    if arguments > 4 {
        confidence -= 0.05;
    }
    if objects > 1 {
        confidence -= 0.1;
    }
    confidence
}

/// What takes the place of the object, with its preposition.
fn objects(sentence: &Sentence<'_>, frame: &Frame<'_>) -> Vec<(Vec<TokenId>, TokenId)> {
    let tree = sentence.tree;
    let with_case = |it: TokenId| (sentence.case(case_of(tree, it)), it);
    let bare = |it: TokenId| (Vec::new(), it);
    if frame.copular {
        let first = sentence.complement_case(frame.last);
        let members = sentence.members(frame.last).into_iter().map(|it| {
            let case = sentence.complement_case(it);
            (if case.is_empty() { first.clone() } else { case }, it)
        });
        return members.collect();
    }
    if !frame.objects.is_empty() {
        let members = frame.objects.iter().flat_map(|it| sentence.members(*it));
        return members.map(bare).collect();
    }
    // *In May, Roe asked a friend to sing*
    let recipient = frame.clause.recipient.filter(|_| frame.complements.is_empty());
    frame.complements.iter().copied().map(with_case).chain(recipient.map(bare)).collect()
}

fn object_words(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    object: TokenId,
) -> Vec<TokenId> {
    match sentence.tree.token(object).upos {
        Upos::Adj if frame.copular => sentence.adjective(object),
        upos if frame.copular && upos != Upos::Noun => sentence.noun(object, Extent::Of),
        _ => full(sentence, object),
    }
}

/// Complements beside an object, and adverbial clauses.
fn further(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    object: TokenId,
) -> Vec<Vec<TokenId>> {
    let tree = sentence.tree;
    let mut arguments = Vec::new();
    if !frame.objects.is_empty() && !frame.copular {
        for complement in frame.complements.iter().filter(|it| **it != object) {
            let case = sentence.case(case_of(tree, *complement));
            arguments.push([case, full(sentence, *complement)].concat());
        }
    }
    let clauses = frame.adverbials.iter().filter(|it| {
        tree.first(**it, &[Deprel::Nsubj]).is_some()
            && tree.first(**it, &[Deprel::Mark]).is_some()
    });
    arguments.extend(clauses.map(|it| sentence.clause(*it)).filter(|it| !it.is_empty()));
    arguments
}

fn reported(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    subject: &[TokenId],
    facts: &mut Vec<OpenFact>,
) -> bool {
    let tree = sentence.tree;
    let Some(reported) = frame.clause.reported else { return false };
    let words = tree
        .subtree_without(reported, |it, _| tree.token(it).deprel == Deprel::Parataxis);
    let words = sentence.trimmed(words);
    facts.push(fact(subject, frame.verbs.clone(), vec![words], 0.6, "content"));
    true
}

fn contents(
    sentence: &Sentence<'_>,
    frame: &Frame<'_>,
    subject: &[TokenId],
    facts: &mut Vec<OpenFact>,
) -> bool {
    let tree = sentence.tree;
    let mut found = false;
    for content in &frame.contents {
        let mut words = sentence.clause(*content);
        if words.contains(&frame.clause.predicate) {
            continue;
        }
        let mut relation = frame.verbs.clone();
        let mark = tree.first(*content, &[Deprel::Mark]);
        // *said that*
        if let Some(mark) =
            mark.filter(|it| sentence.words.is_complementizer(&tree.lower(*it)))
        {
            words.retain(|it| *it != mark);
            relation.push(mark);
        }
        let mut arguments = vec![words];
        arguments.extend(frame.clause.recipient.map(|it| sentence.noun(it, Extent::Of)));
        facts.push(fact(subject, relation, arguments, 0.6, "content"));
        found = true;
    }
    found
}

/// `Acme | is | a maker of bolts`: implied.
fn appositions(sentence: &Sentence<'_>, facts: &mut Vec<OpenFact>) {
    let tree = sentence.tree;
    for token in tree.tokens() {
        let Some(head) = tree.token(token).head else { continue };
        let nominal =
            |it: TokenId| matches!(tree.token(it).upos, Upos::Noun | Upos::Propn);
        if tree.token(token).deprel == Deprel::Appos && nominal(head) && nominal(token) {
            let subject = sentence.noun(head, Extent::Of);
            let mut it = fact(
                &subject,
                Vec::new(),
                vec![full(sentence, token)],
                0.4,
                "apposition",
            );
            it.implicit = true;
            facts.push(it);
        }
    }
}
