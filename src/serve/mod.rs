//! Serving: a collection over HTTP, for SPARQL clients and browsers.
//!
//! ```text
//! connection ─hyper→ Request ─server→ Call ─a thread→ Reply ─hyper→ connection
//! ```
//!
//! A connection is read by asynchronous code that does no work of its own; what a call
//! asks is answered on a thread beside it, from a [`View`](view::View) of the collection
//! that never changes under it.

mod reply;
mod view;
mod page;
mod server;

pub use server::{Settings, serve};
