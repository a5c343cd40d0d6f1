//! Joining makes one name of what the encoder has cut apart, and finds the titles of works.

use std::collections::BTreeSet;
use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::doc::{Document, EntityType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::{Name, head, is_proper, place, proper_run, text};

/// Joins neighbours that the encoder has cut apart: parts of one type, pieces of which none
/// is a person in full, or what recurs as a whole, where the tree joins them.
pub(super) fn join(
    doc: &Document,
    repeated: &BTreeSet<(&str, usize)>,
    names: &mut Vec<Name>,
) {
    let mut at = 1;
    while at < names.len() {
        let (left, right) = (&names[at - 1], &names[at]);
        let part_of = |part: &Name, whole: &Name| {
            let head = &doc[head(doc, &part.tokens)];
            // *Our Harbor Committee*, which is one name too.
            let belongs = matches!(head.deprel, Deprel::Compound | Deprel::Flat)
                || head.xpos == Xpos::PrpPoss;
            belongs && head.head.is_some_and(|it| whole.tokens.contains(&it.0))
        };
        let types = left.entity_type == right.entity_type;
        // Neither a person before a body nor a full name after one is a piece of it.
        let pieces = left.entity_type != EntityType::Person
            && (right.entity_type != EntityType::Person || right.tokens.len() == 1);
        let whole = left.tokens.start..right.tokens.end;
        let joined = left.tokens.end == right.tokens.start
            && (types || pieces || repeated.contains(&(text(doc, &whole), whole.len())))
            && (part_of(left, right) || part_of(right, left));
        if joined {
            let body = [left, right].map(|it| it.entity_type);
            if body.contains(&EntityType::Organization) {
                names[at].entity_type = EntityType::Organization;
            }
            names[at].tokens = whole;
            names.remove(at - 1);
        } else {
            at += 1;
        }
    }
    // A possessor alone is no name.
    names.retain(|it| {
        it.tokens.len() > 1 || doc[TokenId(it.tokens.start)].xpos != Xpos::PrpPoss
    });
}

/// Joins the name of a company with what marks it as one behind a comma: *Roe, Inc.*
pub(super) fn join_suffixes(
    doc: &Document,
    words: &Range<u32>,
    companies: &FxHashSet<String>,
    names: &mut Vec<Name>,
) {
    for at in words.clone().skip(1) {
        let is_suffix = at + 1 < words.end
            && doc[TokenId(at)].xpos == Xpos::Comma
            && is_proper(doc, TokenId(at + 1))
            && ends_company(doc, TokenId(at + 1), companies);
        let ending = || names.iter().find(|it| it.tokens.end == at);
        let name = is_suffix.then(ending).flatten();
        if let Some(start) = name.map(|it| it.tokens.start) {
            let entity_type = EntityType::Organization;
            place(Name { tokens: start..at + 2, entity_type }, names);
        }
    }
}

/// Whether a word marks the name that it ends as that of a company.
pub(super) fn ends_company(
    doc: &Document,
    word: TokenId,
    companies: &FxHashSet<String>,
) -> bool {
    let form = doc.form(word).to_lowercase();
    companies.contains(form.trim_end_matches('.'))
}

/// Joins what stands round a nickname between marks: *Jan "Bo" Holt* is one person.
pub(super) fn join_nicknames(doc: &Document, words: Range<u32>, names: &mut Vec<Name>) {
    let is_mark = |it: u32| {
        words.contains(&it)
            && matches!(doc[TokenId(it)].xpos, Xpos::OpeningQuote | Xpos::ClosingQuote)
    };
    let mut at = 0;
    while let Some(given) = names.get(at).cloned() {
        at += 1;
        let end = given.tokens.end;
        if given.entity_type != EntityType::Person || !is_mark(end) {
            continue;
        }
        // The encoder may have taken the nickname for a part of the name.
        let inside = given.tokens.clone().find(|it| is_mark(*it));
        let open = inside.unwrap_or(end);
        let close = match inside {
            Some(_) => Some(end),
            None => (open + 2..open + 4).find(|it| is_mark(*it)),
        };
        let Some(close) = close.filter(|it| {
            (open + 1..*it).all(|it| words.contains(&it) && is_proper(doc, TokenId(it)))
        }) else {
            continue;
        };
        let family = names.iter().find(|it| it.tokens.start == close + 1);
        let run = match family {
            Some(it) => Some(it.tokens.clone()),
            None => proper_run(doc, close + 1..words.end),
        };
        if let Some(run) = run {
            let tokens = given.tokens.start..run.end;
            place(Name { tokens, entity_type: EntityType::Person }, names);
        }
    }
}

/// Adds the titles of works and programmes: words with capitals between marks, in a sentence
/// whose other words have none (*on "Meet the Holts"*).
pub(super) fn add_works(doc: &Document, words: Range<u32>, names: &mut Vec<Name>) {
    let xpos = |it: u32| doc[TokenId(it)].xpos;
    let capital = |it: u32| doc.form(TokenId(it)).starts_with(char::is_uppercase);
    let small = |it: &u32| {
        matches!(doc[TokenId(*it)].upos, Upos::Noun | Upos::Verb | Upos::Adj)
            && !capital(*it)
    };
    if words.clone().filter(small).count() < 2 {
        return;
    }
    let mut at = words.start + 1;
    while at < words.end {
        let (open, before) = (at, TokenId(at - 1));
        at += 1;
        let called = matches!(
            doc[before].upos,
            Upos::Adp | Upos::Sconj | Upos::Noun | Upos::Propn | Upos::Part | Upos::Det
        );
        if xpos(open) != Xpos::OpeningQuote || !called {
            continue;
        }
        let Some(close) = (at..words.end).find(|it| xpos(*it) == Xpos::ClosingQuote)
        else {
            return;
        };
        let comma = u32::from(matches!(xpos(close - 1), Xpos::Comma | Xpos::Period));
        let title = at..close - comma;
        let long = |it: &u32| doc[TokenId(*it)].span.len() > 3;
        let marks = title.clone().any(|it| doc[TokenId(it)].upos == Upos::Punct);
        let is_title = (2..=7).contains(&title.len())
            && !marks
            && capital(title.start)
            && capital(title.end - 1)
            && title.clone().filter(long).all(capital);
        if is_title {
            place(Name { tokens: title, entity_type: EntityType::Work }, names);
        }
        at = close;
    }
}

/// Joins what stands on both sides of an ampersand, unless these are two people in full:
/// *Roe & Lopez* is one firm.
pub(super) fn join_partners(doc: &Document, words: Range<u32>, names: &mut Vec<Name>) {
    for at in words.clone().filter(|it| doc.form(TokenId(*it)) == "&") {
        let before = names.iter().find(|it| it.tokens.end == at);
        let after = names.iter().find(|it| it.tokens.start == at + 1);
        let full = |it: Option<&Name>| {
            it.is_some_and(|it| {
                it.entity_type == EntityType::Person && it.tokens.len() > 1
            })
        };
        let proper = |it: u32| words.contains(&it) && is_proper(doc, TokenId(it));
        let start = before
            .map(|it| it.tokens.start)
            .or_else(|| at.checked_sub(1).filter(|it| proper(*it)));
        let end = after
            .map(|it| it.tokens.end)
            .or_else(|| Some(at + 2).filter(|_| proper(at + 1)));
        let (Some(start), Some(end)) = (start, end) else { continue };
        if before.is_none() && after.is_none() || full(before) && full(after) {
            continue;
        }
        place(Name { tokens: start..end, entity_type: EntityType::Organization }, names);
    }
}

#[cfg(test)]
mod tests {
    use crate::annotate::names::Names;
    use crate::doc::{EntityType, read_conllu};
    use crate::lexicon::Lexicon;
    use crate::model::NameTag;

    #[test]
    fn what_marks_a_company_ends_its_name() {
        let sample = "1 Roe Roe PROPN NNP _ 6 nsubj\n2 , , PUNCT , _ 1 punct\n\
                      3 Inc. Inc. PROPN NNP _ 1 appos\n4 of of ADP IN _ 5 case\n\
                      5 Alba Alba PROPN NNP _ 1 nmod\n6 paid pay VERB VBD _ 0 root";
        let doc = read_conllu(&sample.replace(' ', "\t")).unwrap();
        let mut tags = [NameTag::Outside; 6];
        (tags[0], tags[4]) =
            (NameTag::Begin(EntityType::Organization), NameTag::Begin(EntityType::Place));
        let mentions = Names::new(&Lexicon::embedded()).unwrap().mentions(&doc, &tags);
        let found = mentions.iter().map(|it| doc.text(it.span));
        assert_eq!(found.collect::<Vec<_>>(), ["Roe , Inc.", "Alba"]);
    }
}
