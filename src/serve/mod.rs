//! Serving: a collection over HTTP, for SPARQL clients and browsers, and over standard
//! input and output, for agents.
//!
//! ```text
//! connection ─hyper→ Request ─gate, call→ Call ─a thread→ Outcome ─hyper→ connection
//! ```
//!
//! A connection is read by asynchronous code that does no work of its own; what a call
//! asks is answered on a thread beside it, from a `View` of the collection.

mod accept;
mod reply;
mod view;
mod work;
mod shared;
mod metrics;
mod gate;
mod call;
mod site;
mod sparql;
mod graphs;
mod page;
mod route;
mod server;
mod memory;
mod mcp;

// So that others can name the address to listen at.
pub use std::net::IpAddr;

pub use mcp::serve_agents;
pub use server::serve;
pub use site::Settings;
