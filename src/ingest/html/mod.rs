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
        let parts: Vec<_> = tree.all().map(|it| self.names.part(tree.node(it))).collect();
        let mut draft = Draft::default();
        for piece in body::article(&tree, &parts) {
            draft.push(piece.kind, &piece.text);
        }
        let mut article = draft.article(place);
        metadata::describe(&tree, &parts, &mut article);
        article
    }
}

/// What shows, behind a `<`, that a text is marked up.
const MARKS: &[&str] = &[
    "/a>", "/b>", "/div>", "/em>", "/h1>", "/h2>", "/h3>", "/i>", "/li>", "/p>",
    "/span>", "/strong>", "br/", "br>", "br ", "p>",
];

/// Whether a text is marked up, as feeds and databases have it.
pub(super) fn is_fragment(text: &str) -> bool {
    let is_mark = |rest: &str, mark: &&str| {
        let start = rest.as_bytes().get(..mark.len());
        start.is_some_and(|it| it.eq_ignore_ascii_case(mark.as_bytes()))
    };
    let mut tags = text.split('<').skip(1);
    tags.any(|rest| MARKS.iter().any(|it| is_mark(rest, it)))
}

/// The parts of a text that is marked up: all that it shows.
pub(super) fn fragment(text: &str) -> Vec<(BlockKind, String)> {
    let pieces = body::all(&Tree::new(text));
    pieces.into_iter().map(|it| (it.kind, it.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::is_fragment;

    #[test]
    fn marks_are_told_from_what_is_in_angle_brackets() {
        for text in ["Roe won.</P>", "Roe<BR>won.", "a<br />b", "<h2>Roe</h2>"] {
            assert!(is_fragment(text), "{text}");
        }
        for text in ["Write to <brandt@post.example>.", "a < b", "1 <p", ""] {
            assert!(!is_fragment(text), "{text}");
        }
    }
}
