//! An extractor reads the facts of a document.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{Document, EntityType, MentionForm, Quotations, TokenId, Tree};
use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::adposition::adposition;
use super::argument::{extras, is_whole};
use super::attribution::{self, Scene, Speakers, Voice, Voices};
use super::clause::{Clause, clauses};
use super::confidence::{Confidence, signs};
use super::draft::{Context, Draft, Mentions, Slot};
use super::phrase::Phrase;
use super::polarity::{Mood, Moods};
use super::relate::relate;
use super::relation::{OF_OFFICES, Relations};
use super::subject::Found;
use super::words::Words;
use super::{
    Argument, Attribution, Evidence, Fact, Factuality, Literal, Node, OpenFact, Passage,
    Predicate, Rendering, Role, Source, Time, open, rules, time,
};

/// Everything needed to read facts: shared by all threads.
#[derive(Debug)]
pub struct Extractor {
    words: Words,
    relations: Relations,
    confidence: Confidence,
}

impl Extractor {
    /// Reads the tables.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self {
            words: Words::new(lexicon)?,
            relations: Relations::new(lexicon)?,
            confidence: Confidence::new(lexicon)?,
        })
    }

    /// The facts of a document, in the order of its text.
    pub fn extract(&self, doc: &Document) -> Vec<Fact> {
        self.with_scenes(doc, |scenes| {
            let speakers = Speakers::of(doc, scenes);
            let mentions = Mentions::of(doc);
            let mut facts = Vec::new();
            for scene in scenes {
                let reader = Reader {
                    extractor: self,
                    scene: *scene,
                    speakers: &speakers,
                    voices: scene.voices(),
                    mentions: &mentions,
                    times: time::times(scene.tree, &self.words),
                };
                reader.read(&mut facts);
            }
            once(&mut facts, &mentions);
            time::carry(scenes, &mentions, &mut facts);
            facts
        })
    }

    /// The attributions of a document as passages of its text.
    pub fn attributions(&self, doc: &Document) -> Vec<Passage> {
        self.with_scenes(doc, |scenes| {
            attribution::passages(doc, scenes, &Speakers::of(doc, scenes))
        })
    }

    /// Reads something off all sentences of a document with their clauses and quotations.
    fn with_scenes<T>(&self, doc: &Document, read: impl FnOnce(&[Scene<'_>]) -> T) -> T {
        let trees: Vec<_> = doc.sentence_ids().map(|it| Tree::new(doc, it)).collect();
        let clauses: Vec<_> = trees.iter().map(|it| clauses(it, &self.words)).collect();
        let quotations = Quotations::of(doc);
        let scenes: Vec<_> = (trees.iter().zip(&clauses))
            .map(|(tree, clauses)| Scene {
                tree,
                clauses,
                words: &self.words,
                quotations: &quotations,
            })
            .collect();
        read(&scenes)
    }

    /// The open facts of each sentence of a document.
    pub fn open_facts(&self, doc: &Document, rendering: Rendering) -> Vec<Vec<OpenFact>> {
        let mentions = Mentions::of(doc);
        let facts = |sentence| {
            let tree = Tree::new(doc, sentence);
            let clauses = clauses(&tree, &self.words);
            let sentence = open::Sentence {
                tree: &tree,
                clauses: &clauses,
                words: &self.words,
                mentions: &mentions,
            };
            open::render(&sentence, rendering)
        };
        doc.sentence_ids().map(facts).collect()
    }
}

/// Turns the drafts of one sentence into facts.
struct Reader<'a> {
    extractor: &'a Extractor,
    scene: Scene<'a>,
    speakers: &'a Speakers,
    voices: Voices,
    mentions: &'a Mentions,
    times: BTreeMap<TokenId, Time>,
}

