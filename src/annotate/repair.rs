//! A repair undoes a slip of the parser that the sentence itself gives away.
//!
//! Everything that reads trees relies on it: coreference, extraction, the pictures.

use std::collections::BTreeSet;

use crate::doc::{Document, EntityType, Mention, MentionForm, TokenId};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::graft::{attach, dependents, has, move_to, name_type};
use super::regroup::regroup;
use super::relatives::{is_whose, repair_relatives};
use super::reports::{free_report, repair_reports};

/// Repairs the trees of a document, whose names are known.
pub(super) fn repair(doc: &mut Document) {
    part_names(doc);
    keep_names(doc);
    raise_names(doc);
    regroup(doc);
    lift_conjuncts(doc);
    return_subjects(doc);
    return_negations(doc);
    demote_objects(doc);
    open_gerunds(doc);
    promote_objects(doc);
    free_contents(doc);
    lift_participles(doc);
    repair_reports(doc);
    repair_relatives(doc);
    let people = people(doc);
    for name in &people {
        free_report(doc, *name);
        lift_apposition(doc, *name, &people);
    }
}

/// *According to Jan Holt, Acme fell*: a name after a comma is no part of the name before
/// it; where the verb that follows lacks a subject, that is what it is.
fn part_names(doc: &mut Document) {
    let names: Vec<_> = doc.mentions.iter().map(|it| (it.form, it.head)).collect();
    for (form, name) in names {
        let before = doc[name].head.filter(|it| *it < name);
        let Some(before) = before.filter(|_| doc[name].deprel == Deprel::Flat) else {
            continue;
        };
        let comma = (before.0..name.0).any(|it| doc[TokenId(it)].xpos == Xpos::Comma);
        let verb = doc[before].head.filter(|it| *it > name);
        if let Some(verb) = verb
            && (form, comma) == (MentionForm::Named, true)
            && doc[verb].upos == Upos::Verb
            && !has(doc, verb, Deprel::Nsubj)
        {
            attach(doc, name, Some(verb), Deprel::Nsubj);
        }
    }
}

/// *sued Harlow Steel*: the words of one name are no two objects.
fn keep_names(doc: &mut Document) {
    let names: Vec<_> = doc.mentions.iter().map(|it| (it.span, it.head)).collect();
    for (span, name) in names {
        let end = doc.tokens.partition_point(|it| it.span.start() < span.end());
        for at in name.index() + 1..end {
            let word = TokenId::new(at);
            let twin = doc[word].head == doc[name].head
                && doc[word].deprel == doc[name].deprel
                && doc[name].head.is_some();
            if twin {
                attach(doc, word, Some(name), Deprel::Flat);
            }
        }
    }
}

/// The names of people, by their heads.
fn people(doc: &Document) -> BTreeSet<TokenId> {
    let person = |it: &&Mention| {
        it.form == MentionForm::Named && it.entity_type == EntityType::Person
    };
    doc.mentions.iter().filter(person).map(|it| it.head).collect()
}

/// *The chairman of Acme, Jan Holt*: a person's name says who the chairman is, not what
/// Acme is.
fn lift_apposition(doc: &mut Document, name: TokenId, people: &BTreeSet<TokenId>) {
    let Some(body) = doc[name].head.filter(|_| doc[name].deprel == Deprel::Appos) else {
        return;
    };
    let Some(role) = doc[body].head.filter(|_| doc[body].deprel == Deprel::Nmod) else {
        return;
    };
    if doc[role].upos == Upos::Noun && is_named(doc, body) && !people.contains(&body) {
        attach(doc, name, Some(role), Deprel::Appos);
    }
}

/// *moderator Jan Holt*: a name right after a common noun is the head of both, whatever
/// the parser took for the head.
fn raise_names(doc: &mut Document) {
    let people: Vec<_> = doc
        .mentions
        .iter()
        .filter(|it| {
            it.form == MentionForm::Named && it.entity_type == EntityType::Person
        })
        .map(|it| (it.span, it.head))
        .collect();
    for (span, name) in people {
        if let Some(title) = title_before(doc, span)
            && doc.sentence_of(title) == doc.sentence_of(name)
        {
            let title = whole_title(doc, title, name);
            raise(doc, title, name);
        }
    }
}

