//! A form is a name taken apart for comparison: words, generation, initials, gender.

use std::collections::{BTreeMap, BTreeSet};

use serde::Deserialize;

use crate::doc::EntityType;
use crate::error::Result;
use crate::lexicon::Lexicon;

/// How alike two given names are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Given {
    Equal,
    Nickname,
    Initial,
    Different,
}

/// A name taken apart.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Form {
    /// Its words in lower case, without titles, articles and what [`Self::generation`]
    /// holds.
    pub(super) words: Vec<String>,
    /// The given name behind a short one: *william* for *Bill*.
    formal: Option<String>,
    pub(super) generation: Option<String>,
    /// What the given name or a title tells.
    pub(super) gender: Option<Gender>,
    /// The words but for articles and prepositions, sorted.
    pub(super) content: Vec<String>,
    /// The initials of a name of several words: `epa`.
    pub(super) acronym: Option<String>,
    /// The letters of a name that is an acronym.
    pub(super) letters: Option<String>,
    /// The country that the name of a body begins with, which is not among the words.
    pub(super) nation: Option<String>,
    /// Whether the last word says what kind of body it is: *News*, *University*.
    pub(super) ends_in_kind: bool,
}

/// What a name tells of its bearer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Gender {
    Female,
    Male,
}

impl Form {
    /// Whether it has a given name and a surname.
    pub(super) fn is_full(&self) -> bool {
        self.words.len() > 1
    }

    pub(super) fn surname(&self) -> Option<&String> {
        self.words.last()
    }

    pub(super) fn middle(&self) -> &[String] {
        match self.words.as_slice() {
            [_, middle @ .., _] => middle,
            _ => &[],
        }
    }

    pub(super) fn given_like(&self, other: &Self) -> Given {
        let (Some(left), Some(right)) = (self.words.first(), other.words.first()) else {
            return Given::Different;
        };
        let formal = |it: &Self, word: &String| it.formal.clone().unwrap_or(word.clone());
        if left == right {
            Given::Equal
        } else if formal(self, left) == formal(other, right) {
            Given::Nickname
        } else if initial_of(left, right) || initial_of(right, left) {
            Given::Initial
        } else {
            Given::Different
        }
    }

    /// Whether what stands in the middle does not exclude one bearer.
    pub(super) fn middles_fit(&self, other: &Self) -> bool {
        match (self.middle().first(), other.middle().first()) {
            (Some(left), Some(right)) => {
                left == right || initial_of(left, right) || initial_of(right, left)
            }
            _ => true,
        }
    }

    /// Under which names of people this one is looked for: surname, and the first letters
    /// that the given name may have.
    pub(super) fn people_keys(&self) -> BTreeSet<String> {
        let Some(surname) = self.surname().filter(|_| self.is_full()) else {
            return BTreeSet::new();
        };
        let given = [self.words.first(), self.formal.as_ref()];
        let letters = given.into_iter().flatten().filter_map(|it| it.chars().next());
        letters.map(|it| format!("{surname} {it}")).collect()
    }
}

/// Whether a word is the initial of another: `j.` of *john*.
fn initial_of(short: &str, long: &str) -> bool {
    let letter = short.trim_end_matches('.');
    letter.chars().count() == 1 && long.starts_with(letter)
}

/// The tables by which names are taken apart.
#[derive(Debug)]
pub(super) struct Forms {
    titles: BTreeMap<String, (String, Option<Gender>)>,
    given: BTreeMap<String, Gender>,
    formal: BTreeMap<String, String>,
    generations: BTreeSet<String>,
    companies: BTreeSet<String>,
    kinds: BTreeSet<String>,
    links: BTreeSet<String>,
    /// What may be glued to the end of a name, with its apostrophe.
    endings: BTreeSet<String>,
    offices: BTreeSet<String>,
    nations: BTreeSet<String>,
}

#[derive(Deserialize)]
struct TitleRow {
    word: String,
    role: String,
    gender: String,
}

#[derive(Deserialize)]
struct GivenRow {
    name: String,
    gender: String,
}

#[derive(Deserialize)]
struct ShortRow {
    short: String,
    name: String,
}

