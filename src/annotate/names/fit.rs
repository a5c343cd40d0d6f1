//! Where a name begins and ends, and what it names, as the tree and the article show it.

use std::collections::{BTreeMap, BTreeSet};

use rustc_hash::FxHashMap;

use crate::doc::{Document, EntityType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::{Name, head, is_proper, text};

/// Carries a name to the left over the proper words that describe its head: *Governing |
/// Council*. What describes a person is a title.
pub(super) fn add_epithets(doc: &Document, names: &mut [Name]) {
    for at in 0..names.len() {
        let floor = at.checked_sub(1).map_or(0, |it| names[it].tokens.end);
        let name = &mut names[at];
        if name.entity_type == EntityType::Person {
            continue;
        }
        while let Some(before) =
            name.tokens.start.checked_sub(1).filter(|it| *it >= floor)
        {
            let token = &doc[TokenId(before)];
            let describes = is_proper(doc, TokenId(before))
                && token.upos == Upos::Adj
                && token.deprel == Deprel::Amod
                && token.head.is_some_and(|it| name.tokens.contains(&it.0));
            if !describes {
                break;
            }
            name.tokens.start = before;
        }
    }
}

/// Cuts a place from the state or country that it lies in, where no comma does: *Alba |
/// California*. In a name of several words the later ones are not flat (*West Virginia*).
pub(super) fn split_places(
    doc: &Document,
    known: &FxHashMap<String, EntityType>,
    names: &mut Vec<Name>,
) {
    let mut at = 0;
    while let Some(Name { tokens, entity_type }) = names.get(at).cloned() {
        at += 1;
        let last = tokens.end - 1;
        let splits = entity_type == EntityType::Place
            && tokens.len() > 1
            && doc[TokenId(last)].deprel == Deprel::Flat
            && !known.contains_key(text(doc, &tokens))
            && known.get(&*capitalized(doc.form(TokenId(last))))
                == Some(&EntityType::Place);
        if splits {
            names[at - 1].tokens.end = last;
            names.insert(at, Name { tokens: last..tokens.end, entity_type });
            at += 1;
        }
    }
}

/// Gives a name the type that it shows at one place, wherever it stands in the article: an
/// abbreviation in brackets that of the name before it (*the Alba Housing Authority (AHA)*),
/// a town with its state behind a comma that of a place (*Holt, Texas*).
pub(super) fn tell_types(doc: &Document, names: &mut [Name]) {
    let mut types = BTreeMap::new();
    for pair in names.windows(2) {
        let [first, second] = pair else { continue };
        let between = TokenId(first.tokens.end);
        if first.tokens.end + 1 != second.tokens.start {
            continue;
        }
        let short = text(doc, &second.tokens);
        if doc[between].xpos == Xpos::Lrb
            && initials(text(doc, &first.tokens)).as_deref() == Some(short)
        {
            types.insert(short.to_owned(), first.entity_type);
        }
        if doc[between].xpos == Xpos::Comma && is_town(doc, first, second, names) {
            let town = text(doc, &first.tokens).to_owned();
            types.insert(town, EntityType::Place);
        }
    }
    for name in names {
        if let Some(entity_type) = types.get(text(doc, &name.tokens)) {
            name.entity_type = *entity_type;
        }
    }
}

/// Whether a single word that was taken for a person, and is nobody's family name, has a
/// place beside it that says where it is.
fn is_town(doc: &Document, town: &Name, state: &Name, names: &[Name]) -> bool {
    let place = &doc[head(doc, &state.tokens)];
    let beside = matches!(place.deprel, Deprel::Appos | Deprel::NmodUnmarked);
    let word = town.tokens.start;
    let form = doc.form(TokenId(word));
    let is_family = |it: &Name| {
        it.entity_type == EntityType::Person
            && it.tokens.len() > 1
            && doc.form(TokenId(it.tokens.end - 1)) == form
    };
    town.entity_type == EntityType::Person
        && town.tokens.len() == 1
        && state.entity_type == EntityType::Place
        && beside
        && place.head == Some(TokenId(word))
        && !names.iter().any(is_family)
}

/// Takes the possessive mark into a name that possesses nothing, where the article does not
/// have the name without it: *they met at Holt's*.
pub(super) fn add_possessives(
    doc: &Document,
    known: &FxHashMap<String, EntityType>,
    names: &mut [Name],
) {
    let mark = |name: &Name| {
        let mark = doc.tokens.get(name.tokens.end as usize)?;
        let inside = mark.head.is_some_and(|it| name.tokens.contains(&it.0));
        (mark.xpos == Xpos::Pos && inside).then_some(name.tokens.end)
    };
    let bare = names.iter().filter(|it| mark(it).is_none());
    let bare = bare.map(|it| text(doc, &it.tokens).to_owned()).collect::<BTreeSet<_>>();
    for name in names {
        let form = text(doc, &name.tokens);
        let is_shop =
            matches!(name.entity_type, EntityType::Organization | EntityType::Place)
                && !known.contains_key(form)
                && !bare.contains(form);
        let owns = matches!(
            doc[head(doc, &name.tokens)].deprel,
            Deprel::NmodPoss | Deprel::Nmod | Deprel::Compound
        );
        if let Some(mark) = mark(name).filter(|_| is_shop && !owns) {
            name.tokens.end = mark + 1;
        }
    }
}

/// The capitals that the words of a name begin with; `None` of a single word.
pub(in crate::annotate) fn initials(name: &str) -> Option<String> {
    let words: Vec<_> = name.split([' ', '-']).filter(|it| !it.is_empty()).collect();
    let initials = words.iter().filter_map(|it| it.chars().next());
    (words.len() > 1).then(|| initials.filter(|it| it.is_uppercase()).collect())
}

/// A word with a capital before its other letters.
fn capitalized(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().into_iter().flat_map(char::to_uppercase);
    first.chain(letters).collect()
}

#[cfg(test)]
mod tests {
    use crate::annotate::names::Names;
    use crate::doc::EntityType::{Organization, Person, Place};
    use crate::doc::read_conllu;
    use crate::lexicon::Lexicon;
    use crate::model::NameTag::{self, Begin, Inside, Outside};

    /// The names that tags give, by the type that each ends up with.
    fn names(sample: &str, tags: &[NameTag]) -> Vec<String> {
        let lines = sample.lines().map(|it| it.trim().replace(' ', "\t"));
        let doc = read_conllu(&lines.collect::<Vec<_>>().join("\n")).unwrap();
        let names = Names::new(&Lexicon::embedded()).unwrap();
        let mentions = names.mentions(&doc, tags);
        let shown = mentions
            .iter()
            .map(|it| format!("{} {:?}", doc.text(it.span), it.entity_type));
        shown.collect()
    }

    #[test]
    fn proper_adjectives_belong_to_the_name_after_them() {
        let sample = "1 The the DET DT _ 3 det
            2 Governing governing ADJ NNP _ 3 amod
            3 Council Council PROPN NNP _ 4 nsubj
            4 met meet VERB VBD _ 0 root";
        let found = names(sample, &[Outside, Outside, Begin(Organization), Outside]);
        assert_eq!(found, ["Governing Council Organization"]);
    }

    #[test]
    fn a_place_is_cut_from_the_state_after_it() {
        let sample = "1 Alba Alba PROPN NNP _ 4 nsubj
            2 Bay Bay PROPN NNP _ 1 flat
            3 California California PROPN NNP _ 1 flat
            4 burned burn VERB VBD _ 0 root
            5 West West ADJ NNP _ 6 amod
            6 Virginia Virginia PROPN NNP _ 4 obj";
        let (begin, inside) = (Begin(Place), Inside(Place));
        let tags = [begin, inside, inside, Outside, begin, inside];
        let found = names(sample, &tags);
        assert_eq!(found, ["Alba Bay Place", "California Place", "West Virginia Place"]);
    }

    #[test]
    fn an_abbreviation_in_brackets_has_the_type_of_what_it_abbreviates() {
        let sample = "1 Alba Alba PROPN NNP _ 3 compound
            2 Housing Housing PROPN NNP _ 3 compound
            3 Authority Authority PROPN NNP _ 7 nsubj
            4 ( ( PUNCT -LRB- _ 5 punct
            5 AHA AHA PROPN NNP _ 3 appos
            6 ) ) PUNCT -RRB- _ 5 punct
            7 paid pay VERB VBD _ 0 root
            8 as as SCONJ IN _ 10 mark
            9 AHA AHA PROPN NNP _ 10 nsubj
            10 must must VERB VB _ 7 advcl";
        let mut tags = [Outside; 10];
        tags[0] = Begin(Organization);
        tags[1..3].fill(Inside(Organization));
        (tags[4], tags[8]) = (Begin(Person), Begin(Person));
        let found = names(sample, &tags);
        let authority = "Alba Housing Authority Organization";
        assert_eq!(found, [authority, "AHA Organization", "AHA Organization"]);
    }

    #[test]
    fn a_word_with_a_state_beside_it_is_a_town_everywhere() {
        let sample = "1 Fires fire NOUN NNS _ 2 nsubj
            2 burned burn VERB VBD _ 0 root
            3 in in ADP IN _ 4 case
            4 Holt Holt PROPN NNP _ 2 obl
            5 , , PUNCT , _ 6 punct
            6 Texas Texas PROPN NNP _ 4 appos
            7 as as SCONJ IN _ 9 mark
            8 Holt Holt PROPN NNP _ 9 nsubj
            9 slept sleep VERB VBD _ 2 advcl";
        let mut tags = [Outside; 9];
        (tags[3], tags[5], tags[7]) = (Begin(Person), Begin(Place), Begin(Person));
        assert_eq!(names(sample, &tags), ["Holt Place", "Texas Place", "Holt Place"]);
        // A family name stays one.
        let person = format!(
            "{sample}\n\n1 Ana Ana PROPN NNP _ 3 nsubj
            2 Holt Holt PROPN NNP _ 1 flat
            3 spoke speak VERB VBD _ 0 root"
        );
        let more = [Begin(Person), Inside(Person), Outside];
        let found = names(&person, &[&tags[..], &more].concat());
        assert_eq!(found[0], "Holt Person");
    }

    #[test]
    fn a_possessive_that_owns_nothing_belongs_to_the_name() {
        let sample = "1 They they PRON PRP _ 2 nsubj
            2 met meet VERB VBD _ 0 root
            3 at at ADP IN _ 4 case
            4 Holt Holt PROPN NNP _ 2 obl
            5 's 's PART POS _ 4 case
            6 near near ADP IN _ 9 case
            7 Alba Alba PROPN NNP _ 9 nmod:poss
            8 's 's PART POS _ 7 case
            9 gate gate NOUN NN _ 2 obl";
        let mut tags = [Outside; 9];
        (tags[3], tags[6]) = (Begin(Organization), Begin(Place));
        assert_eq!(names(sample, &tags), ["Holt 's Organization", "Alba Place"]);
    }
}
