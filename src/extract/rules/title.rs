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

use super::super::draft::{Context, Draft};
use super::super::phrase::Phrase;
use super::super::role;

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
        let part = matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::X)
            || (token.deprel == Deprel::Punct && is_hyphen(cx, at));
        if !part || !tree.is_under(at, head) {
            break;
        }
        words.insert(0, at);
    }
    let last = *words.last()?;
    let token = tree.token(last);
    let noun = matches!(token.upos, Upos::Noun | Upos::Propn) || token.xpos == Xpos::Nnp;
    let party = cx.words.is_party(&tree.lower(last));
    if !(noun || party) || cx.is_person(last) || cx.words.is_honorific(&tree.lower(last))
    {
        return None;
    }
    // *Attorney General Jan Holt*: the head is the first of the two.
    let head = tree
        .token(last)
        .head
        .filter(|it| words.contains(it) && tree.token(last).upos != Upos::Propn)
        .unwrap_or(last);
    let span = tree.token(words[0]).span.cover(tree.token(last).span);
    Some(Phrase { head, span: Span::new(span.start(), span.end()) })
}

fn doc_start(cx: &Context<'_>) -> u32 {
    cx.tree.doc()[cx.tree.sentence()].tokens.start
}

fn is_hyphen(cx: &Context<'_>, token: TokenId) -> bool {
    cx.tree.token(token).xpos == Xpos::Hyph
}
