//! Articles as a stream: `extract`, `check`, progress, and a build that is interrupted.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::Stdio;
use std::thread::sleep;
use std::time::{Duration, Instant};

use newsgraph::collection::Collection;
use parquet::file::reader::{FileReader as _, SerializedFileReader};
use parquet::record::Field;
use serde_json::{Value, json};

use crate::cli::{ALDANE, program, run, run_with, write};
use crate::inputs::own_articles;

/// A line of JSON Lines for each text.
fn lines(texts: &[&str]) -> String {
    let line = |it: &&str| format!("{}\n", json!({ "text": it, "date": "2031-05-06" }));
    texts.iter().map(line).collect()
}

const TEXTS: [&str; 5] = [
    "Nora Aldane endorsed Felix Brandt.",
    "Felix Brandt defeated Tomas Okabe. Okabe said that Brandt had fired Iris Tallow.",
    "Good morning.",
    "Emil Varga did not meet Helen Marsh on Monday.",
    "Nora Aldane endorsed Felix Brandt.",
];

#[test]
fn the_same_bytes_come_out_however_the_stream_is_cut() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let bad = "{\"text\": \"Nora\n";
    let all = format!("{}{bad}{}", lines(&TEXTS[..2]), lines(&TEXTS[2..]));
    for format in ["jsonl", "csv", "nq", "ttl", "conllu"] {
        let extract = |input: &str, threads: &str| {
            let arguments = ["extract", "-", "--to", format, "--threads", threads];
            run_with(desk, &arguments, input).out
        };
        let whole = extract(&all, "1");
        assert_eq!(extract(&all, "3"), whole, "{format}");
        let parts = [lines(&TEXTS[..1]), lines(&TEXTS[1..2]) + bad, lines(&TEXTS[2..])];
        let parts = parts.map(|it| extract(&it, "2"));
        // A table has its header in each part.
        let header =
            if format == "csv" { whole.lines().next().unwrap().len() + 2 } else { 0 };
        let joined =
            format!("{}{}{}", parts[0], &parts[1][header..], &parts[2][header..]);
        assert_eq!(joined, whole, "{format}");
        fs::write(desk.join("all.jsonl"), &all).unwrap();
        let file = run(desk, &["extract", "all.jsonl", "--to", format]);
        assert_eq!(file.out, whole, "{format}");
        assert!(
            file.err.starts_with("newsgraph: all.jsonl:3: broken JSON"),
            "{}",
            file.err
        );
    }
    let files: Vec<_> = fs::read_dir(desk).unwrap().collect();
    assert_eq!(files.len(), 1, "nothing is left behind");
}

#[test]
fn facts_are_lines_with_all_that_cites_them() {
    let desk = tempfile::tempdir().unwrap();
    let record = json!({ "text": "Nora Aldane endorsed Felix Brandt on Monday.",
        "title": "Aldane backs Brandt", "publisher": "Brookvale Courier",
        "url": "https://courier.example/1", "date": "2031-05-06" });
    let input = format!("null\n{record}\n");
    let out = run_with(desk.path(), &["extract", "-"], &input);
    assert_eq!(out.code, Some(0));
    let found: Vec<Value> =
        out.out.lines().map(|it| serde_json::from_str(it).unwrap()).collect();
    assert_eq!(
        found[0],
        json!({ "error": "no JSON object but `null`; write one a line" })
    );
    let fact = &found[1];
    for (key, expected) in [
        ("subject", json!("nora-aldane")),
        ("subject_name", json!("Nora Aldane")),
        ("relation", json!("endorsed")),
        ("object", json!("felix-brandt")),
        ("polarity", json!("affirmed")),
        ("factuality", json!("actual")),
        ("reported", json!("2031-05-06")),
        ("publisher", json!("Brookvale Courier")),
        ("timex", json!("2031-05-05")),
        ("start", json!(0)),
        ("end", json!(44)),
        ("quote", json!("Nora Aldane endorsed Felix Brandt on Monday.")),
        (
            "link",
            json!(
                "https://courier.example/1#:~:text=Nora%20Aldane%20endorsed%20Felix%20\
                   Brandt%20on%20Monday."
            ),
        ),
    ] {
        assert_eq!(fact[key], expected, "{key} of {fact}");
    }
    assert_eq!(found.len(), 2);
    let strict = run_with(desk.path(), &["extract", "-", "--strict"], &input);
    assert_eq!(strict.code, Some(4));
    assert_eq!(
        run_with(desk.path(), &["extract", "--from", "jsonl"], "null\n").code,
        Some(3)
    );
    assert_eq!(run_with(desk.path(), &["extract"], &lines(&TEXTS[2..3])).code, Some(6));
}

