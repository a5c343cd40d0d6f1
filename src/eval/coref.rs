//! Coreference as its scorers read it: chains over the tokens of a corpus, and the
//! answers to GAP.
//!
//! A corpus is JSON Lines, a document a line: `id`, and `sentences` as lists of tokens.
//! The text that is read has the tokens with spaces between them, a sentence a line.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;

use crate::annotate::PronounChoice;
use crate::doc::{
    Chain, Document, Mention, MentionForm, Timex, TimexType, TokenId, Tree,
};
use crate::error::{Error, Result};
use crate::text::{Article, Span};
use crate::ud::{Deprel, Upos};

/// A document of a corpus with the places of its tokens in the text.
#[derive(Debug)]
pub struct TokenizedArticle {
    /// Its name.
    pub id: String,
    /// The text.
    pub article: Article,
    /// The span of each token of each sentence.
    tokens: Vec<Vec<Span>>,
    /// The mentions that the corpus gives.
    given: Vec<GivenMention>,
}

#[derive(Deserialize)]
struct Row {
    id: String,
    date: Option<String>,
    sentences: Vec<Vec<String>>,
    #[serde(default)]
    mentions: Vec<GivenMention>,
}

/// A mention that a corpus gives: its sentence, its tokens and whether it is an event,
/// without its chain.
#[derive(Debug, Deserialize)]
struct GivenMention {
    s: usize,
    t: Vec<usize>,
    #[serde(default)]
    ev: u8,
}

/// The documents of a corpus; `place` is for messages.
///
/// # Errors
///
/// Where a line is no document: the message names it.
pub fn tokenized_articles(text: &str, place: &str) -> Result<Vec<TokenizedArticle>> {
    let rows = text.lines().enumerate().filter(|(_, it)| !it.trim().is_empty());
    let read = |(number, line): (usize, &str)| {
        let row: Row = serde_json::from_str(line).map_err(|it| Error::Article {
            place: format!("{place}:{}", number + 1),
            reason: format!("{it}; write a document a line, with `id` and `sentences`"),
        })?;
        let mut text = String::new();
        let mut tokens = Vec::new();
        for sentence in &row.sentences {
            let mut spans = Vec::new();
            for token in sentence {
                let start = text.len();
                text.push_str(token);
                spans.push(Span::new(start, text.len()));
                text.push(' ');
            }
            text.pop();
            text.push('\n');
            tokens.push(spans);
        }
        let mut article = Article::new(row.id.clone(), text);
        article.date_published = row.date.and_then(|it| it.parse().ok());
        Ok(TokenizedArticle { id: row.id, article, tokens, given: row.mentions })
    };
    rows.map(read).collect()
}

/// What a corpus takes for a mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Convention {
    /// Every phrase that means something.
    Gum,
    /// As `OntoNotes` has it: an apposition is a part of what it stands beside, what a
    /// copula says is no mention, a noun without an article means nothing that was said
    /// before, and neither does a date of the calendar.
    OntoNotes,
    /// The mentions that the corpus gives, and no others.
    Given,
}

