//! Reading: paths in, articles or errors out, one by one and always in the same order.

use std::fmt;
use std::io::BufRead;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock};
use std::{iter, vec};

use encoding_rs::Encoding;

use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::text::{Article, Note};

use super::blocks::BlockWords;
use super::feed::Items;
use super::html::Pages;
use super::json::{Document, Item, Lines, unreadable as damaged};
use super::language::Languages;
use super::source::{Source, refused, sources, unreadable};
use super::stream::{self, Stream, unpack};
use super::table::Rows;
use super::warc::{Capture, Captures};
use super::{Config, FieldMap, Format, draft, markdown, plain, sniff};

/// The most bytes that one article may have; more is surely several articles or none.
const LIMIT: usize = 16 << 20;

/// The articles of some paths, each read when it is asked for.
pub struct Articles {
    sources: vec::IntoIter<Result<Source>>,
    open: Option<Open>,
    reader: Option<Arc<Reader>>,
    meter: Meter,
}

/// A source that is being read.
struct Open {
    articles: Box<dyn Iterator<Item = Result<Article>> + Send>,
    place: String,
    /// Whether nothing has come of it yet.
    is_empty: bool,
}

/// How much of the inputs has been read.
#[derive(Debug, Clone, Default)]
pub struct Meter {
    read: Arc<AtomicU64>,
    length: Option<u64>,
}

impl Meter {
    /// How many bytes have been read, before any decompression.
    pub fn read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// How many bytes there are; `None` where standard input is among the inputs.
    pub fn length(&self) -> Option<u64> {
        self.length
    }
}

/// The articles at `paths`, as [`read_with`] reads them by the usual [`Config`].
pub fn read(paths: &[PathBuf]) -> Articles {
    read_with(paths, &Config::default()).unwrap_or_else(|it| Articles {
        sources: vec![Err(it)].into_iter(),
        open: None,
        reader: None,
        meter: Meter::default(),
    })
}

/// The articles at `paths`, in the order given; of a folder all in it and in its folders,
/// sorted by name, bytewise; of a pattern all that fit it; `-` is standard input.
///
/// What cannot be read is an error that names place, reason and remedy; the others follow.
/// So is an article in another language: [`Error::Language`].
///
/// # Errors
///
/// Where a table of words is broken.
pub fn read_with(paths: &[PathBuf], config: &Config) -> Result<Articles> {
    articles(sources(paths), config)
}

/// The articles in the bytes of one input of any format; the place is for messages.
///
/// # Errors
///
/// Where a table of words is broken.
pub fn read_bytes(
    place: impl Into<String>,
    bytes: Vec<u8>,
    config: &Config,
) -> Result<Articles> {
    articles(vec![Ok(Source::Bytes(place.into(), bytes))], config)
}

fn articles(sources: Vec<Result<Source>>, config: &Config) -> Result<Articles> {
    let lengths = sources.iter().flatten().map(Source::length);
    let meter = Meter { read: Arc::default(), length: lengths.sum() };
    let reader = Some(Arc::new(Reader::new(config)?));
    Ok(Articles { sources: sources.into_iter(), open: None, reader, meter })
}

impl fmt::Debug for Articles {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let left = self.sources.len();
        f.debug_struct("Articles").field("left", &left).finish_non_exhaustive()
    }
}

impl Articles {
    /// How much has been read, which goes on while the articles are asked for.
    pub fn meter(&self) -> Meter {
        self.meter.clone()
    }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(open) = &mut self.open {
                if let Some(it) = open.articles.next() {
                    open.is_empty = false;
                    return Some(it);
                }
                let Open { place, is_empty, .. } = self.open.take()?;
                if is_empty {
                    let reason = "no article in it; give one that holds articles";
                    return Some(Err(refused(place, reason)));
                }
            }
            let source = self.sources.next()?;
            match (source, &self.reader) {
                (Ok(source), Some(reader)) => {
                    match Reader::open(reader, &source, &self.meter.read) {
                        Ok(articles) => {
                            let place = source.place();
                            self.open = Some(Open { articles, place, is_empty: true });
                        }
                        Err(it) => return Some(Err(it)),
                    }
                }
                (Err(it), _) => return Some(Err(it)),
                (Ok(_), None) => return None,
            }
        }
    }
}

/// The article of a text, with or without header lines. The place is for messages.
pub fn from_text(place: impl Into<String>, text: String) -> Result<Article> {
    let place = place.into();
    usual(&place)?.plain(&place, &text, None)
}

/// The text of the article in a page; empty where there is none.
pub fn page_text(page: &str) -> Result<String> {
    Ok(usual("page")?.pages.article("page", page).body_text().to_owned())
}

