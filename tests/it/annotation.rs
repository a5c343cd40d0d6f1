//! Annotation against the development part of the English Web Treebank, and its laws.

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::LazyLock;
use std::time::Instant;

use newsgraph::annotate::Annotator;
use newsgraph::doc::{Document, Token, read_conllu};
use newsgraph::lexicon::Lexicon;
use newsgraph::text::{Article, Span};

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
    let system = ANNOTATOR.annotate_tokens(gold.article.clone(), words);
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

#[test]
fn trees_over_raw_text_keep_their_quality() {
    for treebank in ["ewt/dev", "gum/dev"] {
        let Some(gold) = gold(treebank) else { return };
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
