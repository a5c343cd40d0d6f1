//! Appositions: "Jane Roe, the director of Acme, …", "Acme, a maker of bolts, …".
//!
//! ## Finds
//! A noun phrase with an `appos` that has a noun for its head.
//!
//! ## Gives
//! `Jane Roe | leads | Acme`; where the noun is no role, `Acme | be | a maker of bolts`.
//!
//! ## Leaves alone
//! A place after a place ("Alba, Ohio"): see `location`. What stands in brackets after a
//! name ("Lopez (D)"): see `bracket`.
//!
//! Cases: `tests/cases/apposition.md`

use crate::doc::{EntityType, MentionForm, Timex, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase, members};
use super::super::role;

const RULE: &str = "apposition";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    for token in cx.tree.tokens() {
        if cx.tree.token(token).deprel == Deprel::Appos
            && let Some((subject, role_head)) = pair(cx, token)
        {
            describe(cx, subject, token, role_head, drafts);
        }
    }
}

/// *Ohio senator Jan Holt, a lawyer*: what hangs on a part describes the whole.
fn whole(tree: &Tree<'_>, mut head: TokenId) -> TokenId {
    while let Some(above) = tree.token(head).head
        && above > head
        && matches!(
            tree.token(head).deprel,
            Deprel::Compound | Deprel::NmodDesc | Deprel::Amod
        )
    {
        head = above;
    }
    head
}

/// Whom or what the apposition `token` is about, and the noun that says what that is.
fn pair(cx: &Context<'_>, token: TokenId) -> Option<(Phrase, TokenId)> {
    let tree = cx.tree;
    let head = whole(tree, tree.token(token).head?);
    // *fired him in May, the month after*, *Sunday, on "Meet the Holts,"*: a time describes
    // nobody, and nothing describes it.
    let ends = [token, head].map(|it| tree.token(it).span);
    let dated = |it: &Timex| ends.iter().any(|end| it.span.overlaps(*end));
    if tree.timexes().iter().any(dated) {
        return None;
    }
    let opened = |it: TokenId| tree.token(it).xpos == Xpos::Lrb;
    let mut marks = [token, head]
        .into_iter()
        .flat_map(|it| tree.with(it, &[Deprel::Punct]).filter(move |mark| *mark < it));
    if marks.any(opened) && cx.name(head).is_some() {
        return None;
    }
    let nominal = |it: Upos| matches!(it, Upos::Noun | Upos::Propn);
    let known = |it: TokenId| {
        !cx.relations.roles(&tree.token(it).lemma.to_lowercase()).is_empty()
    };
    // *one of her allies*
    let counts = tree.token(token).upos == Upos::Num
        && tree.with(token, &[Deprel::Nmod]).any(known);
    if !nominal(tree.token(head).upos) || !(counts || nominal(tree.token(token).upos)) {
        return None;
    }
    let (mut named, mut role_head) = (head, token);
    if cx.is_person(token) && !cx.is_person(head) {
        (named, role_head) = (token, head);
    }
    // *America, Roe*: two names are no description of each other.
    let bare = |it: TokenId| {
        cx.name_headed(it).is_some() && tree.first(it, &[Deprel::Det]).is_none()
    };
    let names = bare(head) && bare(token);
    if names && !known(role_head) || is_aside(cx, token) {
        return None;
    }
    let reversed = role_head != token;
    if reversed {
        // *the moderator of the debate, Jan Holt*
        role_head = role_above(cx, role_head);
    }
    let people = [Some(EntityType::Person), Some(EntityType::Group)];
    let subject = match reversed {
        true => Some(subject(cx, named)).filter(|_| {
            let noun = cx.words.noun(&tree.token(role_head).lemma);
            known(role_head) || people.contains(&noun)
        }),
        false => described(cx, named, token, role_head),
    };
    let subject = subject?;
    // *Roe, the big debate*: nobody is an occasion.
    if cx.is_person(subject.head)
        && cx.words.occasion(&tree.token(role_head).lemma).is_some()
    {
        return None;
    }
    let place = |it| cx.entity_type(it) == EntityType::Place;
    if place(subject) && place(Phrase::word(tree, role_head)) {
        return None;
    }
    Some((subject, role_head))
}

/// What the apposition `token` says of the subject in the words below `role_head`.
fn describe(
    cx: &Context<'_>,
    subject: Phrase,
    token: TokenId,
    role_head: TokenId,
    drafts: &mut Vec<Draft>,
) {
    let descriptions = match role_head == token {
        true => members(cx.tree, token),
        false => vec![role_head],
    };
    for description in descriptions {
        let object = Phrase::noun(cx.tree, cx.words, description, Extent::Of);
        let same = role_head == token && is_same(cx, subject, description);
        let body = cx.is_person(subject.head) && is_body(cx, description);
        if object.span.overlaps(subject.span) || same || body {
            continue;
        }
        let draft = Draft::implicit(subject, object, description, RULE);
        role::expand(cx, draft, drafts);
    }
}

