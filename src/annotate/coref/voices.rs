//! A voice is a mention that speaks for its chain when a pronoun asks whom it
//! means; its loudness is a sum of learned weights of what it is and where it stands.

use crate::doc::{EntityType, MentionId, TokenId, Tree};
use crate::ud::{Deprel, Upos};

use super::links::Links;
use super::scene::{Determiner, Scene};
use super::speakers::Speakers;
use super::syntax::subject_of;
use super::words::Usage;

/// What a mention is and where it stands, seen from a pronoun: names of features, each
/// with its value.
pub(super) type Features = Vec<(&'static str, f32)>;

/// The feature of the subject of the clause that a pronoun stands in.
const OWN_CLAUSE: &str = "subject of its clause";

/// How many sentences back what a pronoun meant stays in mind.
const MEMORY: usize = 40;

/// Which weights a pronoun has: those of a person, of a thing, or of several.
pub(super) fn kind(scene: &Scene<'_>, mention: MentionId) -> &'static str {
    let traits = scene.phrase(mention).traits;
    match () {
        () if traits.is_plural() => "several",
        () if traits.is_person() => "person",
        () => "thing",
    }
}

/// What is known of all who might be meant, before one of them is looked at.
#[derive(Debug)]
pub(super) struct Field {
    /// Their chains, the nearest first.
    chains: Vec<MentionId>,
    /// How many mentions the most mentioned of them has in the whole text.
    most: usize,
    /// The chain that the last pronoun of the same number and gender meant, and how many
    /// sentences ago.
    last: Option<(MentionId, usize)>,
    /// The pronoun.
    mention: MentionId,
    /// What it is itself.
    own: Features,
}

impl Field {
    /// `voices` are the mentions that might be meant, the nearest first.
    pub(super) fn new(
        scene: &Scene<'_>,
        links: &Links,
        speakers: &Speakers,
        mention: MentionId,
        voices: &[MentionId],
    ) -> Self {
        let mut chains = Vec::new();
        for chain in voices.iter().map(|it| links.chain(*it)) {
            if !chains.contains(&chain) {
                chains.push(chain);
            }
        }
        let traits = scene.phrase(mention).traits;
        let is_like = |it: &MentionId| {
            let other = scene.phrase(*it);
            other.pronoun().is_some() && other.traits == traits && !links.is_alone(*it)
        };
        let last = scene.before(mention, MEMORY).rev().find(is_like);
        Self {
            most: chains.iter().map(|it| links.members(*it).len()).max().unwrap_or(1),
            last: last.map(|it| (links.chain(it), scene.distance(it, mention))),
            own: own(scene, speakers, mention),
            mention,
            chains,
        }
    }
}

/// What a pronoun is, whoever is meant.
fn own(scene: &Scene<'_>, speakers: &Speakers, mention: MentionId) -> Features {
    let phrase = scene.phrase(mention);
    let head = phrase.head();
    let tree = scene.tree(mention);
    let role = match scene.deprel(mention).base() {
        _ if phrase.has_usage(Usage::Possessive) => "its possessive",
        Deprel::Nsubj => "its subject",
        Deprel::Obj | Deprel::Iobj => "its object",
        _ => "its oblique",
    };
    let mut found = vec![(role, 1.0)];
    let mut say = |it: &'static str, holds: bool| {
        if holds {
            found.push((it, 1.0));
        }
    };
    let before = tree.tokens().take_while(|it| *it < head);
    say(
        "it begins",
        before.filter(|it| tree.token(*it).upos != Upos::Punct).count() == 0,
    );
    say("it is quoted", scene.is_quoted(mention));
    say("it speaks", speakers.speaks(mention));
    say("it is main", scene.token(head).head.is_some_and(|it| is_main(scene, it)));
    found.push(("its depth", depth(tree, head)));
    found
}

/// The features of a mention; `rank` is its place among the possible ones, the nearest
/// first.
pub(super) fn features(
    scene: &Scene<'_>,
    links: &Links,
    speakers: &Speakers,
    field: &Field,
    (voice, rank): (MentionId, usize),
) -> Features {
    let mention = field.mention;
    let (other, phrase) = (scene.phrase(voice), scene.phrase(mention));
    let mut found = field.own.clone();
    place(scene, (voice, mention), rank, &mut found);
    syntax(scene, (voice, mention), &mut found);
    standing(scene, links, field, (voice, mention), &mut found);
    let mut say = |it: &'static str, holds: bool| {
        if holds {
            found.push((it, 1.0));
        }
    };
    say("name", other.is_name());
    say("full name", other.is_name() && is_full(scene, voice));
    say("nominal", other.is_nominal());
    say("pronoun", other.pronoun().is_some());
    say("same pronoun", other.pronoun().is_some() && other.traits == phrase.traits);
    say("definite", other.determiner == Determiner::Definite);
    say("indefinite", other.determiner == Determiner::Other);
    say("possessed", matches!(other.determiner, Determiner::Possessive(_)));
    say("named", links.is_named(voice));
    let theirs = links.traits(voice);
    say(
        "gender unknown",
        !phrase.traits.is_plural() && theirs.agrees_with_more(phrase.traits),
    );
    say("maybe no person", phrase.traits.is_person() && !theirs.is_person());
    say("one for several", phrase.traits.is_plural() && !theirs.is_plural());
    say(
        "possessor",
        phrase.has_usage(Usage::Possessive) && other.has_usage(Usage::Possessive),
    );
    say("quoted apart", scene.is_quoted(voice) != scene.is_quoted(mention));
    let goes_on = speakers.speaks(mention) && speakers.speaks(voice);
    say("spoke before", goes_on && scene.distance(voice, mention) == 1);
    say("speaks", speakers.speaks(voice));
    let entity_type = match other.mention.entity_type {
        EntityType::Organization => "organization",
        EntityType::Place => "place",
        EntityType::Group => "group",
        EntityType::Event => "event",
        EntityType::Person => "human",
        _ => "other",
    };
    say(entity_type, true);
    found
}

