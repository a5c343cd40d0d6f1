//! Emitters: what the scorers get to read, compared with lines written by hand.

use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use newsgraph::eval::{
    Benchmark, attributed_articles, attribution_line, dated_articles, open_fact_lines,
    timex_line, triple_articles, triples_line,
};
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;
use serde_json::{Value, json};

static PIPELINE: LazyLock<Pipeline> =
    LazyLock::new(|| Pipeline::new(&Lexicon::embedded()).unwrap());

/// A file of lines in a folder of its own.
fn file(folder: &tempfile::TempDir, name: &str, lines: &str) -> PathBuf {
    let path = folder.path().join(name);
    std::fs::write(&path, lines).unwrap();
    path
}

/// A corpus beside the repository, where it is there.
fn corpus(name: &str) -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora").join(name);
    if !path.exists() {
        println!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn parsed(line: &str) -> Value {
    serde_json::from_str(line).unwrap()
}

#[test]
fn dates_are_emitted_with_their_values_in_code_points() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Chloé Roe led the mill from 1999 to 2008. She left last week, in the \
                1990s style, after nine years.";
    let record = json!({ "id": "a", "dct": "2024-03-06", "text": text });
    let path = file(&folder, "dated.jsonl", &record.to_string());
    let articles = dated_articles(&path).unwrap();
    let [(id, article)] = &articles[..] else { panic!("one article") };
    let doc = PIPELINE.annotate(article.clone());
    let expected = json!({ "id": "a", "timex": [
        { "b": 28, "e": 32, "v": "1999" },
        { "b": 36, "e": 40, "v": "2008" },
        { "b": 51, "e": 60, "v": "2024-02-26/2024-03-03" },
        { "b": 69, "e": 74, "v": "1990-01-01/1999-12-31" },
    ] });
    assert_eq!(parsed(&timex_line(id, &doc)), expected);
}

#[test]
fn attributions_are_emitted_as_spans() {
    let folder = tempfile::tempdir().unwrap();
    let text = "“We won,” said Jan Holt. “It was close.”\n\n\
                Acme will close, according to the union.";
    let record = json!({ "id": "a", "date": "2024-03-06", "text": text });
    let path = file(&folder, "articles.jsonl", &record.to_string());
    let (id, article) = attributed_articles(&path).unwrap().remove(0);
    let doc = PIPELINE.annotate(article);
    let line = attribution_line(&id, &doc, &PIPELINE.attributions(&doc));
    let chars: Vec<char> = text.chars().collect();
    let words = |spans: &Value| -> Vec<String> {
        let span = |it: &Value| {
            let at = |end: usize| usize::try_from(it[end].as_u64().unwrap()).unwrap();
            chars[at(0)..at(1)].iter().collect()
        };
        spans.as_array().unwrap().iter().map(span).collect()
    };
    let parts: Vec<_> = parsed(&line)["attributions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| [words(&it["source"]), words(&it["cue"]), words(&it["content"])])
        .collect();
    let expected = [
        [vec!["Jan Holt"], vec!["said"], vec!["“We won,”", "“It was close.”"]],
        [vec!["the union"], vec!["according to"], vec!["Acme will close"]],
    ];
    assert_eq!(parts, expected);
}

#[test]
fn open_facts_are_emitted_in_the_words_of_the_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let sentence = "The lawyer filed a complaint against the mill -LRB- Acme -RRB- .";
    let path = file(&folder, "sentences.tsv", &format!("7\t{sentence}\n"));
    let lines = open_fact_lines(&PIPELINE, &path, Benchmark::Benchie).unwrap();
    let expected = [
        "7\tThe lawyer\tfiled\ta complaint\tobject",
        "7\tThe lawyer\tfiled a complaint against\tthe mill\tchain",
    ];
    assert_eq!(lines, expected);
    let path = file(&folder, "sentences.txt", &format!("{sentence}\n"));
    let lines = open_fact_lines(&PIPELINE, &path, Benchmark::Carb).unwrap();
    let first =
        format!("{sentence}\t0.900\tfiled\tThe lawyer\ta complaint against the mill");
    assert_eq!(lines.first(), Some(&first));
    let empty = file(&folder, "empty.tsv", "\n");
    let error = open_fact_lines(&PIPELINE, &empty, Benchmark::Carb).unwrap_err();
    assert!(
        error.to_string().ends_with("empty.tsv: no sentence in it; write one a line")
    );
}

/// What is coordinated is said of each, a firm's name stays whole, and what belongs to the
/// verb stays with it.
#[test]
fn triples_say_each_thing_of_each() {
    let folder = tempfile::tempdir().unwrap();
    let sentences = "1\tThe district provides roads and bridges on a fee basis .\n\
        2\tRoe & Lopez met with the mayor in Alba after the court closed the mill .\n";
    let path = file(&folder, "sentences.tsv", sentences);
    let lines = open_fact_lines(&PIPELINE, &path, Benchmark::Benchie).unwrap();
    let expected = [
        "1\tThe district\tprovides\troads\tobject",
        "1\tThe district\tprovides\tbridges\tobject",
        "1\tThe district\tprovides roads on\ta fee basis\toblique",
        "1\tThe district\tprovides bridges on\ta fee basis\toblique",
        "2\tRoe & Lopez\tmet with\tthe mayor\toblique",
        "2\tRoe & Lopez\tmet with the mayor in\tAlba\tcircumstance",
        "2\tthe court\tclosed\tthe mill\tobject",
        "2\tRoe & Lopez\tmet with the mayor after the court closed\tthe mill\tsubordinate",
    ];
    assert_eq!(lines, expected);
    let path = file(&folder, "sentences.txt", "Traders often sell shares .\n");
    let lines = open_fact_lines(&PIPELINE, &path, Benchmark::Carb).unwrap();
    assert_eq!(
        lines,
        ["Traders often sell shares .\t0.900\toften sell\tTraders\tshares"]
    );
}

#[test]
fn triples_are_emitted_with_their_relations() {
    let folder = tempfile::tempdir().unwrap();
    let text = "Nora Aldane endorsed Felix Brandt. She did not endorse Iris Tallow.";
    let record = json!({ "id": "a", "text": text });
    let path = file(&folder, "texts.jsonl", &record.to_string());
    let (id, article) = triple_articles(&path).unwrap().remove(0);
    let reading = PIPELINE.read(article);
    let line = triples_line(&id, &reading.doc, &reading.resolved, None);
    let expected = json!({ "id": "a", "triples": [
        ["Nora Aldane", "endorsed", "Felix Brandt"],
    ] });
    assert_eq!(parsed(&line), expected);
}

#[test]
fn bad_records_are_named_with_their_line() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, "bad.jsonl", "{\"id\": \"a\", \"text\": \"x\"}\n{\n");
    let error = dated_articles(&path).unwrap_err().to_string();
    assert!(error.contains("bad.jsonl:2: "), "{error}");
}

#[test]
fn every_date_of_a_corpus_lies_in_its_text() {
    let Some(path) = corpus("time/gum-dev.jsonl.gz") else { return };
    let articles = dated_articles(&path).unwrap();
    assert_eq!(articles.len(), 13);
    for (id, article) in articles.into_iter().take(4) {
        let count = article.text.chars().count();
        let doc = PIPELINE.annotate(article);
        let line = parsed(&timex_line(&id, &doc));
        let timexes = line["timex"].as_array().unwrap();
        assert!(!timexes.is_empty(), "{id}");
        for timex in timexes {
            let (start, end) = (timex["b"].as_u64(), timex["e"].as_u64());
            assert!(start < end && end.unwrap() <= count as u64, "{id}: {timex}");
        }
    }
}
