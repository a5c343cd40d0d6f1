//! Parquet: the table of facts for `DuckDB`, Spark, Arrow and pandas.

use std::io::{self, Write};
use std::sync::Arc;

use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, Int32Type,
};
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::Type;

use crate::graph::ArticleRecord;
use crate::text::Date;

use super::row::{COLUMNS, Cell, Column, Kind, WIDTH, row};

/// This many facts are one row group: what is held in memory.
const GROUP: usize = 1 << 16;

/// Writes the facts of one article after the other.
#[expect(missing_debug_implementations, reason = "the writer inside has none")]
pub struct ParquetWriter<W: Write + Send> {
    file: SerializedFileWriter<W>,
    rows: Vec<[Cell; WIDTH]>,
}

impl<W: Write + Send> ParquetWriter<W> {
    /// A table without rows.
    pub fn new(out: W) -> io::Result<Self> {
        let schema = schema().map_err(io::Error::other)?;
        let properties = WriterProperties::builder()
            .set_created_by("newsgraph".to_owned())
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .build();
        let file = SerializedFileWriter::new(out, Arc::new(schema), Arc::new(properties));
        Ok(Self { file: file.map_err(io::Error::other)?, rows: Vec::new() })
    }

    /// Adds the facts of an article, in the order of the text.
    pub fn write(&mut self, record: &ArticleRecord) -> io::Result<()> {
        for (key, fact) in record.facts_in_order() {
            self.rows.push(row(record, key, fact));
            if self.rows.len() == GROUP {
                self.write_group()?;
            }
        }
        Ok(())
    }

    /// Writes what is left and the foot of the file.
    pub fn finish(mut self) -> io::Result<()> {
        self.write_group()?;
        self.file.close().map_err(io::Error::other)?;
        Ok(())
    }

    fn write_group(&mut self) -> io::Result<()> {
        if self.rows.is_empty() {
            return Ok(());
        }
        let mut group = self.file.next_row_group().map_err(io::Error::other)?;
        for (place, column) in COLUMNS.iter().enumerate() {
            let Some(mut writer) = group.next_column().map_err(io::Error::other)? else {
                return Err(io::Error::other("the schema has too few columns"));
            };
            let cells: Vec<_> = self.rows.iter().map(|it| &it[place]).collect();
            write_column(&mut writer, column.kind, &cells).map_err(io::Error::other)?;
            writer.close().map_err(io::Error::other)?;
        }
        group.close().map_err(io::Error::other)?;
        self.rows.clear();
        Ok(())
    }
}

/// A message with the columns of a fact, all of which may be empty.
fn schema() -> Result<Type, ParquetError> {
    let fields = COLUMNS.iter().map(|it| field(it).map(Arc::new));
    let fields = fields.collect::<Result<_, _>>()?;
    Type::group_type_builder("facts").with_fields(fields).build()
}

fn field(column: &Column) -> Result<Type, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Integer => (Physical::INT32, None),
        Kind::Decimal => (Physical::DOUBLE, None),
        Kind::Boolean => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
    };
    Type::primitive_type_builder(column.name, physical)
        .with_repetition(Repetition::OPTIONAL)
        .with_logical_type(logical)
        .build()
}

fn write_column(
    writer: &mut SerializedColumnWriter<'_>,
    kind: Kind,
    cells: &[&Cell],
) -> Result<(), ParquetError> {
    match kind {
        Kind::Text => write::<ByteArrayType>(writer, cells, |it| match it {
            Cell::Text(text) => Some(ByteArray::from(text.as_str())),
            _ => None,
        }),
        Kind::Integer => write::<Int32Type>(writer, cells, |it| match it {
            Cell::Integer(it) => i32::try_from(*it).ok(),
            _ => None,
        }),
        Kind::Decimal => write::<DoubleType>(writer, cells, |it| match it {
            Cell::Decimal(it) => Some(*it),
            _ => None,
        }),
        Kind::Boolean => write::<BoolType>(writer, cells, |it| match it {
            Cell::Boolean(it) => Some(*it),
            _ => None,
        }),
        Kind::Day => write::<Int32Type>(writer, cells, |it| match it {
            Cell::Day(it) => days(*it),
            _ => None,
        }),
    }
}

/// Writes the cells that have a value, and for each cell whether it has.
fn write<T: DataType>(
    writer: &mut SerializedColumnWriter<'_>,
    cells: &[&Cell],
    value: impl Fn(&Cell) -> Option<T::T>,
) -> Result<(), ParquetError> {
    let values: Vec<_> = cells.iter().map(|it| value(it)).collect();
    let levels: Vec<_> = values.iter().map(|it| i16::from(it.is_some())).collect();
    let values: Vec<_> = values.into_iter().flatten().collect();
    writer.typed::<T>().write_batch(&values, Some(&levels), None)?;
    Ok(())
}

/// The days from 1 January 1970 to a day.
fn days(day: Date) -> Option<i32> {
    Some(day.since(Date::constant(1970, 1, 1)).ok()?.get_days())
}

#[cfg(test)]
mod tests {
    use super::days;

    #[test]
    fn days_are_counted_from_the_epoch() {
        for (day, expected) in
            [("1970-01-01", 0), ("2000-03-01", 11_017), ("1969-12-31", -1)]
        {
            assert_eq!(days(day.parse().unwrap()), Some(expected));
        }
    }
}
