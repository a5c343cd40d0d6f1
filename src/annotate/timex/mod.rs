//! Expressions of time and their values: TIMEX3, anchored to the publication date.
//!
//! ```text
//! sentence ─lex→ atoms ─pattern→ Expr, what the words say
//!          ─value→ TimexValue, what they mean in this article
//! ```
//!
//! Patterns read atoms, not words of the tree, so that they do not depend on how
//! `2020-07-11` or `mid-1980s` was tokenized. The tree gives the tense of the governing
//! verb, and so the direction of *Tuesday* and *in May*.

mod words;
mod lex;
mod expr;
mod pattern;
mod relative;
mod direction;
mod calendar;
mod value;
mod tagger;

pub(super) use tagger::TimexTagger;
