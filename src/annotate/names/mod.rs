//! Names: the encoder's tags become mentions, and the whole article corrects each.

mod fit;
mod join;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;

use crate::doc::{Document, EntityType, Mention, MentionForm, TokenId};
use crate::error::{Error, Result};
use crate::lexicon::Lexicon;
use crate::model::NameTag;
use crate::ud::{Deprel, Upos, Xpos};

pub(super) use fit::initials;

use fit::{add_epithets, add_possessives, split_places, tell_types};
use join::{add_works, ends_company, join, join_nicknames, join_partners, join_suffixes};

/// What is known of names beforehand.
#[derive(Debug)]
pub(super) struct Names {
    /// Names that mean the same thing in nearly every article.
    known: FxHashMap<String, EntityType>,
    /// Forms of address, which are no part of a name.
    honorifics: FxHashSet<String>,
    /// Words of office, which alone are no names.
    titles: FxHashSet<String>,
    /// Words that join the name of a body to its end: *Bank of Oldport*.
    links: FxHashSet<String>,
    /// What adherents of a party are called: *a Utah Democrat*.
    parties: FxHashSet<String>,
    /// What the name of a company ends in, in small letters without a stop.
    companies: FxHashSet<String>,
}

/// The most words of a name that is looked up.
const LONGEST: u32 = 6;

#[derive(Deserialize)]
struct NameRow {
    name: String,
    entity_type: String,
}

#[derive(Deserialize)]
struct HonorificRow {
    form: String,
}

#[derive(Deserialize)]
struct PartyRow {
    form: String,
}

#[derive(Deserialize)]
struct SuffixRow {
    suffix: String,
    kind: String,
}

