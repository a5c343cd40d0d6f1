//! Names: the encoder's tags become mentions, and the whole article corrects each.

use std::collections::BTreeMap;
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::doc::{Document, EntityType, Mention, MentionForm, SentenceId, TokenId};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::model::NameTag;
use crate::ud::{Deprel, Upos, Xpos};

/// What is known of names beforehand.
#[derive(Debug)]
pub(super) struct Names {
    /// Names that mean the same thing in nearly every article.
    known: FxHashMap<String, EntityType>,
    /// Forms of address, which are no part of a name.
    honorifics: FxHashSet<String>,
}

#[derive(Deserialize)]
struct NameRow {
    name: String,
    entity_type: String,
}

#[derive(Deserialize)]
struct HonorificRow {
    form: String,
}

/// A name as a range of words.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Name {
    tokens: Range<u32>,
    entity_type: EntityType,
}

impl Names {
    /// Loads the tables.
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let file = "gazetteer/names.csv";
        let mut known = FxHashMap::default();
        for row in lexicon.rows::<NameRow>(file)? {
            let entity_type = row.entity_type.parse().map_err(|it| Error::Data {
                file: format!("data/{file}"),
                line: 0,
                reason: format!("{}: {it}", row.name),
            })?;
            known.insert(row.name, entity_type);
        }
        let honorifics = lexicon.rows::<HonorificRow>("gazetteer/honorifics.csv")?;
        Ok(Self { known, honorifics: honorifics.into_iter().map(|it| it.form).collect() })
    }

    /// The named mentions of a document, in order, from the tag of each of its words.
    pub(super) fn mentions(&self, doc: &Document, tags: &[NameTag]) -> Vec<Mention> {
        let mut names = Vec::new();
        for sentence in doc.sentence_ids() {
            let tagged = tagged(tags, doc[sentence].tokens.clone());
            let mut tidy: Vec<Name> =
                tagged.into_iter().filter_map(|it| self.tidy(doc, it)).collect();
            self.add_known(doc, sentence, &mut tidy);
            names.append(&mut tidy);
        }
        agree(doc, &mut names);
        names.into_iter().map(|it| mention(doc, it)).collect()
    }

    /// The name without what is not part of it: articles, titles, possessives, marks.
    /// `None` where nothing of a name is left.
    fn tidy(&self, doc: &Document, name: Name) -> Option<Name> {
        let Name { mut tokens, entity_type } = name;
        while let Some(first) = tokens.clone().next().map(TokenId) {
            let token = &doc[first];
            let title = entity_type == EntityType::Person
                && (self.honorifics.contains(&doc.form(first).to_lowercase())
                    || token.deprel == Deprel::NmodDesc
                        && token.head.is_some_and(|it| tokens.contains(&it.0)));
            let marginal = token.upos == Upos::Punct
                || matches!(token.xpos, Xpos::Dt | Xpos::Pos | Xpos::In)
                || title && tokens.len() > 1;
            if !marginal {
                break;
            }
            tokens.start += 1;
        }
        while let Some(last) = tokens.clone().next_back().map(TokenId) {
            let token = &doc[last];
            let stop = token.upos == Upos::Punct;
            if !stop && !matches!(token.xpos, Xpos::Pos | Xpos::In | Xpos::Dt) {
                break;
            }
            tokens.end -= 1;
        }
        if tokens.is_empty() {
            return None;
        }
        let proper = |it: u32| {
            let token = &doc[TokenId(it)];
            token.upos == Upos::Propn || matches!(token.xpos, Xpos::Nnp | Xpos::Nnps)
        };
        let known = self.known.get(text(doc, &tokens)).copied();
        let adjective = tokens.len() == 1 && doc[TokenId(tokens.start)].upos == Upos::Adj;
        let named = tokens.clone().any(proper) && !adjective || known.is_some();
        named.then(|| Name { tokens, entity_type: known.unwrap_or(entity_type) })
    }

    /// Adds the names of the table that the encoder has not tagged.
    fn add_known(&self, doc: &Document, sentence: SentenceId, names: &mut Vec<Name>) {
        let words = doc[sentence].tokens.clone();
        let mut start = words.start;
        while start < words.end {
            let taken = names.iter().find(|it| it.tokens.contains(&start));
            if let Some(taken) = taken {
                start = taken.tokens.end;
                continue;
            }
            let Some(run) = proper_run(doc, start..words.end) else {
                start += 1;
                continue;
            };
            let free = !names.iter().any(|it| run.contains(&it.tokens.start));
            if free && let Some(entity_type) = self.known.get(text(doc, &run)) {
                names.push(Name { tokens: run.clone(), entity_type: *entity_type });
            }
            start = run.end;
        }
        names.sort_by_key(|it| it.tokens.start);
    }
}

/// The names that tags in the IOB2 scheme mark.
fn tagged(tags: &[NameTag], tokens: Range<u32>) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    for at in tokens {
        let tag = tags.get(at as usize).copied().unwrap_or(NameTag::Outside);
        match (tag, names.last_mut()) {
            (NameTag::Outside, _) => {}
            (NameTag::Inside(entity_type), Some(last))
                if last.tokens.end == at && last.entity_type == entity_type =>
            {
                last.tokens.end += 1;
            }
            (NameTag::Begin(entity_type) | NameTag::Inside(entity_type), _) => {
                names.push(Name { tokens: at..at + 1, entity_type });
            }
        }
    }
    names
}

/// The longest run of proper nouns that starts a range, where a new one starts there.
fn proper_run(doc: &Document, words: Range<u32>) -> Option<Range<u32>> {
    let proper = |it: &u32| matches!(doc[TokenId(*it)].xpos, Xpos::Nnp | Xpos::Nnps);
    let length = words.clone().take_while(proper).count();
    let length = u32::try_from(length).ok().filter(|it| *it > 0)?;
    Some(words.start..words.start + length)
}

/// Gives every name the type that it has most often in the article.
fn agree(doc: &Document, names: &mut [Name]) {
    let mut votes: BTreeMap<String, BTreeMap<EntityType, usize>> = BTreeMap::new();
    for name in names.iter() {
        let types = votes.entry(text(doc, &name.tokens).to_owned()).or_default();
        *types.entry(name.entity_type).or_default() += 1;
    }
    for name in names {
        let Some(types) = votes.get(text(doc, &name.tokens)) else { continue };
        let own = types.get(&name.entity_type).copied().unwrap_or_default();
        if let Some((entity_type, count)) = types.iter().max_by_key(|(_, count)| **count)
            && *count > own
        {
            name.entity_type = *entity_type;
        }
    }
}

fn mention(doc: &Document, name: Name) -> Mention {
    let Name { tokens, entity_type } = name;
    let outside =
        |it: &u32| doc[TokenId(*it)].head.is_none_or(|head| !tokens.contains(&head.0));
    let head = tokens.clone().find(outside).unwrap_or(tokens.start);
    let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
    Mention {
        span: doc[first].span.cover(doc[last].span),
        head: TokenId(head),
        entity_type,
        form: MentionForm::Named,
    }
}

/// The text from the first word of a range to its last.
fn text<'doc>(doc: &'doc Document, tokens: &Range<u32>) -> &'doc str {
    let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
    doc.text(doc[first].span.cover(doc[last].span))
}
