//! CSV and TSV: a record a row, the names in the first.

use std::io::{self, BufRead as _, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use super::fields::Record;
use super::json::{Item, RECORD, too_long, unreadable};
use super::sniff;
use super::stream::Stream;

/// A stream that gives up where a row is longer than a record may be, as where a quotation
/// mark is never closed.
struct Limited {
    from: Stream,
    left: Arc<AtomicUsize>,
    quotes: Arc<AtomicUsize>,
}

impl Read for Limited {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(out)?;
        let left = self.left.load(Ordering::Relaxed);
        if count > left {
            let reason = format!("{}; close its quotation marks", too_long());
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        self.left.store(left - count, Ordering::Relaxed);
        let quotes = out[..count].split(|it| *it == b'"').count() - 1;
        self.quotes.fetch_add(quotes, Ordering::Relaxed);
        Ok(count)
    }
}

/// The records of a table.
pub(super) struct Rows {
    reader: csv::Reader<Limited>,
    left: Arc<AtomicUsize>,
    /// How many quotation marks have been read.
    quotes: Arc<AtomicUsize>,
    names: Vec<String>,
    /// By how many lines the reader is behind: one before the names, and one where lines end
    /// in two characters, of which it counts the second with the line after it.
    behind: u64,
    row: csv::ByteRecord,
    /// The row before, which is given when it is known whether it is the last.
    before: Option<(u64, csv::ByteRecord)>,
    is_over: bool,
    /// Why there are no rows.
    refusal: Option<(u64, String)>,
}

impl Rows {
    /// Reads the names of the columns. Where the delimiter does not stand between them, it is
    /// another one that does; spreadsheets may name it in a line of its own before them.
    pub(super) fn new(mut from: Stream, delimiter: u8) -> Self {
        // What cannot be read is said when the names are.
        let start = from.fill_buf().unwrap_or_default();
        let first = start.split(|it| *it == b'\n').next().unwrap_or_default();
        let length = start.len().min(first.len() + 1);
        let has_returns = first.ends_with(b"\r");
        let named = first.strip_prefix(b"\xef\xbb\xbf").unwrap_or(first);
        let (delimiter, skipped) = match named.trim_ascii_end().strip_prefix(b"sep=") {
            Some([named]) => (*named, 1),
            _ => {
                let others = [delimiter, b',', b';', b'\t', b'|'].into_iter();
                let mut others = others.filter(|it| first.contains(it));
                (others.next().unwrap_or(delimiter), 0)
            }
        };
        if skipped > 0 {
            from.consume(length);
        }
        let mut builder = csv::ReaderBuilder::new();
        builder.flexible(true).delimiter(delimiter);
        let left = Arc::new(AtomicUsize::new(RECORD));
        let quotes = Arc::new(AtomicUsize::new(0));
        let (left_too, quotes_too) = (Arc::clone(&left), Arc::clone(&quotes));
        let limited = Limited { from, left: left_too, quotes: quotes_too };
        let mut reader = builder.from_reader(limited);
        let names = reader.byte_headers().map(|it| {
            let names = it.iter().map(String::from_utf8_lossy);
            names.map(|it| it.trim_matches(['\u{feff}', ' ']).to_owned()).collect()
        });
        let behind = skipped + u64::from(has_returns);
        let (names, refusal) = match names {
            Ok(names) => (names, None),
            Err(it) => (Vec::new(), Some((1 + skipped, reason(&it)))),
        };
        Self {
            reader,
            left,
            quotes,
            names,
            behind,
            row: csv::ByteRecord::new(),
            before: None,
            is_over: false,
            refusal,
        }
    }

    /// The record of a row.
    fn record(&self, row: &csv::ByteRecord, is_last: bool) -> Result<Record, String> {
        let mut record = Record::default();
        if row.len() > self.names.len() {
            return Err(format!(
                "{} fields where the first row names {}; quote fields that hold the \
                 delimiter",
                row.len(),
                self.names.len()
            ));
        }
        if is_last && self.quotes.load(Ordering::Relaxed) % 2 == 1 {
            let reason = "a quotation mark in it is never closed, so that other rows are lost in \
                          it; close it";
            return Err(reason.to_owned());
        }
        if row.as_slice().len() > RECORD {
            return Err(too_long());
        }
        for (name, value) in self.names.iter().zip(row) {
            let (value, _) = sniff::text(value.to_vec(), None)?;
            record.add(name, &value);
        }
        Ok(record)
    }
}

impl Iterator for Rows {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some((line, it)) = self.refusal.take() {
                self.is_over = true;
                return Some((line.to_string(), Err(it)));
            }
            if self.is_over {
                return None;
            }
            let line = self.reader.position().line() + self.behind;
            self.left.store(RECORD, Ordering::Relaxed);
            match self.reader.read_byte_record(&mut self.row) {
                Ok(false) => {
                    self.is_over = true;
                    let (line, row) = self.before.take()?;
                    return Some((line.to_string(), self.record(&row, true)));
                }
                Ok(true) => {
                    if self.row.iter().all(|it| it.trim_ascii().is_empty()) {
                        continue;
                    }
                    let line =
                        self.row.position().map_or(line, |it| it.line() + self.behind);
                    let row = (line, std::mem::take(&mut self.row));
                    if let Some((line, row)) = self.before.replace(row) {
                        return Some((line.to_string(), self.record(&row, false)));
                    }
                }
                Err(it) => {
                    self.is_over = true;
                    let reason = reason(&it);
                    self.refusal = Some((line, reason));
                    if let Some((line, row)) = self.before.take() {
                        return Some((line.to_string(), self.record(&row, false)));
                    }
                }
            }
        }
    }
}

