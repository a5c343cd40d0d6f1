//! The guide and the README show what the program prints. Each command of a page's
//! `console` blocks is run, in one folder and in their order, and what follows it is
//! compared.
//!
//! Run with `UPDATE=1` to write what came instead, then read the diff.

use std::env;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::source;

const PAGES: [&str; 2] = ["README.md", "docs/guide.md"];
/// Stands for the rest of what a command prints.
const MORE: &str = "…";

#[test]
fn the_pages_show_what_the_program_prints() {
    for page in PAGES {
        let desk = tempfile::tempdir().unwrap();
        for folder in ["docs", "tests"] {
            symlink(source::root().join(folder), desk.path().join(folder)).unwrap();
        }
        let printed = |command: &str| printed(desk.path(), command);
        let (before, after) = source::rewritten(page, |it| rewrite(it, printed));
        let [old, new] = [&before, &after].map(|it| it.lines().chain(["(the end)"]));
        let mut lines = (1..).zip(old.zip(new));
        let differ = lines.find(|(_, (a, b))| a != b);
        let found =
            differ.map(|(line, (a, b))| format!("{line}\n  want {a}\n  got  {b}"));
        let hint = "run with UPDATE=1 to accept what came, then read the diff";
        assert!(before == after, "\n{page}:{}\n{hint}", found.unwrap_or_default());
    }
}

#[test]
fn the_guide_shows_every_verb() {
    let guide = source::read("docs/guide.md");
    let commands = guide.lines().filter_map(|it| it.strip_prefix("$ "));
    let commands = commands.collect::<Vec<_>>().join("\n");
    let help = printed(source::root(), "newsgraph --help");
    let (_, verbs) = help.split_once("Commands:\n").unwrap();
    let verbs = verbs.lines().take_while(|it| !it.is_empty());
    let verbs = verbs.map(|it| it.split_whitespace().next().unwrap());
    let missing = verbs.filter(|it| !commands.contains(&format!("newsgraph {it}")));
    assert_eq!(missing.collect::<Vec<_>>(), ["help"]);
}

/// What a command prints on both streams, in a shell that finds the program.
fn printed(folder: &Path, command: &str) -> String {
    let program = Path::new(env!("CARGO_BIN_EXE_newsgraph")).parent().unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = [program.to_owned()].into_iter().chain(env::split_paths(&path));
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{{ {command}\n}} 2>&1")]).current_dir(folder);
    let output = shell.env("PATH", env::join_paths(folders).unwrap()).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The page with what the commands print filled in anew, as far as the page shows it.
fn rewrite(page: &str, mut printed: impl FnMut(&str) -> String) -> String {
    let mut out = String::new();
    let mut lines = page.split_inclusive('\n').peekable();
    let mut is_console = false;
    while let Some(line) = lines.next() {
        out.push_str(line);
        if line.starts_with("```") {
            is_console = line.trim_end() == "```console";
        }
        let Some(command) = line.strip_prefix("$ ").filter(|_| is_console) else {
            continue;
        };
        let mut shown = Vec::new();
        while let Some(line) =
            lines.next_if(|it| !it.starts_with("$ ") && !it.starts_with("```"))
        {
            shown.push(line);
        }
        let is_cut = shown.last().is_some_and(|it| it.trim_end() == MORE);
        let most = if is_cut { shown.len() - 1 } else { usize::MAX };
        out.extend(printed(command.trim_end()).split_inclusive('\n').take(most));
        if is_cut {
            out.push_str(MORE);
            out.push('\n');
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::rewrite;

    #[test]
    fn what_is_shown_is_filled_in_anew_and_other_blocks_are_left_alone() {
        let page = "```sh\n$ ls\nold\n```\n```console\n$ ls\nold\n$ ls -a\nold\n…\n```\n";
        let came = rewrite(page, |it| format!("{it} 1\n{it} 2\n"));
        let expected = "```sh\n$ ls\nold\n```\n```console\n$ ls\nls 1\nls 2\n\
                        $ ls -a\nls -a 1\n…\n```\n";
        assert_eq!(came, expected);
        assert_eq!(rewrite(&came, |it| format!("{it} 1\n{it} 2\n")), came);
    }
}
