//! The text of the article in a page: not its navigation, its captions, its links to
//! other articles or what its readers say.
//!
//! The page is cut into pieces where its blocks end. A piece counts for the article by
//! its length, and against it by its links; the article is the element whose pieces
//! count most, or the one whose name says that it is.

use crate::text::BlockKind;

use super::parts::Part;
use super::tree::{Content, Tree, is_inline};

/// A piece of text between the ends of two blocks.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    /// Its words, with single spaces and with `\n` where the page breaks the line.
    pub(super) text: String,
    /// What its element says that it is.
    pub(super) kind: BlockKind,
    /// The element that it is in.
    node: usize,
    /// How many of its characters are links.
    links: usize,
}

impl Piece {
    fn chars(&self) -> usize {
        self.text.len()
    }

    /// How much it counts for its element being the article.
    fn weight(&self) -> i64 {
        let chars = i64::try_from(self.chars()).unwrap_or(i64::MAX);
        let links = i64::try_from(self.links).unwrap_or(i64::MAX);
        if links * 2 > chars {
            return -(chars.min(200)) - 10;
        }
        match self.kind {
            BlockKind::Headline => 0,
            _ if chars < 25 => -5,
            _ if chars < 80 && !self.ends_a_sentence() => 0,
            _ => chars - links,
        }
    }

    fn ends_a_sentence(&self) -> bool {
        let end = self.text.trim_end_matches(['"', '”', '’', ')', '\'']);
        end.ends_with(['.', '!', '?', '…', ':'])
    }
}

/// The pieces of the article in a page, in order; `parts` says what each node is for.
pub(super) fn article(tree: &Tree, parts: &[Option<Part>]) -> Vec<Piece> {
    let pieces = Cutter::new(tree, parts).cut();
    let Some(element) = element(tree, parts, &pieces) else { return Vec::new() };
    let range = tree.below(element);
    let inside = pieces.into_iter().filter(|it| range.contains(&it.node));
    clean(inside.collect())
}

/// All pieces that a text with marks shows, in order.
pub(super) fn all(tree: &Tree) -> Vec<Piece> {
    let parts = vec![None; tree.all().len()];
    Cutter::new(tree, &parts).cut()
}

/// The element that is the article.
fn element(tree: &Tree, parts: &[Option<Part>], pieces: &[Piece]) -> Option<usize> {
    // The weight of the pieces before each node.
    let mut sums = vec![0_i64; tree.all().len() + 1];
    for it in pieces {
        sums[it.node + 1] += it.weight();
    }
    for at in 1..sums.len() {
        sums[at] += sums[at - 1];
    }
    let weight = |at: usize| {
        let range = tree.below(at);
        sums[range.end] - sums[range.start]
    };
    let is_element = |at: &usize| {
        let node = tree.node(*at);
        matches!(node.content, Content::Element { .. }) && !is_inline(node.name())
    };
    let best = tree.all().filter(is_element).max_by_key(|it| (weight(*it), *it))?;
    let enough = (weight(best) / 2).max(1);
    let named = |at: usize| {
        let node = tree.node(at);
        let property = node.attribute("itemprop").unwrap_or_default();
        if property.split_ascii_whitespace().any(|it| it == "articleBody") {
            3
        } else if parts[at] == Some(Part::Content) {
            2
        } else {
            i32::from(node.name() == "article")
        }
    };
    let candidates = tree.all().filter(is_element).filter(|it| weight(*it) >= enough);
    let said = candidates.filter(|it| named(*it) > 0);
    let said = said.max_by_key(|it| (named(*it), weight(*it), *it));
    Some(said.unwrap_or(best)).filter(|it| weight(*it) > 0)
}

/// Cuts a page into pieces.
struct Cutter<'a> {
    tree: &'a Tree,
    parts: &'a [Option<Part>],
    pieces: Vec<Piece>,
    open: Option<Piece>,
    /// How much running text there is before each node, whatever its part.
    text: Vec<usize>,
    /// How many elements there are before each node that may be the article.
    articles: Vec<usize>,
}

impl<'a> Cutter<'a> {
    fn new(tree: &'a Tree, parts: &'a [Option<Part>]) -> Self {
        let mut text = vec![0];
        let mut articles = vec![0];
        let (mut chars, mut found) = (0, 0);
        let mut skip = 0;
        for at in tree.all() {
            let node = tree.node(at);
            if at >= skip && is_never_text(tree, at) {
                skip = node.end;
            }
            if let Content::Text(it) = &node.content
                && at >= skip
                && it.trim().len() > 60
            {
                chars += it.trim().len();
            }
            found += usize::from(
                matches!(parts[at], Some(Part::Content | Part::Post))
                    || node.name() == "article"
                    || node.name() == "body",
            );
            text.push(chars);
            articles.push(found);
        }
        Self { tree, parts, pieces: Vec::new(), open: None, text, articles }
    }

    fn cut(mut self) -> Vec<Piece> {
        let mut at = 0;
        // The ends of the open elements that break the text.
        let mut ends: Vec<usize> = Vec::new();
        while at < self.tree.all().len() {
            while ends.last().is_some_and(|it| *it <= at) {
                ends.pop();
                self.close();
            }
            let node = self.tree.node(at);
            match &node.content {
                Content::Text(text) => self.add(at, text),
                Content::Element { name, .. } => {
                    if is_never_text(self.tree, at) || self.is_left_out(at) {
                        if !is_inline(name) {
                            self.close();
                        }
                        at = node.end;
                        continue;
                    }
                    match &**name {
                        "br" => self.line_break(),
                        name if is_inline(name) => {}
                        _ => {
                            self.close();
                            ends.push(node.end);
                        }
                    }
                }
            }
            at += 1;
        }
        self.close();
        self.pieces
    }

