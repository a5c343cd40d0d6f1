//! `Accept` says which media types a client takes, and how much it wants each (RFC 9110,
//! section 12.5.1).

/// Names that clients use for media types of answers, besides the registered ones.
const ALIASES: &[(&str, &[&str])] = &[
    ("application/sparql-results+json", &["application/json", "text/json"]),
    ("application/sparql-results+xml", &["application/xml", "text/xml"]),
    ("text/tab-separated-values", &["text/tsv"]),
    ("text/turtle", &["application/turtle", "application/x-turtle"]),
    ("application/n-triples", &["text/plain"]),
    ("application/ld+json", &["application/json"]),
    ("application/rdf+xml", &["application/xml", "text/xml"]),
    ("application/trig", &["application/x-trig"]),
    ("application/n-quads", &["text/x-nquads"]),
    ("text/n3", &["text/rdf+n3"]),
];

/// The media type that a client wants most among those offered, the first of equals;
/// `None` where it takes none of them. Without the header it takes any.
pub(super) fn choose(accept: Option<&str>, offers: &[&str]) -> Option<usize> {
    let accept = accept.map(str::trim).filter(|it| !it.is_empty()).unwrap_or("*/*");
    let ranges = accept.split(',').filter_map(range).collect::<Vec<_>>();
    let mut best = None;
    for (at, offer) in offers.iter().enumerate() {
        let wanted = quality(&ranges, essence(offer));
        if wanted > 0 && best.is_none_or(|(most, _)| wanted > most) {
            best = Some((wanted, at));
        }
    }
    best.map(|(_, at)| at)
}

/// A media type without its parameters.
pub(super) fn essence(media_type: &str) -> &str {
    media_type.split(';').next().unwrap_or_default().trim()
}

/// A media range, in small letters, and its weight in thousandths.
fn range(text: &str) -> Option<(String, u32)> {
    let mut parts = text.split(';');
    let name = parts.next()?.trim().to_ascii_lowercase();
    let mut weight = 1.0_f32;
    for part in parts {
        if let Some(q) = part.trim().strip_prefix("q=") {
            weight = q.trim().parse().ok()?;
        }
    }
    let is_weight = (0.0..=1.0).contains(&weight);
    // Three digits after the point are all that the header may have.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1000"
    )]
    let weight = (weight * 1000.0).round() as u32;
    (!name.is_empty() && is_weight).then_some((name, weight))
}

/// How much a type is wanted: as much as the range that names it most closely says.
fn quality(ranges: &[(String, u32)], offer: &str) -> u32 {
    let aliases = ALIASES.iter().find(|(name, _)| *name == offer).map(|(_, it)| *it);
    let kind = offer.split('/').next().unwrap_or_default();
    let closeness = |name: &str| {
        if name == offer {
            Some(3)
        } else if aliases.is_some_and(|it| it.contains(&name)) {
            Some(2)
        } else if name.strip_suffix("/*") == Some(kind) {
            Some(1)
        } else {
            (name == "*/*").then_some(0)
        }
    };
    let fitting = ranges.iter().filter_map(|(name, it)| Some((closeness(name)?, *it)));
    fitting.max().map_or(0, |(_, weight)| weight)
}

#[cfg(test)]
mod tests {
    use super::choose;

    const OFFERS: [&str; 3] = [
        "application/sparql-results+json",
        "application/sparql-results+xml",
        "text/csv; charset=utf-8",
    ];

    #[test]
    fn the_most_wanted_type_is_chosen() {
        for (accept, chosen) in [
            (None, Some(0)),
            (Some(""), Some(0)),
            (Some("*/*"), Some(0)),
            (Some("text/csv"), Some(2)),
            (Some("TEXT/CSV"), Some(2)),
            (Some("text/*"), Some(2)),
            (Some("application/json"), Some(0)),
            (Some("application/json;q=0.5, text/csv;q=0.8"), Some(2)),
            (Some("application/sparql-results+xml, */*;q=0.1"), Some(1)),
            (Some("text/html,application/xml;q=0.9,*/*;q=0.8"), Some(1)),
            (Some("*/*, application/sparql-results+json;q=0"), Some(1)),
            (Some("text/html"), None),
            (Some("*/*;q=0"), None),
            (Some("text/csv;q=nonsense, ;;,"), None),
        ] {
            assert_eq!(choose(accept, &OFFERS), chosen, "{accept:?}");
        }
    }
}