#[derive(Deserialize)]
struct WordRow {
    word: String,
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
        let titles = lexicon.rows::<WordRow>("lexicon/titles.csv")?;
        let links = lexicon.rows::<WordRow>("lexicon/name_links.csv")?;
        let parties = lexicon.rows::<PartyRow>("gazetteer/parties.csv")?;
        let mut suffixes = lexicon.rows::<SuffixRow>("lexicon/name_suffixes.csv")?;
        suffixes.retain(|it| it.kind == "company");
        Ok(Self {
            parties: parties.into_iter().map(|it| it.form).collect(),
            known,
            honorifics: honorifics.into_iter().map(|it| it.form).collect(),
            titles: titles.into_iter().map(|it| it.word).collect(),
            links: links.into_iter().map(|it| it.word).collect(),
            companies: suffixes.into_iter().map(|it| it.suffix).collect(),
        })
    }

    /// The named mentions of a document, in order, from the tag of each of its words.
    pub(super) fn mentions(&self, doc: &Document, tags: &[NameTag]) -> Vec<Mention> {
        let repeated = repeated(doc);
        let mut names = Vec::new();
        for sentence in doc.sentence_ids() {
            let words = doc[sentence].tokens.clone();
            let mut found: Vec<Name> = tagged(tags, words.clone())
                .into_iter()
                .filter_map(|it| self.tidy(doc, it))
                .collect();
            self.add_known(doc, words.clone(), &mut found);
            join(doc, &repeated, &mut found);
            join_suffixes(doc, &words, &self.companies, &mut found);
            join_partners(doc, words.clone(), &mut found);
            join_nicknames(doc, words.clone(), &mut found);
            add_works(doc, words.clone(), &mut found);
            add_epithets(doc, &mut found);
            split_places(doc, &self.known, &mut found);
            self.extend(doc, words, &mut found);
            names.append(&mut found);
        }
        repeat(doc, &mut names);
        agree(doc, &mut names);
        tell_types(doc, &mut names);
        add_possessives(doc, &self.known, &mut names);
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
        // *(D-Ore.)*: a party and a place.
        let split = tokens.len() > 2
            && doc[TokenId(tokens.start + 1)].xpos == Xpos::Hyph
            && self.parties.contains(&doc.form(TokenId(tokens.start)).to_lowercase());
        if split {
            tokens.start += 2;
        }
        let entity_type = if split { EntityType::Place } else { entity_type };
        // *Committee Chairman Rep. Holt*: what stands before a short title is one too.
        let short = |it: &u32| {
            let form = doc.form(TokenId(*it)).to_lowercase();
            form.ends_with('.') && self.titles.contains(&form)
        };
        let inner = tokens.start..tokens.end.saturating_sub(1);
        if entity_type == EntityType::Person
            && let Some(title) = inner.rev().find(short)
        {
            tokens.start = title + 1;
        }
        while let Some(last) = tokens.clone().next_back().map(TokenId) {
            let token = &doc[last];
            let stop = token.upos == Upos::Punct;
            if !stop && !matches!(token.xpos, Xpos::Pos | Xpos::In | Xpos::Dt) {
                break;
            }
            tokens.end -= 1;
        }
        let last = TokenId(tokens.end.checked_sub(1).filter(|_| !tokens.is_empty())?);
        if is_cut_short(doc, last) {
            return None;
        }
        let origin = tokens.start..last.0;
        let is_adherent = !origin.is_empty()
            && self.parties.contains(&doc.form(last).to_lowercase())
            && self.known.get(text(doc, &origin)) == Some(&EntityType::Place);
        if is_adherent {
            tokens.start = last.0;
        }
        let proper =
            |it: u32| doc[TokenId(it)].upos == Upos::Propn || is_proper(doc, TokenId(it));
        let known = self.known.get(text(doc, &tokens)).copied();
        let only = (tokens.len() == 1).then_some(TokenId(tokens.start));
        let nameless = |it: TokenId| {
            let form = doc.form(it);
            doc[it].upos == Upos::Adj
                || form.chars().count() == 1
                || self.honorifics.contains(&form.to_lowercase())
                || self.titles.contains(&form.to_lowercase())
        };
        let named = tokens.clone().any(proper) && !only.is_some_and(nameless);
        let named = named || known.is_some();
        named.then(|| Name { tokens, entity_type: known.unwrap_or(entity_type) })
    }

    /// Adds the names of the table that the encoder has not tagged, or only in part.
    fn add_known(&self, doc: &Document, words: Range<u32>, names: &mut Vec<Name>) {
        let mut start = words.start;
        while start < words.end {
            let limit = words.end.min(start + LONGEST);
            let longest = (start + 1..=limit).rev().find_map(|end| {
                let run = start..end;
                let entity_type = *self.known.get(text(doc, &run))?;
                may_stand(doc, &run, names).then_some(Name { tokens: run, entity_type })
            });
            start = longest.as_ref().map_or(start + 1, |it| it.tokens.end);
            if let Some(name) = longest {
                place(name, names);
            }
        }
    }

    /// Carries the names of bodies over their links: *Bank | of | Oldport*.
    fn extend(&self, doc: &Document, words: Range<u32>, names: &mut Vec<Name>) {
        let mut at = 0;
        while let Some(name) = names.get(at).cloned() {
            match self.extended(doc, &words, &name, names) {
                Some(name) => place(name, names),
                None => at += 1,
            }
        }
    }

    fn extended(
        &self,
        doc: &Document,
        words: &Range<u32>,
        name: &Name,
        names: &[Name],
    ) -> Option<Name> {
        let link = name.tokens.end;
        let is_link = name.entity_type == EntityType::Organization
            && link < words.end
            && !ends_company(doc, TokenId(link - 1), &self.companies)
            && self.links.contains(doc.form(TokenId(link)));
        let after = link + 1;
        let article = after < words.end && doc[TokenId(after)].xpos == Xpos::Dt;
        let start = after + u32::from(article);
        if !is_link || start >= words.end {
            return None;
        }
        let tagged = names.iter().find(|it| it.tokens.start == start);
        let run = match tagged {
            Some(name) => name.tokens.clone(),
            None => proper_run(doc, start..words.end)?,
        };
        let head = &doc[head(doc, &run)];
        let attached = head.deprel == Deprel::Nmod
            && head.head.is_some_and(|it| name.tokens.contains(&it.0));
        let tokens = name.tokens.start..run.end;
        attached.then_some(Name { tokens, entity_type: name.entity_type })
    }
}

