//! Pages: the text of the article without what stands around it, and what the page says
//! about the article.

mod tree;
mod parts;
mod body;
mod metadata;

use crate::error::Result;
use crate::lexicon::Lexicon;
use crate::text::{Article, BlockKind};

use super::draft::Draft;
use parts::PartNames;
use tree::Tree;

/// What is needed to read pages.
#[derive(Debug)]
pub(super) struct Pages {
    names: PartNames,
}

impl Pages {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        Ok(Self { names: PartNames::new(lexicon)? })
    }

    /// The article of a page; its body is empty where there is none.
    pub(super) fn article(&self, place: &str, page: &str) -> Article {
        let tree = Tree::new(page);
        let mut draft = Draft::default();
        for piece in body::article(&tree, &self.names) {
            draft.push(piece.kind, &piece.text);
        }
        let mut article = draft.article(place);
        metadata::describe(&tree, &self.names, &mut article);
        article
    }
}

/// Whether a text is marked up, as feeds and databases have it.
pub(super) fn is_fragment(text: &str) -> bool {
    let marks =
        ["</p>", "<br", "</div>", "<p>", "</a>", "</li>", "</b>", "</i>", "</em>"];
    let marks = marks.iter().chain(&["</strong>", "</span>"]);
    text.contains('<') && marks.into_iter().any(|it| text.contains(it))
}

/// The parts of a text that is marked up: all that it shows.
pub(super) fn fragment(text: &str) -> Vec<(BlockKind, String)> {
    let pieces = body::all(&Tree::new(text));
    pieces.into_iter().map(|it| (it.kind, it.text)).collect()
}
