//! Pictures of our own layout: the same every time, nothing over anything else, quick, and
//! with the sentence of every link.

use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};
use std::{env, fs};

use newsgraph::export::{self, Metrics, Theme};
use newsgraph::graph::{Comparison, Fate, Graph, Picture, Selection, SelectionConfig};
use newsgraph::lexicon::Lexicon;

use crate::{graphs, made_up, source};

fn metrics() -> Metrics {
    Metrics::new(&Lexicon::embedded()).unwrap()
}

fn screen() -> SelectionConfig {
    SelectionConfig { max_nodes: Some(SelectionConfig::SCREEN), ..Default::default() }
}

/// The boxes behind the labels of links: left, top, width and height.
fn label_boxes(svg: &str) -> Vec<[f64; 4]> {
    let rects = svg.split("<rect x=\"").skip(1);
    let number = |text: &str, name: &str| -> f64 {
        let rest = text.split_once(&format!("{name}=\"")).unwrap().1;
        rest.split_once('"').unwrap().0.parse().unwrap()
    };
    rects
        .map(|it| {
            let left = it.split_once('"').unwrap().0.parse().unwrap();
            [left, number(it, " y"), number(it, " width"), number(it, " height")]
        })
        .collect()
}

#[test]
fn no_label_lies_on_another() {
    let large = made_up::graph(300, 10);
    for graph in [graphs::by_hand(), large] {
        for max_nodes in [SelectionConfig::SCREEN, 250] {
            let config = SelectionConfig { max_nodes: Some(max_nodes), ..screen() };
            let picture = Picture::new(&graph, &config);
            let svg = export::svg(&picture, Theme::Light, &metrics());
            let boxes = label_boxes(&svg);
            assert_eq!(boxes.len(), picture.links.len());
            for (at, [x, y, w, h]) in boxes.iter().enumerate() {
                // Places are rounded to tenths.
                let over = boxes[at + 1..].iter().find(|[left, top, wide, high]| {
                    *x + 0.2 < left + wide
                        && *left + 0.2 < x + w
                        && *y + 0.2 < top + high
                        && *top + 0.2 < y + h
                });
                assert_eq!(over, None, "{max_nodes}");
            }
        }
    }
}

/// Ten points along each of the curves that a route is made of.
pub(crate) fn along(route: &[[f64; 2]]) -> Vec<[f64; 2]> {
    let curves = (0..route.len() / 3).flat_map(|it| {
        let part = &route[3 * it..3 * it + 4];
        let at = |step: u32| {
            let t = f64::from(step) / 10.0;
            let u = 1.0 - t;
            let shares = [u * u * u, 3.0 * u * u * t, 3.0 * u * t * t, t * t * t];
            let sum = |axis: usize| (0..4).map(|it| shares[it] * part[it][axis]).sum();
            [0, 1].map(sum)
        };
        (0..10).map(at).collect::<Vec<_>>()
    });
    curves.collect()
}

/// Points along each line of a picture.
fn curves(svg: &str) -> Vec<Vec<[f64; 2]>> {
    let (_, links) = svg.split_once("<g transform=").unwrap();
    let paths = links.split("<path d=\"M").skip(1);
    let paths = paths.map(|it| it.split_once('"').unwrap());
    let paths = paths.filter(|(_, rest)| rest.starts_with(" fill=\"none\" stroke="));
    let route = |data: &str| {
        let numbers = data.split(['C', ' ']).map(|it| it.parse::<f64>().unwrap());
        let numbers = numbers.collect::<Vec<_>>();
        along(&numbers.chunks(2).map(|it| [it[0], it[1]]).collect::<Vec<_>>())
    };
    paths.map(|(data, _)| route(data)).collect()
}

