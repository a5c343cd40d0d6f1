//! GraphViz draws what we write.

use std::io::Write as _;
use std::process::{Command, Stdio};

use newsgraph::export::{self, ClusterBy, DotConfig, Theme};
use newsgraph::graph::{Graph, LinkEnd, Picture, SelectionConfig, VoicedBy};

use crate::graphs;

/// What GraphViz makes of DOT: SVG, without a warning. `None` where it is not installed.
fn drawn(dot: &str) -> Option<String> {
    let mut command = Command::new("dot");
    command.arg("-Tsvg");
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
            let Some(svg) = drawn(&dot) else { continue };
            let edges = svg.matches("class=\"edge\"").count();
            assert_eq!(edges, picture.links.len(), "{layout}");
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
