//! An encoder reads the words of sentences: tags, features, heads, relations, names.

use std::fmt;
use std::ops::Range;
use std::sync::Arc;

use rten::{Model, ModelOptions, NodeId, RunOptions, ThreadPool, Value, ValueOrView};
use rten_tensor::{Layout as _, NdTensor};

use crate::error::{Error, Result};
use crate::ud::{Deprel, Feats, Upos, Xpos};

use super::decode::Arcs;
use super::embedded::{ENCODER, LABEL_HEAD, LABELS, VOCABULARY};
use super::labels::{Labels, NameTag};
use super::wordpiece::{CLS, SEP, WordPiece, shape};

/// What the encoder reads into a word.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// The universal tag.
    pub upos: Upos,
    /// The Penn Treebank tag.
    pub xpos: Xpos,
    /// The morphological features.
    pub feats: Feats,
    /// The place of its head in the sentence, from zero; `None` for the root.
    pub head: Option<usize>,
    /// How it depends on its head.
    pub deprel: Deprel,
    /// By how much the score of its head is above that of every other place: below zero
    /// where the best tree has another than its best head.
    pub margin: f32,
    /// Its place in a name.
    pub name: NameTag,
}

/// The network with its vocabulary and labels. It is read-only and shared by threads.
///
/// The same sentence gets the same readings whatever it is read with.
pub struct Encoder {
    model: Model,
    inputs: [NodeId; 6],
    outputs: [NodeId; 4],
    pieces: WordPiece,
    labels: Labels,
    /// Weights of relations, a row of them for each of `WIDTH` inputs, then the biases.
    label_head: Vec<f32>,
}

/// The most pieces that the network has positions for, with the first and the last.
const PIECES: usize = 512;
/// The most pieces in a batch, padding included: few enough to stay near the processor.
const BATCH_PIECES: usize = 1536;
/// A batch of fewer pieces takes longer sentences in, though shorter ones are then padded.
const SMALL_BATCH: usize = 192;
/// The width of the vectors that relations are scored from.
const WIDTH: usize = 256;

/// The part of a sentence that fits the network: nearly always all of it.
struct Window {
    sentence: usize,
    words: Range<usize>,
    ids: Vec<i32>,
    shapes: Vec<i32>,
    /// The places of each word's first and last piece; the first entry is the root's.
    ends: Vec<(i32, i32)>,
}

/// What the network gives for one batch.
struct Output {
    arcs: NdTensor<f32, 3>,
    tags: NdTensor<f32, 3>,
    dependents: NdTensor<f32, 3>,
    heads: NdTensor<f32, 3>,
}

impl Encoder {
    /// The English encoder that the program carries with it.
    ///
    /// The digest in its card is compared by a test and not here, since that would double
    /// the time it takes to start.
    pub fn english() -> Result<Self> {
        let wrong = |reason: String| Error::Model {
            file: "data/model/english.onnx".into(),
            reason: format!("{reason}; export it anew"),
        };
        // Weights are laid out for the products once, and not anew for every batch.
        let mut options = ModelOptions::with_all_ops();
        let model = options.prepack_weights(true).load_static_slice(ENCODER);
        let model = model.map_err(|it| wrong(it.to_string()))?;
        let node = |name| model.node_id(name).map_err(|it| wrong(it.to_string()));
        let encoder = Self {
            inputs: [
                node("ids")?,
                node("shapes")?,
                node("mask")?,
                node("first")?,
                node("last")?,
                node("real")?,
            ],
            outputs: [
                node("heads")?,
                node("tags")?,
                node("dependents")?,
                node("governors")?,
            ],
            pieces: WordPiece::new(VOCABULARY),
            labels: Labels::parse(LABELS)?,
            label_head: LABEL_HEAD
                .as_chunks()
                .0
                .iter()
                .map(|it| f32::from_le_bytes(*it))
                .collect(),
            model,
        };
        let relations = encoder.labels.deprels.len();
        if encoder.label_head.len() != (WIDTH + 1) * relations {
            return Err(wrong("the layer that scores relations has a wrong size".into()));
        }
        Ok(encoder)
    }

