//! `check`: what would go wrong with articles.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};
use serde_json::{Value, json};

use crate::error::Error;
use crate::ingest::{Seen, language};
use crate::text::{Article, Note, count, grouped};

use super::args::exit;
use super::input::InputArgs;
use super::output;
use super::progress::{Progress, ProgressArgs};

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  newsgraph check articles
  newsgraph check articles --to json")]
pub(super) struct CheckArgs {
    /// Articles: files, folders, patterns, or `-` for standard input.
    #[arg(required = true, value_name = "INPUT")]
    inputs: Vec<PathBuf>,
    #[command(flatten)]
    input: InputArgs,
    /// The format.
    #[arg(long, value_enum, default_value_t = Format::Table)]
    to: Format,
    /// Exit with 4 where an input could not be read.
    #[arg(long)]
    strict: bool,
    #[command(flatten)]
    progress: ProgressArgs,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// A line for each article, and counts.
    Table,
    /// A list of objects.
    Json,
}

/// Fewer words than these hardly hold a fact.
const FEW: usize = 20;

pub(super) fn run(args: CheckArgs) -> Result<ExitCode> {
    let inputs = args.input.read(&args.inputs)?;
    let mut progress = Progress::new(args.progress, inputs.meter());
    let mut check = Check { format: args.to, ..Check::new() };
    check.begin()?;
    for input in inputs {
        let row = match input {
            Ok(article) => check.article(&article),
            Err(error) => Check::refused(&error),
        };
        check.print(&row)?;
        progress.show(check.articles, 0);
    }
    progress.finish(check.articles, 0);
    check.end()?;
    let failed = check.counts.get("failed").copied().unwrap_or_default();
    Ok(ExitCode::from(match (check.articles, args.strict && failed > 0) {
        (0, _) => exit::NOTHING_READABLE,
        (_, true) => exit::SOME_FAILED,
        (_, false) => return Ok(ExitCode::SUCCESS),
    }))
}

/// What is said of an input.
#[derive(Debug, Default)]
struct Row {
    place: String,
    date: String,
    publisher: String,
    language: String,
    words: usize,
    /// What is wrong: its kind, which is counted, and more of it.
    problems: Vec<(&'static str, String)>,
}

struct Check {
    format: Format,
    articles: usize,
    words: usize,
    rows: usize,
    seen: Seen,
    counts: BTreeMap<&'static str, usize>,
}

impl Check {
    fn new() -> Self {
        Self {
            format: Format::Table,
            articles: 0,
            words: 0,
            rows: 0,
            seen: Seen::default(),
            counts: BTreeMap::new(),
        }
    }

    fn article(&mut self, article: &Article) -> Row {
        let body = article.body_text();
        let words = body.split_whitespace().count();
        self.articles += 1;
        self.words += words;
        let mut problems = Vec::new();
        if article.date_published.is_none() {
            problems.push(("no date", String::new()));
        }
        if article.publisher.is_none() {
            problems.push(("no publisher", String::new()));
        }
        if let Some((kind, place)) = self.seen.add(article) {
            problems.push((kind, place));
        }
        let prose: usize = article
            .prose()
            .iter()
            .map(|it| it.of(&article.text).split_whitespace().count())
            .sum();
        if prose < FEW {
            problems.push(("few facts", format!("{prose} words of running text")));
        } else if !body.contains(char::is_lowercase) {
            problems.push(("few facts", "all in capitals".to_owned()));
        }
        for note in &article.notes {
            let kind = match note {
                Note::OtherDate { .. } => "other date",
                Note::UnreadableDate { .. } => "unreadable date",
                Note::Repaired { .. } => "repaired",
                Note::Encoding(_) => "encoding",
            };
            problems.push((kind, note.to_string()));
        }
        Row {
            place: article.place.clone(),
            date: article.date_published.map(|it| it.to_string()).unwrap_or_default(),
            publisher: article.publisher.clone().unwrap_or_default(),
            language: language(body).unwrap_or_default().to_owned(),
            words,
            problems,
        }
    }

    fn refused(error: &Error) -> Row {
        let message = error.to_string();
        let (place, problem) = match error {
            Error::Language { place, language } => {
                (place.clone(), ("other language", (*language).to_owned()))
            }
            Error::Article { place, reason } => {
                (place.clone(), ("failed", reason.clone()))
            }
            _ => (String::new(), ("failed", message)),
        };
        let language = match error {
            Error::Language { language, .. } => (*language).to_owned(),
            _ => String::new(),
        };
        Row { place, language, problems: vec![problem], ..Row::default() }
    }

    fn begin(&self) -> Result<()> {
        let heading = match self.format {
            Format::Table => format!(
                "{:<10}  {:<20}  {:<10}  {:>6}  place and problems\n",
                "date", "publisher", "language", "words"
            ),
            Format::Json => "[".to_owned(),
        };
        Ok(output::print(&heading)?)
    }

    fn print(&mut self, row: &Row) -> Result<()> {
        let mut kinds: Vec<_> = row.problems.iter().map(|(kind, _)| *kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        for kind in kinds {
            *self.counts.entry(kind).or_default() += 1;
        }
        self.rows += 1;
        if self.format == Format::Json {
            let comma = if self.rows > 1 { "," } else { "" };
            return Ok(output::print(&format!("{comma}\n{}", object(row)))?);
        }
        let mut publisher: String = row.publisher.chars().take(20).collect();
        if publisher.len() < row.publisher.len() {
            publisher.pop();
            publisher.push('…');
        }
        let or_dash =
            |it: &str| if it.is_empty() { "-".to_owned() } else { it.to_owned() };
        let mut line = format!(
            "{:<10}  {publisher:<20}  {:<10}  {:>6}  {}",
            or_dash(&row.date),
            or_dash(&row.language),
            row.words,
            row.place
        );
        let problems = row.problems.iter().filter(|(kind, _)| {
            // What the columns show is not said again.
            !matches!(*kind, "no date" | "no publisher")
        });
        for (kind, more) in problems {
            let _ = match more.is_empty() {
                true => write!(line, "; {kind}"),
                false => write!(line, "; {kind}: {more}"),
            };
        }
        line.push('\n');
        Ok(output::print(&line)?)
    }

    fn end(&self) -> Result<()> {
        if self.format == Format::Json {
            return Ok(output::print("\n]\n")?);
        }
        let mut line = format!(
            "\n{}, {}",
            count(self.articles, "article"),
            count(self.words, "word")
        );
        for (kind, number) in &self.counts {
            let _ = write!(line, "; {} {kind}", grouped(*number));
        }
        line.push('\n');
        Ok(output::print(&line)?)
    }
}

fn object(row: &Row) -> Value {
    let known = |it: &str| (!it.is_empty()).then(|| it.to_owned());
    let problems = row.problems.iter();
    let problems =
        problems.map(|(kind, more)| json!({ "problem": kind, "detail": known(more) }));
    json!({
        "place": row.place,
        "date": known(&row.date),
        "publisher": known(&row.publisher),
        "language": known(&row.language),
        "words": row.words,
        "problems": problems.collect::<Vec<_>>(),
    })
}
