//! Runs the literate cases under `tests/cases` and in the README.
//!
//! Each `##` section of a page is one test. It holds an article in a `text` block and what
//! must come of it in blocks named after a view, such as `facts` or `conllu`. Run with
//! `UPDATE=1` to write what came instead, then read the diff.

use std::sync::LazyLock;

use newsgraph::doc::write_conllu;
use newsgraph::graph::{ArticleRecord, FactRecord, Object};
use newsgraph::ingest;
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::{Pipeline, Reading};
use newsgraph::resolve::Entity;

use crate::source;

#[test]
fn cases() {
    let mut failures = Vec::new();
    let pages = source::files("tests/cases").into_iter();
    let pages = pages.map(|it| format!("tests/cases/{it}"));
    for path in pages.chain(["README.md".to_owned()]) {
        let (before, after) = source::rewritten(&path, |it| rewrite(it, view));
        failures.extend(difference(&before, &after).map(|it| format!("{path}:{it}")));
    }
    let hint = "run with UPDATE=1 to accept what came, then read the diff";
    assert!(failures.is_empty(), "\n{}\n{hint}", failures.join("\n"));
}

/// The one place that calls the crate: a view of an article, by the name of its block.
/// `None` for a block that shows no view.
fn view(name: &str, article: &str) -> Option<String> {
    let lines = |it: Vec<String>| it.iter().flat_map(|it| [it, "\n"]).collect();
    match name {
        "conllu" => Some(write_conllu(&reading(article).doc)),
        "facts" => {
            let record = record(article);
            let facts = record.facts_in_order();
            Some(lines(facts.into_iter().map(|(_, it)| record.line(it)).collect()))
        }
        "arguments" => {
            let record = record(article);
            let facts = record.facts_in_order();
            let named = |it: &Object| match it {
                Object::Entity(iri) => record.entities[iri].name.clone(),
                Object::Literal(words) => format!("“{words}”"),
            };
            let line = |it: &FactRecord| {
                let args = it
                    .args
                    .iter()
                    .map(|(role, value)| format!(" | {role}: {}", named(value)));
                record.line(it) + &args.collect::<String>()
            };
            Some(lines(facts.into_iter().map(|(_, it)| line(it)).collect()))
        }
        "entities" => {
            let entities = reading(article).resolved.entities;
            let line =
                |it: &Entity| format!("{} | {} | {}", it.iri, it.entity_type, it.name);
            Some(lines(entities.iter().map(line).collect()))
        }
        _ => None,
    }
}

/// An article read to the end.
fn reading(article: &str) -> Reading {
    static PIPELINE: LazyLock<Pipeline> =
        LazyLock::new(|| Pipeline::new(&Lexicon::embedded()).unwrap());
    PIPELINE.read(ingest::from_text("case", article.to_owned()).unwrap())
}

/// What the graph keeps of an article.
pub(crate) fn record(article: &str) -> ArticleRecord {
    let reading = reading(article);
    ArticleRecord::new(&reading.doc, &reading.resolved, "case")
}

/// The page with every view block filled in anew.
fn rewrite(page: &str, view: impl Fn(&str, &str) -> Option<String>) -> String {
    let mut out = String::new();
    let mut article = String::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line.starts_with('#') {
            article.clear();
        }
        let Some(name) = line.strip_prefix("```") else { continue };
        let body: String = lines
            .by_ref()
            .take_while(|it| *it != "```")
            .flat_map(|it| [it, "\n"])
            .collect();
        let shown = if name == "text" {
            article.push_str(&body);
            None
        } else {
            view(name, &article)
        };
        out.push_str(&shown.unwrap_or(body));
        out.push_str("```\n");
    }
    out
}

/// The first line in which two pages differ, as `line`, what was wanted and what came.
fn difference(before: &str, after: &str) -> Option<String> {
    if before == after {
        return None;
    }
    let (mut want, mut got) = (before.lines(), after.lines());
    let mut line = 0;
    loop {
        line += 1;
        let (want, got) = (want.next(), got.next());
        if want != got || want.is_none() {
            let shown = |it: Option<&str>| it.unwrap_or("the end of the page").to_owned();
            return Some(format!(
                "{line}\n  want {}\n  got  {}",
                shown(want),
                shown(got)
            ));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{difference, rewrite};

    const PAGE: &str = "# Size\n\n## One\n\n```text\nab\n```\n\n```size\n3\n```\n\n\
        ## Two\n\n```text\nabc\n```\n\n```size\n4\n```\n\n```sh\nls\n```\n";

    fn size(name: &str, article: &str) -> Option<String> {
        (name == "size").then(|| format!("{}\n", article.len()))
    }

    #[test]
    fn a_true_page_stays_as_it_is() {
        assert_eq!(rewrite(PAGE, size), PAGE);
        assert_eq!(difference(PAGE, PAGE), None);
    }

    #[test]
    fn a_false_page_is_set_right_and_its_line_is_named() {
        let wrong = PAGE.replace("\n4\n", "\n5\nmore\n");
        assert_eq!(rewrite(&wrong, size), PAGE);
        let found = difference(&wrong, &rewrite(&wrong, size));
        assert_eq!(found.as_deref(), Some("20\n  want 5\n  got  4"));
    }
}
