//! An explanation says how a fact was found and what stands for and against it.

use crate::collection::Collection;
use crate::error::{Error, Result};
use crate::graph::{ArticleRecord, FactRecord, Graph, Object};
use crate::resolve::{Decision, EntityRef, Link};
use crate::text::{ArticleId, fold, one_line};

use super::sheet::{Row, Value};
use super::statement::{Claim, Standing, Statement, statements};

/// Where a fact comes from.
#[derive(Debug, Clone)]
pub struct Explanation {
    /// The fact.
    pub statement: Statement,
    /// Its sentence with `[…]` around the words of subject, predicate and object.
    pub marked: String,
    /// The words of the predicate.
    pub surface: String,
    /// The words of its ends that are not their names, with the names that they stand
    /// for: a pronoun, a surname, a phrase.
    pub resolved: Vec<(String, String)>,
    /// The words that give its time, its value and the day of the report.
    pub time: Option<String>,
    /// The words that attribute it.
    pub cue: Option<String>,
    /// Its other arguments by their role.
    pub args: Vec<(String, String)>,
    /// What was decided about who is who and touches one of its ends.
    pub decisions: Vec<Decision>,
    /// What rules hold for one, and why, where it is one of its ends.
    pub links: Vec<Link>,
    /// What other statements of the collection say of the same.
    pub others: Vec<OtherWord>,
}

/// A statement elsewhere about the same subject, relation and object.
#[derive(Debug, Clone)]
pub struct OtherWord {
    /// `agrees`, `denies`, `states` (where the fact is a denial) or `possible`.
    pub says: &'static str,
    /// In which words, and where.
    pub statement: Statement,
}

/// Explains a fact by its name (`f:…`), or every fact of a sentence by article and number
/// (`2023-11-08-5fu25c3j:7`).
///
/// # Errors
///
/// Where the collection has no such fact or sentence, or cannot be read.
pub fn explain(collection: &Collection, fact: &str) -> Result<Vec<Explanation>> {
    let refused = |reason: String| Error::Query {
        name: collection.folder().display().to_string(),
        reason,
    };
    let bare = fact.strip_prefix("f:").unwrap_or(fact);
    let (article, chosen) = if let Some((id, number)) = bare.rsplit_once(':') {
        let id = ArticleId::from_minted(id.strip_prefix("a:").unwrap_or(id));
        let number = number.parse::<u32>().map_err(|_| {
            refused(format!("`{number}` is no number of a sentence; write ARTICLE:7"))
        })?;
        let article = collection.article(&id)?;
        let article = article.ok_or_else(|| {
            refused(format!(
                "no article {id}; `newsgraph stats DIR` counts those there are"
            ))
        })?;
        let facts = article.facts.iter().filter(|(_, it)| it.sentence == number);
        let facts = facts.map(|(local, _)| local.clone()).collect::<Vec<_>>();
        (article, facts)
    } else {
        let article = collection.article_of_fact(bare)?.ok_or_else(|| {
            refused(format!(
                "no fact f:{bare}; `newsgraph about DIR NAME` prints the names of facts"
            ))
        })?;
        (article, vec![bare.to_owned()])
    };
    if chosen.is_empty() {
        return Err(refused(format!("no fact was found in the sentence {fact}")));
    }
    let all = article.facts_in_order().into_iter();
    let facts = all.filter(|(local, _)| chosen.contains(local));
    facts.map(|(local, it)| of_fact(collection, &article, local, it)).collect()
}

fn of_fact(
    collection: &Collection,
    article: &ArticleRecord,
    local: &str,
    fact: &FactRecord,
) -> Result<Explanation> {
    let statement = Statement::new(article, local, fact);
    let time = fact.time_expression.as_ref().map(|words| {
        let value = fact.timex.as_deref().unwrap_or("a time that it does not settle");
        let report = article.date_published.map(|it| format!("; the report is of {it}"));
        format!("“{words}” is {value}{}", report.unwrap_or_default())
    });
    let args = fact.args.iter().map(|(role, it)| (role.clone(), article.object(it)));
    let ends = [Some(&statement.subject_local), statement.object_local.as_ref()];
    let ends = ends.into_iter().flatten().chain(&statement.source_local);
    let ends = ends.map(String::as_str).collect::<Vec<_>>();
    let resolution = collection.resolution()?;
    let is_end = |it: &EntityRef| ends.contains(&resolution.identity.meant(it));
    let decisions = collection.decisions().iter().filter(|it| {
        it.sides().is_ok_and(|(left, right)| is_end(&left) || is_end(&right))
    });
    // What people say is among the decisions.
    let links = resolution.identity.links().iter();
    let links = links.filter(|it| it.by.starts_with("rule:"));
    let links = links.filter(|it| is_end(&it.left) || is_end(&it.right));
    Ok(Explanation {
        marked: marked(article, fact),
        surface: one_line(&fact.surface),
        resolved: resolved(article, fact),
        time,
        cue: fact.cue.clone(),
        args: args.collect(),
        decisions: decisions.cloned().collect(),
        links: links.cloned().collect(),
        others: others(collection, &statement)?,
        statement,
    })
}

