//! When an article was published, as far as its input says so.
//!
//! A time with a zone is the day in that zone: `2024-03-04T23:30:00-05:00` was a Monday
//! in New York. A time in UTC says less: where another place gives the same moment with a
//! zone, the day is that of the zone.

use jiff::fmt::{rfc2822, strtime::BrokenDownTime, temporal::Pieces};
use jiff::tz::Offset;
use jiff::{Timestamp, civil::DateTime};

use crate::text::{Article, Date, Note};

/// A moment or a day that an input states.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stated {
    /// The day, in the zone that is written.
    pub(super) date: Date,
    /// The moment, where a zone is written.
    moment: Option<Timestamp>,
    /// Whether that zone is UTC.
    is_utc: bool,
}

/// How dates are written where they are not as ISO 8601 or RFC 2822 have them.
const FORMATS: &[&str] = &[
    "%Y-%m-%d",
    "%Y/%m/%d",
    "%Y.%m.%d",
    "%B %d, %Y",
    "%b %d, %Y",
    "%d %B %Y",
    "%d %b %Y",
    "%d-%b-%Y",
    "%B %d %Y",
    "%A %d %B %Y",
    "%a %b %d %H:%M:%S %z %Y",
    "%a %b %d %H:%M:%S %Y",
];

/// The two ways to write day and month as numbers before the year, between the same signs.
const NUMBERS: &[[&str; 2]] =
    &[["%d/%m/%Y", "%m/%d/%Y"], ["%d.%m.%Y", "%m.%d.%Y"], ["%d-%m-%Y", "%m-%d-%Y"]];

/// The first year of which there are newspapers; what is before it stands for no date, and
/// so does the moment from which computers count.
const FIRST: i16 = 1600;

/// Reads a date or a time. Days of one or two digits between two numbers are not read
/// where it is not certain which is the month.
pub(super) fn parse(value: &str) -> Option<Stated> {
    let found = read(value).filter(|it| it.date.year() >= FIRST);
    found.filter(|it| it.moment != Some(Timestamp::UNIX_EPOCH))
}

fn read(value: &str) -> Option<Stated> {
    let value = value.trim();
    if value.len() > 60 {
        return None;
    }
    if let Some(it) = number(value) {
        return Some(it);
    }
    if let Ok(pieces) = Pieces::parse(&zone_at_time(value)) {
        let time = pieces.time().unwrap_or_default();
        return Some(with_offset(
            pieces.date().to_datetime(time),
            pieces.to_numeric_offset().filter(|_| pieces.time().is_some()),
        ));
    }
    if let Ok(zoned) = rfc2822::parse(value) {
        return Some(with_offset(zoned.datetime(), Some(zoned.offset())));
    }
    // *Monday, March 4, 2024, 10:00 p.m.*
    let (word, rest) = value.split_once(' ').unwrap_or((value, ""));
    let rest = if word.ends_with(',') { rest } else { value };
    let rest = without_ordinals(rest).replace(". ", " ").replace("Sept ", "Sep ");
    let fitting = |format: &&str| {
        let (found, read) = BrokenDownTime::parse_prefix(format, &rest).ok()?;
        let ends = !rest[read..].starts_with(|it: char| it.is_alphanumeric());
        found.to_date().ok().filter(|_| ends).map(|date| (found, date))
    };
    if let Some((found, date)) = FORMATS.iter().find_map(&fitting) {
        let moment = found.to_timestamp().ok();
        return Some(Stated {
            date,
            moment,
            is_utc: found.offset() == Some(Offset::UTC),
        });
    }
    let days = NUMBERS.iter().flatten().filter_map(fitting);
    let mut days = days.map(|(_, date)| date).collect::<Vec<_>>();
    days.dedup();
    let [date] = *days else { return None };
    Some(Stated { date, moment: None, is_utc: false })
}

/// A time with its zone right behind it: `10:00 UTC` is `10:00Z`, and `10:00 -0500` is
/// `10:00-0500`.
fn zone_at_time(value: &str) -> String {
    let utc = [" UTC", " GMT", " Z"].iter().find_map(|it| value.strip_suffix(it));
    match (utc, value.rsplit_once(' ')) {
        (Some(time), _) => format!("{time}Z"),
        (None, Some((time, zone))) if zone.starts_with(['+', '-']) => {
            time.to_owned() + zone
        }
        _ => value.to_owned(),
    }
}

