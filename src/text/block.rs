//! A block is a part of an article's body that stands by itself, and what it is.

use std::fmt;

use super::Span;

/// A part of the body: no sentence reaches across its ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Block {
    /// Where it stands in [`Article::text`](super::Article::text).
    pub span: Span,
    /// What it is.
    pub kind: BlockKind,
}

/// What a part of the body is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    /// A headline or a heading between paragraphs.
    Headline,
    /// Who wrote it: *By Ann Lee*.
    Byline,
    /// Where and when it was written: *HARLOW, March 4 (Wire) —*.
    Dateline,
    /// Running text.
    Paragraph,
    /// An item of a list.
    ListItem,
    /// Words of somebody else, set off from the running text.
    Quotation,
    /// What stands below a picture.
    Caption,
    /// A note of the editors: *Correction: …*.
    EditorsNote,
    /// A row of a table.
    TableRow,
    /// A post of a social network.
    Post,
    /// *Advertisement*, *Read more: …*, *Sign up for …*.
    Notice,
    /// What a wire or an author signs with: *(Reporting by Ann Lee)*, *© Daily Post*.
    Signature,
}

impl BlockKind {
    /// Whether it is read for facts: what the article says in its own voice, in sentences.
    pub fn is_prose(self) -> bool {
        match self {
            Self::Headline | Self::Paragraph | Self::ListItem | Self::Caption => true,
            Self::Byline
            | Self::Dateline
            | Self::Quotation
            | Self::EditorsNote
            | Self::TableRow
            | Self::Post
            | Self::Notice
            | Self::Signature => false,
        }
    }

    /// Its name, as `show --as blocks` prints it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Headline => "headline",
            Self::Byline => "byline",
            Self::Dateline => "dateline",
            Self::Paragraph => "paragraph",
            Self::ListItem => "list-item",
            Self::Quotation => "quotation",
            Self::Caption => "caption",
            Self::EditorsNote => "editors-note",
            Self::TableRow => "table-row",
            Self::Post => "post",
            Self::Notice => "notice",
            Self::Signature => "signature",
        }
    }
}

impl fmt::Display for BlockKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
