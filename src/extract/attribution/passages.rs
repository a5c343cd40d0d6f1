//! Attributions as passages: who says what in which words, as PARC and `PolNeAR` have them.
//!
//! A clause of saying has one passage: its subject, its verb, and everything it is said to
//! say: the clause below it, the sentence round it, its object, the quotations beside it
//! and those that go on after it.

use crate::doc::{Document, TokenId, Tree};
use crate::text::Span;
use crate::ud::{Deprel, Upos};

use super::super::clause::{Clause, case_of};
use super::super::subject::Found;
use super::super::time::is_time;
use super::{Scene, Speakers, is_speech_verb};

/// An attribution in the words of its article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passage {
    /// On whose word it stands; empty where nobody is named.
    pub source: Vec<Span>,
    /// The words that say so.
    pub cue: Vec<Span>,
    /// What is said.
    pub content: Vec<Span>,
}

/// How many words a quotation has at least that is no single term.
const MIN_QUOTATION: u32 = 5;

/// The attributions of a document, in the order of their cues.
pub(in crate::extract) fn passages(
    doc: &Document,
    scenes: &[Scene<'_>],
    speakers: &Speakers,
) -> Vec<Passage> {
    let mut found = Vec::new();
    for scene in scenes {
        let reader = Reader { doc, scene, speakers };
        for clause in scene.clauses {
            found.extend(reader.of_clause(clause));
        }
        found.extend(reader.of_prepositions());
        found.extend(reader.of_colon());
    }
    found.sort_by_key(|it| it.cue.first().copied());
    found
}

struct Reader<'a> {
    doc: &'a Document,
    scene: &'a Scene<'a>,
    speakers: &'a Speakers,
}