/// A date whose day has no letters behind its digits: *March 4th* is *March 4*.
fn without_ordinals(value: &str) -> String {
    let words = value.split(' ').map(|word| {
        let day = word.trim_end_matches(',');
        let rest = day.trim_start_matches(|it: char| it.is_ascii_digit());
        let is_ordinal = rest.len() == 2
            && rest.len() < day.len()
            && rest.bytes().all(|it| it.is_ascii_lowercase());
        match is_ordinal {
            true => [&day[..day.len() - 2], &word[day.len()..]].concat(),
            false => word.to_owned(),
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

/// A date of digits alone: `20240304`, `20240304233000`, or seconds or milliseconds since
/// 1970.
fn number(value: &str) -> Option<Stated> {
    let digits = value.split('.').next().filter(|it| !it.is_empty())?;
    let fraction = &value[digits.len()..];
    let fraction = fraction.trim_start_matches('.').bytes().all(|it| it.is_ascii_digit());
    if !digits.bytes().all(|it| it.is_ascii_digit()) || !fraction {
        return None;
    }
    let moment = match digits.len() {
        8 | 14 => {
            let date =
                BrokenDownTime::parse("%Y%m%d", &digits[..8]).ok()?.to_date().ok()?;
            return Some(Stated { date, moment: None, is_utc: false });
        }
        9 | 10 => Timestamp::from_second(digits.parse().ok()?).ok()?,
        12 | 13 => Timestamp::from_millisecond(digits.parse().ok()?).ok()?,
        _ => return None,
    };
    let date = Offset::UTC.to_datetime(moment).date();
    Some(Stated { date, moment: Some(moment), is_utc: true })
}

fn with_offset(at: DateTime, offset: Option<Offset>) -> Stated {
    let moment = offset.and_then(|it| it.to_timestamp(at).ok());
    Stated { date: at.date(), moment, is_utc: offset == Some(Offset::UTC) }
}

/// The dates that an input states, those that are trusted more first.
#[derive(Debug, Default)]
pub(super) struct Dates {
    stated: Vec<(String, Option<Stated>, String)>,
}

impl Dates {
    /// Adds what stands at a place.
    pub(super) fn add(&mut self, place: &str, value: &str) {
        let value = value.trim();
        if !value.is_empty() && self.stated.len() < 32 {
            self.stated.push((place.to_owned(), parse(value), short(value)));
        }
    }

    /// Whether a date was added that can be read.
    pub(super) fn is_known(&self) -> bool {
        self.stated.iter().any(|(_, it, _)| it.is_some())
    }

    /// Sets the date of an article, and notes what else is said.
    pub(super) fn settle(self, article: &mut Article) {
        let known = || self.stated.iter().filter_map(|(_, it, _)| *it);
        let Some(first) = known().next() else {
            for (place, _, value) in self.stated {
                article.notes.push(Note::UnreadableDate { place, value });
            }
            return;
        };
        // The same moment, in a zone.
        let zoned = known().find(|it| it.moment == first.moment && !it.is_utc);
        let date = zoned.filter(|_| first.is_utc).map_or(first.date, |it| it.date);
        article.date_published = Some(date);
        for (place, stated, value) in self.stated {
            match stated {
                Some(it) if it.date == date => {}
                // It is the same moment, so it says nothing else.
                Some(it) if it.moment.is_some() && it.moment == first.moment => {}
                Some(it) => {
                    article.notes.push(Note::OtherDate { place, date: it.date });
                }
                None => article.notes.push(Note::UnreadableDate { place, value }),
            }
        }
    }
}

/// The first characters of a value, for a message.
pub(super) fn short(value: &str) -> String {
    let mut out: String = value.chars().take(40).collect();
    if out.len() < value.len() {
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::{Dates, parse};
    use crate::text::{Article, Note};

    #[test]
    fn dates_are_read_as_inputs_write_them() {
        for (value, expected) in [
            ("2024-03-04", "2024-03-04"),
            ("2024-03-04T23:30:00-05:00", "2024-03-04"),
            ("2024-03-04T23:30:00-0500", "2024-03-04"),
            ("2024-03-04 23:30:00", "2024-03-04"),
            ("2024-03-04T23:30:00.000Z", "2024-03-04"),
            ("20240304", "2024-03-04"),
            ("1709595000", "2024-03-04"),
            ("1709595000000", "2024-03-04"),
            ("Mon, 04 Mar 2024 23:30:00 -0500", "2024-03-04"),
            ("Mon, 04 Mar 2024 23:30:00 GMT", "2024-03-04"),
            ("4 Mar 2024", "2024-03-04"),
            ("March 4, 2024", "2024-03-04"),
            ("Monday, March 4, 2024, 10:00 p.m.", "2024-03-04"),
            ("2024/03/04 10:00", "2024-03-04"),
            ("2024-3-4", "2024-03-04"),
            ("2024-03-04 23:30:00 UTC", "2024-03-04"),
            ("2024-03-04T23:30:00 -0500", "2024-03-04"),
            ("20240304233000", "2024-03-04"),
            ("Mon Mar 04 23:30:00 -0500 2024", "2024-03-04"),
            ("Mon Mar  4 23:30:00 2024", "2024-03-04"),
            ("04-Mar-2024", "2024-03-04"),
            ("4th March 2024", "2024-03-04"),
            ("March 4th, 2024", "2024-03-04"),
            ("Monday 4 March 2024", "2024-03-04"),
            ("25/12/2024", "2024-12-25"),
            ("12/25/2024 10:00", "2024-12-25"),
            ("25.12.2024", "2024-12-25"),
            ("04/04/2024", "2024-04-04"),
        ] {
            let found = parse(value).map(|it| it.date.to_string());
            assert_eq!(found.as_deref(), Some(expected), "{value}");
        }
        for value in [
            "",
            "4/3/2024",
            "03.04.2024",
            "03/04/24",
            "31/02/2024",
            "2024-02-30",
            "2024-3-40",
            "today",
            "March",
            "12",
            "2024",
            "0001-01-01",
            "Thu, 01 Jan 1970 00:00:00 GMT",
        ] {
            assert_eq!(parse(value), None, "{value}");
        }
    }

    /// The date that comes of what is stated, and what is noted.
    fn settled(stated: &[&str]) -> (String, usize) {
        let mut dates = Dates::default();
        for it in stated {
            dates.add("x", it);
        }
        let mut article = Article::new("", "");
        dates.settle(&mut article);
        let date = article.date_published.map(|it| it.to_string());
        (date.unwrap_or_default(), article.notes.len())
    }

    #[test]
    fn the_day_is_that_of_the_publisher() {
        let (utc, local) = ("2024-03-05T04:30:00Z", "2024-03-04T23:30:00-05:00");
        assert_eq!(settled(&[utc, local]), ("2024-03-04".into(), 0));
        let written = "Mon Mar 04 23:30:00 -0500 2024";
        assert_eq!(
            settled(&["2024-03-05 04:30:00 UTC", written]),
            ("2024-03-04".into(), 0)
        );
        assert_eq!(settled(&[utc]), ("2024-03-05".into(), 0));
        assert_eq!(
            settled(&[utc, "2024-03-04T22:00:00-05:00"]),
            ("2024-03-05".into(), 1)
        );
    }

    #[test]
    fn what_cannot_be_read_is_noted_and_nothing_is_guessed() {
        assert_eq!(settled(&["4/3/2024"]), (String::new(), 1));
        assert_eq!(settled(&["4/3/2024", "2024-03-04"]), ("2024-03-04".into(), 1));
        assert!(matches!(
            {
                let mut article = Article::new("", "");
                let mut dates = Dates::default();
                dates.add("pubDate", "soon");
                dates.settle(&mut article);
                article.notes.remove(0)
            },
            Note::UnreadableDate { place, value } if place == "pubDate" && value == "soon"
        ));
    }
}
