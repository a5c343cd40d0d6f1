//! What goes in: every format, broken inputs with what is said of them, and pages whose
//! date, publisher, authors and headline are known.

use std::env;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use newsgraph::error::Result;
use newsgraph::ingest::{self, Config, from_text};
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;
use newsgraph::text::Article;

use crate::cli::{run, write};
use crate::source;

const BROKEN: &str = "tests/broken/expected.csv";

/// What comes of the input at a path.
fn read(path: &Path) -> Vec<Result<Article>> {
    let config = Config::default();
    ingest::read_with(&[path.to_owned()], &config).unwrap().collect()
}

/// How many articles an input has, and what is said of it: messages and notes.
fn outcome(name: &str) -> (usize, String) {
    let folder = source::root().join("tests/broken");
    let mut articles = 0;
    let mut said = Vec::new();
    for it in read(&folder.join(name)) {
        match it {
            Ok(article) => {
                articles += 1;
                said.extend(article.notes.iter().map(ToString::to_string));
            }
            Err(it) => {
                let prefix = format!("{}/", folder.display());
                said.push(it.to_string().replace(&prefix, ""));
            }
        }
    }
    (articles, said.join(" | "))
}

/// The rows of a table of the tests.
fn rows(path: &str) -> Vec<Vec<String>> {
    let text = source::read(path);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    let rows = reader.records().map(|it| it.unwrap());
    rows.map(|it| it.iter().map(str::to_owned).collect()).collect()
}

#[test]
fn broken_inputs_say_what_is_wrong_and_what_to_do() {
    let mut files = source::files("tests/broken");
    files.retain(|it| it != "expected.csv");
    if env::var_os("UPDATE").is_some() {
        let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
        writer.write_record(["file", "articles", "said"]).unwrap();
        for file in &files {
            let (articles, said) = outcome(file);
            writer.write_record([file, &articles.to_string(), &said]).unwrap();
        }
        let table = writer.into_inner().unwrap();
        fs::write(source::root().join(BROKEN), table).unwrap();
    }
    let expected = rows(BROKEN);
    assert!(expected.len() >= 60, "{BROKEN}: only {} rows", expected.len());
    let named: Vec<_> = expected.iter().map(|it| it[0].clone()).collect();
    assert_eq!(named, files, "{BROKEN}: a row for each file, sorted");
    for row in expected {
        let (articles, said) = outcome(&row[0]);
        assert_eq!(
            (articles.to_string(), said),
            (row[1].clone(), row[2].clone()),
            "{}",
            row[0]
        );
    }
}

#[test]
fn pages_say_when_where_and_by_whom() {
    let pages = rows("tests/pages/expected.csv");
    assert_eq!(pages.len(), 40);
    for row in pages {
        let [file, date, publisher, author, headline, story] = &*row else {
            panic!("{row:?}")
        };
        let mut found = read(&source::root().join("tests/pages").join(file));
        let article = found.remove(0).unwrap();
        let found = [
            article.date_published.map(|it| it.to_string()).unwrap_or_default(),
            article.publisher.clone().unwrap_or_default(),
            article.authors.join("; "),
            article.headline.clone().unwrap_or_default(),
            article.body_text().to_owned(),
        ];
        let story = source::read(&format!("tests/pages/story-{story}.txt"));
        let expected = [date, publisher, author, headline, story.trim_end()];
        assert_eq!(found, expected.map(|it: &str| it.to_owned()), "{file}");
    }
}

