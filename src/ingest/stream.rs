//! A stream is the bytes of a source, out of any compression, never all in memory.

use std::io::{self, BufRead, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{Decoder, Encoding};
use flate2::bufread::MultiGzDecoder;

/// How much is read at a time.
const BUFFER: usize = 64 << 10;
/// What is larger than this, and more than [`RATIO`] times what it was unpacked from, is
/// made to fill memory or disk and no text.
const UNPACKED: u64 = 64 << 20;
const RATIO: u64 = 200;

/// The bytes of a source.
pub(super) type Stream = BufReader<Box<dyn Read + Send>>;

/// How a source is compressed, by its first bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Packing {
    None,
    Gzip,
    Zstd,
}

/// Unpacks a source. The counter is told how many bytes of it have been read.
pub(super) fn unpack(
    source: Box<dyn Read + Send>,
    read: &Arc<AtomicU64>,
) -> io::Result<Stream> {
    let counted = Counted { from: source, read: Arc::clone(read) };
    let mut source = BufReader::with_capacity(BUFFER, counted);
    let unpacked: Box<dyn Read + Send> = match packing(source.fill_buf()?) {
        Packing::None => Box::new(source),
        Packing::Gzip => guarded(MultiGzDecoder::new(source), read),
        Packing::Zstd => guarded(zstd::Decoder::with_buffer(source)?, read),
    };
    Ok(BufReader::with_capacity(BUFFER, unpacked))
}

fn packing(start: &[u8]) -> Packing {
    if start.starts_with(b"\x1f\x8b") {
        Packing::Gzip
    } else if start.starts_with(b"\x28\xb5\x2f\xfd") {
        Packing::Zstd
    } else {
        Packing::None
    }
}

fn guarded(
    from: impl Read + Send + 'static,
    read: &Arc<AtomicU64>,
) -> Box<dyn Read + Send> {
    let packed = Arc::clone(read);
    let before = packed.load(Ordering::Relaxed);
    Box::new(Guarded { from, packed, before, unpacked: 0 })
}

/// Counts the bytes that are read.
struct Counted {
    from: Box<dyn Read + Send>,
    read: Arc<AtomicU64>,
}

impl Read for Counted {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(out)?;
        self.read.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// Stops where far more comes out of a compressed source than text can be.
struct Guarded<R> {
    from: R,
    packed: Arc<AtomicU64>,
    before: u64,
    unpacked: u64,
}

impl<R: Read> Read for Guarded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let count = self.from.read(out)?;
        self.unpacked += count as u64;
        // The buffer was filled before, so what was read from it is too much by that.
        let packed = self.packed.load(Ordering::Relaxed).saturating_sub(self.before);
        let packed = packed.max(BUFFER as u64);
        if self.unpacked > UNPACKED && self.unpacked / packed > RATIO {
            return Err(io::Error::other(
                "unpacks to more than 200 times its size, which text does not; unpack it \
                 yourself if it is meant",
            ));
        }
        Ok(count)
    }
}

/// A stream in another encoding as UTF-8, without the mark at its start; what cannot be read
/// becomes U+FFFD.
pub(super) fn decoded(from: Stream, encoding: &'static Encoding) -> Stream {
    let decoder = encoding.new_decoder_with_bom_removal();
    let decoded = Decoded { from, decoder, ready: Vec::new(), given: 0, is_over: false };
    BufReader::with_capacity(BUFFER, Box::new(decoded))
}

struct Decoded {
    from: Stream,
    decoder: Decoder,
    /// What is decoded, and how much of it was given away.
    ready: Vec<u8>,
    given: usize,
    is_over: bool,
}

impl Read for Decoded {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.is_over {
            let part = self.from.fill_buf()?;
            self.is_over = part.is_empty();
            let room = self.decoder.max_utf8_buffer_length(part.len());
            self.ready.resize(room.unwrap_or(4 * BUFFER), 0);
            let (_, read, written, _) =
                self.decoder.decode_to_utf8(part, &mut self.ready, self.is_over);
            self.from.consume(read);
            self.ready.truncate(written);
            self.given = 0;
        }
        let rest = &self.ready[self.given..];
        let count = rest.len().min(out.len());
        out[..count].copy_from_slice(&rest[..count]);
        self.given += count;
        Ok(count)
    }
}

