//! A tree of a page: what its tags enclose, whatever is wrong with them.
//!
//! The tokens are those of the HTML standard. The tree is simpler than the standard's:
//! nothing is moved, so that nodes stand in the order of the page and a subtree is a
//! range; what is nested deeper than [`DEEPEST`] is taken as if it were not nested.

use std::cell::RefCell;
use std::ops::Range;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use html5ever::{Attribute, LocalName};

/// How deep elements are kept apart.
const DEEPEST: usize = 256;

/// A page, its nodes in the order in which they open.
#[derive(Debug, Default)]
pub(super) struct Tree {
    nodes: Vec<Node>,
}

/// An element or a stretch of text.
#[derive(Debug)]
pub(super) struct Node {
    /// The place of the element that it is in; its own for the outermost.
    pub(super) parent: usize,
    /// The place after its last descendant.
    pub(super) end: usize,
    /// What it is.
    pub(super) content: Content,
}

/// What a node holds.
#[derive(Debug)]
pub(super) enum Content {
    /// An element.
    Element { name: LocalName, attributes: Vec<Attribute> },
    /// Characters, with entities read.
    Text(StrTendril),
}

impl Node {
    /// The name of the element; empty for text.
    pub(super) fn name(&self) -> &str {
        match &self.content {
            Content::Element { name, .. } => name,
            Content::Text(_) => "",
        }
    }

    /// The value of an attribute.
    pub(super) fn attribute(&self, name: &str) -> Option<&str> {
        match &self.content {
            Content::Element { attributes, .. } => {
                let found = attributes.iter().find(|it| &*it.name.local == name);
                found.map(|it| &*it.value)
            }
            Content::Text(_) => None,
        }
    }
}

impl Tree {
    /// Reads a page. Any text is one.
    pub(super) fn new(page: &str) -> Self {
        let builder = Builder::default();
        let tokenizer = Tokenizer::new(builder, TokenizerOpts::default());
        let input = BufferQueue::default();
        input.push_back(StrTendril::from_slice(page));
        // A script asks the tokenizer to stop; there is nothing to run, so it goes on.
        while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&input) {}
        tokenizer.end();
        let mut state = tokenizer.sink.state.into_inner();
        state.close_to(0);
        Self { nodes: state.nodes }
    }

    /// The places of all nodes, in the order of the page.
    pub(super) fn all(&self) -> Range<usize> {
        0..self.nodes.len()
    }

    /// The places of a node and its descendants.
    pub(super) fn below(&self, node: usize) -> Range<usize> {
        node..self.nodes[node].end
    }

    /// A node.
    pub(super) fn node(&self, at: usize) -> &Node {
        &self.nodes[at]
    }

    /// All characters below a node.
    pub(super) fn text(&self, node: usize) -> String {
        let nodes = self.nodes[self.below(node)].iter();
        nodes
            .filter_map(|it| match &it.content {
                Content::Text(text) => Some(&**text),
                Content::Element { .. } => None,
            })
            .collect()
    }

    /// The elements that a node is in, innermost first.
    pub(super) fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(Some(node), |it| {
            Some(self.nodes[*it].parent).filter(|parent| parent != it)
        })
        .skip(1)
    }
}

/// Elements without content.
pub(super) fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements that stand in a line of text; those that are not known do.
pub(super) fn is_inline(name: &str) -> bool {
    !BLOCKS.contains(&name) && !is_void(name)
}

/// Elements that end the line of text before them.
const BLOCKS: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "head",
    "header",
    "hgroup",
    "html",
    "legend",
    "li",
    "main",
    "menu",
    "nav",
    "ol",
    "option",
    "p",
    "pre",
    "script",
    "search",
    "section",
    "select",
    "style",
    "summary",
    "table",
    "tbody",
    "td",
    "template",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
];

#[derive(Default)]
struct Builder {
    state: RefCell<State>,
}

#[derive(Default)]
struct State {
    nodes: Vec<Node>,
    /// The elements that are open.
    open: Vec<usize>,
    /// How many more are open that were too deep to be kept.
    deeper: usize,
}

