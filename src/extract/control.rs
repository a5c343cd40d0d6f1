//! Control: who does what an infinitive or a gerund says.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;

use super::words::{Words, read};

/// What a verb does to the subjects of its infinitives and gerunds.
#[derive(Debug, Clone)]
pub(super) struct Control {
    /// Whether its object is the subject of its gerund.
    gerund: bool,
    infinitive: Option<Controller>,
}

/// Who is the subject of the infinitive of a verb.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Controller {
    Object,
    Subject,
    Nobody,
    /// What stands behind a preposition.
    After(Box<str>),
}

#[derive(Deserialize)]
struct ControlRow {
    lemma: String,
    gerund: String,
    infinitive: String,
}

/// Reads the table.
pub(super) fn controls(lexicon: &Lexicon) -> Result<FxHashMap<String, Control>> {
    read(lexicon, "lexicon/control.csv", |row: ControlRow| {
        let infinitive = match &*row.infinitive {
            "" => None,
            "object" => Some(Controller::Object),
            "subject" => Some(Controller::Subject),
            "nobody" => Some(Controller::Nobody),
            other => match other.strip_prefix("after ") {
                Some(preposition) => Some(Controller::After(preposition.into())),
                None => {
                    let known = "object, subject, nobody, or after and a preposition";
                    return Err(format!("{other:?}: write {known}"));
                }
            },
        };
        Ok((row.lemma, Control { gerund: row.gerund == "object", infinitive }))
    })
}

impl Words {
    fn controls(&self, lemma: &str, controller: &Controller) -> bool {
        let control = self.control.get(lemma);
        control.is_some_and(|it| it.infinitive.as_ref() == Some(controller))
    }

    /// Whether the object of a verb is the subject of its gerund: *accuse him of lying*.
    pub(super) fn object_controls_gerund(&self, lemma: &str) -> bool {
        self.control.get(lemma).is_some_and(|it| it.gerund)
    }

    /// Whether the object of a verb is the subject of its infinitive of purpose.
    pub(super) fn object_controls_infinitive(&self, lemma: &str) -> bool {
        self.controls(lemma, &Controller::Object)
    }

    /// Whether the subject of a verb is that of its infinitive in spite of an object:
    /// *promised her to come*.
    pub(super) fn subject_controls(&self, lemma: &str) -> bool {
        self.controls(lemma, &Controller::Subject)
    }

    /// Whether a verb only takes a stand on what others would do: *opposed a plan to
    /// close it*.
    pub(super) fn nobody_controls(&self, lemma: &str) -> bool {
        self.controls(lemma, &Controller::Nobody)
    }

    /// The preposition after which a verb names the subject of its infinitive: *call on
    /// her to resign*.
    pub(super) fn oblique_controls_infinitive(&self, lemma: &str) -> Option<&str> {
        match self.control.get(lemma)?.infinitive.as_ref()? {
            Controller::After(preposition) => Some(preposition),
            Controller::Object | Controller::Subject | Controller::Nobody => None,
        }
    }
}