#[test]
fn a_table_of_parquet_has_the_facts_that_json_has() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    fs::write(desk.join("in.jsonl"), lines(&TEXTS)).unwrap();
    let table = |threads: &str| {
        let path = desk.join(format!("{threads}.parquet"));
        let arguments = ["extract", "in.jsonl", "--to", "parquet", "--threads", threads];
        let mut command = program(desk, &arguments);
        assert!(command.stdout(File::create(&path).unwrap()).status().unwrap().success());
        path
    };
    let (one, three) = (table("1"), table("3"));
    assert!(fs::read(&one).unwrap() == fs::read(three).unwrap());
    let json = run(desk, &["extract", "in.jsonl", "--to", "jsonl"]).out;
    let mut facts = json.lines().map(|it| serde_json::from_str::<Value>(it).unwrap());
    let file = SerializedFileReader::new(File::open(one).unwrap()).unwrap();
    for row in file.get_row_iter(None).unwrap() {
        let row = row.unwrap();
        let known = row.get_column_iter().filter(|(_, it)| **it != Field::Null);
        let found = known.map(|(name, field)| {
            let value = match field {
                Field::Str(it) => json!(it),
                Field::Bool(it) => json!(it),
                Field::Double(it) => json!(it),
                Field::Int(it) => json!(it),
                // A day is printed as a day.
                other => json!(other.to_string()),
            };
            (name.clone(), value)
        });
        assert_eq!(Value::Object(found.collect()), facts.next().unwrap());
    }
    assert_eq!(facts.next(), None);
}

#[test]
fn an_article_is_answered_before_the_next_is_sent() {
    let desk = tempfile::tempdir().unwrap();
    let mut command = program(desk.path(), &["extract", "-", "--to", "jsonl"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    for (subject, text) in [("nora-aldane", TEXTS[0]), ("emil-varga", TEXTS[3])] {
        stdin.write_all(lines(&[text]).as_bytes()).unwrap();
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let fact: Value = serde_json::from_str(&line).unwrap();
        assert_eq!(fact["subject"], subject);
    }
    drop(stdin);
    assert!(child.wait().unwrap().success());
}

#[test]
fn check_says_what_would_go_wrong() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let story = "The mayor of Brookvale said on Monday that she would not run again. She thanked \
                 her staff and the voters. The council meets on Friday to set a date for the \
                 election, which two of its members want to hold in the spring.";
    let record = |publisher: &str| json!({ "text": story, "publisher": publisher, "date": "2031-05-06" });
    let german = "Die Bürgermeisterin von Brookvale hat am Montag angekündigt, dass sie im Herbst \
                  nicht noch einmal antreten wird. Sie sagte, sie wolle mehr Zeit mit ihrer \
                  Familie verbringen und endlich wieder Bücher lesen.";
    let input = [
        record("Courier").to_string(),
        record("Courier").to_string(),
        record("Wire").to_string(),
        json!({ "text": "It&amp;#8217;s over." }).to_string(),
        json!({ "text": german }).to_string(),
        "null".to_owned(),
    ];
    write(desk, "a.jsonl", input.join("\n"));
    let table = run(desk, &["check", "a.jsonl"]);
    let expected = "\
date        publisher             language     words  place and problems
2031-05-06  Courier               English         43  a.jsonl:1
2031-05-06  Courier               English         43  a.jsonl:2; duplicate: a.jsonl:1
2031-05-06  Wire                  English         43  a.jsonl:3; reprint: a.jsonl:1
-                                 -                2  a.jsonl:4; few facts: 2 words of running text; repaired: entity ×1
-                                 German           0  a.jsonl:5; other language: German
-                                 -                0  a.jsonl:6; failed: no JSON object but `null`; write one a line

4 articles, 131 words; 1 duplicate; 1 failed; 1 few facts; 1 no date; 1 no publisher; 1 other language; 1 repaired; 1 reprint
";
    assert_eq!((table.code, &*table.out, &*table.err), (Some(0), expected, ""));
    let list = run(desk, &["check", "a.jsonl", "--to", "json", "--strict"]);
    assert_eq!(list.code, Some(4));
    let list: Vec<Value> = serde_json::from_str(&list.out).unwrap();
    assert_eq!(list.len(), 6);
    assert_eq!(
        list[2]["problems"],
        json!([{ "problem": "reprint", "detail": "a.jsonl:1" }])
    );
    assert_eq!(list[4]["language"], "German");
}

#[test]
fn what_is_refused_is_listed_in_the_collection() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let french = "La maire de Brookvale a annoncé lundi qu'elle ne se présenterait pas à nouveau \
                  à l'automne. Elle a dit qu'elle voulait passer plus de temps avec sa famille et \
                  enfin lire les livres qu'elle avait achetés depuis des années.";
    let input = format!("{}null\n{}\n", lines(&TEXTS[..2]), json!({ "text": french }));
    write(desk, "in.jsonl", &input);
    let built = run(desk, &["build", "in.jsonl", "-o", "news", "--strict"]);
    assert_eq!(built.code, Some(4));
    let head = "2 articles read into news, 1 failed, 1 in other languages\n";
    assert!(built.out.starts_with(head), "{}", built.out);
    let listed = fs::read_to_string(desk.join("news/failed.csv")).unwrap();
    let expected = "place,kind,reason\n\
        in.jsonl:3,failed,no JSON object but `null`; write one a line\n\
        in.jsonl:4,skipped,\"French, not English; it is left out\"\n";
    assert_eq!(listed, expected);
    // Once nothing fails, nothing is listed; another place can be named.
    write(desk, "good.jsonl", lines(&TEXTS[3..4]));
    assert_eq!(run(desk, &["build", "good.jsonl", "-o", "news"]).code, Some(0));
    assert!(!desk.join("news/failed.csv").exists());
    run(desk, &["build", "in.jsonl", "-o", "news", "--failed", "list.csv"]);
    assert_eq!(fs::read_to_string(desk.join("list.csv")).unwrap(), expected);
    let all = run(desk, &["build", "in.jsonl", "-o", "all", "--any-language", "--quiet"]);
    assert_eq!(all.code, Some(0));
    assert_eq!(Collection::open(desk.join("all")).unwrap().count().unwrap(), 3);
}

