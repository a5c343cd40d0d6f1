//! JSON: a record a line, one record, or a list of them however long.

use std::io::{self, BufRead};

use serde_json::Value;

use crate::text::one_line;

use super::fields::Record;
use super::stream::{Line, Stream, line};
use super::{FieldMap, sniff};

/// The most bytes of one record.
pub(super) const RECORD: usize = 32 << 20;

/// What a reader gives: the place in the file and the record, or the reason why it is none.
pub(super) type Item = (String, Result<Record, String>);

/// The reason why a record that is longer than the limit is refused.
pub(super) fn too_long() -> String {
    format!("a record of more than {} MiB; cut it into articles", RECORD >> 20)
}

/// The start of an input, so that whoever reads a stream of errors can find it.
fn excerpt(text: &str) -> String {
    let start: String = text.chars().take(80).collect();
    super::date::short(&one_line(&start))
}

/// Records in JSON, one a line, or those of the list that the object of a line holds.
pub(super) struct Lines {
    from: Stream,
    number: usize,
    is_over: bool,
    ready: std::vec::IntoIter<Value>,
    map: FieldMap,
}

impl Lines {
    pub(super) fn new(from: Stream, map: &FieldMap) -> Self {
        let ready = Vec::new().into_iter();
        Self { from, number: 0, is_over: false, ready, map: map.clone() }
    }

    /// The record of a line; `None` where it holds others, which are next.
    fn record(&mut self, bytes: Vec<u8>) -> Result<Option<Record>, String> {
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(it) => sniff::text(it.into_bytes(), None)?.0,
        };
        // A mark at the start of a file is not of its first line.
        let text = text.trim_start_matches('\u{feff}');
        let value =
            serde_json::from_str::<Value>(text).map_err(|it| broken(&it, text))?;
        if !value.is_object() {
            return Err(format!(
                "no JSON object but `{}`; write one a line",
                excerpt(text)
            ));
        }
        // A record without a text may well have an empty list of authors.
        match record_or_list(value, &self.map, false) {
            Ok(record) => Ok(Some(record)),
            Err(list) => {
                self.ready = list.into_iter();
                Ok(None)
            }
        }
    }
}

impl Iterator for Lines {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            if let Some(it) = self.ready.next() {
                return Some((self.number.to_string(), Ok(Record::from_json(&it))));
            }
            if self.is_over {
                return None;
            }
            self.number += 1;
            let place = self.number.to_string();
            let bytes = match line(&mut self.from, RECORD) {
                Ok(Line::End) => return None,
                Ok(Line::TooLong) => return Some((place, Err(too_long()))),
                Ok(Line::Whole(bytes)) => bytes,
                Err(it) => {
                    self.is_over = true;
                    return Some((place, Err(unreadable(&it))));
                }
            };
            if bytes.iter().all(u8::is_ascii_whitespace) {
                continue;
            }
            if let Some(it) = self.record(bytes).transpose() {
                return Some((place, it));
            }
        }
    }
}

/// The record that an object is, or the records that one without a text holds; `or_none`
/// says whether that may be none of them.
fn record_or_list(
    value: Value,
    map: &FieldMap,
    or_none: bool,
) -> Result<Record, Vec<Value>> {
    let record = Record::from_json(&value);
    if record.has_text(map) {
        return Ok(record);
    }
    let list = list(value, 0).filter(|it| or_none || !it.is_empty());
    list.map_or(Ok(record), Err)
}

/// Why a text is no JSON. Its place is said without a line, which is that of the record.
fn broken(error: &serde_json::Error, text: &str) -> String {
    let message = error.to_string();
    let what = message.split(" at line ").next().unwrap_or_default();
    let column = error.column();
    format!(
        "broken JSON at column {column} ({what}) of `{}`; repair or remove it",
        excerpt(text)
    )
}

/// Why a stream cannot be read on.
pub(super) fn unreadable(error: &io::Error) -> String {
    let reason = error.to_string();
    if error.kind() == io::ErrorKind::Other && reason.contains("unpack") {
        return reason;
    }
    match error.kind() {
        io::ErrorKind::UnexpectedEof => {
            "ends too early, as if cut off; copy or download it again".to_owned()
        }
        _ => format!("damaged ({reason}); copy or download it again"),
    }
}

/// Records in a JSON document: those of a list, or of the list that an object holds.
pub(super) struct Document {
    from: Stream,
    number: usize,
    ready: std::vec::IntoIter<Value>,
    state: State,
    map: FieldMap,
}

#[derive(PartialEq, Eq)]
enum State {
    Start,
    InList,
    Over,
}

