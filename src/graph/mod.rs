//! The graph: entities and the facts between them, article by article.

mod agreement;
mod cast;
mod record;
mod standing;
mod build;
mod backbone;
mod picture;
mod notation;

pub use agreement::{FactLink, FactRef, Matter, matters};
pub use picture::{
    Citation, LeftOut, Link, LinkEnd, Picture, PictureConfig, Thing, VoicedBy,
};
pub use record::{
    ArticleRecord, Assertion, EntityRecord, FactRecord, Graph, Object, SentenceRecord,
    Speaker,
};
pub use standing::Standing;