/// Whether a name that ends with a word goes on, since that is an adjective of the proper
/// noun after it: *Republican National | Convention*.
fn is_cut_short(doc: &Document, last: TokenId) -> bool {
    let token = &doc[last];
    let next = TokenId(last.0 + 1);
    token.upos == Upos::Adj
        && token.deprel == Deprel::Amod
        && token.head == Some(next)
        && is_proper(doc, next)
}

/// Whether a name of the table may stand over `run`: no name reaches over its ends, and
/// a single word is a whole run of proper nouns.
fn may_stand(doc: &Document, run: &Range<u32>, names: &[Name]) -> bool {
    let crossed = names.iter().any(|it| {
        overlap(&it.tokens, run)
            && !(run.start <= it.tokens.start && it.tokens.end <= run.end)
    });
    let edge = |at: Option<u32>| at.is_some_and(|at| is_proper(doc, TokenId(at)));
    let tagged = names.iter().any(|it| it.tokens == *run);
    let alone = is_proper(doc, TokenId(run.start))
        && !edge(run.start.checked_sub(1))
        && !edge(Some(run.end));
    !crossed && (run.len() > 1 || tagged || alone)
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

/// The run of proper nouns that begins a range.
fn proper_run(doc: &Document, words: Range<u32>) -> Option<Range<u32>> {
    let end = words.clone().find(|it| !is_proper(doc, TokenId(*it)));
    let run = words.start..end.unwrap_or(words.end);
    (!run.is_empty()).then_some(run)
}

fn is_proper(doc: &Document, token: TokenId) -> bool {
    doc.tokens
        .get(token.index())
        .is_some_and(|it| matches!(it.xpos, Xpos::Nnp | Xpos::Nnps))
}

fn overlap(a: &Range<u32>, b: &Range<u32>) -> bool {
    a.start < b.end && b.start < a.end
}

/// Puts a name among others in place of those that it overlaps.
fn place(name: Name, names: &mut Vec<Name>) {
    names.retain(|it| !overlap(&it.tokens, &name.tokens));
    let at = names.partition_point(|it| it.tokens.start < name.tokens.start);
    names.insert(at, name);
}

/// The runs of proper nouns that an article has more than once, no longer and no shorter:
/// their words, and how many these are.
fn repeated(doc: &Document) -> BTreeSet<(&str, usize)> {
    let (mut once, mut again) = (BTreeSet::new(), BTreeSet::new());
    let end = u32::try_from(doc.tokens.len()).unwrap_or(u32::MAX);
    let mut at = 0;
    while at < end {
        let Some(run) = proper_run(doc, at..end) else {
            at += 1;
            continue;
        };
        at = run.end;
        let words = (text(doc, &run), run.len());
        if !once.insert(words) {
            again.insert(words);
        }
    }
    again
}

/// Adds names where a run of proper nouns, or a single word with a capital, is a name
/// elsewhere in the article, or the family name of a person named in full.
fn repeat(doc: &Document, names: &mut Vec<Name>) {
    let mut known: BTreeMap<Cow<'_, str>, EntityType> = BTreeMap::new();
    let mut once = BTreeSet::new();
    for name in names.iter() {
        // A single word that is tagged only once may be a slip.
        let text = text(doc, &name.tokens);
        if name.tokens.len() > 1 || !once.insert(text) {
            known.insert(text.into(), name.entity_type);
        }
        if name.entity_type == EntityType::Person && name.tokens.len() > 1 {
            let family = doc.form(TokenId(name.tokens.end - 1));
            known.insert(family.into(), EntityType::Person);
            // *HOLT: We will build it*, as transcripts have it
            known.insert(family.to_uppercase().into(), EntityType::Person);
        }
    }
    let mut added = Vec::new();
    for sentence in doc.sentence_ids() {
        let words = doc[sentence].tokens.clone();
        let mut at = words.start;
        while at < words.end {
            let run = proper_run(doc, at..words.end).unwrap_or(at..at + 1);
            at = run.end;
            let plural =
                doc[TokenId(run.start)].xpos == Xpos::Nns && run.start > words.start;
            let place = names.partition_point(|it| it.tokens.end <= run.start);
            let free = names.get(place).is_none_or(|it| it.tokens.start >= run.end);
            let form = doc.form(TokenId(run.start));
            let shouted = form.len() > 2 && form.chars().all(char::is_uppercase);
            if (is_proper(doc, TokenId(run.start)) || plural || shouted)
                && free
                && let Some(entity_type) = known.get(text(doc, &run))
            {
                added.push(Name { tokens: run, entity_type: *entity_type });
            }
        }
    }
    names.extend(added);
    names.sort_by_key(|it| it.tokens.start);
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
    let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
    Mention {
        span: doc[first].span.cover(doc[last].span),
        head: head(doc, &tokens),
        entity_type,
        form: MentionForm::Named,
    }
}

/// The first word of a range whose head lies outside.
fn head(doc: &Document, tokens: &Range<u32>) -> TokenId {
    let outside =
        |it: &u32| doc[TokenId(*it)].head.is_none_or(|head| !tokens.contains(&head.0));
    TokenId(tokens.clone().find(outside).unwrap_or(tokens.start))
}

/// The text from the first word of a range to its last.
fn text<'doc>(doc: &'doc Document, tokens: &Range<u32>) -> &'doc str {
    let (first, last) = (TokenId(tokens.start), TokenId(tokens.end - 1));
    doc.text(doc[first].span.cover(doc[last].span))
}