/// The size of everything in a folder, in bytes.
fn size(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).unwrap().map(|it| it.unwrap());
    entries
        .map(|it| match it.metadata().unwrap() {
            meta if meta.is_dir() => size(&it.path()),
            meta => meta.len(),
        })
        .sum()
}

#[test]
fn a_dry_run_makes_nothing_and_is_right_within_a_factor_of_two() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let articles = own_articles();
    let articles = articles.to_str().unwrap();
    let said = run(desk, &["build", articles, "-o", "news", "--dry-run"]);
    assert_eq!((said.code, &*said.err), (Some(0), ""));
    assert!(!desk.join("news").exists());
    let built = run(desk, &["build", articles, "-o", "news"]);
    let facts: f64 =
        built.out.lines().nth(1).unwrap().split(' ').next().unwrap().parse().unwrap();
    let line = said.out.lines().nth(1).unwrap();
    let number = |before: &str, after: &str| -> f64 {
        let (_, rest) = line.split_once(before).unwrap();
        rest.split_once(after).unwrap().0.parse().unwrap()
    };
    let close = |a: f64, b: f64| a <= 2.0 * b && b <= 2.0 * a;
    assert!(close(number("about ", " facts"), facts), "{line}: {facts}");
    let kilobytes = f64::from(u32::try_from(size(&desk.join("news"))).unwrap()) / 1e3;
    let estimated = line.rsplit_once(" kB").unwrap().0.rsplit_once(' ').unwrap().1;
    assert!(close(estimated.parse().unwrap(), kilobytes), "{line}: {kilobytes}");
    let again = run(desk, &["build", articles, "-o", "news", "--dry-run"]);
    assert!(
        again.out.starts_with("0 articles, 0 words, 8 there already\n"),
        "{}",
        again.out
    );
}

/// What an estimate says of time, in seconds.
fn seconds(estimate: &str) -> f64 {
    let (_, said) = estimate.split_once(" facts, ").unwrap();
    let (number, unit) = said.split_once(',').unwrap().0.rsplit_once(' ').unwrap();
    let number: f64 = number.parse().unwrap();
    number * if unit == "min" { 60.0 } else { 1.0 }
}

