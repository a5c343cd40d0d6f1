//! WARC: an archive of the web, of which the pages and texts are articles.
//!
//! ISO 28500. The date of a record is when it was fetched, so it is no date of
//! publication.

use std::io::{self, BufRead, Read};

use flate2::read::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};

use super::json::unreadable;
use super::sniff;
use super::stream::{Line, Stream, all, line};

/// The most bytes of a page; what is longer is passed over.
const PAGE: usize = 16 << 20;
/// The most bytes of a line of a header.
const HEADER: usize = 64 << 10;

/// A page or a text of an archive.
pub(super) struct Capture {
    /// Where it was fetched.
    pub(super) url: String,
    /// Whether it is a page, or else plain text.
    pub(super) is_page: bool,
    /// The encoding that its header names.
    pub(super) charset: Option<String>,
    /// Its content.
    pub(super) bytes: Vec<u8>,
}

/// The pages and texts of an archive; what cannot be read is a number with a reason.
pub(super) struct Captures {
    from: Stream,
    number: usize,
    is_over: bool,
}

/// A record, before it is known what it holds.
#[derive(Default)]
struct Header {
    kind: String,
    url: String,
    content_type: String,
    length: Option<usize>,
}

impl Captures {
    pub(super) fn new(from: Stream) -> Self {
        Self { from, number: 0, is_over: false }
    }

    /// The next header; `None` at the end.
    fn header(&mut self) -> Result<Option<Header>, String> {
        let mut header = Header::default();
        let mut started = false;
        loop {
            let bytes =
                match line(&mut self.from, HEADER).map_err(|it| unreadable(&it))? {
                    Line::End if started => return Err(cut_off()),
                    Line::End => return Ok(None),
                    Line::TooLong => {
                        return Err("a header line of more than 64 KiB; the archive is \
                                             damaged: download it again"
                            .to_owned());
                    }
                    Line::Whole(it) => it,
                };
            let text = String::from_utf8_lossy(&bytes);
            match (started, text.is_empty()) {
                (false, true) => {}
                (false, false) if !text.starts_with("WARC/") => {
                    return Err(
                        "no WARC record where one should begin; the archive is damaged: \
                                download it again"
                            .to_owned(),
                    );
                }
                (false, false) => started = true,
                (true, true) => return Ok(Some(header)),
                (true, false) => {
                    let (name, value) = text.split_once(':').unwrap_or((&text, ""));
                    let value = value.trim();
                    match name.to_ascii_lowercase().as_str() {
                        "warc-type" => header.kind = value.to_ascii_lowercase(),
                        "warc-target-uri" => {
                            value.trim_matches(['<', '>']).clone_into(&mut header.url);
                        }
                        "content-type" => {
                            header.content_type = value.to_ascii_lowercase();
                        }
                        "content-length" => header.length = value.parse().ok(),
                        _ => {}
                    }
                }
            }
        }
    }

    /// The next capture of a page or a text.
    fn capture(&mut self) -> Result<Option<Result<Capture, String>>, String> {
        loop {
            self.number += 1;
            let Some(header) = self.header()? else { return Ok(None) };
            let Some(length) = header.length else {
                return Err(
                    "a record without Content-Length; the archive is damaged: download \
                            it again"
                        .to_owned(),
                );
            };
            let is_response =
                header.kind == "response" && header.content_type.contains("http");
            let is_text = matches!(&*header.kind, "conversion" | "resource")
                && (header.content_type.starts_with("text/plain")
                    || header.content_type.starts_with("text/html"));
            let kept = if is_response || is_text { length.min(PAGE) } else { 0 };
            let bytes = self.content(kept, length - kept)?;
            let found = match is_response {
                true => response(&bytes),
                false if is_text => Ok(Some(plain(&header, bytes))),
                false => Ok(None),
            };
            let (is_page, charset, bytes) = match found {
                Ok(None) => continue,
                Ok(Some(it)) if length == kept => it,
                Ok(Some(_)) => return Ok(Some(Err(of(&header.url, TOO_LARGE)))),
                Err(reason) => return Ok(Some(Err(of(&header.url, &reason)))),
            };
            let url = header.url;
            return Ok(Some(Ok(Capture { url, is_page, charset, bytes })));
        }
    }

