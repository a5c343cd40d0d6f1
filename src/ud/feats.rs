//! FEATS: the morphological features of a word.

use std::convert::Infallible;
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// Morphological features, column 6 of CoNLL-U: `Number=Sing|Person=3`.
///
/// Invariant: the pairs are sorted by name, ignoring case, as the format demands. Copies
/// share their text.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Feats(Option<Arc<str>>);

impl Feats {
    /// The value of a feature: `Some("Sing")` for `Number`.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.iter().find(|(it, _)| *it == name).map(|(_, value)| value)
    }

    /// Whether the feature has this value.
    pub fn has(&self, name: &str, value: &str) -> bool {
        self.get(name) == Some(value)
    }

    /// The pairs of name and value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().flat_map(|it| it.split('|')).filter_map(|it| it.split_once('='))
    }
}

impl FromStr for Feats {
    type Err = Infallible;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut pairs: Vec<_> = text.split('|').filter(|it| it.contains('=')).collect();
        pairs.sort_by_key(|it| it.to_lowercase());
        Ok(Self((!pairs.is_empty()).then(|| pairs.join("|").into())))
    }
}

impl fmt::Display for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0.as_deref().unwrap_or("_"))
    }
}

impl fmt::Debug for Feats {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Feats;

    #[test]
    fn features_are_sorted_and_looked_up_by_name() {
        let feats: Feats = "Person=3|Number=Sing".parse().unwrap();
        assert_eq!(feats.to_string(), "Number=Sing|Person=3");
        assert!(feats.has("Person", "3") && feats.get("Case").is_none());
        let none: Feats = "_".parse().unwrap();
        assert_eq!((none.to_string().as_str(), none.iter().count()), ("_", 0));
    }
}
