//! Sniffing tells what bytes are: their format, and the characters they stand for.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};

use super::Format;
use super::fields;

/// Formats that are no text, by their first bytes, with what to do about them.
const BINARY: &[(&[u8], &str)] = &[
    (b"%PDF", "a PDF file; convert it, for example with `pdftotext`"),
    (b"PK\x03\x04", "a ZIP file or an office document; unpack it, or save it as text"),
    (b"\xd0\xcf\x11\xe0", "an office document; save it as text"),
    (b"{\\rtf", "an RTF document; save it as text"),
    (b"BZh", "compressed by bzip2; unpack it, or use gzip or zstd"),
    (b"\xfd7zXZ\0", "compressed by xz; unpack it, or use gzip or zstd"),
    (b"7z\xbc\xaf", "a 7-Zip archive; unpack it"),
    (b"Rar!", "a RAR archive; unpack it"),
    (b"\x1f\x8b", "compressed twice; unpack it once"),
    (b"\x28\xb5\x2f\xfd", "compressed twice; unpack it once"),
    (b"PAR1", "a Parquet file; write its rows as JSON Lines"),
    (b"SQLite format 3", "an SQLite database; write its rows as CSV"),
    (b"\x89PNG", "a picture; give the text of the article"),
    (b"\xff\xd8\xff", "a picture; give the text of the article"),
    (b"GIF8", "a picture; give the text of the article"),
    (b"\x7fELF", "a program; give the text of the article"),
];

/// What the first bytes of a source are; the extension of its name decides where they do
/// not. `Err` is the reason why it cannot be read.
pub(super) fn format(start: &[u8], extension: Option<&str>) -> Result<Format, String> {
    for (magic, reason) in BINARY {
        if start.starts_with(magic) {
            return Err((*reason).to_owned());
        }
    }
    if start.get(257..262) == Some(b"ustar") {
        return Err("a tar archive; unpack it".to_owned());
    }
    // An archive may hold pictures from its start on.
    if start.starts_with(b"WARC/") {
        return Ok(Format::Warc);
    }
    let is_wide = start.starts_with(b"\xff\xfe") || start.starts_with(b"\xfe\xff");
    if !is_wide && is_binary(start) {
        return Err("binary data, not text; give the text of the article".to_owned());
    }
    let by_name = extension.and_then(Format::of_extension);
    let text = decode_start(start);
    let text = text.trim_start_matches('\u{feff}').trim_start();
    Ok(match (by_content(text, by_name), by_name) {
        (Some(found), _) => found,
        (None, Some(named)) => named,
        (None, None) => Format::Text,
    })
}

/// The format that a text shows by how it begins.
fn by_content(text: &str, by_name: Option<Format>) -> Option<Format> {
    let lower: String = text.chars().take(4096).collect::<String>().to_ascii_lowercase();
    if lower.starts_with('<') {
        let has = |it: &str| lower.contains(it);
        if has("<rss") || has("<feed") || has("<rdf:rdf") {
            return Some(Format::Feed);
        }
        let tags =
            ["<!doctype html", "<html", "<head", "<body", "<article", "<div", "<p>"];
        if tags.iter().any(|it| has(it)) {
            return Some(Format::Html);
        }
    }
    // A line that is a whole object shows lines of objects, even where the first is broken.
    let is_object = |it: &str| {
        it.starts_with('{') && serde_json::from_str::<serde::de::IgnoredAny>(it).is_ok()
    };
    if !text.starts_with('[') && text.lines().take(64).any(is_object) {
        return Some(Format::JsonLines);
    }
    let first = text.lines().next().unwrap_or_default().trim();
    if text.starts_with('{') && text[1..].trim_start().starts_with(['"', '}']) {
        // A record that does not end with its line is a document, unless it is so long that
        // its end is not seen.
        let is_cut = text.len() == first.len() && text.len() > 4096;
        let lines = by_name == Some(Format::JsonLines) || is_cut;
        return Some(if lines { Format::JsonLines } else { Format::Json });
    }
    if text.starts_with('[') && text[1..].trim_start().starts_with(['{', ']']) {
        return Some(Format::Json);
    }
    if by_name == Some(Format::JsonLines) {
        return by_name;
    }
    for mark in ['\t', ',', ';', '|'] {
        let names = first.split(mark).map(|it| it.trim().trim_matches('"'));
        let known = names.filter(|it| fields::is_known(it)).count();
        if known >= 2 && first.contains(mark) {
            return Some(if mark == '\t' { Format::Tsv } else { Format::Csv });
        }
    }
    None
}

/// The first bytes as text, whatever they are; only for sniffing.
fn decode_start(start: &[u8]) -> String {
    let encoding = Encoding::for_bom(start).map_or(UTF_8, |(it, _)| it);
    encoding.decode(start).0.into_owned()
}

