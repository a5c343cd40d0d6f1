//! The page of an article: its sentences in order, the words of facts marked in place,
//! and beside each sentence the facts that were read out of it.

use std::collections::{BTreeMap, BTreeSet};

use maud::{Markup, html};

use crate::ask::{Standing, Statement};
use crate::error::Result;
use crate::graph::{ArticleRecord, FactRecord, SentenceRecord};
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::{ArticleId, count};

use super::fact::{claim, standing, tally};
use super::frame;
use super::link;
use super::overview::{place, title};

/// A fact with its name and what it says.
pub(super) struct Told<'a> {
    pub(super) record: &'a FactRecord,
    pub(super) statement: Statement,
}

/// The page of the article that `id` names.
pub(super) fn article(view: &View, query: &[(String, String)]) -> Result<Reply> {
    let id = frame::value(query, "id").unwrap_or_default();
    let id = id.strip_prefix("a:").unwrap_or(id);
    let Some(article) = view.collection().article(&ArticleId::from_minted(id))? else {
        let why = html! {
            p { "There is no article " code { (id) } ". " a href="/articles" { "All articles" } }
        };
        return Ok(frame::sorry(404, "No such article", why));
    };
    let mut by_sentence = BTreeMap::<u32, Vec<Told<'_>>>::new();
    let mut facts = [0; 4];
    for (local, record) in article.facts_in_order() {
        let statement = Statement::new(&article, local, record);
        facts[place(statement.standing)] += 1;
        by_sentence.entry(record.sentence).or_default().push(Told { record, statement });
    }
    let title = title(&article);
    let contents = html! {
        (head(&article, &title, &facts))
        (text(&article, &by_sentence))
    };
    Ok(frame::page(&title, "/articles", contents))
}

fn head(article: &ArticleRecord, title: &str, facts: &[usize; 4]) -> Markup {
    let whole = article
        .url
        .as_deref()
        .filter(|it| ["https://", "http://"].iter().any(|scheme| it.starts_with(scheme)));
    html! {
        header.entity {
            p.kind { "Article · " code { "a:" (article.id) } }
            h1 { (title) }
            p.lead {
                (article.publisher.as_deref().unwrap_or("Unnamed publisher")) ", "
                @match article.date_published {
                    Some(day) => time { (day) },
                    None => "undated",
                }
                @if !article.authors.is_empty() { ", by " (article.authors.join(", ")) }
            }
            (tally(facts))
            p.note {
                "newsgraph keeps the sentences that state a fact; “[…]” stands for others. "
                @if let Some(whole) = whole {
                    a rel="external noreferrer" href=(whole) { "Read the whole article" }
                }
            }
        }
    }
}

/// The sentences in order, each with its facts.
fn text(article: &ArticleRecord, facts: &BTreeMap<u32, Vec<Told<'_>>>) -> Markup {
    let mut next = 0;
    let rows = article.sentences.iter().map(|(number, sentence)| {
        let is_gap = *number > next;
        next = number + 1;
        (*number, sentence, is_gap)
    });
    html! {
        h2.unseen { "The sentences and their facts" }
        ol.text {
            @for (number, sentence, is_gap) in rows {
                @let told = facts.get(&number).map(Vec::as_slice).unwrap_or_default();
                li id={ "s" (number) } {
                    div.sentence {
                        @if is_gap { p.gap { span.unseen { "Sentences without a fact: " } "[…]" } }
                        p { (marked(sentence, told)) }
                    }
                    (beside(number, told))
                }
            }
        }
    }
}

/// The facts of a sentence.
fn beside(number: u32, told: &[Told<'_>]) -> Markup {
    html! {
        @if !told.is_empty() {
            ul.beside aria-label={ (count(told.len(), "fact")) " of this sentence" } {
                @for it in told {
                    @let fact = &it.statement;
                    li class={ "fact " (fact.standing.as_str()) } id=(link::anchor(&fact.fact)) {
                        p.claim { (claim(fact, None)) }
                        (standing(fact))
                        p.origin {
                            a href={ "#s" (number) } {
                                "To the sentence" span.unseen { " of “" (fact.line) "”" }
                            }
                            a href=(link::fact(fact)) {
                                "How it was found" span.unseen { " “" (fact.line) "”" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A sentence with the words of its facts marked: those of a predicate lead to the fact,
/// in the look of its standing; of several the most cautious.
pub(super) fn marked(sentence: &SentenceRecord, told: &[Told<'_>]) -> Markup {
    let letters = sentence.quote.chars().collect::<Vec<_>>();
    let length = u32::try_from(letters.len()).unwrap_or(u32::MAX);
    let within = |at: u32| at.saturating_sub(sentence.start).min(length);
    let mut cuts = BTreeSet::from([0, length]);
    for span in told.iter().flat_map(|it| it.record.spans.iter().flatten()) {
        cuts.extend([within(span.0), within(span.1)]);
    }
    let cuts = cuts.into_iter().collect::<Vec<_>>();
    let pieces = cuts.windows(2).map(|it| {
        let range = it[0] as usize..it[1] as usize;
        let words = letters.get(range).unwrap_or_default().iter().collect::<String>();
        (words, it[0] + sentence.start)
    });
    html! { @for (words, start) in pieces { (piece(&words, start, told)) } }
}

/// A stretch of a sentence through which no part of a fact begins or ends.
fn piece(words: &str, start: u32, told: &[Told<'_>]) -> Markup {
    let covers = |span: &Option<(u32, u32)>| {
        span.is_some_and(|(from, to)| from <= start && start < to)
    };
    let said = told.iter().filter(|it| covers(&it.record.spans[1]));
    let said = said.max_by_key(|it| caution(it.statement.standing));
    let is_end = told.iter().any(|it| {
        let [subject, _, object] = &it.record.spans;
        covers(subject) || covers(object)
    });
    html! {
        @match said {
            Some(it) => {
                a class={ "said " (it.statement.standing.as_str()) }
                    href={ "#" (link::anchor(&it.statement.fact)) }
                    title=(it.statement.line) { (words) }
            },
            None if is_end => span.end { (words) },
            None => (words),
        }
    }
}

/// Which look stands where facts share their words.
fn caution(standing: Standing) -> u8 {
    match standing {
        Standing::Affirmed => 0,
        Standing::Attributed => 1,
        Standing::Possible => 2,
        Standing::Denied => 3,
    }
}
