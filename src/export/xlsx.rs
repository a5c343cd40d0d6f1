//! A workbook of facts, for those who check them in a spreadsheet.

use std::io;

use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, Workbook, Worksheet, XlsxError,
};

use crate::graph::Graph;

use super::row::{COLUMNS, Cell, Kind, row};

/// A sheet holds a heading and this many facts; more go on in the next one.
const MOST_ROWS: u32 = 1_000_000;
/// A cell holds this many characters; longer texts end in an ellipsis.
const LONGEST: usize = 32_767;
/// The width of columns of words, of a quotation, and of the others, in characters.
const WIDTHS: [(&str, f64); 4] =
    [("quote", 80.0), ("headline", 40.0), ("link", 40.0), ("args", 30.0)];
const OTHER_WIDTH: f64 = 16.0;

/// The facts as a workbook, one a row, in the order of articles and of the text.
///
/// Every text is text: no cell is a formula. The same graph gives the same bytes.
///
/// # Errors
///
/// Where the workbook grows beyond what its format holds.
pub fn xlsx(graph: &Graph) -> io::Result<Vec<u8>> {
    write(graph).map_err(io::Error::other)
}

fn write(graph: &Graph) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // Else the file would tell the time of writing.
    let created = ExcelDateTime::from_ymd(2000, 1, 1)?;
    book.set_properties(&DocProperties::new().set_creation_datetime(&created));
    let articles = graph.articles.values();
    let mut rows = articles.flat_map(|article| {
        let facts = article.facts_in_order().into_iter();
        facts.map(move |(key, fact)| row(article, key, fact))
    });
    let mut more = true;
    for number in 1_u32.. {
        if !more {
            break;
        }
        let sheet = book.add_worksheet();
        let name =
            if number == 1 { "facts".to_owned() } else { format!("facts {number}") };
        sheet.set_name(name)?;
        let last = fill(sheet, &mut rows)?;
        finish(sheet, last)?;
        more = last == MOST_ROWS;
    }
    book.save_to_buffer()
}

/// Writes rows below the heading, as many as fit, and gives the number of the last.
fn fill(
    sheet: &mut Worksheet,
    rows: &mut impl Iterator<Item = [Cell; COLUMNS.len()]>,
) -> Result<u32, XlsxError> {
    let mut last = 0;
    for (row, cells) in (1..=MOST_ROWS).zip(rows) {
        for (column, cell) in (0..).zip(&cells) {
            match cell {
                Cell::None => {}
                Cell::Integer(it) => {
                    sheet.write_number(row, column, *it)?;
                }
                Cell::Decimal(it) => {
                    sheet.write_number(row, column, *it)?;
                }
                Cell::Boolean(it) => {
                    sheet.write_boolean(row, column, *it)?;
                }
                Cell::Text(_) | Cell::Day(_) => {
                    sheet.write_string(row, column, short(cell.to_string()))?;
                }
            }
        }
        last = row;
    }
    Ok(last)
}

/// The heading, which stays in sight and filters, and the widths of the columns.
fn finish(sheet: &mut Worksheet, last: u32) -> Result<(), XlsxError> {
    let bold = Format::new().set_bold();
    let mut end = 0;
    for (place, column) in (0..).zip(COLUMNS) {
        sheet.write_string_with_format(0, place, column.name, &bold)?;
        let given = WIDTHS.iter().find(|it| it.0 == column.name);
        let width = match (given, column.kind) {
            (Some((_, width)), _) => *width,
            (None, Kind::Integer | Kind::Boolean | Kind::Decimal) => OTHER_WIDTH / 2.0,
            (None, Kind::Text | Kind::Day) => OTHER_WIDTH,
        };
        sheet.set_column_width(place, width)?;
        end = place;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, last, end)?;
    Ok(())
}

fn short(text: String) -> String {
    match text.char_indices().nth(LONGEST - 1) {
        Some((end, _)) if text.chars().count() > LONGEST => format!("{}…", &text[..end]),
        _ => text,
    }
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, short};

    #[test]
    fn only_what_does_not_fit_is_cut() {
        let fits = "é".repeat(LONGEST);
        assert_eq!(short(fits.clone()), fits);
        let cut = short("é".repeat(LONGEST + 1));
        assert_eq!(cut.chars().count(), LONGEST);
        assert!(cut.ends_with("é…"));
    }
}