/// *Attorney General Jan Holt*: an adjective or name right behind another that stands where
/// the person's name does is a part of the title.
fn whole_title(doc: &mut Document, title: TokenId, name: TokenId) -> TokenId {
    let Some(noun) = title.0.checked_sub(1).map(TokenId) else { return title };
    let beside = doc[noun].head.is_some()
        && (doc[noun].head, doc[noun].deprel) == (doc[name].head, doc[name].deprel);
    let upos = |it: TokenId| doc[it].upos;
    let proper = upos(noun) == Upos::Propn && upos(title) == Upos::Propn;
    let describes = (proper || upos(title) == Upos::Adj)
        && doc[title].head == Some(name)
        && doc[title].deprel == Deprel::NmodDesc;
    if !(beside && describes && doc[noun].upos.is_nominal()) || is_named(doc, noun) {
        return title;
    }
    attach(doc, title, Some(noun), Deprel::Amod);
    noun
}

/// *accused Roe of hiding losses*: a participle behind a preposition describes no object,
/// but has one.
fn open_gerunds(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let gerund = TokenId::new(index);
        let token = &doc[gerund];
        let describes = token.xpos == Xpos::Vbg && token.deprel == Deprel::Amod;
        let Some(noun) = token.head.filter(|it| describes && gerund < *it) else {
            continue;
        };
        let Some(verb) = doc[noun].head.filter(|_| doc[noun].deprel == Deprel::Obj)
        else {
            continue;
        };
        let marked = dependents(doc, gerund).any(|it| {
            let mark = &doc[it];
            it < gerund
                && mark.xpos == Xpos::In
                && matches!(mark.deprel, Deprel::Mark | Deprel::Case)
        });
        if marked && verb < gerund {
            attach(doc, gerund, Some(verb), Deprel::Advcl);
            attach(doc, noun, Some(gerund), Deprel::Obj);
        }
    }
}

/// *pressed the agency to act*, *showed Roe leading Chen*: an indirect object without a
/// direct one, before an infinitive or gerund, is the object; before a bare participle it
/// is its subject. So is the first of two complements: *called Roe a liar*.
fn promote_objects(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let token = TokenId::new(index);
        let named = doc[token].deprel == Deprel::Xcomp && doc[token].upos.is_nominal();
        if let Some(verb) = doc[token].head.filter(|_| named)
            && !has(doc, verb, Deprel::Obj)
            && dependents(doc, verb).any(|it| {
                it > token && doc[it].deprel == Deprel::Xcomp && doc[it].upos.is_nominal()
            })
        {
            attach(doc, token, Some(verb), Deprel::Obj);
            continue;
        }
        let indirect = doc[token].deprel == Deprel::Iobj;
        let Some(verb) = doc[token].head.filter(|_| indirect) else { continue };
        let open = dependents(doc, verb).find(|it| {
            let clause = &doc[*it];
            let marked = has(doc, *it, Deprel::Mark);
            *it > token
                && !has(doc, *it, Deprel::Nsubj)
                && match clause.deprel.base() {
                    Deprel::Ccomp => clause.xpos == Xpos::Vbg && !marked,
                    // *calling him a liar*
                    Deprel::Xcomp if clause.upos.is_nominal() => !marked,
                    Deprel::Advcl | Deprel::Xcomp => {
                        matches!(clause.xpos, Xpos::Vb | Xpos::Vbg) && marked
                    }
                    _ => false,
                }
        });
        match open {
            Some(it) if doc[it].deprel == Deprel::Ccomp => {
                attach(doc, token, Some(it), Deprel::Nsubj);
            }
            Some(_) if !has(doc, verb, Deprel::Obj) => {
                attach(doc, token, Some(verb), Deprel::Obj);
            }
            _ => {}
        }
    }
}