/// *Roe, director of the Acme Fund, a watchdog group*: whether a noun is of a body, which
/// is nobody.
fn is_body(cx: &Context<'_>, noun: TokenId) -> bool {
    let token = cx.tree.token(noun);
    let kind = cx.words.noun(&token.lemma);
    let body = matches!(kind, Some(EntityType::Organization | EntityType::Group));
    let role = !cx.relations.roles(&token.lemma.to_lowercase()).is_empty();
    body && token.xpos == Xpos::Nn && !role
}

/// *the contractor, Acme*: whether the name in a description is that of the subject, which
/// says nothing of it.
fn is_same(cx: &Context<'_>, subject: Phrase, description: TokenId) -> bool {
    let chain =
        |it: TokenId| cx.mentions.headed_by(it).and_then(|it| cx.mentions.chain(it));
    cx.name_headed(description).is_some_and(|it| {
        chain(subject.head).is_some() && chain(subject.head) == chain(it.head)
    })
}

/// Whether an apposition opens with an adverb (*especially the old*) or behind a colon.
fn is_aside(cx: &Context<'_>, apposition: TokenId) -> bool {
    let tree = cx.tree;
    let words = tree.subtree(apposition);
    let first = words.iter().find(|it| tree.token(**it).upos != Upos::Punct);
    let before = words.first().and_then(|it| it.0.checked_sub(1)).map(TokenId);
    let colon = |it: TokenId| tree.token(it).xpos == Xpos::Colon;
    let start = tree.tokens().next();
    let behind = before.filter(|it| Some(*it) >= start);
    first.is_some_and(|it| tree.token(*it).upos == Upos::Adv)
        || behind.is_some_and(colon)
        || words
            .iter()
            .take_while(|it| Some(*it) != first)
            .any(|it| colon(*it) && cx.tree.doc().form(*it) != "--")
}

/// The role that a noun only completes, else the noun itself.
fn role_above(cx: &Context<'_>, noun: TokenId) -> TokenId {
    let token = cx.tree.token(noun);
    let is_role = |it: &TokenId| {
        !cx.relations.roles(&cx.tree.token(*it).lemma.to_lowercase()).is_empty()
    };
    let above = token.head.filter(|_| token.deprel == Deprel::Nmod);
    above.filter(|it| !is_role(&noun) && is_role(it)).unwrap_or(noun)
}

/// Whom or what an apposition describes: `named`, if the two stand side by side, else the
/// name of a person right before it (*Ohio Sen. Jan Holt, a lawyer*).
fn described(
    cx: &Context<'_>,
    named: TokenId,
    apposition: TokenId,
    role: TokenId,
) -> Option<Phrase> {
    let tree = cx.tree;
    let noun = cx.words.noun(&tree.token(role).lemma);
    let known = !cx.relations.roles(&tree.token(role).lemma).is_empty();
    let person = known || noun == Some(EntityType::Person);
    let first = *tree.subtree(apposition).iter().find(|it| {
        let token = tree.token(**it);
        token.upos != Upos::Punct
    })?;
    let subject = subject(cx, named);
    let is_place = cx.entity_type(subject) == EntityType::Place;
    if adjoins(cx, subject.span.end(), first) && !(person && is_place) {
        return (known || cx.is_referred_to(subject.head) || cx.name(role).is_some())
            .then_some(subject);
    }
    let doc = tree.doc();
    let before = tree.mentions().map(|it| &doc[it]).find(|it| {
        it.form == MentionForm::Named
            && it.entity_type == EntityType::Person
            && adjoins(cx, it.span.end(), first)
    });
    if let Some(name) = before.filter(|_| person) {
        return Some(Context::name_phrase(name));
    }
    // *Jan Holt of Acme, the director*: what stands between belongs to the name.
    let inner = tree.subtree_without(named, |it, _| it == apposition);
    let last =
        inner.iter().rfind(|it| **it < first && tree.token(**it).upos != Upos::Punct)?;
    let near = adjoins(cx, tree.token(*last).span.end(), first);
    (near && (known || cx.is_referred_to(subject.head))).then_some(subject)
}

/// Whether nothing but a comma, a dash or a bracket stands between an end and a word.
fn adjoins(cx: &Context<'_>, end: usize, word: TokenId) -> bool {
    let start = cx.tree.token(word).span.start();
    let text = &cx.tree.doc().article.text;
    let between = text.get(end..start);
    // *Roe (D-Ohio), a lawyer*
    let between = between.map(|it| match (it.find('('), it.find(')')) {
        (Some(open), Some(close)) if open < close => {
            [&it[..open], &it[close + 1..]].concat()
        }
        _ => it.to_owned(),
    });
    let marks = |it: char| it.is_whitespace() || matches!(it, ',' | '-' | '–' | '—');
    between.is_some_and(|it| it.chars().all(marks))
}

/// The name that a word heads, else its noun phrase.
fn subject(cx: &Context<'_>, head: TokenId) -> Phrase {
    match cx.name_headed(head) {
        Some(name) => Context::name_phrase(name),
        None => Phrase::noun(cx.tree, cx.words, head, Extent::Of),
    }
}
