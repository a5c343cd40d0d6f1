//! Reading: paths in, articles or errors out, one by one and always in the same order.

use std::path::PathBuf;
use std::vec;

use crate::error::Result;
use crate::text::Article;

use super::source::{Source, refused, sources};
use super::{plain, sniff};

/// The articles of some paths, each read when it is asked for.
#[derive(Debug)]
pub struct Articles {
    sources: vec::IntoIter<Result<Source>>,
}

/// The articles at `paths`, in the order given; of a folder all in it and in its folders,
/// sorted by name, bytewise; `-` is standard input.
///
/// What cannot be read is an error that names place, reason and remedy; the others follow.
pub fn read(paths: &[PathBuf]) -> Articles {
    Articles { sources: sources(paths).into_iter() }
}

impl Iterator for Articles {
    type Item = Result<Article>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.sources.next()?.and_then(|source| article(&source)))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.sources.size_hint()
    }
}

impl ExactSizeIterator for Articles {}

/// The article of a source.
fn article(source: &Source) -> Result<Article> {
    let place = source.place();
    let text = match sniff::text(source.bytes()?) {
        Ok(text) => text,
        Err(reason) => return Err(refused(place, reason)),
    };
    from_text(place, text)
}

/// The article of a text, with or without header lines. The place is for messages.
pub fn from_text(place: impl Into<String>, text: String) -> Result<Article> {
    let place = place.into();
    match plain::article(&place, text) {
        Ok(it) if it.body.is_empty() => {
            Err(refused(place, "no text in it; give an article or leave it out"))
        }
        Ok(it) => Ok(it),
        Err(it) => Err(refused(format!("{place}:{}", it.line), it.reason)),
    }
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
        write("news/a/z.MD", b"Doe lost.");
        write("news/a/c", b"Poe left.");
        write("news/Z.txt", b" \r\n\t\n");
        write("news/c.jsonl", b"{}");
        write("news/d.txt", b"\x7fELF\0\0");
        write("news/e.txt", b"M\xfcller");
        write("news/f.txt", b"title: F\ndate: 1/2/2024\n\nRoe won.");
        write("news/g.txt", b"title: F\n\n");
        write("news/.hidden.txt", b"Not meant.");
        fs::create_dir(folder.path().join("none")).unwrap();
        let found = outcome(folder.path(), &["none", "news/b.txt", "gone.txt", "news"]);
        let expected = [
            "none: no article in this folder; give one that holds .txt or .md files",
            "Roe won.",
            "gone.txt: no such file or folder; check the path",
            "news/Z.txt: no text in it; give an article or leave it out",
            "Poe left.",
            "Doe lost.",
            "Roe won.",
            "news/c.jsonl: `.jsonl` files cannot be read; give plain text whose name ends \
             in .txt or .md or has no ending",
            "news/d.txt: binary data, not text; give the text of the article",
            "news/e.txt: broken UTF-8 at byte 1 (line 1); convert it, for example with \
             `iconv -f WINDOWS-1252 -t UTF-8`",
            "news/f.txt:2: `1/2/2024` is no date; write year, month and day as in \
             2020-07-11",
            "news/g.txt: no text in it; give an article or leave it out",
        ];
        assert_eq!(found, expected);
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