impl Document {
    pub(super) fn new(from: Stream, map: &FieldMap) -> Self {
        let ready = Vec::new().into_iter();
        Self { from, number: 0, ready, state: State::Start, map: map.clone() }
    }

    /// The next value of the stream as text; `None` at its end.
    fn value(&mut self) -> Result<Option<String>, String> {
        let Some(bytes) = value(&mut self.from).map_err(|it| self.ended(&it))? else {
            return Ok(None);
        };
        let bytes = bytes.ok_or_else(too_long)?;
        Ok(Some(sniff::text(bytes, None)?.0))
    }

    /// Why the stream cannot be read on; it is not tried again.
    fn ended(&mut self, error: &io::Error) -> String {
        self.state = State::Over;
        unreadable(error)
    }

    /// Looks past commas and brackets for the start of a value.
    fn look(&mut self) -> io::Result<Option<u8>> {
        loop {
            let Some(byte) = self.from.fill_buf()?.first().copied() else {
                return Ok(None);
            };
            let is_space = byte.is_ascii_whitespace()
                || matches!(byte, 0xef | 0xbb | 0xbf)
                || byte == b',' && self.state == State::InList;
            if !is_space {
                return Ok(Some(byte));
            }
            self.from.consume(1);
        }
    }

    fn step(&mut self) -> Result<Option<Record>, String> {
        loop {
            if let Some(it) = self.ready.next() {
                return Ok(Some(Record::from_json(&it)));
            }
            match self.look().map_err(|it| self.ended(&it))? {
                None if self.state == State::InList => {
                    self.state = State::Over;
                    return Err(
                        "the list is not closed, as if cut off; copy it again".into()
                    );
                }
                None => {
                    self.state = State::Over;
                    return Ok(None);
                }
                Some(b'[') if self.state == State::Start => {
                    self.from.consume(1);
                    self.state = State::InList;
                }
                Some(b']') if self.state == State::InList => {
                    self.from.consume(1);
                    self.state = State::Over;
                    return Ok(None);
                }
                Some(_) => {
                    let is_whole = self.state == State::Start;
                    match record_or_list(self.object()?, &self.map, is_whole) {
                        Ok(record) => return Ok(Some(record)),
                        Err(list) => self.ready = list.into_iter(),
                    }
                }
            }
        }
    }

    /// The object that begins here.
    fn object(&mut self) -> Result<Value, String> {
        let text = self.value()?.unwrap_or_default();
        if text.is_empty() {
            // A bracket or a comma that nothing opened: what follows cannot be told apart.
            self.state = State::Over;
            return Err("no record where one should begin; repair the document".into());
        }
        let parsed = serde_json::from_str::<Value>(&text);
        let parsed = parsed.map_err(|it| {
            if self.state == State::Start {
                self.state = State::Over;
            }
            broken(&it, &text)
        })?;
        match parsed.is_object() {
            true => Ok(parsed),
            false => {
                Err(format!("no JSON object but `{}`; leave it out", excerpt(&text)))
            }
        }
    }
}

impl Iterator for Document {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.state == State::Over && self.ready.len() == 0 {
            return None;
        }
        self.number += 1;
        let place = self.number.to_string();
        match self.step() {
            Ok(None) => None,
            Ok(Some(it)) => Some((place, Ok(it))),
            Err(it) => Some((place, Err(it))),
        }
    }
}

/// The first list of objects in an object, or else an empty one.
fn list(value: Value, depth: usize) -> Option<Vec<Value>> {
    let Value::Object(object) = value else { return None };
    let mut empty = None;
    let mut others = Vec::new();
    for (_, value) in object {
        match value {
            Value::Array(values) if values.iter().any(Value::is_object) => {
                return Some(values);
            }
            Value::Array(values) if values.is_empty() => empty = Some(values),
            other => others.push(other),
        }
    }
    let others = others.into_iter().filter(|_| depth < 3);
    let mut inner = others.filter_map(|it| list(it, depth + 1));
    inner.next().or(empty)
}

/// The bytes of a value; `None` where it is longer than a record may be.
type Whole = Option<Vec<u8>>;

