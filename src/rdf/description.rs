//! The description of a service and of what it holds, in the words of SPARQL 1.1 Service
//! Description and of `VoID`.

use std::collections::BTreeMap;
use std::fmt::Write;

use oxigraph::model::{NamedNodeRef, Term};

use super::names::PREFIXES;
use super::protocol::{Choose, Encoded, Refusal, format_iris};
use super::snapshot::Wanted;
use super::store::Store;
use super::vocab;

/// What a store holds, counted once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Quads.
    pub quads: u64,
    /// Named graphs.
    pub graphs: u64,
    /// Facts: nodes that give their article.
    pub facts: u64,
    /// Things of each class, by the IRI of the class.
    pub classes: BTreeMap<String, u64>,
}

impl Store {
    /// Counts what the store holds; it takes time in proportion to the things in it.
    pub fn holdings(&self) -> Holdings {
        let snapshot = self.snapshot();
        let number = |it: usize| u64::try_from(it).unwrap_or(u64::MAX);
        let with = |predicate| {
            let predicate = Some(NamedNodeRef::new_unchecked(predicate));
            snapshot.quads(Wanted { predicate, ..Wanted::default() })
        };
        let mut classes = BTreeMap::<String, u64>::new();
        for quad in with(vocab::TYPE) {
            if let Term::NamedNode(class) = quad.object {
                *classes.entry(class.into_string()).or_default() += 1;
            }
        }
        Holdings {
            quads: number(snapshot.len()),
            graphs: number(snapshot.named_graphs().count()),
            facts: number(with(vocab::RULE).count()),
            classes,
        }
    }

    /// The description of the service at `base`, which ends in `/`; `may_write` says
    /// whether it takes updates.
    pub fn describe_service(
        &self,
        base: &str,
        may_write: bool,
        holdings: &Holdings,
        choose: Choose<'_>,
    ) -> Result<Encoded, Refusal> {
        let mut turtle = "\
@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .
@prefix void: <http://rdfs.org/ns/void#> .
<query> a sd:Service ; sd:endpoint <query> ;
    sd:supportedLanguage sd:SPARQL11Query ;
    sd:feature sd:UnionDefaultGraph ;
    sd:defaultDataset <void#collection> ;
    sd:availableGraphs <void#graphs> .
<void#graphs> a sd:GraphCollection .
<void#collection> a sd:Dataset, void:Dataset ; sd:defaultGraph <void#union> .
<void#union> a sd:Graph .
"
        .to_owned();
        for format in format_iris() {
            line(&mut turtle, format_args!("<query> sd:resultFormat <{format}> ."));
        }
        if may_write {
            line(
                &mut turtle,
                format_args!(
                    "<update> a sd:Service ; sd:endpoint <update> ; \
                     sd:supportedLanguage sd:SPARQL11Update ."
                ),
            );
        }
        let quads = holdings.quads;
        line(&mut turtle, format_args!("<void#union> void:triples {quads} ."));
        turtle.push_str(&void(holdings));
        self.encode_triples(&turtle, base, choose)
    }

    /// What the collection holds, as `VoID`.
    pub fn describe_collection(
        &self,
        base: &str,
        holdings: &Holdings,
        choose: Choose<'_>,
    ) -> Result<Encoded, Refusal> {
        let mut turtle = "\
@prefix void: <http://rdfs.org/ns/void#> .
<void#collection> a void:Dataset ; void:sparqlEndpoint <query> .
"
        .to_owned();
        turtle.push_str(&void(holdings));
        self.encode_triples(&turtle, base, choose)
    }
}

fn void(holdings: &Holdings) -> String {
    let Holdings { quads, graphs, facts, classes } = holdings;
    let mut turtle = String::new();
    let mut add = |it: std::fmt::Arguments<'_>| line(&mut turtle, it);
    add(format_args!("@prefix void: <http://rdfs.org/ns/void#> ."));
    add(format_args!(
        "<void#collection> void:triples {quads} ; void:documents {graphs} ."
    ));
    for (_, iri) in PREFIXES {
        add(format_args!("<void#collection> void:vocabulary <{iri}> ."));
    }
    let ng = vocab::NG;
    let facts_class = format!("{ng}Fact");
    let all = classes.iter().chain([(&facts_class, facts)]);
    for (at, (class, count)) in all.enumerate() {
        add(format_args!(
            "<void#collection> void:classPartition <void#class-{at}> . \
             <void#class-{at}> void:class <{class}> ; void:entities {count} ."
        ));
    }
    turtle
}

/// Writing to a string cannot fail.
fn line(turtle: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(turtle, "{text}");
}
