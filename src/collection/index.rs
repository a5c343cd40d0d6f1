//! An index says where in a pack each article's graph is, and who is in it.
//!
//! It is derived from its pack alone, has the name of its pack, and can be deleted: the
//! next writer puts it back, and until then readers make it in memory. So it needs no
//! update and no lock, and a crash cannot leave it behind its pack.
//!
//! It is text under zstd. First comes a line for each graph with the first byte and the
//! length of its frame in the pack; then, after an empty line, the names in the order of
//! their bytes, so that one is found without reading the others:
//!
//! ```text
//! 214 18403
//!
//! brandt       ⇥ felix-brandt ⇥ Person ⇥ Felix Brandt ⇥ 0
//! e:felix-brandt …
//! ```
//!
//! A name is folded (small letters, single spaces); what follows is the entity that bears
//! it, its type, its best name, and the places of its articles in the pack.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::{Error, Result};
use crate::rdf::{Names, excerpt_of_names, read_article};
use crate::text::{fold, unbroken};

use super::files;
use super::pack::{self, Frame, Reader};
use super::sort::Sorter;

/// What the names of indexes end in.
pub(super) const SUFFIX: &str = ".index.zst";

/// The index of a pack.
#[derive(Debug)]
pub(super) struct Index {
    frames: Vec<Frame>,
    /// The lines of names.
    names: String,
}

/// A name in an index, and who bears it where.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Row<'a> {
    /// The name, folded; or `e:` and the local name of the entity.
    pub(super) name: &'a str,
    /// The local name of the entity.
    pub(super) local: &'a str,
    /// Its type.
    pub(super) entity_type: &'a str,
    /// Its best name.
    pub(super) label: &'a str,
    /// The places of its articles in the pack.
    places: &'a str,
}

impl Row<'_> {
    /// The places of the articles in the pack.
    pub(super) fn places(&self) -> impl Iterator<Item = usize> {
        self.places.split(' ').filter_map(|it| it.parse().ok())
    }
}

impl Index {
    /// Makes the index of a pack.
    pub(super) fn new(pack: &Path, names: &Names) -> Result<Self> {
        let mut rows = Sorter::default();
        let mut reader = Reader::open(pack)?;
        let mut graph = String::new();
        let mut places = 0..;
        while let (Some(entry), Some(place)) = (reader.next(&mut graph)?, places.next()) {
            let excerpt = excerpt_of_names(&graph, names);
            if excerpt.is_empty() {
                continue;
            }
            let record = read_article(&excerpt, names, entry.id.as_str())?;
            for (local, entity) in record.entities {
                let kind = entity.entity_type.as_str();
                let label = unbroken(&entity.name);
                let itself = [format!("e:{local}"), fold(&entity.name)];
                let aliases = entity.aliases.iter().map(|it| fold(it));
                for name in itself.into_iter().chain(aliases) {
                    let row = format!("{name}\t{local}\t{kind}\t{label}\t{place:010}\n");
                    rows.add(&row)?;
                }
            }
        }
        let mut names = String::new();
        let mut last = String::new();
        rows.each(|line| {
            let (row, place) = line.trim_end().rsplit_once('\t').unwrap_or_default();
            let place = place.parse::<usize>().unwrap_or_default();
            // Writing to a string cannot fail.
            let _ = if *row == *last {
                write!(names, " {place}")
            } else {
                row.clone_into(&mut last);
                let end = if names.is_empty() { "" } else { "\n" };
                write!(names, "{end}{row}\t{place}")
            };
            Ok(())
        })?;
        if !names.is_empty() {
            names.push('\n');
        }
        Ok(Self { frames: pack::frames(pack)?, names })
    }

    /// Reads the index of a pack; `None` where there is none that can be read.
    pub(super) fn open(folder: &Path, pack: &str) -> Result<Option<Self>> {
        let path = path(folder, pack, SUFFIX);
        let packed = match fs::read(&path) {
            Ok(packed) => packed,
            Err(it) if it.kind() == ErrorKind::NotFound => return Ok(None),
            Err(it) => return Err(Error::io(&path)(it)),
        };
        let text = zstd::decode_all(&*packed).ok();
        let text = text.and_then(|it| String::from_utf8(it).ok());
        Ok(text.and_then(Self::parse))
    }

