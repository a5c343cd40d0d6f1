//! GraphViz draws what we write.

use std::io::Write as _;
use std::process::{Command, Stdio};

use newsgraph::export;
use newsgraph::graph::{Graph, Picture, PictureConfig};

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
    let pictures = [
        Picture::new(&graphs::by_hand(), &PictureConfig::default()),
        Picture::new(&Graph::default(), &PictureConfig::default()),
    ];
    for picture in pictures {
        let dot = export::dot(&picture);
        for layout in ["dot", "neato", "sfdp"] {
            let dot = dot.replace("layout=dot", &format!("layout={layout}"));
            let Some(svg) = drawn(&dot) else { continue };
            let edges = svg.matches("class=\"edge\"").count();
            assert_eq!(edges, picture.links.len(), "{layout}");
        }
    }
}
