//! Nothing is lost: not by SIGKILL, not on a full disk, not in a folder that cannot be
//! written.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread::sleep;
use std::time::Instant;

use newsgraph::collection::Collection;

use crate::cli::{ALDANE, BRANDT, program, run, write};
use crate::made_up::Dice;

/// What changes the collection `news`, beside which `two` has articles and `other` is a
/// collection.
const CHANGES: [&[&str]; 4] = [
    &["build", "--quiet", "-o", "news", "two"],
    &["merge", "other", "-o", "news"],
    &["remove", "news"],
    &[
        "resolve",
        "news",
        "decide",
        "e:nora-aldane",
        "same",
        "e:iris-tallow",
        "--by",
        "jo",
    ],
];

/// A folder with what the changes need, and what `remove` removes.
fn desk(folder: &Path) -> Vec<String> {
    for number in 0..3 {
        let (from, to) = ("Brookvale Courier", format!("Paper {number}"));
        write(folder, &format!("one/{number}.txt"), ALDANE.replace(from, &to));
        let (from, to) = ("Lakeland Wire", format!("Sheet {number}"));
        write(folder, &format!("two/{number}.txt"), BRANDT.replace(from, &to));
    }
    write(folder, "three/0.txt", BRANDT);
    for (input, output) in [("one", "news"), ("three", "other")] {
        let built = run(folder, &["build", "--quiet", input, "-o", output]);
        assert_eq!(built.code, Some(0), "{}", built.err);
    }
    let news = Collection::open(folder.join("news")).unwrap();
    let ids = news.article_ids().unwrap();
    ids.iter().take(2).map(ToString::to_string).collect()
}

/// `KILLS=200 cargo test --test it -- killed_at_random`
#[test]
fn what_is_killed_at_random_moments_loses_nothing() {
    let kills = std::env::var_os("KILLS");
    let kills: usize = kills.map_or(16, |it| it.to_str().unwrap().parse().unwrap());
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    let gone = desk(folder);
    let gone = gone.iter().map(String::as_str).collect::<Vec<_>>();
    fs::rename(folder.join("news"), folder.join("before")).unwrap();
    let changes = CHANGES.map(|change| match change[0] {
        "remove" => [change, &gone].concat(),
        _ => change.to_vec(),
    });
    // Uninterrupted, with the time that it takes.
    let finished = changes.clone().map(|change| {
        restore(folder);
        let start = Instant::now();
        let done = run(folder, &change);
        assert_eq!(done.code, Some(0), "{change:?}: {}", done.err);
        (start.elapsed(), State::of(&folder.join("news")))
    });
    restore(folder);
    let before = State::of(&folder.join("news"));
    let mut dice = Dice(41);
    let mut interrupted = 0;
    for kill in 0..kills {
        let (change, (time, after)) = (&changes[kill % 4], &finished[kill % 4]);
        restore(folder);
        // Half of the moments are near the end, where files are written.
        let share =
            if dice.roll(2) == 0 { dice.roll(1000) } else { 600 + dice.roll(450) };
        let moment = time.mul_f64(f64::from(u32::try_from(share).unwrap()) / 1000.0);
        let mut child = program(folder, change).spawn().unwrap();
        sleep(moment);
        child.kill().unwrap();
        interrupted += usize::from(!child.wait().unwrap().success());
        let left = State::of(&folder.join("news"));
        for (id, graph) in &left.articles {
            let whole =
                [&before, after].iter().any(|it| it.articles.get(id) == Some(graph));
            assert!(whole, "{kill}: {id} is not as it was read");
        }
        for (id, graph) in &before.articles {
            let must_stand = after.articles.get(id) == Some(graph);
            assert!(
                !must_stand || left.articles.contains_key(id),
                "{kill}: {id} is lost"
            );
        }
        // What a part of the articles are gone from already is no failure.
        let again = run(folder, change);
        assert!(matches!(again.code, Some(0 | 1)), "{kill}: {change:?}: {}", again.err);
        assert_eq!(&State::of(&folder.join("news")), after, "{kill}: {change:?}");
        for folder in [folder.join("news/articles"), folder.join("news/index")] {
            let names = fs::read_dir(folder).unwrap();
            let mut names =
                names.map(|it| it.unwrap().file_name().into_string().unwrap());
            assert!(names.all(|it| !it.starts_with('.')), "{kill}: a half file is left");
        }
    }
    println!("{kills} kills, {interrupted} of them before the end, nothing lost");
}

/// What a collection holds.
#[derive(Debug, PartialEq)]
struct State {
    digest: String,
    articles: std::collections::BTreeMap<String, newsgraph::graph::ArticleRecord>,
}