#[test]
fn a_text_is_the_same_article_in_every_format() {
    let desk = tempfile::tempdir().unwrap();
    let story = "Nora Aldane endorsed Felix Brandt.\n\nBrandt beat Tomas Okabe.";
    let object = serde_json::json!({ "title": "Aldane backs Brandt", "date": "2031-05-06",
        "publisher": "Brookvale Courier", "url": "https://courier.example/1", "text": story });
    let csv = format!(
        "title,date,publisher,url,text\nAldane backs Brandt,2031-05-06,Brookvale \
         Courier,https://courier.example/1,\"{story}\"\n"
    );
    let html = "<html><head><meta property='og:site_name' content='Brookvale Courier'>\
        <meta property='og:title' content='Aldane backs Brandt'><link rel='canonical' \
        href='https://courier.example/1'><meta name='date' content='2031-05-06'></head><body>\
        <article><p>Nora Aldane endorsed Felix Brandt.</p><p>Brandt beat Tomas Okabe.</p>\
        </article></body></html>";
    let feed = "<rss version='2.0'><channel><title>Brookvale Courier</title><item><title>Aldane \
        backs Brandt</title><link>https://courier.example/1</link><pubDate>Tue, 06 May 2031 \
        10:00:00 -0500</pubDate><description>&lt;p&gt;Nora Aldane endorsed Felix \
        Brandt.&lt;/p&gt;&lt;p&gt;Brandt beat Tomas Okabe.&lt;/p&gt;</description></item>\
        </channel></rss>";
    let header = "title: Aldane backs Brandt\ndate: 2031-05-06\npublisher: Brookvale \
        Courier\nurl: https://courier.example/1\n\n";
    let markdown = format!("---\n{header}---\n\n{story}\n");
    let inputs = [
        ("a.txt", format!("{header}{story}\n")),
        ("a.md", markdown),
        ("a.html", html.to_owned()),
        ("a.json", format!("[\n{object}\n]\n")),
        ("a.jsonl", format!("{object}\n")),
        ("a.csv", csv.clone()),
        ("a.tsv", csv.replace(',', "\t")),
        ("a.rss", feed.to_owned()),
    ];
    let expected = from_text("", inputs[0].1.clone()).unwrap().id();
    for (name, content) in &inputs {
        let mut gzip =
            flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        gzip.write_all(content.as_bytes()).unwrap();
        let packed = [
            (name.to_string(), content.clone().into_bytes()),
            (format!("{name}.gz"), gzip.finish().unwrap()),
            (format!("{name}.zst"), zstd::encode_all(content.as_bytes(), 1).unwrap()),
            // The content tells the format where the name does not.
            (format!("{}-plain", &name[2..]), content.clone().into_bytes()),
        ];
        for (name, bytes) in packed {
            if name == "md-plain" {
                continue;
            }
            write(desk.path(), &name, bytes);
            let found = read(&desk.path().join(&name));
            let ids: Vec<_> = found.into_iter().map(|it| it.unwrap().id()).collect();
            assert_eq!(ids, std::slice::from_ref(&expected), "{name}");
        }
    }
}

/// A reader's answer to what was made to break it, which comes within a minute.
fn answer(path: &Path) -> Vec<String> {
    let started = Instant::now();
    let found = read(path).into_iter().map(|it| match it {
        Ok(article) => article.body_text().chars().take(40).collect(),
        Err(it) => it.to_string().replace(&format!("{}:", path.display()), ""),
    });
    let found = found.collect();
    assert!(started.elapsed() < Duration::from_mins(1), "{}", path.display());
    found
}