    /// Reads sentences, each given as its words. Empty sentences get no readings.
    ///
    /// A sentence of more pieces than the network has places for is read in parts, cut
    /// after a comma or the like where there is one in the second half, and the roots of
    /// the later parts hang on the first as `parataxis`.
    pub fn read(&self, sentences: &[Vec<&str>]) -> Vec<Vec<Reading>> {
        let mut readings: Vec<Vec<Option<Reading>>> =
            sentences.iter().map(|it| vec![None; it.len()]).collect();
        let mut later = Vec::new();
        self.each_window(sentences, |window, output| {
            let count = window.words.len();
            let found = match output {
                Some((output, row)) => self.decode(output, row, count),
                None => flat(count),
            };
            let sentence = &mut readings[window.sentence];
            for (place, reading) in window.words.clone().zip(found) {
                sentence[place] = Some(reading);
            }
            if window.words.start > 0 {
                later.push((window.sentence, window.words.clone()));
            }
        });
        let join =
            |sentence: Vec<Option<Reading>>| sentence.into_iter().flatten().collect();
        let mut readings: Vec<Vec<Reading>> = readings.into_iter().map(join).collect();
        for (sentence, words) in later {
            attach(&mut readings[sentence], words);
        }
        readings
    }

    /// What the network gives for each sentence, before anything is decided: for each word
    /// and the root the scores of heads, tags and ends of relations, part after part.
    /// The bits are the same on every machine; `eval emit bits` compares them.
    pub fn logits(&self, sentences: &[Vec<&str>]) -> Vec<Vec<f32>> {
        let mut logits: Vec<Vec<(usize, Vec<f32>)>> = vec![Vec::new(); sentences.len()];
        self.each_window(sentences, |window, output| {
            let Some((output, row)) = output else { return };
            let count = window.words.len() + 1;
            let mut values = Vec::new();
            for word in 0..count {
                values.extend((0..count).map(|it| output.arcs[[row, word, it]]));
                for part in [&output.tags, &output.dependents, &output.heads] {
                    let width = part.size(2);
                    values.extend((0..width).map(|it| part[[row, word, it]]));
                }
            }
            logits[window.sentence].push((window.words.start, values));
        });
        for windows in &mut logits {
            windows.sort_by_key(|(start, _)| *start);
        }
        let join = |it: Vec<(usize, Vec<f32>)>| it.into_iter().flat_map(|it| it.1);
        logits.into_iter().map(|it| join(it).collect()).collect()
    }

    /// Runs the network over all sentences, and gives what it says of each part of each
    /// to `sink`: `None` where it could not be run.
    fn each_window(
        &self,
        sentences: &[Vec<&str>],
        mut sink: impl FnMut(&Window, Option<(&Output, usize)>),
    ) {
        let mut windows: Vec<Window> = Vec::new();
        for (at, words) in sentences.iter().enumerate() {
            windows.extend(self.windows(at, words));
        }
        // Sentences of one length share a batch, which keeps padding small.
        windows.sort_by_key(|it| it.ids.len());
        let pool = Arc::new(ThreadPool::with_num_threads(1));
        let mut rest = windows.as_slice();
        while let Some(shortest) = rest.first() {
            let fits = |size: &usize| {
                let longest = rest[size - 1].ids.len();
                let pieces = longest * size;
                let alike = longest <= shortest.ids.len() * 5 / 4 + 2;
                pieces <= SMALL_BATCH || pieces <= BATCH_PIECES && alike
            };
            let size = (1..=rest.len()).take_while(fits).last().unwrap_or(1);
            let (batch, after) = rest.split_at(size);
            let output = self.run(batch, &pool);
            for (row, window) in batch.iter().enumerate() {
                sink(window, output.as_ref().map(|it| (it, row)));
            }
            rest = after;
        }
    }

    /// The parts of a sentence that fit the network.
    fn windows(&self, sentence: usize, words: &[&str]) -> Vec<Window> {
        let pieces: Vec<Vec<i32>> =
            words.iter().map(|it| self.pieces.pieces(it)).collect();
        let mut windows = Vec::new();
        let mut start = 0;
        while start < words.len() {
            let mut size = 2;
            let fits = |it: &&Vec<i32>| {
                size += it.len();
                size <= PIECES
            };
            let mut end = start + pieces[start..].iter().take_while(fits).count();
            if end < words.len() {
                let half = start + (end - start) / 2;
                let pause = |at: &usize| {
                    words[at - 1].chars().all(|it| it.is_ascii_punctuation())
                };
                end = (half + 1..=end).rev().find(pause).unwrap_or(end);
            }
            let mut window = Window {
                sentence,
                words: start..end,
                ids: vec![CLS],
                shapes: vec![0],
                ends: vec![(0, 0)],
            };
            for at in start..end {
                let first = place(window.ids.len());
                window.ids.extend(&pieces[at]);
                window.shapes.resize(window.ids.len(), shape(words[at]));
                window.ends.push((first, place(window.ids.len() - 1)));
            }
            window.ids.push(SEP);
            window.shapes.push(0);
            windows.push(window);
            start = end;
        }
        windows
    }

