//! A draft is a fact as a rule proposes it, before relation, mood and source are read.

use crate::doc::{
    ChainId, Document, EntityType, Mention, MentionForm, MentionId, TokenId, Tree,
};
use crate::ud::{Deprel, Upos, Xpos};

use super::Factuality;
use super::clause::{Clause, case_of};
use super::phrase::{Extent, Phrase};
use super::relation::{BE, Relations};
use super::time::is_time;
use super::words::Words;

/// What a rule sees of a sentence.
pub(super) struct Context<'a> {
    /// The sentence.
    pub(super) tree: &'a Tree<'a>,
    /// Its clauses.
    pub(super) clauses: &'a [Clause],
    /// The words.
    pub(super) words: &'a Words,
    /// The relations and roles.
    pub(super) relations: &'a Relations,
    /// Which mention each word heads or belongs to.
    pub(super) mentions: &'a Mentions,
}

/// A fact as a rule proposes it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// Who or what.
    pub(super) subject: Phrase,
    /// The lemma of the predicate.
    pub(super) lemma: Box<str>,
    /// Its participle, where the subject undergoes it and who acts is not said.
    pub(super) participle: Option<Box<str>>,
    /// Its particle.
    pub(super) particle: Option<Box<str>>,
    /// To whom or what, and how the predicate takes it.
    pub(super) object: Option<(Phrase, Slot)>,
    /// The word that carries the predicate.
    pub(super) trigger: TokenId,
    /// The clause it comes from, by its place; `None` for facts read off noun phrases.
    pub(super) clause: Option<usize>,
    /// The relation, where the rule knows it.
    pub(super) relation: Option<Box<str>>,
    /// Its factuality, where the rule knows it.
    pub(super) factuality: Option<Factuality>,
    /// Whether it stands in the article's own voice wherever it is said.
    pub(super) own_voice: bool,
    /// The rule.
    pub(super) rule: &'static str,
}

/// How a predicate takes its object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slot {
    /// As its object.
    Object,
    /// With a preposition.
    Oblique(TokenId),
    /// As a bare noun phrase: *finished third*.
    Bare,
    /// As an adverb.
    Adverb,
    /// As a predicate noun or adjective.
    Complement,
    /// As a clause.
    Content,
}

impl Draft {
    /// A draft of the clause at `index` with no object yet.
    pub(super) fn of_clause(
        cx: &Context<'_>,
        index: usize,
        subject: Phrase,
        rule: &'static str,
    ) -> Self {
        let clause = &cx.clauses[index];
        let last = clause.last();
        let particle = cx.tree.exactly(last, Deprel::CompoundPrt).next();
        Self {
            subject,
            lemma: joined_lemma(cx.tree, last),
            participle: clause.suffered(cx.tree),
            particle: particle.map(|it| cx.tree.token(it).lemma.clone()),
            object: None,
            trigger: last,
            clause: Some(index),
            relation: None,
            factuality: None,
            own_voice: false,
            rule,
        }
    }

    /// A draft read off a noun phrase: `subject` *is* `object`.
    pub(super) fn implicit(
        subject: Phrase,
        object: Phrase,
        trigger: TokenId,
        rule: &'static str,
    ) -> Self {
        Self {
            subject,
            lemma: BE.into(),
            participle: None,
            particle: None,
            object: Some((object, Slot::Complement)),
            trigger,
            clause: None,
            relation: None,
            factuality: None,
            own_voice: true,
            rule,
        }
    }

    /// The same with an object.
    pub(super) fn with_object(mut self, object: Phrase, slot: Slot) -> Self {
        self.object = Some((object, slot));
        self
    }

    /// The same with a relation.
    pub(super) fn with_relation(mut self, relation: &str) -> Self {
        self.relation = Some(relation.into());
        self
    }
}

/// Which mention each word of a document heads or belongs to.
#[derive(Debug, Clone)]
pub(super) struct Mentions {
    chain_of: Vec<Option<ChainId>>,
    by_head: Vec<Option<MentionId>>,
    name_of: Vec<Option<MentionId>>,
    /// Whether each chain has a name.
    named: Vec<bool>,
}

impl Mentions {
    /// Indexes the mentions of a document. Where a name and a longer description share a
    /// head, the name wins.
    pub(super) fn of(doc: &Document) -> Self {
        let mut by_head: Vec<Option<MentionId>> = vec![None; doc.tokens.len()];
        let mut name_of = vec![None; doc.tokens.len()];
        for id in doc.mention_ids() {
            let mention = &doc[id];
            let named = mention.form == MentionForm::Named;
            let slot = &mut by_head[mention.head.index()];
            if slot.is_none_or(|it| named && doc[it].form != MentionForm::Named) {
                *slot = Some(id);
            }
            if named {
                let first = doc
                    .tokens
                    .partition_point(|it| it.span.end() <= mention.span.start());
                let inside = doc.tokens[first..]
                    .iter()
                    .take_while(|it| it.span.start() < mention.span.end());
                for (offset, _) in inside.enumerate() {
                    name_of[first + offset] = Some(id);
                }
            }
        }
        let mut chain_of = vec![None; doc.mentions.len()];
        for (index, chain) in doc.chains.iter().enumerate() {
            for mention in &chain.mentions {
                chain_of[mention.index()] = Some(ChainId::new(index));
            }
        }
        let is_name = |it: &MentionId| doc[*it].form == MentionForm::Named;
        let named = doc.chains.iter().map(|it| it.mentions.iter().any(is_name));
        Self { chain_of, by_head, name_of, named: named.collect() }
    }