/// The words of a span of a sentence.
fn words(article: &ArticleRecord, fact: &FactRecord, part: usize) -> Option<String> {
    let sentence = article.sentences.get(&fact.sentence)?;
    let (start, end) = fact.spans[part]?;
    let skipped = start.checked_sub(sentence.start)?;
    let quote = sentence.quote.chars().skip(skipped as usize);
    Some(one_line(&quote.take((end - start) as usize).collect::<String>()))
}

/// The sentence with its parts in brackets.
fn marked(article: &ArticleRecord, fact: &FactRecord) -> String {
    let Some(sentence) = article.sentences.get(&fact.sentence) else {
        return String::new();
    };
    let spans = fact.spans.iter().flatten().copied().collect::<Vec<_>>();
    let mut out = String::new();
    let length = sentence.quote.chars().count();
    let length = u32::try_from(length).unwrap_or(u32::MAX);
    let mut letters = sentence.quote.chars();
    for at in sentence.start..=sentence.start.saturating_add(length) {
        let closing = spans.iter().filter(|(_, end)| *end == at).count();
        let opening = spans.iter().filter(|(start, _)| *start == at).count();
        out.push_str(&"]".repeat(closing));
        out.push_str(&"[".repeat(opening));
        out.extend(letters.next());
    }
    one_line(&out)
}

/// The words of subject and object that are not their names, with their names.
fn resolved(article: &ArticleRecord, fact: &FactRecord) -> Vec<(String, String)> {
    let object = match &fact.object {
        Some(Object::Entity(local)) => Some(local),
        Some(Object::Literal(_)) | None => None,
    };
    let ends = [(0, Some(&fact.subject)), (2, object)];
    let ends = ends.into_iter().filter_map(|(part, local)| {
        let name = article.name(local?);
        let words = words(article, fact, part)?;
        (fold(&words) != fold(&name)).then_some((words, name))
    });
    ends.collect()
}

/// What else the collection says of the same subject, relation and object.
fn others(collection: &Collection, statement: &Statement) -> Result<Vec<OtherWord>> {
    let entities = collection.called(&format!("e:{}", statement.subject_local))?;
    let graph: Graph = collection.graph_about(&entities)?;
    let sideless = |it: &Statement| Claim {
        family: Standing::Affirmed,
        negated: false,
        ..it.claim()
    };
    let side = |it: &Statement| (it.claim().family, it.claim().negated);
    let same = sideless(statement);
    let mut found = statements(&graph);
    found.retain(|it| it.fact != statement.fact && sideless(it) == same);
    found.sort_by_cached_key(Statement::newest_first);
    let others = found.into_iter().map(|it| {
        let says = match it.standing {
            _ if side(&it) == side(statement) => "agrees",
            Standing::Possible => "possible",
            Standing::Denied => "denies",
            Standing::Affirmed | Standing::Attributed => "states",
        };
        OtherWord { says, statement: it }
    });
    Ok(others.collect())
}

impl Row for Explanation {
    fn columns() -> Vec<&'static str> {
        let mut columns =
            vec!["marked", "surface", "stands_for", "time_words", "cue", "others"];
        columns.extend(Statement::columns());
        columns
    }

    fn cells(&self) -> Vec<Value> {
        let resolved =
            self.resolved.iter().map(|(words, name)| format!("{words} = {name}"));
        let others = self.others.iter();
        let others = others.map(|it| format!("{} {}", it.says, it.statement.fact));
        let mut cells = vec![
            (&self.marked).into(),
            (&self.surface).into(),
            resolved.collect::<Vec<_>>().join("; ").into(),
            self.time.as_ref().into(),
            self.cue.as_ref().into(),
            others.collect::<Vec<_>>().join("; ").into(),
        ];
        cells.extend(self.statement.cells());
        cells
    }
}