#[derive(Deserialize)]
struct SuffixRow {
    suffix: String,
    kind: String,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
    class: String,
}

impl Forms {
    pub(super) fn new(lexicon: &Lexicon) -> Result<Self> {
        let titles: Vec<TitleRow> = lexicon.rows("lexicon/titles.csv")?;
        let given: Vec<GivenRow> = lexicon.rows("gazetteer/given_names.csv")?;
        let short: Vec<ShortRow> = lexicon.rows("gazetteer/short_given_names.csv")?;
        let suffixes: Vec<SuffixRow> = lexicon.rows("lexicon/name_suffixes.csv")?;
        let words: Vec<WordRow> = lexicon.rows("lexicon/name_words.csv")?;
        let (generations, companies): (Vec<_>, Vec<_>) =
            suffixes.into_iter().partition(|it| it.kind == "generation");
        let of_class = |class: &str| {
            let found = words.iter().filter(|it| it.class == class);
            found.map(|it| it.word.clone()).collect::<BTreeSet<_>>()
        };
        Ok(Self {
            titles: { titles.into_iter() }
                .map(|it| (it.word, (it.role, gender(&it.gender))))
                .collect(),
            given: { given.into_iter() }
                .filter_map(|it| Some((it.name, gender(&it.gender)?)))
                .collect(),
            formal: short.into_iter().map(|it| (it.short, it.name)).collect(),
            generations: generations.into_iter().map(|it| it.suffix).collect(),
            companies: companies.into_iter().map(|it| it.suffix).collect(),
            kinds: of_class("kind"),
            links: of_class("link").into_iter().chain(of_class("opening")).collect(),
            endings: of_class("ending"),
            offices: of_class("office"),
            nations: of_class("nation"),
        })
    }

    /// Whether a piece is what an apostrophe has cut off the end of a name.
    fn is_ending(&self, piece: &str) -> bool {
        self.endings.iter().any(|it| it.strip_prefix('\u{2019}') == Some(piece))
    }

    /// Takes a name apart; `None` where it is a description and no name.
    pub(super) fn form(&self, name: &str, entity_type: EntityType) -> Option<Form> {
        let is_person = entity_type == EntityType::Person;
        // *O’Neill*, *O'Neill*
        let lower = name.to_lowercase().replace('\u{2019}', "'");
        let mut words: Vec<String> = lower
            .split([' ', ',', '"', '(', ')'])
            .filter(|it| !it.is_empty() && !self.is_ending(it))
            .map(|it| {
                let endings = self.endings.iter();
                endings.fold(it, |it, ending| it.trim_end_matches(&**ending)).to_owned()
            })
            .collect();
        let mut gender = None;
        while words.len() > 1
            && (self.links.contains(&words[0])
                || is_person && self.titles.contains_key(&words[0]))
        {
            let title = self.titles.get(&words.remove(0));
            gender = gender.or(title.and_then(|(_, it)| *it));
        }
        let mut generation = None;
        while words.len() > 1
            && let Some(last) = words.last()
        {
            let last = last.trim_end_matches('.');
            if is_person && self.generations.contains(last) {
                generation = Some(last.to_owned());
            } else if !self.companies.contains(last) {
                break;
            }
            words.pop();
        }
        if !is_name(name, &self.links) {
            return None;
        }
        let begins_with_nation =
            words.len() > 2 && !is_person && self.nations.contains(&words[0]);
        let nation = begins_with_nation.then(|| words.remove(0));
        let full = words.len() > 1;
        let given = words.first().filter(|_| is_person && full);
        let mut content: Vec<_> =
            words.iter().filter(|it| !self.links.contains(*it)).cloned().collect();
        content.sort_unstable();
        let letters = name.replace('.', "");
        let is_acronym = !is_person
            && (2..=6).contains(&letters.chars().count())
            && letters.chars().all(char::is_uppercase);
        let initials = words.iter().filter(|it| !self.links.contains(*it));
        let initials: String = initials.filter_map(|it| it.chars().next()).collect();
        Some(Form {
            formal: given.and_then(|it| self.formal.get(it)).cloned(),
            gender: gender.or(given.and_then(|it| self.given.get(it)).copied()),
            acronym: (full && !is_person).then_some(initials),
            letters: is_acronym.then(|| letters.to_lowercase()),
            ends_in_kind: full && words.last().is_some_and(|it| self.kinds.contains(it)),
            generation,
            nation,
            content,
            words,
        })
    }