#[cfg(test)]
mod tests {
    use super::Names;
    use crate::doc::{EntityType, read_conllu};
    use crate::lexicon::Lexicon;
    use crate::model::NameTag;

    const SAMPLE: &str = "\
1 Ms. Ms. PROPN NNP _ 2 nmod:desc
2 Roe Roe PROPN NNP _ 5 nsubj
3 of of ADP IN _ 4 case
4 Utah Utah PROPN NNP _ 2 nmod
5 left leave VERB VBD _ 0 root
6 the the DET DT _ 7 det
7 Bank Bank PROPN NNP _ 5 obj
8 of of ADP IN _ 9 case
9 Oldport Oldport PROPN NNP _ 7 nmod

1 Jane Jane PROPN NNP _ 4 nsubj
2 Roe Roe PROPN NNP _ 1 flat
3 's 's PART POS _ 1 case
4 Roe Roe PROPN NNP _ 0 root
5 French french ADJ JJ _ 4 amod
";

    /// The mentions that tags give, as text and type.
    fn read(tags: &[(usize, NameTag)]) -> Vec<(String, EntityType)> {
        let doc = read_conllu(SAMPLE).unwrap();
        let mut all = vec![NameTag::Outside; doc.tokens.len()];
        for (at, tag) in tags {
            all[*at] = *tag;
        }
        let names = Names::new(&Lexicon::embedded()).unwrap();
        let mentions = names.mentions(&doc, &all);
        mentions.iter().map(|it| (doc.text(it.span).to_owned(), it.entity_type)).collect()
    }

    fn person(text: &str) -> (String, EntityType) {
        (text.to_owned(), EntityType::Person)
    }

    #[test]
    fn titles_articles_and_possessives_are_trimmed() {
        use EntityType::Person;
        let found = read(&[
            (0, NameTag::Begin(Person)),
            (1, NameTag::Inside(Person)),
            (9, NameTag::Begin(Person)),
            (10, NameTag::Inside(Person)),
            (11, NameTag::Inside(Person)),
            (13, NameTag::Begin(EntityType::Place)),
        ]);
        let place = ("Utah".to_owned(), EntityType::Place);
        // Utah stands in the table; the second family name is known from the full name.
        assert_eq!(found, [person("Roe"), place, person("Jane Roe"), person("Roe")]);
    }

    #[test]
    fn bodies_reach_over_their_links() {
        use EntityType::Organization;
        let found = read(&[
            (5, NameTag::Begin(Organization)),
            (6, NameTag::Inside(Organization)),
        ]);
        assert_eq!(found[1], ("Bank of Oldport".to_owned(), Organization));
    }

    #[test]
    fn a_name_has_the_type_that_it_has_most_often() {
        use EntityType::{Person, Place};
        let tags = [
            (1, NameTag::Begin(Place)),
            (10, NameTag::Begin(Person)),
            (12, NameTag::Begin(Person)),
        ];
        assert!(read(&tags).contains(&person("Roe")));
        assert!(!read(&tags).contains(&("Roe".to_owned(), Place)));
    }
}
