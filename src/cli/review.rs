//! `resolve review`: a screen on which a person judges pairs, the likeliest first.
//!
//! It reads lines, so that it works with a keyboard alone, over a pipe and from a file.
//! Every answer is kept at once: whoever leaves loses nothing.

use std::fmt::Write as _;
use std::io::BufRead;
use std::process::ExitCode;

use anyhow::{Context, Result};

use crate::collection::Collection;
use crate::graph::{ArticleRecord, FactRecord, Graph};
use crate::resolve::{Decision, EntityRef, Judgement, Link};
use crate::text::one_line;

use super::output;
use super::resolve::{proposal, written};

/// How many sentences are shown of each side.
const SENTENCES: usize = 3;

/// What a person answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Answer {
    Judge(Judgement),
    Undo,
    Quit,
}

/// Asks about every proposal until the answers end.
pub(super) fn run(
    collection: &mut Collection,
    by: &str,
    input: Box<dyn BufRead>,
) -> Result<ExitCode> {
    collection.lock()?;
    let graph = collection.as_read()?;
    let proposals = collection.resolution()?.identity.proposals().to_vec();
    let mut answers = input.lines();
    let mut decided: Vec<Decision> = Vec::new();
    let mut at = 0;
    loop {
        let link = proposals.get(at);
        output::print(&match link {
            Some(link) => screen(&graph, link, at + 1, proposals.len()),
            None if decided.is_empty() => break,
            None => "\nno more pairs; undo or quit? ".to_owned(),
        })?;
        let Some(answer) = read(&mut answers)? else { break };
        match answer {
            Answer::Judge(judgement) => {
                let Some(link) = link else { continue };
                let decision = Decision {
                    by: by.to_owned(),
                    reason: link.reasons.join("; "),
                    ..Decision::new(&link.left, &link.right, judgement)
                };
                output::print(&format!("{}\n", written(&decision)))?;
                collection.decide(decision.clone())?;
                decided.push(decision);
                at += 1;
            }
            Answer::Undo => match decided.pop() {
                Some(decision) => {
                    let sides = decision.sides().ok();
                    let (left, right) = sides.context("a decision without sides")?;
                    collection.undo(&left, &right, Some(by))?;
                    output::print(&format!("taken back: {}\n", written(&decision)))?;
                    at -= 1;
                }
                None => output::print("nothing to take back\n")?,
            },
            Answer::Quit => break,
        }
    }
    let (count, rest) = (decided.len(), proposals.len() - at);
    output::print(&format!("\n{count} decided, {rest} left\n"))?;
    Ok(ExitCode::SUCCESS)
}

/// The next answer that is one; `None` where there are no more.
fn read(
    answers: &mut impl Iterator<Item = std::io::Result<String>>,
) -> Result<Option<Answer>> {
    for line in answers {
        let line = line.context("the answers cannot be read; write them as UTF-8")?;
        let answer = match line.trim() {
            "x" => Answer::Judge(Judgement::Same),
            "n" => Answer::Judge(Judgement::Different),
            "u" => Answer::Judge(Judgement::Unsure),
            "undo" => Answer::Undo,
            "quit" | "q" => Answer::Quit,
            other => {
                let keys = "answer x, n, u, undo or quit";
                output::complain(&format!("newsgraph: {other:?} is no answer; {keys}"));
                continue;
            }
        };
        return Ok(Some(answer));
    }
    Ok(None)
}

/// A pair with its reasons and what both sides are said to do.
fn screen(graph: &Graph, link: &Link, number: usize, count: usize) -> String {
    let mut out = format!("\n{number} of {count}\n{}", proposal(link));
    for side in [&link.left, &link.right] {
        // Writing to a string cannot fail.
        let _ = writeln!(out, "  {side}");
        for (article, quote) in evidence(graph, side) {
            let _ = writeln!(out, "    a:{article}  {quote}");
        }
    }
    out.push_str("x same, n different, u unsure, undo, quit? ");
    out
}

/// The first sentences that tell of an entity, with their articles.
fn evidence(graph: &Graph, side: &EntityRef) -> Vec<(String, String)> {
    let is_meant = |it: &&ArticleRecord| {
        it.entities.contains_key(&side.iri)
            && side.article.as_ref().is_none_or(|article| *article == it.id)
    };
    let records = graph.articles.values().filter(is_meant);
    let sentences = records.flat_map(|record| {
        let names_it = |it: &&FactRecord| it.entities().any(|it| it == side.iri);
        let facts = record.facts.values().filter(names_it);
        let mut numbers: Vec<_> = facts.map(|it| it.sentence).collect();
        numbers.sort_unstable();
        numbers.dedup();
        numbers.into_iter().filter_map(|it| {
            let quote = one_line(&record.sentences.get(&it)?.quote);
            Some((record.id.to_string(), quote))
        })
    });
    sentences.take(SENTENCES).collect()
}