impl Reader<'_> {
    fn read(&self, facts: &mut Vec<Fact>) {
        let cx = Context {
            tree: self.scene.tree,
            clauses: self.scene.clauses,
            words: &self.extractor.words,
            relations: &self.extractor.relations,
            mentions: self.mentions,
        };
        let asked = is_question(self.scene.tree);
        let mut found = Vec::new();
        for draft in rules::apply(&cx) {
            // A question states nothing; its names and titles still do.
            if asked && draft.clause.is_some() {
                continue;
            }
            // *did all that she could*: what, the verb before says.
            if cx.tree.token(draft.trigger).xpos == Xpos::Md || is_of_day(&cx, &draft) {
                continue;
            }
            for draft in relate(&cx, draft) {
                if draft.clause.is_none() && is_unknown(&cx, &draft) {
                    continue;
                }
                let fact = self.fact(&cx, &draft);
                if !self.is_reflexive(&fact) && !found.iter().any(|it| same(it, &fact)) {
                    found.push(fact);
                }
            }
        }
        facts.append(&mut found);
    }

    fn fact(&self, cx: &Context<'_>, draft: &Draft) -> Fact {
        let doc = cx.tree.doc();
        let clause = draft.clause.map(|it| &cx.clauses[it]);
        let moods =
            Moods { tree: cx.tree, words: &self.extractor.words, clauses: cx.clauses };
        let mut mood = clause.map_or(Mood::ACTUAL, |it| moods.of(it));
        // *vowed not to repeat it*: what is vowed is denied, and not the vow.
        if let Some(clause) = clause.filter(|it| it.chain.contains(&draft.trigger)) {
            mood.negated = moods.negated_at(clause, draft.trigger, mood.negated);
        }
        mood.negated ^= draft.object.is_some_and(|(it, _)| moods.excepts(it.head));
        // *rather than in Ohio, which votes in May*: Ohio does vote then.
        let own = clause.is_some_and(|it| it.subject.found != Found::Relative);
        mood.negated ^= own && moods.excepts(draft.subject.head);
        let voice = self.voice(draft, clause);
        let time = time::of_draft(&self.times, draft, clause);
        let factuality = match draft.factuality.unwrap_or(mood.factuality) {
            // *meet on Monday*, said on Sunday
            Factuality::Actual if time.as_ref().is_some_and(|it| self.is_ahead(it)) => {
                Factuality::Planned
            }
            Factuality::Actual if voice.is_some() => Factuality::Claim,
            factuality => factuality,
        };
        let named = voice.map(|it| Attribution {
            source: Source::Named(argument(cx, it.source, None)),
            cue: Some(cx.tree.token(it.cue).span),
        });
        // *allegedly*: somebody claims it.
        let unnamed = Attribution { source: Source::Unnamed, cue: None };
        let claimed = factuality == Factuality::Claim;
        let attribution = named.or_else(|| claimed.then_some(unnamed));
        let adposition = match draft.object {
            Some((_, Slot::Oblique(case))) => {
                Some(adposition(cx.tree, cx.words, case).into())
            }
            _ => None,
        };
        let subject = argument(cx, draft.subject, None);
        let object = draft.object.map(|(phrase, slot)| {
            let mut object = argument(cx, phrase, Some(slot));
            // *Roe was the mayor*: the mayor is Roe, and what is said of him.
            let same = slot == Slot::Complement && self.are_one(&subject, &object);
            // *ran for mayor*: an office, and nobody.
            let office =
                draft.relation.as_deref().is_some_and(|it| OF_OFFICES.contains(&it));
            if same || office && is_described_person(cx.tree.doc(), &object) {
                object.node = Node::Literal(Literal::Phrase);
            }
            object
        });
        let signs = signs(cx, draft, clause, attribution.is_some());
        Fact {
            subject,
            predicate: Predicate {
                lemma: draft.lemma.clone(),
                participle: draft.participle.clone(),
                particle: draft.particle.clone(),
                adposition,
                relation: draft.relation.clone(),
            },
            object,
            polarity: mood.polarity(),
            factuality,
            attribution,
            time,
            args: args(cx, draft, clause),
            evidence: Evidence {
                sentence: doc[cx.tree.sentence()].span,
                trigger: cx.tree.token(draft.trigger).span,
                rule: draft.rule,
                implicit: draft.clause.is_none(),
                confidence: self.extractor.confidence.of(&signs),
                signs,
            },
        }
    }

    /// Whether a time lies after the publication.
    fn is_ahead(&self, time: &Time) -> bool {
        let published = self.scene.tree.doc().article.date_published;
        time.value.first_day().zip(published).is_some_and(|(day, today)| day > today)
    }

    /// Whether both ends are one thing.
    fn is_reflexive(&self, fact: &Fact) -> bool {
        let Some(object) = &fact.object else { return false };
        object.span == fact.subject.span || self.are_one(&fact.subject, object)
    }

    fn are_one(&self, one: &Argument, other: &Argument) -> bool {
        let chain = |it: &Argument| match it.node {
            Node::Entity(mention) => self.mentions.chain(mention),
            Node::Literal(_) => None,
        };
        chain(one).is_some_and(|it| Some(it) == chain(other))
    }

    fn voice(&self, draft: &Draft, clause: Option<&Clause>) -> Option<Voice> {
        if draft.own_voice {
            return None;
        }
        let predicate = clause.map_or(draft.trigger, |it| it.predicate);
        attribution::attribute(&self.scene, &self.voices, self.speakers, predicate)
    }
}

/// *my wife, Jan Holt*, where nobody is known to speak, *her hatred of what she saw*: whether
/// an end of what a noun phrase says is a pronoun of nobody or asks.
fn is_unknown(cx: &Context<'_>, draft: &Draft) -> bool {
    let unknown = |it: Phrase| {
        let token = cx.tree.token(it.head);
        let asks = matches!(token.xpos, Xpos::Wp | Xpos::Wdt);
        token.upos == Upos::Pron
            && (asks || token.feats.has("PronType", "Prs"))
            && !cx.is_referred_to(it.head)
    };
    unknown(draft.subject) || draft.object.is_some_and(|(it, _)| unknown(it))
}

