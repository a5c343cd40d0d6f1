//! The gate: who is answered at all, and what every answer says to browsers.

use std::net::IpAddr;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hyper::header::{
    AUTHORIZATION, CACHE_CONTROL, CONTENT_SECURITY_POLICY, HOST, HeaderMap, HeaderName,
    HeaderValue, ORIGIN, REFERRER_POLICY, VARY, WWW_AUTHENTICATE, X_CONTENT_TYPE_OPTIONS,
    X_FRAME_OPTIONS,
};
use hyper::{Method, StatusCode};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::reply::Outcome;
use super::site::Settings;

/// What every answer tells a browser: load nothing from elsewhere, be in no frame.
const HEADERS: [(HeaderName, &str); 8] = [
    (
        CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
         connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    ),
    (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (X_FRAME_OPTIONS, "DENY"),
    (REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (CACHE_CONTROL, "no-cache"),
    (VARY, "accept, authorization"),
];

/// Adds the headers of every answer.
pub(super) fn secure(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
}

/// Refuses those who may not be answered.
pub(super) fn check(
    settings: &Settings,
    method: &Method,
    headers: &HeaderMap,
) -> Result<(), Outcome> {
    let host = text(headers, &HOST).unwrap_or_default();
    if let Some(token) = &settings.token {
        let given = text(headers, &AUTHORIZATION).and_then(secret);
        if !given.is_some_and(|it| is_same(&it, token)) {
            let reason = "this server answers those who know its token only; give it as \
                          `Authorization: Bearer TOKEN`, or as the password";
            let basic =
                HeaderValue::from_static("Basic realm=\"newsgraph\", charset=\"UTF-8\"");
            return Err(Outcome::text(StatusCode::UNAUTHORIZED, reason)
                .with(WWW_AUTHENTICATE, basic)
                .with(
                    WWW_AUTHENTICATE,
                    HeaderValue::from_static("Bearer realm=\"newsgraph\""),
                ));
        }
    } else if !is_here(host, settings.host) {
        // A page elsewhere may have made a name of its own mean this machine.
        let reason = "this server answers to the name of this machine only: localhost";
        return Err(Outcome::text(StatusCode::MISDIRECTED_REQUEST, reason));
    }
    let origin = text(headers, &ORIGIN);
    let is_own = |it: &str| it.split_once("://").is_some_and(|(_, it)| it == host);
    if method != Method::GET && method != Method::HEAD && !origin.is_none_or(is_own) {
        let reason = "a page of another site may not send this";
        return Err(Outcome::text(StatusCode::FORBIDDEN, reason));
    }
    Ok(())
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|it| it.to_str().ok())
}

/// The secret of an `Authorization` header: the token, or the password of any user.
fn secret(header: &str) -> Option<String> {
    let (scheme, rest) = header.split_once(' ')?;
    let rest = rest.trim();
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(rest.to_owned());
    }
    let decoded = scheme.eq_ignore_ascii_case("basic").then(|| STANDARD.decode(rest))?;
    let pair = String::from_utf8(decoded.ok()?).ok()?;
    pair.split_once(':').map(|(_, password)| password.to_owned())
}

/// Whether two secrets are one, in a time that tells nothing about them.
fn is_same(given: &str, token: &str) -> bool {
    let (given, token) = (Sha256::digest(given), Sha256::digest(token));
    given.as_slice().ct_eq(token.as_slice()).into()
}

/// Whether a `Host` header names this machine, whatever the port.
fn is_here(host: &str, own: IpAddr) -> bool {
    let name = match host.strip_prefix('[') {
        Some(rest) => rest.split(']').next().unwrap_or_default(),
        None => host.split(':').next().unwrap_or_default(),
    };
    let address = name.parse::<IpAddr>();
    name.eq_ignore_ascii_case("localhost")
        || address.is_ok_and(|it| it.is_loopback() || it == own)
}

#[cfg(test)]
mod tests {
    use std::net::{IpAddr, Ipv4Addr};

    use super::{is_here, is_same, secret};

    #[test]
    fn a_token_comes_as_bearer_or_as_password() {
        for (header, found) in [
            ("Bearer abc", Some("abc")),
            ("bearer abc ", Some("abc")),
            ("Basic YW5uYTphYmM=", Some("abc")),
            ("Basic OmE6YjpjOg==", Some("a:b:c:")),
            ("Basic ???", None),
            ("Basic YW5uYQ==", None),
            ("Digest abc", None),
            ("abc", None),
        ] {
            assert_eq!(secret(header).as_deref(), found, "{header}");
        }
        assert!(is_same("abc", "abc"));
        assert!(!is_same("abc", "abz") && !is_same("", "abc") && !is_same("abcd", "abc"));
    }

    #[test]
    fn only_the_names_of_this_machine_are_its_own() {
        let own = IpAddr::V4(Ipv4Addr::LOCALHOST);
        for host in ["localhost", "LocalHost:7878", "127.0.0.1:1", "[::1]:7878", "[::1]"]
        {
            assert!(is_here(host, own), "{host}");
        }
        for host in ["", "evil.example", "localhost.evil.example", "192.0.2.1", "[::2]"] {
            assert!(!is_here(host, own), "{host}");
        }
    }
}
