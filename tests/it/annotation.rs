//! Annotation against the development part of the English Web Treebank, and its laws.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use newsgraph::annotate::Annotator;
use newsgraph::doc::{Document, Token, read_conllu, write_conllu};
use newsgraph::eval::logits_digest;
use newsgraph::lexicon::Lexicon;
use newsgraph::model::Encoder;
use newsgraph::text::{Article, Span};
use proptest::prelude::*;
use sha2::{Digest, Sha256};

static ANNOTATOR: LazyLock<Annotator> =
    LazyLock::new(|| Annotator::new(&Lexicon::embedded()).unwrap());

/// The gold trees of a treebank, where the corpora lie beside the repository.
fn gold(treebank: &str) -> Option<Document> {
    let file = format!("../shared/corpora/ud/{treebank}.conllu.gz");
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    let output = Command::new("gzip").arg("-dc").arg(path).output().unwrap();
    Some(read_conllu(&String::from_utf8(output.stdout).unwrap()).unwrap())
}

/// The share of words for which `right` holds, in percent.
fn accuracy(
    gold: &Document,
    system: &Document,
    right: impl Fn(&Token, &Token) -> bool,
) -> f64 {
    let pairs = gold.tokens.iter().zip(&system.tokens);
    percent(pairs.filter(|(a, b)| right(a, b)).count(), gold.tokens.len())
}

fn percent(part: usize, whole: usize) -> f64 {
    let count = |it: usize| f64::from(u32::try_from(it).unwrap());
    100.0 * count(part) / count(whole)
}

#[test]
fn trees_over_gold_words_are_as_good_as_the_card_says() {
    let Some(gold) = gold("ewt/dev") else { return };
    let words: Vec<Vec<(Span, bool)>> = gold
        .sentences
        .iter()
        .map(|it| it.token_ids().map(|it| (gold[it].span, gold[it].continues)).collect())
        .collect();
    let start = Instant::now();
    let system = ANNOTATOR.annotate_tokens(gold.article.clone(), &words);
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(gold.tokens.len(), system.tokens.len());
    let upos = accuracy(&gold, &system, |a, b| a.upos == b.upos);
    let xpos = accuracy(&gold, &system, |a, b| a.xpos == b.xpos);
    let feats = accuracy(&gold, &system, |a, b| a.feats == b.feats);
    let lemma = accuracy(&gold, &system, |a, b| a.lemma == b.lemma);
    let uas = accuracy(&gold, &system, |a, b| a.head == b.head);
    let las = accuracy(&gold, &system, |a, b| (a.head, a.deprel) == (b.head, b.deprel));
    println!(
        "EWT dev, gold words: UPOS {upos:.2} XPOS {xpos:.2} FEATS {feats:.2} \
         lemma {lemma:.2} UAS {uas:.2} LAS {las:.2}; {} words in {seconds:.1} s",
        gold.tokens.len(),
    );
    assert!(las >= 88.0, "LAS {las:.2}");
    assert!(upos >= 96.0, "UPOS {upos:.2}");
}

/// The first sentences of a document, with their text.
fn first_sentences(mut doc: Document, count: usize) -> Document {
    doc.sentences.truncate(count);
    let end = doc.sentences.last().map_or(0, |it| it.tokens.end);
    doc.tokens.truncate(end as usize);
    let text = doc.tokens.last().map_or(0, |it| it.span.end());
    doc.article = Article::new("", &doc.article.text[..text]);
    doc
}

/// The first 300 sentences only, to keep the test short; see `docs/evaluation.md` for all.
#[test]
fn trees_over_raw_text_keep_their_quality() {
    for (treebank, floor) in [("ewt/dev", 83.0), ("gum/dev", 86.0)] {
        let Some(gold) = gold(treebank) else { return };
        let gold = first_sentences(gold, 300);
        let system = ANNOTATOR.annotate(gold.article.clone());
        let f1 = |both, of_gold, of_system| percent(2 * both, of_gold + of_system);
        let at: BTreeMap<Span, &Token> =
            system.tokens.iter().map(|it| (it.span, it)).collect();
        let pairs: Vec<(&Token, &Token)> =
            gold.tokens.iter().filter_map(|it| Some((it, *at.get(&it.span)?))).collect();
        let score = |right: &dyn Fn(&Token, &Token) -> bool| {
            let both = pairs.iter().filter(|(a, b)| right(a, b)).count();
            f1(both, gold.tokens.len(), system.tokens.len())
        };
        let head = |doc: &Document, it: &Token| it.head.map(|it| doc[it].span);
        let same_head = |a: &Token, b: &Token| head(&gold, a) == head(&system, b);
        let words = score(&|_, _| true);
        let las = score(&|a, b| same_head(a, b) && a.deprel == b.deprel);
        let upos = score(&|a, b| a.upos == b.upos);
        let lemma = score(&|a, b| a.lemma == b.lemma);
        let uas = score(&same_head);
        let sentences = gold.sentences.iter().filter(|it| {
            system.sentences.binary_search_by_key(&it.span, |it| it.span).is_ok()
        });
        let sentences =
            f1(sentences.count(), gold.sentences.len(), system.sentences.len());
        println!(
            "{treebank}, raw text: words {words:.2} sentences {sentences:.2} UPOS {upos:.2} \
             lemma {lemma:.2} UAS {uas:.2} LAS {las:.2}"
        );
        assert!(las >= floor, "{treebank}: LAS {las:.2}");
    }
}

#[test]
fn an_article_becomes_sentences_of_trees() {
    let text = "Mayor Ana Lopez didn't resign. \"I stay,\" she told the U.S. press.";
    let doc = ANNOTATOR.annotate(Article::new("", text));
    let forms: Vec<&str> = doc.tokens.iter().map(|it| doc.text(it.span)).collect();
    assert_eq!(
        forms.join(" "),
        "Mayor Ana Lopez did n't resign . \" I stay , \" she told the U.S. press ."
    );
    assert_eq!(doc.sentences.len(), 2);
}

