//! A resolver gives the mentions of an article their entities.

use std::collections::BTreeMap;

use crate::doc::{Chain, ChainId, Document, EntityType, MentionForm, MentionId};
use crate::error::Result;
use crate::extract::{Argument, Fact, Literal, Node};
use crate::lexicon::Lexicon;
use crate::text::Span;
use crate::ud::Upos;

use super::iri::Mint;
use super::naming::{self, Name, Naming};
use super::{Entity, EntityId, Resolved};

/// Resolves mentions.
#[derive(Debug)]
pub struct Resolver {
    naming: Naming,
}

/// What a fact can be about: a chain of the document, or a phrase that is no mention.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Referent {
    Chain(ChainId),
    Phrase(Span),
}

impl Resolver {
    /// Reads the tables.
    ///
    /// # Errors
    ///
    /// Where a table is missing or a row of it is wrong.
    pub fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { naming: Naming::new(lexicon)? })
    }

    /// The entities of a document that its facts are about or that speak in it, those that
    /// it only names, and the facts. An end that is only a pronoun stays a literal, and so becomes no
    /// node: the graph leaves out what has no entity for its subject. A fact whose subject
    /// is a clause is dropped.
    pub fn resolve(&self, doc: &Document, facts: Vec<Fact<MentionId>>) -> Resolved {
        let mut used: BTreeMap<Referent, EntityId> = BTreeMap::new();
        let chains = chains(doc);
        let names: Vec<_> =
            doc.chains.iter().map(|it| self.naming.of_chain(doc, it)).collect();
        let mut found = Vec::new();
        for fact in facts {
            // The subject is the first argument that is mapped.
            let mut is_subject = true;
            let mapped = fact.map(|argument| {
                let subject = std::mem::take(&mut is_subject);
                let referent = match argument.node {
                    Node::Entity(mention) => {
                        let chain = *chains.get(mention.index())?.as_ref()?;
                        let named = names[chain.index()].is_some();
                        if !named || !subject && is_plain(doc, &doc[chain]) {
                            let node = Node::Literal(Literal::Phrase);
                            return Some(Argument { span: argument.span, node });
                        }
                        Referent::Chain(chain)
                    }
                    Node::Literal(Literal::Phrase)
                        if subject && !is_pronoun(doc, argument.span) =>
                    {
                        Referent::Phrase(argument.span)
                    }
                    Node::Literal(Literal::Clause) if subject => return None,
                    Node::Literal(literal) => {
                        let node = Node::Literal(literal);
                        return Some(Argument { span: argument.span, node });
                    }
                };
                let next = EntityId::new(used.len());
                let entity = *used.entry(referent).or_insert(next);
                Some(Argument { span: argument.span, node: Node::Entity(entity) })
            });
            found.extend(mapped);
        }
        self.finish(doc, &names, &used, found)
    }

    /// Mints the IRIs in the order of the text, and sorts the entities by them.
    fn finish(
        &self,
        doc: &Document,
        names: &[Option<Name>],
        used: &BTreeMap<Referent, EntityId>,
        facts: Vec<Fact<EntityId>>,
    ) -> Resolved {
        let id = doc.article.id();
        let mut mint = Mint::new(id.digest());
        let mut stated = vec![false; used.len()];
        for fact in &facts {
            fact.for_each_entity(|it| stated[it.index()] = true);
        }
        let in_use = used.iter().filter(|(_, old)| stated[old.index()]);
        let mut in_order: Vec<_> = in_use.collect();
        in_order.sort_by_key(|(referent, _)| (first(doc, **referent), **referent));
        let mut entities = Vec::new();
        for (referent, old) in in_order {
            let entity = match *referent {
                Referent::Chain(chain) => {
                    let Some(name) = &names[chain.index()] else { continue };
                    self.of_chain(doc, &doc[chain], name, &mut mint)
                }
                Referent::Phrase(span) => of_phrase(doc, span, &mut mint),
            };
            entities.push((*old, entity));
        }
        // What is only mentioned is named after all that facts name.
        for (at, chain) in doc.chains.iter().enumerate() {
            let referent = Referent::Chain(ChainId::new(at));
            let is_named = doc[chain.representative].form == MentionForm::Named;
            let is_stated = used.get(&referent).is_some_and(|it| stated[it.index()]);
            if let Some(name) = names[at].as_ref().filter(|_| is_named && !is_stated) {
                let next = EntityId::new(used.len() + at);
                entities.push((next, self.of_chain(doc, chain, name, &mut mint)));
            }
        }
        entities.sort_by(|(_, left), (_, right)| left.iri.cmp(&right.iri));
        let place: BTreeMap<EntityId, EntityId> =
            (0..).zip(&entities).map(|(new, (old, _))| (*old, EntityId(new))).collect();
        let renumber = |it: Argument<EntityId>| {
            let node = match it.node {
                Node::Entity(old) => Node::Entity(*place.get(&old)?),
                Node::Literal(literal) => Node::Literal(literal),
            };
            Some(Argument { span: it.span, node })
        };
        let facts = facts.into_iter().filter_map(|it| it.map(renumber)).collect();
        let entities = entities.into_iter().map(|(_, it)| it).collect();
        Resolved { entities, facts }
    }

    fn of_chain(
        &self,
        doc: &Document,
        chain: &Chain,
        name: &Name,
        mint: &mut Mint<'_>,
    ) -> Entity {
        Entity {
            iri: mint.mint(name),
            entity_type: chain.entity_type,
            name: name.text.clone(),
            aliases: self.naming.aliases(doc, chain, &name.text),
            mentions: chain.mentions.iter().map(|it| doc[*it].span).collect(),
        }
    }
}