    /// Runs the network over a batch. It fails only where memory ends: the shapes are
    /// those that the model was exported for.
    fn run(&self, batch: &[Window], pool: &Arc<ThreadPool>) -> Option<Output> {
        let rows = batch.len();
        let width = batch.iter().map(|it| it.ids.len()).max()?;
        let words = batch.iter().map(|it| it.ends.len()).max()?;
        let mut pieces = [const { Vec::new() }; 3];
        let mut places = [const { Vec::new() }; 3];
        for (row, window) in batch.iter().enumerate() {
            let mask = vec![1; window.ids.len()];
            for (all, own) in pieces.iter_mut().zip([&window.ids, &window.shapes, &mask])
            {
                all.extend(own);
                all.resize((row + 1) * width, 0);
            }
            // Places count through the whole batch, row after row.
            let start = place(row * width);
            let [first, last, mask] = &mut places;
            first.extend(window.ends.iter().map(|it| start + it.0));
            last.extend(window.ends.iter().map(|it| start + it.1));
            mask.resize(mask.len() + window.ends.len(), 1);
            first.resize((row + 1) * words, start);
            last.resize((row + 1) * words, start);
            mask.resize((row + 1) * words, 0);
        }
        let tensor = |width: usize| {
            move |data: Vec<i32>| {
                ValueOrView::from(NdTensor::from_data([rows, width], data))
            }
        };
        let inputs =
            pieces.map(tensor(width)).into_iter().chain(places.map(tensor(words)));
        let options = RunOptions::default().with_thread_pool(Some(Arc::clone(pool)));
        let inputs = self.inputs.into_iter().zip(inputs).collect();
        let outputs = self.model.run_n(inputs, self.outputs, Some(options)).ok()?;
        let [arcs, tags, dependents, heads] =
            outputs.map(|it: Value| NdTensor::<f32, 3>::try_from(it).ok());
        Some(Output { arcs: arcs?, tags: tags?, dependents: dependents?, heads: heads? })
    }

    /// The readings of the `words` words of one row.
    fn decode(&self, output: &Output, row: usize, words: usize) -> Vec<Reading> {
        let arcs = Arcs::new(words + 1, |dependent, head| {
            f64::from(output.arcs[[row, dependent, head]])
        });
        let heads = arcs.tree();
        let [upos, xpos, feats, names] = self.labels.columns();
        let tag = |word: usize, columns: &Range<usize>| {
            argmax(columns.clone().map(|it| output.tags[[row, word, it]]))
        };
        let read = |word: usize| Reading {
            upos: self.labels.upos[tag(word, &upos)],
            xpos: self.labels.xpos[tag(word, &xpos)],
            feats: self.labels.feats[tag(word, &feats)].clone(),
            head: heads[word].checked_sub(1),
            margin: margin(words + 1, word, heads[word], |it| {
                output.arcs[[row, word, it]]
            }),
            deprel: match heads[word] {
                0 => Deprel::Root,
                head => self.relation(output, [row, word, head]),
            },
            name: self.labels.names[tag(word, &names)],
        };
        (1..=words).map(read).collect()
    }

    /// The best relation, other than `root`, between a word and its head.
    fn relation(&self, output: &Output, [row, word, head]: [usize; 3]) -> Deprel {
        let size = self.labels.deprels.len();
        let (weights, biases) = self.label_head.split_at(WIDTH * size);
        let mut scores = biases.to_vec();
        for (at, weights) in weights.chunks_exact(size).enumerate() {
            let sum = output.dependents[[row, word, at]] + output.heads[[row, head, at]];
            let value = gelu(sum);
            for (score, weight) in scores.iter_mut().zip(weights) {
                *score += value * weight;
            }
        }
        for (score, deprel) in scores.iter_mut().zip(&self.labels.deprels) {
            if *deprel == Deprel::Root {
                *score = f32::NEG_INFINITY;
            }
        }
        self.labels.deprels[argmax(scores.into_iter())]
    }
}

impl fmt::Debug for Encoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Encoder").finish_non_exhaustive()
    }
}