/// How its chain stands among those that might be meant.
fn standing(
    scene: &Scene<'_>,
    links: &Links,
    field: &Field,
    (voice, mention): (MentionId, MentionId),
    found: &mut Features,
) {
    let chain = links.chain(voice);
    let members = links.members(voice);
    let before = &members[..members.partition_point(|it| *it < mention)];
    let is_recent = |it: &&MentionId| scene.distance(**it, mention) <= 1;
    let recent = before.iter().rev().take_while(is_recent).take(4).count();
    let number = |it: usize| f32::from(u16::try_from(it).unwrap_or(u16::MAX));
    found.push(("mentions", number(before.len().max(1)).ln()));
    found.push(("recent", number(recent)));
    found.push(("mentions in all", number(members.len()).ln()));
    let nearer = field.chains.iter().position(|it| *it == chain).unwrap_or_default();
    found.push(("chains nearer", f32::from(u16::try_from(nearer.min(5)).unwrap_or(5))));
    let rivals = u16::try_from(field.chains.len().min(8)).unwrap_or(8);
    found.push(("rivals", f32::from(rivals).ln()));
    let mut say = |it: &'static str, holds: bool| {
        if holds {
            found.push((it, 1.0));
        }
    };
    say("only one", field.chains.len() == 1);
    say("most mentioned", members.len() == field.most);
    say("first of all", field.chains.iter().min() == Some(&chain));
    if let Some((_, ago)) = field.last.filter(|(it, _)| *it == chain) {
        say("meant last in the sentence", ago == 0);
        say("meant last in the one before", ago == 1);
        say("meant last", ago > 1);
    } else {
        say("another meant last in the sentence", field.last.is_some_and(|it| it.1 == 0));
    }
    let after = &members[members.partition_point(|it| *it <= mention)..];
    let near = after.iter().take_while(|it| scene.distance(mention, **it) <= 1);
    let again: Vec<_> = near
        .filter(|it| scene.phrase(**it).is_name())
        .map(|it| scene.distance(mention, *it))
        .collect();
    say("named again in the sentence", again.contains(&0));
    say("named again right after", again.contains(&1));
}

/// Whether a name has several words.
fn is_full(scene: &Scene<'_>, name: MentionId) -> bool {
    scene.doc.text(scene.phrase(name).mention.span).contains(char::is_whitespace)
}

/// Where a voice stands.
fn place(
    scene: &Scene<'_>,
    (voice, mention): (MentionId, MentionId),
    rank: usize,
    found: &mut Features,
) {
    let distance = match scene.distance(voice, mention) {
        0 if voice > mention => "after",
        0 => "same sentence",
        1 => "one back",
        2 => "two back",
        3 => "three back",
        _ => "far back",
    };
    found.push((distance, 1.0));
    found.push(("rank", f32::from(u16::try_from(rank.min(10)).unwrap_or(10))));
    let words = scene.phrase(mention).head().0.abs_diff(scene.phrase(voice).head().0);
    let words = u16::try_from(words).unwrap_or(u16::MAX);
    found.push(("words between", f32::from(words).ln_1p()));
    if rank == 0 {
        found.push(("nearest", 1.0));
    }
    if scene.paragraph(voice) == scene.paragraph(mention) {
        found.push(("same paragraph", 1.0));
    }
    if scene.sentence(voice).index() == 0 {
        found.push(("first sentence", 1.0));
    }
}

