//! RSS and Atom: an article an item.

use std::io::{self, BufRead, Read};

use quick_xml::escape::resolve_html5_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::fields::Record;
use super::json::{Item, RECORD, too_long, unreadable};
use super::stream::Stream;

/// The items of a feed.
pub(super) struct Items {
    reader: Reader<Limited>,
    buffer: Vec<u8>,
    /// The name of the feed, which is the publisher of its items.
    title: String,
    number: usize,
    is_over: bool,
    /// Whether the outermost element was there and was closed.
    is_whole: bool,
}

/// A stream that gives up where one item is longer than a record may be.
struct Limited {
    from: Stream,
    left: usize,
}

impl Read for Limited {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let part = self.fill_buf()?;
        let count = part.len().min(out.len());
        out[..count].copy_from_slice(&part[..count]);
        self.consume(count);
        Ok(count)
    }
}

impl BufRead for Limited {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.left == 0 {
            return Err(io::Error::other(too_long()));
        }
        self.from.fill_buf()
    }

    fn consume(&mut self, count: usize) {
        self.left = self.left.saturating_sub(count);
        self.from.consume(count);
    }
}

impl Items {
    pub(super) fn new(from: Stream) -> Self {
        let mut reader = Reader::from_reader(Limited { from, left: RECORD });
        let config = reader.config_mut();
        config.check_end_names = false;
        config.allow_unmatched_ends = true;
        Self {
            reader,
            buffer: Vec::new(),
            title: String::new(),
            number: 0,
            is_over: false,
            is_whole: false,
        }
    }

    /// The next item; `None` at the end of the feed.
    fn item(&mut self) -> Result<Option<Record>, String> {
        loop {
            self.reader.get_mut().left = RECORD;
            match next(&mut self.reader, &mut self.buffer)? {
                Event::Start(start) => match local(&start) {
                    "item" | "entry" => return self.entry().map(Some),
                    "title" if self.number <= 1 && self.title.is_empty() => {
                        self.title = self.content()?;
                    }
                    _ => {}
                },
                Event::End(end) => {
                    let name = end.name();
                    let name = name.local_name();
                    self.is_whole |= matches!(name.as_ref(), b"rss" | b"feed" | b"RDF");
                }
                Event::Eof if self.is_whole => return Ok(None),
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
        }
    }

    /// The record of the item that has just opened.
    fn entry(&mut self) -> Result<Record, String> {
        let mut found: Vec<(String, String)> = Vec::new();
        loop {
            match next(&mut self.reader, &mut self.buffer)? {
                Event::Start(start) => {
                    let name = qualified(&start);
                    let link = attribute(&start, "href");
                    let relation = attribute(&start, "rel");
                    let is_markup = attribute(&start, "type").as_deref() == Some("xhtml");
                    // In RSS their words stand between their tags, in Atom in a part of them.
                    let text = match &*name {
                        "author" => self.words_or("name")?,
                        "source" => self.words_or("title")?,
                        _ if is_markup => self.markup()?,
                        _ => self.content()?,
                    };
                    push_link(&mut found, &name, link, relation.as_deref());
                    found.push((name, text));
                }
                Event::Empty(start) => {
                    let relation = attribute(&start, "rel");
                    let link = attribute(&start, "href");
                    push_link(&mut found, &qualified(&start), link, relation.as_deref());
                }
                Event::End(end)
                    if matches!(end.name().local_name().as_ref(), b"item" | b"entry") =>
                {
                    return Ok(self.record(&found));
                }
                Event::Eof => return Err(cut_off()),
                _ => {}
            }
        }
    }

    fn record(&self, found: &[(String, String)]) -> Record {
        let mut record = Record::default();
        let first = |names: &[&str]| {
            let mut found = names.iter().filter_map(|name| {
                found.iter().find(|(it, text)| it == name && !text.trim().is_empty())
            });
            found.next().map(|(_, text)| &**text)
        };
        let texts = ["content:encoded", "content", "description", "summary"];
        record.add("text", first(&texts).unwrap_or_default());
        record.add("title", first(&["title"]).unwrap_or_default());
        record.add("url", first(&["link"]).unwrap_or_default());
        record.add("publisher", first(&["source"]).unwrap_or(&self.title));
        for name in ["pubDate", "published", "dc:date", "date", "issued"] {
            for (_, text) in found.iter().filter(|(it, _)| it == name) {
                record.add(if name == "pubDate" { "pubDate" } else { "published" }, text);
            }
        }
        for name in ["dc:creator", "creator", "author"] {
            for (_, text) in found.iter().filter(|(it, _)| it == name) {
                // *ann@post.example (Ann Lee)*
                let inner = text.split_once('(').and_then(|(_, it)| it.split_once(')'));
                record.add("author", inner.map_or(text, |(name, _)| name));
            }
        }
        record
    }

    /// The characters of a part of the element that has just opened, or else its own.
    fn words_or(&mut self, part: &str) -> Result<String, String> {
        let mut own = String::new();
        let mut inner = None;
        loop {
            match next(&mut self.reader, &mut self.buffer)? {
                Event::Start(start) => {
                    let is_wanted = local(&start) == part;
                    let text = self.content()?;
                    inner = inner.or(is_wanted.then_some(text));
                }
                Event::Text(text) => push_unescaped(&mut own, &text),
                Event::CData(text) => own.push_str(&String::from_utf8_lossy(&text)),
                Event::End(_) | Event::Eof => return Ok(inner.unwrap_or(own)),
                _ => {}
            }
        }
    }

    /// The characters of the element that has just opened.
    fn content(&mut self) -> Result<String, String> {
        let mut out = String::new();
        let mut depth = 1_usize;
        while depth > 0 {
            match next(&mut self.reader, &mut self.buffer)? {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::Text(text) => push_unescaped(&mut out, &text),
                Event::CData(text) => out.push_str(&String::from_utf8_lossy(&text)),
                Event::Eof => depth = 0,
                _ => {}
            }
        }
        Ok(out)
    }

    /// The same with its elements, which are those of a page.
    fn markup(&mut self) -> Result<String, String> {
        let mut out = String::new();
        let mut depth = 1_usize;
        while depth > 0 {
            match next(&mut self.reader, &mut self.buffer)? {
                Event::Start(start) => {
                    depth += 1;
                    out.push('<');
                    out.push_str(local(&start));
                    out.push('>');
                }
                Event::End(end) => {
                    depth -= 1;
                    out.push_str("</");
                    out.push_str(&String::from_utf8_lossy(
                        end.name().local_name().as_ref(),
                    ));
                    out.push('>');
                }
                Event::Empty(start) => {
                    out.push('<');
                    out.push_str(local(&start));
                    out.push('>');
                }
                Event::Text(text) => out.push_str(&String::from_utf8_lossy(&text)),
                Event::CData(text) => out.push_str(&String::from_utf8_lossy(&text)),
                Event::Eof => depth = 0,
                _ => {}
            }
        }
        Ok(out)
    }
}

impl Iterator for Items {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        if self.is_over {
            return None;
        }
        self.number += 1;
        let place = self.number.to_string();
        match self.item() {
            Ok(Some(it)) => Some((place, Ok(it))),
            Ok(None) => {
                self.is_over = true;
                // A feed without items is said so.
                let reason = "a feed without items; leave it out".to_owned();
                (self.number == 1).then_some((place, Err(reason)))
            }
            Err(it) => {
                self.is_over = true;
                Some((place, Err(it)))
            }
        }
    }
}