    /// The next bytes, without those after them that are passed over.
    fn content(&mut self, kept: usize, passed: usize) -> Result<Vec<u8>, String> {
        let mut bytes = Vec::new();
        let read = (&mut self.from).take(kept as u64).read_to_end(&mut bytes);
        let read = read.map_err(|it| unreadable(&it))?;
        let mut rest = (&mut self.from).take(passed as u64);
        let skipped = io::copy(&mut rest, &mut io::sink());
        let skipped = skipped.map_err(|it| unreadable(&it))?;
        match read < kept || skipped < passed as u64 {
            true => Err(cut_off()),
            false => Ok(bytes),
        }
    }
}

const TOO_LARGE: &str = "a page of more than 16 MiB; leave it out";

/// The reason why a page cannot be read, with its address.
fn of(url: &str, reason: &str) -> String {
    format!("{url}: {reason}")
}

impl Iterator for Captures {
    type Item = (usize, Result<Capture, String>);

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        match self.capture() {
            Ok(None) => {
                self.is_over = true;
                None
            }
            Ok(Some(it)) => Some((self.number, it)),
            Err(it) => {
                self.is_over = true;
                Some((self.number, Err(it)))
            }
        }
    }
}

fn cut_off() -> String {
    "the archive ends within a record, as if cut off; download it again".to_owned()
}

type Content = (bool, Option<String>, Vec<u8>);

fn plain(header: &Header, bytes: Vec<u8>) -> Content {
    let is_page = header.content_type.starts_with("text/html");
    (is_page, charset(&header.content_type), bytes)
}

fn charset(content_type: &str) -> Option<String> {
    let (_, rest) = content_type.split_once("charset=")?;
    let end = rest.find([';', ' ']).unwrap_or(rest.len());
    Some(rest[..end].trim_matches(['"', '\'']).to_owned())
}

/// The content of an answer of a web server, where it is a page that was found; `Err` is the
/// reason why it cannot be read.
fn response(bytes: &[u8]) -> Result<Option<Content>, String> {
    let mut from = bytes;
    let Ok(Line::Whole(status)) = line(&mut from, HEADER) else { return Ok(None) };
    let status = String::from_utf8_lossy(&status).into_owned();
    if status.split(' ').nth(1) != Some("200") {
        return Ok(None);
    }
    let (mut content_type, mut coding, mut is_chunked) =
        (String::new(), String::new(), false);
    loop {
        let Ok(Line::Whole(bytes)) = line(&mut from, HEADER) else { return Ok(None) };
        if bytes.is_empty() {
            break;
        }
        let text = String::from_utf8_lossy(&bytes).to_ascii_lowercase();
        let Some((name, value)) = text.split_once(':') else { continue };
        match name.trim() {
            "content-type" => value.trim().clone_into(&mut content_type),
            "content-encoding" => value.trim().clone_into(&mut coding),
            "transfer-encoding" => is_chunked = value.contains("chunked"),
            _ => {}
        }
    }
    let is_page = content_type.contains("html");
    if !is_page && !content_type.starts_with("text/plain") {
        return Ok(None);
    }
    let body = if is_chunked {
        unchunked(from).unwrap_or_else(|| from.to_vec())
    } else {
        from.to_vec()
    };
    let body = unpacked(body, &coding)?;
    Ok(Some((is_page, charset(&content_type), body)))
}

/// The content of a body that is packed as its header says. An archive may hold it unpacked
/// and name the coding all the same.
fn unpacked(body: Vec<u8>, coding: &str) -> Result<Vec<u8>, String> {
    let found = match coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            all(&mut MultiGzDecoder::new(&*body), PAGE)
        }
        "deflate" => {
            let raw = |_| all(&mut DeflateDecoder::new(&*body), PAGE);
            match all(&mut ZlibDecoder::new(&*body), PAGE).or_else(raw) {
                Ok(found) => Ok(found),
                Err(_) => return Ok(body),
            }
        }
        "zstd" if body.starts_with(b"\x28\xb5\x2f\xfd") => {
            zstd::Decoder::new(&*body).and_then(|mut it| all(&mut it, PAGE))
        }
        "" | "identity" => return Ok(body),
        _ if sniff::is_binary(&body) => {
            return Err(format!(
                "packed as `{coding}`, which is not read; fetch it packed by gzip, or not \
                 packed"
            ));
        }
        _ => return Ok(body),
    };
    found.map_err(|it| unreadable(&it))?.ok_or_else(|| TOO_LARGE.to_owned())
}

