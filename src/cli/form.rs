//! A form is how an answer is written: a table for a reader, or rows for a program.

use std::fmt::Write as _;
use std::process::ExitCode;

use anyhow::Result;
use clap::{Args, ValueEnum};

use crate::ask::{Row, Statement, Value};
use crate::rdf::Table;
use crate::text::wrap;

use super::args::exit;
use super::output;

/// The option `--to` of the verbs that answer.
#[derive(Debug, Args)]
pub(super) struct ToArgs {
    /// How to write the answer.
    #[arg(long, value_enum, value_name = "FORM", default_value_t = Form::Table)]
    pub(super) to: Form,
}

/// The option `--exit-status` of the verbs that may find nothing.
#[derive(Debug, Clone, Copy, Args)]
pub(super) struct FoundArgs {
    /// Exit with 1 where nothing is found.
    #[arg(long)]
    exit_status: bool,
}

impl FoundArgs {
    /// The exit code of a verb that found something or nothing.
    pub(super) fn code(self, is_found: bool) -> ExitCode {
        match self.exit_status && !is_found {
            true => ExitCode::from(exit::NO),
            false => ExitCode::SUCCESS,
        }
    }
}

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Form {
    /// For a reader at a terminal.
    Table,
    /// JSON Lines: an object a row.
    Jsonl,
    /// CSV with a header.
    Csv,
    /// Markdown.
    Md,
}

/// The rows as JSON Lines or CSV; `None` where the form is for a reader.
pub(super) fn rows<T: Row>(rows: &[T], form: Form) -> Result<Option<String>> {
    Ok(match form {
        Form::Jsonl => Some(jsonl(rows)?),
        Form::Csv => Some(csv(rows)?),
        Form::Table | Form::Md => None,
    })
}

fn jsonl<T: Row>(rows: &[T]) -> Result<String> {
    let columns = T::columns();
    let mut out = String::new();
    for row in rows {
        let fields = columns.iter().zip(row.cells()).map(|(name, cell)| {
            let cell = match cell {
                Value::None => serde_json::Value::Null,
                Value::Text(text) => text.into(),
                Value::Count(count) => count.into(),
                Value::Number(number) => number.into(),
            };
            Ok(format!("{}:{cell}", serde_json::to_string(name)?))
        });
        let fields = fields.collect::<Result<Vec<_>>>()?;
        out.extend(["{", &fields.join(","), "}\n"]);
    }
    Ok(out)
}

fn csv<T: Row>(rows: &[T]) -> Result<String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(T::columns())?;
    for row in rows {
        writer.write_record(row.cells().iter().map(ToString::to_string))?;
    }
    Ok(String::from_utf8(writer.into_inner()?)?)
}

/// A table for a reader, in the width of the terminal or in Markdown.
pub(super) fn table(header: &[&str], rows: Vec<Vec<String>>, form: Form) -> String {
    let header = header.iter().map(|it| (*it).to_owned()).collect();
    let table = Table { header, rows };
    match form {
        Form::Md => table.to_markdown(),
        _ => table.to_text(Some(output::width())),
    }
}

/// How wide the names of entries are.
const NAMES: usize = 12;

/// A page for a reader: headings and statements, as plain text or Markdown.
#[derive(Debug)]
pub(super) struct Page {
    is_markdown: bool,
    width: usize,
    text: String,
}

impl Page {
    pub(super) fn new(form: Form) -> Self {
        Self {
            is_markdown: form == Form::Md,
            width: output::width(),
            text: String::new(),
        }
    }

    pub(super) fn into_text(self) -> String {
        self.text
    }

    /// What the page is about.
    pub(super) fn title(&mut self, title: &str) {
        let mark = if self.is_markdown { "# " } else { "" };
        self.paragraph(&format!("{mark}{title}"), 0);
    }

    /// The heading of a section.
    pub(super) fn section(&mut self, heading: &str) {
        if self.is_markdown {
            let _ = write!(self.text, "\n## {heading}\n");
        } else {
            let rule = "─".repeat(heading.chars().count().min(self.width));
            let _ = write!(self.text, "\n{heading}\n{rule}\n");
        }
    }

    /// The heading of a group in a section.
    pub(super) fn group(&mut self, heading: &str) {
        if self.is_markdown {
            let _ = write!(self.text, "\n### {heading}\n\n");
        } else {
            self.paragraph(heading, 0);
        }
    }

    /// A line of the page.
    pub(super) fn note(&mut self, note: &str) {
        if self.is_markdown {
            self.text.push('\n');
        }
        self.paragraph(note, 0);
    }

    /// A name with what it stands for.
    pub(super) fn entry(&mut self, name: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        if self.is_markdown {
            let _ = writeln!(self.text, "- {name}: {value}");
            return;
        }
        let lines = match value.starts_with("http") {
            // An address is not wrapped: it could not be opened any more.
            true => vec![value.to_owned()],
            false => wrap(value, self.width.saturating_sub(NAMES)),
        };
        for (at, line) in lines.iter().enumerate() {
            let name = if at == 0 { name } else { "" };
            let _ = writeln!(self.text, "{name:<NAMES$}{line}");
        }
    }

    /// A statement with its sentence, where it stands, and its address.
    pub(super) fn statement(&mut self, it: &Statement) {
        let line = &it.line;
        let publisher = it.publisher.as_deref().unwrap_or("an unnamed publisher");
        let day = it.reported.map_or_else(|| "undated".to_owned(), |it| it.to_string());
        let place = format!("{publisher}, {day}");
        if self.is_markdown {
            let place = match &it.link {
                Some(link) => format!("[{place}]({link})"),
                None => place,
            };
            let _ = writeln!(
                self.text,
                "- {line}  \n  {}  \n  {place}, `{}`",
                it.quote, it.fact
            );
            return;
        }
        self.paragraph(line, 2);
        self.paragraph(&it.quote, 4);
        self.paragraph(&format!("{place}, {}", it.fact), 4);
        if let Some(link) = &it.link {
            // An address is not wrapped: it could not be opened any more.
            let _ = writeln!(self.text, "    {link}");
        }
    }

    fn paragraph(&mut self, text: &str, indent: usize) {
        if self.is_markdown {
            self.text.extend([text, "\n"]);
            return;
        }
        let space = " ".repeat(indent);
        // Lines after the first one stand a little deeper, to tell paragraphs apart.
        let hang = if indent == 2 { "    " } else { &space };
        for (at, line) in wrap(text, self.width - indent - 2).iter().enumerate() {
            let space = if at == 0 { &*space } else { hang };
            let _ = writeln!(self.text, "{space}{line}");
        }
    }
}