fn cut_off() -> String {
    "the feed is not closed, as if cut off; download it again".to_owned()
}

/// Keeps the address that a link element gives in its attribute.
fn push_link(
    found: &mut Vec<(String, String)>,
    name: &str,
    link: Option<String>,
    relation: Option<&str>,
) {
    if let Some(link) = link
        && name == "link"
        && relation.is_none_or(|it| it == "alternate")
    {
        found.push((name.to_owned(), link));
    }
}

fn local<'a>(start: &'a BytesStart<'_>) -> &'a str {
    str::from_utf8(start.local_name().into_inner()).unwrap_or_default()
}

/// The name of an element, with its prefix where the local name alone is another's.
fn qualified(start: &BytesStart<'_>) -> String {
    let name = start.name();
    let whole = String::from_utf8_lossy(name.as_ref());
    match local(start) {
        "encoded" => "content:encoded".to_owned(),
        _ => whole.strip_prefix("atom:").unwrap_or(&whole).to_owned(),
    }
}

fn attribute(start: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut attributes = start.attributes();
    let mut attributes = attributes.with_checks(false).flatten();
    let found = attributes.find(|it| it.key.as_ref() == name.as_bytes())?;
    let mut out = String::new();
    push_unescaped(&mut out, &found.value);
    Some(out)
}

/// Adds characters with their references read; a reference that is none stays.
fn push_unescaped(out: &mut String, text: &[u8]) {
    let text = String::from_utf8_lossy(text);
    match quick_xml::escape::unescape_with(&text, resolve_html5_entity) {
        Ok(it) => out.push_str(&it),
        Err(_) => out.push_str(&text),
    }
}

/// The next piece of the XML, in a buffer of its own, so that the rest stays at hand.
fn next<'a>(
    reader: &mut Reader<Limited>,
    buffer: &'a mut Vec<u8>,
) -> Result<Event<'a>, String> {
    buffer.clear();
    reader.read_event_into(buffer).map_err(|it| broken(&it))
}

