//! Facts as lines: an object or a row each, with all that is needed to cite it.

use serde_json::{Map, Value, json};

use crate::graph::{ArticleRecord, FactRecord};

use super::row::{COLUMNS, Cell, object, row};

/// The facts of an article as JSON Lines, in the order of the text. What is not known is
/// not there.
pub fn fact_jsonl(record: &ArticleRecord) -> String {
    let mut out = String::new();
    for (key, fact) in record.facts_in_order() {
        let cells = COLUMNS.iter().zip(row(record, key, fact));
        let known = cells.filter_map(|(column, cell)| {
            let name = column.name.to_owned();
            Some((name, value(cell)?))
        });
        let mut fields: Map<String, Value> = known.collect();
        if !fact.args.is_empty() {
            fields.insert("args".to_owned(), args(record, fact));
        }
        out.push_str(&Value::Object(fields).to_string());
        out.push('\n');
    }
    out
}

/// The names of the columns as a row for [`fact_csv`].
pub fn fact_csv_header() -> String {
    format!("{}\r\n", COLUMNS.map(|it| it.name).join(","))
}

/// The facts of an article as rows of the columns, as RFC 4180 has them.
pub fn fact_csv(record: &ArticleRecord) -> String {
    let mut out = String::new();
    for (key, fact) in record.facts_in_order() {
        let cells = row(record, key, fact).map(|it| quoted(&it.to_string()));
        out.push_str(&cells.join(","));
        out.push_str("\r\n");
    }
    out
}

/// A cell as JSON; `None` where it is empty.
pub(super) fn value(cell: Cell) -> Option<Value> {
    Some(match cell {
        Cell::None => return None,
        Cell::Text(text) => text.into(),
        Cell::Integer(it) => it.into(),
        Cell::Decimal(it) => it.into(),
        Cell::Boolean(it) => it.into(),
        Cell::Day(it) => it.to_string().into(),
    })
}

/// The other arguments of a fact, one by one.
fn args(record: &ArticleRecord, fact: &FactRecord) -> Value {
    let args = fact.args.iter().map(|(role, it)| {
        let end = object(record, it);
        json!({ "role": role, "entity": value(end.local), "name": value(end.name) })
    });
    args.collect()
}

/// A field of CSV.
pub(super) fn quoted(cell: &str) -> String {
    if cell.contains(['"', ',', '\n', '\r']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}
