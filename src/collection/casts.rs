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

use super::files;
use super::index;
use super::pack::{self, Entry};

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

/// The casts of every article of a pack, from their graphs.
pub(super) fn of_pack(
    pack: &Path,
    entries: &[Entry],
    names: &Names,
) -> Result<Vec<Cast>> {
    let text = pack::graphs(pack, entries)?;
    let mut rest = &*text;
    let casts = entries.iter().map(|entry| {
        let (graph, after) = rest.split_at_checked(entry.length).unwrap_or((rest, ""));
        rest = after;
        Ok(read_article(graph, names, entry.id.as_str())?.cast())
    });
    casts.collect()
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

/// Writes them beside the index.
pub(super) fn write(folder: &Path, pack: &str, casts: &[Cast]) -> Result<()> {
    fs::create_dir_all(folder).map_err(Error::io(folder))?;
    let path = index::path(folder, pack, SUFFIX);
    let packed = || -> io::Result<Vec<u8>> {
        let mut packed = zstd::Encoder::new(Vec::new(), 3)?;
        packed.include_checksum(true)?;
        for it in casts {
            serde_json::to_writer(&mut packed, &line(it))?;
            packed.write_all(b"\n")?;
        }
        packed.finish()
    };
    files::write(&path, &packed().map_err(Error::io(&path))?)
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
