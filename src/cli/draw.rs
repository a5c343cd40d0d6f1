//! What `export` draws: a picture for GraphViz, for a browser, for paper.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::collection::Collection;
use crate::export::{self, ClusterBy, DotConfig, Metrics, Theme};
use crate::graph::{Comparison, Graph, Picture, SelectionConfig};
use crate::lexicon::Lexicon;

/// A format that is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum Drawing {
    /// A picture for `GraphViz`.
    Dot,
    /// A picture, ready to be looked at.
    Svg,
    /// A page with a picture to search, filter and click at; it needs no network.
    Html,
}

/// How it is drawn.
#[derive(Debug, Args)]
#[command(next_help_heading = "How to draw it, with --to dot, svg and html")]
pub(super) struct LookArgs {
    /// On what.
    #[arg(long, value_enum, default_value_t = Ground::Light)]
    theme: Ground,
    /// Frame things together, with --to dot.
    #[arg(long, value_enum, value_name = "WHAT")]
    cluster_by: Option<Cluster>,
    /// Tell in the labels what a thing is, and who reported a link when, with --to dot.
    #[arg(long)]
    rich: bool,
    /// As a graph, or by day, with --to svg.
    #[arg(long, value_enum, default_value_t = Plan::Graph)]
    layout: Plan,
    /// Draw what is new and what is gone since this earlier collection.
    #[arg(long, value_name = "OLD")]
    diff: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Ground {
    /// Dark on white.
    Light,
    /// Light on black.
    Dark,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Cluster {
    /// The article that tells most of them.
    Story,
    /// Who published most of it.
    Publisher,
    /// What they are.
    Type,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Plan {
    /// Things, and lines between them.
    Graph,
    /// A row for each thing, and its facts by day.
    Timeline,
}

/// As many things as a page holds on which one can search and filter.
const PAGE: usize = 150;

impl LookArgs {
    /// The picture of a graph; `None` where nothing is left to draw.
    pub(super) fn draw(
        &self,
        to: Drawing,
        graph: &Graph,
        wanted: SelectionConfig,
    ) -> Result<Option<String>> {
        if to != Drawing::Dot && (self.cluster_by.is_some() || self.rich) {
            bail!("--cluster-by and --rich are for GraphViz; use them with `--to dot`");
        }
        if to != Drawing::Svg && self.layout == Plan::Timeline {
            bail!("--layout timeline is drawn as SVG; use it with `--to svg`");
        }
        let room = if to == Drawing::Html { PAGE } else { SelectionConfig::SCREEN };
        let max_nodes = Some(wanted.max_nodes.unwrap_or(room));
        let config = SelectionConfig { max_nodes, ..wanted };
        let picture = match &self.diff {
            Some(old) => {
                let before = Collection::open(old)?.graph()?;
                Picture::compare(&Comparison::new(&before, graph), &config)
            }
            None => Picture::new(graph, &config),
        };
        if picture.things.is_empty() {
            return Ok(None);
        }
        let theme = match self.theme {
            Ground::Light => Theme::Light,
            Ground::Dark => Theme::Dark,
        };
        let cluster_by = self.cluster_by.map(|it| match it {
            Cluster::Story => ClusterBy::Story,
            Cluster::Publisher => ClusterBy::Publisher,
            Cluster::Type => ClusterBy::Type,
        });
        let metrics = Metrics::new(&Lexicon::embedded())?;
        Ok(Some(match (to, self.layout) {
            (Drawing::Dot, _) => {
                export::dot(&picture, DotConfig { theme, cluster_by, is_rich: self.rich })
            }
            (Drawing::Svg, Plan::Graph) => export::svg(&picture, theme, &metrics),
            (Drawing::Svg, Plan::Timeline) => export::timeline(&picture, theme, &metrics),
            (Drawing::Html, _) => export::html(&picture, theme, &metrics),
        }))
    }
}
