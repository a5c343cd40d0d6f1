//! The casts of a pack say who is in its articles and what they are called there, which is
//! all that who is who is derived from.
//!
//! They are derived from their pack alone, stand beside its index under its name, and can
//! be deleted like it. A cast is a line of JSON; the lines are in the order of the pack.

use std::fs;
use std::io::{self, BufRead, BufReader, ErrorKind, Write};
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::error::{Error, Result};
use crate::rdf::{Names, read_article};
use crate::resolve::{Cast, Fingerprint, Sketch};
use crate::text::ArticleId;

use super::files::{self, Unfinished};
use super::index;
use super::pack::Reader;

/// What the names of files of casts end in.
pub(super) const SUFFIX: &str = ".casts.zst";

/// A cast as it is written.
#[derive(Debug, Serialize, Deserialize)]
struct Line {
    article: String,
    day: Option<String>,
    fingerprint: Vec<u32>,
    text: String,
    members: Vec<Member>,
}

/// IRI, type, name, other names and roles.
type Member = (String, String, String, Vec<String>, Vec<String>);

/// Hands over the cast of every article of a pack, from their graphs.
pub(super) fn of_pack(
    pack: &Path,
    names: &Names,
    mut take: impl FnMut(Cast) -> Result<()>,
) -> Result<()> {
    let mut reader = Reader::open(pack)?;
    let mut graph = String::new();
    while let Some(entry) = reader.next(&mut graph)? {
        let record = read_article(&graph, names, entry.id.as_str())?;
        take(record.cast())?;
    }
    Ok(())
}

/// Reads the casts of a pack; `None` where there are none that can be read.
pub(super) fn read(folder: &Path, pack: &str) -> Result<Option<Vec<Cast>>> {
    let path = index::path(folder, pack, SUFFIX);
    let packed = match fs::read(&path) {
        Ok(packed) => packed,
        Err(it) if it.kind() == ErrorKind::NotFound => return Ok(None),
        Err(it) => return Err(Error::io(&path)(it)),
    };
    let Ok(reader) = zstd::Decoder::new(&*packed) else { return Ok(None) };
    let lines = BufReader::new(reader).lines();
    let casts = lines.map(|line| {
        let line = serde_json::from_str::<Line>(&line.ok()?).ok()?;
        cast(line)
    });
    Ok(casts.collect())
}

/// Writes the casts of a pack beside its index.
pub(super) fn write(folder: &Path, pack: &Path, names: &Names) -> Result<()> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let name = pack.file_name().and_then(|it| it.to_str()).unwrap_or_default();
    let path = index::path(folder, name, SUFFIX);
    let failed = || Error::io(&path);
    let packed = || -> io::Result<_> {
        let mut packed = zstd::Encoder::new(Unfinished::new(folder)?, 3)?;
        packed.include_checksum(true)?;
        Ok(packed)
    };
    let mut packed = packed().map_err(failed())?;
    of_pack(pack, names, |cast| {
        let written = serde_json::to_writer(&mut packed, &line(&cast));
        let written = written.map_err(io::Error::from);
        written.and_then(|()| packed.write_all(b"\n")).map_err(failed())
    })?;
    packed.finish().and_then(|it| it.keep(&path)).map_err(failed())?;
    files::sync(folder)
}

fn line(cast: &Cast) -> Line {
    let members = cast.members.iter().map(|it| {
        let entity_type = it.entity_type.as_str().to_owned();
        let (aliases, roles) = (it.aliases.clone(), it.roles.clone());
        (it.iri.clone(), entity_type, it.name.clone(), aliases, roles)
    });
    Line {
        article: cast.article.to_string(),
        day: cast.day.map(|it| it.to_string()),
        fingerprint: cast.fingerprint.places().to_vec(),
        text: cast.text_hash.clone(),
        members: members.collect(),
    }
}

/// `None` where the line was not written by [`line()`].
fn cast(line: Line) -> Option<Cast> {
    let members = line.members.into_iter().map(|(iri, kind, name, aliases, roles)| {
        let entity_type = kind.parse().ok()?;
        Some(Sketch { iri, entity_type, name, aliases, roles })
    });
    let day = match line.day {
        Some(day) => Some(day.parse().ok()?),
        None => None,
    };
    Some(Cast {
        article: ArticleId::from_minted(line.article),
        day,
        fingerprint: Fingerprint::from_places(line.fingerprint),
        text_hash: line.text,
        members: members.collect::<Option<_>>()?,
    })
}