/// The encoding of a source of records, by its first bytes, where that is not UTF-8. A feed
/// may declare it, and is read as Windows-1252 where it declares nothing, like a page.
pub(super) fn encoding(start: &[u8], format: Format) -> Option<&'static Encoding> {
    if let Some((encoding, _)) = Encoding::for_bom(start) {
        return Some(encoding).filter(|it| *it != UTF_8);
    }
    if format != Format::Feed {
        return None;
    }
    // The last character may be cut.
    let is_utf8 =
        str::from_utf8(start).map_or_else(|it| it.error_len().is_none(), |_| true);
    let declaration = start.starts_with(b"<?xml").then(|| {
        let end = start.iter().position(|it| *it == b'>').unwrap_or(start.len());
        charset(&start[..end])
    });
    let declared = declaration.flatten();
    let declared = declared.and_then(|it| Encoding::for_label(it.as_bytes()));
    match declared.filter(|it| it.is_ascii_compatible()) {
        _ if is_utf8 && !start.is_ascii() => None,
        Some(encoding) => Some(encoding).filter(|it| *it != UTF_8),
        None => (!is_utf8).then_some(WINDOWS_1252),
    }
}

/// Bytes as text, and the encoding where it is not UTF-8. `declared` is what the input
/// itself says of its encoding.
pub(super) fn text(
    bytes: Vec<u8>,
    declared: Option<&str>,
) -> Result<(String, Option<&'static str>), String> {
    if let Some((encoding, length)) = Encoding::for_bom(&bytes) {
        let (text, is_lossy) = encoding.decode_without_bom_handling(&bytes[length..]);
        if is_lossy {
            return Err(format!(
                "broken {}; save the text as UTF-8 and give that",
                encoding.name()
            ));
        }
        let name = (encoding != UTF_8).then(|| encoding.name());
        return Ok((text.into_owned(), name));
    }
    if is_binary(&bytes) {
        return Err("binary data, not text; give the text of the article".into());
    }
    let broken = match String::from_utf8(bytes) {
        Ok(text) => return Ok((text, None)),
        Err(it) => it,
    };
    let declared = declared.and_then(|it| Encoding::for_label(it.trim().as_bytes()));
    if let Some(encoding) = declared.filter(|it| *it != UTF_8) {
        let (text, _) = encoding.decode_without_bom_handling(broken.as_bytes());
        return Ok((text.into_owned(), Some(encoding.name())));
    }
    let byte = broken.utf8_error().valid_up_to();
    let before = broken.as_bytes().get(..byte).unwrap_or_default();
    let line = before.split(|it| *it == b'\n').count();
    Err(format!(
        "broken UTF-8 at byte {byte} (line {line}); convert it, for example with `iconv -f \
         WINDOWS-1252 -t UTF-8`"
    ))
}

/// A page as text. Browsers read one that does not say how it is encoded as Windows-1252
/// where it is not UTF-8; so does this.
pub(super) fn page(
    bytes: Vec<u8>,
    header: Option<&str>,
) -> (String, Option<&'static str>) {
    let declared = header.map(str::to_owned).or_else(|| charset(&bytes));
    if let Some((encoding, _)) = Encoding::for_bom(&bytes) {
        let name = (encoding != UTF_8).then(|| encoding.name());
        return (encoding.decode(&bytes).0.into_owned(), name);
    }
    let bytes = match String::from_utf8(bytes) {
        Ok(text) => return (text, None),
        Err(it) => it.into_bytes(),
    };
    let declared = declared.and_then(|it| Encoding::for_label(it.as_bytes()));
    let encoding = declared.unwrap_or(WINDOWS_1252);
    let name = (encoding != UTF_8).then(|| encoding.name());
    (encoding.decode_without_bom_handling(&bytes).0.into_owned(), name)
}

/// The `charset=` or `encoding=` in the first bytes of a page.
pub(super) fn charset(bytes: &[u8]) -> Option<String> {
    let start = String::from_utf8_lossy(bytes.get(..2048).unwrap_or(bytes));
    let lower = start.to_ascii_lowercase();
    ["charset=", "encoding="].iter().find_map(|it| {
        let rest = &lower[lower.find(it)? + it.len()..];
        let rest = rest.trim_start_matches(['"', '\'', ' ']);
        let end =
            rest.find(|it: char| !it.is_ascii_alphanumeric() && !"-_:".contains(it));
        Some(rest[..end.unwrap_or(rest.len())].to_owned()).filter(|it| !it.is_empty())
    })
}