/// The reader with the program's own tables, for any language.
fn usual(place: &str) -> Result<&'static Reader> {
    static READER: LazyLock<Result<Reader>> = LazyLock::new(|| {
        Reader::new(&Config { any_language: true, ..Config::default() })
    });
    READER.as_ref().map_err(|it| refused(place.to_owned(), it.to_string()))
}

/// What is needed to read articles of any format.
#[derive(Debug)]
struct Reader {
    format: Option<Format>,
    map: FieldMap,
    any_language: bool,
    pages: Pages,
    words: BlockWords,
    languages: Languages,
}

impl Reader {
    fn new(config: &Config) -> Result<Self> {
        let lexicon: &Lexicon = &config.lexicon;
        Ok(Self {
            format: config.format,
            map: config.map.clone(),
            any_language: config.any_language,
            pages: Pages::new(lexicon)?,
            words: BlockWords::new(lexicon)?,
            languages: Languages::new(lexicon)?,
        })
    }

    /// The articles of a source.
    fn open(
        reader: &Arc<Self>,
        source: &Source,
        read: &Arc<AtomicU64>,
    ) -> Result<Box<dyn Iterator<Item = Result<Article>> + Send>> {
        let place = source.place();
        let refuse = |reason: String| refused(place.clone(), reason);
        let mut from =
            unpack(source.open()?, read).map_err(|it| unreadable(place.clone(), &it))?;
        let extensions = source.extensions();
        let mut names = extensions.iter().map(|it| &**it);
        let name = names.find(|it| !matches!(*it, "gz" | "zst"));
        let start = from.fill_buf().map_err(|it| refuse(damaged(&it)))?;
        let format = sniff::format(start, name).map_err(refuse)?;
        let format = reader.format.unwrap_or(format);
        let encoding = match format {
            Format::Text | Format::Markdown | Format::Html | Format::Warc => None,
            _ => sniff::encoding(start, format),
        };
        if let Some(encoding) = encoding {
            from = stream::decoded(from, encoding);
        }
        let reader = Arc::clone(reader);
        let records = |items: Box<dyn Iterator<Item = Item> + Send>,
                       unit: &'static str| {
            let (reader, place) = (Arc::clone(&reader), place.clone());
            let articles = items.map(move |(number, it)| {
                let place = match unit {
                    "" => format!("{place}:{number}"),
                    unit => format!("{place}: {unit} {number}"),
                };
                let article = it.and_then(|it| it.article(&place, &reader.map));
                let article = article.map_err(|it| refused(place, it))?;
                reader.finish(noted(article, encoding.map(Encoding::name)))
            });
            Box::new(articles) as Box<dyn Iterator<Item = Result<Article>> + Send>
        };
        Ok(match format {
            Format::JsonLines => records(Box::new(Lines::new(from, &reader.map)), ""),
            Format::Json => records(Box::new(Document::new(from, &reader.map)), "record"),
            Format::Csv => records(Box::new(Rows::new(from, b',')), ""),
            Format::Tsv => records(Box::new(Rows::new(from, b'\t')), ""),
            Format::Feed => records(Box::new(Items::new(from)), "item"),
            Format::Warc => {
                let captures = Captures::new(from).map(move |(number, it)| {
                    let place = format!("{place}: record {number}");
                    it.map_err(|it| refused(place.clone(), it))
                        .and_then(|it| reader.capture(&place, it))
                });
                Box::new(captures)
            }
            Format::Text | Format::Markdown | Format::Html => {
                Box::new(iter::once(reader.one(&place, format, &mut from)))
            }
        })
    }

    /// The article that a stream is.
    fn one(&self, place: &str, format: Format, from: &mut Stream) -> Result<Article> {
        let refuse = |reason: String| refused(place.to_owned(), reason);
        let bytes = stream::all(from, LIMIT).map_err(|it| refuse(damaged(&it)))?;
        let bytes = bytes.ok_or_else(|| {
            refuse("longer than 16 MiB; give each article a file of its own".to_owned())
        })?;
        if format == Format::Html {
            let (text, encoding) = sniff::page(bytes, None);
            return self.page(place, &text, encoding, None);
        }
        let (text, encoding) = sniff::text(bytes, None).map_err(refuse)?;
        match format {
            Format::Markdown => {
                let article = markdown::article(place, &text, &self.map);
                self.finish(noted(article, encoding))
            }
            _ => self.plain(place, &text, encoding),
        }
    }

    /// The article of a plain text.
    fn plain(
        &self,
        place: &str,
        text: &str,
        encoding: Option<&'static str>,
    ) -> Result<Article> {
        let article = plain::article(draft::plain(place, text));
        let article =
            article.map_err(|it| refused(format!("{place}:{}", it.line), it.reason))?;
        self.finish(noted(article, encoding))
    }

    fn page(
        &self,
        place: &str,
        page: &str,
        encoding: Option<&'static str>,
        url: Option<String>,
    ) -> Result<Article> {
        let mut article = self.pages.article(place, page);
        article.url = article.url.or(url);
        if article.body.is_empty() {
            let reason =
                "no article text found in the page; give its text, or leave it out";
            return Err(refused(article.place, reason));
        }
        self.finish(noted(article, encoding))
    }

    /// The article of a page or a text of an archive.
    fn capture(&self, place: &str, capture: Capture) -> Result<Article> {
        let place = format!("{place} ({})", capture.url);
        if capture.is_page {
            let (text, encoding) = sniff::page(capture.bytes, capture.charset.as_deref());
            return self.page(&place, &text, encoding, Some(capture.url));
        }
        let text = sniff::text(capture.bytes, capture.charset.as_deref());
        let (text, encoding) = text.map_err(|it| refused(place.clone(), it))?;
        let mut article = draft::plain(&place, &text);
        article.url = Some(capture.url);
        self.finish(noted(article, encoding))
    }

    /// An article with its parts marked, unless it has none or is in another language.
    fn finish(&self, mut article: Article) -> Result<Article> {
        if article.body_text().trim().is_empty() {
            let reason = "no text in it; give an article or leave it out";
            return Err(refused(article.place, reason));
        }
        if article.text.len() > LIMIT {
            let reason = "longer than 16 MiB; cut it into articles";
            return Err(refused(article.place, reason));
        }
        if !self.any_language
            && let Some(language) = self.languages.other(article.body_text())
        {
            return Err(Error::Language { place: article.place, language });
        }
        self.words.mark(&mut article);
        Ok(article)
    }
}

