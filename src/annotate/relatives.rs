//! Relative clauses and reports: which noun a clause describes, and whether it does.

use crate::doc::{Document, EntityType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::graft::{
    attach, dependents, first_below, has, is_behind_comma, is_comma, name_type,
};

/// Hangs relative clauses and reports where the words beside them say that they belong.
pub(super) fn repair_relatives(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let verb = TokenId::new(index);
        if doc[verb].deprel == Deprel::AclRelcl {
            raise_relative(doc, verb);
            free_aside(doc, verb);
        }
        if doc[verb].upos != Upos::Verb {
            continue;
        }
        return_whose(doc, verb);
        part_subjects(doc, verb);
        drop_late_subject(doc, verb);
        part_aside(doc, verb);
        free_infinitive(doc, verb);
    }
}

/// *The crews are to guard it*: what is planned, and no description of the crews.
fn free_infinitive(doc: &mut Document, verb: TokenId) {
    let find = |deprel| dependents(doc, verb).find(|it| doc[*it].deprel == deprel);
    let Some(copula) = find(Deprel::Cop).filter(|_| doc[verb].xpos == Xpos::Vb) else {
        return;
    };
    let marked = find(Deprel::Mark).is_some_and(|it| copula < it && it < verb);
    // *The goal is to win*
    let outer = find(Deprel::NsubjOuter).or_else(|| find(Deprel::CsubjOuter));
    if marked && outer.is_none() && find(Deprel::Nsubj).is_some() {
        attach(doc, copula, Some(verb), Deprel::Aux);
    }
}

/// The relative pronoun that is the subject of a clause.
fn relative_subject(doc: &Document, verb: TokenId) -> Option<TokenId> {
    dependents(doc, verb).find(|it| {
        doc[*it].deprel.base() == Deprel::Nsubj && doc[*it].feats.has("PronType", "Rel")
    })
}

/// *a policy on foreign banks that is strict*, *a spokesman for Acme who ran*: where the
/// verb or the pronoun does not fit the noun, but the noun that this one describes, that
/// is what the clause describes.
fn raise_relative(doc: &mut Document, verb: TokenId) {
    let Some(noun) = doc[verb].head else { return };
    let Some(pronoun) = relative_subject(doc, verb) else { return };
    let number = number(doc, verb);
    let personal = doc[pronoun].xpos == Xpos::Wp;
    let agrees = |it: TokenId| {
        let own = ["Sing", "Plur"]
            .into_iter()
            .find(|number| doc[it].feats.has("Number", number));
        let joined = has(doc, it, Deprel::Conj);
        number.is_none() || own.is_none() || own == number || joined
    };
    let acts = |it: TokenId| !personal || !is_thing(doc, it);
    // *the ministry's spokesman, Jan Holt, who*: the name beside it.
    let beside = dependents(doc, noun).find(|it| {
        *it < pronoun && doc[*it].deprel == Deprel::Appos && is_person(doc, *it)
    });
    let beside = beside.filter(|_| personal && !is_person(doc, noun));
    if beside.is_none() && agrees(noun) && acts(noun) {
        return;
    }
    let above = doc[noun].head.filter(|it| {
        doc[noun].deprel.base() == Deprel::Nmod
            && *it < noun
            && doc[*it].upos.is_nominal()
    });
    let fits = |it: &TokenId| {
        let one = doc[*it].upos == Upos::Noun || is_person(doc, *it);
        agrees(*it) && acts(*it) && (!personal || one)
    };
    if let Some(other) = beside.or(above).filter(fits) {
        attach(doc, verb, Some(other), Deprel::AclRelcl);
    }
}

/// The number that a finite verb in the present, or its auxiliary, agrees with.
fn number(doc: &Document, verb: TokenId) -> Option<&'static str> {
    let first = dependents(doc, verb).find(|it| {
        matches!(doc[*it].deprel.base(), Deprel::Aux | Deprel::Cop) && *it < verb
    });
    let token = &doc[first.unwrap_or(verb)];
    match token.xpos {
        Xpos::Vbz => Some("Sing"),
        Xpos::Vbp => Some("Plur"),
        _ => None,
    }
}

/// Whether a word belongs to a name of something that is nobody.
fn is_thing(doc: &Document, token: TokenId) -> bool {
    let kinds = [EntityType::Organization, EntityType::Place];
    name_type(doc, token).is_some_and(|it| kinds.contains(&it))
}

fn is_person(doc: &Document, token: TokenId) -> bool {
    name_type(doc, token) == Some(EntityType::Person)
}