fn of_phrase(doc: &Document, span: Span, mint: &mut Mint<'_>) -> Entity {
    let name = naming::of_phrase(doc, span);
    Entity {
        iri: mint.mint(&name),
        entity_type: EntityType::Other,
        name: name.text,
        aliases: Vec::new(),
        mentions: vec![span],
    }
}

/// The chain of each mention.
fn chains(doc: &Document) -> Vec<Option<ChainId>> {
    let mut chains = vec![None; doc.mentions.len()];
    for (at, chain) in doc.chains.iter().enumerate() {
        for mention in &chain.mentions {
            chains[mention.index()] = Some(ChainId::new(at));
        }
    }
    chains
}

/// Where a referent is first mentioned.
fn first(doc: &Document, referent: Referent) -> Option<Span> {
    match referent {
        Referent::Chain(chain) => doc[chain].mentions.first().map(|it| doc[*it].span),
        Referent::Phrase(span) => Some(span),
    }
}

/// Whether a chain is a description of no particular kind that is not taken up again: as
/// an object it says what it means, and is no thing of the graph.
fn is_plain(doc: &Document, chain: &Chain) -> bool {
    match chain.mentions.as_slice() {
        [only] => {
            chain.entity_type == EntityType::Other
                && doc[*only].form == MentionForm::Nominal
        }
        _ => false,
    }
}

/// Whether a phrase has no word but pronouns and determiners: *this*, *all of them*.
fn is_pronoun(doc: &Document, span: Span) -> bool {
    let first = doc.tokens.partition_point(|it| it.span.end() <= span.start());
    let inside = doc.tokens[first..].iter().take_while(|it| it.span.start() < span.end());
    { inside }
        .all(|it| !matches!(it.upos, Upos::Noun | Upos::Propn | Upos::Num | Upos::Adj))
}

#[cfg(test)]
mod tests {
    use super::Resolver;
    use crate::doc::{
        Chain, Document, EntityType, Mention, MentionForm, MentionId, read_conllu,
    };
    use crate::extract::{
        Argument, Attribution, Evidence, Fact, Factuality, Literal, Node, Polarity,
        Predicate, Signs, Source,
    };
    use crate::lexicon::Lexicon;
    use crate::resolve::Resolved;
    use crate::text::Span;

    const TEXT: &str = "\
1 Senator senator PROPN NNP _ 2 compound
2 Ana Ana PROPN NNP _ 4 nsubj
3 Ruiz Ruiz PROPN NNP _ 2 flat
4 met meet VERB VBD _ 0 root
5 the the DET DT _ 6 det
6 aide aide NOUN NN _ 4 obj
7 of of ADP IN _ 8 case
8 Ruiz Ruiz PROPN NNP _ 6 nmod

1 The the DET DT _ 2 det
2 aide aide NOUN NN _ 4 nsubj
3 she she PRON PRP _ 4 nsubj
4 saw see VERB VBD _ 0 root
5 it it PRON PRP _ 4 obj
6 in in ADP IN _ 8 case
7 the the DET DT _ 8 det
8 EPA EPA PROPN NNP _ 4 obl
";

