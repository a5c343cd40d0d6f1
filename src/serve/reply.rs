//! A reply is what a call comes to: a status, a type and a body.

use hyper::StatusCode;
use hyper::body::Bytes;
use hyper::header::{HeaderName, HeaderValue};

use crate::error::Error;
use crate::rdf::{Encoded, Refusal};

/// The answer of a page to one call.
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
        let body = text.into().into_bytes();
        Self { status, content_type: "text/plain; charset=utf-8", body }
    }
}

/// The answer to one call, with what only the protocol knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outcome {
    pub(super) status: StatusCode,
    pub(super) content_type: &'static str,
    pub(super) body: Bytes,
    pub(super) headers: Vec<(HeaderName, HeaderValue)>,
}

impl Outcome {
    /// A line of text for a person.
    pub(super) fn text(status: StatusCode, text: impl Into<String>) -> Self {
        let mut body = text.into();
        if !body.is_empty() && !body.ends_with('\n') {
            body.push('\n');
        }
        Self {
            status,
            content_type: "text/plain; charset=utf-8",
            body: body.into(),
            headers: Vec::new(),
        }
    }

    /// With one more header.
    pub(super) fn with(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.headers.push((name, value));
        self
    }
}

impl From<Reply> for Outcome {
    fn from(reply: Reply) -> Self {
        let status = StatusCode::from_u16(reply.status);
        Self {
            status: status.unwrap_or(StatusCode::INTERNAL_SERVER_ERROR),
            content_type: reply.content_type,
            body: reply.body.into(),
            headers: Vec::new(),
        }
    }
}

impl From<Encoded> for Outcome {
    fn from(encoded: Encoded) -> Self {
        // Text has the character set of the answer, which is UTF-8 always.
        let content_type = match encoded.media_type {
            "text/turtle" => "text/turtle; charset=utf-8",
            "text/n3" => "text/n3; charset=utf-8",
            other => other,
        };
        let body = encoded.body.into();
        Self { status: StatusCode::OK, content_type, body, headers: Vec::new() }
    }
}

impl From<Refusal> for Outcome {
    fn from(refusal: Refusal) -> Self {
        let (status, reason) = match refusal {
            Refusal::Malformed(it) => (StatusCode::BAD_REQUEST, it),
            Refusal::Refused(it) => (StatusCode::UNPROCESSABLE_ENTITY, it),
            Refusal::UnsupportedMedia(it) => (StatusCode::UNSUPPORTED_MEDIA_TYPE, it),
            Refusal::NotAcceptable(it) => (StatusCode::NOT_ACCEPTABLE, it),
            Refusal::NotFound(it) => (StatusCode::NOT_FOUND, it),
            Refusal::Stopped => (
                StatusCode::SERVICE_UNAVAILABLE,
                "stopped before it was answered: it took too long, or too much memory; \
                 ask for less"
                    .to_owned(),
            ),
            Refusal::Failed(it) => return it.into(),
        };
        Self::text(status, reason)
    }
}

impl From<Error> for Outcome {
    fn from(error: Error) -> Self {
        let status = match error {
            // Another program writes to the collection for now.
            Error::Collection { .. } => StatusCode::SERVICE_UNAVAILABLE,
            _ => StatusCode::INTERNAL_SERVER_ERROR,
        };
        Self::text(status, error.to_string())
    }
}