impl Reader<'_> {
    fn tree(&self) -> &Tree<'_> {
        self.scene.tree
    }

    /// The passage of a clause that says or thinks something.
    fn of_clause(&self, clause: &Clause) -> Option<Passage> {
        if clause.copular || matches!(clause.subject.found, Found::Expletive | Found::Clause) {
            return None;
        }
        let verb = self.cue(clause)?;
        let speech = is_speech_verb(self.scene, clause);
        let mut tokens = self.content(clause, speech);
        let mut quoted = false;
        for quotation in self.speakers.of_cue(clause.last()) {
            let range = self.scene.quotations.range(quotation);
            let overlaps = tokens.iter().any(|it| range.contains(&it.0));
            if overlaps || range.len() >= MIN_QUOTATION as usize {
                quoted = true;
                tokens.extend(range.map(TokenId));
            }
        }
        if tokens.is_empty() {
            return None;
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens.retain(|it| !verb.contains(it));
        let speaker = match clause.passive {
            true => clause.agent(),
            false => Some(clause.subject.head),
        };
        // *is said to be rich*: nobody in particular.
        let source = speaker.map(|it| self.source(it)).unwrap_or_default();
        tokens.retain(|it| !source.contains(it) || quoted && self.scene.is_quoted(*it));
        let content = self.spans(&tokens);
        (!content.is_empty()).then(|| Passage {
            source: self.spans(&source),
            cue: self.spans(&verb),
            content,
        })
    }

    /// The verb group of a clause that attributes.
    fn cue(&self, clause: &Clause) -> Option<Vec<TokenId>> {
        let tree = self.tree();
        let words = self.scene.words;
        let last = clause.last();
        let attributes = |it: TokenId| {
            let lemma = &tree.token(it).lemma;
            words.is_speech(lemma) || words.is_attitude(lemma)
        };
        let at = [last, clause.predicate].into_iter().find(|it| attributes(*it))?;
        let mut group = vec![at];
        group.extend(tree.exactly(at, Deprel::CompoundPrt));
        Some(group)
    }

    /// What a clause of saying governs.
    fn content(&self, clause: &Clause, speech: bool) -> Vec<TokenId> {
        let tree = self.tree();
        let mut tokens = Vec::new();
        if let Some(reported) = clause.reported {
            let mine = tree.subtree(clause.predicate);
            let whole = tree.subtree(reported).into_iter();
            return whole.filter(|it| !mine.contains(it)).collect();
        }
        let last = clause.last();
        for content in &clause.contents {
            if !tree.is_under(clause.predicate, *content) {
                tokens.extend(tree.subtree(*content));
            }
        }
        let beside: Vec<_> = tree
            .with(last, &[Deprel::Parataxis])
            .filter(|it| speech && tree.token(*it).upos != Upos::X)
            .collect();
        if tokens.is_empty() {
            tokens.extend(beside.iter().flat_map(|it| tree.subtree(*it)));
        }
        if !tokens.is_empty() {
            return tokens;
        }
        // *urged them to vote*, *called him unfit*, *called for a vote*
        for object in &clause.objects {
            if tree.is_under(*object, clause.predicate) {
                tokens.extend(tree.subtree(*object));
            }
        }
        let complements = clause.controlled.iter().chain(&clause.complements);
        tokens.extend(complements.flat_map(|it| tree.subtree(*it)));
        let infinitives = tree.with(last, &[Deprel::Xcomp, Deprel::Advcl]).filter(|it| {
            tree.token(*it).deprel == Deprel::Xcomp || !tokens.is_empty() && *it > last
        });
        let infinitives: Vec<_> = infinitives.collect();
        tokens.extend(infinitives.iter().flat_map(|it| tree.subtree(*it)));
        if tokens.is_empty() {
            let about = clause.obliques.iter().find(|it| {
                it.case.is_some() && it.head > last && !is_time(tree, it.head)
            });
            tokens.extend(about.into_iter().flat_map(|it| tree.subtree(it.head)));
        }
        tokens.retain(|it| *it != last);
        tokens
    }

    /// A source with its titles and all that is said of it.
    fn source(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree();
        let mut tokens = tree.subtree_without(head, |it, governor| {
            let base = tree.token(it).deprel.base();
            let outside = [Deprel::Parataxis, Deprel::Cop, Deprel::Nsubj, Deprel::Aux];
            governor == head && (outside.contains(&base) || base == Deprel::Case)
        });
        let at = tokens.partition_point(|it| *it < head);
        let mut first = at;
        while first > 0 && tokens[first - 1].0 + 1 == tokens[first].0 {
            first -= 1;
        }
        let mut last = at;
        while last + 1 < tokens.len() && tokens[last].0 + 1 == tokens[last + 1].0 {
            last += 1;
        }
        tokens.truncate(last + 1);
        tokens.drain(..first);
        tokens
    }

    /// *according to Roe, Acme failed*.
    fn of_prepositions(&self) -> Vec<Passage> {
        let tree = self.tree();
        let mut found = Vec::new();
        for noun in tree.tokens() {
            let Some(case) = case_of(tree, noun) else { continue };
            let nominal = [Deprel::Obl, Deprel::Nmod].contains(&tree.token(noun).deprel.base());
            if !nominal || !self.scene.words.names_source(&tree.lower(case)) {
                continue;
            }
            let Some(head) = tree.token(noun).head else { continue };
            let mut cue: Vec<_> = tree.with(noun, &[Deprel::Case]).collect();
            cue.extend(tree.with(case, &[Deprel::Fixed]));
            cue.sort_unstable();
            let source = self.source(noun);
            let phrase = tree.subtree(noun);
            let clause = self.clause_round(head);
            let mut content = tree.subtree(clause);
            content.retain(|it| !phrase.contains(it));
            found.push(Passage {
                source: self.spans(&source),
                cue: self.spans(&cue),
                content: self.spans(&content),
            });
        }
        found
    }

    /// The predicate of the clause that a word stands in.
    fn clause_round(&self, token: TokenId) -> TokenId {
        let tree = self.tree();
        let mut at = token;
        while let Some(head) = tree.token(at).head
            && !self.scene.clauses.iter().any(|it| it.predicate == at)
        {
            at = head;
        }
        at
    }

    /// *Jan Roe: Acme will fail*: a name, a colon, and what it says.
    fn of_colon(&self) -> Option<Passage> {
        let tree = self.tree();
        let tokens: Vec<_> = tree.tokens().collect();
        let colon = tokens.iter().position(|it| self.doc.form(*it) == ":")?;
        let (before, after) = (&tokens[..colon], &tokens[colon + 1..]);
        let named = |it: &TokenId| matches!(tree.token(*it).upos, Upos::Propn | Upos::Adp | Upos::Noun);
        let proper = before.iter().filter(|it| tree.token(**it).upos == Upos::Propn).count();
        let short = (1..=6).contains(&before.len()) && before.iter().all(named) && proper > 0;
        (short && after.len() > 3).then(|| Passage {
            source: self.spans(before),
            cue: self.spans(&tokens[colon..=colon]),
            content: self.spans(after),
        })
    }

    /// Words as stretches of text; gaps of punctuation do not part them.
    fn spans(&self, tokens: &[TokenId]) -> Vec<Span> {
        let mut spans: Vec<(Span, TokenId)> = Vec::new();
        let is_mark = |it: TokenId| self.doc[it].upos == Upos::Punct;
        for token in tokens {
            let span = self.doc[*token].span;
            match spans.last_mut() {
                Some((stretch, last))
                    if (last.0 + 1..token.0).map(TokenId).all(is_mark)
                        && self.doc.sentence_of(*last) == self.doc.sentence_of(*token)
                        || last.0 + 1 == token.0 =>
                {
                    *stretch = stretch.cover(span);
                    *last = *token;
                }
                _ => spans.push((span, *token)),
            }
        }
        spans.into_iter().map(|(it, _)| it).filter(|it| self.says(*it)).collect()
    }

    /// Whether a stretch is more than punctuation. A cue may be a colon.
    fn says(&self, span: Span) -> bool {
        let text = self.doc.text(span);
        text.contains(char::is_alphanumeric) || text == ":"
    }
}
