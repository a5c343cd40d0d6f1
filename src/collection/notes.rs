//! Notes are graphs that people keep beside those of the articles: `notes.nq`.

use std::fmt::Write;
use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::error::{Error, Result};

use super::files;
use super::folder::Collection;

const NOTES: &str = "notes.nq";

impl Collection {
    /// The notes as N-Quads; empty where there are none.
    pub fn notes(&self) -> Result<String> {
        let path = self.folder.join(NOTES);
        match fs::read_to_string(&path) {
            Err(it) if it.kind() == ErrorKind::NotFound => Ok(String::new()),
            read => read.map_err(Error::io(&path)),
        }
    }

    /// Puts notes in the place of those there are; the collection is locked from then on.
    pub fn keep_notes(&mut self, nquads: &str) -> Result<()> {
        self.lock()?;
        files::write(&self.folder.join(NOTES), nquads.as_bytes())
    }

    /// A text that is another one once a program has changed the collection in `folder`:
    /// the names of its packs, and size and time of its lists.
    pub fn state(folder: &Path) -> Result<String> {
        let mut state = String::new();
        for part in [folder.to_owned(), folder.join("articles")] {
            for path in files::list(&part)? {
                let is_kept =
                    path.extension().is_some_and(|it| it == "csv" || it == "nq");
                let time = match path.metadata() {
                    Ok(it) if is_kept => it.modified().ok().map(|time| (time, it.len())),
                    // Between the list and the look, a writer may have removed it.
                    Ok(_) | Err(_) => None,
                };
                // Writing to a string cannot fail.
                let _ = writeln!(state, "{} {time:?}", path.display());
            }
        }
        Ok(state)
    }
}
