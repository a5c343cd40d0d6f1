//! Attributions as passages: who says what in which words, as PARC and `PolNeAR` have them.
//!
//! A clause of saying has one passage: its subject, its verb, and everything it is said to
//! say: the clause below it, the sentence round it, its object, the quotations beside it
//! and those that go on after it.

use crate::doc::{Document, SentenceId, TokenId, Tree, opens_line};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::super::clause::{Clause, case_of};
use super::super::subject::Found;
use super::super::time::is_time;
use super::{Scene, Speakers};

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
        found.extend(reader.of_line());
        found.extend(reader.of_dashes());
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
        if clause.copular
            || matches!(
                clause.subject.found,
                Found::Expletive | Found::Clause | Found::Outer
            )
        {
            return None;
        }
        let at = self.attributing(clause)?;
        // Who is quoted quotes others, but that is his to say.
        if self.scene.is_quoted(at) {
            return None;
        }
        let mut verb = vec![at];
        verb.extend(self.tree().exactly(at, Deprel::CompoundPrt));
        let speech = self.scene.words.is_speech(&self.tree().token(at).lemma);
        let mut tokens = self.content(clause, at, speech);
        let mut quoted = false;
        for quotation in self.speakers.of_cue(clause.last()) {
            let range = self.scene.quotations.range(quotation);
            let overlaps = tokens.iter().any(|it| range.contains(&it.0));
            if overlaps || range.len() >= MIN_QUOTATION as usize {
                quoted = true;
                tokens.extend(range.map(TokenId));
            }
        }
        if tokens.is_empty() && speech {
            tokens = self.after_colon();
            quoted = true;
        }
        if tokens.is_empty() {
            return None;
        }
        tokens.sort_unstable();
        tokens.dedup();
        tokens.retain(|it| !verb.contains(it));
        let passive = clause.passive && at == clause.last();
        let speaker = match (passive, clause.subject.found) {
            // *is said to be rich*: nobody in particular.
            (true, _) => clause.agent(),
            (false, Found::Relative) => {
                let own = self.tree().first(clause.predicate, &[Deprel::Nsubj]);
                own.or(Some(clause.subject.head))
            }
            (false, _) => Some(self.scene.speaker(clause)),
        };
        let source = speaker.map(|it| self.source(it)).unwrap_or_default();
        tokens.retain(|it| !source.contains(it) || quoted && self.scene.is_quoted(*it));
        let content = self.spans(&tokens);
        (!content.is_empty()).then(|| Passage {
            source: self.spans(&source),
            cue: self.spans(&verb),
            content,
        })
    }

    /// The verb of a clause that attributes.
    fn attributing(&self, clause: &Clause) -> Option<TokenId> {
        let words = self.scene.words;
        let attributes = |it: TokenId| {
            let lemma = &self.tree().token(it).lemma;
            words.is_speech(lemma) || words.attitude(lemma).is_some()
        };
        let mut chain = clause.chain.iter().copied();
        chain.rfind(|it| attributes(*it))
    }

    /// What the verb `at` of a clause governs.
    fn content(&self, clause: &Clause, at: TokenId, speech: bool) -> Vec<TokenId> {
        let tree = self.tree();
        if let Some(reported) = clause.reported {
            let mine = tree.subtree(clause.predicate);
            // Of direct speech only what is quoted is said.
            let direct = self.scene.is_quoted(reported);
            let said = |it: &TokenId| {
                !mine.contains(it) && (!direct || self.scene.is_quoted(*it))
            };
            return tree.subtree(reported).into_iter().filter(said).collect();
        }
        let mut tokens = Vec::new();
        for content in tree.with(at, &[Deprel::Ccomp]) {
            if !tree.is_under(clause.predicate, content) {
                tokens.extend(self.told(content));
            }
        }
        if tokens.is_empty() && speech {
            let beside: Vec<_> = tree.with(at, &[Deprel::Parataxis]).collect();
            tokens.extend(beside.into_iter().flat_map(|it| tree.subtree(it)));
        }
        if tokens.is_empty() {
            tokens.extend(self.object_content(clause, at));
        }
        tokens
    }

    /// *urged them to vote*, *called him unfit*, *called for a vote*, *refused to go*.
    fn object_content(&self, clause: &Clause, at: TokenId) -> Vec<TokenId> {
        let tree = self.tree();
        let Some(with) = self.scene.words.attitude(&tree.token(at).lemma) else {
            return Vec::new();
        };
        let takes = |it: &str| with.is_empty() || with.iter().any(|with| with == it);
        if clause.passive && at == clause.last() {
            let patient = clause.agent().map(|_| clause.subject.head);
            let patient = patient.filter(|_| takes("object"));
            return patient.map(|it| self.source(it)).unwrap_or_default();
        }
        let own = |deprel: Deprel| tree.with(at, &[deprel]).collect::<Vec<_>>();
        let mut tokens = Vec::new();
        let open = own(Deprel::Xcomp);
        let objects: Vec<_> =
            own(Deprel::Obj).into_iter().chain(own(Deprel::Iobj)).collect();
        let verbal =
            |it: &TokenId| matches!(tree.token(*it).upos, Upos::Verb | Upos::Aux);
        let complement = open.iter().any(|it| !verbal(it)) && takes("complement");
        let infinitive = open.iter().any(verbal) && takes("infinitive");
        if complement || infinitive || !objects.is_empty() && takes("object") {
            let all = objects.iter().chain(&open);
            tokens.extend(all.flat_map(|it| self.told(*it)));
        }
        for oblique in own(Deprel::Obl) {
            let Some(case) = case_of(tree, oblique) else { continue };
            let form = tree.lower(case);
            let asked = !with.is_empty() && takes(&form);
            let follows = !tokens.is_empty() && self.scene.words.setting(&form).is_none();
            let circumstance = is_time(tree, oblique) || oblique < at;
            if !circumstance
                && (asked || follows)
                && !self.scene.words.names_source(&form)
            {
                tokens.extend(self.told(oblique));
            }
        }
        tokens
    }

    /// The words below `head`, without what the writer adds behind a comma: *…, drawing
    /// applause*, *…, although nobody asked*.
    fn told(&self, head: TokenId) -> Vec<TokenId> {
        let tree = self.tree();
        tree.subtree_without(head, |it, _| {
            let token = tree.token(it);
            if token.deprel != Deprel::Advcl || it < head || self.scene.is_quoted(it) {
                return false;
            }
            let first = tree
                .subtree(it)
                .into_iter()
                .find(|it| tree.token(*it).upos != Upos::Punct);
            let before = first.and_then(|it| it.0.checked_sub(1)).map(TokenId);
            let mut comma = tree.with(it, &[Deprel::Punct]).filter(|mark| *mark < it);
            before.is_some_and(|it| {
                tree.tokens().any(|x| x == it) && tree.token(it).xpos == Xpos::Comma
            }) || comma.next().is_some()
        })
    }

    /// The paragraph after a sentence that ends in a colon: *Roe added:*.
    fn after_colon(&self) -> Vec<TokenId> {
        let doc = self.doc;
        let ends = self.tree().tokens().next_back().is_some_and(|it| doc.form(it) == ":");
        let next = SentenceId::new(self.tree().sentence().index() + 1);
        if !ends || next.index() >= doc.sentences.len() {
            return Vec::new();
        }
        self.paragraph(next)
    }

    /// The words of a sentence and of those after it in its paragraph.
    fn paragraph(&self, first: SentenceId) -> Vec<TokenId> {
        let doc = self.doc;
        let mut tokens: Vec<_> = doc[first].token_ids().collect();
        for index in first.index() + 1..doc.sentences.len() {
            let sentence = SentenceId::new(index);
            if opens_line(self.doc, sentence) {
                break;
            }
            tokens.extend(doc[sentence].token_ids());
        }
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
            let nominal =
                [Deprel::Obl, Deprel::Nmod].contains(&tree.token(noun).deprel.base());
            if !nominal || !self.scene.words.names_source(&tree.lower(case)) {
                continue;
            }
            // *per capita*, *per year*
            let named = tree.first(noun, &[Deprel::Det, Deprel::Nmod]).is_some()
                || tree.token(noun).upos != Upos::Noun
                || tree.first(case, &[Deprel::Fixed]).is_some();
            let Some(head) = tree.token(noun).head.filter(|_| named) else { continue };
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

    /// The predicate of the clause with a subject of its own that a word stands in.
    fn clause_round(&self, token: TokenId) -> TokenId {
        let tree = self.tree();
        let mut at = token;
        while let Some(head) = tree.token(at).head
            && (tree.first(at, &[Deprel::Nsubj]).is_none()
                || tree.token(at).deprel == Deprel::AclRelcl)
        {
            at = head;
        }
        at
    }

    /// *Jan Roe: Acme will fail*: a line with a name, a colon, and what it says.
    fn of_line(&self) -> Option<Passage> {
        let tree = self.tree();
        let sentence = tree.sentence();
        if !opens_line(self.doc, sentence) {
            return None;
        }
        let tokens: Vec<_> = tree.tokens().collect();
        let named = |it: &TokenId| tree.token(*it).upos == Upos::Propn;
        let label = |it: &TokenId| {
            let upos = tree.token(*it).upos;
            matches!(upos, Upos::Propn | Upos::Adp | Upos::Noun | Upos::Det | Upos::Adj)
        };
        let labels = |it: &[TokenId]| {
            (1..=6).contains(&it.len()) && it.iter().all(label) && it.iter().any(named)
        };
        let marks = tokens.iter().take_while(|it| tree.token(**it).upos == Upos::Punct);
        let tokens = &tokens[marks.count()..];
        let colon = tokens.iter().position(|it| self.doc.form(*it) == ":")?;
        let (before, after) = (&tokens[..colon], &tokens[colon + 1..]);
        if !labels(before) {
            return None;
        }
        let mut content = after.to_vec();
        let rest = self.paragraph(sentence);
        let last = *tokens.last()?;
        content.extend(rest.into_iter().filter(|it| *it > last));
        (content.len() > 3).then(|| Passage {
            source: self.spans(before),
            cue: vec![self.doc[tokens[colon]].span],
            content: self.spans(&content),
        })
    }

    /// *“Acme will fail.” — Jan Roe*: quotations with a name behind a dash.
    fn of_dashes(&self) -> Vec<Passage> {
        let tree = self.tree();
        let doc = self.doc;
        let dashes = tree.tokens().filter(|it| is_dash(doc.form(*it)));
        let signed = |dash: TokenId| {
            let before = dash.0.checked_sub(1).map(TokenId)?;
            let quotation = self.scene.quotations.at(before)?;
            if self.scene.is_quoted(dash) {
                return None;
            }
            let ends_line = |it: &u32| {
                let gap = Span::new(
                    doc.tokens[*it as usize - 1].span.end(),
                    doc.tokens[*it as usize].span.start(),
                );
                doc.text(gap).contains('\n')
            };
            let count = TokenId::new(doc.tokens.len()).0;
            let end = (dash.0 + 1..count).find(ends_line).unwrap_or(count);
            let name: Vec<_> = (dash.0 + 1..end).map(TokenId).collect();
            let named = name.iter().any(|it| doc[*it].upos == Upos::Propn);
            (named && name.len() <= 12).then(|| Passage {
                source: self.spans(&name),
                cue: vec![doc[dash].span],
                content: self.spans(&self.range(quotation)),
            })
        };
        dashes.filter_map(signed).collect()
    }

    fn range(&self, quotation: usize) -> Vec<TokenId> {
        self.scene.quotations.range(quotation).map(TokenId).collect()
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
                        && self.doc.sentence_of(*last)
                            == self.doc.sentence_of(*token)
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

    /// Whether a stretch is more than punctuation.
    fn says(&self, span: Span) -> bool {
        self.doc.text(span).contains(char::is_alphanumeric)
    }
}

fn is_dash(form: &str) -> bool {
    matches!(form, "―" | "—" | "–" | "-" | "--")
}
