//! A table is an answer in columns for a reader.

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
/// No column is cut below this many characters.
const LEAST: usize = 6;

impl Table {
    /// The table in lines, columns aligned; where `width` is given, the widest columns
    /// are cut until a line fits.
    pub fn to_text(&self, width: Option<usize>) -> String {
        let widths = self.widths(width);
        let mut out = String::new();
        let rule = widths.iter().map(|it| "─".repeat(*it)).collect::<Vec<_>>();
        let lines = [&self.header, &rule].into_iter().chain(&self.rows);
        for line in lines {
            let cells = line.iter().zip(&widths).map(|(cell, width)| fit(cell, *width));
            let cells = cells.collect::<Vec<_>>().join(GAP);
            out.push_str(cells.trim_end());
            out.push('\n');
        }
        out
    }

    /// The rows as tab-separated text under the names; tabs and line ends become spaces.
    pub fn to_tsv(&self) -> String {
        let mut out = String::new();
        for line in [&self.header].into_iter().chain(&self.rows) {
            let cells = line.iter().map(|it| one_line(it)).collect::<Vec<_>>();
            out.push_str(&cells.join("\t"));
            out.push('\n');
        }
        out
    }

    fn widths(&self, limit: Option<usize>) -> Vec<usize> {
        let columns = 0..self.header.len();
        let mut widths = columns
            .map(|column| {
                let cells = [&self.header].into_iter().chain(&self.rows);
                cells.map(|it| it[column].chars().count()).max().unwrap_or_default()
            })
            .collect::<Vec<_>>();
        let Some(limit) = limit else { return widths };
        let gaps = GAP.len() * widths.len().saturating_sub(1);
        while widths.iter().sum::<usize>() + gaps > limit {
            let widest = widths.iter_mut().max_by_key(|it| **it);
            match widest {
                Some(widest) if *widest > LEAST => *widest -= 1,
                _ => break,
            }
        }
        widths
    }
}

/// The cell at exactly `width` characters.
fn fit(cell: &str, width: usize) -> String {
    let cell = one_line(cell);
    let length = cell.chars().count();
    if length <= width {
        return cell + &" ".repeat(width - length);
    }
    let kept = cell.chars().take(width.saturating_sub(1));
    kept.chain(['…']).collect()
}

fn one_line(cell: &str) -> String {
    cell.replace(['\n', '\r', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::Table;

    #[test]
    fn the_widest_columns_are_cut_to_fit() {
        let table = Table {
            header: vec!["a".into(), "quote".into()],
            rows: vec![
                vec!["e:x".into(), "He said\nno to everything.".into()],
                vec!["e:long".into(), String::new()],
            ],
        };
        let fitted =
            "a       quote\n──────  ────────────\ne:x     He said no …\ne:long\n";
        assert_eq!(table.to_text(Some(20)), fitted);
        assert!(table.to_text(None).contains("He said no to everything."));
        assert_eq!(
            table.to_tsv(),
            "a\tquote\ne:x\tHe said no to everything.\ne:long\t\n"
        );
    }
}