/// A line of a stream.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// Its bytes, without the line end.
    Whole(Vec<u8>),
    /// It is longer than the limit and was passed over.
    TooLong,
    /// There are no more lines.
    End,
}

/// The next line of a stream. No more than `limit` bytes of it are kept.
pub(super) fn line(from: &mut impl BufRead, limit: usize) -> io::Result<Line> {
    let mut bytes = Vec::new();
    let mut is_long = false;
    let mut is_end = true;
    loop {
        let buffer = from.fill_buf()?;
        if buffer.is_empty() {
            break;
        }
        is_end = false;
        let end = buffer.iter().position(|it| *it == b'\n');
        let part = &buffer[..end.unwrap_or(buffer.len())];
        if bytes.len() + part.len() > limit {
            is_long = true;
            bytes = Vec::new();
        }
        if !is_long {
            bytes.extend_from_slice(part);
        }
        let used = end.map_or(buffer.len(), |it| it + 1);
        from.consume(used);
        if end.is_some() {
            break;
        }
    }
    if bytes.last() == Some(&b'\r') {
        bytes.pop();
    }
    Ok(match (is_end, is_long) {
        (true, _) => Line::End,
        (_, true) => Line::TooLong,
        _ => Line::Whole(bytes),
    })
}

/// All of a stream, or `None` where it is more than `limit` bytes.
pub(super) fn all(from: &mut impl Read, limit: usize) -> io::Result<Option<Vec<u8>>> {
    let mut bytes = Vec::new();
    from.take(limit as u64 + 1).read_to_end(&mut bytes)?;
    Ok((bytes.len() <= limit).then_some(bytes))
}

#[cfg(test)]
mod tests {
    use std::io::{Read, Write as _};
    use std::sync::Arc;

    use super::{Line, decoded, line, unpack};

    fn unpacked(bytes: Vec<u8>) -> std::io::Result<Vec<u8>> {
        let source = Box::new(std::io::Cursor::new(bytes));
        let mut out = Vec::new();
        unpack(source, &Arc::default())?.read_to_end(&mut out)?;
        Ok(out)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let level = flate2::Compression::best();
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), level);
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn compression_is_seen_by_its_first_bytes() {
        let two = [gzip(b"Roe "), gzip(b"won.")].concat();
        for packed in [two, zstd::encode_all(&b"Roe won."[..], 1).unwrap()] {
            assert_eq!(unpacked(packed).unwrap(), b"Roe won.");
        }
        assert_eq!(unpacked(b"Roe won.".to_vec()).unwrap(), b"Roe won.");
        assert_eq!(unpacked(Vec::new()).unwrap(), b"");
        assert!(unpacked(gzip(b"Roe won.")[..20].to_vec()).is_err());
    }

    #[test]
    fn what_unpacks_without_end_is_stopped() {
        let bomb = zstd::encode_all(std::io::repeat(b'a').take(200 << 20), 1).unwrap();
        let error = unpacked(bomb).unwrap_err();
        assert!(error.to_string().contains("200 times its size"), "{error}");
    }

    #[test]
    fn what_is_in_another_encoding_is_read_as_utf_8() {
        let text = "Müller and 😀\r\n".repeat(10_000);
        let wide = text.encode_utf16().flat_map(u16::to_be_bytes);
        let bytes = [0xfe, 0xff].into_iter().chain(wide).collect::<Vec<_>>();
        let source = Box::new(std::io::Cursor::new(bytes));
        let from = unpack(source, &Arc::default()).unwrap();
        let mut found = String::new();
        decoded(from, encoding_rs::UTF_16BE).read_to_string(&mut found).unwrap();
        assert!(found == text);
    }

    #[test]
    fn lines_that_are_too_long_are_passed_over() {
        let mut from = std::io::Cursor::new(b"abc\r\nabcdef\n\nab".to_vec());
        let mut from = std::io::BufReader::with_capacity(2, &mut from);
        let mut next = || line(&mut from, 4).unwrap();
        assert_eq!(next(), Line::Whole(b"abc".to_vec()));
        assert_eq!(next(), Line::TooLong);
        assert_eq!(next(), Line::Whole(Vec::new()));
        assert_eq!(next(), Line::Whole(b"ab".to_vec()));
        assert_eq!(next(), Line::End);
    }
}
