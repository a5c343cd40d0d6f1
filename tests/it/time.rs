//! Expressions of time, worked out by hand: what is found, and what it means.

use newsgraph::annotate::Annotator;
use newsgraph::lexicon::Lexicon;
use newsgraph::text::Article;

/// A text, its publication date, and `expression = value` for each expression in it.
type Case = (&'static str, &'static str, &'static [&'static str]);

/// 2020-07-11 is a Saturday.
const SATURDAY: &str = "2020-07-11";

const CASES: &[Case] = &[
    // Dates that stand for themselves.
    ("The mill closed on July 4, 2019.", "", &["July 4, 2019 = 2019-07-04"]),
    ("The mill closed on 4 July 2019.", "", &["4 July 2019 = 2019-07-04"]),
    ("The mill closed on 2019-07-04.", "", &["2019-07-04 = 2019-07-04"]),
    ("The mill closed on 7/4/2019.", "", &["7/4/2019 = 2019-07-04"]),
    (
        "The mill closed on Thursday, Sept. 5, 2019.",
        "",
        &["Thursday, Sept. 5, 2019 = 2019-09-05"],
    ),
    ("Roe left in March 2017.", "", &["March 2017 = 2017-03"]),
    ("Roe left in early March 2017.", "", &["early March 2017 = 2017-03"]),
    ("Roe won the 2016 race.", "", &["2016 = 2016"]),
    ("The mill thrived in the 1990s.", "", &["the 1990s = 1990/1999"]),
    ("The mill dates from the 19th century.", "", &["the 19th century = 1800/1899"]),
    (
        "The mill closed in the summer of 2019.",
        "",
        &["the summer of 2019 = 2019-06/2019-08"],
    ),
    (
        "Sales fell in the second quarter of 2019.",
        "",
        &["the second quarter of 2019 = 2019-04/2019-06"],
    ),
    // Ranges, open ones included.
    ("She led the firm from 1999 to 2008.", "", &["1999 to 2008 = 1999/2008"]),
    ("She led the firm (1999–2008).", "", &["1999–2008 = 1999/2008"]),
    ("He has led the firm since March 2017.", "", &["March 2017 = 2017-03/.."]),
    ("He led the firm until 2017.", "", &["2017 = ../2017"]),
    ("He did not speak until 2017.", "", &["2017 = 2017"]),
    (
        "The fair ran from July 3-5, 2019.",
        "",
        &["July 3-5, 2019 = 2019-07-03/2019-07-05"],
    ),
    (
        "The fair ran from June 28 to July 2, 2019.",
        "",
        &["June 28 to July 2, 2019 = 2019-06-28/2019-07-02"],
    ),
    (
        "Polls will be taken in July and August.",
        SATURDAY,
        &["July and August = 2020-07/2020-08"],
    ),
    // Days counted from publication.
    ("Roe resigned today.", SATURDAY, &["today = 2020-07-11"]),
    ("Roe resigned yesterday.", SATURDAY, &["yesterday = 2020-07-10"]),
    ("Roe will resign tomorrow.", SATURDAY, &["tomorrow = 2020-07-12"]),
    ("Roe resigned last night.", SATURDAY, &["last night = 2020-07-10"]),
    ("Roe resigned three days ago.", SATURDAY, &["three days ago = 2020-07-08"]),
    // Weekdays: the tense points.
    ("Roe won on Tuesday.", SATURDAY, &["Tuesday = 2020-07-07"]),
    ("Roe will face Doe on Tuesday.", SATURDAY, &["Tuesday = 2020-07-14"]),
    ("Roe was expected to speak on Tuesday.", SATURDAY, &["Tuesday = 2020-07-14"]),
    ("Roe is scheduled to speak on Tuesday.", SATURDAY, &["Tuesday = 2020-07-14"]),
    ("Roe won on Saturday.", SATURDAY, &["Saturday = 2020-07-11"]),
    ("Roe won last Saturday.", SATURDAY, &["last Saturday = 2020-07-04"]),
    ("Roe will speak next Tuesday.", SATURDAY, &["next Tuesday = 2020-07-14"]),
    (
        "Roe won on Tuesday of last week.",
        SATURDAY,
        &["Tuesday of last week = 2020-06-30"],
    ),
    // Weeks, months and years counted from publication.
    ("Roe won this week.", SATURDAY, &["this week = 2020-W28"]),
    ("Roe won last week.", SATURDAY, &["last week = 2020-W27"]),
    ("Roe won earlier this month.", SATURDAY, &["this month = 2020-07"]),
    ("Roe will run next year.", SATURDAY, &["next year = 2021"]),
    ("Roe won two years ago.", SATURDAY, &["two years ago = 2018"]),
    ("Roe won over the weekend.", "2020-07-13", &["the weekend = 2020-07-11/2020-07-12"]),
    ("Roe fell in the past two years.", SATURDAY, &["the past two years = 2018/2020"]),
    ("Roe won last December.", SATURDAY, &["last December = 2019-12"]),
    // Without a year: never after publication, unless the tense says so.
    ("Roe resigned in May.", SATURDAY, &["May = 2020-05"]),
    ("Roe resigned in October.", SATURDAY, &["October = 2019-10"]),
    ("Roe will resign in October.", SATURDAY, &["October = 2020-10"]),
    ("Roe resigned on July 14.", SATURDAY, &["July 14 = 2019-07-14"]),
    ("The hearing will open on July 14.", SATURDAY, &["July 14 = 2020-07-14"]),
    ("Roe said she won in May of last year.", SATURDAY, &["May of last year = 2019-05"]),
    // Holidays.
    ("Roe will speak on Election Day.", SATURDAY, &["Election Day = 2020-11-03"]),
    ("Roe resigned on Christmas Eve.", SATURDAY, &["Christmas Eve = 2019-12-24"]),
    ("Roe resigned on New Year's Day.", SATURDAY, &["New Year's Day = 2020-01-01"]),
    ("Roe spoke on Thanksgiving.", SATURDAY, &["Thanksgiving = 2019-11-28"]),
    ("Roe spoke on Inauguration Day.", SATURDAY, &["Inauguration Day = 2017-01-20"]),
    // Counted from the time last spoken of.
    (
        "Roe won on July 4, 2019. Two days later, Doe left.",
        "",
        &["July 4, 2019 = 2019-07-04", "Two days later = 2019-07-06"],
    ),
    (
        "Roe won in 1999. That year, Doe left. He died the following year.",
        "",
        &["1999 = 1999", "That year = 1999", "the following year = 2000"],
    ),
    (
        "Roe came to power in 1999. In May, Doe left.",
        SATURDAY,
        &["1999 = 1999", "May = 1999-05"],
    ),
    // Lengths and repetitions.
    ("He led the firm for two years.", SATURDAY, &["two years = P2Y"]),
    ("He led the firm for a decade.", SATURDAY, &["a decade = P10Y"]),
    ("They meet every Tuesday.", SATURDAY, &["every Tuesday = P1W"]),
    ("They meet every two weeks.", SATURDAY, &["every two weeks = P2W"]),
    // Not determined: found, but without a value.
    ("Roe left the day after the election.", SATURDAY, &["the day after = "]),
    ("Roe left a few months ago.", SATURDAY, &["a few months ago = "]),
    ("Roe left on Tuesday.", "", &["Tuesday = "]),
    ("Roe left in May.", "", &["May = "]),
    ("Roe left last week.", "", &["last week = "]),
    // No times at all.
    ("Theresa May may march with the Augusts.", SATURDAY, &[]),
    ("The firm hired 2000 workers for $2016.", SATURDAY, &[]),
    ("Roe, a 22-year-old, reads USA Today.", SATURDAY, &[]),
];

#[test]
fn expressions_of_time_have_the_values_worked_out_by_hand() {
    let annotator = Annotator::new(&Lexicon::embedded()).unwrap();
    let mut wrong = Vec::new();
    for (text, published, expected) in CASES {
        let mut article = Article::new("case", *text);
        article.date_published = published.parse().ok();
        let doc = annotator.annotate(article);
        let found = doc.timexes.iter().map(|it| {
            let value = it.value.as_ref().map_or("", |it| it.as_str());
            format!("{} = {value}", doc.text(it.span))
        });
        let found: Vec<_> = found.collect();
        if found != *expected {
            wrong.push(format!("{text} ({published})\n  {found:?}\n  {expected:?}"));
        }
    }
    assert!(wrong.is_empty(), "found, expected:\n{}", wrong.join("\n"));
}
