//! A role is what a title, apposition or predicate noun says of who holds it.
//!
//! *The mayor of Alba*, *Acme's director*, *former Alba University coach*: the noun
//! decides the relation, and the phrase gives what it relates to.

use crate::doc::{EntityType, TokenId};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::clause::case_of;
use super::draft::{Context, Draft, Slot};
use super::phrase::{Extent, Phrase};
use super::relation::MEMBER_OF;

/// Adds what a draft `subject be role-phrase` says: the relations of the role to what
/// the phrase names, or the role itself.
pub(super) fn expand(cx: &Context<'_>, draft: Draft, drafts: &mut Vec<Draft>) {
    let Some((whole, slot)) = draft.object else { return };
    let phrase = counted(cx, whole);
    let draft = draft.with_object(whole, slot);
    // *is not the first member to resign*: a member, and not the first to.
    let has = |feature, value| {
        let mut beside = cx.tree.dependents(phrase.head).iter();
        beside.any(|it| cx.tree.token(*it).feats.has(feature, value))
    };
    // *is not the only member who resigned*
    let told = || {
        let tree = cx.tree;
        let described = [Deprel::Acl, Deprel::AclRelcl];
        has("Definite", "Def")
            && described.iter().any(|it| tree.exactly(phrase.head, *it).next().is_some())
    };
    if has("Polarity", "Neg") && (has("NumType", "Ord") || told()) {
        drafts.push(draft);
        return;
    }
    let before = drafts.len();
    let subject = draft.subject;
    parties(cx, &draft, phrase, drafts);
    let (noun, own) = role_noun(cx, phrase);
    // *is 71 delegates short*
    let counted = cx.tree.token(phrase.head).xpos == Xpos::Nns
        && cx.tree.first(phrase.head, &[Deprel::Nummod]).is_some();
    let roles = if counted { &[] } else { cx.relations.roles(&noun) };
    let arguments = arguments(cx, phrase);
    let mut related = false;
    let kind = cx.entity_type(subject);
    for role in roles {
        if !role.inverse && !cx.relations.connects(&role.relation, kind, None) {
            continue;
        }
        if role.argument.is_empty() {
            if !related || role.always {
                let object = if role.office { office(cx, phrase) } else { phrase };
                let draft = draft.clone().with_object(object, Slot::Complement);
                drafts.push(draft.with_relation(&role.relation));
                related = true;
            }
            continue;
        }
        let fits = |it: &&Phrase| {
            it.span != draft.subject.span
                && !own.contains(it.span)
                && role.argument.admits(cx.entity_type(**it))
                && !it.span.overlaps(draft.subject.span)
        };
        if (!related || role.always)
            && let Some(argument) = arguments.iter().find(fits)
        {
            let mut draft = draft.clone().with_object(*argument, Slot::Complement);
            if role.inverse {
                draft.subject = *argument;
                draft.object = Some((subject, Slot::Object));
            }
            drafts.push(draft.with_relation(&role.relation));
            related = true;
        }
    }
    if !related && drafts.len() == before {
        drafts.push(draft);
    }
}

/// *one of Ruiz's closest allies*: the role is that of the whole that is counted.
fn counted(cx: &Context<'_>, phrase: Phrase) -> Phrase {
    let tree = cx.tree;
    if tree.token(phrase.head).upos != Upos::Num {
        return phrase;
    }
    let mut wholes = tree
        .with(phrase.head, &[Deprel::Nmod])
        .filter(|it| *it > phrase.head && tree.token(*it).upos == Upos::Noun);
    let whole = wholes.next().map(|it| Phrase::noun(tree, cx.words, it, Extent::Of));
    whole.unwrap_or(phrase)
}

/// The lemma under which the table knows the role, and its words: that of the head, joined by
/// hyphens with the words beside it where they are one office (*attorney general*, *chief of
/// staff*).
fn role_noun(cx: &Context<'_>, phrase: Phrase) -> (String, Span) {
    // *Senators Holt and Roe*: a title in the plural keeps its form as a lemma.
    let lemma = |it: TokenId| {
        let token = cx.tree.token(it);
        let lemma = token.lemma.to_lowercase();
        let plural = lemma.strip_suffix('s').filter(|_| token.xpos == Xpos::Nnps);
        plural.map(str::to_owned).unwrap_or(lemma)
    };
    let head = lemma(phrase.head);
    let at = phrase.head.0;
    let sentence = &cx.tree.doc()[cx.tree.sentence()].tokens;
    let span = |it: u32| cx.tree.token(TokenId(it)).span;
    let inside = |it: u32| sentence.contains(&it) && phrase.span.contains(span(it));
    let ranges = [at.saturating_sub(1)..=at, at..=at + 1, at..=at + 2];
    let beside = ranges.into_iter().filter(|it| it.clone().all(inside)).map(|it| {
        let words = it.clone().map(|it| lemma(TokenId(it))).collect::<Vec<_>>();
        (words.join("-"), span(*it.start()).cover(span(*it.end())))
    });
    let own = cx.tree.token(phrase.head).span;
    let mut known = beside.filter(|(it, _)| !cx.relations.roles(it).is_empty());
    known.next().unwrap_or((head, own))
}

