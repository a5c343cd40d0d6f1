//! Where the files of the repository are.

use std::path::Path;
use std::sync::Mutex;
use std::{env, fs};

/// The root of the repository.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The text of a file, by its path from the root.
pub(crate) fn read(path: &str) -> String {
    let path = root().join(path);
    fs::read_to_string(&path).unwrap_or_else(|it| panic!("{}: {it}", path.display()))
}

/// A page before and after its blocks are filled in anew; with `UPDATE=1` it is written as
/// it is afterwards. Two tests fill in the README, so it is done one after the other.
pub(crate) fn rewritten(
    path: &str,
    rewrite: impl FnOnce(&str) -> String,
) -> (String, String) {
    static ONE_BY_ONE: Mutex<()> = Mutex::new(());
    let is_update = env::var_os("UPDATE").is_some();
    let _turn = is_update.then(|| ONE_BY_ONE.lock());
    let before = read(path);
    let after = rewrite(&before);
    if !is_update {
        return (before, after);
    }
    fs::write(root().join(path), &after).unwrap();
    (after.clone(), after)
}

/// The files under a folder, as sorted paths from it with `/` between their parts.
pub(crate) fn files(folder: &str) -> Vec<String> {
    let top = root().join(folder);
    let mut found = Vec::new();
    let mut folders = vec![top.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(slashed(path.strip_prefix(&top).unwrap()));
            }
        }
    }
    found.sort();
    found
}

/// A relative path with `/` between its parts.
fn slashed(path: &Path) -> String {
    let parts = path.iter().map(|it| it.to_str().unwrap());
    parts.collect::<Vec<_>>().join("/")
}

/// The cells of the rows of a Markdown table, without heading and rule. The table is the
/// first one below `heading`.
pub(crate) fn table(markdown: &str, heading: &str) -> Vec<Vec<String>> {
    markdown
        .lines()
        .skip_while(|it| *it != heading)
        .skip_while(|it| !it.starts_with('|'))
        .take_while(|it| it.starts_with('|'))
        .skip(2)
        .map(|row| {
            let cells = row.trim().trim_matches('|').split('|');
            cells.map(|it| it.trim().to_owned()).collect()
        })
        .collect()
}