/// The bytes of the next value of a stream; `None` at its end. What is read is balanced, not valid.
fn value(from: &mut impl BufRead) -> io::Result<Option<Whole>> {
    let mut bytes = Vec::new();
    let (mut depth, mut in_text, mut escaped, mut is_long) =
        (0_usize, false, false, false);
    let mut any = false;
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            return Ok(any.then_some((!is_long).then_some(bytes)));
        }
        let mut used = buffer.len();
        let mut is_over = false;
        any = true;
        for (at, byte) in buffer.iter().enumerate() {
            if in_text {
                match byte {
                    _ if escaped => escaped = false,
                    b'\\' => escaped = true,
                    b'"' => in_text = false,
                    _ => {}
                }
                continue;
            }
            match byte {
                b'"' => in_text = true,
                b'{' | b'[' => depth += 1,
                b'}' | b']' if depth > 1 => depth -= 1,
                // A bracket that closes the list around it is not its own.
                b'}' | b']' => {
                    (used, is_over) = (at + depth, true);
                    break;
                }
                b',' if depth == 0 => {
                    (used, is_over) = (at, true);
                    break;
                }
                _ => {}
            }
        }
        if !is_long {
            bytes.extend_from_slice(&buffer[..used]);
        }
        if bytes.len() > RECORD {
            is_long = true;
            bytes = Vec::new();
        }
        from.consume(used);
        if is_over {
            return Ok(Some((!is_long).then_some(bytes)));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::{Document, Lines};
    use crate::ingest::FieldMap;
    use crate::ingest::stream::Stream;

    fn stream(text: &str) -> Stream {
        let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(text.as_bytes().to_vec()));
        BufReader::with_capacity(7, bytes)
    }

    fn texts(items: impl Iterator<Item = super::Item>) -> Vec<String> {
        let map = FieldMap::default();
        let items = items.map(|(place, it)| {
            let text = it.and_then(|it| it.article("", &map));
            let text = text.map_or_else(|it| it, |it| it.body_text().to_owned());
            format!("{place} {text}")
        });
        items.collect()
    }

    #[test]
    fn a_bad_line_does_not_stop_the_good() {
        let text =
            "\u{feff}{\"text\": \"a\"}\n\nnull\n{\"text\": \"b\nx\"}\n{\"text\": \"c\"}";
        let found = texts(Lines::new(stream(text), &FieldMap::default()));
        assert_eq!(found[0], "1 a");
        assert_eq!(found[1], "3 no JSON object but `null`; write one a line");
        assert!(found[2].starts_with("4 broken JSON at column 11 (EOF"), "{}", found[2]);
        assert!(found[3].starts_with("5 broken JSON at column 1 "), "{}", found[3]);
        assert_eq!(found[4..], ["6 c"]);
    }

    #[test]
    fn a_line_may_hold_a_list() {
        let text = "{\"status\": 1, \"articles\": [{\"text\": \"a\"}, {\"text\": \"b\"}]}\n\
                    {\"text\": \"c\"}";
        let found = texts(Lines::new(stream(text), &FieldMap::default()));
        assert_eq!(found, ["1 a", "1 b", "2 c"]);
    }

    #[test]
    fn empty_lists_one_after_the_other_come_to_an_end() {
        let text = "{\n\"docs\": []}".repeat(100_000);
        let found = texts(Document::new(stream(&text), &FieldMap::default()));
        assert_eq!(found, [""; 0]);
    }

    #[test]
    fn documents_hold_a_record_or_a_list() {
        for text in [
            "[{\"text\": \"a]\"}, {\"text\": \"b\\\"}\"}]",
            "{\"status\": \"ok\", \"articles\": [{\"text\": \"a]\"}, {\"text\": \"b\\\"}\"}]}",
            "{\"response\": {\"docs\": [{\"text\": \"a]\"},\n{\"text\": \"b\\\"}\"}]}}",
            "{\"text\": \"a]\"}\n{\n\"text\": \"b\\\"}\"}",
        ] {
            let found = texts(Document::new(stream(text), &FieldMap::default()));
            assert_eq!(found, ["1 a]", "2 b\"}"], "{text}");
        }
    }

    #[test]
    fn a_broken_document_ends_with_an_error() {
        for (text, expected) in [
            ("[{\"text\": \"a\"}, {\"text\": ", ["1 a", "2 broken JSON"]),
            ("[{\"text\": \"a\"}", ["1 a", "2 the list is not closed"]),
            ("[{\"text\": \"a\"}}, 7]", ["1 a", "2 no record where one should begin"]),
            ("[{\"text\": \"a\"}, 7]", ["1 a", "2 no JSON object but `7`"]),
            ("[{\"text\": \"a\"}, {\"tags\": []}]", ["1 a", "2 an empty record"]),
        ] {
            let found = texts(Document::new(stream(text), &FieldMap::default()));
            assert!(found.len() >= 2, "{found:?}");
            for (found, expected) in found.iter().zip(expected) {
                assert!(found.starts_with(expected), "{found}");
            }
        }
    }
}
