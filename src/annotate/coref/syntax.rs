//! Syntax: what the tree of a sentence says of two of its mentions.

use crate::doc::{EntityType, MentionId, TokenId, Tree};
use crate::ud::{Deprel, Upos};

use super::links::Links;
use super::scene::{Determiner, Scene};
use super::words::Usage;

/// How far up a tree a reflexive looks for its subject, and a subject for its verb.
const REACH: usize = 6;

/// The slots of a verb of which no two are the same thing, unless a reflexive says so.
const ARGUMENTS: [Deprel; 4] = [Deprel::Nsubj, Deprel::Obj, Deprel::Iobj, Deprel::Obl];

/// Links appositions, relative pronouns and reflexives.
pub(super) fn link(scene: &Scene<'_>, links: &mut Links) {
    for mention in scene.ids() {
        let phrase = scene.phrase(mention);
        let antecedent = if phrase.has_usage(Usage::Relative) {
            antecedent(scene, mention)
        } else if phrase.has_usage(Usage::Reflexive) {
            let subject = reflected(scene, mention);
            subject.filter(|it| links.agree(*it, mention))
        } else {
            let beside = apposition(scene, mention).or_else(|| named(scene, mention));
            let beside = beside.or_else(|| called(scene, mention));
            beside.filter(|it| links.agree(*it, mention))
        };
        if let Some(antecedent) = antecedent.filter(|it| *it != mention) {
            links.attach(antecedent, mention);
        }
    }
}

/// What a relative pronoun stands for: the noun on which its clause depends.
fn antecedent(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let mut at = scene.phrase(mention).head();
    for _ in 0..REACH {
        let token = scene.token(at);
        let head = token.head?;
        if token.deprel == Deprel::AclRelcl {
            return scene.headed_by(head);
        }
        at = head;
    }
    None
}

/// The subject to which a reflexive points back, or the object that acts for it.
fn reflected(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let tree = scene.tree(mention);
    let mut at = scene.token(scene.phrase(mention).head()).head;
    for _ in 0..REACH {
        let verb = at?;
        let subject = subject_of(tree, verb);
        if let Some(found) = subject.and_then(|it| scene.headed_by(it)) {
            return Some(found);
        }
        at = scene.token(verb).head;
    }
    None
}

/// What a noun in apposition stands beside: *Ana Ruiz, the mayor*, *the mayor Ana Ruiz*.
fn apposition(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let phrase = scene.phrase(mention);
    let token = scene.token(phrase.head());
    let beside = token.head.and_then(|it| scene.headed_by(it))?;
    let other = scene.phrase(beside);
    let is_described = phrase.is_nominal()
        && matches!(token.deprel, Deprel::NmodDesc | Deprel::Compound)
        && other.mention.entity_type == EntityType::Person
        && other.is_name();
    // *Roe leads the pack; terrorism an issue*: what a semicolon parts is something else.
    let tree = scene.tree(mention);
    let parted = tree
        .tokens()
        .any(|it| other.head() < it && it < phrase.head() && scene.doc.form(it) == ";");
    let is_beside = token.deprel == Deprel::Appos
        && !parted
        && (phrase.is_nominal() || other.is_nominal())
        && phrase.mention.entity_type != EntityType::Place
        && other.mention.entity_type != EntityType::Place
        && phrase.traits.is_person() == other.traits.is_person();
    // In a list, the comma joins what the tree takes for an apposition; but a person is
    // no member of a list of descriptions.
    let is_list = || {
        let follows = [Deprel::Cc, Deprel::Conj];
        let is_named = phrase.is_name() != other.is_name() && phrase.traits.is_person();
        !is_named && scene.tree(mention).first(phrase.head(), &follows).is_some()
    };
    (is_described || is_beside && !is_list()).then_some(beside)
}

/// Who is called by a description: *called Ruiz a "dreamer"*.
fn called(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let phrase = scene.phrase(mention);
    let token = scene.token(phrase.head());
    let fits = phrase.is_nominal()
        && phrase.traits.is_person()
        && token.deprel.base() == Deprel::Xcomp;
    let verb = token.head.filter(|_| fits)?;
    let tree = scene.tree(mention);
    let object = tree.first(verb, &[Deprel::Obj]).filter(|_| !tree.is_negated(verb))?;
    scene.headed_by(object)
}