impl TokenizedArticle {
    /// The chains of the document read from it, over its own tokens, as a line of JSON;
    /// `names` has the names of those that other documents may share, by their mentions.
    pub fn chains(
        &self,
        doc: &Document,
        names: &BTreeMap<Span, String>,
        convention: Convention,
    ) -> String {
        if convention == Convention::Given {
            return self.given_chains(doc, names);
        }
        let mut mentions = BTreeMap::new();
        for (number, chain) in doc.chains.iter().enumerate() {
            let mut anew = 0;
            for mention in mentioned(doc, chain, convention) {
                let span = match mention.form {
                    MentionForm::Pronominal => pronoun(doc, mention),
                    MentionForm::Named | MentionForm::Nominal => {
                        phrase(doc, mention.head, convention).cover(mention.span)
                    }
                };
                let mut name = self.chain_name(names, mention, number);
                let is_onto_notes = convention == Convention::OntoNotes;
                anew += usize::from(is_onto_notes && is_bare(doc, mention));
                if anew > 0 {
                    name = format!("{name}-{anew}");
                }
                if let Some(place) = self.place(span, doc[mention.head].span) {
                    mentions.entry(place).or_insert(name);
                }
            }
        }
        // The same day under two names is one, as the corpora see it.
        for timex in &doc.timexes {
            let is_date = matches!(timex.timex_type, TimexType::Date | TimexType::Time);
            let is_alone = convention == Convention::OntoNotes && is_calendar(doc, timex);
            let value = timex.value.as_ref().filter(|_| is_date && !is_alone);
            let own = || format!("{}-{}", timex.span.start(), timex.span.end());
            let value = value.map_or_else(own, ToString::to_string);
            if let Some(place) = self.place(timex.span, timex.span) {
                mentions.entry(place).or_insert(format!("{}-time-{value}", self.id));
            }
        }
        let mentions = mentions.iter().map(|((sentence, tokens), chain)| {
            json!({ "s": sentence, "t": tokens, "c": chain })
        });
        json!({ "id": self.id, "mentions": mentions.collect::<Vec<_>>() }).to_string()
    }

    /// The name of the chain of a mention: what other documents call it too, or its number.
    fn chain_name(
        &self,
        names: &BTreeMap<Span, String>,
        mention: &Mention,
        number: usize,
    ) -> String {
        let name = names.get(&mention.span).cloned();
        name.unwrap_or_else(|| format!("{}-{number}", self.id))
    }

    /// The mentions that the corpus gives, each in the chain of the mention that has its
    /// head inside it and is most like it; alone where none has.
    fn given_chains(&self, doc: &Document, names: &BTreeMap<Span, String>) -> String {
        let chains = doc.chains.iter().enumerate();
        let mentions: Vec<_> = chains
            .flat_map(|(number, chain)| {
                chain.mentions.iter().map(move |it| (number, *it))
            })
            .collect();
        let lines = self.given.iter().enumerate().map(|(at, given)| {
            let tokens = self.tokens.get(given.s);
            let spans = given.t.iter().filter_map(|it| tokens?.get(*it)).copied();
            let span = spans.reduce(Span::cover).unwrap_or(Span::new(0, 0));
            let inside =
                mentions.iter().filter(|(_, it)| span.contains(doc[doc[*it].head].span));
            let best =
                inside.min_by_key(|(_, it)| doc[*it].span.len().abs_diff(span.len()));
            let chain =
                best.map(|(number, it)| self.chain_name(names, &doc[*it], *number));
            let chain = chain.unwrap_or_else(|| format!("{}-given-{at}", self.id));
            json!({ "s": given.s, "t": given.t, "c": chain, "ev": given.ev })
        });
        json!({ "id": self.id, "mentions": lines.collect::<Vec<_>>() }).to_string()
    }

    /// The sentence that holds a head, and its tokens that a span touches.
    fn place(&self, span: Span, head: Span) -> Option<(usize, Vec<usize>)> {
        let holds = |it: &Vec<Span>| it.iter().any(|it: &Span| it.overlaps(head));
        let sentence = self.tokens.iter().position(holds)?;
        let tokens = self.tokens[sentence].iter().enumerate();
        let inside = tokens.filter(|(_, it)| it.overlaps(span)).map(|(at, _)| at);
        Some((sentence, inside.collect()))
    }
}

/// The mentions of a chain that a corpus has too.
fn mentioned<'doc>(
    doc: &'doc Document,
    chain: &'doc Chain,
    convention: Convention,
) -> Vec<&'doc Mention> {
    let mentions = chain.mentions.iter().map(|it| &doc[*it]);
    // *Who* of a relative clause is grammar to the corpora.
    let mut mentions: Vec<_> =
        mentions.filter(|it| !doc[it.head].feats.has("PronType", "Rel")).collect();
    if convention == Convention::OntoNotes {
        let heads: Vec<_> = mentions.iter().map(|it| it.head).collect();
        mentions.retain(|it| {
            let tree = Tree::new(doc, doc.sentence_of(it.head));
            let token = tree.token(it.head);
            let is_beside = matches!(token.deprel, Deprel::Appos | Deprel::NmodDesc)
                && token.head.is_some_and(|it| heads.contains(&it));
            let has = |deprel| tree.first(it.head, &[deprel]).is_some();
            !is_beside && (!has(Deprel::Cop) || has(Deprel::Case))
        });
    }
    mentions
}

