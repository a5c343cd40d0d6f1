//! GraphViz draws what we write.

use std::io::Write as _;
use std::process::{Command, Stdio};

use newsgraph::export::{self, ClusterBy, DotConfig, Theme};
use newsgraph::graph::{Graph, LinkEnd, Picture, SelectionConfig, VoicedBy};

use serde_json::Value;

use crate::graphs;
use crate::pictures::along;

/// What GraphViz makes of DOT in a format, without a warning. `None` where it is not
/// installed.
fn drawn(dot: &str, format: &str) -> Option<String> {
    let mut command = Command::new("dot");
    command.arg(format!("-T{format}"));
    let pipes =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let Ok(mut child) = pipes.spawn() else {
        println!("skipped: GraphViz is not installed");
        return None;
    };
    child.stdin.take().unwrap().write_all(dot.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let warnings = String::from_utf8(output.stderr).unwrap();
    assert!(output.status.success() && warnings.is_empty(), "{warnings}\n{dot}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn graphviz_draws_without_a_warning() {
    let mut odd = graphs::by_hand();
    for article in odd.articles.values_mut() {
        for (at, entity) in article.entities.values_mut().enumerate() {
            let odd_name = ["a\"b\\N\\", "<b>&amp; \n", "שלום עולם", "-- :port", "#"];
            entity.name = odd_name[at % odd_name.len()].into();
        }
        article.headline = Some("\"<TABLE>\\".into());
    }
    let pictures = [
        Picture::new(&graphs::by_hand(), &SelectionConfig::default()),
        Picture::new(&odd, &SelectionConfig::default()),
        Picture::new(&Graph::default(), &SelectionConfig::default()),
    ];
    let plain = DotConfig::default();
    let configs = [
        plain,
        DotConfig { cluster_by: Some(ClusterBy::Story), theme: Theme::Dark, ..plain },
        DotConfig { cluster_by: Some(ClusterBy::Publisher), is_rich: true, ..plain },
        DotConfig { cluster_by: Some(ClusterBy::Type), is_rich: true, ..plain },
    ];
    for (picture, config) in
        pictures.iter().flat_map(|it| configs.map(|config| (it, config)))
    {
        let dot = export::dot(picture, config);
        for layout in ["dot", "neato", "sfdp"] {
            let dot = dot.replace("layout=dot", &format!("layout={layout}"));
            let Some(svg) = drawn(&dot, "svg") else { continue };
            let edges = svg.matches("class=\"edge\"").count();
            assert_eq!(edges, picture.links.len(), "{layout}");
        }
    }
}

/// An edge as GraphViz places it: points along it, and left, bottom, right and top of its
/// label.
fn placed(edge: &Value) -> (Vec<[f64; 2]>, [f64; 4]) {
    let point = |text: &str| {
        let (x, y) = text.split_once(',').unwrap();
        [x, y].map(|it| it.parse::<f64>().unwrap())
    };
    // The tip of the arrow comes first.
    let route = edge["pos"].as_str().unwrap().split(' ');
    let route = route.filter(|it| !it.starts_with('e')).map(point).collect::<Vec<_>>();
    let (mut size, mut rect) = (0.0, [f64::MAX, f64::MAX, f64::MIN, f64::MIN]);
    for it in edge["_ldraw_"].as_array().unwrap() {
        let number = |it: &Value| it.as_f64().unwrap();
        match it["op"].as_str().unwrap() {
            "F" => size = number(&it["size"]),
            "T" => {
                let [x, y] = [0, 1].map(|axis| number(&it["pt"][axis]));
                let half = number(&it["width"]) / 2.0;
                assert_eq!(it["align"], "c");
                rect[0] = rect[0].min(x - half);
                rect[1] = rect[1].min(y - size * 0.2);
                rect[2] = rect[2].max(x + half);
                rect[3] = rect[3].max(y + size * 0.75);
            }
            _ => {}
        }
    }
    (along(&route), rect)
}

#[test]
fn graphviz_lays_nothing_over_a_label() {
    let picture = Picture::new(&graphs::by_hand(), &SelectionConfig::default());
    let dot = export::dot(&picture, DotConfig::default());
    let Some(json) = drawn(&dot, "json") else { return };
    let json = serde_json::from_str::<Value>(&json).unwrap();
    let edges = json["edges"].as_array().unwrap();
    assert_eq!(edges.len(), picture.links.len());
    let all = edges.iter().map(placed).collect::<Vec<_>>();
    for (at, (_, [left, bottom, right, top])) in all.iter().enumerate() {
        let is_in = |[x, y]: &[f64; 2]| left < x && x < right && bottom < y && y < top;
        for (other, (route, rect)) in all.iter().enumerate() {
            let is_over = rect[0] < *right
                && *left < rect[2]
                && rect[1] < *top
                && *bottom < rect[3];
            let is_hit = route.iter().any(is_in) || is_over;
            assert!(
                at == other || !is_hit,
                "{} over {}",
                edges[other]["label"],
                edges[at]["label"]
            );
        }
    }
}

/// The links of a picture as `subject relation object`.
fn links(config: &SelectionConfig) -> Vec<String> {
    let picture = Picture::new(&graphs::by_hand(), config);
    let name = |it: usize| picture.things[it].iri.clone();
    let links = picture.links.iter().map(|it| {
        let object = match &it.object {
            LinkEnd::Thing(object) => name(*object),
            LinkEnd::Phrase(words) => format!("\"{words}\""),
        };
        format!("{} {} {object}", name(it.subject), it.phrase())
    });
    links.collect()
}

#[test]
fn parallel_facts_are_one_link() {
    let picture = Picture::new(&graphs::by_hand(), &SelectionConfig::default());
    let find = |words: &str| {
        let link = picture.links.iter().find(|it| it.phrase() == words).unwrap();
        (link.texts, link.citations.len(), link.voice == VoicedBy::Article)
    };
    assert_eq!(find("fired"), (2, 2, true));
    assert_eq!(find("not fired"), (1, 1, false));
    assert_eq!(find("plans: appointed"), (2, 2, true));
    assert_eq!(find("defeated"), (2, 2, true));
    assert_eq!((picture.left_out.single, picture.left_out.literals), (1, 1));
    assert_eq!((picture.left_out.things, picture.left_out.links), (0, 0));
    let mut degrees: Vec<_> =
        picture.things.iter().map(|it| (it.degree, &*it.iri)).collect();
    degrees.sort_unstable();
    assert_eq!(degrees.last(), Some(&(8, "nora-aldane")));
}

#[test]
fn filters_choose_links() {
    let all = SelectionConfig::default();
    let about = |name: &str, hops| {
        let config = SelectionConfig { about: Some(name.into()), hops, ..all.clone() };
        links(&config)
    };
    let near_sund = [
        "greta-sund accused tomas-okabe",
        "greta-sund leads rowing",
        "nora-aldane plans: appointed greta-sund",
        "tomas-okabe defeated greta-sund",
    ];
    assert_eq!(about("GRETA sund", 1), near_sund);
    assert_eq!(about("greta-sund", 1), near_sund);
    assert!(about("Greta Sund", 2).len() > 10);
    assert!(about("Nobody", 2).is_empty());
    assert!(about("Greta Sund", 0).is_empty());

    let relations = vec!["endorsed".to_owned(), "fired".to_owned()];
    assert_eq!(links(&SelectionConfig { relations, ..all.clone() }).len(), 5);
    let twice = links(&SelectionConfig { min_texts: 2, ..all.clone() });
    assert_eq!(
        twice,
        [
            "civic-alliance endorsed nora-aldane",
            "felix-brandt fired iris-tallow",
            "harlow-steel plans: appointed priya-lindqvist",
            "nora-aldane defeated daniel-marsh",
        ]
    );
    let since = "2023-11-21".parse().ok();
    assert_eq!(links(&SelectionConfig { since, ..all.clone() }).len(), 7);
    let until = "2023-10-17".parse().ok();
    assert_eq!(links(&SelectionConfig { until, ..all.clone() }).len(), 6);
}

#[test]
fn the_backbone_is_what_is_attested_best() {
    let config = SelectionConfig { max_nodes: Some(3), ..SelectionConfig::default() };
    let picture = Picture::new(&graphs::by_hand(), &config);
    let things: Vec<_> = picture.things.iter().map(|it| &*it.iri).collect();
    assert_eq!(things, ["civic-alliance", "daniel-marsh", "nora-aldane"]);
    assert_eq!(picture.left_out.things, 10);
    let all = Picture::new(&graphs::by_hand(), &SelectionConfig::default());
    assert_eq!(picture.left_out.links + picture.links.len(), all.links.len());
    let dot = export::dot(&picture, DotConfig::default());
    assert!(dot.contains("Left out: 10 less attested things"));
}
