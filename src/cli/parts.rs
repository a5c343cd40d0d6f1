//! `export --to nq`: N-Quads, in one file or in parts for other stores.

use std::fmt::Write as _;
use std::fs::File;
use std::io::{BufWriter, Write, stdout};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context, Result};
use clap::{Args, ValueEnum};

use crate::collection::{Collection, HandOver, Packing};
use crate::text::count;

use super::output;

/// How to write N-Quads; for `--to nq`.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to write, with --to nq")]
pub(super) struct PartsArgs {
    /// Write parts into a folder that is new or empty, with MANIFEST.jsonl, void.ttl and
    /// decisions.csv.
    #[arg(long, value_name = "DIR", conflicts_with = "output")]
    pub(super) parts: Option<PathBuf>,
    /// Use the names of the collection instead of those that each article gave.
    #[arg(long)]
    pub(super) resolved: bool,
    /// How the parts are packed.
    #[arg(long, value_enum, default_value = "gz", requires = "parts")]
    packing: PackingArg,
    /// How many MiB of N-Quads a part has at most, before packing.
    #[arg(long, value_name = "MIB", default_value = "256", requires = "parts")]
    part_size: NonZero<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum PackingArg {
    /// As gzip does: every store reads it.
    Gz,
    /// As Zstandard does: smaller and faster.
    Zst,
}

/// Writes the collection.
pub(super) fn run(
    collection: &Collection,
    args: &PartsArgs,
    file: &Path,
) -> Result<ExitCode> {
    if let Some(folder) = &args.parts {
        let packing = match args.packing {
            PackingArg::Gz => Packing::Gz,
            PackingArg::Zst => Packing::Zst,
        };
        let part = args.part_size.get() << 20;
        let how = HandOver { part, packing, resolved: args.resolved };
        let mut out = String::new();
        for it in collection.hand_over(folder, how)? {
            let articles = count(it.articles, "article");
            // Writing to a string cannot fail.
            let _ = writeln!(out, "{}  {articles}, {}", it.part, count(it.quads, "quad"));
        }
        output::print(&out)?;
        return Ok(ExitCode::SUCCESS);
    }
    if file.as_os_str() == "-" {
        let mut out = BufWriter::new(stdout().lock());
        collection.write_canonical(args.resolved, &mut out)?;
        out.flush()?;
        return Ok(ExitCode::SUCCESS);
    }
    let place = || {
        let file = file.display();
        format!("{file}: cannot be written; name another place with `-o`")
    };
    let mut out = BufWriter::new(File::create(file).with_context(place)?);
    collection.write_canonical(args.resolved, &mut out)?;
    out.flush().with_context(place)?;
    Ok(ExitCode::SUCCESS)
}
