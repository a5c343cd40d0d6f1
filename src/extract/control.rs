//! Control: who does what an infinitive or a gerund says.

use rustc_hash::FxHashMap;
use serde::Deserialize;

use crate::error::Result;
use crate::lexicon::Lexicon;

use super::words::{Words, read};

/// What a verb does to the subjects of its infinitives and gerunds.
#[derive(Debug, Clone)]
pub(super) struct Control {
    gerund: bool,
    infinitive: bool,
    subject: bool,
    nobody: bool,
    oblique: Option<Box<str>>,
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
        let control = Control {
            gerund: row.gerund == "object",
            infinitive: row.infinitive == "object",
            subject: row.infinitive == "subject",
            nobody: row.infinitive == "nobody",
            oblique: row.infinitive.strip_prefix("after ").map(Into::into),
        };
        Ok((row.lemma, control))
    })
}

impl Words {
    /// Whether the object of a verb is the subject of its gerund: *accuse him of lying*.
    pub(super) fn object_controls_gerund(&self, lemma: &str) -> bool {
        self.control.get(lemma).is_some_and(|it| it.gerund)
    }

    /// Whether the object of a verb is the subject of its infinitive of purpose.
    pub(super) fn object_controls_infinitive(&self, lemma: &str) -> bool {
        self.control.get(lemma).is_some_and(|it| it.infinitive)
    }

    /// Whether the subject of a verb is that of its infinitive in spite of an object:
    /// *promised her to come*.
    pub(super) fn subject_controls(&self, lemma: &str) -> bool {
        self.control.get(lemma).is_some_and(|it| it.subject)
    }

    /// Whether a verb only takes a stand on what others would do: *opposed a plan to
    /// close it*.
    pub(super) fn nobody_controls(&self, lemma: &str) -> bool {
        self.control.get(lemma).is_some_and(|it| it.nobody)
    }

    /// The preposition after which a verb names the subject of its infinitive: *call on
    /// her to resign*.
    pub(super) fn oblique_controls_infinitive(&self, lemma: &str) -> Option<&str> {
        self.control.get(lemma)?.oblique.as_deref()
    }
}
