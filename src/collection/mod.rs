//! A collection is a graph in a folder that survives whatever happens to the program.
//!
//! ```text
//! newsgraph.toml    format and base; makes the folder a collection
//! lock              held by the one program that writes
//! articles/         packs: whole article graphs as sorted N-Quads, zstd, immutable
//! decisions.csv     what people decided about who is who
//! revoked.csv       decisions that were taken back, and stay so when copies are merged in
//! tombstones.csv    articles that were removed, and stay so when copies are merged in
//! notes.nq          graphs that people keep beside those of the articles
//! index/            where in a pack each graph is, who is in it, and who is who: derived,
//!                   deletable
//! ```
//!
//! Every file is written under another name, synced and renamed, so that an article is
//! in the collection as a whole or not at all.

mod files;
mod sort;
mod pack;
mod directory;
mod index;
mod casts;
mod records;
mod share;
mod folder;
mod compact;
mod identity;
mod lookup;
mod merge;
mod canonical;
mod hand_over;
mod notes;

pub use folder::{Added, Collection};
pub use hand_over::{HandOver, Packing, Part};
pub use identity::Resolution;
pub use lookup::Known;
pub use merge::MergeReport;
pub use records::{decisions_csv, read_decisions};