/// *The plant will close, Acme announced on Monday*: a clause without a relative pronoun
/// describes no noun behind a comma, but reports what stands before.
fn free_aside(doc: &mut Document, verb: TokenId) {
    let finite = matches!(doc[verb].xpos, Xpos::Vbd | Xpos::Vbz);
    let Some(noun) = doc[verb].head.filter(|it| finite && *it < verb) else { return };
    let subject = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Nsubj);
    let Some(subject) = subject.filter(|it| *it < verb) else { return };
    let plain = dependents(doc, verb).all(|it| {
        let base = doc[it].deprel.base();
        it == subject || base == Deprel::Punct || it > verb && base == Deprel::Obl
    });
    let relative = (first_below(doc, verb).0..verb.0).any(|it| {
        let feats = &doc[TokenId(it)].feats;
        feats.has("PronType", "Rel") || feats.has("PronType", "Int")
    });
    let mut governor = doc[noun].head;
    while let Some(it) = governor
        && doc[it].upos.is_nominal()
        && !has(doc, it, Deprel::Cop)
    {
        governor = doc[it].head;
    }
    let aside = plain && !relative && is_behind_comma(doc, verb);
    if let Some(governor) = governor.filter(|_| aside) {
        attach(doc, verb, Some(governor), Deprel::Parataxis);
    }
}

/// Whether *whose* stands before a noun.
pub(super) fn is_whose(doc: &Document, noun: TokenId) -> bool {
    dependents(doc, noun).any(|it| {
        doc[it].deprel == Deprel::NmodPoss && doc[it].feats.has("PronType", "Rel")
    })
}

/// *voters, whose support Ana Roe won*: the noun is no title of hers, but what she won.
fn return_whose(doc: &mut Document, verb: TokenId) {
    let subject = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Nsubj);
    let Some(subject) = subject.filter(|_| !has(doc, verb, Deprel::Obj)) else { return };
    let noun = dependents(doc, subject)
        .find(|it| doc[*it].deprel == Deprel::NmodDesc && is_whose(doc, *it));
    if let Some(noun) = noun {
        attach(doc, noun, Some(verb), Deprel::Obj);
    }
}

/// *"Roe, resign!" a man shouted*, *voters, whose support Roe won*: of two subjects before
/// a verb the nearer one is its subject. The other is called upon in what the verb
/// reports, or the object of a relative clause.
fn part_subjects(doc: &mut Document, verb: TokenId) {
    let found = |it: &TokenId| doc[*it].deprel == Deprel::Nsubj;
    let subjects: Vec<_> = dependents(doc, verb).filter(found).collect();
    let &[first, second, ..] = subjects.as_slice() else { return };
    if second > verb {
        return;
    }
    let owned = is_whose(doc, first);
    let content = dependents(doc, verb)
        .find(|it| doc[*it].deprel == Deprel::Ccomp && first < *it && *it < second);
    if owned && !has(doc, verb, Deprel::Obj) {
        attach(doc, first, Some(verb), Deprel::Obj);
    } else if let Some(content) = content {
        attach(doc, first, Some(content), Deprel::Vocative);
    }
}

/// *Roe saw the notes of Holt, an incident that*: a noun behind the object and a comma is
/// no subject of an active verb, but comes after.
fn drop_late_subject(doc: &mut Document, verb: TokenId) {
    let late =
        dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Nsubj && *it > verb);
    let object = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Obj);
    let (Some(late), Some(object)) = (late, object) else { return };
    if verb < object && object < late && is_behind_comma(doc, late) {
        attach(doc, late, Some(verb), Deprel::Dislocated);
    }
}

/// *Roe, an aide said, is confident*: the noun right before the verb says so, of the one
/// before the comma.
fn part_aside(doc: &mut Document, verb: TokenId) {
    let finite = matches!(doc[verb].xpos, Xpos::Vbd | Xpos::Vbz);
    let subject = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Nsubj);
    let Some(subject) = subject.filter(|it| finite && *it < verb) else { return };
    let mut speaker = TokenId(verb.0 - 1);
    while let Some(head) =
        doc[speaker].head.filter(|_| doc[speaker].deprel == Deprel::Flat)
    {
        speaker = head;
    }
    let joined = doc[speaker].deprel == Deprel::Conj && !has(doc, speaker, Deprel::Cc);
    let beside = doc[speaker].head == Some(subject)
        && (doc[speaker].deprel == Deprel::Appos || joined);
    let content = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Ccomp);
    let Some(content) = content.filter(|it| *it > verb) else { return };
    let finite = matches!(doc[content].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        || has(doc, content, Deprel::Cop)
        || has(doc, content, Deprel::Aux);
    if beside
        && is_behind_comma(doc, speaker)
        && is_comma(doc, verb.0 + 1)
        && finite
        && !has(doc, content, Deprel::Nsubj)
        && !has(doc, content, Deprel::Mark)
    {
        let (above, deprel) = (doc[verb].head, doc[verb].deprel);
        attach(doc, content, above, deprel);
        attach(doc, subject, Some(content), Deprel::Nsubj);
        attach(doc, speaker, Some(verb), Deprel::Nsubj);
        attach(doc, verb, Some(content), Deprel::Parataxis);
    }
}
