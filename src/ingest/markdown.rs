//! Markdown: an article with marks for headings, lists, quotations and emphasis.

use pulldown_cmark::{Event, MetadataBlockKind, Options, Parser, Tag, TagEnd};

use crate::text::{Article, BlockKind};

use super::config::FieldMap;
use super::draft::Draft;
use super::fields::Record;
use super::html;

/// The article of a text in Markdown. Front matter gives its fields; a first heading is
/// its headline where they give none.
pub(super) fn article(place: &str, text: &str, map: &FieldMap) -> Article {
    let options = Options::ENABLE_YAML_STYLE_METADATA_BLOCKS
        | Options::ENABLE_PLUSES_DELIMITED_METADATA_BLOCKS
        | Options::ENABLE_TABLES;
    let mut writer = Writer::default();
    for event in Parser::new_ext(text.trim_start_matches('\u{feff}'), options) {
        writer.take(event);
    }
    writer.close();
    let mut parts = writer.parts;
    let mut headline = None;
    if let Some((BlockKind::Headline, text)) = parts.first() {
        headline = Some(text.clone());
    }
    let mut record = front_matter(&writer.metadata);
    if let Some(headline) = headline
        && !record.has_title()
    {
        record.add("headline", &headline);
        parts.remove(0);
    }
    let mut draft = Draft::default();
    for (kind, text) in parts {
        draft.push(kind, &text);
    }
    let mut article = draft.article(place);
    record.describe(&mut article, map);
    article
}

/// The fields of `name: value` or `name = value` lines, and of lists below a name.
fn front_matter(text: &str) -> Record {
    let mut record = Record::default();
    let mut name = "";
    for line in text.lines() {
        let unquoted = |it: &str| it.trim().trim_matches(['"', '\'']).to_owned();
        if let Some(item) = line.trim_start().strip_prefix("- ") {
            record.add(name, &unquoted(item));
        } else if let Some((key, value)) = line.split_once([':', '='])
            && !line.starts_with(char::is_whitespace)
        {
            name = key.trim();
            let value = value.trim();
            let list = value.strip_prefix('[').and_then(|it| it.strip_suffix(']'));
            match list {
                Some(list) => {
                    for it in list.split(',') {
                        record.add(name, &unquoted(it));
                    }
                }
                None => record.add(name, &unquoted(value)),
            }
        }
    }
    record
}

#[derive(Default)]
struct Writer {
    parts: Vec<(BlockKind, String)>,
    text: String,
    /// The kinds of the open blocks.
    kinds: Vec<BlockKind>,
    metadata: String,
    in_metadata: bool,
    /// What stands in the open block of a page's marks.
    marks: String,
    /// How many images are open, whose text is shown only where they are not.
    images: usize,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(it) | Event::Code(it) if self.in_metadata => {
                self.metadata.push_str(&it);
            }
            Event::Text(it) | Event::Code(it) if self.images == 0 => {
                self.text.push_str(&it);
            }
            Event::SoftBreak | Event::HardBreak => self.text.push('\n'),
            Event::Rule => self.close(),
            Event::Html(it) => self.marks.push_str(&it),
            Event::InlineHtml(it) if it.starts_with("<br") => self.text.push('\n'),
            _ => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        let kind = match tag {
            Tag::Heading { .. } => BlockKind::Headline,
            Tag::BlockQuote(_) => BlockKind::Quotation,
            Tag::Item => BlockKind::ListItem,
            Tag::TableHead | Tag::TableRow => BlockKind::TableRow,
            Tag::Paragraph | Tag::CodeBlock(_) => return self.close(),
            Tag::MetadataBlock(
                MetadataBlockKind::YamlStyle | MetadataBlockKind::PlusesStyle,
            ) => {
                self.in_metadata = true;
                return;
            }
            Tag::Image { .. } => {
                self.images += 1;
                return;
            }
            Tag::TableCell => {
                if !self.text.is_empty() {
                    self.text.push('\t');
                }
                return;
            }
            _ => return,
        };
        self.close();
        self.kinds.push(kind);
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_)
            | TagEnd::BlockQuote(_)
            | TagEnd::Item
            | TagEnd::TableHead
            | TagEnd::TableRow => {
                self.close();
                self.kinds.pop();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock => self.close(),
            TagEnd::HtmlBlock => self.read_marks(),
            TagEnd::MetadataBlock(_) => self.in_metadata = false,
            TagEnd::Image => self.images -= 1,
            _ => {}
        }
    }

    /// Adds what a block of a page's marks shows, in the kind of the block that it is in.
    fn read_marks(&mut self) {
        self.close();
        let outer = self.kinds.last().copied();
        for (kind, text) in html::fragment(&std::mem::take(&mut self.marks)) {
            let kind = outer.filter(|_| kind == BlockKind::Paragraph).unwrap_or(kind);
            self.parts.push((kind, text));
        }
    }

    fn close(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.trim().is_empty() {
            let kind = self.kinds.last().copied().unwrap_or(BlockKind::Paragraph);
            self.parts.push((kind, text.trim().to_owned()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::article;
    use crate::ingest::FieldMap;

    #[test]
    fn marks_become_blocks_and_front_matter_becomes_fields() {
        let text = "---\ntitle: \"Roe wins\"\ndate: 2024-03-04\nauthor:\n  - Ann Lee\n  - Bo Kim\n\
                    ---\n\nRoe *won* the [race](https://x.example).\nDoe lost.\n\n## After\n\n\
                    > So be it.\n\n* Poe\n* Moe left.\n\n![A picture](a.png)\n";
        let found = article("x", text, &FieldMap::default());
        assert_eq!(found.headline.as_deref(), Some("Roe wins"));
        assert_eq!(found.authors, ["Ann Lee", "Bo Kim"]);
        assert_eq!(found.date_published, "2024-03-04".parse().ok());
        let blocks = found
            .blocks
            .iter()
            .map(|it| format!("{} {}", it.kind, it.span.of(&found.text)));
        assert_eq!(
            blocks.collect::<Vec<_>>(),
            [
                "paragraph Roe won the race.\nDoe lost.",
                "headline After",
                "quotation So be it.",
                "list-item Poe",
                "list-item Moe left.",
            ]
        );
    }

    #[test]
    fn blocks_with_the_marks_of_a_page_are_read_as_one() {
        let text = "Roe won.<br>Twice.\n\n<div class=\"x\">\n<p>Doe <b>lost</b>.</p>\n\
                    <ul><li>Poe</ul>\n</div>\n\n<!-- Moe -->\n\n<script>\nZoe\n</script>\n\nEnd.\n";
        let found = article("x", text, &FieldMap::default());
        let blocks = found.blocks.iter();
        let blocks = blocks.map(|it| format!("{} {}", it.kind, it.span.of(&found.text)));
        let expected = [
            "paragraph Roe won.\nTwice.",
            "paragraph Doe lost.",
            "list-item Poe",
            "paragraph End.",
        ];
        assert_eq!(blocks.collect::<Vec<_>>(), expected);
    }

    #[test]
    fn a_first_heading_is_the_headline() {
        let found = article("x", "# Roe wins\n\nRoe won.\n", &FieldMap::default());
        assert_eq!(found.headline.as_deref(), Some("Roe wins"));
        assert_eq!(found.body_text(), "Roe won.");
    }
}