    /// Whether an element is not of the article by its name.
    fn is_left_out(&self, at: usize) -> bool {
        let range = self.tree.below(at);
        let holds_article = self.articles[range.end] > self.articles[range.start + 1];
        let text = self.text[range.end] - self.text[range.start];
        let all = self.text.last().copied().unwrap_or_default();
        match self.parts[at] {
            Some(Part::Comments) => !holds_article,
            Some(Part::Boilerplate) => !holds_article && text * 2 <= all,
            Some(Part::Caption) => text * 2 <= all,
            Some(Part::Content | Part::Post) | None => {
                let name = self.tree.node(at).name();
                matches!(name, "header" | "footer" | "aside" | "form" | "nav")
                    && !holds_article
                    && text * 2 <= all
            }
        }
    }

    fn add(&mut self, at: usize, text: &str) {
        if self.open.is_none() && text.trim().is_empty() {
            return;
        }
        let mut is_link = false;
        let mut kind = BlockKind::Paragraph;
        let mut block = None;
        for above in self.tree.ancestors(at) {
            let name = self.tree.node(above).name();
            // A time by itself is no text of the article either.
            is_link |= matches!(name, "a" | "time");
            if block.is_none() && !is_inline(name) {
                block = Some(above);
            }
            if kind == BlockKind::Paragraph {
                kind = kind_of(name, self.parts[above]).unwrap_or(kind);
            }
        }
        let node = block.unwrap_or(at);
        let open = self.open.get_or_insert_with(|| Piece {
            text: String::new(),
            kind,
            node,
            links: 0,
        });
        let before = open.text.len();
        push_words(&mut open.text, text);
        let added = open.text.len() - before;
        open.links += if is_link { added } else { 0 };
    }

    /// A line break in a block; two of them end a paragraph.
    fn line_break(&mut self) {
        let Some(open) = &mut self.open else { return };
        if open.text.ends_with('\n') {
            self.close();
        } else {
            let end = open.text.trim_end().len();
            open.text.truncate(end);
            open.text.push('\n');
        }
    }

    fn close(&mut self) {
        let Some(mut open) = self.open.take() else { return };
        open.text.truncate(open.text.trim_end().len());
        if !open.text.is_empty() {
            self.pieces.push(open);
        }
    }
}

/// Adds words with single spaces between them; space at either end is kept as one.
fn push_words(out: &mut String, text: &str) {
    let space = |it: char| it.is_whitespace() && it != '\u{a0}';
    if text.starts_with(space) && !out.is_empty() && !out.ends_with([' ', '\n']) {
        out.push(' ');
    }
    let mut first = true;
    for word in text.split(space).filter(|it| !it.is_empty()) {
        if !first {
            out.push(' ');
        }
        out.push_str(word);
        first = false;
    }
    if !first && text.ends_with(space) {
        out.push(' ');
    }
}

/// What an element makes of the text in it.
fn kind_of(name: &str, part: Option<Part>) -> Option<BlockKind> {
    if part == Some(Part::Post) {
        return Some(BlockKind::Post);
    }
    match name {
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => Some(BlockKind::Headline),
        "li" | "dd" | "dt" => Some(BlockKind::ListItem),
        "blockquote" => Some(BlockKind::Quotation),
        "td" | "th" => Some(BlockKind::TableRow),
        "figcaption" => Some(BlockKind::Caption),
        _ => None,
    }
}

/// Whether nothing in an element is shown as text.
fn is_never_text(tree: &Tree, at: usize) -> bool {
    let node = tree.node(at);
    let by_name = matches!(
        node.name(),
        "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "embed"
            | "canvas"
            | "head"
            | "title"
            | "select"
            | "textarea"
            | "button"
            | "figure"
            | "figcaption"
            | "video"
            | "audio"
            | "dialog"
            | "nav"
    );
    by_name
        || node.attribute("hidden").is_some()
        || node.attribute("aria-hidden") == Some("true") && node.name() != "body"
        || node.attribute("style").is_some_and(|it| {
            let style = it.to_ascii_lowercase().replace(' ', "");
            style.contains("display:none")
        })
        || node.attribute("role").is_some_and(|it| {
            matches!(
                it,
                "navigation"
                    | "complementary"
                    | "banner"
                    | "contentinfo"
                    | "search"
                    | "dialog"
                    | "menu"
            )
        })
}

/// Leaves out what an article's element holds beside the article.
fn clean(mut pieces: Vec<Piece>) -> Vec<Piece> {
    pieces.retain(|it| {
        let links = it.links * 10;
        let linked = links > it.chars() * 8
            || links > it.chars() * 5 && it.kind == BlockKind::ListItem;
        !linked
    });
    // A heading that nothing follows heads what was left out.
    while pieces.last().is_some_and(|it| it.kind == BlockKind::Headline) {
        pieces.pop();
    }
    if pieces.first().is_some_and(|it| it.kind == BlockKind::Headline) {
        pieces.remove(0);
    }
    pieces
}
