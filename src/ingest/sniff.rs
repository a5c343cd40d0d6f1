//! Sniffing tells text from what only looks like a text file.

/// The bytes as text, or why they are none and what to do about it.
pub(super) fn text(bytes: Vec<u8>) -> Result<String, String> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err("UTF-16 text; convert it with `iconv -f UTF-16 -t UTF-8`".into());
    }
    if is_binary(&bytes) {
        return Err("binary data, not text; give the text of the article".into());
    }
    String::from_utf8(bytes).map_err(|it| {
        let byte = it.utf8_error().valid_up_to();
        let before = it.as_bytes().get(..byte).unwrap_or_default();
        let line = before.split(|it| *it == b'\n').count();
        format!(
            "broken UTF-8 at byte {byte} (line {line}); convert it, for example with \
             `iconv -f WINDOWS-1252 -t UTF-8`"
        )
    })
}

/// Whether bytes are not text in any encoding that extends ASCII: a NUL, or more than one
/// control character in thirty.
fn is_binary(bytes: &[u8]) -> bool {
    let control = |it: &u8| it.is_ascii_control() && !it.is_ascii_whitespace();
    bytes.contains(&0) || bytes.iter().filter(|it| control(it)).count() * 30 > bytes.len()
}

#[cfg(test)]
mod tests {
    use super::text;

    #[test]
    fn text_is_told_from_other_bytes() {
        assert_eq!(text("Nía\r\n\twon.".into()).as_deref(), Ok("Nía\r\n\twon."));
        let reason = |bytes: &[u8]| text(bytes.to_vec()).unwrap_err();
        assert!(reason(b"PK\x03\x04\0\0").starts_with("binary data"));
        assert!(reason(b"a\x01b\x02c\x03").starts_with("binary data"));
        assert!(reason(b"\xff\xfeA\0").contains("iconv -f UTF-16"));
        let broken = reason(b"one\ntwo\nM\xfcller");
        assert!(broken.starts_with("broken UTF-8 at byte 9 (line 3)"), "{broken}");
        assert!(broken.contains("iconv"));
    }
}