    /// Mentions by their words, with chains by number: *Ana Ruiz* and *Ruiz* are 0, two
    /// different aides 1 and 2, *she* is Ana Ruiz, *it* is nobody.
    fn doc() -> Document {
        use EntityType::{Organization, Other, Person};
        use MentionForm::{Named, Nominal, Pronominal};
        let mut doc = read_conllu(TEXT).unwrap();
        let mut from = 0;
        let mut chains: Vec<Vec<MentionId>> = vec![Vec::new(); 5];
        for (words, form, entity_type, chain) in [
            ("Senator Ana Ruiz", Named, Person, 0),
            ("the aide", Nominal, Person, 1),
            ("Ruiz", Named, Person, 0),
            ("The aide", Nominal, Person, 2),
            ("she", Pronominal, Person, 0),
            ("it", Pronominal, Other, 3),
            ("the EPA", Named, Organization, 4),
        ] {
            let start = from + doc.article.text[from..].find(words).unwrap();
            let span = Span::new(start, start + words.len());
            from = span.end();
            let token = doc.tokens.iter().position(|it| it.span.end() == from).unwrap();
            chains[chain].push(MentionId::new(doc.mentions.len()));
            let head = crate::doc::TokenId::new(token);
            doc.mentions.push(Mention { span, head, entity_type, form });
        }
        doc.chains = chains
            .into_iter()
            .map(|mentions| Chain {
                representative: mentions[0],
                entity_type: doc[mentions[0]].entity_type,
                mentions,
            })
            .collect();
        doc
    }

    fn argument(doc: &Document, mention: u32) -> Argument {
        let id = MentionId(mention);
        Argument { span: doc[id].span, node: Node::Entity(id) }
    }

    fn fact(subject: Argument, object: Argument) -> Fact {
        Fact {
            subject,
            predicate: Predicate {
                lemma: "meet".into(),
                participle: None,
                particle: None,
                adposition: None,
                relation: None,
            },
            object: Some(object),
            polarity: Polarity::Affirmed,
            factuality: Factuality::Actual,
            attribution: None,
            time: None,
            args: Vec::new(),
            evidence: Evidence {
                sentence: Span::new(0, 40),
                trigger: Span::new(17, 20),
                rule: "test",
                implicit: false,
                confidence: 1.0,
                signs: Signs::default(),
            },
        }
    }

    fn resolve(doc: &Document, facts: Vec<Fact>) -> Resolved {
        Resolver::new(&Lexicon::embedded()).unwrap().resolve(doc, facts)
    }

    #[test]
    fn mentions_become_entities_with_their_best_names() {
        let doc = doc();
        let digest = doc.article.id().digest().to_owned();
        let (she, aide, other) =
            (argument(&doc, 4), argument(&doc, 1), argument(&doc, 3));
        let facts = vec![fact(she, aide), fact(other, argument(&doc, 6))];
        let resolved = resolve(&doc, facts);
        let names: Vec<_> = resolved
            .entities
            .iter()
            .map(|it| (it.iri.clone(), &*it.name, it.mentions.len()))
            .collect();
        assert_eq!(
            names,
            [
                ("ana-ruiz".to_owned(), "Ana Ruiz", 3),
                ("environmental-protection-agency".to_owned(), "EPA", 1),
                (format!("the-aide-2.{digest}"), "The aide", 1),
                (format!("the-aide.{digest}"), "the aide", 1),
            ]
        );
        assert_eq!(resolved.entities[0].aliases, ["Ruiz"]);
        assert_eq!(resolved.facts.len(), 2);
    }

    #[test]
    fn no_pronoun_and_no_clause_becomes_a_node() {
        let doc = doc();
        let (ruiz, it) = (argument(&doc, 0), argument(&doc, 5));
        let literal =
            |literal| Argument { span: Span::new(17, 29), node: Node::Literal(literal) };
        let said_by_it = Fact {
            attribution: Some(Attribution {
                source: Source::Named(it.clone()),
                cue: None,
            }),
            ..fact(ruiz.clone(), literal(Literal::Clause))
        };
        let facts = vec![
            fact(it.clone(), ruiz.clone()),
            fact(ruiz.clone(), it),
            fact(literal(Literal::Clause), ruiz.clone()),
            fact(literal(Literal::Phrase), ruiz),
            said_by_it,
        ];
        let resolved = resolve(&doc, facts);
        let [of_it, to_it, phrase, said] = resolved.facts.as_slice() else {
            panic!("four facts: {:?}", resolved.facts)
        };
        let words = Node::Literal(Literal::Phrase);
        assert_eq!(of_it.subject.node, words);
        assert_eq!(to_it.object.as_ref().unwrap().node, words);
        let digest = doc.article.id().digest().to_owned();
        let iris: Vec<_> = resolved.entities.iter().map(|it| &*it.iri).collect();
        let named = "environmental-protection-agency";
        assert_eq!(iris, ["ana-ruiz", named, &format!("met-the-aide.{digest}")]);
        assert_eq!(phrase.subject.node, Node::Entity(crate::resolve::EntityId(2)));
        let object = said.object.as_ref().unwrap();
        assert_eq!(object.node, Node::Literal(Literal::Clause));
        let source = &said.attribution.as_ref().unwrap().source;
        assert!(matches!(source, Source::Named(it) if it.node == words), "{source:?}");
    }
}
