//! Labels: what the numbers of the encoder's outputs mean.

use std::ops::Range;
use std::str::FromStr;

use crate::doc::EntityType;
use crate::error::{Error, Result};
use crate::ud::{Deprel, Feats, UnknownLabel, Upos, Xpos};

/// Whether a word begins a name, continues one, or is in none: IOB2.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameTag {
    /// In no name.
    Outside,
    /// The first word of a name.
    Begin(EntityType),
    /// A further word of a name.
    Inside(EntityType),
}

impl FromStr for NameTag {
    type Err = UnknownLabel;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let unknown = || UnknownLabel(text.to_owned(), "tag of a name");
        if text == "O" {
            return Ok(Self::Outside);
        }
        let (place, entity_type) = text.split_once('-').ok_or_else(unknown)?;
        let entity_type = entity_type.parse().map_err(|_| unknown())?;
        match place {
            "B" => Ok(Self::Begin(entity_type)),
            "I" => Ok(Self::Inside(entity_type)),
            _ => Err(unknown()),
        }
    }
}

/// The labels of each kind, in the order of the encoder's outputs.
#[derive(Debug)]
pub(super) struct Labels {
    pub(super) upos: Vec<Upos>,
    pub(super) xpos: Vec<Xpos>,
    pub(super) feats: Vec<Feats>,
    pub(super) names: Vec<NameTag>,
    pub(super) deprels: Vec<Deprel>,
}

impl Labels {
    /// Reads the labels from lines of a kind and its labels, separated by tabs.
    pub(super) fn parse(text: &str) -> Result<Self> {
        Ok(Self {
            upos: kind(text, "upos")?,
            xpos: kind(text, "xpos")?,
            feats: kind(text, "feats")?,
            names: kind(text, "names")?,
            deprels: kind(text, "deprel")?,
        })
    }

    /// The columns of UPOS, XPOS, FEATS and names in the output that holds all four.
    pub(super) fn columns(&self) -> [Range<usize>; 4] {
        let sizes =
            [self.upos.len(), self.xpos.len(), self.feats.len(), self.names.len()];
        let mut start = 0;
        sizes.map(|size| {
            start += size;
            start - size..start
        })
    }
}

fn kind<Label: FromStr<Err: ToString>>(text: &str, name: &str) -> Result<Vec<Label>> {
    let wrong = |reason: String| Error::Model {
        file: "data/model/english-labels.txt".into(),
        reason,
    };
    let line = text.lines().find_map(|it| it.strip_prefix(name)?.strip_prefix('\t'));
    line.ok_or_else(|| wrong(format!("no line of kind {name:?}; export it anew")))?
        .split('\t')
        .map(|it| it.parse().map_err(|e: Label::Err| wrong(e.to_string())))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Labels, NameTag};
    use crate::doc::EntityType;
    use crate::model::embedded::LABELS;

    #[test]
    fn columns_follow_each_other() {
        let labels = Labels::parse(LABELS).unwrap();
        let [upos, xpos, feats, names] = labels.columns();
        assert_eq!((upos.start, upos.end, xpos.start), (0, 17, 17));
        assert_eq!((xpos.end, feats.end), (feats.start, names.start));
        assert_eq!(names.len(), 15);
        assert_eq!(labels.names[1], NameTag::Begin(EntityType::Person));
    }

    #[test]
    fn an_unknown_label_is_named() {
        let text = "upos\tNOUN\tNOON\n";
        let error = Labels::parse(text).unwrap_err().to_string();
        assert!(error.contains("`NOON` is not a universal"), "{error}");
    }
}