/// *a merger announced Monday would help*: a day does nothing.
fn is_of_day(cx: &Context<'_>, draft: &Draft) -> bool {
    let acts = draft.clause.is_some_and(|it| !cx.clauses[it].copular);
    let subject = draft.subject;
    acts && time::is_time(cx.tree, subject.head)
        && subject.span == cx.tree.token(subject.head).span
}

/// Leaves out what a description or an occasion says again of somebody of whom another
/// fact says the same.
fn once(facts: &mut Vec<Fact>, mentions: &Mentions) {
    let key = |fact: &Fact| match fact.subject.node {
        Node::Entity(mention) => {
            mentions.chain(mention).zip(fact.predicate.relation.clone())
        }
        Node::Literal(_) => None,
    };
    let repeats = |it: &Fact| rules::SAID_ONCE.contains(&it.evidence.rule);
    let others = facts.iter().filter(|it| !repeats(it)).filter_map(key);
    let mut stated: BTreeSet<_> = others.collect();
    facts.retain(|it| !repeats(it) || key(it).is_none_or(|it| stated.insert(it)));
}

/// Whether a sentence ends in a question mark.
fn is_question(tree: &Tree<'_>) -> bool {
    let last = tree.tokens().rev().find(|it| {
        let xpos = tree.token(*it).xpos;
        !matches!(xpos, Xpos::ClosingQuote | Xpos::OpeningQuote | Xpos::Rrb)
    });
    last.is_some_and(|it| tree.doc().form(it).ends_with('?'))
}

/// Whether two facts say the same with the same words.
fn same(one: &Fact, other: &Fact) -> bool {
    one.subject.span == other.subject.span
        && one.object.as_ref().map(|it| it.span)
            == other.object.as_ref().map(|it| it.span)
        && one.predicate.name() == other.predicate.name()
        && one.polarity == other.polarity
}

/// What the clause says beyond subject and object.
fn args(
    cx: &Context<'_>,
    draft: &Draft,
    clause: Option<&Clause>,
) -> Vec<(Role, Argument)> {
    let Some(clause) = clause.filter(|it| is_whole(it, draft.trigger)) else {
        return Vec::new();
    };
    extras(cx, clause, draft)
        .into_iter()
        .map(|(role, phrase, slot)| (role, argument(cx, phrase, Some(slot))))
        .collect()
}

/// A phrase as an argument: the mention that its head carries, else its words.
fn argument(cx: &Context<'_>, phrase: Phrase, slot: Option<Slot>) -> Argument {
    let clause = Node::Literal(Literal::Clause);
    let words = Node::Literal(Literal::Phrase);
    let node = match slot {
        Some(Slot::Content) => clause,
        Some(Slot::Adverb) => words,
        _ => mention(cx, phrase).map_or(words, Node::Entity),
    };
    Argument { span: phrase.span, node }
}

fn mention(cx: &Context<'_>, phrase: Phrase) -> Option<crate::doc::MentionId> {
    let doc = cx.tree.doc();
    // *the Acme political arm* stands for Acme.
    let part = cx.tree.token(phrase.head);
    if part.xpos != Xpos::Nns && cx.words.is_part(&part.lemma) {
        let owner = cx.tree.with(phrase.head, &[Deprel::Compound, Deprel::Nmod]);
        let names = owner.filter_map(|it| cx.mentions.name_at(it));
        let mut bodies =
            names.filter(|it| doc[*it].entity_type == EntityType::Organization);
        if let Some(body) = bodies.next() {
            return Some(body);
        }
    }
    let id = cx.mentions.headed_by(phrase.head)?;
    let mention = &doc[id];
    // The *D* of *D-Alba* is no word of its own.
    let fits = phrase.span.contains(cx.tree.token(phrase.head).span)
        && phrase.span.overlaps(mention.span)
        && (mention.form != MentionForm::Nominal || !narrower(phrase.span, mention.span));
    fits.then_some(id)
}

/// Whether an argument is a person whom it does not name.
fn is_described_person(doc: &Document, argument: &Argument) -> bool {
    match argument.node {
        Node::Entity(mention) => {
            let mention = &doc[mention];
            mention.entity_type == EntityType::Person
                && mention.form != MentionForm::Named
        }
        Node::Literal(_) => false,
    }
}

/// Whether a phrase is only a part of the description that its head carries.
fn narrower(phrase: Span, mention: Span) -> bool {
    mention.contains(phrase) && phrase.len() * 2 < mention.len()
}