    fn parse(mut text: String) -> Option<Self> {
        let names = text.split_off(text.find("\n\n")? + 2);
        let frames = text.lines().filter(|it| !it.is_empty()).map(|it| {
            let (start, length) = it.split_once(' ')?;
            Some(Frame { start: start.parse().ok()?, length: length.parse().ok()? })
        });
        Some(Self { frames: frames.collect::<Option<_>>()?, names })
    }

    /// Writes it beside the others.
    pub(super) fn write(&self, folder: &Path, pack: &str) -> Result<()> {
        fs::create_dir_all(folder).map_err(Error::io(folder))?;
        let mut text = String::new();
        for Frame { start, length } in &self.frames {
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{start} {length}");
        }
        text.extend(["\n", if self.frames.is_empty() { "\n" } else { "" }, &self.names]);
        let path = path(folder, pack, SUFFIX);
        let packed = zstd::encode_all(text.as_bytes(), 3).map_err(Error::io(&path))?;
        files::write(&path, &packed)
    }

    /// The rows of a folded name.
    pub(super) fn rows(&self, name: &str) -> impl Iterator<Item = Row<'_>> {
        let start = self.first_at_or_after(name);
        let rows = self.names[start..].lines().map_while(row);
        rows.take_while(move |it| it.name == name)
    }

    /// Every row.
    pub(super) fn all(&self) -> impl Iterator<Item = Row<'_>> {
        self.names.lines().filter_map(row)
    }

    /// The frame of the graph at a place of the pack; `None` where the pack does not have a
    /// frame for each.
    pub(super) fn frame(&self, place: usize) -> Option<Frame> {
        self.frames.get(place).copied()
    }

    /// The first byte of the first line whose name is not less than `name`.
    fn first_at_or_after(&self, name: &str) -> usize {
        let line_start = |at: usize| self.names[..at].rfind('\n').map_or(0, |it| it + 1);
        let (mut low, mut high) = (0, self.names.len());
        while low < high {
            let middle = low.midpoint(high);
            let middle = (0..=middle).rev().find(|it| self.names.is_char_boundary(*it));
            let start = line_start(middle.unwrap_or(low));
            let line = self.names[start..].lines().next().unwrap_or_default();
            if line.split('\t').next().unwrap_or_default() < name {
                low = start + line.len() + 1;
            } else {
                high = start;
            }
        }
        low.min(self.names.len())
    }
}

/// Removes what was derived from packs that are gone, and gives the packs that lack theirs;
/// of the files whose names end in `suffix`.
pub(super) fn tidy(
    folder: &Path,
    packs: &BTreeSet<&str>,
    suffix: &str,
) -> Result<Vec<String>> {
    let missing = packs.iter().map(|it| (path(folder, it, suffix), *it));
    let mut missing = missing.collect::<BTreeMap<_, _>>();
    if folder.is_dir() {
        files::clean(folder)?;
        for file in files::list(folder)? {
            let is_ours = file.to_string_lossy().ends_with(suffix);
            if missing.remove(&file).is_none() && is_ours {
                fs::remove_file(&file).map_err(Error::io(&file))?;
            }
        }
    }
    Ok(missing.into_values().map(str::to_owned).collect())
}

/// The file that is derived from a pack.
pub(super) fn path(folder: &Path, pack: &str, suffix: &str) -> PathBuf {
    let stem = pack.split('.').next().unwrap_or(pack);
    folder.join(format!("{stem}{suffix}"))
}

fn row(line: &str) -> Option<Row<'_>> {
    let mut fields = line.split('\t');
    Some(Row {
        name: fields.next()?,
        local: fields.next()?,
        entity_type: fields.next()?,
        label: fields.next()?,
        places: fields.next()?,
    })
}

#[cfg(test)]
mod tests {
    use super::Index;

    #[test]
    fn names_are_found_by_halves() {
        let lines = ["a", "b b", "b b", "e:x", "zoe", "élan"];
        let names = lines.map(|it| format!("{it}\t{it}-1\tPerson\t{it}\t0 1\n")).concat();
        let index = Index::parse(format!("5 6\n11 7\n\n{names}")).unwrap();
        let frames = index.frames.iter().map(|it| (it.start, it.length));
        assert!(frames.eq([(5, 6), (11, 7)]));
        for (name, count) in [
            ("a", 1),
            ("b b", 2),
            ("e:x", 1),
            ("élan", 1),
            ("zoe", 1),
            ("b", 0),
            ("~", 0),
        ] {
            assert_eq!(index.rows(name).count(), count, "{name}");
        }
        assert_eq!(index.all().count(), 6);
    }
}
