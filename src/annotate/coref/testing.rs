//! Documents for tests, written as short tables.

use crate::doc::{Document, EntityType, Mention, MentionForm, Sentence, Token, TokenId};
use crate::text::{Article, Span};

/// A document of sentences, words parted by blanks. Each line of `rows` is one word:
/// form, lemma, UPOS, XPOS, FEATS, HEAD, DEPREL, and the type of a name (`B-Person`,
/// `I-Person` or `_`); an empty line ends a sentence, a line of `¶` a paragraph.
pub(super) fn document(rows: &str) -> Document {
    let mut doc = Document {
        article: Article::new("test", ""),
        sentences: Vec::new(),
        tokens: Vec::new(),
        mentions: Vec::new(),
        chains: Vec::new(),
        timexes: Vec::new(),
    };
    let mut text = String::new();
    let mut first = 0;
    let lines = rows.lines().map(str::trim).chain([""]);
    for line in lines {
        let columns: Vec<_> = line.split_whitespace().collect();
        match columns.as_slice() {
            [form, lemma, upos, xpos, feats, head, deprel, name] => {
                if !text.is_empty() && !text.ends_with('\n') {
                    text.push(' ');
                }
                let span = Span::new(text.len(), text.len() + form.len());
                text.push_str(form);
                let token = TokenId::new(doc.tokens.len());
                let head: usize = head.parse().unwrap();
                doc.tokens.push(Token {
                    span,
                    continues: false,
                    lemma: (*lemma).into(),
                    upos: upos.parse().unwrap(),
                    xpos: xpos.parse().unwrap(),
                    feats: feats.parse().unwrap(),
                    head: head.checked_sub(1).map(|it| TokenId::new(first + it)),
                    deprel: deprel.parse().unwrap(),
                });
                match name.split_once('-') {
                    Some(("I", _)) => {
                        let mention = doc.mentions.last_mut().unwrap();
                        mention.span = mention.span.cover(span);
                    }
                    Some((_, entity_type)) => doc.mentions.push(Mention {
                        span,
                        head: token,
                        entity_type: entity_type.parse::<EntityType>().unwrap(),
                        form: MentionForm::Named,
                    }),
                    None => {}
                }
            }
            [] if doc.tokens.len() > first => {
                let words = &doc.tokens[first..];
                let span = words[0].span.cover(words[words.len() - 1].span);
                let tokens = first as u32..doc.tokens.len() as u32;
                doc.sentences.push(Sentence { span, tokens });
                first = doc.tokens.len();
            }
            [] => {}
            ["¶", ..] => text.push('\n'),
            _ => panic!("eight columns wanted: {line}"),
        }
    }
    doc.article.text = text.into();
    doc
}
