//! Speakers: who says what stands in quotation marks, and so who is *I*.

use std::collections::{BTreeMap, BTreeSet};

use crate::doc::{Label, MentionId, SentenceId, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::links::Links;
use super::scene::Scene;
use super::syntax;
use super::traits::Traits;
use super::words::Person;

/// A speaker named so many sentences ago does not speak any more.
const MEMORY: usize = 4;

/// The speaker of the quoted words of each sentence.
#[derive(Debug)]
pub(super) struct Speakers {
    quoted: BTreeMap<SentenceId, MentionId>,
    /// Whoever says something in his own sentence.
    telling: BTreeSet<MentionId>,
    /// The sentences of paragraphs that somebody says from end to end, without marks.
    announced: BTreeSet<SentenceId>,
}

impl Speakers {
    /// Finds who speaks: the subject of a verb of saying outside the quotation in the
    /// same sentence, else right after a quotation that fills its sentence, else the one
    /// who spoke before.
    pub(super) fn new(scene: &Scene<'_>) -> Self {
        let telling: Vec<_> =
            scene.doc.sentence_ids().map(|it| telling(scene, it)).collect();
        let mut speakers = BTreeMap::new();
        let mut last: Option<(MentionId, usize)> = None;
        for sentence in scene.doc.sentence_ids() {
            let at = sentence.index();
            let mut quoted = scene.doc[sentence].token_ids();
            let is_quoted = quoted.any(|it| scene.quoted[it.index()]);
            let remembered = last.filter(|(_, then)| at - then <= MEMORY);
            let speaker = telling[at].or_else(|| {
                let next = telling.get(at + 1).copied().flatten();
                let same = scene.paragraphs.get(at + 1) == scene.paragraphs.get(at);
                let begins = !remembered.is_some_and(|(_, then)| {
                    scene.paragraphs[then] == scene.paragraphs[at]
                });
                let next = next.filter(|_| same && begins);
                next.or(remembered.map(|(it, _)| it))
            });
            if let Some(speaker) = telling[at] {
                last = Some((speaker, at));
            }
            if let Some(speaker) = speaker.filter(|_| is_quoted) {
                speakers.insert(sentence, speaker);
                last = Some((speaker, at));
            }
        }
        let mut announced = BTreeSet::new();
        for sentence in scene.doc.sentence_ids() {
            if let Some(speaker) = announcing(scene, &telling, sentence) {
                speakers.insert(sentence, speaker);
                announced.insert(sentence);
            }
        }
        let telling = telling.into_iter().flatten().collect();
        for label in Label::all(scene.doc) {
            for sentence in label.sentences.map(SentenceId::new) {
                speakers.insert(sentence, label.speaker);
                announced.insert(sentence);
            }
        }
        Self { quoted: speakers, telling, announced }
    }

    /// Whether a mention stands in what somebody says.
    fn is_said(&self, scene: &Scene<'_>, mention: MentionId) -> bool {
        scene.is_quoted(mention) || self.announced.contains(&scene.sentence(mention))
    }

    /// Whether a mention speaks in its sentence.
    pub(super) fn speaks(&self, mention: MentionId) -> bool {
        self.telling.contains(&mention)
    }

    /// Who says a mention, where it is quoted.
    pub(super) fn of(&self, scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
        let speaker = self.quoted.get(&scene.sentence(mention)).copied();
        speaker.filter(|_| self.is_said(scene, mention))
    }

    /// Links *I* to its speaker; and each speaker's *we* and *you*, and those of the
    /// writer, to one another.
    pub(super) fn link(&self, scene: &Scene<'_>, links: &mut Links) {
        let mut spoken: BTreeMap<(Option<MentionId>, Company), MentionId> =
            BTreeMap::new();
        for mention in scene.ids() {
            let phrase = scene.phrase(mention);
            let Some(pronoun) = phrase.pronoun() else { continue };
            let company = match pronoun.person {
                Person::First if pronoun.traits.is_plural() => Company::We,
                Person::First => Company::I,
                Person::Second => Company::You,
                Person::Third => continue,
            };
            let speaker = quoted_within(scene, mention);
            let speaker = speaker.or_else(|| self.of(scene, mention));
            if speaker.is_none() && self.is_said(scene, mention) {
                continue;
            }
            if let (Company::I, Some(speaker)) = (company, speaker) {
                if links.traits(speaker).agree(Traits::SINGULAR & Traits::PERSON) {
                    links.attach(speaker, mention);
                }
                continue;
            }
            if let (Company::We, Some(speaker)) = (company, speaker)
                && let Some(body) = spoken_for(scene, links, speaker)
            {
                links.attach(body, mention);
                continue;
            }
            let speaker = speaker.map(|it| links.chain(it));
            let first = *spoken.entry((speaker, company)).or_insert(mention);
            links.attach(first, mention);
        }
    }
}

/// Who says a mention in a quotation inside another one: *"She said, 'I won,'" Roe said.*
fn quoted_within(scene: &Scene<'_>, mention: MentionId) -> Option<MentionId> {
    let tree = scene.tree(mention);
    let word = scene.phrase(mention).head();
    let above = std::iter::successors(Some(word), |it| tree.token(*it).head);
    let mut reports = above.filter(|it| {
        let opens = |it: TokenId| tree.token(it).xpos == Xpos::OpeningQuote;
        scene.quoted[it.index()]
            && scene.words.is_speech(&tree.token(*it).lemma.to_lowercase())
            && (it.0 + 1..word.0).map(TokenId).any(opens)
    });
    let speaker = syntax::subject_of(tree, reports.next()?)?;
    let speaker = scene.headed_by(speaker)?;
    let pronoun = scene.phrase(speaker).pronoun();
    pronoun.is_none_or(|it| it.person == Person::Third).then_some(speaker)
}

/// Who says the whole paragraph of a sentence, since the one before ends with a colon and
/// the paragraph has no marks of its own: *Ruiz wrote:*.
fn announcing(
    scene: &Scene<'_>,
    telling: &[Option<MentionId>],
    sentence: SentenceId,
) -> Option<MentionId> {
    let paragraph = scene.paragraphs[sentence.index()];
    let begin = scene.paragraphs.partition_point(|it| *it < paragraph);
    let end = scene.paragraphs.partition_point(|it| *it <= paragraph);
    let before = begin.checked_sub(1)?;
    let text = scene.doc.text(scene.doc[SentenceId::new(before)].span);
    let mut words =
        (begin..end).flat_map(|it| scene.doc[SentenceId::new(it)].token_ids());
    let is_plain = words.all(|it| !scene.quoted[it.index()]);
    let speaker = telling[before].filter(|_| text.ends_with(':') && is_plain)?;
    let tells = (begin..end).any(|it| telling[it].is_some_and(|it| it == speaker));
    (!tells).then_some(speaker)
}

/// The campaign for which somebody speaks: *Ruiz campaign manager Leo Chen*.
fn spoken_for(scene: &Scene<'_>, links: &Links, speaker: MentionId) -> Option<MentionId> {
    let names = links.members(speaker).iter().filter(|it| scene.phrase(**it).is_name());
    let mut bodies = names.flat_map(|it| scene.words_before(*it)).filter(|it| {
        let lemma = scene.token(*it).lemma.to_lowercase();
        scene.words.noun(&lemma).is_some_and(|it| it.is_single)
    });
    bodies.find_map(|it| scene.headed_by(it))
}

/// Whom a pronoun of the first or second person takes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Company {
    I,
    We,
    You,
}

