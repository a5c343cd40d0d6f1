//! A draft is an article in the making, of parts that a format keeps apart.

use crate::text::{Article, Block, BlockKind, Note, Repair, Span, one_line};

use super::clean::clean;

/// Text that grows part by part, with an empty line between parts.
#[derive(Debug, Default)]
pub(super) struct Draft {
    text: String,
    blocks: Vec<Block>,
    notes: Vec<Note>,
}

impl Draft {
    /// Adds a part; an empty one is none.
    pub(super) fn push(&mut self, kind: BlockKind, text: &str) {
        let (clean, notes) = clean(text);
        let clean = clean.trim();
        if clean.is_empty() {
            return;
        }
        if !self.text.is_empty() {
            self.text.push_str("\n\n");
        }
        let start = self.text.len();
        self.text.push_str(clean);
        self.blocks.push(Block { span: Span::new(start, self.text.len()), kind });
        self.notes.extend(notes);
    }

    /// The article that the parts make.
    pub(super) fn article(self, place: &str) -> Article {
        let mut article = Article::new(place, self.text);
        article.blocks = self.blocks;
        article.notes = summed(self.notes);
        article
    }
}

/// The article of a text in one part.
pub(super) fn plain(place: &str, text: &str) -> Article {
    let (text, notes) = clean(text.strip_prefix('\u{feff}').unwrap_or(text));
    let mut article = Article::new(place, &*text);
    article.notes = notes;
    article
}

/// Notes of repairs, one for each kind.
fn summed(notes: Vec<Note>) -> Vec<Note> {
    let sum = |wanted: Repair| {
        let times = notes.iter().filter_map(|it| match it {
            Note::Repaired { repair, times } if *repair == wanted => Some(*times),
            _ => None,
        });
        times.sum::<usize>()
    };
    let repairs = Repair::ALL.into_iter().map(|it| (it, sum(it)));
    let repairs = repairs.filter(|(_, times)| *times > 0);
    repairs.map(|(repair, times)| Note::Repaired { repair, times }).collect()
}

/// A line of metadata: clean, with single spaces; `None` where nothing is left.
pub(super) fn line(text: &str) -> Option<String> {
    Some(one_line(&clean(text).0)).filter(|it| !it.is_empty())
}
