//! WARC: an archive of the web, of which the pages and texts are articles.
//!
//! ISO 28500. The date of a record is when it was fetched, so it is no date of
//! publication.

use std::io::{self, BufRead, Read};

use flate2::read::{MultiGzDecoder, ZlibDecoder};

use super::json::unreadable;
use super::stream::{Line, Stream, line};

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
            if !(is_response || is_text) || length > PAGE {
                let left = (&mut self.from).take(length as u64);
                let read = io::copy(&mut { left }, &mut io::sink());
                if read.map_err(|it| unreadable(&it))? < length as u64 {
                    return Err(cut_off());
                }
                if length > PAGE && (is_response || is_text) {
                    let reason = format!(
                        "{}: a page of more than 16 MiB; leave it out",
                        header.url
                    );
                    return Ok(Some(Err(reason)));
                }
                continue;
            }
            let mut bytes = Vec::new();
            let read = (&mut self.from).take(length as u64).read_to_end(&mut bytes);
            if read.map_err(|it| unreadable(&it))? < length {
                return Err(cut_off());
            }
            let found =
                if is_response { response(&bytes) } else { Some(plain(&header, bytes)) };
            if let Some((is_page, charset, bytes)) = found {
                return Ok(Some(Ok(Capture {
                    url: header.url,
                    is_page,
                    charset,
                    bytes,
                })));
            }
        }
    }
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

/// The content of an answer of a web server, where it is a page that was found.
fn response(bytes: &[u8]) -> Option<Content> {
    let mut from = bytes;
    let Ok(Line::Whole(status)) = line(&mut from, HEADER) else { return None };
    let status = String::from_utf8_lossy(&status).into_owned();
    if status.split(' ').nth(1) != Some("200") {
        return None;
    }
    let (mut content_type, mut coding, mut is_chunked) =
        (String::new(), String::new(), false);
    loop {
        let Ok(Line::Whole(bytes)) = line(&mut from, HEADER) else { return None };
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
        return None;
    }
    let body = if is_chunked {
        unchunked(from).unwrap_or_else(|| from.to_vec())
    } else {
        from.to_vec()
    };
    let mut unpacked = Vec::new();
    let limit = PAGE as u64;
    // An archive may hold the content unpacked and name the coding all the same.
    let read = match &*coding {
        "gzip" | "x-gzip" if body.starts_with(b"\x1f\x8b") => {
            MultiGzDecoder::new(&*body).take(limit).read_to_end(&mut unpacked)
        }
        "deflate" => ZlibDecoder::new(&*body).take(limit).read_to_end(&mut unpacked),
        _ => Ok(0),
    };
    let body = if read.is_ok() && !unpacked.is_empty() { unpacked } else { body };
    Some((is_page, charset(&content_type), body))
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
    use std::io::{BufReader, Cursor, Read};

    use super::Captures;

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