/// What a voice does in its sentence, and in that of the pronoun.
fn syntax(
    scene: &Scene<'_>,
    (voice, mention): (MentionId, MentionId),
    found: &mut Features,
) {
    let other = scene.phrase(voice);
    let (role, own) = (scene.deprel(voice), scene.deprel(mention));
    let name = match role.base() {
        Deprel::Nsubj => "subject",
        Deprel::Obj | Deprel::Iobj => "object",
        Deprel::Obl => "oblique",
        Deprel::Nmod if other.has_usage(Usage::Possessive) => "possessive pronoun",
        Deprel::Nmod if role == Deprel::NmodPoss => "possessive",
        Deprel::Nmod => "of a noun",
        Deprel::Conj => "joined",
        Deprel::Compound => "compound",
        Deprel::Appos => "apposition",
        _ => "elsewhere",
    };
    found.push((name, 1.0));
    found.push(("depth", depth(scene.tree(voice), other.head())));
    let verb = scene.token(other.head()).head;
    let clause = verb.map(|it| scene.token(it).deprel);
    if role.base() == Deprel::Nsubj && verb.is_some_and(|it| is_main(scene, it)) {
        found.push(("main subject", 1.0));
    }
    if role.base() == Deprel::Nsubj {
        match clause.map(Deprel::base) {
            Some(Deprel::Acl) => found.push(("subject of a relative clause", 1.0)),
            Some(Deprel::Advcl) => found.push(("subject of an adverbial clause", 1.0)),
            Some(Deprel::Ccomp) => found.push(("subject of what is said", 1.0)),
            _ => {}
        }
    }
    if role.base() == own.base() {
        let is_subject = own.base() == Deprel::Nsubj;
        found.push((if is_subject { "both subjects" } else { "same role" }, 1.0));
    }
    let above = |it: MentionId| scene.token(scene.phrase(it).head()).head;
    if let (Some(theirs), Some(ours)) = (above(voice), above(mention)) {
        let joined = scene.token(ours);
        if joined.deprel.base() == Deprel::Conj && joined.head == Some(theirs) {
            found.push(("verbs joined", 1.0));
        }
        if scene.token(theirs).lemma == scene.token(ours).lemma {
            found.push(("same verb", 1.0));
        }
    }
    if scene.distance(voice, mention) == 0 {
        let pronoun = scene.phrase(mention).head();
        let governs = governing(scene, voice, pronoun);
        found.extend(governs.map(|it| (it, 1.0)));
        if governs.is_some() && scene.phrase(mention).has_usage(Usage::Possessive) {
            found.push(("subject that has it", 1.0));
        }
    }
}

/// Whether a word is the predicate of a main clause.
fn is_main(scene: &Scene<'_>, verb: TokenId) -> bool {
    let deprel = scene.token(verb).deprel.base();
    matches!(deprel, Deprel::Root | Deprel::Parataxis | Deprel::Conj)
}

/// How many words are above a word.
fn depth(tree: &Tree<'_>, word: TokenId) -> f32 {
    let above = std::iter::successors(Some(word), |it| tree.token(*it).head);
    f32::from(u16::try_from(above.take(9).count()).unwrap_or(9))
}

/// Whether a mention is the subject of the clause that a pronoun stands in.
pub(super) fn is_own_subject(
    scene: &Scene<'_>,
    voice: MentionId,
    mention: MentionId,
) -> bool {
    scene.distance(voice, mention) == 0
        && governing(scene, voice, scene.phrase(mention).head()) == Some(OWN_CLAUSE)
}

/// How far up the subject of a clause that the pronoun stands in is.
fn governing(
    scene: &Scene<'_>,
    earlier: MentionId,
    pronoun: TokenId,
) -> Option<&'static str> {
    let subject = scene.phrase(earlier).head();
    let tree = scene.tree_of(pronoun);
    let mut at = scene.token(pronoun).head;
    let mut clauses = 0;
    let mut last = None;
    while let Some(verb) = at {
        let is_verb = matches!(tree.token(verb).upos, Upos::Verb | Upos::Aux | Upos::Adj);
        let found = subject_of(tree, verb).filter(|_| is_verb);
        if found == Some(subject) {
            return Some(match clauses {
                0 => OWN_CLAUSE,
                1 => "subject of the clause above",
                _ => "subject far above",
            });
        }
        if found.is_some() && found != last && found != Some(pronoun) {
            clauses += 1;
            last = found;
        }
        at = scene.token(verb).head;
    }
    None
}
