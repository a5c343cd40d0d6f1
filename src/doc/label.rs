//! A label names who speaks in a line: *HOLT: We will build it*, as transcripts and
//! headlines have it.

use std::ops::Range;

use crate::ud::Upos;

use super::{Document, EntityType, MentionForm, MentionId, SentenceId, TokenId};

/// The most words before the colon.
const LONGEST: usize = 7;
/// The fewest words of a line that says something.
const SHORTEST: usize = 3;

/// A line that begins with a name and a colon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// Who speaks.
    pub speaker: MentionId,
    /// The colon.
    pub colon: TokenId,
    /// The sentences of the line.
    pub sentences: Range<usize>,
}

impl Label {
    /// The labels of a document whose names are known, in order.
    pub fn all(doc: &Document) -> Vec<Self> {
        let opening = doc.sentence_ids().filter(|it| opens_line(doc, *it));
        opening.filter_map(|it| Self::of(doc, it)).collect()
    }

    /// The label of the line that `sentence` opens.
    fn of(doc: &Document, sentence: SentenceId) -> Option<Self> {
        let tokens: Vec<TokenId> = doc[sentence].token_ids().collect();
        let marks = tokens.iter().take_while(|it| doc[**it].upos == Upos::Punct).count();
        let tokens = &tokens[marks..];
        let colon =
            tokens.iter().take(LONGEST + 1).position(|it| doc.form(*it) == ":")?;
        let last = doc[*tokens[..colon].last()?].span;
        let start = doc[sentence].span.start();
        let first = doc.mentions.partition_point(|it| it.span.start() < start);
        let before = doc.mention_ids().skip(first);
        let mut before = before.take_while(|it| doc[*it].span.start() < last.end());
        let speaker = before.find(|it| {
            let mention = &doc[*it];
            let speaks = matches!(
                mention.entity_type,
                EntityType::Person | EntityType::Organization
            );
            speaks
                && mention.form == MentionForm::Named
                && mention.span.end() == last.end()
        })?;
        let titles = tokens[..colon].iter().all(|it| {
            doc[speaker].span.contains(doc[*it].span)
                || matches!(doc[*it].upos, Upos::Propn | Upos::Noun | Upos::Adj)
        });
        let end = (sentence.index() + 1..doc.sentences.len())
            .find(|it| opens_line(doc, SentenceId::new(*it)))
            .unwrap_or(doc.sentences.len());
        let label =
            Self { speaker, colon: tokens[colon], sentences: sentence.index()..end };
        let says = tokens.len() - colon > SHORTEST || label.sentences.len() > 1;
        (titles && says).then_some(label)
    }
}

/// Whether a line begins with a sentence.
pub fn opens_line(doc: &Document, sentence: SentenceId) -> bool {
    doc.gap_before(sentence).is_none_or(|it| it.contains('\n'))
}