/// The content of a body in chunks; `None` where it is in none.
fn unchunked(mut from: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    loop {
        let Ok(Line::Whole(size)) = line(&mut from, 64) else { return None };
        let size = String::from_utf8_lossy(&size);
        let size = size.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).ok()?;
        if size == 0 {
            return Some(out);
        }
        out.extend_from_slice(from.get(..size)?);
        from.consume(size);
        let Ok(Line::Whole(_)) = line(&mut from, 64) else { return None };
    }
}

#[cfg(test)]
mod tests {
    use std::io::{BufReader, Cursor, Read, Write as _};

    use super::{Captures, unpacked};

    fn record(kind: &str, content_type: &str, body: &str) -> String {
        format!(
            "WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Target-URI: https://p.example/1\r\n\
             Content-Type: {content_type}\r\nContent-Length: {}\r\n\r\n{body}\r\n\r\n",
            body.len()
        )
    }

    fn captures(archive: &str) -> Vec<String> {
        let bytes: Box<dyn Read + Send> =
            Box::new(Cursor::new(archive.as_bytes().to_vec()));
        let found = Captures::new(BufReader::new(bytes)).map(|(number, it)| match it {
            Ok(it) => {
                let text = String::from_utf8(it.bytes).unwrap();
                format!("{number} {} {:?} {text}", it.is_page, it.charset)
            }
            Err(it) => format!("{number} {it}"),
        });
        found.collect()
    }

    #[test]
    fn pages_and_texts_are_found() {
        let http = "application/http; msgtype=response";
        let page =
            "HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=latin1\r\n\r\n<p>a";
        let chunks = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: \
                      chunked\r\n\r\n3\r\n<p>\r\n1\r\nb\r\n0\r\n\r\n";
        let gone = "HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n<p>c";
        let picture = "HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\nd";
        let archive = [
            record("warcinfo", "application/warc-fields", "x: y"),
            record("response", http, page),
            record("response", http, gone),
            record("response", http, picture),
            record("response", http, chunks),
            record("conversion", "text/plain", "e"),
        ];
        let expected =
            ["2 true Some(\"latin1\") <p>a", "5 true None <p>b", "6 false None e"];
        assert_eq!(captures(&archive.concat()), expected);
    }

    #[test]
    fn contents_are_unpacked_and_large_ones_named_only_where_they_are_pages() {
        let page = format!("<p>{}", "Roe won. ".repeat(2_000));
        let mut deflate =
            flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::fast());
        deflate.write_all(page.as_bytes()).unwrap();
        let deflate = deflate.finish().unwrap();
        let zstd = zstd::encode_all(page.as_bytes(), 1).unwrap();
        for (coding, body) in [("deflate", &deflate), ("zstd", &zstd)] {
            assert_eq!(
                unpacked(body.clone(), coding).unwrap(),
                page.as_bytes(),
                "{coding}"
            );
        }
        for coding in ["br", "deflate", "gzip", "utf-8", ""] {
            let found = unpacked(page.clone().into_bytes(), coding).unwrap();
            assert_eq!(found, page.as_bytes(), "{coding}");
        }
        let reason = unpacked(deflate, "br").unwrap_err();
        assert!(
            reason.starts_with("packed as `br`, which is not read; fetch"),
            "{reason}"
        );
        let bomb = zstd::encode_all(std::io::repeat(b'a').take(20 << 20), 1).unwrap();
        assert_eq!(unpacked(bomb, "zstd").unwrap_err(), super::TOO_LARGE);
        let large = "a".repeat(17 << 20);
        let of = |kind: &str| {
            let head = format!("HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\n\r\n");
            record("response", "application/http", &(head + &large))
        };
        let found = captures(&(of("video/mp4") + &of("text/html")));
        assert_eq!(found, [format!("2 https://p.example/1: {}", super::TOO_LARGE)]);
    }

    #[test]
    fn broken_archives_say_so() {
        let whole = record("conversion", "text/plain", "e");
        let cut = captures(&whole[..whole.len() - 5]);
        assert_eq!(
            cut,
            ["1 the archive ends within a record, as if cut off; download it again"]
        );
        let other = captures(&format!("{whole}garbage\r\n"));
        assert!(other[1].starts_with("2 no WARC record"), "{other:?}");
    }
}
