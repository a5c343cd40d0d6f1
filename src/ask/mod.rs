//! Asking: the questions of a journalist, answered with values that a terminal, a file or
//! a page can show.
//!
//! Every answer keeps apart what articles state, what they report on somebody's word,
//! what is denied, and what is only possible.

mod sheet;
mod statement;
mod name;
mod about;
mod timeline;
mod contradictions;
mod sources;
mod explain;
mod stats;
mod diff;
mod sample;

pub use about::{About, about};
pub use contradictions::{Dispute, Voice, contradictions};
pub use diff::{Change, Difference, diff};
pub use explain::{Explanation, OtherWord, explain};
pub use name::{named, unknown_relation};
pub use sample::{Score, Sheet, sample, score};
pub use sheet::{Row, Value};
pub use sources::{FirstReport, Record, first_reports, track_records};
pub use statement::{Standing, Statement, statements};
pub use stats::{Count, stats};
pub use timeline::{Moment, Period, timeline};
