//! Time: when does what a fact says hold?
//!
//! Within a sentence the tree says which expression dates which predicate: `sentence`.
//! What a report leaves undated because the reader knows it from the sentences before is
//! `narrative`, and stands apart, since it is an inference.

mod narrative;
mod sentence;

pub(super) use narrative::carry;
pub(super) use sentence::{is_past, is_time, of_draft, times};