/// Whether a mention is a noun without an article that says which one is meant.
fn is_bare(doc: &Document, mention: &Mention) -> bool {
    let tree = Tree::new(doc, doc.sentence_of(mention.head));
    let mut before = tree.dependents(mention.head).iter().map(|it| tree.token(*it));
    mention.form == MentionForm::Nominal
        && !before.any(|it| {
            it.deprel == Deprel::NmodPoss
                || it.feats.has("Definite", "Def")
                || it.feats.has("PronType", "Dem")
        })
}

/// Whether an expression of time names a day, month or year: *2015*, *last May*.
fn is_calendar(doc: &Document, timex: &Timex) -> bool {
    let sentence = doc.sentence_at(timex.span).into_iter();
    let words = sentence.flat_map(|it| doc[it].token_ids()).map(|it| &doc[it]);
    let mut words = words.filter(|it| timex.span.contains(it.span));
    words.any(|it| matches!(it.upos, Upos::Num | Upos::Propn))
}

/// A noun with all that depends on it, but for what governs, joins or renames it, and for
/// marks at its ends.
fn phrase(doc: &Document, head: TokenId, convention: Convention) -> Span {
    let tree = Tree::new(doc, doc.sentence_of(head));
    let words = tree.subtree_without(head, |it, above| {
        let is_outer = matches!(
            tree.token(it).deprel.base(),
            Deprel::Cc
                | Deprel::Conj
                | Deprel::Cop
                | Deprel::Nsubj
                | Deprel::Csubj
                | Deprel::Aux
                | Deprel::Mark
                | Deprel::Advcl
                | Deprel::Advmod
                | Deprel::Parataxis
                | Deprel::Discourse
                | Deprel::Punct
                | Deprel::Expl
        );
        // *'s* belongs to the name before it.
        let governs = tree.token(it).deprel.base() == Deprel::Case && it < head;
        let renames = tree.token(it).deprel.base() == Deprel::Appos
            && convention == Convention::Gum;
        above == head && (is_outer || governs || renames)
    });
    let is_mark = |it: &&TokenId| tree.token(**it).upos == Upos::Punct;
    let first = words.iter().find(|it| !is_mark(it));
    let last = words.iter().rfind(|it| !is_mark(it));
    match (first, last) {
        (Some(first), Some(last)) => {
            let span = doc[*first].span.cover(doc[*last].span);
            let next = tree.after(*last).map_or(span, |it| doc[it].span);
            if closes(doc.text(span), doc.text(next)) { span.cover(next) } else { span }
        }
        _ => doc[head].span,
    }
}

/// Whether a mark closes what `text` opened.
fn closes(text: &str, mark: &str) -> bool {
    let opening = match mark {
        ")" => "(",
        "]" => "[",
        _ => return false,
    };
    text.matches(opening).count() > text.matches(mark).count()
}

/// A pronoun with what stands behind it and describes it: *you guys*, *they all*.
fn pronoun(doc: &Document, mention: &Mention) -> Span {
    let tree = Tree::new(doc, doc.sentence_of(mention.head));
    let next = tree.after(mention.head).filter(|it| {
        let base = tree.token(*it).deprel.base();
        tree.token(*it).head == Some(mention.head)
            && matches!(base, Deprel::Det | Deprel::Nmod | Deprel::Appos)
            && tree.dependents(*it).is_empty()
    });
    next.map_or(mention.span, |it| mention.span.cover(doc[it].span))
}

/// A question of GAP: whether a pronoun means the one name, the other, or neither.
#[derive(Debug)]
pub struct GapQuestion {
    id: String,
    /// The text.
    pub article: Article,
    pronoun: Span,
    names: [Span; 2],
}

