//! Titles: "Senator Maria Lopez", "former Alba University coach Jan Holt".
//!
//! ## Finds
//! The words of a noun phrase that stand directly before a person's name.
//!
//! ## Gives
//! `Maria Lopez | held_office | Senator`, `Jan Holt | coached | Alba University`.
//!
//! ## Leaves alone
//! Honorifics (*Mr.*), and names before the name of another (*Ruiz ally Chen* gives what
//! the role *ally* says).
//!
//! Cases: `tests/cases/title.md`

use crate::doc::{EntityType, MentionForm, TokenId};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::super::clause::case_of;
use super::super::draft::{Context, Draft};
use super::super::phrase::{Extent, Phrase};
use super::super::role;
use super::super::time::is_time;

const RULE: &str = "title";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let doc = cx.tree.doc();
    let sentence = doc[cx.tree.sentence()].span;
    for mention in cx.tree.mentions().map(|it| &doc[it]) {
        let person = mention.form == MentionForm::Named
            && mention.entity_type == EntityType::Person
            && sentence.contains(mention.span);
        if !person {
            continue;
        }
        let Some(first) = cx.tree.tokens().find(|it| {
            let span = cx.tree.token(*it).span;
            mention.span.contains(span)
        }) else {
            continue;
        };
        let Some(title) = title(cx, first, mention.head) else { continue };
        let (title, other) = match doubled(cx, title) {
            Some((first, second)) => (second, Some(first)),
            None => (title, joined(cx, title, mention.head)),
        };
        if let Some(other) = other {
            let draft =
                Draft::implicit(Context::name_phrase(mention), other, other.head, RULE);
            role::expand(cx, draft, drafts);
        }
        let mut named = vec![Context::name_phrase(mention)];
        // *Senators Holt and Roe*
        if matches!(cx.tree.token(title.head).xpos, Xpos::Nns | Xpos::Nnps) {
            let others = cx.tree.with(mention.head, &[Deprel::Conj]);
            let others = others.filter(|it| cx.is_person(*it));
            named.extend(
                others.filter_map(|it| cx.name_headed(it)).map(Context::name_phrase),
            );
        }
        let before = drafts.len();
        let several = named.len() > 1;
        for subject in named {
            let draft = Draft::implicit(subject, title, title.head, RULE);
            role::expand(cx, draft, drafts);
        }
        // *brothers Jan and Ana Holt*: what they are to each other.
        if several {
            let found = drafts.split_off(before);
            drafts.extend(found.into_iter().filter(|it| it.relation.is_some()));
        }
    }
}

/// The words before the name that starts at `first`.
fn title(cx: &Context<'_>, first: TokenId, head: TokenId) -> Option<Phrase> {
    let tree = cx.tree;
    let start = doc_start(cx);
    let mut words: Vec<TokenId> = Vec::new();
    for at in (start..first.0).rev().map(TokenId) {
        let token = tree.token(at);
        // *Secretary of State*, *Speaker of the House*
        let of = token.upos == Upos::Adp && cx.words.joins(&token.lemma)
            || token.deprel == Deprel::Det;
        let part = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X)
            || (token.deprel == Deprel::Punct && is_hyphen(cx, at))
            || of && token.head.is_some_and(|it| words.contains(&it));
        if !part || !tree.is_under(at, head) {
            break;
        }
        words.insert(0, at);
    }
    let small = |it: &TokenId| matches!(tree.token(*it).upos, Upos::Adp | Upos::Det);
    words.drain(..words.iter().position(|it| !small(it))?);
    let last = *words.last()?;
    let token = tree.token(last);
    let noun = matches!(token.upos, Upos::Noun | Upos::Propn) || token.xpos == Xpos::Nnp;
    let party = cx.words.is_party(&tree.lower(last));
    // *Roe v. Ruiz*
    let letters = tree.doc().form(last).chars().filter(|it| it.is_alphabetic()).count();
    if letters < 2
        || !(noun || party)
        || cx.is_person(last)
        || cx.words.is_honorific(&tree.lower(last))
    {
        return None;
    }
    // *Attorney General Jan Holt*: the head is the first of the two.
    let head = tree
        .token(last)
        .head
        .filter(|it| {
            let of = token.deprel == Deprel::Nmod && case_of(tree, last).is_some();
            words.contains(it) && (token.upos != Upos::Propn || of)
        })
        .unwrap_or(last);
    // *in fact Roe left*
    let before = words[0].0.checked_sub(1).map(TokenId);
    let adverbial = before.is_some_and(|it| tree.token(it).upos == Upos::Adp)
        && words.len() == 1
        && token.upos == Upos::Noun
        && cx.words.noun(&token.lemma) != Some(EntityType::Person)
        && cx.relations.roles(&token.lemma).is_empty();
    // *Following Monday's debate Roe left*: no comma parts the two.
    let dated = words.iter().any(|it| is_time(tree, *it));
    if dated || adverbial || cx.words.occasion(&tree.token(head).lemma).is_some() {
        return None;
    }
    let span = tree.token(words[0]).span.cover(tree.token(last).span);
    Some(Phrase { head, span: Span::new(span.start(), span.end()) })
}

/// *panel Chairman Rep. Jan Holt*: two titles, of which the second is an abbreviation.
fn doubled(cx: &Context<'_>, title: Phrase) -> Option<(Phrase, Phrase)> {
    let tree = cx.tree;
    let words: Vec<_> =
        tree.tokens().filter(|it| title.span.contains(tree.token(*it).span)).collect();
    let (&last, rest) = words.split_last()?;
    let &role = rest.last()?;
    let lemma = tree.token(role).lemma.to_lowercase();
    let short = tree.doc().form(last).ends_with('.');
    if !short || cx.relations.roles(&lemma).is_empty() {
        return None;
    }
    let span = tree.token(rest[0]).span.cover(tree.token(role).span);
    Some((Phrase { head: role, span }, Phrase::word(tree, last)))
}

/// *actor and activist Jan Holt*: the title that is coordinated with the one before the
/// name.
fn joined(cx: &Context<'_>, title: Phrase, head: TokenId) -> Option<Phrase> {
    let tree = cx.tree;
    let first = tree.tokens().find(|it| title.span.contains(tree.token(*it).span))?;
    let joint = first.0.checked_sub(1).map(TokenId)?;
    let other = joint.0.checked_sub(1).map(TokenId)?;
    let both = tree.tokens().any(|it| it == other)
        && tree.token(joint).upos == Upos::Cconj
        && tree.token(other).deprel == Deprel::NmodDesc
        && tree.token(other).head == Some(head);
    both.then(|| Phrase::noun(tree, cx.words, other, Extent::Short))
}

fn doc_start(cx: &Context<'_>) -> u32 {
    cx.tree.doc()[cx.tree.sentence()].tokens.start
}

fn is_hyphen(cx: &Context<'_>, token: TokenId) -> bool {
    cx.tree.token(token).xpos == Xpos::Hyph
}