#[test]
fn the_model_is_the_one_that_its_card_describes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/model");
    let card = std::fs::read_to_string(folder.join("english.toml")).unwrap();
    let card: toml::Table = card.parse().unwrap();
    let files = card["files"].as_table().unwrap();
    assert_eq!(files.len(), 4);
    for (file, facts) in files {
        let bytes = std::fs::read(folder.join(file)).unwrap();
        let digest = Sha256::digest(&bytes).iter().fold(String::new(), |mut hex, it| {
            _ = write!(hex, "{it:02x}");
            hex
        });
        assert_eq!(
            facts["bytes"].as_integer(),
            i64::try_from(bytes.len()).ok(),
            "{file}"
        );
        assert_eq!(facts["sha256"].as_str(), Some(digest.as_str()), "{file}");
    }
}

/// The digest in the card is what any machine must compute, whatever its processor.
#[test]
fn the_network_gives_the_same_bits_everywhere() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let sentences =
        std::fs::read_to_string(folder.join("tests/model/sentences.txt")).unwrap();
    assert_eq!(sentences.lines().count(), 200);
    let card = std::fs::read_to_string(folder.join("data/model/english.toml")).unwrap();
    let card: toml::Table = card.parse().unwrap();
    let expected = card["logits"]["sha256"].as_str().unwrap();
    let encoder = Encoder::english().unwrap();
    assert_eq!(logits_digest(&encoder, &sentences), expected);
    // Alone, in another order, and in several threads the bits are the same.
    let words: Vec<Vec<&str>> =
        sentences.lines().map(|it| it.split_whitespace().collect()).collect();
    let together = encoder.logits(&words);
    let backwards: Vec<_> = words.iter().rev().cloned().collect();
    assert!(encoder.logits(&backwards).iter().rev().eq(&together));
    std::thread::scope(|scope| {
        for part in 0..2 {
            let (words, together, encoder) = (&words, &together, &encoder);
            scope.spawn(move || {
                for at in (part..words.len()).step_by(2) {
                    let alone = encoder.logits(&words[at..=at]);
                    assert_eq!(alone[0], together[at], "{}", words[at].join(" "));
                }
            });
        }
    });
}

/// Checks what holds for every document, however odd its text.
fn assert_lawful(doc: &Document) {
    let text = &doc.article.text;
    let mut end = 0;
    for (at, token) in doc.tokens.iter().enumerate() {
        // Spans fit the text and follow each other; between them is nothing to read.
        assert!(text.get(token.span.range()).is_some_and(|it| !it.is_empty()));
        let gap = text.get(end..token.span.start()).unwrap();
        assert!(!gap.contains(char::is_alphanumeric), "{gap:?} is lost");
        assert!(!token.continues || gap.is_empty() && at > 0);
        end = token.span.end();
    }
    assert!(!text[end..].contains(char::is_alphanumeric));
    let mut next = 0;
    for sentence in &doc.sentences {
        assert_eq!(sentence.tokens.start, next);
        next = sentence.tokens.end;
        assert!(!sentence.tokens.is_empty());
        let roots = sentence.token_ids().filter(|it| doc[*it].head.is_none());
        assert_eq!(roots.count(), 1);
        for mut token in sentence.token_ids() {
            let mut steps = 0;
            while let Some(head) = doc[token].head {
                assert!(sentence.tokens.contains(&head.0));
                (token, steps) = (head, steps + 1);
                assert!(steps <= sentence.tokens.len(), "a cycle");
            }
        }
    }
    assert_eq!(next as usize, doc.tokens.len());
    for mention in &doc.mentions {
        assert!(mention.span.contains(doc[mention.head].span));
    }
    let back = read_conllu(&write_conllu(doc)).unwrap();
    if !doc.tokens.is_empty() {
        assert_eq!(back.article.text, doc.article.text);
        // How sure the parser was does not come back.
        let given = doc.tokens.iter().map(|it| Token { margin: None, ..it.clone() });
        assert_eq!(back.tokens, given.collect::<Vec<_>>());
        assert_eq!(back.sentences, doc.sentences);
    }
}

#[test]
fn odd_texts_become_lawful_documents() {
    let long = "and then ".repeat(2500);
    for text in [
        "",
        " ",
        "\n\n",
        "a",
        ".",
        "'",
        "\"",
        "-",
        "’s",
        "😀",
        "👩‍👩‍👧 met Ana.",
        "\u{0}\u{7}b",
        "שלום עולם. מה שלומך?",
        "\u{202e}abc\u{202c}",
        "a\u{300}e\u{301}",
        "\u{feff}Ana left.",
        "...",
        "?!?!",
        "(((((",
        "''''",
        "--------",
        "$$$ 1,,,2",
        "a|b\\c\t# d",
        "No.",
        "U.S.",
        "漢字仮名交じり文。",
        "e.g",
        "@ # : / \\",
        "\r\nAna\rleft\r\n",
        &long,
    ] {
        assert_lawful(&ANNOTATOR.annotate(Article::new("", text)));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    #[test]
    fn any_text_becomes_a_lawful_document(text in "[A-Za-z0-9 .,'’\"“”()$%@#/:;!?\\-\\n–é😀\u{a0}\u{200b}]{0,80}") {
        assert_lawful(&ANNOTATOR.annotate(Article::new("", text)));
    }

    #[test]
    fn any_characters_become_a_lawful_document(text in "\\PC{0,30}|.{0,30}") {
        assert_lawful(&ANNOTATOR.annotate(Article::new("", text)));
    }
}
