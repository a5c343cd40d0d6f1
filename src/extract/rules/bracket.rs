//! Brackets: "Maria Lopez (D-Alba)", "Maria Lopez (R)".
//!
//! ## Finds
//! A person's name, an opening bracket, a party's letter, and perhaps a place.
//!
//! ## Gives
//! `Maria Lopez | member_of | D`, `Maria Lopez | represents | Alba`.
//!
//! ## Leaves alone
//! Every other bracket.
//!
//! Cases: `tests/cases/bracket.md`

use crate::doc::{EntityType, MentionForm, TokenId};
use crate::text::Span;

use super::super::draft::{Context, Draft};
use super::super::phrase::Phrase;
use super::super::relation::{MEMBER_OF, REPRESENTS};

const RULE: &str = "bracket";

pub(super) fn apply(cx: &Context<'_>, drafts: &mut Vec<Draft>) {
    let doc = cx.tree.doc();
    let text = &doc.article.text;
    let sentence = doc[cx.tree.sentence()].span;
    for mention in cx.tree.mentions().map(|it| &doc[it]) {
        let person = mention.form == MentionForm::Named
            && mention.entity_type == EntityType::Person
            && sentence.contains(mention.span);
        if !person {
            continue;
        }
        let after = Span::new(mention.span.end(), sentence.end()).of(text);
        let Some((party, place)) = read(after) else { continue };
        let shift = |it: Span| {
            let start = mention.span.end();
            Span::new(start + it.start(), start + it.end())
        };
        let party = shift(party);
        let form = party.of(text).to_lowercase();
        if !cx.words.is_party(&form) {
            continue;
        }
        let subject = Context::name_phrase(mention);
        let party = Some(party).filter(|_| cx.words.names_party(&form));
        for (span, relation) in [(party, MEMBER_OF), (place.map(shift), REPRESENTS)] {
            let Some(span) = span else { continue };
            let Some(head) = token_at(cx, span) else { continue };
            let object = Phrase { head, span };
            let draft = Draft::implicit(subject, object, head, RULE);
            drafts.push(draft.with_relation(relation));
        }
    }
}

/// The party and the place of ` (R-Utah)`, as spans of `after`.
fn read(after: &str) -> Option<(Span, Option<Span>)> {
    let open = after.find('(').filter(|it| after[..*it].trim().is_empty())?;
    let start = open + 1;
    let end = start + after[start..].find(')')?;
    let inside = &after[start..end];
    let Some(dash) = inside.find(['-', '–']) else {
        return Some((Span::new(start, end), None));
    };
    let width = inside[dash..].chars().next().map_or(1, char::len_utf8);
    let place = Span::new(start + dash + width, end);
    Some((Span::new(start, start + dash), Some(place).filter(|it| !it.is_empty())))
}

fn token_at(cx: &Context<'_>, span: Span) -> Option<TokenId> {
    cx.tree.tokens().find(|it| cx.tree.token(*it).span.overlaps(span))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::text::Span;

    #[test]
    fn brackets_hold_a_party_and_perhaps_a_place() {
        assert_eq!(
            read(" (R-Utah) said"),
            Some((Span::new(2, 3), Some(Span::new(4, 8))))
        );
        assert_eq!(read(" (D)"), Some((Span::new(2, 3), None)));
        assert_eq!(read(" (D–N.Y.)").unwrap().1, Some(Span::new(6, 10)));
        assert_eq!(read(" said (D)"), None);
        assert_eq!(read(" (D"), None);
    }
}
