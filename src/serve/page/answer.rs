//! The answer to a query: as a table, as a chart of counts, as a picture, and as a file.

use std::collections::BTreeMap;

use maud::{Markup, html};

use crate::ask::Standing;
use crate::error::{Error, Result};
use crate::rdf::{Answer, Asking, Format, Limits, Query, Stop, Table};
use crate::serve::reply::Reply;
use crate::serve::view::View;
use crate::text::{count, grouped};

use super::fact::{relation, sign};
use super::frame;
use super::link;
use super::overview::Overview;
use super::picture::{self, Arrow};

/// A page and its files are made from an answer of at most so much.
const LIMITS: Limits = Limits { rows: 100_000, bytes: 128 << 20 };

/// A page shows this many rows; a file has all.
const ROWS: usize = 500;

/// A chart has this many bars, a picture this many arrows.
const BARS: usize = 40;
const ARROWS: usize = 24;

/// The ways to show an answer, with their words in the address.
const SHOWN: &[(&str, &str)] =
    &[("table", "Table"), ("chart", "Chart of counts"), ("picture", "Picture")];

/// The media type of each format of a file.
const FILES: &[(&str, &str)] = &[
    ("csv", "text/csv; charset=utf-8"),
    ("tsv", "text/tab-separated-values; charset=utf-8"),
    ("json", "application/sparql-results+json"),
    ("xml", "application/sparql-results+xml"),
    ("ttl", "text/turtle; charset=utf-8"),
    ("nt", "application/n-triples"),
    ("jsonld", "application/ld+json"),
];

/// The answer to a query, within limits.
fn ask(view: &View, asked: &Query, stop: &Stop) -> Result<Answer> {
    let asking = Asking { stop: stop.clone(), ..Asking::default() };
    view.store().answer_within(asked, &asking, LIMITS).map_err(|it| {
        let name = "query".to_owned();
        let reason = it.reason("stopped: it took too long; ask for less");
        reason.map_or_else(|error| error, |reason| Error::Query { name, reason })
    })
}

/// The answer to `asked`, shown as `query` says; `address` ends where the way to show it
/// is written.
pub(super) fn section(
    view: &View,
    asked: &Query,
    query: &[(String, String)],
    address: &str,
    stop: &Stop,
) -> Result<Markup> {
    let answer = ask(view, asked, stop)?;
    let hints = view.store().hints(asked, &Asking::default(), &answer)?;
    let overview = view.overview()?;
    let shown = frame::value(query, "show").unwrap_or("table");
    let table = answer.table();
    Ok(html! {
        section.answer aria-labelledby="answer" {
            h2 #answer { (size(&answer)) }
            @for it in hints { p.note { (it) } }
            @if !answer.is_empty() {
                nav.tabs aria-label="How the answer is shown" {
                    @for (word, name) in SHOWN {
                        a href={ (address) (word) "#answer" }
                            aria-current=[(*word == shown).then_some("true")] { (name) }
                    }
                }
                @match shown {
                    "chart" => (chart(&table, &overview)),
                    "picture" => (web(&table, &overview)),
                    _ => (rows(&table, &overview)),
                }
                (downloads(&answer, asked.text()))
            }
        }
    })
}

fn size(answer: &Answer) -> String {
    match answer.boolean() {
        Some(true) => "Yes".to_owned(),
        Some(false) => "No".to_owned(),
        None if answer.is_empty() => "Nothing found".to_owned(),
        None => count(answer.len(), "row"),
    }
}

fn downloads(answer: &Answer, text: &str) -> Markup {
    let fits =
        FILES.iter().filter(|(name, _)| name.parse().is_ok_and(|it| answer.fits(it)));
    html! {
        p.downloads {
            "Download: "
            @for (name, _) in fits {
                a href=(link::download(text, name)) download={ "answer." (name) } { (name) } " "
            }
        }
    }
}

/// The answer to the query in `query` as a file.
pub(super) fn download(
    view: &View,
    query: &[(String, String)],
    stop: &Stop,
) -> Result<Reply> {
    let name = frame::value(query, "to").unwrap_or("csv");
    let found = FILES.iter().find(|(it, _)| *it == name);
    let format = name.parse::<Format>().ok().zip(found);
    let Some((format, (_, content_type))) = format else {
        let names = FILES.iter().map(|(it, _)| *it).collect::<Vec<_>>().join(", ");
        return Ok(Reply::text(400, format!("no such format: {name}; choose {names}")));
    };
    let text = frame::value(query, "query").unwrap_or_default();
    let answer = ask(view, &Query::new("query", text), stop)?;
    let mut body = Vec::new();
    answer.write(format, None, &mut body)?;
    Ok(Reply { status: 200, content_type, body })
}