/// *said in an interview that she had left*: a clause with a conjunction describes no
/// noun, but is what the verb says.
fn free_contents(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let clause = TokenId::new(index);
        if doc[clause].deprel != Deprel::AclRelcl {
            continue;
        }
        let joined = dependents(doc, clause).any(|it| {
            doc[it].deprel == Deprel::Mark && doc[it].xpos == Xpos::In && it < clause
        });
        let mut at = doc[clause].head;
        while let Some(noun) = at
            && matches!(doc[noun].deprel.base(), Deprel::Nmod | Deprel::Obl)
        {
            at = doc[noun].head;
        }
        if let Some(verb) = at.filter(|it| joined && Some(*it) != doc[clause].head)
            && doc[verb].upos == Upos::Verb
            && verb < clause
            && !has(doc, verb, Deprel::Ccomp)
            && !has(doc, verb, Deprel::Obj)
        {
            attach(doc, clause, Some(verb), Deprel::Ccomp);
        }
    }
}

/// *The Senate on Thursday confirmed Roe*: a date between subject and verb is when it was
/// done. Whether any such date was found.
pub(super) fn free_dates(doc: &mut Document) -> bool {
    let dates: Vec<_> = doc.timexes.iter().map(|it| it.span).collect();
    let mut found = false;
    for date in dates {
        let first = doc.tokens.partition_point(|it| it.span.end() <= date.start());
        let mut words = (first..doc.tokens.len())
            .map(TokenId::new)
            .take_while(|it| date.contains(doc[*it].span));
        let Some(word) = words.find(|it| doc[*it].deprel == Deprel::Nmod) else {
            continue;
        };
        let Some(subject) = doc[word].head.filter(|it| *it < word) else { continue };
        let Some(verb) = doc[subject].head else { continue };
        let between = doc[subject].deprel.base() == Deprel::Nsubj
            && verb > word
            && doc[verb].upos == Upos::Verb;
        let adjacent = (word.0 + 1..verb.0)
            .map(TokenId)
            .all(|it| date.contains(doc[it].span) || doc[it].head == Some(verb));
        if between && adjacent && has_case(doc, word) {
            attach(doc, word, Some(verb), Deprel::Obl);
            found = true;
        }
    }
    found
}

/// The word before a name; a stray full stop between them is passed over
/// (*the then-senator. Jan Holt*).
fn title_before(doc: &Document, name: Span) -> Option<TokenId> {
    let first = doc.tokens.partition_point(|it| it.span.end() <= name.start());
    let before = TokenId::new(first.checked_sub(1)?);
    if doc[before].xpos != Xpos::Period {
        return Some(before);
    }
    before.0.checked_sub(1).map(TokenId).filter(|it| doc[*it].upos == Upos::Noun)
}

/// Makes `name` the head of the title before it, where the parser has it the other way
/// round or hangs both on one word.
fn raise(doc: &mut Document, title: TokenId, name: TokenId) {
    let noun = doc[title].upos == Upos::Noun
        || (doc[title].upos == Upos::Propn && !is_named(doc, title));
    // *whose support Roe won* is no title of hers.
    if !noun || is_whose(doc, title) {
        return;
    }
    // *candidate Ana Roe's call*: it is hers, and not the candidate's Roe.
    if doc[name].deprel == Deprel::NmodPoss {
        if let Some(owned) = owned(doc, title, name) {
            attach(doc, name, Some(owned), Deprel::NmodPoss);
            attach(doc, title, Some(name), Deprel::NmodDesc);
        }
        return;
    }
    if has_case(doc, name) {
        return;
    }
    let (above, relation) = (doc[title].head, doc[title].deprel);
    let below = doc[name].head == Some(title)
        && matches!(
            doc[name].deprel,
            Deprel::Appos
                | Deprel::Flat
                | Deprel::NmodDesc
                | Deprel::Nmod
                | Deprel::NmodUnmarked
                | Deprel::Compound
        );
    let participant = |it: Deprel| {
        matches!(
            it.base(),
            Deprel::Nsubj | Deprel::Obj | Deprel::Iobj | Deprel::Obl | Deprel::Nmod
        )
    };
    let beside = above.is_some()
        && doc[name].head == above
        && participant(relation)
        && participant(doc[name].deprel);
    // *Roe and rival Holt met*: the name and what the title is coordinated with.
    let coordinated = relation == Deprel::Conj
        && above.is_some_and(|it| doc[it].head == doc[name].head)
        && doc[name].deprel.base() == Deprel::Nsubj;
    if !below && !beside && !coordinated {
        return;
    }
    attach(doc, name, above, relation);
    attach(doc, title, Some(name), Deprel::NmodDesc);
    // What follows the name, and what is coordinated, belongs to the name.
    for word in dependents(doc, title).collect::<Vec<_>>() {
        let outer =
            matches!(doc[word].deprel.base(), Deprel::Cc | Deprel::Conj | Deprel::Case);
        if word > name || outer {
            move_to(doc, word, name);
        }
    }
}