/// The name between commas right after a description of one person, whatever the tree
/// makes of it: *his wife, Ana, and his son*.
fn named(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let phrase = scene.phrase(mention);
    let fits = phrase.is_nominal()
        && phrase.traits.is_person()
        && !phrase.traits.is_plural()
        && !matches!(phrase.determiner, Determiner::Other | Determiner::Bare);
    let span = phrase.mention.span;
    let text = &scene.doc.article.text;
    let after = text.get(span.end()..).filter(|_| fits)?.strip_prefix(", ")?;
    let start = text.len() - after.len();
    let next = (mention.index() + 1..scene.phrases.len()).map(MentionId::new);
    let name = next.take(3).find(|it| {
        let other = scene.phrase(*it);
        other.is_name()
            && other.mention.entity_type == EntityType::Person
            && other.mention.span.start() == start
            && scene.sentence(*it) == scene.sentence(mention)
    })?;
    // *The mayor, Ana Ruiz and Leo Chen* is a list.
    let end = scene.phrase(name).mention.span.end();
    let mut after = scene.tree(name).tokens().map(|it| scene.token(it));
    let after = after.find(|it| it.span.start() >= end);
    let ends = after.is_none_or(|it| matches!(it.upos, Upos::Punct | Upos::Adp));
    let is_list = scene.tree(mention).first(phrase.head(), &[Deprel::Conj]);
    let is_list = is_list.is_some_and(|it| it == scene.phrase(name).head());
    (ends && (!is_list || is_kin(scene, mention))).then_some(name)
}

/// Whether somebody has a person as his own: *his wife*.
fn is_kin(scene: &Scene<'_>, mention: MentionId) -> bool {
    matches!(scene.phrase(mention).determiner, Determiner::Possessive(_))
}

/// The subject of a predicate: its own, that of the verb it is joined to, or the one
/// that governs it.
pub(super) fn subject_of(tree: &Tree<'_>, verb: TokenId) -> Option<TokenId> {
    let mut at = verb;
    for _ in 0..REACH {
        if let Some(subject) = tree.first(at, &[Deprel::Nsubj]) {
            return Some(subject);
        }
        let token = tree.token(at);
        let head = token.head?;
        match token.deprel.base() {
            Deprel::Xcomp => {
                let objects = [Deprel::Obj, Deprel::Iobj];
                if let Some(object) = tree.first(head, &objects).filter(|it| *it < at) {
                    return Some(object);
                }
            }
            Deprel::Advcl | Deprel::Conj if token.upos != Upos::Noun => {}
            Deprel::Acl => return Some(head),
            _ => return None,
        }
        at = head;
    }
    None
}

/// Whether the grammar of their sentence keeps two mentions apart: one inside the other,
/// both arguments of one verb, or members of one list.
pub(super) fn apart(scene: &Scene<'_>, one: MentionId, other: MentionId) -> bool {
    if scene.sentence(one) != scene.sentence(other) {
        return false;
    }
    let (left, right) = (scene.phrase(one), scene.phrase(other));
    let (left_span, right_span) = (left.mention.span, right.mention.span);
    let is_nested = left_span.contains(right_span) || right_span.contains(left_span);
    let possessive = [left, right].iter().any(|it| it.has_usage(Usage::Possessive));
    if is_nested || possessive {
        return is_nested;
    }
    let tree = scene.tree(one);
    let (left, right) = (top(tree, left.head()), top(tree, right.head()));
    if left == right {
        return true;
    }
    let is_argument = |it: TokenId| ARGUMENTS.contains(&tree.token(it).deprel.base());
    if !is_argument(left) && !is_argument(right) {
        return false;
    }
    let head = |it: TokenId| tree.token(it).head;
    if head(left) == head(right) && is_argument(left) && is_argument(right) {
        return true;
    }
    let governs = |subject: TokenId, object: TokenId| {
        is_argument(object)
            && tree.token(object).deprel.base() != Deprel::Nsubj
            && head(object).and_then(|it| subject_of(tree, it)) == Some(subject)
    };
    governs(left, right) || governs(right, left)
}

/// Whether a pronoun is the subject of a verb that has a name in what it governs, so that
/// the name is somebody else: *She thinks Ana Ruiz will win*.
pub(super) fn binds(scene: &Scene<'_>, pronoun: MentionId, name: MentionId) -> bool {
    let tree = scene.tree(pronoun);
    let subject = tree.token(scene.phrase(pronoun).head());
    let Some(verb) = subject.head.filter(|_| subject.deprel.base() == Deprel::Nsubj)
    else {
        return false;
    };
    let head = scene.phrase(name).head();
    let mut above = std::iter::successors(Some(head), |it| tree.token(*it).head);
    let content = above.find(|it| tree.token(*it).head == Some(verb));
    scene.phrase(name).is_name()
        && content.is_some_and(|it| tree.token(it).deprel == Deprel::Ccomp)
}

/// The first member of the list that a noun belongs to.
fn top(tree: &Tree<'_>, noun: TokenId) -> TokenId {
    let mut at = noun;
    while tree.token(at).deprel == Deprel::Conj
        && let Some(head) = tree.token(at).head
        && tree.token(head).upos.is_nominal()
    {
        at = head;
    }
    at
}
