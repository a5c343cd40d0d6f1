//! What the user says about the inputs.

use std::str::FromStr;

use crate::lexicon::Lexicon;

use super::fields::Field;

/// How inputs are read. [`Default`] sniffs the format and knows the usual field names.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The format of every input; sniffed where it is not given.
    pub format: Option<Format>,
    /// Where fields are found that have other names.
    pub map: FieldMap,
    /// Whether articles in other languages are read too.
    pub any_language: bool,
    /// The tables of words.
    pub lexicon: Lexicon,
}

/// What a file is, inside any compression.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// Plain text, with or without header lines.
    Text,
    /// Markdown, with or without front matter.
    Markdown,
    /// A page.
    Html,
    /// A record in JSON, or a list of them.
    Json,
    /// A record in JSON a line.
    JsonLines,
    /// Comma-separated values, as RFC 4180 has them.
    Csv,
    /// The same with tabs.
    Tsv,
    /// RSS or Atom.
    Feed,
    /// An archive of the web, as ISO 28500 has it.
    Warc,
}

impl Format {
    /// Every format with its name, as `--from` takes it.
    pub const ALL: [(Self, &'static str); 9] = [
        (Self::Text, "text"),
        (Self::Markdown, "markdown"),
        (Self::Html, "html"),
        (Self::Json, "json"),
        (Self::JsonLines, "jsonl"),
        (Self::Csv, "csv"),
        (Self::Tsv, "tsv"),
        (Self::Feed, "feed"),
        (Self::Warc, "warc"),
    ];

    /// Its name.
    pub fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(it, _)| *it == self).map_or("", |(_, name)| name)
    }

    /// The format of files whose name ends in `.extension`; `None` for one that says
    /// nothing.
    pub(super) fn of_extension(extension: &str) -> Option<Self> {
        Some(match extension {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" | "xhtml" => Self::Html,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::JsonLines,
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "rss" | "atom" | "rdf" => Self::Feed,
            "warc" | "wet" => Self::Warc,
            _ => return None,
        })
    }
}

impl FromStr for Format {
    type Err = String;

    fn from_str(name: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().find(|(_, it)| *it == name);
        found.map(|(it, _)| *it).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|(_, name)| *name).collect();
            format!("no format `{name}`; choose {}", names.join(", "))
        })
    }
}

/// Where the fields of records are found: `text=COL,date=COL`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FieldMap(Vec<(Field, String)>);

impl FieldMap {
    /// The field that a column or key of this name holds, where the map says so.
    pub(super) fn field(&self, name: &str) -> Option<Field> {
        self.0.iter().find(|(_, it)| it == name).map(|(field, _)| *field)
    }

    /// Whether the map says where a field is, so that it is nowhere else.
    pub(super) fn has(&self, field: Field) -> bool {
        self.0.iter().any(|(it, _)| *it == field)
    }
}

impl FromStr for FieldMap {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let pairs = text.split(',').map(|pair| {
            let (field, name) = pair.split_once('=').ok_or_else(|| {
                format!("`{pair}`: write FIELD=NAME, as in text=body,date=day")
            })?;
            let found = Field::ALL.iter().find(|(_, it)| *it == field.trim());
            let (field, _) = found.ok_or_else(|| {
                let names: Vec<_> = Field::ALL.iter().map(|(_, name)| *name).collect();
                format!("no field `{}`; choose {}", field.trim(), names.join(", "))
            })?;
            Ok((*field, name.trim().to_owned()))
        });
        pairs.collect::<Result<_, String>>().map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::{FieldMap, Format};

    #[test]
    fn formats_and_maps_are_read_and_refused() {
        assert_eq!("jsonl".parse(), Ok(Format::JsonLines));
        assert!("docx".parse::<Format>().unwrap_err().contains("choose text, markdown"));
        assert!("text=body,date=day".parse::<FieldMap>().is_ok());
        for (map, reason) in [("text", "write FIELD=NAME"), ("when=day", "choose text")] {
            assert!(map.parse::<FieldMap>().unwrap_err().contains(reason), "{map}");
        }
    }
}
