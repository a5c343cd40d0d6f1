//! Elements of XML for the formats that are XML.

use std::io;

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};

/// XML in the making, an element a line.
pub(super) struct Xml(Writer<Vec<u8>>);

impl Xml {
    pub(super) fn new() -> io::Result<Self> {
        let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
        Ok(Self(writer))
    }

    pub(super) fn open(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> io::Result<()> {
        self.0.write_event(Event::Start(start(name, attributes)))
    }

    pub(super) fn close(&mut self, name: &str) -> io::Result<()> {
        self.0.write_event(Event::End(BytesEnd::new(name)))
    }

    pub(super) fn empty(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
    ) -> io::Result<()> {
        self.0.write_event(Event::Empty(start(name, attributes)))
    }

    /// An element with text.
    pub(super) fn text(
        &mut self,
        name: &str,
        attributes: &[(&str, &str)],
        text: &str,
    ) -> io::Result<()> {
        self.open(name, attributes)?;
        self.0.write_event(Event::Text(BytesText::new(&allowed(text))))?;
        self.close(name)
    }

    pub(super) fn finish(self) -> io::Result<String> {
        let mut bytes = self.0.into_inner();
        bytes.push(b'\n');
        String::from_utf8(bytes).map_err(io::Error::other)
    }
}

fn start<'a>(name: &'a str, attributes: &[(&str, &str)]) -> BytesStart<'a> {
    let mut element = BytesStart::new(name);
    for (key, value) in attributes {
        element.push_attribute((*key, &*allowed(value)));
    }
    element
}

/// The text with a space for each character that XML 1.0 cannot hold, and for line ends,
/// which attributes lose.
fn allowed(text: &str) -> String {
    let is_held = |it: char| !it.is_control() && it != '\u{FFFE}' && it != '\u{FFFF}';
    text.chars().map(|it| if is_held(it) { it } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::Xml;

    #[test]
    fn whatever_is_written_is_xml() {
        let mut xml = Xml::new().unwrap();
        xml.text("a", &[("b", "\"<&>'\n\u{1}")], "a < b & \u{FFFF}c").unwrap();
        let expected = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
                        <a b=\"&quot;&lt;&amp;&gt;&apos;  \">a &lt; b &amp;  c</a>\n";
        assert_eq!(xml.finish().unwrap(), expected);
    }
}