#[test]
fn monsters_are_answered() {
    let desk = tempfile::tempdir().unwrap();
    let at = |name: &str| desk.path().join(name);
    // A line of 200 MB between two articles.
    let mut file = fs::File::create(at("line.jsonl")).unwrap();
    file.write_all(b"{\"text\": \"Roe won.\"}\n{\"text\": \"").unwrap();
    for _ in 0..200 {
        file.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    file.write_all(b"\"}\n{\"text\": \"Doe lost.\"}\n").unwrap();
    drop(file);
    let too_long = "2: a record of more than 32 MiB; cut it into articles";
    assert_eq!(answer(&at("line.jsonl")), ["Roe won.", too_long, "Doe lost."]);
    fs::remove_file(at("line.jsonl")).unwrap();
    // A bomb: 2 GB of one letter in a few kilobytes.
    let mut encoder = zstd::Encoder::new(Vec::new(), 1).unwrap();
    for _ in 0..2_000 {
        encoder.write_all(&vec![b'a'; 1 << 20]).unwrap();
    }
    fs::write(at("bomb.txt.zst"), encoder.finish().unwrap()).unwrap();
    let found = answer(&at("bomb.txt.zst"));
    assert_eq!(found, [" longer than 16 MiB; give each article a file of its own"]);
    fs::rename(at("bomb.txt.zst"), at("bomb.jsonl.zst")).unwrap();
    let found = answer(&at("bomb.jsonl.zst"));
    assert!(found[0].contains("200 times its size"), "{found:?}");
    // A page nested 100,000 deep, once by blocks and once by what stands in a line.
    for tag in ["div", "b", "table><tr><td", "ul><li"] {
        let text = "Nora Aldane won the race in Brookvale, and nobody had thought so.";
        let page =
            format!("<html><body>{}<p>{text}</p>", format!("<{tag}>").repeat(100_000));
        fs::write(at("deep.html"), page).unwrap();
        assert_eq!(answer(&at("deep.html")), [&text[..40]], "{tag}");
    }
    // A record in 100,000 brackets, and a page whose JSON-LD is.
    fs::write(at("deep.jsonl"), "[".repeat(100_000)).unwrap();
    assert_eq!(answer(&at("deep.jsonl")).len(), 1);
    fs::write(at("deep.json"), format!("{{\"a\": {}", "{\"a\":".repeat(100_000)))
        .unwrap();
    assert_eq!(answer(&at("deep.json")).len(), 1);
}

#[cfg(unix)]
#[test]
fn folders_that_hold_themselves_and_files_that_grow_come_to_an_end() {
    let desk = tempfile::tempdir().unwrap();
    write(desk.path(), "in/a.txt", "Roe won.");
    std::os::unix::fs::symlink(desk.path().join("in"), desk.path().join("in/again"))
        .unwrap();
    std::os::unix::fs::symlink("self", desk.path().join("in/self")).unwrap();
    let found = ingest::read(&[desk.path().join("in")]);
    let found: Vec<_> = found.map(|it| it.map(|it| it.body_text().to_owned())).collect();
    assert!(
        matches!(found[0].as_deref(), Ok("Roe won.")) && found.len() == 2,
        "{found:?}"
    );
    // Each article that is read makes the file longer.
    let path = desk.path().join("grows.jsonl");
    fs::write(&path, "{\"text\": \"Roe won.\"}\n".repeat(3)).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(&path).unwrap();
    let mut articles = 0;
    for it in ingest::read(&[path]) {
        it.unwrap();
        file.write_all(b"{\"text\": \"Doe lost.\"}\n").unwrap();
        articles += 1;
    }
    assert_eq!(articles, 3);
}

#[test]
fn long_names_and_sentences_are_annotated() {
    let pipeline = Pipeline::new(&Lexicon::embedded()).unwrap();
    let name = format!("Nora {} won.", "Aldane".repeat(1_700));
    let words = format!("{} won.", "Aldane ".repeat(50_000).trim_end());
    for text in [name, words] {
        let started = Instant::now();
        let doc = pipeline.annotate(from_text("x", text).unwrap());
        assert!(!doc.sentences.is_empty());
        assert!(started.elapsed() < Duration::from_mins(4), "{:?}", started.elapsed());
    }
}

#[test]
fn parts_that_are_no_running_text_are_not_read_for_facts() {
    let desk = tempfile::tempdir().unwrap();
    let text = "Aldane backs Brandt\n\nBy Ann Lee\n\nHARLOW, March 4 (Wire) — Nora Aldane \
        endorsed Felix Brandt.\n\nAdvertisement\n\nTomas Okabe defeated Felix Brandt! — Iris \
        Tallow (@tallow) March 4, 2024\n\nCorrection: An earlier version of this story said that \
        Iris Tallow had fired Emil Varga.\n\nHelen Marsh met Emil Varga.\n";
    write(desk.path(), "a.txt", text);
    let facts = run(desk.path(), &["show", "a.txt"]).out;
    assert!(facts.contains("Nora Aldane | endorsed | Felix Brandt"), "{facts}");
    assert!(facts.contains("Helen Marsh | met with | Emil Varga"), "{facts}");
    assert!(!facts.contains("Okabe") && !facts.contains("Iris Tallow"), "{facts}");
    assert!(facts.contains("\nNora Aldane endorsed Felix Brandt.\n"), "{facts}");
}

#[test]
fn gold_pages_are_emitted_for_their_scorer() {
    let desk = tempfile::tempdir().unwrap();
    let page = "<nav><a href='/'>Home</a></nav><article><p>Nora Aldane won the race in \
                Brookvale, and nobody had thought that she would.</p></article>";
    let line = serde_json::json!({ "id": "a", "html": page }).to_string();
    let mut packed = Vec::new();
    lzma_rs::xz_compress(&mut line.as_bytes(), &mut packed).unwrap();
    write(desk.path(), "gold.jsonl.xz", packed);
    write(desk.path(), "gold.jsonl", &line);
    for name in ["gold.jsonl.xz", "gold.jsonl"] {
        let emitted = run(desk.path(), &["eval", "emit", "articles", name]);
        let expected = "{\"articleBody\":\"Nora Aldane won the race in Brookvale, and nobody \
                        had thought that she would.\",\"id\":\"a\"}\n";
        assert_eq!(emitted.out, expected);
    }
}

/// The paths of the project's own articles.
pub(crate) fn own_articles() -> PathBuf {
    source::root().join("tests/articles")
}
