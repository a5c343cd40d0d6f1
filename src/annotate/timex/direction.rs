//! Where the tense of the governing verb points.

use crate::doc::{TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::words::{Word, Words};

/// Where the tense points from the publication date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    Past,
    /// To either side: *the debate is on Monday*.
    Present,
    Future,
}

/// Where the verb that governs a word points; to the past where none does.
pub(super) fn direction(words: &Words, tree: &Tree<'_>, token: TokenId) -> Direction {
    let is_future = |it: TokenId| {
        words.get(&tree.token(it).lemma.to_lowercase()) == Some(Word::Future)
    };
    let mut at = Some(token);
    while let Some(it) = at {
        let head = tree.token(it).head;
        let governs = head.is_some_and(is_future) && is_infinitive(tree, it);
        if governs {
            return Direction::Future;
        }
        if let Some(direction) = own_direction(tree, it, is_future) {
            return direction;
        }
        at = head;
    }
    Direction::Past
}

/// Whether the clause of a word is denied.
pub(super) fn is_denied(tree: &Tree<'_>, token: TokenId) -> bool {
    let mut at = Some(token);
    while let Some(it) = at {
        if tree.is_negated(it) {
            return true;
        }
        if tree.token(it).upos == Upos::Verb {
            return false;
        }
        at = tree.token(it).head;
    }
    false
}

/// The auxiliaries and copulas of a word.
fn helpers(tree: &Tree<'_>, token: TokenId) -> Vec<TokenId> {
    tree.with(token, &[Deprel::Aux, Deprel::Cop]).collect()
}

/// Whether a word is an infinitive with nothing finite of its own.
fn is_infinitive(tree: &Tree<'_>, token: TokenId) -> bool {
    let first = helpers(tree, token).into_iter().chain([token]).min();
    first.is_some_and(|it| tree.token(it).xpos == Xpos::Vb)
}

/// Where a word points by its own form and that of its auxiliaries; `None` where it has
/// no tense.
fn own_direction(
    tree: &Tree<'_>,
    token: TokenId,
    is_future: impl Fn(TokenId) -> bool,
) -> Option<Direction> {
    let helpers = helpers(tree, token);
    let own = tree.token(token);
    if helpers.is_empty() && !matches!(own.upos, Upos::Verb | Upos::Aux) {
        // *due Tuesday*.
        return (own.upos == Upos::Adj && is_future(token)).then_some(Direction::Future);
    }
    let is_participle = own.xpos == Xpos::Vbn;
    // *scheduled for Tuesday*, *was expected on Tuesday*.
    if is_participle && is_future(token) {
        return Some(Direction::Future);
    }
    let has = |xpos| helpers.iter().any(|it| tree.token(*it).xpos == xpos);
    let is_passive = tree.exactly(token, Deprel::AuxPass).next().is_some();
    let is_perfect = is_participle && !is_passive && !helpers.is_empty()
        || helpers.iter().any(|it| tree.token(*it).xpos == Xpos::Vbn);
    if has(Xpos::Md) {
        let is_past = is_perfect && !helpers.iter().any(|it| is_future(*it));
        return Some(if is_past { Direction::Past } else { Direction::Future });
    }
    if own.xpos == Xpos::Vbd || has(Xpos::Vbd) {
        return Some(Direction::Past);
    }
    // *is to be held*.
    let is_to = tree.dependents(token).iter().any(|it| tree.token(*it).xpos == Xpos::To);
    let is_present = |xpos| matches!(xpos, Xpos::Vbz | Xpos::Vbp);
    if is_present(own.xpos) || helpers.iter().any(|it| is_present(tree.token(*it).xpos)) {
        return Some(match (is_to, is_perfect) {
            (true, _) => Direction::Future,
            (false, true) => Direction::Past,
            (false, false) => Direction::Present,
        });
    }
    (is_participle && helpers.is_empty()).then_some(Direction::Past)
}

#[cfg(test)]
mod tests {
    use crate::doc::{SentenceId, TokenId, Tree, read_conllu};
    use crate::lexicon::Lexicon;

    use super::{Direction, Words, direction, is_denied};

    /// Direction and denial at the last word of a sentence, whose words are written
    /// `form lemma upos xpos head deprel`.
    fn at_last(words: &[&str]) -> (Direction, bool) {
        let rows = (1..).zip(words).map(|(id, word)| {
            let columns: Vec<&str> = word.split(' ').collect();
            let [form, lemma, upos, xpos, head, deprel] = columns[..] else {
                panic!("{word}")
            };
            let feats = if lemma == "not" { "Polarity=Neg" } else { "_" };
            format!(
                "{id}\t{form}\t{lemma}\t{upos}\t{xpos}\t{feats}\t{head}\t{deprel}\t_\t_\n"
            )
        });
        let doc = read_conllu(&(rows.collect::<String>() + "\n")).unwrap();
        let tree = Tree::new(&doc, SentenceId::new(0));
        let last = TokenId::new(words.len() - 1);
        let words = Words::new(&Lexicon::embedded()).unwrap();
        (direction(&words, &tree, last), is_denied(&tree, last))
    }

    #[test]
    fn the_tense_of_the_governing_verb_points() {
        let past = ["She she PRON PRP 2 nsubj", "spoke speak VERB VBD 0 root"];
        let will = [
            "She she PRON PRP 3 nsubj",
            "'ll will AUX MD 3 aux",
            "speak speak VERB VB 0 root",
        ];
        let expected = [
            "She she PRON PRP 3 nsubj:pass",
            "was be AUX VBD 3 aux:pass",
            "expected expect VERB VBN 0 root",
            "to to PART TO 5 mark",
            "speak speak VERB VB 3 xcomp",
        ];
        let ordered = [
            "She she PRON PRP 2 nsubj",
            "failed fail VERB VBD 0 root",
            "to to PART TO 4 mark",
            "speak speak VERB VB 2 xcomp",
        ];
        let present = ["Polls poll NOUN NNS 2 nsubj", "close close VERB VBP 0 root"];
        let perfect = [
            "She she PRON PRP 3 nsubj",
            "has have AUX VBZ 3 aux",
            "spoken speak VERB VBN 0 root",
        ];
        for (words, tuesday, direction) in [
            (&past[..], 2, Direction::Past),
            (&will[..], 3, Direction::Future),
            (&expected[..], 5, Direction::Future),
            (&ordered[..], 4, Direction::Past),
            (&present[..], 2, Direction::Present),
            (&perfect[..], 3, Direction::Past),
        ] {
            let tuesday = format!("Tuesday Tuesday PROPN NNP {tuesday} obl");
            let words = [words, &[tuesday.as_str()]].concat();
            assert_eq!(at_last(&words), (direction, false), "{words:?}");
        }
    }

    #[test]
    fn a_denied_clause_is_seen() {
        let words = [
            "She she PRON PRP 4 nsubj",
            "did do AUX VBD 4 aux",
            "not not PART RB 4 advmod",
            "speak speak VERB VB 0 root",
            "Tuesday Tuesday PROPN NNP 4 obl",
        ];
        assert_eq!(at_last(&words), (Direction::Past, true));
    }
}
