//! Every table under `data/` is well formed, known to the program and described.

use std::collections::BTreeMap;
use std::fs;

use newsgraph::lexicon::Lexicon;

use crate::source;

const README: &str = "data/README.md";

#[test]
fn tables_are_well_formed() {
    let complaints: Vec<_> = tables()
        .iter()
        .flat_map(|name| {
            let bytes = fs::read(source::root().join("data").join(name)).unwrap();
            complaints(name, &bytes)
        })
        .collect();
    assert!(complaints.is_empty(), "\n{}", complaints.join("\n"));
}

#[test]
fn tables_are_embedded() {
    let embedded: Vec<_> = Lexicon::names().collect();
    assert!(embedded.is_sorted(), "sort the lines of src/lexicon/embedded.rs");
    assert_eq!(embedded, tables(), "data/ and src/lexicon/embedded.rs differ");
    for name in embedded {
        let text = Lexicon::embedded().text(name).unwrap();
        assert_eq!(text, source::read(&format!("data/{name}")));
    }
}

#[test]
fn the_readme_describes_every_file() {
    let described = described();
    let files: Vec<_> =
        source::files("data").into_iter().filter(|it| it != "README.md").collect();
    for file in &files {
        assert!(described.contains_key(file), "{README}: add a line for {file}");
    }
    for file in described.keys() {
        assert!(files.contains(file), "{README}: {file} does not exist");
    }
    for name in tables() {
        let text = source::read(&format!("data/{name}"));
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let key = reader.headers().unwrap()[0].to_owned();
        let rows = reader.records().count();
        let line = &described[&name];
        assert_eq!(line.key, key, "{README}: the key of {name}");
        assert_eq!(line.rows, Some(rows), "{README}: the rows of {name}");
    }
}

/// A card says what a model was made of, under which licenses, how, how good it is, and
/// what it is not good for; every file beside it belongs to one.
#[test]
fn cards_say_what_a_model_is() {
    let files = source::files("data/model");
    let is_card = |it: &&String| it.ends_with(".toml");
    let mut described = Vec::new();
    for name in files.iter().filter(is_card) {
        let card: toml::Table =
            source::read(&format!("data/model/{name}")).parse().unwrap();
        let said = |table: &toml::Table, key: &str| {
            let text = table.get(key).and_then(toml::Value::as_str);
            assert!(text.is_some_and(|it| !it.is_empty()), "{name}: say its {key}");
        };
        for it in ["name", "license"] {
            said(&card, it);
        }
        for corpus in card["corpora"].as_array().unwrap() {
            let corpus = corpus.as_table().unwrap();
            for it in ["name", "part", "license"] {
                said(corpus, it);
            }
        }
        for list in [&card["limits"], &card["training"]["commands"]] {
            let lines = list.as_array().unwrap().iter().filter_map(toml::Value::as_str);
            assert!(lines.filter(|it| it.len() > 10).count() >= 3, "{name}: {list:?}");
        }
        for (corpus, scores) in card["scores"].as_table().unwrap() {
            let scores = scores.as_table().unwrap().values().map(toml::Value::as_float);
            let percent =
                |it: Option<f64>| it.is_some_and(|it| (1.0..100.0).contains(&it));
            assert!(scores.len() > 0 && { scores }.all(percent), "{name}: {corpus}");
        }
        described.extend(card["files"].as_table().unwrap().keys().cloned());
    }
    described.sort();
    let files: Vec<_> = files.into_iter().filter(|it| !it.ends_with(".toml")).collect();
    assert_eq!(files, described, "files in data/model that a card has, and no others");
}