/// An article with a note of the encoding that it was read in.
fn noted(mut article: Article, encoding: Option<&'static str>) -> Article {
    article.notes.extend(encoding.map(Note::Encoding));
    article
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::read;

    /// What comes of the paths below a folder: the text, or the message.
    fn outcome(folder: &Path, paths: &[&str]) -> Vec<String> {
        let paths: Vec<PathBuf> = paths.iter().map(|it| folder.join(it)).collect();
        let prefix = format!("{}/", folder.display());
        let outcome = read(&paths).map(|it| match it {
            Ok(article) => article.body_text().to_owned(),
            Err(error) => error.to_string().replace(&prefix, ""),
        });
        outcome.collect()
    }

    #[test]
    fn folders_are_walked_by_name_and_bad_files_do_not_stop_the_good() {
        let folder = tempfile::tempdir().unwrap();
        let write = |name: &str, bytes: &[u8]| {
            let path = folder.path().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, bytes).unwrap();
        };
        write("news/b.txt", b"title: B\n\nRoe won.");
        write("news/a/z.MD", b"# Z\n\nDoe lost.");
        write("news/a/c", b"Poe left.");
        write("news/Z.txt", b" \r\n\t\n");
        write("news/c.jsonl", b"{}\n{\"text\": \"Moe won.\"}");
        write("news/d.txt", b"\x7fELF\0\0");
        write("news/e.txt", b"M\xfcller");
        write("news/f.txt", b"title: F\ndate: 1/2/2024\n\nRoe won.");
        write("news/g.txt", b"title: F\n\n");
        write("news/.hidden.txt", b"Not meant.");
        fs::create_dir(folder.path().join("none")).unwrap();
        let found = outcome(folder.path(), &["none", "news/b.txt", "gone.txt", "news"]);
        let expected = [
            "none: no file in this folder; give one that holds articles",
            "Roe won.",
            "gone.txt: no such file or folder; check the path",
            "news/Z.txt: no text in it; give an article or leave it out",
            "Poe left.",
            "Doe lost.",
            "Roe won.",
            "news/c.jsonl:1: an empty record; leave it out, or make each article an \
             object of a list",
            "Moe won.",
            "news/d.txt: a program; give the text of the article",
            "news/e.txt: broken UTF-8 at byte 1 (line 1); convert it, for example with \
             `iconv -f WINDOWS-1252 -t UTF-8`",
            "news/f.txt:2: `1/2/2024` is no date; write year, month and day as in \
             2020-07-11",
            "news/g.txt: no text in it; give an article or leave it out",
        ];
        assert_eq!(found, expected);
        let fit = outcome(folder.path(), &["news/[bc].*", "news/x*"]);
        assert_eq!(fit[0], "Roe won.");
        assert_eq!(fit[3], "news/x*: no file fits this pattern; check it");
    }

    #[test]
    fn what_is_longer_than_an_article_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("long.txt"), vec![b'a'; (16 << 20) + 1]).unwrap();
        let found = outcome(folder.path(), &["long.txt"]);
        let expected =
            "long.txt: longer than 16 MiB; give each article a file of its own";
        assert_eq!(found, [expected]);
    }
}