/// Why a table cannot be read on.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::Io(it) if it.kind() == io::ErrorKind::InvalidData => {
            it.to_string()
        }
        csv::ErrorKind::Io(it) => unreadable(it),
        _ => format!("{error}; write it as RFC 4180 asks"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::Rows;
    use crate::ingest::FieldMap;

    /// The rows of a table, each with the number of its line, headline and text.
    fn rows(table: &str, delimiter: u8) -> Vec<String> {
        let bytes: Box<dyn Read + Send> =
            Box::new(Cursor::new(table.as_bytes().to_vec()));
        let rows = Rows::new(BufReader::new(bytes), delimiter).map(|(line, it)| {
            let it = it.and_then(|it| it.article("", &FieldMap::default()));
            let it = it.map(|it| format!("{:?} {}", it.headline, it.body_text()));
            format!("{line} {}", it.unwrap_or_else(|it| it))
        });
        rows.collect()
    }

    #[test]
    fn the_delimiter_is_the_one_that_is_there() {
        for (table, given) in [
            ("title,text\nA,a;b", b','),
            ("title,text\nA,a;b", b'\t'),
            ("title;text\nA;a;b", b','),
            ("title\ttext\nA\ta;b", b','),
            ("title|text\nA|a;b", b','),
        ] {
            let expected = match table.contains("A;a") {
                true => "2 3 fields where the first row names 2",
                false => "2 Some(\"A\") a;b",
            };
            let found = rows(table, given);
            assert!(found[0].starts_with(expected), "{table:?}: {found:?}");
        }
        for (mark, end) in [("", "\r\n"), ("\u{feff}", "\n")] {
            let found =
                rows(&format!("{mark}sep=;{end}title;text{end}A;a, b{end}"), b',');
            assert_eq!(found, ["3 Some(\"A\") a, b"], "{mark:?} {end:?}");
        }
    }

    #[test]
    fn rows_are_records_with_the_number_of_their_line() {
        let table = "\u{feff}title,text,date\nA,\"a, \"\"b\"\"\nc\",2024-03-04\n,,\nB,b,x,y\nC,c\n\
                     D,\n";
        let found = rows(table, b',');
        assert_eq!(found[0], "2 Some(\"A\") a, \"b\"\nc");
        assert!(found[1].starts_with("5 4 fields where the first row names 3; quote"));
        assert_eq!(found[2], "6 Some(\"C\") c");
        assert!(found[3].starts_with("7 no text in it; it has title: name"), "{found:?}");
        assert_eq!(found.len(), 4);
        assert_eq!(rows(&table.replace('\n', "\r\n"), b',')[1..], found[1..]);
    }
}