/// The questions of a GAP file; `place` is for messages.
///
/// # Errors
///
/// Where a line has not the columns of GAP: the message names it.
pub fn gap_questions(text: &str, place: &str) -> Result<Vec<GapQuestion>> {
    let rows = text.lines().enumerate().skip(1);
    let read = |(number, line): (usize, &str)| {
        let fields: Vec<_> = line.split('\t').collect();
        let question = || {
            let [id, text, pronoun, at, one, one_at, _, other, other_at, ..] = fields[..]
            else {
                return None;
            };
            let span = |form: &str, at: &str| {
                let skipped = text.char_indices().nth(at.parse().ok()?)?;
                let (start, end) = (skipped.0, skipped.0 + form.len());
                Some(Span::new(start, end)).filter(|_| text.get(start..end) == Some(form))
            };
            Some(GapQuestion {
                id: id.to_owned(),
                pronoun: span(pronoun, at)?,
                names: [span(one, one_at)?, span(other, other_at)?],
                article: Article::new(id, text),
            })
        };
        question().ok_or_else(|| Error::Article {
            place: format!("{place}:{}", number + 1),
            reason: "not a question of GAP; write its eleven columns with tabs".into(),
        })
    };
    rows.map(read).collect()
}

impl GapQuestion {
    /// Whether the pronoun is in the chain of each name, as a line of tabs.
    pub fn answer(&self, doc: &Document) -> String {
        let chain = |span: Span| {
            doc.chains.iter().position(|it| {
                it.mentions.iter().any(|it| span.overlaps(doc[doc[*it].head].span))
            })
        };
        let pronoun = chain(self.pronoun);
        let [one, other] = self.names.map(|it| {
            let is_same = pronoun.is_some() && chain(it) == pronoun;
            if is_same { "TRUE" } else { "FALSE" }
        });
        format!("{}\t{one}\t{other}", self.id)
    }
}

