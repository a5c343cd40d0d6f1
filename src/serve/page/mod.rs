//! The page: a collection in a browser.

use super::reply::Reply;
use super::view::View;

/// The reply to a GET of `path`, which is decoded and begins with `/`, with its
/// parameters in order; `None` where the page has nothing there.
///
/// It runs on a thread of its own, within the limits of time and number of queries.
pub(crate) fn respond(
    view: &View,
    path: &str,
    query: &[(String, String)],
) -> Option<Reply> {
    let _ = (view, query);
    (path == "/").then(|| Reply::text(200, "newsgraph"))
}
