//! Attribution: on whose word does a clause stand?
//!
//! A speaker sits on the clause that is the content of a statement and is inherited by
//! everything below it, with explicit stops. Where the tree names nobody, the quotation
//! marks do: a quotation has one speaker, named beside it once.

mod passages;

pub use passages::Passage;
pub(super) use passages::passages;

use std::collections::BTreeMap;

use crate::doc::{Document, Label, Mention, Quotations, SentenceId, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::Factuality;
use super::clause::{Clause, case_of, is_denied};
use super::draft::Context;
use super::phrase::{Extent, Phrase};
use super::subject::Found;
use super::words::Words;

/// Who says something, and the word that says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Voice {
    /// The source.
    pub(super) source: Phrase,
    /// The cue: *said*, *according*.
    pub(super) cue: TokenId,
}

/// The speakers that the trees of a sentence name, by the clause that they say.
#[derive(Debug, Clone, Default)]
pub(super) struct Voices {
    by_content: BTreeMap<TokenId, Voice>,
    /// The reporting clauses inside what they report: *…, the company said*.
    parenthetical: Vec<TokenId>,
}

/// What attribution looks at in one sentence.
#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    /// The sentence.
    pub(super) tree: &'a Tree<'a>,
    /// Its clauses.
    pub(super) clauses: &'a [Clause],
    /// The words.
    pub(super) words: &'a Words,
    /// The quotations of the document.
    pub(super) quotations: &'a Quotations,
}