    /// The office that a description names: *senator* for `Sen.`, *mayor* for *mayor of
    /// Elmira*.
    pub(super) fn office(&self, role: &str) -> Option<&str> {
        let role = role.to_lowercase();
        let before = role.split(" of ").next().unwrap_or(&role);
        let last = before.rsplit(' ').next().unwrap_or(before);
        let found = [&*role, before, last].into_iter().find_map(|it| self.titles.get(it));
        found.map(|(office, _)| &**office).filter(|it| !it.is_empty())
    }

    /// Whether nobody holds this office and another public one at once.
    pub(super) fn is_public(&self, office: &str) -> bool {
        self.offices.contains(office)
    }
}

fn gender(text: &str) -> Option<Gender> {
    match text {
        "female" => Some(Gender::Female),
        "male" => Some(Gender::Male),
        _ => None,
    }
}

/// Whether a name has capitals or digits wherever a name has them.
fn is_name(name: &str, links: &BTreeSet<String>) -> bool {
    let mut words = name.split([' ', '-']).filter(|it| !it.is_empty()).peekable();
    let begins =
        |it: &str| it.starts_with(|it: char| it.is_uppercase() || it.is_numeric());
    let first_is_link = words.peek().is_some_and(|it| links.contains(&it.to_lowercase()));
    let mut words = words.filter(|it| !links.contains(&it.to_lowercase()));
    let is_plain = words.clone().next().is_some_and(begins) && words.all(begins);
    is_plain && !(first_is_link && name.split(' ').count() < 2)
}

#[cfg(test)]
mod tests {
    use super::{Form, Forms, Given};
    use crate::doc::EntityType;
    use crate::lexicon::Lexicon;

    fn form(name: &str, entity_type: EntityType) -> Form {
        let forms = Forms::new(&Lexicon::embedded()).unwrap();
        forms.form(name, entity_type).unwrap()
    }

    #[test]
    fn names_of_people_are_taken_apart() {
        let person = |name| form(name, EntityType::Person);
        let [bill, william, initial] =
            ["Bill Tallow", "Mr. William H. Tallow Jr.", "W. Tallow"].map(person);
        assert_eq!(william.words, ["william", "h.", "tallow"]);
        assert_eq!(william.generation.as_deref(), Some("jr"));
        assert_eq!(bill.given_like(&william), Given::Nickname);
        assert_eq!(initial.given_like(&william), Given::Initial);
        assert_eq!(person("Nora Tallow").given_like(&william), Given::Different);
        assert!(bill.middles_fit(&william));
        assert!(!person("William Otto Tallow").middles_fit(&william));
        assert!(bill.people_keys().contains("tallow w"));
    }

    #[test]
    fn names_of_bodies_are_taken_apart() {
        let body = |name| form(name, EntityType::Organization);
        assert_eq!(body("Department of Ferries").content, ["department", "ferries"]);
        assert_eq!(body("the Harlow River Board").acronym.as_deref(), Some("hrb"));
        assert_eq!(body("H.R.B.").letters.as_deref(), Some("hrb"));
        assert!(body("Brookvale News").ends_in_kind);
        let forms = Forms::new(&Lexicon::embedded()).unwrap();
        for phrase in ["the former aide", "officials", "a group of Friends"] {
            assert_eq!(forms.form(phrase, EntityType::Organization), None, "{phrase}");
        }
    }

    #[test]
    fn offices_are_known_by_their_titles() {
        let forms = Forms::new(&Lexicon::embedded()).unwrap();
        assert_eq!(forms.office("Sen."), Some("senator"));
        assert_eq!(forms.office("mayor of Elmira"), Some("mayor"));
        assert_eq!(forms.office("a liar"), None);
        assert!(forms.is_public("mayor") && !forms.is_public("author"));
    }
}
