//! The help of every verb ends in two examples at least, and each of them runs.

use std::env;
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;

use crate::cli::run;
use crate::source;

/// The verbs that `help` lists below a verb (`""`: the program).
fn verbs(folder: &Path, path: &[&str]) -> Vec<String> {
    let out = run(folder, &[path, &["--help"]].concat()).out;
    let lines = out.lines().skip_while(|it| *it != "Commands:").skip(1);
    let lines = lines.take_while(|it| !it.is_empty());
    // Explanations that go on in the next line stand deeper.
    let names = lines.filter_map(|it| it.strip_prefix("  ")?.split(' ').next());
    let names = names.filter(|it| !it.is_empty() && *it != "help");
    names.map(str::to_owned).collect()
}

fn examples(folder: &Path, path: &[&str]) -> Vec<String> {
    let out = run(folder, &[path, &["--help"]].concat()).out;
    let lines = out.lines().skip_while(|it| *it != "Examples:").skip(1);
    let lines = lines.take_while(|it| it.starts_with("  newsgraph "));
    lines.map(|it| it.trim().to_owned()).collect()
}

#[test]
fn every_verb_has_two_examples_that_run() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    symlink(source::root().join("tests/articles"), desk.join("articles")).unwrap();
    let old = ["articles/aldane-second-term.txt", "articles/brookvale-keeps-mayor.txt"];
    for (inputs, output) in [(&["articles"][..], "news"), (&old, "old")] {
        let build = [&["build"], inputs, &["-o", output, "--quiet"]].concat();
        assert_eq!(run(desk, &build).code, Some(0));
    }
    fs::create_dir(desk.join("gold")).unwrap();
    fs::write(desk.join("gold/b.txt"), "Felix Brandt defeated Tomas Okabe.\n").unwrap();
    let gold = "{\"article\": {\"id\": \"b\", \"text\": \"b.txt\"}}\n";
    fs::write(desk.join("gold/b.jsonl"), gold).unwrap();
    let sheet = "right,relation,standing,confidence\ny,fired,denied,0.86\n";
    fs::write(desk.join("marked.csv"), sheet).unwrap();

    let all = verbs(desk, &[]);
    assert!(all.len() > 15, "{all:?}");
    for verb in &all {
        let verb = &**verb;
        let examples = examples(desk, &[verb]);
        assert!(examples.len() >= 2, "{verb}: give two examples in its help");
        for example in examples {
            assert!(example.contains(&format!(" {verb} ")) || example.ends_with(verb));
            let output = match verb {
                // Told to stop, the server ends as if it had come to an end by itself.
                "serve" => shell(desk, &format!("timeout -s INT 2 {example} --port 0")),
                _ => shell(desk, &example),
            };
            // `diff` says with 1 that something differs.
            let is_no = verb == "diff" && output.status.code() == Some(1);
            let is_told = verb == "serve" && output.status.code() == Some(124);
            let err = String::from_utf8_lossy(&output.stderr);
            assert!(output.status.success() || is_no || is_told, "{example}: {err}");
        }
    }
}

#[test]
fn completions_and_manual_pages_know_every_verb() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let all = verbs(desk, &[]);
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = run(desk, &["completions", shell]);
        assert_eq!((script.code, &*script.err), (Some(0), ""), "{shell}");
        for verb in &all {
            assert!(script.out.contains(&**verb), "{shell} does not know {verb}");
        }
    }
    assert_eq!(run(desk, &["man", "-o", "pages"]).code, Some(0));
    for verb in &all {
        let page = fs::read_to_string(desk.join(format!("pages/newsgraph-{verb}.1")));
        assert!(page.unwrap().starts_with(".ie"), "{verb}");
    }
    assert!(run(desk, &["man"]).out.contains(".TH newsgraph 1"));
}

/// Runs a line in a shell that finds the program.
fn shell(folder: &Path, line: &str) -> std::process::Output {
    let program = Path::new(env!("CARGO_BIN_EXE_newsgraph")).parent().unwrap();
    let path = env::var_os("PATH").unwrap_or_default();
    let folders = [program.to_owned()].into_iter().chain(env::split_paths(&path));
    let mut shell = Command::new("sh");
    shell.args(["-c", line]).current_dir(folder);
    shell.env("PATH", env::join_paths(folders).unwrap()).output().unwrap()
}
