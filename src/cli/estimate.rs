//! An estimate of what a build takes, from a sample of the articles.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::Result;

use crate::ingest::Articles;
use crate::pipeline::Pipeline;
use crate::rdf::{Names, write_article};
use crate::text::{Article, count, grouped};

use super::input::Refused;
use super::progress::{duration, float};

/// How many articles are tried, at most, and how long one of them may be.
const SAMPLE: usize = 48;
const LONGEST: usize = 100_000;

/// Counts the articles of the inputs, and tries some of them. What is said is to be shown.
pub(super) fn estimate(
    inputs: Articles,
    pipeline: &Pipeline,
    names: &Names,
    refused: &mut Refused,
    is_there: impl Fn(&Article) -> Result<bool>,
) -> Result<String> {
    let (mut articles, mut words, mut undated, mut there) = (0, 0, 0, 0);
    // Every `stride`th article, however many there are.
    let (mut sample, mut stride) = (Vec::new(), 1);
    for input in inputs {
        let article = match input {
            Ok(it) => it,
            Err(error) => {
                refused.add(&error);
                continue;
            }
        };
        if is_there(&article)? {
            there += 1;
            continue;
        }
        undated += usize::from(article.date_published.is_none());
        words += words_of(&article);
        if articles % stride == 0 && article.text.len() < LONGEST {
            if sample.len() == SAMPLE {
                let mut index = 0;
                sample.retain(|_| {
                    index += 1;
                    index % 2 == 1
                });
                stride *= 2;
            }
            if articles % stride == 0 {
                sample.push(article);
            }
        }
        articles += 1;
    }
    let tried: usize = sample.iter().map(words_of).sum();
    let started = Instant::now();
    let records = pipeline.records(sample);
    let seconds = started.elapsed().as_secs_f64();
    let facts: usize = records.iter().map(|it| it.facts.len()).sum();
    let mut bytes = 0;
    for record in &records {
        // A collection packs each graph alone, so that one can be read without the others.
        bytes += zstd::encode_all(write_article(record, names).as_bytes(), 3)?.len();
    }
    let part = float(words) / float(tried.max(1));
    let mut out = format!("{}, {}", count(articles, "article"), count(words, "word"));
    for (number, what) in [
        (there, "there already"),
        (refused.failed, "failed"),
        (refused.foreign, "in other languages"),
        (undated, "without a date"),
    ] {
        if number > 0 {
            let _ = write!(out, ", {} {what}", grouped(number));
        }
    }
    let _ = write!(
        out,
        "\nabout {:.0} facts, {}, {} on disk; tried on {} of them\n",
        float(facts) * part,
        duration(seconds * part),
        size(float(bytes) * part),
        grouped(records.len()),
    );
    Ok(out)
}

fn words_of(article: &Article) -> usize {
    article.body_text().split_whitespace().count()
}

/// A number of bytes in the unit that fits it.
fn size(bytes: f64) -> String {
    match bytes {
        it if it < 1e6 => format!("{:.0} kB", (it / 1e3).max(1.0)),
        it if it < 1e9 => format!("{:.1} MB", it / 1e6),
        it => format!("{:.1} GB", it / 1e9),
    }
}