impl State {
    fn of(folder: &Path) -> Self {
        let collection = Collection::open(folder).unwrap();
        let articles = collection.as_read().unwrap().articles.into_iter();
        Self {
            digest: collection.digest().unwrap(),
            articles: articles.map(|(id, it)| (id.to_string(), it)).collect(),
        }
    }
}

/// Puts `news` back as it was before.
fn restore(folder: &Path) {
    if folder.join("news").exists() {
        fs::remove_dir_all(folder.join("news")).unwrap();
    }
    copy(&folder.join("before"), &folder.join("news"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// No file may be longer than what fits: every write of a pack fails half way.
#[cfg(unix)]
#[test]
fn a_write_that_fails_half_way_loses_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    desk(folder);
    let before = State::of(&folder.join("news"));
    for change in &CHANGES[..2] {
        let limited = "trap '' XFSZ; ulimit -f 1; exec \"$@\"";
        let program = env!("CARGO_BIN_EXE_newsgraph");
        let mut command = Command::new("sh");
        command.current_dir(folder).args(["-c", limited, "sh", program]).args(*change);
        let output = command.output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!output.status.success(), "{change:?}: {said}");
        assert!(said.starts_with("newsgraph: news/"), "{change:?}: {said}");
        assert_eq!(State::of(&folder.join("news")), before, "{change:?}");
    }
    for change in &CHANGES[..2] {
        assert_eq!(run(folder, change).code, Some(0), "there is room again");
    }
    assert_eq!(Collection::open(folder.join("news")).unwrap().count().unwrap(), 7);
}

/// A disk of a few kilobytes, where one can be mounted.
#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_loses_nothing() {
    const SCRIPT: &str = "
        mount -t tmpfs -o size=256k none disk || exit 77
        cp -r news disk/news
        head -c 1000000 /dev/zero > disk/filler 2>/dev/null
        \"$0\" build --quiet two -o disk/news; echo code $?
        \"$0\" digest disk/news
        rm disk/filler
        \"$0\" build --quiet two -o disk/news; echo code $?
        \"$0\" digest disk/news";
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    desk(folder);
    fs::create_dir(folder.join("disk")).unwrap();
    let before = Collection::open(folder.join("news")).unwrap().digest().unwrap();
    let mut command = Command::new("unshare");
    let arguments = ["-rm", "sh", "-c", SCRIPT, env!("CARGO_BIN_EXE_newsgraph")];
    let output = command.current_dir(folder).args(arguments).output();
    let Some(output) = output.ok().filter(|it| it.status.success()) else {
        println!("skipped: no file system can be mounted here");
        return;
    };
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(said.contains("disk/news/") && said.contains("No space left"), "{said}");
    assert_eq!(run(folder, CHANGES[0]).code, Some(0));
    let after = Collection::open(folder.join("news")).unwrap().digest().unwrap();
    let expected = format!("code 3\n{before}  disk/news\ncode 0\n{after}  disk/news\n");
    assert_eq!(String::from_utf8_lossy(&output.stdout), expected, "{said}");
}

/// Questions are answered in a folder that nobody may write, and changes are refused.
#[cfg(unix)]
#[test]
fn a_folder_that_cannot_be_written_is_read_and_refused() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path();
    desk(folder);
    let before = State::of(&folder.join("news"));
    let mode = |path: &Path, mode: u32| {
        fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    };
    mode(folder, 0o755);
    for path in ["news", "news/articles", "news/index"] {
        mode(&folder.join(path), 0o555);
    }
    // Nothing is forbidden to root.
    let as_nobody = [
        "--reuid=65534",
        "--regid=65534",
        "--clear-groups",
        env!("CARGO_BIN_EXE_newsgraph"),
    ];
    let run = |arguments: &[&str]| {
        let mut command = Command::new("setpriv");
        let command = command.current_dir(folder).args(as_nobody).args(arguments);
        let output = command.output();
        output.map(|it| {
            (it.status.code(), String::from_utf8_lossy(&it.stderr).into_owned())
        })
    };
    if !matches!(run(&["--version"]), Ok((Some(0), _))) {
        println!("skipped: setpriv cannot run the program as nobody here");
        return;
    }
    for change in CHANGES {
        let change =
            if change[0] == "remove" { &["remove", "news", "x"] } else { change };
        let (code, said) = run(change).unwrap();
        assert!(matches!(code, Some(3 | 5)), "{change:?}: {code:?} {said}");
        assert!(said.contains("news/lock: Permission denied"), "{change:?}: {said}");
    }
    for question in [
        &["query", "news", "endorsements"][..],
        &["about", "news", "Felix Brandt"],
        &["digest", "news"],
    ] {
        let (code, said) = run(question).unwrap();
        assert_eq!(code, Some(0), "{question:?}: {said}");
    }
    for path in ["news", "news/articles", "news/index"] {
        mode(&folder.join(path), 0o755);
    }
    assert_eq!(State::of(&folder.join("news")), before);
}