#[test]
fn no_line_runs_through_the_label_of_another() {
    let (one, six) = (graphs::by_hand(), made_up::graph(6, 10));
    for graph in [one, six] {
        let picture = Picture::new(&graph, &screen());
        let svg = export::svg(&picture, Theme::Light, &metrics());
        let (boxes, curves) = (label_boxes(&svg), curves(&svg));
        assert_eq!((boxes.len(), curves.len()), (picture.links.len(), boxes.len()));
        let mut crossed = Vec::new();
        for (at, [x, y, w, h]) in boxes.iter().enumerate() {
            let is_in = |[left, top]: &[f64; 2]| {
                *left > *x && *left < x + w && *top > *y && *top < y + h
            };
            for (other, curve) in curves.iter().enumerate() {
                if other != at && curve.iter().any(is_in) {
                    crossed.push((
                        picture.links[at].phrase(),
                        picture.links[other].phrase(),
                    ));
                }
            }
        }
        assert_eq!(crossed, [], "{}", picture.links.len());
    }
}

#[test]
fn every_format_is_the_same_every_time() {
    let graph = made_up::graph(60, 10);
    let draw = || {
        let picture = Picture::new(&graph, &screen());
        let metrics = metrics();
        [Theme::Light, Theme::Dark].map(|theme| {
            [
                export::svg(&picture, theme, &metrics),
                export::timeline(&picture, theme, &metrics),
                export::html(&picture, theme, &metrics),
            ]
        })
    };
    let first = draw();
    assert!(first == draw());
    assert!(first[0] != first[1], "the themes differ");
}

#[test]
fn a_picture_is_xml_and_names_every_sentence() {
    let picture = Picture::new(&graphs::by_hand(), &screen());
    for svg in [
        export::svg(&picture, Theme::Light, &metrics()),
        export::timeline(&picture, Theme::Light, &metrics()),
    ] {
        let mut reader = quick_xml::Reader::from_str(&svg);
        let mut text = String::new();
        loop {
            match reader.read_event().unwrap() {
                quick_xml::events::Event::Eof => break,
                quick_xml::events::Event::Text(it) => text += &it.unescape().unwrap(),
                _ => {}
            }
        }
        for citation in picture.links.iter().flat_map(|it| &it.citations) {
            let words: Vec<_> = citation.quote.split_whitespace().collect();
            assert!(text.contains(&words.join(" ")), "{}", citation.quote);
        }
        assert!(svg.contains("#:~:text="));
    }
}

#[test]
fn a_comparison_shows_what_is_new_and_what_is_gone() {
    let after = graphs::by_hand();
    let mut before = after.clone();
    let gone = before.articles.keys().next().unwrap().clone();
    let mut after = after;
    after.articles.remove(&gone);
    let new = after.articles.keys().next().unwrap().clone();
    before.articles.remove(&new);
    let comparison = Comparison::new(&before, &after);
    let picture = Picture::compare(&comparison, &screen());
    let count = |fate: Fate| picture.links.iter().filter(|it| it.fate == fate).count();
    assert!(count(Fate::Gained) > 0 && count(Fate::Lost) > 0);
    let svg = export::svg(&picture, Theme::Light, &metrics());
    assert!(svg.contains(">+ ") && svg.contains(">− ") && svg.contains("line-through"));
    let same = Comparison::new(&after, &after);
    assert!(same.fates.is_empty() && same.graph == Graph::default());
    // What both have is not drawn, unless it stands between what has changed.
    let all = Picture::new(&after, &screen());
    assert!(count(Fate::Kept) < all.links.len());
}

#[test]
fn a_selection_holds_what_its_facts_name() {
    let graph = graphs::by_hand();
    let all = Selection::new(&graph, &SelectionConfig::default());
    let facts = |it: &Graph| it.articles.values().map(|it| it.facts.len()).sum::<usize>();
    assert_eq!(facts(&all.graph), facts(&graph));
    let relations = vec!["fired".to_owned()];
    let config = SelectionConfig { relations, ..SelectionConfig::default() };
    let part = Selection::new(&graph, &config).graph;
    assert_eq!(facts(&part), 3);
    for article in part.articles.values() {
        for fact in article.facts.values() {
            assert!(article.sentences.contains_key(&fact.sentence));
            assert!(article.entities.contains_key(&fact.subject));
        }
        assert_eq!(article.sentences.len(), article.facts.len());
    }
}