fn rows(table: &Table, overview: &Overview) -> Markup {
    html! {
        div.scroll role="region" tabindex="0" aria-label="Rows of the answer" {
            table {
                thead { tr { @for it in &table.header { th scope="col" { (it) } } } }
                tbody {
                    @for row in table.rows.iter().take(ROWS) {
                        @let voice = voice(table, row);
                        tr {
                            @for (name, it) in table.header.iter().zip(row) {
                                td data-name=(name) { (cell(it, voice, overview)) }
                            }
                        }
                    }
                }
            }
        }
        @if table.rows.len() > ROWS {
            p.note { "The first " (ROWS) "; a download has all." }
        }
    }
}

/// A value: what has a page leads to it, and a denial is marked as such.
fn cell(text: &str, voice: Voice, overview: &Overview) -> Markup {
    if let Some(name) = linking(text) {
        let standing = standing(text, voice);
        let class = standing.map_or("term", Standing::as_str);
        return html! {
            span class={ "term " (class) } title=(text) {
                @if let Some(it) = standing { (sign(it)) " " (prefix(it)) }
                (relation(name))
            }
        };
    }
    match named(text, overview) {
        (name, Some(address)) => html! { a href=(address) title=(text) { (name) } },
        (name, None) => html! { (name) },
    }
}

/// What is read before a relation of a family.
fn prefix(standing: Standing) -> &'static str {
    match standing {
        Standing::Affirmed => "",
        Standing::Attributed => "claimed: ",
        Standing::Denied => "denied: ",
        Standing::Possible => "possible: ",
    }
}

/// Whether a row says on whose word it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Voice {
    /// On that of the article.
    Article,
    /// On that of a source.
    Source,
    /// The query did not ask.
    Unknown,
}

/// The voice of a row, by its column `source`.
fn voice(table: &Table, row: &[String]) -> Voice {
    let place = table.header.iter().position(|it| it == "source");
    match place.and_then(|it| row.get(it)) {
        None => Voice::Unknown,
        Some(it) if it.is_empty() => Voice::Article,
        Some(_) => Voice::Source,
    }
}

/// The relation that a link of the graph is about; `None` where it is no such link.
fn linking(text: &str) -> Option<&str> {
    let (family, local) = text.split_once(':')?;
    let is_local = !local.is_empty() && !local.contains(char::is_whitespace);
    (is_local && ["", "ev", "no", "may"].contains(&family)).then_some(local)
}

/// How a link stands, by its family; a link to what somebody states is nobody's in
/// particular where the row does not say whose.
fn standing(text: &str, voice: Voice) -> Option<Standing> {
    match (text.split_once(':')?.0, voice) {
        ("no", _) => Some(Standing::Denied),
        ("may", _) => Some(Standing::Possible),
        ("", _) | ("ev", Voice::Article) => Some(Standing::Affirmed),
        ("ev", Voice::Source) => Some(Standing::Attributed),
        _ => None,
    }
}

/// What to call a value, and the address of its page where it has one.
fn named(text: &str, overview: &Overview) -> (String, Option<String>) {
    let whole = || text.to_owned();
    let parts = text.split_once(':').filter(|(_, it)| !it.contains(char::is_whitespace));
    match parts {
        Some(("e", local)) => {
            let known = overview.name(local);
            let label = known.map_or_else(whole, |it| it.label.clone());
            (label, known.map(|_| link::entity(local)))
        }
        Some(("a", id)) => (whole(), Some(link::article(id))),
        Some(("f", _)) => {
            (whole(), Some(format!("/fact?id={}", crate::rdf::encode(text))))
        }
        Some(("s", id)) => {
            let cited = id.rsplit_once('.').map(|(id, number)| format!("{id}:{number}"));
            (whole(), cited.map(|it| link::sentence(&it)))
        }
        Some(("http" | "https", rest)) if rest.starts_with("//") => {
            (whole(), Some(whole()))
        }
        _ => (whole(), None),
    }
}

/// How much of each value of the first column there is: the sum of the last column where
/// that holds numbers, else the number of rows.
fn counts(table: &Table) -> Vec<(&str, f64)> {
    let number = |row: &[String]| {
        let last = row.last().filter(|_| row.len() > 1)?;
        last.parse::<f64>().ok().filter(|it| it.is_finite())
    };
    let numeric = table.rows.iter().all(|row| number(row).is_some());
    let mut order = Vec::new();
    let mut sums = BTreeMap::<&str, f64>::new();
    for row in &table.rows {
        let Some(first) = row.first() else { continue };
        let size = if numeric { number(row).unwrap_or_default() } else { 1.0 };
        let sum = sums.entry(first).or_insert_with(|| {
            order.push(&**first);
            0.0
        });
        *sum += size;
    }
    let counts = order.into_iter().filter_map(|it| Some((it, *sums.get(it)?)));
    let mut counts = counts.collect::<Vec<_>>();
    if !numeric {
        counts.sort_by(|(_, one), (_, other)| other.total_cmp(one));
    }
    counts
}