impl TokenSink for Builder {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        let mut state = self.state.borrow_mut();
        match token {
            Token::TagToken(tag) => match tag.kind {
                TagKind::StartTag => return state.start(tag),
                TagKind::EndTag => state.end(&tag.name),
            },
            Token::CharacterTokens(text) => {
                state.add(Content::Text(text));
            }
            Token::DoctypeToken(_)
            | Token::CommentToken(_)
            | Token::NullCharacterToken
            | Token::EOFToken
            | Token::ParseError(_) => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn add(&mut self, content: Content) -> usize {
        let at = self.nodes.len();
        let parent = self.open.last().copied().unwrap_or(at);
        self.nodes.push(Node { parent, end: at + 1, content });
        at
    }

    fn start(&mut self, tag: Tag) -> TokenSinkResult<()> {
        let name = tag.name.clone();
        self.imply_ends(&name);
        let is_leaf = is_void(&name);
        if !is_leaf && self.open.len() >= DEEPEST {
            self.deeper += 1;
        } else {
            let at = self.add(Content::Element { name: tag.name, attributes: tag.attrs });
            if !is_leaf {
                self.open.push(at);
            }
        }
        match &*name {
            "script" => TokenSinkResult::RawData(RawKind::ScriptData),
            "style" | "xmp" | "iframe" | "noembed" | "noframes" => {
                TokenSinkResult::RawData(RawKind::Rawtext)
            }
            "textarea" | "title" => TokenSinkResult::RawData(RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn end(&mut self, name: &str) {
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let inline = is_inline(name);
        for (depth, at) in self.open.iter().enumerate().rev() {
            let open = self.nodes[*at].name();
            if open == name {
                self.close_to(depth);
                return;
            }
            // An end tag that matches nothing near closes nothing.
            let cell = matches!(open, "td" | "th");
            if inline && !is_inline(open)
                || cell && !matches!(name, "tr" | "table" | "tbody" | "body" | "html")
            {
                return;
            }
        }
    }

    /// Closes what an element ends that opens now.
    fn imply_ends(&mut self, name: &str) {
        let (ends, within): (&[&str], &[&str]) = match name {
            "li" => (&["li"], &["ul", "ol", "menu"]),
            "dt" | "dd" => (&["dt", "dd"], &["dl"]),
            "tr" => (&["tr"], &["table"]),
            "td" | "th" => (&["td", "th"], &["table", "tr"]),
            "option" => (&["option"], &["select"]),
            "tbody" | "thead" | "tfoot" => (&["tbody", "thead", "tfoot"], &["table"]),
            "body" => (&["head"], &[]),
            _ if is_inline(name) || is_void(name) && name != "hr" => return,
            "script" | "style" | "template" | "select" | "head" | "html" | "title" => {
                return;
            }
            _ => (&["p"], &["td", "th", "table", "button", "object"]),
        };
        for (depth, at) in self.open.iter().enumerate().rev() {
            let open = self.nodes[*at].name();
            if ends.contains(&open) {
                self.close_to(depth);
                return;
            }
            if within.contains(&open) {
                return;
            }
        }
    }

    /// Closes all but the outermost `depth` open elements.
    fn close_to(&mut self, depth: usize) {
        let end = self.nodes.len();
        for at in self.open.drain(depth..) {
            self.nodes[at].end = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Tree;

    /// The elements and texts of a page, nested by brackets.
    fn shape(page: &str) -> String {
        let tree = Tree::new(page);
        let mut out = String::new();
        let mut ends = Vec::new();
        for at in tree.all() {
            while ends.last().is_some_and(|it| *it <= at) {
                ends.pop();
                out.push(')');
            }
            let node = tree.node(at);
            match node.name() {
                "" => out.push_str(tree.text(at).trim()),
                name => {
                    out.push_str(name);
                    out.push('(');
                    ends.push(node.end);
                }
            }
        }
        out.extend(ends.iter().map(|_| ')'));
        out
    }

    #[test]
    fn tags_left_open_are_closed() {
        assert_eq!(shape("<p>a<p>b<div>c</div>"), "p(a)p(b)div(c)");
        assert_eq!(shape("<ul><li>a<li>b<ul><li>c</ul></ul>"), "ul(li(a)li(bul(li(c))))");
        assert_eq!(shape("<p>a<br>b<b>c</p>d"), "p(abr()bb(c))d");
        assert_eq!(
            shape("<table><tr><td>a<td>b<tr><td>c</table>d"),
            "table(tr(td(a)td(b))tr(td(c)))d"
        );
    }

    #[test]
    fn end_tags_without_a_start_close_nothing() {
        assert_eq!(shape("<div><p>a</b>b</div></div>c"), "div(p(ab))c");
        assert_eq!(shape("<b><p>a</b>b</p>"), "b(p(ab))");
    }

    #[test]
    fn raw_text_holds_no_tags() {
        assert_eq!(shape("<script>a<p>b</script><p>c"), "script(a<p>b)p(c)");
        assert_eq!(shape("<title>a &amp; <b></title><p>c"), "title(a&<b>)p(c)");
        assert_eq!(shape("<script>never closed <p>c"), "script(never closed<p>c)");
    }

    #[test]
    fn deep_nesting_ends() {
        let deep = "<div>".repeat(100_000) + "a" + &"</div>".repeat(100_000) + "b";
        let tree = Tree::new(&deep);
        assert_eq!(tree.all().len(), super::DEEPEST + 2);
        assert_eq!(tree.node(super::DEEPEST + 1).parent, super::DEEPEST + 1);
    }
}
