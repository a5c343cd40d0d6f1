//! A table is an answer in columns for a reader.

use std::fmt::Write as _;

use crate::text::{unbroken, wrap};

/// Rows of text under names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The names of the columns.
    pub header: Vec<String>,
    /// The rows, each as long as the header; an empty text where there is no value.
    pub rows: Vec<Vec<String>>,
}

/// Between two columns.
const GAP: &str = "  ";
/// A column of sentences is made no narrower than this.
const PROSE: usize = 20;
/// A column of words is made no narrower than its longest word, unless that is longer.
const WORD: usize = 24;

impl Table {
    /// The table in lines, columns aligned. Where `width` is given and a line does not
    /// fit, columns without any value are left out and the widest ones are wrapped; and
    /// where that makes them too narrow to read, each row becomes a paragraph with a line
    /// for each value.
    pub fn to_text(&self, width: Option<usize>) -> String {
        let natural = self.widths();
        let all = (0..natural.len()).collect::<Vec<_>>();
        let Some(width) = width.filter(|it| total(&natural) > *it) else {
            return self.in_columns(&all, &natural);
        };
        let columns = self.columns_in_use();
        let mut widths = columns.iter().map(|it| natural[*it]).collect::<Vec<_>>();
        let floors = columns.iter().map(|it| self.floor(*it)).collect::<Vec<_>>();
        shrink(&mut widths, width, &floors);
        if total(&widths) > width {
            return self.in_paragraphs(&columns, width);
        }
        self.in_columns(&columns, &widths)
    }

    fn in_columns(&self, columns: &[usize], widths: &[usize]) -> String {
        let mut out = String::new();
        let rule = widths.iter().map(|it| "─".repeat(*it)).collect::<Vec<_>>().join(GAP);
        let mut before = 1;
        for (number, line) in [&self.header].into_iter().chain(&self.rows).enumerate() {
            let cells =
                columns.iter().zip(widths).map(|(it, width)| wrap(&line[*it], *width));
            let cells = cells.collect::<Vec<_>>();
            let height = cells.iter().map(Vec::len).max().unwrap_or(1);
            // Rows of several lines are set apart.
            if number > 1 && (before > 1 || height > 1) {
                out.push('\n');
            }
            before = height;
            for at in 0..height {
                let parts = cells.iter().zip(widths).map(|(cell, width)| {
                    let text = cell.get(at).map_or("", String::as_str);
                    format!("{text}{}", " ".repeat(width - text.chars().count()))
                });
                out.push_str(parts.collect::<Vec<_>>().join(GAP).trim_end());
                out.push('\n');
            }
            if number == 0 {
                out.extend([&*rule, "\n"]);
            }
        }
        out
    }

    fn in_paragraphs(&self, columns: &[usize], width: usize) -> String {
        let names = columns.iter().map(|it| self.header[*it].chars().count());
        let name_width = names.max().unwrap_or_default();
        let value_width = width.saturating_sub(name_width + GAP.len());
        let paragraphs = self.rows.iter().map(|row| {
            let mut out = String::new();
            for column in columns.iter().filter(|it| !row[**it].is_empty()) {
                for (at, line) in wrap(&row[*column], value_width).iter().enumerate() {
                    let name = if at == 0 { &*self.header[*column] } else { "" };
                    // Writing to a string cannot fail.
                    let _ = writeln!(out, "{name:<name_width$}{GAP}{line}");
                }
            }
            out
        });
        paragraphs.collect::<Vec<_>>().join("\n")
    }

    /// The rows as tab-separated text under the names; tabs and line ends become spaces.
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        for line in [&self.header].into_iter().chain(&self.rows) {
            let cells = line.iter().map(|it| unbroken(it)).collect::<Vec<_>>();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }

    /// The table in Markdown.
    pub fn to_markdown(&self) -> String {
        let mut out = String::new();
        let rule = vec!["---".to_owned(); self.header.len()];
        for line in [&self.header, &rule].into_iter().chain(&self.rows) {
            out.push('|');
            for cell in line {
                let cell = unbroken(cell).replace('|', "\\|");
                out.extend([" ", &cell, " |"]);
            }
            out.push('\n');
        }
        out
    }

    /// How wide the columns are when nothing is wrapped.
    fn widths(&self) -> Vec<usize> {
        let lines = || [&self.header].into_iter().chain(&self.rows);
        let width = |column: usize| {
            let cells = lines().map(|it| unbroken(&it[column]).chars().count());
            cells.max().unwrap_or_default()
        };
        (0..self.header.len()).map(width).collect()
    }

    /// How narrow a column may become.
    fn floor(&self, column: usize) -> usize {
        let cells = [&self.header].into_iter().chain(&self.rows).map(|it| &it[column]);
        let is_prose = cells.clone().any(|it| it.contains(' '));
        let words = cells.flat_map(|it| it.split_whitespace());
        let longest = words.map(|it| it.chars().count()).max().unwrap_or_default();
        if is_prose { PROSE } else { longest.min(WORD) }
    }

    fn columns_in_use(&self) -> Vec<usize> {
        let in_use = |it: &usize| self.rows.iter().any(|row| !row[*it].is_empty());
        (0..self.header.len()).filter(in_use).collect()
    }
}

/// The width of a line.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP.len() * widths.len().saturating_sub(1)
}

/// Makes the widest columns narrower, none below its floor, until a line fits.
fn shrink(widths: &mut [usize], limit: usize, floors: &[usize]) {
    while total(widths) > limit {
        let columns = widths.iter_mut().zip(floors).filter(|(it, floor)| **it > **floor);
        let Some((widest, _)) = columns.max_by_key(|(it, _)| **it) else { break };
        *widest -= 1;
    }
}

#[cfg(test)]
mod tests {
    use super::Table;

    fn table() -> Table {
        let quote = "He said\nno to everything that was asked.";
        Table {
            header: vec!["a".into(), "none".into(), "quote".into()],
            rows: vec![
                vec!["e:x".into(), String::new(), quote.into()],
                vec!["e:long".into(), String::new(), "a|b".into()],
            ],
        }
    }

    #[test]
    fn the_widest_columns_are_wrapped_to_fit_and_empty_ones_go() {
        let fitted = "a       quote\n──────  ──────────────────────\n\
                      e:x     He said no to\n        everything that was\n        asked.\n\n\
                      e:long  a|b\n";
        assert_eq!(table().to_text(Some(30)), fitted);
        let narrow = "a      e:x\nquote  He said no to\n       everything that\n       \
                      was asked.\n\na      e:long\nquote  a|b\n";
        assert_eq!(table().to_text(Some(22)), narrow);
        let whole = table().to_text(None);
        assert!(whole.contains("e:x     ".trim_end()) && whole.contains("none"));
        let quote = "He said no to everything that was asked.";
        assert!(whole.contains(quote));
        let tsv = format!("a\tnone\tquote\ne:x\t\t{quote}\ne:long\t\ta|b\n");
        assert_eq!(table().to_tsv(), tsv);
    }

    #[test]
    fn markdown_escapes_what_parts_its_cells() {
        let expected = "| a | none | quote |\n| --- | --- | --- |\n| e:x |  | He said no to \
                        everything that was asked. |\n| e:long |  | a\\|b |\n";
        assert_eq!(table().to_markdown(), expected);
    }
}
