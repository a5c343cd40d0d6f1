//! Cleaning puts characters right that never were what the writer meant.
//!
//! It comes before anything else, so that all offsets are those of the clean text.

use std::borrow::Cow;

use encoding_rs::WINDOWS_1252;
use quick_xml::escape::resolve_html5_entity;
use unicode_normalization::{UnicodeNormalization as _, is_nfc};

use crate::text::{Note, Repair};

/// Puts a text right, and says how many times it had to.
type Step = fn(&str) -> (String, usize);

/// The text put right, and what had to be.
pub(super) fn clean(text: &str) -> (Cow<'_, str>, Vec<Note>) {
    let mut notes = Vec::new();
    let found = Survey::of(text);
    let mut text = Cow::Borrowed(text);
    // Old files end their lines with this alone.
    if text.contains('\r') && !text.contains('\n') {
        text = Cow::Owned(text.replace('\r', "\n"));
    }
    let steps: [(Step, Repair); 4] = [
        (mojibake, Repair::Mojibake),
        (entities, Repair::Entity),
        (doubled_quotes, Repair::DoubledQuote),
        (compose, Repair::Decomposed),
    ];
    for (step, repair) in steps {
        if found.needs(repair) {
            let (clean, times) = step(&text);
            if times > 0 {
                text = Cow::Owned(clean);
                notes.push(Note::Repaired { repair, times });
            }
        }
    }
    if found.needs(Repair::Invisible) && text.contains(is_odd) {
        let (clean, counts) = characters(&text);
        text = Cow::Owned(clean);
        let counts = Repair::ALL.into_iter().zip(counts).filter(|(_, it)| *it > 0);
        notes.extend(counts.map(|(repair, times)| Note::Repaired { repair, times }));
    }
    (text, notes)
}

/// What a text has that may have to be put right, seen in one pass.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is seen for itself")]
struct Survey {
    mojibake: bool,
    entity: bool,
    doubled: bool,
    mark: bool,
    odd: bool,
}

impl Survey {
    fn of(text: &str) -> Self {
        let mut found = Self::default();
        let mut before = ' ';
        for c in text.chars() {
            match c {
                ' '..='%' | '('..='_' | 'a'..='~' | '\n' | '\r' | '\t' => {}
                '&' => found.entity = true,
                '`' | '\'' | '‘' | '’' => found.doubled |= c == before,
                'Ã' | 'Â' | 'â' | 'ð' => found.mojibake = true,
                _ => {
                    found.mark |= is_mark(c);
                    found.odd |= is_odd(c);
                }
            }
            before = c;
        }
        found
    }

    /// Whether a repair may be needed, or will be by what the repairs before it uncover.
    fn needs(&self, repair: Repair) -> bool {
        match repair {
            Repair::Mojibake => self.mojibake,
            Repair::Entity => self.entity,
            Repair::DoubledQuote => self.doubled || self.entity || self.mojibake,
            Repair::Decomposed => self.mark || self.entity || self.mojibake,
            _ => self.odd || self.entity || self.mojibake,
        }
    }
}

/// A character that is never left as it is, and is no letter.
fn is_odd(c: char) -> bool {
    if matches!(c, ' '..='~' | '\n' | '\r' | '\t') {
        return false;
    }
    is_invisible(c)
        || is_odd_space(c)
        || matches!(c, '\u{fb00}'..='\u{fb06}' | '\u{fffd}' | '\u{2028}' | '\u{2029}')
        || c.is_control()
}

fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{ad}'
            | '\u{200b}'
            | '\u{200c}'
            | '\u{200e}'
            | '\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'
            | '\u{2066}'..='\u{2069}'
            | '\u{feff}'
    )
}

fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn is_odd_space(c: char) -> bool {
    matches!(c, '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{205f}' | '\u{3000}')
}

/// Puts single characters right; counts in the order of [`Repair::ALL`].
fn characters(text: &str) -> (String, [usize; 9]) {
    let mut out = String::with_capacity(text.len());
    let mut counts = [0; 9];
    let mut count = |it: Repair| {
        let place = Repair::ALL.iter().position(|other| *other == it);
        if let Some(place) = place {
            counts[place] += 1;
        }
    };
    let mut rest = text;
    while let Some(at) = rest.find(is_odd) {
        out.push_str(&rest[..at]);
        let mut left = rest[at..].chars();
        let Some(c) = left.next() else { break };
        rest = left.as_str();
        match c {
            _ if is_invisible(c) => count(Repair::Invisible),
            _ if is_odd_space(c) => {
                count(Repair::Space);
                out.push(' ');
            }
            '\u{2028}' | '\u{85}' => out.push('\n'),
            '\u{2029}' => out.push_str("\n\n"),
            '\u{fb00}'..='\u{fb06}' => {
                count(Repair::Ligature);
                out.extend(std::iter::once(c).nfkc());
            }
            '\u{fffd}' => {
                count(Repair::Lost);
                out.push(c);
            }
            _ => count(Repair::Control),
        }
    }
    out.push_str(rest);
    (out, counts)
}

/// Letters in two parts become one.
fn compose(text: &str) -> (String, usize) {
    let marks = |text: &str| text.chars().filter(|it| is_mark(*it)).count();
    if !text.contains(is_mark) || is_nfc(text) {
        return (String::new(), 0);
    }
    let out: String = text.nfc().collect();
    let times = marks(text) - marks(&out).min(marks(text));
    (out, times)
}