fn chart(table: &Table, overview: &Overview) -> Markup {
    let counts = counts(table);
    let most = counts.iter().map(|(_, it)| *it).fold(0.0, f64::max);
    let width = |it: f64| if most > 0.0 { it.max(0.0) / most * 100.0 } else { 0.0 };
    html! {
        ol.chart {
            @for (value, size) in counts.iter().take(BARS) {
                li {
                    span.label { @if value.is_empty() { "(none)" } @else { (cell(value, Voice::Unknown, overview)) } }
                    " " span.size { (size) }
                    svg.bar aria-hidden="true" {
                        rect width={ (format!("{:.1}", width(*size))) "%" } height="100%" {}
                    }
                }
            }
        }
        @if counts.len() > BARS {
            p.note { "The first " (BARS) " of " (grouped(counts.len())) "." }
        }
    }
}

/// The things of the answer that its rows link.
fn web(table: &Table, overview: &Overview) -> Markup {
    let mut arrows = Vec::<Arrow>::new();
    let found = table.rows.iter().filter_map(|it| arrow(table, it));
    for it in found {
        let same = |other: &Arrow| {
            (&other.from, &other.to, &other.label) == (&it.from, &it.to, &it.label)
        };
        if !arrows.iter().any(same) {
            arrows.push(it);
        }
        if arrows.len() == ARROWS {
            break;
        }
    }
    html! {
        @if arrows.is_empty() {
            p { "There is nothing to draw: no row names two things." }
        } @else {
            (picture::web(&arrows, |it| named(it, overview)))
            p.note {
                (count(arrows.len(), "link")) " of " (count(table.rows.len(), "row"))
                ". The table has everything."
            }
        }
    }
}

/// What a row links: its first two entities, by the first link in it.
fn arrow(table: &Table, row: &[String]) -> Option<Arrow> {
    let mut things = row.iter().filter(|it| it.starts_with("e:"));
    let from = things.next()?.clone();
    let to = things.find(|it| **it != from)?;
    let place = row.iter().position(|it| it == to)?;
    let link = row.iter().find_map(|it| Some((it, linking(it)?)));
    let (label, standing) = match link {
        Some((it, name)) => {
            let standing = standing(it, voice(table, row));
            let before = standing.map(prefix).unwrap_or_default();
            (format!("{before}{}", relation(name)), standing)
        }
        None => (relation(table.header.get(place)?), None),
    };
    Some(Arrow { from, label, standing, to: to.clone() })
}

#[cfg(test)]
mod tests {
    use crate::ask::Standing;
    use crate::rdf::Table;

    use super::{Voice, arrow, counts, linking, standing};

    fn table(rows: &[&[&str]]) -> Table {
        let row = |it: &&[&str]| it.iter().map(|it| (*it).to_owned()).collect::<Vec<_>>();
        let rows = rows.iter().map(row).collect::<Vec<_>>();
        let header = (0..rows[0].len()).map(|it| format!("column_{it}")).collect();
        Table { header, rows }
    }

    #[test]
    fn numbers_are_summed_and_other_rows_are_counted() {
        let summed = table(&[&["a", "2"], &["b", "7"], &["a", "1"]]);
        assert_eq!(counts(&summed), [("a", 3.0), ("b", 7.0)]);
        let counted = table(&[&["b", "x"], &["a", "y"], &["a", "z"]]);
        assert_eq!(counts(&counted), [("a", 2.0), ("b", 1.0)]);
    }

    #[test]
    fn a_denial_in_an_answer_is_told_from_what_is_stated() {
        for (link, voice, expected) in [
            ("no:fired", Voice::Article, Some(Standing::Denied)),
            ("may:fired", Voice::Source, Some(Standing::Possible)),
            (":fired", Voice::Unknown, Some(Standing::Affirmed)),
            ("ev:fired", Voice::Article, Some(Standing::Affirmed)),
            ("ev:fired", Voice::Source, Some(Standing::Attributed)),
            ("ev:fired", Voice::Unknown, None),
        ] {
            assert_eq!(standing(link, voice), expected, "{link} {voice:?}");
            assert_eq!(linking(link), Some("fired"));
        }
        assert_eq!(linking("no: never"), None);
        assert_eq!(linking("e:felix-brandt"), None);
        let table = table(&[&["e:a", "no:fired", "words", "e:b"]]);
        let found = arrow(&table, &table.rows[0]).unwrap();
        assert_eq!(
            (&*found.from, &*found.label, &*found.to),
            ("e:a", "denied: fired", "e:b")
        );
        assert_eq!(found.standing, Some(Standing::Denied));
    }
}
