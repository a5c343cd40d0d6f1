//! The graph: entities and the facts between them, article by article.

mod agreement;
mod cast;
mod record;
mod standing;
mod build;
mod name;
mod bundle;
mod backbone;
mod selection;
mod comparison;
mod picture;
mod notation;
mod layout;

pub use agreement::{FactLink, FactRef, Matter, matters};
pub use comparison::{Comparison, Fate};
pub use layout::{Layout, Line, Point, Rect, Size, Style, arrange};
pub use name::Names;
pub use picture::{Citation, Link, LinkEnd, Picture, Thing, VoicedBy};
pub use record::{
    ArticleRecord, Assertion, EntityRecord, FactRecord, Graph, Object, SentenceRecord,
    Speaker,
};
pub use selection::{LeftOut, Selection, SelectionConfig};
pub use standing::Standing;
