//! A reply is what a call comes to: a status, a type and a body.

/// The answer to one call.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reply {
    /// The status code of HTTP.
    pub(crate) status: u16,
    /// The media type of the body.
    pub(crate) content_type: &'static str,
    /// The body, as it is sent.
    pub(crate) body: Vec<u8>,
}

impl Reply {
    /// A line of text for a person.
    pub(crate) fn text(status: u16, text: impl Into<String>) -> Self {
        let mut body = text.into();
        if !body.ends_with('\n') {
            body.push('\n');
        }
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.into_bytes(),
        }
    }
}