/// Whether bytes are not text in any encoding that extends ASCII: a NUL, or more than one
/// control character in thirty.
pub(super) fn is_binary(bytes: &[u8]) -> bool {
    let control = |it: &u8| it.is_ascii_control() && !it.is_ascii_whitespace();
    bytes.contains(&0) || bytes.iter().filter(|it| control(it)).count() * 30 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::{charset, encoding, format, page, text};
    use crate::ingest::Format;

    #[test]
    fn formats_are_seen_in_the_content_before_the_name() {
        for (start, extension, expected) in [
            ("Roe won.", None, Format::Text),
            ("# Roe wins", Some("md"), Format::Markdown),
            ("<!DOCTYPE html><p>Roe won.", Some("txt"), Format::Html),
            (
                "\u{feff}<?xml version=\"1.0\"?>\n<rss version=\"2.0\">",
                None,
                Format::Feed,
            ),
            ("<?xml version=\"1.0\"?><feed xmlns=\"x\">", Some("xml"), Format::Feed),
            ("{\"text\": \"Roe won.\"}\n{\"text\": \"b\"}", None, Format::JsonLines),
            ("null\n{\"text\": \"b\"}", None, Format::JsonLines),
            ("{\"text\": \"Ro\n{\"text\": \"b\"}", None, Format::JsonLines),
            ("{\n \"text\": \"Roe won.\"\n}", None, Format::Json),
            ("[{\"text\": \"Roe won.\"}]", Some("txt"), Format::Json),
            ("[Roe] won.", None, Format::Text),
            ("title,text,date\nx,y,z", None, Format::Csv),
            ("title\ttext\nx\ty", Some("csv"), Format::Tsv),
            ("Roe, the mayor, won.", None, Format::Text),
            ("name,body2\nx,y", Some("csv"), Format::Csv),
            ("title;text;date\nx;y;z", None, Format::Csv),
            ("title|text|date\nx|y|z", None, Format::Csv),
            ("WARC/1.0\r\n\0", None, Format::Warc),
            ("", None, Format::Text),
        ] {
            let found = format(start.as_bytes(), extension);
            assert_eq!(found, Ok(expected), "{start:?}");
        }
        for (start, reason) in [
            (&b"%PDF-1.4"[..], "pdftotext"),
            (b"PK\x03\x04\0\0", "ZIP file"),
            (b"\xfd7zXZ\0", "xz"),
            (b"a\x01b\x02c\x03", "binary data"),
            (b"\x1f\x8b\x08", "compressed twice"),
        ] {
            let refusal = format(start, Some("txt")).unwrap_err();
            assert!(refusal.contains(reason), "{refusal}");
        }
    }

    #[test]
    fn text_is_told_from_other_bytes() {
        let plain = "Nía\r\n\twon.";
        assert_eq!(text(plain.into(), None), Ok((plain.to_owned(), None)));
        let wide = text(b"\xff\xfeA\0\xed\0".to_vec(), None);
        assert_eq!(wide, Ok(("Aí".to_owned(), Some("UTF-16LE"))));
        let declared = text(b"M\xfcller".to_vec(), Some("iso-8859-1"));
        assert_eq!(declared, Ok(("Müller".to_owned(), Some("windows-1252"))));
        let reason = |bytes: &[u8]| text(bytes.to_vec(), None).unwrap_err();
        assert!(reason(b"a\x01b\x02c\x03").starts_with("binary data"));
        let broken = reason(b"one\ntwo\nM\xfcller");
        assert!(broken.starts_with("broken UTF-8 at byte 9 (line 3)"), "{broken}");
        assert!(broken.contains("iconv"));
    }

    #[test]
    fn records_come_in_the_encoding_that_they_begin_with_or_declare() {
        let declared = |name: &str, rest: &[u8]| {
            [format!("<?xml version='1.0' encoding='{name}'?><rss>").as_bytes(), rest]
                .concat()
        };
        for (start, format, expected) in [
            (b"\xff\xfe{\0".to_vec(), Format::JsonLines, Some("UTF-16LE")),
            (b"\xef\xbb\xbf{".to_vec(), Format::JsonLines, None),
            (b"M\xfcller".to_vec(), Format::Csv, None),
            (declared("ISO-8859-2", b""), Format::Feed, Some("ISO-8859-2")),
            (declared("ISO-8859-1", b"M\xfc"), Format::Feed, Some("windows-1252")),
            // What is UTF-8 is read as such, whatever it says.
            (declared("ISO-8859-1", "Mü".as_bytes()), Format::Feed, None),
            (declared("UTF-16", b""), Format::Feed, None),
            (b"<rss>M\xfcller".to_vec(), Format::Feed, Some("windows-1252")),
            (b"<rss>M\xc3".to_vec(), Format::Feed, None),
        ] {
            let found = encoding(&start, format).map(encoding_rs::Encoding::name);
            assert_eq!(found, expected, "{start:?}");
        }
    }

    #[test]
    fn pages_say_how_they_are_encoded() {
        let said = b"<meta charset=\"ISO-8859-2\">\xb1".to_vec();
        assert_eq!(charset(&said).as_deref(), Some("iso-8859-2"));
        assert!(page(said, None).0.ends_with('ą'));
        assert!(page(b"<p>\x93So\x94".to_vec(), None).0.ends_with("“So”"));
        let (text, name) = page("<meta charset=latin1>é".into(), None);
        assert_eq!((text.ends_with('é'), name), (true, None));
    }
}
