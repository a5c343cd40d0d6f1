//! A call is a request as far as it matters here: its head, taken apart, and its body.

use std::time::Duration;

use http_body_util::{BodyExt, LengthLimitError, Limited};
use hyper::body::{Bytes, Incoming};
use hyper::header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, HOST, HeaderName};
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};
use tokio::time;

use crate::rdf::decode;

use super::accept;
use super::reply::Outcome;

/// How long a client may take to send a body.
const PATIENCE: Duration = Duration::from_secs(30);

/// The head of a request.
#[derive(Debug, Clone)]
pub(super) struct Call {
    pub(super) method: Method,
    /// The path, decoded.
    pub(super) path: String,
    /// The parameters of the address, in order.
    pub(super) parameters: Vec<(String, String)>,
    pub(super) accept: Option<String>,
    /// The media type of the body, in small letters, without parameters.
    pub(super) content_type: String,
    length: Option<u64>,
    host: String,
    /// The path as it came.
    raw_path: String,
}

impl Call {
    pub(super) fn new(parts: &Parts) -> Self {
        let header = |name: &HeaderName| {
            let values = parts.headers.get_all(name).iter();
            let values = values.filter_map(|it| it.to_str().ok()).collect::<Vec<_>>();
            (!values.is_empty()).then(|| values.join(", "))
        };
        let content_type = header(&CONTENT_TYPE).unwrap_or_default();
        Self {
            method: parts.method.clone(),
            path: decode(parts.uri.path()),
            parameters: pairs(parts.uri.query().unwrap_or_default().as_bytes()),
            accept: header(&ACCEPT),
            content_type: accept::essence(&content_type).to_ascii_lowercase(),
            length: header(&CONTENT_LENGTH).and_then(|it| it.parse().ok()),
            host: header(&HOST).unwrap_or_else(|| "localhost".to_owned()),
            raw_path: parts.uri.path().to_owned(),
        }
    }

    /// Whether it only reads.
    pub(super) fn is_get(&self) -> bool {
        self.method == Method::GET || self.method == Method::HEAD
    }

    /// The address of the server, as the client knows it.
    pub(super) fn base(&self) -> String {
        format!("http://{}/", self.host)
    }

    /// The address that was called, without its parameters.
    pub(super) fn address(&self) -> String {
        format!("http://{}{}", self.host, self.raw_path)
    }

    /// Reads the body, which may have `most` bytes.
    pub(super) async fn body(
        &self,
        body: Incoming,
        most: usize,
    ) -> Result<Bytes, Outcome> {
        let too_large = || {
            let reason = format!("the body is larger than {} KiB", most >> 10);
            Outcome::text(StatusCode::PAYLOAD_TOO_LARGE, reason)
        };
        if self.length.is_some_and(|it| usize::try_from(it).is_ok_and(|it| it > most)) {
            return Err(too_large());
        }
        let read = time::timeout(PATIENCE, Limited::new(body, most).collect()).await;
        match read {
            Ok(Ok(body)) => Ok(body.to_bytes()),
            Ok(Err(error)) if error.is::<LengthLimitError>() => Err(too_large()),
            Ok(Err(_)) => {
                let reason = "the body broke off";
                Err(Outcome::text(StatusCode::BAD_REQUEST, reason))
            }
            Err(_) => {
                let reason = "the body did not come in time";
                Err(Outcome::text(StatusCode::REQUEST_TIMEOUT, reason))
            }
        }
    }
}

/// The pairs of a form.
pub(super) fn pairs(form: &[u8]) -> Vec<(String, String)> {
    form_urlencoded::parse(form).into_owned().collect()
}

/// Says which methods there are.
pub(super) fn only(methods: &'static str) -> Outcome {
    use hyper::header::{ALLOW, HeaderValue};
    let outcome = Outcome::text(
        StatusCode::METHOD_NOT_ALLOWED,
        format!("this takes {methods} only"),
    );
    outcome.with(ALLOW, HeaderValue::from_static(methods))
}

/// The wrong media type of a body.
pub(super) fn unsupported(content_type: &str, known: &str) -> Outcome {
    let reason =
        format!("a body of the type `{content_type}` cannot be read; send {known}");
    Outcome::text(StatusCode::UNSUPPORTED_MEDIA_TYPE, reason)
}
