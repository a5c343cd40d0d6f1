//! `show`: any stage of any article.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::doc::{Document, MentionForm, Tree, write_conllu};
use crate::export::{self, DotConfig};
use crate::graph::{ArticleRecord, Graph, Picture, SelectionConfig};
use crate::pipeline::{Pipeline, Reading};
use crate::rdf;
use crate::text::{Block, BlockKind, one_line};

use super::args::exit;
use super::extract::turtle;
use super::input::InputArgs;
use super::output;

/// The arguments of `show`.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph show articles/ferry-contract.txt
  newsgraph show articles/ferry-contract.txt --as conllu")]
pub(super) struct ShowArgs {
    /// Articles: files, folders, patterns, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    /// The stage to print.
    #[arg(long = "as", value_enum, default_value_t = Stage::Facts)]
    stage: Stage,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Stage {
    /// The parts of the text, and what each is.
    Blocks,
    /// Sentences and words as CoNLL-U.
    Conllu,
    /// Sentences as trees to look at.
    Tree,
    /// Names with their types.
    Names,
    /// Mentions with their types.
    Mentions,
    /// Expressions of time with their values.
    Times,
    /// Mentions of one thing, a chain a line.
    Chains,
    /// Facts, a line each.
    Facts,
    /// What the graph keeps of the article, as Turtle.
    Turtle,
    /// The picture of the article, for `GraphViz`.
    Dot,
}

/// Prints the stage of every article that can be read.
pub(super) fn run(args: ShowArgs) -> Result<ExitCode> {
    let inputs = args.input.read(&args.inputs)?;
    let pipeline = Pipeline::new(&args.input.lexicon())?;
    let mut shown = 0;
    for article in inputs {
        match article {
            Ok(article) => {
                let reading = pipeline.read(article);
                output::print(&show(&reading, args.stage)?)?;
                shown += 1;
            }
            Err(error) => output::complain(&format!("newsgraph: {error}")),
        }
    }
    Ok(if shown == 0 {
        ExitCode::from(exit::NOTHING_READABLE)
    } else {
        ExitCode::SUCCESS
    })
}

fn show(reading: &Reading, stage: Stage) -> Result<String> {
    let doc = &reading.doc;
    Ok(match stage {
        Stage::Blocks => blocks(doc),
        Stage::Conllu => write_conllu(doc),
        Stage::Tree => doc.sentence_ids().map(|it| tree(&Tree::new(doc, it))).collect(),
        Stage::Names => mentions(doc, true),
        Stage::Mentions => mentions(doc, false),
        Stage::Times => times(doc),
        Stage::Chains => chains(doc),
        Stage::Facts => facts(&record(reading)),
        Stage::Turtle => turtle(&record(reading), &rdf::Names::default())?,
        Stage::Dot => dot(record(reading)),
    })
}

/// What the graph keeps of the article.
fn record(reading: &Reading) -> ArticleRecord {
    ArticleRecord::new(&reading.doc, &reading.resolved, &Pipeline::config())
}

/// A tree with a word a line, indented by its depth.
fn tree(tree: &Tree<'_>) -> String {
    let doc = tree.doc();
    let mut out = format!("{}\n", doc.text(doc[tree.sentence()].span));
    for token in tree.tokens() {
        let depth = std::iter::successors(Some(token), |it| doc[*it].head).count();
        let it = &doc[token];
        let head = it.head.map_or("", |it| doc.form(it));
        let indent = "  ".repeat(depth);
        let form = doc.form(token);
        let _ = writeln!(out, "{indent}{form}  {} {} ← {head}", it.upos, it.deprel);
    }
    out.push('\n');
    out
}

/// A part a line, with its kind and where it stands in bytes.
fn blocks(doc: &Document) -> String {
    let article = &doc.article;
    let whole = [Block { span: article.body, kind: BlockKind::Paragraph }];
    let blocks = if article.blocks.is_empty() { &whole[..] } else { &article.blocks };
    let mut out = String::new();
    for it in blocks {
        let words = one_line(doc.text(it.span));
        let _ = writeln!(out, "{} {} [{words}]", it.span.start(), it.kind);
    }
    out
}

fn mentions(doc: &Document, names: bool) -> String {
    let mut out = String::new();
    for mention in &doc.mentions {
        if names && mention.form != MentionForm::Named {
            continue;
        }
        let head = doc.form(mention.head);
        let text = doc.text(mention.span);
        let form = match mention.form {
            MentionForm::Named => "name",
            MentionForm::Nominal => "nominal",
            MentionForm::Pronominal => "pronoun",
        };
        let _ = writeln!(
            out,
            "{} {form} {} [{text}] {head}",
            mention.span.start(),
            mention.entity_type
        );
    }
    out
}

fn times(doc: &Document) -> String {
    let mut out = String::new();
    for timex in &doc.timexes {
        let value = timex.value.as_ref().map_or("-", |it| it.as_str());
        let _ = writeln!(out, "{} {value}", doc.text(timex.span));
    }
    out
}

fn chains(doc: &Document) -> String {
    let mut out = String::new();
    for chain in &doc.chains {
        let names: Vec<_> =
            chain.mentions.iter().map(|it| doc.text(doc[*it].span)).collect();
        let _ = writeln!(out, "{}: {}", chain.entity_type, names.join(" | "));
    }
    out
}

fn facts(record: &ArticleRecord) -> String {
    let mut out = String::new();
    let mut sentence = None;
    for (_, fact) in record.facts_in_order() {
        if sentence != Some(fact.sentence) {
            sentence = Some(fact.sentence);
            if let Some(it) = record.sentences.get(&fact.sentence) {
                let _ = writeln!(out, "\n{}", one_line(&it.quote));
            }
        }
        let _ = writeln!(out, "  {}  ({})", record.line(fact), fact.rule);
    }
    out
}

fn dot(record: ArticleRecord) -> String {
    let graph = Graph { articles: [(record.id.clone(), record)].into() };
    let config = SelectionConfig {
        max_nodes: Some(SelectionConfig::SCREEN),
        ..SelectionConfig::default()
    };
    export::dot(&Picture::new(&graph, &config), DotConfig::default())
}
