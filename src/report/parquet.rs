//! Findings as Parquet, for DuckDB, Spark and data frames. Row groups are written as they fill, so a million findings
//! need not fit into memory.

use crate::finding::Finding;
use crate::report::Exporter;
use crate::report::Report;
use parquet::basic::Compression;
use parquet::column::writer::ColumnWriter;
use parquet::data_type::ByteArray;
use parquet::errors::ParquetError;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::SerializedFileWriter;
use parquet::schema::parser::parse_message_type;
use std::fs::File;
use std::io;
use std::io::Seek;
use std::io::Write;
use std::sync::Arc;

/// Rows that are held before they are written.
const GROUP: usize = 65_536;

/// The columns of `findings.csv`, in their order. What is empty there because it does not apply is null here.
const SCHEMA: &str = "message finding {
    required binary topic (UTF8);
    required binary detector (UTF8);
    optional binary verdict (UTF8);
    required binary patient (UTF8);
    required binary instance (UTF8);
    required binary plant (UTF8);
    required binary trap (UTF8);
    optional binary surface (UTF8);
    optional binary kind (UTF8);
    required boolean direct;
    required boolean moved;
    required binary output (UTF8);
    required binary seen_at (UTF8);
    required binary form (UTF8);
    required binary evidence (UTF8);
    required binary value (UTF8);
    required binary crop (UTF8);
}";

/// A cell.
enum Cell<'a> {
    Text(&'a str),
    Perhaps(Option<&'a str>),
    Flag(bool),
}

type Get = for<'a> fn(&'a Finding) -> Cell<'a>;

/// What stands in each column of the schema.
const COLUMNS: [Get; 17] = [
    |row| Cell::Text(row.topic.word()),
    |row| Cell::Text(&row.detector),
    |row| Cell::Perhaps(row.verdict.map(|verdict| verdict.word())),
    |row| Cell::Text(&row.patient),
    |row| Cell::Text(&row.instance),
    |row| Cell::Text(&row.plant),
    |row| Cell::Text(&row.trap),
    |row| Cell::Perhaps(row.surface.map(|surface| surface.word())),
    |row| Cell::Perhaps(row.kind.map(|kind| kind.word())),
    |row| Cell::Flag(row.direct),
    |row| Cell::Flag(row.moved),
    |row| Cell::Text(&row.output),
    |row| Cell::Text(&row.seen_at),
    |row| Cell::Text(&row.form),
    |row| Cell::Text(&row.evidence),
    |row| Cell::Text(&row.value),
    |row| Cell::Text(&row.crop),
];

/// Every finding, for programs that read columns.
pub(super) struct Parquet;

impl Exporter for Parquet {
    fn name(&self) -> &'static str {
        "parquet"
    }

    fn describe(&self) -> &'static str {
        "every finding as Parquet, with the columns of findings.csv"
    }

    fn extension(&self) -> &'static str {
        "parquet"
    }

    fn write(&self, report: &Report<'_>, out: &mut dyn Write) -> io::Result<()> {
        // The writer needs a place that it may hand to another thread; the file has no name and goes with its handle.
        let mut file = tempfile::tempfile()?;
        let schema = Arc::new(parse_message_type(SCHEMA).map_err(io::Error::other)?);
        let properties = Arc::new(WriterProperties::builder().set_compression(Compression::SNAPPY).build());
        let mut writer = SerializedFileWriter::new(file.try_clone()?, schema, properties).map_err(io::Error::other)?;
        let mut rows = Vec::new();
        report.each_shown(&mut |finding| {
            rows.push(finding.clone());
            if rows.len() == GROUP {
                group(&mut writer, &rows).map_err(io::Error::other)?;
                rows.clear();
            }
            Ok(())
        })?;
        if !rows.is_empty() {
            group(&mut writer, &rows).map_err(io::Error::other)?;
        }
        writer.close().map_err(io::Error::other)?;
        file.rewind()?;
        io::copy(&mut file, out).map(drop)
    }
}

/// Writes one group of rows, column by column.
fn group(writer: &mut SerializedFileWriter<File>, rows: &[Finding]) -> Result<(), ParquetError> {
    let mut group = writer.next_row_group()?;
    for get in COLUMNS {
        let Some(mut column) = group.next_column()? else { break };
        match column.untyped() {
            ColumnWriter::BoolColumnWriter(column) => {
                let flags: Vec<bool> = rows.iter().map(|row| matches!(get(row), Cell::Flag(true))).collect();
                column.write_batch(&flags, None, None)?;
            }
            ColumnWriter::ByteArrayColumnWriter(column) => {
                let mut present = Vec::with_capacity(rows.len());
                let mut values = Vec::with_capacity(rows.len());
                let mut optional = false;
                for row in rows {
                    let text = match get(row) {
                        Cell::Text(text) => Some(text),
                        Cell::Perhaps(text) => {
                            optional = true;
                            text
                        }
                        Cell::Flag(_) => None,
                    };
                    present.push(i16::from(text.is_some()));
                    values.extend(text.map(|text| ByteArray::from(text.as_bytes().to_vec())));
                }
                column.write_batch(&values, optional.then_some(present.as_slice()), None)?;
            }
            _ => return Err(ParquetError::General("a column of another type than the schema has".to_owned())),
        }
        column.close()?;
    }
    group.close().map(drop)
}