/// Other work may slow down one of the runs, so the estimate is held against two builds,
/// one before it and one after it: within a factor of two of what lies between them.
#[test]
fn a_dry_run_says_within_a_factor_of_two_how_long_a_build_takes() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    // A hundred and twenty texts that are not reprints of one another: sentences in another order.
    let own = own_articles();
    let files = fs::read_dir(&own).unwrap().map(|it| it.unwrap().path());
    let texts = files.map(|it| fs::read_to_string(it).unwrap());
    let texts: Vec<String> = texts.flat_map(|it| sentences(&it)).collect();
    let line = |at: usize| {
        let part = (0..12).map(|it| &*texts[(at * 7 + it * (at % 5 + 1)) % texts.len()]);
        let text = part.collect::<Vec<_>>().join(" ");
        format!("{}\n", json!({ "text": text, "date": "2031-05-06" }))
    };
    write(desk, "in.jsonl", (0..120).map(line).collect::<String>());
    let build = |output: &str| {
        let started = Instant::now();
        let built = run(desk, &["build", "in.jsonl", "-o", output, "--quiet"]);
        assert_eq!(built.code, Some(0), "{}", built.err);
        started.elapsed().as_secs_f64()
    };
    let before = build("before");
    let said = run(desk, &["build", "in.jsonl", "-o", "news", "--dry-run"]).out;
    let after = build("after");
    let estimate = seconds(said.lines().nth(1).unwrap());
    let (short, long) = (before.min(after), before.max(after));
    assert!(
        2.0 * estimate >= short && estimate <= 2.0 * long,
        "{said}: {before:.1} s before and {after:.1} s after"
    );
}

/// The sentences of a text that has header lines, roughly.
fn sentences(text: &str) -> Vec<String> {
    let body = text.split_once("\n\n").map_or(text, |it| it.1).replace('\n', " ");
    body.split_inclusive(". ").map(|it| it.trim().to_owned()).collect()
}

#[test]
fn progress_is_told_in_json_and_without_color() {
    let desk = tempfile::tempdir().unwrap();
    write(desk.path(), "a.txt", ALDANE);
    let arguments = ["build", "a.txt", "-o", "news", "--progress", "json"];
    let built = run(desk.path(), &arguments);
    let last: Value = serde_json::from_str(built.err.lines().last().unwrap()).unwrap();
    assert_eq!(
        (&last["articles"], &last["facts"], &last["done"]),
        (&json!(1), &json!(2), &json!(true))
    );
    assert_eq!((&last["part"], &last["eta_seconds"]), (&json!(1.0), &json!(0.0)));
    let mut command = program(desk.path(), &["build", "a.txt", "-o", "other"]);
    let plain = command.env("NO_COLOR", "1").output().unwrap();
    assert!(!plain.stdout.contains(&0x1b) && plain.stderr.is_empty());
}

#[cfg(unix)]
#[test]
fn an_interrupted_build_keeps_what_it_read_and_goes_on_later() {
    let desk = tempfile::tempdir().unwrap();
    let desk = desk.path();
    let texts: Vec<String> = (0..400)
        .map(|it| format!("{}\n", json!({ "text": format!("Nora Aldane met Felix Brandt. {} people saw it. Emil Varga did not meet Helen Marsh on Monday, and Tomas Okabe said that he would.", it + 2) })))
        .collect();
    write(desk, "in.jsonl", texts.concat());
    let mut child = program(desk, &["build", "in.jsonl", "-o", "news"])
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    while !desk.join("news/newsgraph.toml").exists() {
        sleep(Duration::from_millis(20));
    }
    sleep(Duration::from_millis(1_500));
    let pid = child.id().to_string();
    std::process::Command::new("kill").args(["-INT", &pid]).status().unwrap();
    let code = child.wait().unwrap().code();
    let read = Collection::open(desk.join("news")).unwrap().count().unwrap();
    assert!(
        code == Some(130) && read < 400 || code == Some(0) && read == 400,
        "{code:?} {read}"
    );
    run(desk, &["build", "in.jsonl", "-o", "news", "--quiet"]);
    run(desk, &["build", "in.jsonl", "-o", "whole", "--quiet"]);
    let digest = |it: &str| Collection::open(desk.join(it)).unwrap().digest().unwrap();
    assert_eq!(digest("news"), digest("whole"));
}