#[test]
fn a_thousand_articles_are_drawn_in_three_seconds() {
    let graph = made_up::graph(1000, 100);
    let start = Instant::now();
    let picture = Picture::new(&graph, &screen());
    let svg = export::svg(&picture, Theme::Light, &metrics());
    let time = start.elapsed();
    println!("{} bytes in {time:?}", svg.len());
    assert!(picture.things.len() <= SelectionConfig::SCREEN);
    keep("thousand.svg", &svg);
    assert!(cfg!(debug_assertions) || time < Duration::from_secs(3), "{time:?}");
}

/// Compares a picture with the one that the documents show, or with `UPDATE=1` writes it.
fn keep(name: &str, drawn: &str) {
    let path = source::root().join("docs/pictures").join(name);
    if env::var_os("UPDATE").is_some() {
        fs::write(path, drawn).unwrap();
        return;
    }
    let kept = fs::read_to_string(path).unwrap_or_default();
    assert!(
        kept == drawn,
        "docs/pictures/{name} differs; run with UPDATE=1 and look at it"
    );
}

#[test]
fn the_documents_show_what_their_commands_draw() {
    let desk = tempfile::tempdir().unwrap();
    symlink(source::root().join("tests"), desk.path().join("tests")).unwrap();
    let page = source::read("docs/pictures.md");
    for line in page.lines().filter(|it| it.starts_with("newsgraph ")) {
        let program = env!("CARGO_BIN_EXE_newsgraph");
        let line = line.replacen("newsgraph", program, 1);
        let output = Command::new("sh")
            .args(["-c", &line])
            .current_dir(desk.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{line}");
    }
    for entry in fs::read_dir(desk.path()).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|it| it == "svg") {
            let name = path.file_name().unwrap().to_str().unwrap();
            keep(name, &fs::read_to_string(&path).unwrap());
        }
    }
}

/// A page of two thousand links.
static LARGE: LazyLock<String> = LazyLock::new(|| {
    let graph = made_up::graph(1000, 100);
    let config = SelectionConfig { max_nodes: Some(1340), ..SelectionConfig::default() };
    let picture = Picture::new(&graph, &config);
    assert!(picture.links.len() >= 2000, "{} links", picture.links.len());
    export::html(&picture, Theme::Light, &metrics())
});

#[test]
fn a_page_of_two_thousand_links_is_small_and_asks_for_nothing() {
    let page = &*LARGE;
    assert!(page.len() < 3_000_000, "{} bytes", page.len());
    for word in ["<link", "src=", "@import", "url(", "fetch(", "XMLHttpRequest"] {
        assert!(!page.contains(word), "{word}");
    }
    assert_eq!(page.matches("</script>").count(), 2);
}

/// Opens pages in a browser, where there is one and `tests/tools/install.sh` has run.
#[test]
fn a_browser_shows_the_page_and_its_sentences() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("pages");
    fs::create_dir_all(&folder).unwrap();
    let small = export::html(
        &Picture::new(&graphs::by_hand(), &screen()),
        Theme::Dark,
        &metrics(),
    );
    let pages = [("small.html", small), ("large.html", LARGE.clone())];
    let paths = pages.map(|(name, page)| {
        let path = folder.join(name);
        fs::write(&path, page).unwrap();
        path
    });
    let tools = source::root().join("target/tools/node/node_modules");
    let browsers =
        ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let has_browser = browsers.iter().any(|it| Path::new(it).exists());
    if !has_browser || !tools.join("playwright-core").exists() {
        println!("skipped: needs Chromium, and what tests/tools/install.sh installs");
        return;
    }
    let output = Command::new("node")
        .arg(source::root().join("tests/tools/open_page.cjs"))
        .args(&paths)
        .env("NODE_PATH", &tools)
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stdout).into_owned()
        + &String::from_utf8_lossy(&output.stderr);
    println!("{said}");
    assert!(output.status.success(), "{said}");
}