#[test]
fn planted_offences_are_caught() {
    for (bytes, expected) in [
        (&b"lemma,note\nb,\na,\n"[..], "3: \"a\" stands after \"b\"; sort the rows"),
        (b"lemma,note\na,\na,\n", "3: two rows for \"a\"; keep one"),
        (b"lemma,note\r\na,\r\n", "1: end lines with LF alone"),
        (b"lemma,note\na,", "2: end the file with a line end"),
        (b"Lemma,note\na,\n", "1: write \"Lemma\" in snake_case"),
        (b"lemma,note\n\xe9,\n", "2: not UTF-8; save it as UTF-8"),
        (b"lemma,note\na\n", "2: 1 fields, 2 columns"),
        (b"\xef\xbb\xbflemma,note\na,\n", "1: remove the byte order mark"),
        (b"lemma,note\n,\n", "2: the key is empty"),
        (b"lemma,note\na, b\n", "2: \" b\" has white space at an end"),
    ] {
        let expected = format!("data/lexicon/x.csv:{expected}");
        assert_eq!(complaints("lexicon/x.csv", bytes), [expected]);
    }
    assert!(complaints("lexicon/x.csv", b"lemma,note\n\"a, b\",\nc,x\n").is_empty());
}

/// What is wrong with a table, given by its path under `data/` and its bytes.
fn complaints(name: &str, bytes: &[u8]) -> Vec<String> {
    let at = |line: usize, what: &str| vec![format!("data/{name}:{line}: {what}")];
    let line_of = |byte: usize| bytes[..byte].split(|it| *it == b'\n').count();
    let text = match str::from_utf8(bytes) {
        Ok(text) => text,
        Err(it) => return at(line_of(it.valid_up_to()), "not UTF-8; save it as UTF-8"),
    };
    if text.starts_with('\u{feff}') {
        return at(1, "remove the byte order mark");
    }
    if let Some(byte) = text.find('\r') {
        return at(line_of(byte), "end lines with LF alone");
    }
    if !text.ends_with('\n') {
        return at(line_of(text.len()), "end the file with a line end");
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(bytes);
    let mut found = Vec::new();
    let mut columns = None::<usize>;
    let mut last = None::<String>;
    for record in reader.records() {
        let record = record.unwrap();
        let line = usize::try_from(record.position().unwrap().line()).unwrap();
        let Some(columns) = columns else {
            columns = Some(record.len());
            for column in record.iter().filter(|it| !is_snake_case(it)) {
                found.extend(at(line, &format!("write {column:?} in snake_case")));
            }
            continue;
        };
        if record.len() != columns {
            found
                .extend(at(line, &format!("{} fields, {columns} columns", record.len())));
        }
        // A key of several parts may end in an empty one.
        for field in record.iter().skip(1).filter(|it| it.trim() != *it) {
            found.extend(at(line, &format!("{field:?} has white space at an end")));
        }
        let key = record[0].to_owned();
        match last.as_deref() {
            _ if key.is_empty() => found.extend(at(line, "the key is empty")),
            Some(last) if last == key => {
                found.extend(at(line, &format!("two rows for {key:?}; keep one")));
            }
            Some(last) if *last > *key => {
                let what = format!("{key:?} stands after {last:?}; sort the rows");
                found.extend(at(line, &what));
            }
            _ => {}
        }
        last = Some(key);
    }
    found
}

fn is_snake_case(column: &str) -> bool {
    column.starts_with(|it: char| it.is_ascii_lowercase())
        && column
            .chars()
            .all(|it| it.is_ascii_lowercase() || it.is_ascii_digit() || it == '_')
}

/// The tables, as sorted paths under `data/`.
fn tables() -> Vec<String> {
    source::files("data").into_iter().filter(|it| it.ends_with(".csv")).collect()
}

/// What `data/README.md` says of a file.
struct Line {
    key: String,
    rows: Option<usize>,
}

fn described() -> BTreeMap<String, Line> {
    let plain = |cell: &str| cell.replace('`', "");
    let rows =
        source::table(&source::read(README), "## Files").into_iter().map(|cells| {
            assert_eq!(cells.len(), 7, "{README}: seven cells, not {cells:?}");
            for cell in &cells {
                assert!(!cell.is_empty(), "{README}: an empty cell in {cells:?}");
            }
            let line = Line {
                key: plain(&cells[2]),
                rows: cells[3].replace(',', "").parse().ok(),
            };
            (plain(&cells[0]), line)
        });
    let described: Vec<_> = rows.collect();
    assert!(described.is_sorted_by(|a, b| a.0 < b.0), "{README}: sort the lines by file");
    described.into_iter().collect()
}