impl Scene<'_> {
    fn is_quoted(&self, token: TokenId) -> bool {
        self.quotations.at(token).is_some()
    }

    fn is_speech(&self, clause: &Clause) -> bool {
        let speech = |it: TokenId| self.words.is_speech(&self.tree.token(it).lemma);
        speech(clause.last()) || speech(clause.predicate)
    }

    /// The voice of the clause's own subject.
    fn voice(&self, clause: &Clause) -> Option<Voice> {
        let found = clause.subject.found;
        if matches!(found, Found::Expletive | Found::Clause | Found::Outer) {
            return None;
        }
        let speaker = match clause.passive {
            true => clause.agent()?,
            false => self.speaker(clause),
        };
        let source = Phrase::noun(self.tree, self.words, speaker, Extent::Of);
        Some(Voice { source, cue: clause.last() })
    }

    /// Who speaks: the subject, unless it stands in a quotation that the verb does not
    /// stand in. Then the tree has mistaken a word of what is said for the speaker, who is
    /// named right after the verb or right before it.
    fn speaker(&self, clause: &Clause) -> TokenId {
        let subject = clause.subject.head;
        let verb = clause.last();
        if self.is_quoted(verb) || !self.is_quoted(subject) {
            return subject;
        }
        let doc = self.tree.doc();
        let start = |it: TokenId| doc[it].span.start();
        let sentence = &doc[self.tree.sentence()].tokens;
        let after = TokenId(verb.0 + 1);
        let told = || {
            let mentions = self.tree.mentions().map(|it| &doc[it]);
            mentions.filter(|it| !self.is_quoted(it.head))
        };
        let next = told()
            .filter(|it| sentence.contains(&after.0) && it.span.start() >= start(after))
            .filter(|it| self.is_titled(after, it))
            .min_by_key(|it| (it.span.start(), std::cmp::Reverse(it.span.len())));
        let before = told()
            .filter(|it| it.span.end() < start(verb))
            .max_by_key(|it| (it.span.end(), it.span.len()));
        let near = before.filter(|it| start(verb) - it.span.end() <= 2);
        next.or(near).map_or(subject, |it| it.head)
    }

    /// Whether nothing but a title stands between a word and a name: *said Rep. Holt*.
    fn is_titled(&self, from: TokenId, name: &Mention) -> bool {
        let doc = self.tree.doc();
        let words = (from.0..doc[self.tree.sentence()].tokens.end).map(TokenId);
        let title = words.take_while(|it| doc[*it].span.start() < name.span.start());
        let noun =
            |it: TokenId| matches!(doc[it].upos, Upos::Noun | Upos::Propn | Upos::Adj);
        title.enumerate().all(|(at, it)| at < 4 && noun(it))
    }

    /// The voices that the tree names.
    pub(super) fn voices(&self) -> Voices {
        let mut voices = Voices::default();
        for clause in self.clauses {
            if clause.reported.is_some() {
                voices.parenthetical.push(clause.predicate);
            }
        }
        for clause in self.clauses.iter().filter(|it| self.is_speech(it)) {
            let Some(voice) = self.voice(clause).filter(|_| !self.is_unsaid(clause))
            else {
                continue;
            };
            for content in self.contents(clause, &voices.parenthetical) {
                voices.by_content.entry(content).or_insert(voice);
            }
        }
        for clause in self.clauses {
            for oblique in &clause.obliques {
                let Some(case) = oblique.case else { continue };
                if self.words.names_source(&self.tree.lower(case)) {
                    let source =
                        Phrase::noun(self.tree, self.words, oblique.head, Extent::Of);
                    voices
                        .by_content
                        .insert(clause.predicate, Voice { source, cue: case });
                }
            }
        }
        voices
    }

    /// *did not say that she sold it*: nobody says so; but *does not think that she did*.
    fn is_unsaid(&self, clause: &Clause) -> bool {
        let last = clause.last();
        let effect = self.words.governed_denied(&self.tree.token(last).lemma);
        let thinks = effect.is_some_and(|it| it.factuality == Some(Factuality::Claim));
        is_denied(self.tree, self.words, last) && !thinks
    }

    /// The clauses that a clause of saying has for its content.
    fn contents(&self, clause: &Clause, parenthetical: &[TokenId]) -> Vec<TokenId> {
        let tree = self.tree;
        let last = clause.last();
        let mut contents = clause.contents.clone();
        contents.extend(clause.reported);
        let beside = tree.with(last, &[Deprel::Parataxis]);
        contents.extend(beside.filter(|it| !parenthetical.contains(it)));
        if self.words.addresses(&tree.token(last).lemma) {
            contents.extend(clause.controlled.iter().copied());
        }
        if self.words.object_controls_gerund(&tree.token(last).lemma)
            && !clause.objects.is_empty()
        {
            // *accused her of lying*, *of being a spy*
            let gerund = |it: TokenId| {
                let copula = tree.first(it, &[Deprel::Cop]).unwrap_or(it);
                tree.token(copula).xpos == Xpos::Vbg
            };
            contents.extend(
                tree.with(last, &[Deprel::Advcl, Deprel::Xcomp]).filter(|it| {
                    gerund(*it) && tree.first(*it, &[Deprel::Mark]).is_some()
                }),
            );
        }
        contents
    }

    /// On whose word the tree says that the clause of `predicate` stands.
    fn inherited(&self, voices: &Voices, predicate: TokenId) -> Option<Voice> {
        let tree = self.tree;
        let mut at = predicate;
        for _ in 0..20 {
            let token = tree.token(at);
            // A parenthetical report is the writer's, not its own content.
            if voices.parenthetical.contains(&at) {
                return None;
            }
            if let Some(voice) = voices.by_content.get(&at)
                && voice.cue != predicate
            {
                return Some(*voice);
            }
            // What is said of a source is not said by it.
            if let Some(case) = case_of(tree, at)
                && self.words.names_source(&tree.lower(case))
            {
                return None;
            }
            if !self.is_quoted(predicate) && self.is_own_voice(at) {
                return None;
            }
            at = token.head?;
        }
        None
    }

    /// Whether a clause inside a statement is rather the writer's: *when* and *while*
    /// clauses, relative clauses after a comma.
    fn is_own_voice(&self, at: TokenId) -> bool {
        let tree = self.tree;
        match tree.token(at).deprel {
            Deprel::Advcl => {
                let introducing = &[Deprel::Mark, Deprel::Advmod];
                let mut marks = tree.with(at, introducing);
                marks.any(|it| self.words.subordinator(&tree.lower(it)).own_voice)
            }
            Deprel::AclRelcl => {
                let words = tree.subtree(at);
                let first = words.iter().find(|it| tree.token(**it).xpos != Xpos::Comma);
                let before = first.and_then(|it| it.0.checked_sub(1)).map(TokenId);
                let sentence = tree.doc()[tree.sentence()].tokens.start;
                before.is_some_and(|it| {
                    it.0 >= sentence && tree.token(it).xpos == Xpos::Comma
                })
            }
            _ => false,
        }
    }
}