/// The last one who is said, outside quotation marks, to say something in a sentence.
fn telling(scene: &Scene<'_>, sentence: SentenceId) -> Option<MentionId> {
    let tree = &scene.trees[sentence.index()];
    let outside = |it: &TokenId| !scene.quoted[it.index()];
    let verbs = tree.tokens().filter(outside).filter(|it| {
        let token = tree.token(*it);
        // *a group called Alba*: who is called does not call.
        let undergoes = token.deprel == Deprel::Acl && token.xpos == Xpos::Vbn
            || tree.exactly(*it, Deprel::NsubjPass).next().is_some();
        token.upos == Upos::Verb
            && !undergoes
            && scene.words.is_speech(&token.lemma.to_lowercase())
    });
    let subjects = verbs.filter_map(|it| syntax::subject_of(tree, it));
    let said = subjects.filter(outside).filter_map(|it| scene.headed_by(it)).next_back();
    said.or_else(|| {
        // *According to Ruiz*: the one of whom the preposition is made.
        let mut of = tree.tokens().filter(outside).filter(|it| {
            let token = tree.token(*it);
            token.deprel == Deprel::Obl
                && tree
                    .exactly(*it, Deprel::Case)
                    .any(|it| scene.words.is_attribution(&tree.lower(it)))
        });
        of.find_map(|it| scene.headed_by(it))
    })
}