/// What there is to choose from for a pronoun, as a line of JSON; offsets are bytes.
pub fn choice_line(id: &str, choice: &PronounChoice) -> String {
    let pair = |it: Span| [it.start(), it.end()];
    let voices = choice.voices.iter().map(|it| {
        let features: BTreeMap<_, _> = it.features.iter().copied().collect();
        let chain: Vec<_> = it.chain.iter().map(|it| pair(*it)).collect();
        json!({ "head": pair(it.head), "chain": chain, "features": features })
    });
    json!({
        "id": id,
        "span": pair(choice.span),
        "kind": choice.kind,
        "voices": voices.collect::<Vec<_>>(),
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Convention, gap_questions, tokenized_articles};
    use crate::doc::{
        Chain, EntityType, Mention, MentionForm, MentionId, TokenId, read_conllu,
    };
    use crate::text::Span;

    #[test]
    fn tokens_keep_their_places() {
        let line = r#"{"id": "d", "sentences": [["Ana", "wo", "n't"], ["She", "left"]]}"#;
        let articles = tokenized_articles(line, "test").unwrap();
        assert_eq!(&*articles[0].article.text, "Ana wo n't\nShe left\n");
        let she = articles[0].tokens[1][0];
        assert_eq!(articles[0].place(she, she), Some((1, vec![0])));
        assert!(tokenized_articles("{}", "test").is_err());
    }

    #[test]
    fn given_mentions_have_the_chain_of_what_is_most_like_them() {
        let line = r#"{"id": "d", "sentences": [["Ana", "left"], ["She", "won"]],
            "mentions": [{"s": 0, "t": [0]}, {"s": 0, "t": [1], "ev": 1}, {"s": 1, "t": [0]}]}"#;
        let articles = tokenized_articles(&line.replace('\n', ""), "test").unwrap();
        let rows = "1 Ana Ana PROPN NNP _ 2 nsubj\n2 left leave VERB VBD _ 0 root\n\n\
                    1 She she PRON PRP _ 2 nsubj\n2 won win VERB VBD _ 0 root\n";
        let mut doc = read_conllu(rows).unwrap();
        for (head, span) in [(0, Span::new(0, 3)), (2, Span::new(9, 12))] {
            let (form, entity_type) = (MentionForm::Named, EntityType::Person);
            doc.mentions.push(Mention { span, head: TokenId(head), entity_type, form });
        }
        let mentions = vec![MentionId(0), MentionId(1)];
        let (entity_type, representative) = (EntityType::Person, mentions[0]);
        doc.chains.push(Chain { mentions, representative, entity_type });
        let chains = articles[0].chains(&doc, &BTreeMap::new(), Convention::Given);
        let chain = |at: usize| {
            let value: serde_json::Value = serde_json::from_str(&chains).unwrap();
            value["mentions"][at]["c"].as_str().unwrap().to_owned()
        };
        assert_eq!([chain(0), chain(1), chain(2)], ["d-0", "d-given-1", "d-0"]);
    }

    #[test]
    fn onto_notes_takes_a_bare_noun_for_nothing_that_was_said_before() {
        let line = r#"{"id": "d", "sentences": [["The", "banks", "(", "us", ")", "left"],
            ["banks", "fell"], ["you", "all", "saw", "the", "banks"]]}"#;
        let articles = tokenized_articles(&line.replace('\n', ""), "test").unwrap();
        let rows = "1 The the DET DT Definite=Def|PronType=Art 2 det\n\
                    2 banks bank NOUN NNS _ 6 nsubj\n3 ( ( PUNCT -LRB- _ 4 punct\n\
                    4 us we PRON PRP _ 2 appos\n5 ) ) PUNCT -RRB- _ 4 punct\n\
                    6 left leave VERB VBD _ 0 root\n\n\
                    1 banks bank NOUN NNS _ 2 nsubj\n2 fell fall VERB VBD _ 0 root\n\n\
                    1 you you PRON PRP _ 3 nsubj\n2 all all DET DT _ 1 det\n\
                    3 saw see VERB VBD _ 0 root\n\
                    4 the the DET DT Definite=Def|PronType=Art 5 det\n\
                    5 banks bank NOUN NNS _ 3 obj\n";
        let mut doc = read_conllu(rows).unwrap();
        for (head, form) in [
            (1, MentionForm::Nominal),
            (6, MentionForm::Nominal),
            (8, MentionForm::Pronominal),
            (12, MentionForm::Nominal),
        ] {
            let (head, entity_type) = (TokenId(head), EntityType::Other);
            let span = doc[head].span;
            doc.mentions.push(Mention { span, head, entity_type, form });
        }
        let mentions: Vec<_> = doc.mention_ids().collect();
        let (entity_type, representative) = (EntityType::Other, mentions[0]);
        doc.chains.push(Chain { mentions, representative, entity_type });
        let chains = articles[0].chains(&doc, &BTreeMap::new(), Convention::OntoNotes);
        let value: serde_json::Value = serde_json::from_str(&chains).unwrap();
        let expected = serde_json::json!([
            { "s": 0, "t": [0, 1, 2, 3, 4], "c": "d-0" },
            { "s": 1, "t": [0], "c": "d-0-1" },
            { "s": 2, "t": [0, 1], "c": "d-0-1" },
            { "s": 2, "t": [3, 4], "c": "d-0-1" },
        ]);
        assert_eq!(value["mentions"], expected);
    }

    #[test]
    fn offsets_of_gap_count_characters() {
        let head = "ID\tText\tPronoun\tPronoun-offset\tA\tA-offset\tA-coref\tB\tB-offset";
        let row = "t-1\tZoë saw Ana as she left.\tshe\t15\tZoë\t0\tTRUE\tAna\t8";
        let questions = gap_questions(&format!("{head}\n{row}\n"), "test").unwrap();
        let text = &questions[0].article.text;
        assert_eq!(questions[0].pronoun.of(text), "she");
        assert_eq!(questions[0].names.map(|it| it.of(text)), ["Zoë", "Ana"]);
        let wrong = row.replace("15", "14");
        assert!(gap_questions(&format!("{head}\n{wrong}\n"), "test").is_err());
    }
}
