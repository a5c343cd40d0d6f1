//! The canonical export: every quad as N-Quads, sorted, however the collection came to be.

use std::io::{self, Write};

use sha2::{Digest, Sha256};

use crate::error::{Error, Result};
use crate::text::base32;

use super::folder::Collection;
use super::records;
use super::sort::Sorter;

impl Collection {
    /// The canonical export as a text, under the names that each article gave by itself.
    pub fn canonical(&self) -> Result<String> {
        let mut bytes = Vec::new();
        self.write_canonical(false, &mut bytes)?;
        String::from_utf8(bytes).map_err(|it| Error::Collection {
            path: self.folder.clone(),
            reason: format!("{it}; build the collection again"),
        })
    }

    /// Writes the canonical export, with the names of the collection where `resolved`,
    /// else with those that each article gave by itself. Memory does not grow with the
    /// number of articles.
    ///
    /// # Errors
    ///
    /// Where an article cannot be read, or the output or a temporary file not written.
    pub fn write_canonical(&self, resolved: bool, out: &mut dyn Write) -> Result<()> {
        let sorted = self.settled(|it| {
            let resolution = if resolved { Some(it.resolution()?) } else { None };
            let mut sorter = Sorter::default();
            it.each(|entry, nquads| {
                let renamed = resolution.as_ref();
                let renamed = renamed.map(|to| to.apply(&entry.id, nquads, &it.names));
                sorter.add(renamed.as_deref().unwrap_or(nquads))
            })?;
            Ok(sorter)
        })?;
        sorted.each(|line| out.write_all(line.as_bytes()).map_err(Error::io("export")))
    }

    /// The digest of canonical export and decisions: SHA-256, 52 base-32 digits. Equal
    /// digests are equal graphs.
    pub fn digest(&self) -> Result<String> {
        let mut hash = Hashing(Sha256::new());
        self.write_canonical(false, &mut hash)?;
        hash.0.update(records::decisions_csv(&self.decisions)?);
        Ok(base32(&hash.0.finalize(), 52))
    }
}

/// What is written to it goes into a digest.
struct Hashing(Sha256);

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