    /// Whether a chain has a name.
    pub(super) fn is_named(&self, chain: ChainId) -> bool {
        self.named[chain.index()]
    }

    /// The chain of a mention.
    pub(super) fn chain(&self, mention: MentionId) -> Option<ChainId> {
        self.chain_of[mention.index()]
    }

    /// The mention that a word heads.
    pub(super) fn headed_by(&self, token: TokenId) -> Option<MentionId> {
        self.by_head[token.index()]
    }

    /// The name that a word belongs to.
    pub(super) fn name_at(&self, token: TokenId) -> Option<MentionId> {
        self.name_of[token.index()]
    }
}

impl Context<'_> {
    /// The name that a word belongs to.
    pub(super) fn name(&self, token: TokenId) -> Option<&Mention> {
        self.mentions.name_at(token).map(|it| &self.tree.doc()[it])
    }

    /// The name that a word heads.
    pub(super) fn name_headed(&self, token: TokenId) -> Option<&Mention> {
        self.name(token).filter(|it| it.head == token)
    }

    /// Whether a word belongs to the name of a person.
    pub(super) fn is_person(&self, token: TokenId) -> bool {
        self.name(token).is_some_and(|it| it.entity_type == EntityType::Person)
    }

    /// The noun phrase of a word; where a name right behind it says who that is (*the chief
    /// judge, Jan Holt*), the name.
    pub(super) fn noun(&self, head: TokenId) -> Phrase {
        let phrase = Phrase::noun(self.tree, self.words, head, Extent::Of);
        // *the first American to win it, Jan Holt*: with an article it is a description.
        let described = self.tree.first(head, &[Deprel::Det]).is_some();
        if self.name(head).is_some() && !described {
            return phrase;
        }
        let named = self.tree.with(head, &[Deprel::Appos]).find_map(|it| {
            let name = self.name_headed(it)?;
            if self.name(head).is_some() && name.entity_type != EntityType::Person {
                return None;
            }
            // *an attorney for Acme, Jan Holt*: the comma may stand behind what the phrase
            // leaves out.
            let between = self.tree.tokens().filter(|it| {
                let span = self.tree.token(*it).span;
                span.start() >= phrase.span.end() && span.end() <= name.span.start()
            });
            let between: Vec<_> = between.collect();
            let own = |it: &TokenId| self.tree.is_under(*it, head);
            let (last, rest) = between.split_last()?;
            (self.tree.token(*last).xpos == Xpos::Comma && rest.iter().all(own))
                .then_some(name)
        });
        named.map_or(phrase, Self::name_phrase)
    }

    /// Whether a word heads something that the document names somewhere.
    pub(super) fn is_referred_to(&self, token: TokenId) -> bool {
        let chain = || self.mentions.chain(self.mentions.headed_by(token)?);
        self.name(token).is_some() || chain().is_some_and(|it| self.mentions.is_named(it))
    }

    /// A name as a phrase.
    pub(super) fn name_phrase(mention: &Mention) -> Phrase {
        Phrase { head: mention.head, span: mention.span }
    }

    /// What kind of thing a phrase refers to.
    pub(super) fn entity_type(&self, phrase: Phrase) -> EntityType {
        let doc = self.tree.doc();
        if let Some(mention) = self.mentions.headed_by(phrase.head) {
            let chain = self.mentions.chain(mention);
            // *its president*: of what kind it is, the chain knows.
            return match (doc[mention].form, chain) {
                (MentionForm::Pronominal, Some(chain)) => doc[chain].entity_type,
                _ => doc[mention].entity_type,
            };
        }
        if let Some(mention) = self.mentions.name_at(phrase.head) {
            return doc[mention].entity_type;
        }
        if is_time(self.tree, phrase.head) {
            return EntityType::Date;
        }
        let token = self.tree.token(phrase.head);
        let money = |it: &TokenId| self.tree.token(*it).xpos == Xpos::Dollar;
        if self.tree.dependents(phrase.head).iter().any(money) || money(&phrase.head) {
            return EntityType::Money;
        }
        let known = self.words.noun(&token.lemma);
        // *a number of advisers*, *88 of the generals*
        let counts = matches!(token.upos, Upos::Num | Upos::Sym);
        if counts || known.is_none_or(|it| it == EntityType::Quantity) {
            let mut counted = self.tree.with(phrase.head, &[Deprel::Nmod]).filter(|it| {
                *it > phrase.head
                    && case_of(self.tree, *it)
                        .is_some_and(|it| self.words.joins(&self.tree.token(it).lemma))
            });
            if let Some(noun) = counted.next()
                && (counts || known.is_some())
            {
                return self.entity_type(Phrase {
                    head: noun,
                    span: self.tree.token(noun).span,
                });
            }
        }
        if counts {
            return EntityType::Quantity;
        }
        let occasion = self.words.occasion(&token.lemma);
        let event = occasion.filter(|it| it.is_gathering()).map(|_| EntityType::Event);
        known.or(event).unwrap_or(EntityType::Other)
    }
}

/// The lemma of a verb, with the adjective or adverb that a hyphen ties to it: *fast-track*
/// of *fast-tracked*.
fn joined_lemma(tree: &Tree<'_>, verb: TokenId) -> Box<str> {
    let (token, tied) = (tree.token(verb), tree.tied(verb));
    let describes = matches!(tree.token(tied).upos, Upos::Adj | Upos::Adv);
    if !describes || tied == verb {
        return token.lemma.clone();
    }
    let before = tree.token(tied).span.start()..token.span.start();
    let before = tree.doc().article.text[before].to_lowercase();
    format!("{before}{}", token.lemma).into()
}
