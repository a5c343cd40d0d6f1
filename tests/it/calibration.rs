//! The confidences hold on the gold articles.

use newsgraph::eval::{calibration_error, gold_articles, judge};
use newsgraph::lexicon::Lexicon;
use newsgraph::pipeline::Pipeline;

use crate::source;

#[test]
fn confidences_hold_on_the_gold_articles() {
    let folder = source::root().join("../shared/gold/dev");
    if !folder.is_dir() {
        println!("skipped: no {}", folder.display());
        return;
    }
    let pipeline = Pipeline::new(&Lexicon::embedded()).unwrap();
    let mut judged = Vec::new();
    for gold in gold_articles(&folder).unwrap() {
        let reading = pipeline.read(gold.article);
        let facts = judge(&gold.record, &gold.place, &reading.doc, &reading.resolved);
        judged.extend(facts.unwrap());
    }
    assert!(judged.len() > 300, "{}", judged.len());
    let error = calibration_error(&judged);
    assert!(error <= 0.06, "{error:.3}");
}