/// Who speaks in each quotation of a document.
#[derive(Debug, Clone, Default)]
pub(super) struct Speakers {
    by_quotation: Vec<Option<Voice>>,
    /// By sentence, who a label in front of its line says speaks.
    by_label: BTreeMap<SentenceId, Voice>,
}

impl Speakers {
    /// The quotations that a cue speaks for.
    fn of_cue(&self, cue: TokenId) -> Vec<usize> {
        let speaks = |it: &Option<Voice>| it.is_some_and(|it| it.cue == cue);
        let all = self.by_quotation.iter().enumerate();
        all.filter(|(_, it)| speaks(it)).map(|(index, _)| index).collect()
    }

    /// The speakers, from the clauses of saying that stand beside the quotations; a
    /// quotation without one goes on where the one before it stopped, if that is near.
    pub(super) fn of(doc: &Document, scenes: &[Scene<'_>]) -> Self {
        let quotations = scenes.first().map(|it| it.quotations);
        let count = quotations.map_or(0, Quotations::len);
        let mut speakers: Vec<Option<Voice>> = vec![None; count];
        for scene in scenes {
            for clause in scene.clauses.iter().filter(|it| scene.is_speech(it)) {
                let outside = !scene.is_quoted(clause.predicate);
                let named = matches!(clause.subject.found, Found::Own | Found::Relative);
                if !outside || !named {
                    continue;
                }
                let Some(voice) = scene.voice(clause) else { continue };
                for quotation in beside(doc, scene, clause) {
                    speakers[quotation].get_or_insert(voice);
                }
            }
        }
        for index in 1..count {
            let Some(quotations) = quotations else { break };
            if speakers[index].is_some() {
                continue;
            }
            let before = TokenId(quotations.range(index - 1).end.saturating_sub(1));
            let here = TokenId(quotations.range(index).start);
            let distance =
                doc.sentence_of(here).0.saturating_sub(doc.sentence_of(before).0);
            if distance <= 2 {
                speakers[index] = speakers[index - 1];
            }
        }
        Self { by_quotation: speakers, by_label: labelled(doc) }
    }
}

/// Who speaks in the sentences of lines with a label.
fn labelled(doc: &Document) -> BTreeMap<SentenceId, Voice> {
    let labels = Label::all(doc).into_iter();
    let voices = labels.flat_map(|it| {
        let source = Context::name_phrase(&doc[it.speaker]);
        let voice = Voice { source, cue: it.colon };
        it.sentences.map(move |it| (SentenceId::new(it), voice))
    });
    voices.collect()
}

/// The quotations that a clause of saying stands beside: those of its sentence that no
/// other clause of saying is nearer to.
fn beside(doc: &Document, scene: &Scene<'_>, clause: &Clause) -> Vec<usize> {
    let sentence: SentenceId = scene.tree.sentence();
    let tokens = doc[sentence].tokens.clone();
    let mut found: Vec<_> =
        tokens.filter_map(|it| scene.quotations.at(TokenId(it))).collect();
    found.dedup();
    let distance = |quotation: usize, predicate: TokenId| {
        let range = scene.quotations.range(quotation);
        range.start.saturating_sub(predicate.0).max(predicate.0.saturating_sub(range.end))
    };
    found.retain(|quotation| {
        let mine = distance(*quotation, clause.predicate);
        scene.clauses.iter().all(|other| {
            other.predicate == clause.predicate
                || scene.is_quoted(other.predicate)
                || !scene.is_speech(other)
                || distance(*quotation, other.predicate) >= mine
        })
    });
    found
}

/// On whose word the clause of `predicate` stands; `None` for the writer's.
pub(super) fn attribute(
    scene: &Scene<'_>,
    voices: &Voices,
    speakers: &Speakers,
    predicate: TokenId,
) -> Option<Voice> {
    let labelled = || {
        let voice = speakers.by_label.get(&scene.tree.sentence()).copied();
        voice.filter(|it| it.cue < predicate)
    };
    scene.inherited(voices, predicate).or_else(labelled).or_else(|| {
        let quotation = scene.quotations.at(predicate)?;
        speakers.by_quotation.get(quotation).copied().flatten()
    })
}
