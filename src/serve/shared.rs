//! What is asked again is answered once: while it is in hand, and as long as its answer is
//! kept.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use hyper::StatusCode;
use tokio::sync::OnceCell;

use super::reply::Outcome;
use super::view::View;
use super::work::locked;

/// The answers that are kept take so many bytes together, and each of them so many.
const ROOM: usize = 64 << 20;
const LARGEST: usize = 1 << 20;

/// What gives another answer every time it is asked, in small letters.
const UNSTEADY: [&str; 4] = ["now", "rand", "struuid", "uuid"];

/// What a call asks of one state of a collection: calls that ask the same are equal.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Question(String);

impl Question {
    /// Asks nothing as yet, of what a view holds now.
    pub(super) fn new(view: &View) -> Self {
        Self(format!("{} {}", view.number(), view.changes()))
    }

    /// With one more part.
    pub(super) fn with(mut self, part: &str) -> Self {
        // The length keeps parts apart, whatever is in them.
        self.0.extend([" ", &part.len().to_string(), ":", part]);
        self
    }

    /// Whether it has the same answer as long as the collection is the same.
    fn is_steady(&self) -> bool {
        let is_word = |it: char| it.is_alphanumeric() || it == '_' || it == '-';
        let mut words = self.0.split(|it| !is_word(it));
        !words.any(|word| UNSTEADY.iter().any(|it| word.eq_ignore_ascii_case(it)))
    }
}

/// The questions in hand, and the latest answers.
#[derive(Debug, Default)]
pub(super) struct Shared {
    calls: Mutex<BTreeMap<Question, Arc<OnceCell<Outcome>>>>,
    kept: Mutex<Kept>,
    /// How many calls were answered with an answer that was kept.
    pub(super) again: AtomicU64,
}

impl Shared {
    /// Gives the answer that is kept, waits for the one that is made, or does `work`. Where
    /// the client leaves for whom it is done, the next one who waits begins it anew.
    pub(super) async fn run(
        &self,
        question: Question,
        work: impl Future<Output = Outcome>,
    ) -> Outcome {
        if let Some(outcome) = locked(&self.kept).get(&question) {
            self.again.fetch_add(1, Ordering::Relaxed);
            return outcome;
        }
        let cell = Arc::clone(locked(&self.calls).entry(question.clone()).or_default());
        let place = Leave { shared: self, question, cell };
        let work = async {
            let outcome = work.await;
            locked(&self.kept).keep(&place.question, &outcome);
            outcome
        };
        place.cell.get_or_init(|| work).await.clone()
    }
}

/// Forgets a question when it is answered, or when nobody waits for it any more.
struct Leave<'a> {
    shared: &'a Shared,
    question: Question,
    cell: Arc<OnceCell<Outcome>>,
}

impl Drop for Leave<'_> {
    fn drop(&mut self) {
        let mut calls = locked(&self.shared.calls);
        let mine = calls.get(&self.question);
        let is_mine = mine.is_some_and(|it| Arc::ptr_eq(it, &self.cell));
        // Two hold it where nobody else does: the map and this one.
        if is_mine && (self.cell.initialized() || Arc::strong_count(&self.cell) == 2) {
            calls.remove(&self.question);
        }
    }
}

/// The latest answers; the oldest make room for new ones.
#[derive(Debug, Default)]
struct Kept {
    answers: BTreeMap<Question, Outcome>,
    order: VecDeque<Question>,
    bytes: usize,
}

impl Kept {
    fn get(&self, question: &Question) -> Option<Outcome> {
        self.answers.get(question).cloned()
    }

    fn keep(&mut self, question: &Question, outcome: &Outcome) {
        let bytes = weight(question, outcome);
        let is_good = outcome.status == StatusCode::OK && question.is_steady();
        if !is_good || bytes > LARGEST || self.answers.contains_key(question) {
            return;
        }
        self.bytes += bytes;
        self.order.push_back(question.clone());
        self.answers.insert(question.clone(), outcome.clone());
        while self.bytes > ROOM {
            let Some(oldest) = self.order.pop_front() else { return };
            if let Some(outcome) = self.answers.remove(&oldest) {
                self.bytes -= weight(&oldest, &outcome);
            }
        }
    }
}

/// About as many bytes as a question, which is held twice, and its answer take.
fn weight(question: &Question, outcome: &Outcome) -> usize {
    const EACH: usize = 512;
    2 * question.0.len() + outcome.body.len() + EACH
}

#[cfg(test)]
mod tests {
    use hyper::StatusCode;

    use super::{Kept, LARGEST, Outcome, Question, ROOM};

    fn question(text: &str) -> Question {
        Question("1 0".to_owned()).with(text)
    }

    fn answer(bytes: usize) -> Outcome {
        Outcome::text(StatusCode::OK, "x".repeat(bytes))
    }

    #[test]
    fn parts_are_kept_apart() {
        let asked = |parts: [&str; 2]| question(parts[0]).with(parts[1]);
        assert_ne!(asked(["a 1:b", "c"]), asked(["a", "b 1:c"]));
        assert_ne!(asked(["", "a"]), asked(["a", ""]));
    }

    #[test]
    fn what_changes_by_itself_is_not_steady() {
        for text in ["SELECT (NOW() AS ?t) {}", "BIND(Rand ( ) AS ?x)", "STRUUID()"] {
            assert!(!question(text).is_steady(), "{text}");
        }
        for text in ["{ e:felix-brandt ?a ?b }", "?now_or_never", "now-known", "renowned"]
        {
            assert!(question(text).is_steady(), "{text}");
        }
    }

    #[test]
    fn the_oldest_answers_make_room() {
        let mut kept = Kept::default();
        let count = ROOM / (LARGEST / 2) + 3;
        for number in 0..count {
            kept.keep(&question(&number.to_string()), &answer(LARGEST / 2));
            assert!(kept.bytes <= ROOM);
        }
        assert_eq!(kept.get(&question("0")), None);
        assert_eq!(
            kept.get(&question(&(count - 1).to_string())),
            Some(answer(LARGEST / 2))
        );
        assert_eq!(kept.answers.len(), kept.order.len());
        kept.keep(&question("large"), &answer(LARGEST));
        kept.keep(&question("wrong"), &Outcome::text(StatusCode::BAD_REQUEST, "no"));
        assert_eq!(kept.get(&question("large")), None);
        assert_eq!(kept.get(&question("wrong")), None);
    }
}