/// Two single quotation marks that stand for a double one.
fn doubled_quotes(text: &str) -> (String, usize) {
    let times = ["``", "''", "‘‘", "’’"].iter().map(|it| text.matches(it).count()).sum();
    let out = text.replace("``", "“").replace("‘‘", "“").replace("’’", "”");
    let mut clean = String::with_capacity(out.len());
    let mut rest = &*out;
    while let Some(at) = rest.find("''") {
        clean.push_str(&rest[..at]);
        let opens = clean.is_empty() || clean.ends_with([' ', '\n', '(', '[', '“']);
        clean.push(if opens { '“' } else { '”' });
        rest = &rest[at + 2..];
    }
    clean.push_str(rest);
    (clean, times)
}

/// References to characters: `&#8217;`, `&nbsp;`, and `&amp;#8217;`, which was escaped
/// twice.
fn entities(text: &str) -> (String, usize) {
    let mut out = text.to_owned();
    let mut times = 0;
    for _ in 0..3 {
        let (clean, found) = resolve(&out);
        if found == 0 {
            break;
        }
        times = times.max(found);
        out = clean;
    }
    (out, times)
}

fn resolve(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut times = 0;
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(34).position(|it| it == b';');
        let name = end.map(|it| &rest[1..it]).unwrap_or_default();
        match entity(name) {
            Some(found) => {
                out.push_str(&found);
                rest = &rest[name.len() + 2..];
                times += 1;
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
    (out, times)
}

/// The characters that a reference stands for, without `&` and `;`.
fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let hex = number.strip_prefix(['x', 'X']);
        let code = match hex {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        // Numbers from 128 to 159 are meant as Windows-1252.
        let c = match u8::try_from(code) {
            Ok(byte @ 0x80..=0x9f) => WINDOWS_1252.decode(&[byte]).0.chars().next()?,
            _ => char::from_u32(code).filter(|it| *it != '\0')?,
        };
        return Some(c.to_string());
    }
    resolve_html5_entity(name).map(str::to_owned)
}

/// UTF-8 that was read as Windows-1252 and written again.
fn mojibake(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let mut times = 0;
    let mut rest = text;
    while let Some(at) = rest.find(['Ã', 'Â', 'â', 'ð']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        match misread(rest) {
            Some((c, length)) => {
                out.push(c);
                rest = &rest[length..];
                times += 1;
            }
            None => {
                let length = rest.chars().next().map_or(1, char::len_utf8);
                out.push_str(&rest[..length]);
                rest = &rest[length..];
            }
        }
    }
    out.push_str(rest);
    (out, times)
}

/// The character that was misread as the characters at the start of a text, and how many
/// bytes those take.
fn misread(text: &str) -> Option<(char, usize)> {
    let mut bytes = Vec::new();
    let mut length = 0;
    let mut wanted = 4;
    for c in text.chars().take(4) {
        let byte = match u32::from(c) {
            // Windows-1252 leaves these as they are.
            it @ (0x81 | 0x8d | 0x8f | 0x90 | 0x9d) => u8::try_from(it).ok()?,
            _ => match WINDOWS_1252.encode(c.encode_utf8(&mut [0; 4])) {
                (bytes, _, false) => *bytes.first()?,
                _ => return None,
            },
        };
        if byte < 0x80 {
            return None;
        }
        if bytes.is_empty() {
            wanted = match byte {
                0xc2..=0xdf => 2,
                0xe0..=0xef => 3,
                0xf0..=0xf4 => 4,
                _ => return None,
            };
        }
        bytes.push(byte);
        length += c.len_utf8();
        if bytes.len() == wanted {
            let c = str::from_utf8(&bytes).ok()?.chars().next()?;
            return Some((c, length));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::clean;
    use crate::text::{Note, Repair};

    #[test]
    fn characters_are_put_right() {
        for (text, expected, repair, times) in [
            ("Itâ€™s a cafÃ©.", "It’s a café.", Repair::Mojibake, 2),
            ("AT&amp;amp;T &quot;won&quot;", "AT&T \"won\"", Repair::Entity, 3),
            ("It&amp;#8217;s", "It’s", Repair::Entity, 1),
            ("It&#146;s", "It’s", Repair::Entity, 1),
            ("``So,'' he said", "“So,” he said", Repair::DoubledQuote, 2),
            ("a\u{a0}b\u{2009}c", "a b c", Repair::Space, 2),
            ("co\u{ad}op\u{200b}ted", "coopted", Repair::Invisible, 2),
            ("\u{fb01}scal o\u{fb03}ce", "fiscal office", Repair::Ligature, 2),
            ("Jose\u{301}", "José", Repair::Decomposed, 1),
            ("a\u{8}b", "ab", Repair::Control, 1),
            ("M\u{fffd}ller", "M\u{fffd}ller", Repair::Lost, 1),
        ] {
            let (found, notes) = clean(text);
            assert_eq!(found, expected, "{text:?}");
            assert_eq!(notes, [Note::Repaired { repair, times }], "{text:?}");
        }
    }

    #[test]
    fn lines_that_end_as_in_old_files_end_as_in_others() {
        assert_eq!(clean("Roe\r\rwon.\r").0, "Roe\n\nwon.\n");
    }

    #[test]
    fn what_is_right_is_left_as_it_is() {
        for text in [
            "R&D; AT&T & co.",
            "Ana Conceição, Ângela, Âge, château",
            "“So,” she said.\r\n\tIt’s the dogs' home.",
            "naïve & über",
        ] {
            let (found, notes) = clean(text);
            assert_eq!((&*found, &*notes), (text, &[][..]));
        }
    }
}
