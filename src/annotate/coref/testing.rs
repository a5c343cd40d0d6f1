//! Documents for tests, written as CoNLL-U with a list of names.

use crate::doc::{
    Document, EntityType, Mention, MentionForm, MentionId, TokenId, Tree, read_conllu,
};
use crate::text::Span;

/// The document of a CoNLL-U text; wherever one of the names stands, and no longer one
/// does, it is a mention of that type.
pub(super) fn document(conllu: &str, names: &[(&str, EntityType)]) -> Document {
    let mut doc = read_conllu(conllu).unwrap();
    let mut names = names.to_vec();
    names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
    for (name, entity_type) in names {
        for (start, _) in doc.article.text.match_indices(name) {
            let span = Span::new(start, start + name.len());
            if doc.mentions.iter().any(|it| it.span.overlaps(span)) {
                continue;
            }
            let head = head(&doc, span);
            doc.mentions.push(Mention {
                span,
                head,
                entity_type,
                form: MentionForm::Named,
            });
        }
    }
    doc.mentions.sort_by_key(|it| it.span);
    doc
}

/// The word of a span on which the others depend.
fn head(doc: &Document, span: Span) -> TokenId {
    let sentence = doc.sentence_at(span).unwrap();
    let inside = |it: TokenId| span.contains(doc[it].span);
    let mut words = Tree::new(doc, sentence).tokens().filter(|it| inside(*it));
    words.find(|it| !doc[*it].head.is_some_and(inside)).unwrap()
}

/// The chains of two mentions and more, each as the words of its mentions.
pub(super) fn chains(doc: &Document) -> Vec<String> {
    let chains = doc.chains.iter().filter(|it| it.mentions.len() > 1);
    let words = |it: &MentionId| doc.text(doc[*it].span);
    chains
        .map(|it| it.mentions.iter().map(words).collect::<Vec<_>>().join(" = "))
        .collect()
}