/// What belongs to a name behind a title that the parser took for what it owns: the noun
/// above the title, or the one beside it that follows.
fn owned(doc: &Document, title: TokenId, name: TokenId) -> Option<TokenId> {
    let above =
        doc[title].head.filter(|_| doc[name].head == Some(title) && title < name)?;
    if doc[title].deprel == Deprel::NmodPoss {
        return Some(above);
    }
    let same = |it: &TokenId| *it > name && doc[*it].deprel == doc[title].deprel;
    let mut beside = dependents(doc, above).filter(same);
    beside.find(|it| doc[*it].upos == Upos::Noun)
}

/// *did what Roe called brave and endorsed Holt*: a relative clause that lacks its object
/// cannot be coordinated with a verb that has one; that verb belongs further up.
fn lift_conjuncts(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let verb = TokenId::new(index);
        let Some(governor) = lifted(doc, verb) else { continue };
        attach(doc, verb, Some(governor), Deprel::Conj);
    }
}

/// The verb that `verb` is rather coordinated with.
fn lifted(doc: &Document, verb: TokenId) -> Option<TokenId> {
    let token = &doc[verb];
    let relative = token.head.filter(|_| token.deprel == Deprel::Conj)?;
    if token.upos != Upos::Verb || doc[relative].deprel != Deprel::AclRelcl {
        return None;
    }
    let own_object = has(doc, verb, Deprel::Obj) && !has(doc, verb, Deprel::Nsubj);
    let subject =
        dependents(doc, relative).find(|it| doc[*it].deprel.base() == Deprel::Nsubj)?;
    let gap = !has(doc, relative, Deprel::Obj)
        && !has(doc, relative, Deprel::Ccomp)
        && !doc[subject].feats.has("PronType", "Rel");
    if !own_object || !gap {
        return None;
    }
    let antecedent = doc[relative].head?;
    let governor = doc[antecedent].head?;
    let same_form = doc[governor].upos == Upos::Verb && doc[governor].xpos == token.xpos;
    (same_form && governor < relative).then_some(governor)
}

/// *Roe fired Holt, the union said*: a second subject that stands after its verb and
/// right before a verb without a subject, which governs the first, is that verb's.
fn return_subjects(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let verb = TokenId::new(index);
        if let Some(subject) = stray_subject(doc, verb) {
            attach(doc, subject, Some(verb), Deprel::Nsubj);
        }
    }
}

fn stray_subject(doc: &Document, verb: TokenId) -> Option<TokenId> {
    let before = TokenId(verb.0 - 1);
    if doc[verb].upos != Upos::Verb || doc.sentence_of(before) != doc.sentence_of(verb) {
        return None;
    }
    // The noun phrase that ends right before the verb.
    let above = std::iter::successors(Some(before), |it| doc[*it].head).take(4);
    let noun = { above }.find(|it| doc[*it].deprel == Deprel::Nsubj)?;
    let content = doc[noun].head?;
    let is_governed = doc[content].head == Some(verb)
        && matches!(doc[content].deprel, Deprel::Ccomp | Deprel::Parataxis);
    let has_subject = |head: TokenId, before: TokenId| {
        let mut subjects = dependents(doc, head).take_while(|it| *it < before);
        subjects.any(|it| doc[it].deprel.base() == Deprel::Nsubj)
    };
    let is_stray =
        noun > content && has_subject(content, content) && !has_subject(verb, verb);
    (is_governed && is_stray).then_some(noun)
}

