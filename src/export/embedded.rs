//! What the program carries with it for pages.

/// The style of a page.
pub(super) const STYLE: &str = include_str!("page/page.css");

/// What happens on a page.
pub(super) const SCRIPT: &str = include_str!("page/page.js");

/// The page itself, with `{{NAMES}}` where the parts go.
pub(super) const PAGE: &str = include_str!("page/page.html");
