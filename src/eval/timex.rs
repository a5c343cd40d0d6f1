//! Expressions of time in the format of the scorer of dates, with the conventions of its
//! gold: dates only, each end of a range by itself, weeks, decades and centuries as days.

use std::path::Path;

use jiff::civil::Date;
use serde::Deserialize;
use serde_json::{Value, json};

use crate::doc::{Document, Timex, TimexType, TimexValue};
use crate::error::Result;
use crate::text::{Article, Offsets, Span};

use super::corpus;

/// How TIMEX3 begins a value that holds for every year.
const EVERY_YEAR: &str = "XXXX-";

#[derive(Debug, Deserialize)]
struct Record {
    id: String,
    dct: Option<String>,
    text: String,
}

/// The articles of a file of dated texts, with their ids: JSON Lines with `id`, `dct`
/// (publication date) and `text`.
pub fn dated_articles(path: &Path) -> Result<Vec<(String, Article)>> {
    let records: Vec<Record> = corpus::records(path)?;
    let read = |it: Record| {
        let mut article = Article::new(it.id.clone(), it.text);
        article.date_published = it.dct.and_then(|it| it.parse().ok());
        (it.id, article)
    };
    Ok(records.into_iter().map(read).collect())
}

/// The dates of a document as a line of the system format, in code points.
pub fn timex_line(id: &str, doc: &Document) -> String {
    let offsets = Offsets::new(&doc.article.text);
    let entry = |(span, value): (Span, String)| {
        let (start, end) = offsets.code_points(span);
        json!({ "b": start, "e": end, "v": value })
    };
    let timexes: Vec<Value> = doc
        .timexes
        .iter()
        .flat_map(|it| dates(it, &doc.article.text))
        .map(entry)
        .collect();
    json!({ "id": id, "timex": timexes }).to_string()
}

/// The dates of an expression with their values: none of a length or a repetition.
fn dates(timex: &Timex, text: &str) -> Vec<(Span, String)> {
    let value = timex.value.as_ref().map(TimexValue::as_str);
    let anchored = value.is_some_and(|it| it.contains('/'));
    match timex.timex_type {
        TimexType::Date | TimexType::Time => {}
        TimexType::Duration if anchored => {}
        TimexType::Duration | TimexType::Set => return Vec::new(),
    }
    if let (Some(ends), Some((first, last))) =
        (timex.ends, value.and_then(|it| it.split_once('/')))
    {
        let [from, to] = ends;
        return vec![(from, plain(first)), (to, plain(last))];
    }
    // What has no value is no date for the gold.
    let entry = |it| (bare(timex.span, text, it), plain(it));
    value.map(entry).into_iter().collect()
}

/// The span without article and stage before a decade, a century or the season of every
/// year: *the early 1990s*, *late autumn*.
fn bare(span: Span, text: &str, value: &str) -> Span {
    let words = span.of(text);
    let start = match value {
        it if is_decades(it) => words.find(|it: char| it.is_ascii_digit()),
        it if it.starts_with(EVERY_YEAR) => words.rfind(' ').map(|it| it + 1),
        // *the 12th of October*, *the summer of 2012*
        it if it.len() == "2012-10-12".len() => number(words),
        it if season_end(it).is_some() => words
            .find(' ')
            .map(|it| it + 1)
            .filter(|it| number(words).is_some() && words[*it..].contains(' ')),
        _ => None,
    };
    start.map_or(span, |it| Span::new(span.start() + it, span.end()))
}

/// Where a day begins that stands before its month, behind an article.
fn number(words: &str) -> Option<usize> {
    let number = words.find(|it: char| it.is_ascii_digit())?;
    (!words[..number].contains(char::is_uppercase)).then_some(number)
}

/// The last month that the gold gives to the season of a year, where a value is one:
/// `2012-06/2012-08` is `2012-06/2012-09`.
fn season_end(value: &str) -> Option<String> {
    let (first, last) = value.split_once('/')?;
    let (start, end) = (first.get(5..)?, last.get(5..)?);
    let months = [("03", "05"), ("06", "08"), ("09", "11")];
    let month =
        months.contains(&(start, end)).then(|| end.parse::<u8>().ok()).flatten()?;
    Some(format!("{first}/{}-{:02}", &last[..4], month + 1))
}

/// Whether a value is a decade or a century by its years: `1990/1999`.
fn is_decades(value: &str) -> bool {
    let years = value.split_once('/');
    years.is_some_and(|(first, last)| {
        first.len() == 4 && last.len() == 4 && first.ends_with('0') && last.ends_with('9')
    })
}

/// A value as the gold writes it.
fn plain(value: &str) -> String {
    let value = value.trim_start_matches("../").trim_end_matches("/..");
    if let Some(year) = value.strip_prefix("BC") {
        return format!("-{year}");
    }
    if let Some(season) = value.strip_prefix(EVERY_YEAR) {
        return match season {
            "SP" => "--03/--06",
            "SU" => "--06/--09",
            "FA" => "--09/--12",
            _ => "--12/--03",
        }
        .to_owned();
    }
    if let Some(season) = season_end(value) {
        return season;
    }
    let timex = TimexValue::new(value);
    let days = (timex.first_day(), timex.last_day());
    match days {
        (Some(first), Some(last)) if is_decades(value) || value.contains('W') => {
            let day = |it: Date| it.to_string();
            format!("{}/{}", day(first), day(last))
        }
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{dates, plain};
    use crate::doc::{Timex, TimexType, TimexValue};
    use crate::text::Span;

    #[test]
    fn values_are_written_as_days_where_the_gold_does() {
        for (value, written) in [
            ("2020-07-11", "2020-07-11"),
            ("2020-W28", "2020-07-06/2020-07-12"),
            ("1990/1999", "1990-01-01/1999-12-31"),
            ("2019/..", "2019"),
            ("../2017-03", "2017-03"),
            ("BC0776", "-0776"),
            ("XXXX-SU", "--06/--09"),
            ("2012-06/2012-08", "2012-06/2012-09"),
            ("2020/2023", "2020/2023"),
        ] {
            assert_eq!(plain(value), written);
        }
    }

    #[test]
    fn a_range_is_two_dates_and_a_length_is_none() {
        let mut timex = Timex {
            span: Span::new(5, 17),
            timex_type: TimexType::Date,
            value: Some(TimexValue::new("1999/2008")),
            ends: Some([Span::new(5, 9), Span::new(13, 17)]),
        };
        let both = [(Span::new(5, 9), "1999"), (Span::new(13, 17), "2008")];
        let found = dates(&timex, "from 1999 to 2008");
        let found: Vec<_> = found.iter().map(|(span, it)| (*span, it.as_str())).collect();
        assert_eq!(found, both);
        (timex.timex_type, timex.value) =
            (TimexType::Duration, Some(TimexValue::new("P2Y")));
        assert!(dates(&timex, "from 1999 to 2008").is_empty());
    }
}