/// What a role phrase may relate to: possessors, then prepositional phrases, then names
/// inside it.
fn arguments(cx: &Context<'_>, phrase: Phrase) -> Vec<Phrase> {
    let tree = cx.tree;
    let mut arguments: Vec<_> = tree
        .exactly(phrase.head, Deprel::NmodPoss)
        .map(|it| Phrase::noun(tree, cx.words, it, Extent::Of))
        .collect();
    let modifiers = tree.with(phrase.head, &[Deprel::Nmod]);
    let case = |it: TokenId| case_of(tree, it).map(|it| &*tree.token(it).lemma);
    let modifiers: Vec<_> = modifiers
        .filter(|it| tree.token(*it).deprel == Deprel::Nmod && case(*it).is_some())
        .collect();
    // *the commander of troops in Alba*: in Alba, and of the troops.
    let whole = modifiers.iter().any(|it| case(*it).is_some_and(|it| cx.words.joins(it)));
    let modifiers = modifiers
        .into_iter()
        .filter(|it| !whole || !case(*it).is_some_and(|it| cx.words.marks_place(it)));
    arguments.extend(modifiers.map(|it| Phrase::noun(tree, cx.words, it, Extent::Of)));
    let doc = tree.doc();
    let head = tree.token(phrase.head).span;
    let inside = tree.mentions().map(|it| &doc[it]).filter(|it| {
        phrase.span.contains(it.span)
            && it.span.end() <= head.start()
            && cx.mentions.name_at(it.head).is_some_and(|name| doc[name].span == it.span)
    });
    arguments.extend(inside.map(Context::name_phrase));
    // *the campaign manager*, *a super PAC spokesman*: the body is a common noun.
    let bodies = tree.with(phrase.head, &[Deprel::Compound]).filter(|it| {
        matches!(
            cx.entity_type(Phrase::word(tree, *it)),
            EntityType::Organization | EntityType::Group
        )
    });
    for body in bodies.collect::<Vec<_>>() {
        let mut body = Phrase::noun(tree, cx.words, body, Extent::Of);
        // *Clinton's campaign manager*: the campaign is hers.
        if let Some(owner) = tree.exactly(phrase.head, Deprel::NmodPoss).next() {
            let owner = Phrase::noun(tree, cx.words, owner, Extent::Of);
            body.span = owner.span.cover(body.span);
        }
        arguments.insert(0, body);
    }
    arguments
}

/// The office in a role phrase: without *former* and *then*, parties and places.
fn office(cx: &Context<'_>, phrase: Phrase) -> Phrase {
    let tree = cx.tree;
    let mut first = phrase.head;
    let mut at = phrase.head;
    while let Some(before) = at.0.checked_sub(1).map(TokenId) {
        let token = tree.token(before);
        let inside = phrase.span.contains(token.span);
        let part = token.upos != Upos::Adv
            && matches!(
                token.deprel,
                Deprel::Compound | Deprel::Punct | Deprel::Amod | Deprel::NmodDesc
            )
            && cx.name(before).is_none()
            && (token.upos != Upos::Adj || cx.words.is_rank(&token.lemma));
        if !inside || !part || token.xpos == Xpos::Comma {
            break;
        }
        if token.deprel != Deprel::Punct {
            first = before;
        }
        at = before;
    }
    // *four-star general*, but *then-governor*
    let tied = tree.tied(first);
    let first = if tree.token(tied).upos == Upos::Adv { first } else { tied };
    let start = tree.token(first).span.start();
    let end = phrase.span.end();
    Phrase { head: phrase.head, span: Span::new(start, end) }
}

/// *Democratic senator*, *Republican nominee*: what the adjective of a party says.
fn parties(cx: &Context<'_>, draft: &Draft, phrase: Phrase, drafts: &mut Vec<Draft>) {
    use EntityType::{Group, Office, Organization, Person};
    // *The critique is a Democratic line of attack*: no party has it for a member.
    let acts =
        |it: Phrase| matches!(cx.entity_type(it), Person | Group | Organization | Office);
    if !acts(draft.subject) && !acts(phrase) {
        return;
    }
    for &token in cx.tree.dependents(phrase.head) {
        if phrase.span.contains(cx.tree.token(token).span)
            && cx.words.names_party(&cx.tree.lower(token))
        {
            let party = Phrase::word(cx.tree, token);
            let draft = draft.clone().with_object(party, Slot::Complement);
            drafts.push(draft.with_relation(MEMBER_OF));
        }
    }
}