/// Why a feed cannot be read on.
fn broken(error: &quick_xml::Error) -> String {
    match error {
        quick_xml::Error::Io(it) if it.kind() == io::ErrorKind::Other => it.to_string(),
        quick_xml::Error::Io(it) => unreadable(it),
        other => format!("broken XML ({other}); download the feed again or repair it"),
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read};

    use super::Items;
    use crate::ingest::FieldMap;

    fn lines(feed: &str) -> Vec<String> {
        let bytes: Box<dyn Read + Send> = Box::new(Cursor::new(feed.as_bytes().to_vec()));
        let items = Items::new(BufReader::new(bytes));
        let items = items.map(|(place, it)| {
            let it = it.and_then(|it| it.article("", &FieldMap::default()));
            let it = it.map(|it| {
                let date = it.date_published.map(|it| it.to_string()).unwrap_or_default();
                let field = |it: &Option<String>| it.clone().unwrap_or_default();
                let (title, publisher) = (field(&it.headline), field(&it.publisher));
                let authors = it.authors.join("+");
                let url = field(&it.url);
                let text = it.body_text();
                format!("{title}|{date}|{publisher}|{authors}|{url}|{text}")
            });
            format!("{place} {}", it.unwrap_or_else(|it| it))
        });
        items.collect()
    }

    #[test]
    fn rss_is_read() {
        let feed = "<?xml version=\"1.0\"?><rss version=\"2.0\" xmlns:content=\"c\" \
            xmlns:dc=\"d\"><channel><title>Daily Post</title><link>https://p.example</link>\
            <item><title>Roe &amp; Doe</title><link>https://p.example/1</link>\
            <description>Short.</description><dc:creator><![CDATA[Ann Lee]]></dc:creator>\
            <pubDate>Mon, 04 Mar 2024 23:30:00 -0500</pubDate>\
            <content:encoded><![CDATA[<p>Roe won.</p><p>Doe lost.</p>]]></content:encoded>\
            <media:content xmlns:media=\"m\" url=\"x\"><media:title>No</media:title>\
            </media:content></item>\
            <item><title>B</title><description>&lt;p&gt;Poe &amp;amp; Moe.&lt;/p&gt;\
            </description><author>bo@p.example (Bo Kim)</author></item></channel></rss>";
        assert_eq!(
            lines(feed),
            [
                "1 Roe & Doe|2024-03-04|Daily Post|Ann Lee|https://p.example/1|Roe won.\n\nDoe lost.",
                "2 B||Daily Post|Bo Kim||Poe & Moe.",
            ]
        );
    }

    #[test]
    fn atom_is_read() {
        let feed = "<feed xmlns=\"http://www.w3.org/2005/Atom\"><title>Wire</title>\
            <entry><title type=\"text\">Roe wins</title><link rel=\"self\" href=\"s\"/>\
            <link rel=\"alternate\" href=\"https://w.example/1\"/><author><name>Ann Lee</name>\
            </author><published>2024-03-04T23:30:00-05:00</published>\
            <updated>2024-03-06T00:00:00Z</updated><content type=\"xhtml\"><div><p>Roe \
            <b>won</b>.</p></div></content></entry></feed>";
        let expected = "1 Roe wins|2024-03-04|Wire|Ann Lee|https://w.example/1|Roe won.";
        assert_eq!(lines(feed), [expected]);
    }

    #[test]
    fn an_item_names_its_authors_and_where_it_comes_from() {
        let feed = "<rss><channel><title>Collected</title><item><title>A</title>\
            <source url=\"https://w.example\">Harlow Wire</source>\
            <author><![CDATA[Ann Lee]]></author><description>Roe won.</description></item>\
            </channel></rss>";
        assert_eq!(lines(feed), ["1 A||Harlow Wire|Ann Lee||Roe won."]);
        let feed = "<atom:feed xmlns:atom=\"http://www.w3.org/2005/Atom\"><atom:title>Collected\
            </atom:title><atom:entry><atom:title>A</atom:title><atom:source><atom:id>1</atom:id>\
            <atom:title>Harlow Wire</atom:title></atom:source><atom:author><atom:email>x</atom:email>\
            <atom:name>Ann Lee</atom:name></atom:author><atom:author><atom:name>Bo Kim</atom:name>\
            </atom:author><atom:published>2024-03-04</atom:published>\
            <atom:summary>Roe won.</atom:summary></atom:entry></atom:feed>";
        assert_eq!(lines(feed), ["1 A|2024-03-04|Harlow Wire|Ann Lee+Bo Kim||Roe won."]);
    }

    #[test]
    fn broken_feeds_say_so() {
        let cut = lines("<rss><channel><title>P</title><item><title>a</title>");
        assert!(cut[0].contains("not closed, as if cut off"), "{cut:?}");
        let none = lines("<rss><channel><title>P</title></channel></rss>");
        assert_eq!(none, ["1 a feed without items; leave it out"]);
        let broken = lines("<rss><channel><item><title>a</title><![CDATA[");
        assert!(broken[0].contains("broken XML"), "{broken:?}");
    }
}