/// *accused Roe of fraud*: of two objects, the one behind a preposition is none.
fn demote_objects(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let noun = TokenId::new(index);
        if doc[noun].deprel != Deprel::Obj || !has_case(doc, noun) {
            continue;
        }
        let Some(verb) = doc[noun].head else { continue };
        let is_object =
            |it: &TokenId| doc[*it].head == Some(verb) && doc[*it].deprel == Deprel::Obj;
        let mut between = (verb.0 + 1..noun.0).map(TokenId);
        if between.any(|it| is_object(&it) && !has_case(doc, it)) {
            attach(doc, noun, Some(verb), Deprel::Obl);
        }
    }
}

/// *urged Roe to resign, calling her a liar*: a participle behind a comma says what the
/// one who urges does, not the one who is urged.
fn lift_participles(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let participle = TokenId::new(index);
        let token = &doc[participle];
        let behind_comma = doc.tokens[index - 1].xpos == Xpos::Comma;
        if token.xpos != Xpos::Vbg || token.deprel != Deprel::Advcl || !behind_comma {
            continue;
        }
        let Some(infinitive) = token.head.filter(|it| *it < participle) else { continue };
        let controlled = doc[infinitive].deprel == Deprel::Xcomp;
        let Some(verb) = doc[infinitive].head.filter(|_| controlled) else { continue };
        if doc[infinitive].xpos == Xpos::Vb && has(doc, verb, Deprel::Obj) {
            attach(doc, participle, Some(verb), Deprel::Advcl);
        }
    }
}

/// *is not to suddenly close*: a negation right after an auxiliary is that of its verb,
/// whatever the parser hung it on.
fn return_negations(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let (before, token) = (&doc.tokens[index - 1], &doc.tokens[index]);
        let negates =
            token.deprel == Deprel::Advmod && token.feats.has("Polarity", "Neg");
        // *warned her not to sell it*
        let infinitive = doc.tokens.get(index + 1).filter(|it| it.xpos == Xpos::To);
        if let Some(verb) = infinitive.and_then(|it| it.head).filter(|_| negates)
            && token.head.is_some_and(|it| it < TokenId::new(index))
            && doc[verb].head == token.head
        {
            attach(doc, TokenId::new(index), Some(verb), Deprel::Advmod);
            continue;
        }
        let helps = before.upos == Upos::Aux
            && matches!(before.deprel.base(), Deprel::Aux | Deprel::Cop);
        // Only out of a phrase of the same verb: an aside keeps its own.
        let strays = token.head.and_then(|it| doc[it].head) == before.head;
        if helps && negates && strays && before.head.is_some() {
            let verb = before.head;
            attach(doc, TokenId::new(index), verb, Deprel::Advmod);
        }
    }
}

/// Whether a word belongs to a name.
fn is_named(doc: &Document, token: TokenId) -> bool {
    name_type(doc, token).is_some()
}

fn has_case(doc: &Document, noun: TokenId) -> bool {
    dependents(doc, noun).any(|it| doc[it].deprel == Deprel::Case)
}

#[cfg(test)]
mod tests {
    use super::repair;
    use crate::doc::{TokenId, read_conllu};

    #[test]
    fn a_negation_after_an_auxiliary_goes_back_to_its_verb() {
        let rows = [
            "1 It it PRON PRP _ 7 nsubj:outer",
            "2 is be AUX VBZ _ 7 cop",
            "3 not not PART RB Polarity=Neg 6 advmod",
            "4 to to PART TO _ 7 mark",
            "5 in in ADP IN _ 6 case",
            "6 markets market NOUN NNS _ 7 obl",
            "7 sell sell VERB VB _ 0 root",
        ];
        let conllu: String =
            rows.map(|it| format!("{}\t_\t_\n", it.replace(' ', "\t"))).concat();
        let mut doc = read_conllu(&format!("{conllu}\n")).unwrap();
        assert_eq!(doc[TokenId(2)].head, Some(TokenId(5)));
        repair(&mut doc);
        assert_eq!(doc[TokenId(2)].head, Some(TokenId(6)));
        assert_eq!(doc[TokenId(4)].head, Some(TokenId(5)));
    }
}