/// Hangs a later part of a sentence on the root of the first.
fn attach(sentence: &mut [Reading], words: Range<usize>) {
    let root = sentence.iter().position(|it| it.head.is_none());
    let first = words.start;
    for reading in &mut sentence[words] {
        match &mut reading.head {
            Some(head) => *head += first,
            head @ None => {
                *head = root;
                reading.deprel = Deprel::Parataxis;
            }
        }
    }
}

/// What is known of words that could not be read: nothing.
fn flat(words: usize) -> Vec<Reading> {
    let reading = |word| Reading {
        upos: Upos::X,
        xpos: Xpos::Xx,
        feats: Feats::default(),
        head: (word > 0).then_some(0),
        margin: 0.0,
        deprel: if word > 0 { Deprel::Dep } else { Deprel::Root },
        name: NameTag::Outside,
    };
    (0..words).map(reading).collect()
}

fn place(index: usize) -> i32 {
    i32::try_from(index).unwrap_or(i32::MAX)
}

/// By how much the score of the head of a word is above that of any other place.
fn margin(size: usize, word: usize, head: usize, score: impl Fn(usize) -> f32) -> f32 {
    let others = (0..size).filter(|it| *it != word && *it != head);
    score(head) - others.map(&score).fold(f32::NEG_INFINITY, f32::max)
}

/// The place of the highest value, the first of equals.
fn argmax(values: impl Iterator<Item = f32>) -> usize {
    let mut best = (0, f32::NEG_INFINITY);
    for (at, value) in values.enumerate() {
        if value > best.1 {
            best = (at, value);
        }
    }
    best.0
}

/// The Gaussian error linear unit, with the error function by Abramowitz and Stegun
/// 7.1.28: only sums, products and a quotient, so that every machine gives the same bits.
fn gelu(x: f32) -> f32 {
    let z = (x * std::f32::consts::FRAC_1_SQRT_2).abs();
    let sum = 1.0
        + z * (0.070_523_08
            + z * (0.042_282_01
                + z * (0.009_270_527
                    + z * (0.000_152_014_3
                        + z * (0.000_276_567_2 + z * 0.000_043_063_8)))));
    let fourth = (sum * sum) * (sum * sum);
    let sixteenth = (fourth * fourth) * (fourth * fourth);
    let erf = 1.0 - 1.0 / sixteenth;
    0.5 * x * (1.0 + erf.copysign(x))
}

#[cfg(test)]
mod tests {
    use super::{Encoder, gelu};
    use crate::ud::{Deprel, Upos};

    #[test]
    fn gelu_agrees_with_known_values() {
        for (x, y) in [(0.0, 0.0), (1.0, 0.841_345), (-1.0, -0.158_655), (3.0, 2.995_95)]
        {
            assert!((gelu(x) - y).abs() < 1e-5, "{x}: {}", gelu(x));
        }
        assert!(gelu(-30.0).abs() < 1e-4 && (gelu(30.0) - 30.0).abs() < 1e-4);
    }

    #[test]
    fn a_sentence_reads_the_same_alone_and_among_others() {
        let encoder = Encoder::english().unwrap();
        let sentences: Vec<Vec<&str>> = [
            "Ana Lopez backed David Chen for mayor on Monday .",
            "Yes",
            "He did not say why , and his office , which had promised an answer , kept silent .",
            "",
        ]
        .map(|it| it.split_whitespace().collect())
        .into();
        let together = encoder.read(&sentences);
        for (sentence, readings) in sentences.iter().zip(&together) {
            assert_eq!(&encoder.read(std::slice::from_ref(sentence))[0], readings);
            assert_eq!(sentence.len(), readings.len());
        }
        let first = &together[0];
        assert_eq!((first[2].deprel, first[2].head), (Deprel::Root, None));
        assert_eq!((first[0].deprel, first[0].head), (Deprel::Nsubj, Some(2)));
        assert_eq!((first[3].deprel, first[3].head), (Deprel::Obj, Some(2)));
        assert_eq!((first[8].upos, first[9].upos), (Upos::Propn, Upos::Punct));
    }

    #[test]
    fn a_sentence_longer_than_the_network_is_one_tree() {
        let encoder = Encoder::english().unwrap();
        let words = ["old", "men", "saw", "it", ","].repeat(1000);
        let readings = encoder.read(&[words])[0].clone();
        assert_eq!(readings.len(), 5000);
        assert_eq!(readings.iter().filter(|it| it.head.is_none()).count(), 1);
        for reading in &readings {
            let (mut head, mut steps) = (reading.head, 0);
            while let Some(at) = head {
                (head, steps) = (readings[at].head, steps + 1);
                assert!(steps <= 5000);
            }
        }
    }
}
