//! A file of a collection appears whole or not at all: temporary name, sync, rename.

use std::fs::{self, File, TryLockError};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::process;
use std::sync::atomic::{AtomicU32, Ordering};

use crate::error::{Error, Result};

/// What the names of unfinished files begin with.
const TEMPORARY: &str = ".unfinished-";

/// Writes a file so that a reader, now or after a crash, sees all of it or the old one.
pub(super) fn write(path: &Path, content: &[u8]) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    let written = || -> io::Result<Unfinished> {
        let mut file = Unfinished::new(folder)?;
        file.write_all(content)?;
        Ok(file)
    };
    written().and_then(|it| it.keep(path)).map_err(Error::io(path))?;
    sync(folder)
}

/// A file in the making. Where it is not kept it is removed, so that a full disk is not
/// filled with halves; where that fails too, the next writer cleans up.
#[derive(Debug)]
pub(super) struct Unfinished {
    path: PathBuf,
    file: BufWriter<File>,
}

impl Unfinished {
    /// Begins a file that is to be in a folder.
    pub(super) fn new(folder: &Path) -> io::Result<Self> {
        let path = temporary(folder);
        let file = BufWriter::new(File::create(&path)?);
        Ok(Self { path, file })
    }

    /// Gives the file its name, under which it is whole. The name lasts once the folder is
    /// synced.
    pub(super) fn keep(mut self, path: &Path) -> io::Result<()> {
        self.file.flush()?;
        self.file.get_ref().sync_all()?;
        fs::rename(&self.path, path)
    }
}

impl Write for Unfinished {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        // A file that was kept is no longer there under this name.
        drop(fs::remove_file(&self.path));
    }
}

/// The name under which a file is written before it has its own. Two programs, or two
/// threads of one, never write under one name.
fn temporary(folder: &Path) -> PathBuf {
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    folder.join(format!("{TEMPORARY}{}-{count}", process::id()))
}

/// Removes what an interrupted writer left behind.
pub(super) fn clean(folder: &Path) -> Result<()> {
    for path in list(folder)? {
        if is_unfinished(&path) {
            fs::remove_file(&path).map_err(Error::io(&path))?;
        }
    }
    Ok(())
}

/// Whether a file is what an interrupted writer left behind.
pub(super) fn is_unfinished(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default();
    name.as_encoded_bytes().starts_with(TEMPORARY.as_bytes())
}

/// The entries of a folder, sorted.
pub(super) fn list(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = fs::read_dir(folder).map_err(Error::io(folder))?;
    let paths = entries.map(|it| it.map(|it| it.path())).collect::<io::Result<Vec<_>>>();
    let mut paths = paths.map_err(Error::io(folder))?;
    paths.sort();
    Ok(paths)
}

/// Makes the names in a folder last; Windows needs and offers nothing of the kind.
pub(super) fn sync(folder: &Path) -> Result<()> {
    if cfg!(unix) {
        File::open(folder).and_then(|it| it.sync_all()).map_err(Error::io(folder))?;
    }
    Ok(())
}

/// The lock of a collection, held until it is dropped or the program ends, however it
/// does.
#[derive(Debug)]
pub(super) struct Lock(File);

impl Drop for Lock {
    fn drop(&mut self) {
        // Where these fail, closing the file follows, and the name of a program that has
        // ended does no harm.
        drop(self.0.set_len(0));
        // Closing alone would not do: a child process that has just been made, and has not
        // closed what it inherited, would hold the lock on.
        drop(self.0.unlock());
    }
}

/// Takes the lock of a collection, and writes into it who holds it.
pub(super) fn lock(folder: &Path) -> Result<Lock> {
    let path = folder.join("lock");
    let file = File::options().create(true).truncate(false).write(true).open(&path);
    let mut file = file.map_err(Error::io(&path))?;
    match file.try_lock() {
        Ok(()) => {
            // The lock holds without it too: on a full disk it is left out.
            drop(file.set_len(0).and_then(|()| writeln!(file, "{}", process::id())));
            Ok(Lock(file))
        }
        Err(TryLockError::WouldBlock) => {
            let holder = fs::read_to_string(&path).unwrap_or_default();
            let holder = match holder.trim().parse::<u32>() {
                Ok(id) => format!("another program (process {id})"),
                Err(_) => "another program".to_owned(),
            };
            Err(Error::Collection {
                path: folder.to_owned(),
                reason: format!(
                    "{holder} is writing to this collection; wait until it has ended, or \
                     build into a folder of its own and merge"
                ),
            })
        }
        Err(TryLockError::Error(source)) => Err(Error::Io { path, source }),
    }
}
