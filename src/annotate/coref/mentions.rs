//! Mentions: the names given by the model, and the names, nouns and pronouns beside them.

use std::collections::BTreeSet;

use crate::doc::{Document, EntityType, Mention, MentionForm, Token, TokenId, Tree};
use crate::text::Span;
use crate::ud::{Deprel, Upos, Xpos};

use super::scene::{Determiner, Kind, Phrase};
use super::traits::Traits;
use super::words::{Usage, Words};

/// The phrases of a document, in the order of their spans, one for each head.
pub(super) fn find(doc: &Document, trees: &[Tree<'_>], words: &Words) -> Vec<Phrase> {
    let mut finder = Finder { doc, words, taken: vec![false; doc.tokens.len()] };
    let mut phrases = Vec::new();
    for mention in doc.mentions.iter().filter(|it| it.form == MentionForm::Named) {
        finder.take(mention.span);
        phrases.push(finder.name(finder.as_party(mention)));
    }
    for timex in &doc.timexes {
        finder.take(timex.span);
    }
    for tree in trees {
        for token in tree.tokens() {
            phrases.extend(finder.other_name(tree, token));
        }
        for token in tree.tokens().filter(|it| !finder.is_taken(*it)) {
            let found = finder.pronoun(tree, token);
            let found = found.or_else(|| finder.party(tree, token));
            let found = found.or_else(|| finder.nominal(tree, token));
            phrases.extend(found.map(|it| finder.titled(tree, it)));
        }
    }
    drop_parts(&mut phrases);
    phrases.sort_by_key(|it| (it.mention.span, it.head()));
    let mut heads = BTreeSet::new();
    phrases.retain(|it| heads.insert(it.head()));
    phrases
}

/// Drops what is only the beginning of a longer name: *Clean Power* of *Clean Power Plan*.
/// People and places are things of their own: *Iraq* in *Iraq War*.
fn drop_parts(phrases: &mut Vec<Phrase>) {
    let own = [EntityType::Person, EntityType::Place];
    let names = phrases.iter().filter(|it| it.is_name()).map(|it| it.mention.span);
    let mut names: Vec<_> = names.collect();
    names.sort_unstable();
    phrases.retain(|it| {
        let span = it.mention.span;
        let is_part = || {
            let first = names.partition_point(|it| it.start() < span.start());
            let mut here =
                names[first..].iter().take_while(|it| it.start() == span.start());
            here.any(|name| *name != span && name.contains(span))
        };
        !it.is_name() || own.contains(&it.mention.entity_type) || !is_part()
    });
}

struct Finder<'doc> {
    doc: &'doc Document,
    words: &'doc Words,
    /// Which words belong to a name or a time.
    taken: Vec<bool>,
}

impl Finder<'_> {
    fn is_taken(&self, token: TokenId) -> bool {
        self.taken[token.index()]
    }

    fn take(&mut self, span: Span) {
        let first = self.doc.tokens.partition_point(|it| it.span.end() <= span.start());
        let inside = self.doc.tokens[first..].iter();
        let inside = inside.take_while(|it| it.span.overlaps(span)).count();
        self.taken[first..first + inside].fill(true);
    }

    fn lower(&self, token: TokenId) -> String {
        self.doc.form(token).to_lowercase()
    }

    fn lemma(&self, token: TokenId) -> String {
        self.doc[token].lemma.to_lowercase()
    }

    /// A name, with what its words tell of number and gender.
    fn name(&self, mention: Mention) -> Phrase {
        let traits = name_traits(self.doc, self.words, &mention);
        Phrase {
            kind: Kind::Name,
            traits,
            word: self.lower(mention.head),
            determiner: Determiner::Bare,
            modifiers: BTreeSet::new(),
            mention,
        }
    }

    /// A proper noun that the model has not typed: an event, a work, a law, a group.
    fn other_name(&mut self, tree: &Tree<'_>, head: TokenId) -> Option<Phrase> {
        let token = tree.token(head);
        let form = self.doc.form(head);
        let begins = |it: char| it.is_uppercase() || it.is_numeric();
        let is_proper = token.upos == Upos::Propn || self.is_capital_noun(tree, head);
        let is_name = is_proper && form.starts_with(begins);
        if self.is_taken(head) || !is_name || self.party(tree, head).is_some() {
            return None;
        }
        let above = token.head.map(|it| tree.token(it).upos);
        let is_part = matches!(
            token.deprel.base(),
            Deprel::Flat | Deprel::Compound | Deprel::Goeswith | Deprel::Fixed
        );
        let ends_with_noun = token.head.is_some_and(|it| self.is_capital_noun(tree, it));
        if is_part && (above != Some(Upos::Noun) || ends_with_noun) {
            return None;
        }
        let words = tree.tokens().collect::<Vec<_>>();
        let belongs = |it: TokenId| {
            let above = tree.token(it).head;
            above == Some(head) || above.and_then(|it| tree.token(it).head) == Some(head)
        };
        let place = words.iter().position(|it| *it == head)?;
        let mut first = place;
        while let Some(before) = first.checked_sub(1) {
            let it = words[before];
            let is_capital = self.doc.form(it).starts_with(char::is_uppercase);
            let fits = match tree.token(it).upos {
                Upos::Propn => true,
                Upos::Adj | Upos::Noun => is_capital && before > 0,
                _ => false,
            };
            if self.is_taken(it) || !fits || !belongs(it) {
                break;
            }
            first = self.whole(tree, before);
        }
        let mut last = place;
        while let Some(it) = words.get(last + 1).copied() {
            let token = tree.token(it);
            let is_part = matches!(token.deprel.base(), Deprel::Flat | Deprel::Compound);
            if self.is_taken(it) || token.upos != Upos::Propn || !is_part || !belongs(it)
            {
                break;
            }
            last += 1;
        }
        let noun = self.words.noun(&self.lemma(head));
        let is_role = self.words.role(&self.lower(head)).is_some();
        let is_plural = is_plural(&self.doc[head]);
        let entity_type = match noun.map(|it| it.entity_type) {
            Some(EntityType::Date | EntityType::Quantity | EntityType::Money) => {
                return None;
            }
            Some(EntityType::Person) if is_plural => EntityType::Group,
            Some(EntityType::Person) => return None,
            _ if is_role => return None,
            Some(EntityType::Organization | EntityType::Place) | None
                if token.xpos == Xpos::Nnps =>
            {
                EntityType::Group
            }
            // A common noun with a capital letter is no name by itself: *the Court*.
            Some(_) if first == last && !is_plural => return None,
            Some(it) => it,
            // *Democrat Ana Ruiz* names her party, as *the Democrats* do not.
            None if self.words.party(&self.lower(head)).is_some() => {
                EntityType::Organization
            }
            None => EntityType::Other,
        };
        let span = tree.token(words[first]).span.cover(tree.token(words[last]).span);
        self.take(span);
        let form = MentionForm::Named;
        Some(self.name(Mention { span, head, entity_type, form }))
    }

    /// Whether a common noun ends a name, as in *Clean Rivers Plan*: it and the part
    /// before it have capitals, and the sentence is no headline, which gives all words one.
    fn is_capital_noun(&self, tree: &Tree<'_>, noun: TokenId) -> bool {
        let is_capital = |it: TokenId| self.doc.form(it).starts_with(char::is_uppercase);
        if tree.token(noun).upos != Upos::Noun || !is_capital(noun) {
            return false;
        }
        let before = tree.with(noun, &[Deprel::Compound]).next_back();
        let ends_name = before.is_some_and(|it| {
            it.0 + 1 == noun.0 && is_capital(it) && tree.token(it).upos == Upos::Propn
        });
        if !ends_name || tree.dependents(noun).iter().any(|it| self.is_taken(*it)) {
            return false;
        }
        let long = tree.tokens().filter(|it| tree.token(*it).span.len() > 3);
        let (capital, small): (Vec<_>, Vec<_>) = long.partition(|it| is_capital(*it));
        small.len() > capital.len()
    }

    /// The first part of the hyphenated word that the word at a place ends.
    fn whole(&self, tree: &Tree<'_>, place: usize) -> usize {
        let words = tree.tokens().collect::<Vec<_>>();
        let is_hyphen = |it: usize| self.doc.form(words[it]) == "-";
        let mut first = place;
        while let Some(before) = first.checked_sub(1) {
            let (left, right) = (tree.token(words[before]), tree.token(words[first]));
            let is_glued = left.span.end() == right.span.start();
            if !is_glued || !is_hyphen(before) && !is_hyphen(first) {
                break;
            }
            first = before;
        }
        first
    }

    /// A description of one person by two roles: *the former mayor and senator*.
    fn with_second_role(&self, tree: &Tree<'_>, head: TokenId) -> Span {
        let own = span(tree, self.words, head);
        let is_one = |it: TokenId| !is_plural(tree.token(it));
        let second = tree.first(head, &[Deprel::Conj]).filter(|it| {
            let is_person = self.words.noun(&self.lemma(*it));
            let is_person =
                is_person.is_some_and(|it| it.entity_type == EntityType::Person);
            let is_bare = determiner(tree, *it) == Determiner::Bare;
            is_person && is_bare && is_one(*it) && is_one(head) && !self.is_taken(*it)
        });
        let is_definite = matches!(determiner(tree, head), Determiner::Definite);
        match second.filter(|_| is_definite) {
            Some(second) => own.cover(span(tree, self.words, second)),
            None => own,
        }
    }

    /// The party, where a name is what one adherent is called: *a Democrat*; several are a
    /// group.
    fn as_party(&self, mention: &Mention) -> Mention {
        let token = &self.doc[mention.head];
        let form = self.doc.text(mention.span).to_lowercase();
        let is_plural = matches!(token.xpos, Xpos::Nns | Xpos::Nnps);
        let mut mention = mention.clone();
        if self.words.party(&form).is_some() {
            mention.entity_type = match is_plural {
                true => EntityType::Group,
                false => EntityType::Organization,
            };
        }
        mention
    }

    /// A party by its adjective, *Republican*, or by its letter in brackets, *(R-Utah)*.
    fn party(&self, tree: &Tree<'_>, head: TokenId) -> Option<Phrase> {
        let token = tree.token(head);
        let form = self.doc.form(head);
        self.words.party(&form.to_lowercase())?;
        let before = self.doc.article.text.get(..token.span.start())?;
        let is_letter = form.chars().count() == 1 && before.ends_with('(');
        let is_adjective = form.chars().count() > 1
            && form.starts_with(char::is_uppercase)
            && (matches!(token.deprel.base(), Deprel::Amod | Deprel::Compound)
                || matches!(token.deprel, Deprel::NmodDesc | Deprel::Appos)
                || tree.first(head, &[Deprel::Cop]).is_some()
                || self.is_before_person(head))
            && token.xpos != Xpos::Nns
            && token.xpos != Xpos::Nnps;
        (is_letter || is_adjective).then(|| {
            let (span, entity_type) = (token.span, EntityType::Organization);
            let form = MentionForm::Named;
            self.name(Mention { span, head, entity_type, form })
        })
    }

    /// Whether the name of a person begins right after a word: *Democrat | Ana Ruiz*.
    fn is_before_person(&self, token: TokenId) -> bool {
        let Some(next) = self.doc.tokens.get(token.index() + 1) else { return false };
        self.doc.mentions_at(next.span.start()).any(|it| {
            it.entity_type == EntityType::Person && it.form == MentionForm::Named
        })
    }

    /// A description that is a name: *the Clean Rivers Plan*, *a "Chiefs-of-Staff" forum*.
    fn titled(&self, tree: &Tree<'_>, phrase: Phrase) -> Phrase {
        let Some(span) = self.title_span(tree, &phrase) else { return phrase };
        let mention = Mention { span, form: MentionForm::Named, ..phrase.mention };
        self.name(mention)
    }

    /// The words that make a description a name, where they do: those with capitals up to
    /// a noun that has one too, or a hyphenated word with capitals before an event.
    fn title_span(&self, tree: &Tree<'_>, phrase: &Phrase) -> Option<Span> {
        let kinds = [EntityType::Law, EntityType::Work, EntityType::Event];
        if !phrase.is_nominal() || !kinds.contains(&phrase.mention.entity_type) {
            return None;
        }
        let is_capital = |it: TokenId| self.doc.form(it).starts_with(char::is_uppercase);
        let words = tree.tokens().collect::<Vec<_>>();
        let head = phrase.head();
        let place = words.iter().position(|it| *it == head)?;
        let is_quote = |it: usize| matches!(self.doc.form(words[it]), "\"" | "\u{201d}");
        let mut first = place;
        let mut is_hyphenated = false;
        while let Some(before) = first.checked_sub(1) {
            let Some(before) = before.checked_sub(usize::from(is_quote(before))) else {
                break;
            };
            let token = tree.token(words[before]);
            let is_part = matches!(token.upos, Upos::Propn | Upos::Adj | Upos::Noun)
                && is_capital(words[before])
                && (before > 0 || self.is_taken(words[before]));
            if !is_part || !phrase.mention.span.contains(token.span) {
                break;
            }
            first = self.whole(tree, before);
            is_hyphenated |= first < before;
        }
        // A headline gives every word a capital.
        let mut long = words.iter().skip(1).filter(|it| tree.token(**it).span.len() > 3);
        let is_headline = long.all(|it| is_capital(*it));
        let is_title = first < place && (is_capital(head) || is_hyphenated);
        (is_title && !is_headline)
            .then(|| tree.token(words[first]).span.cover(tree.token(head).span))
    }

    /// A pronoun that refers.
    fn pronoun(&self, tree: &Tree<'_>, token: TokenId) -> Option<Phrase> {
        let it = tree.token(token);
        let word = self.lower(token);
        let mut pronoun = self.words.pronoun(&word)?;
        let fits = match pronoun.usage {
            Usage::Relative => it.feats.has("PronType", "Rel"),
            _ => {
                matches!(it.upos, Upos::Pron | Upos::Det)
                    || matches!(it.xpos, Xpos::Prp | Xpos::PrpPoss)
            }
        };
        if !fits || is_empty(tree, token) {
            return None;
        }
        if it.deprel == Deprel::NmodPoss && pronoun.usage == Usage::Personal {
            pronoun.usage = Usage::Possessive;
        }
        let is_person = pronoun.traits.is_person();
        Some(Phrase {
            mention: Mention {
                span: it.span,
                head: token,
                entity_type: if is_person {
                    EntityType::Person
                } else {
                    EntityType::Other
                },
                form: MentionForm::Pronominal,
            },
            kind: Kind::Pronoun(pronoun),
            traits: pronoun.traits,
            word,
            determiner: Determiner::Bare,
            modifiers: BTreeSet::new(),
        })
    }

    /// Some of several: *one of the senators*.
    fn member(&self, tree: &Tree<'_>, head: TokenId) -> Option<Phrase> {
        let of = tree.exactly(head, Deprel::Nmod).find(|it| {
            let case = tree.first(*it, &[Deprel::Case]);
            *it > head
                && tree.token(*it).xpos == Xpos::Nns
                && case.is_some_and(|it| self.words.joins(&tree.token(it).lemma))
        })?;
        let word = self.lemma(of);
        let noun = self.words.noun(&word);
        Some(Phrase {
            mention: Mention {
                span: span(tree, self.words, head),
                head,
                entity_type: noun.map_or(EntityType::Other, |it| it.entity_type),
                form: MentionForm::Nominal,
            },
            kind: Kind::Nominal,
            traits: noun.map_or(Traits::NEUTER, |it| it.traits),
            determiner: Determiner::Other,
            modifiers: BTreeSet::new(),
            word,
        })
    }

    /// A noun phrase without a name of its own.
    fn nominal(&self, tree: &Tree<'_>, head: TokenId) -> Option<Phrase> {
        let token = tree.token(head);
        if token.upos == Upos::Num {
            return self.member(tree, head);
        }
        if !matches!(token.upos, Upos::Noun | Upos::Propn) {
            return None;
        }
        let determiner = determiner(tree, head);
        let word = self.lemma(head);
        let noun = self.words.noun(&word);
        let is_single = noun.is_some_and(|it| it.is_single);
        let owned = is_single.then(|| owned(tree, head)).flatten();
        let is_part = match token.deprel.base() {
            Deprel::Compound => owned.is_none(),
            Deprel::Flat | Deprel::Fixed | Deprel::Goeswith | Deprel::Amod => true,
            Deprel::Conj => token.head.is_some_and(|it| tree.is_group(it)),
            _ => token.deprel == Deprel::NmodDesc && determiner == Determiner::Bare,
        };
        let is_measure = matches!(
            noun.map(|it| it.entity_type),
            Some(EntityType::Date | EntityType::Quantity | EntityType::Money)
        );
        if is_part || is_measure {
            return None;
        }
        let is_plural = is_plural(&self.doc[head]);
        let entity_type = match noun.map_or(EntityType::Other, |it| it.entity_type) {
            EntityType::Person | EntityType::Organization if is_plural => {
                EntityType::Group
            }
            it => it,
        };
        let number = match noun.map(|it| it.entity_type) {
            _ if is_plural => Traits::PLURAL,
            Some(EntityType::Organization | EntityType::Group) => Traits::ANY,
            _ => Traits::SINGULAR,
        };
        let of_noun = noun.map_or(Traits::NEUTER, |it| it.traits);
        let is_modifier = |it: &TokenId| {
            matches!(
                tree.token(*it).deprel.base(),
                Deprel::Amod | Deprel::Compound | Deprel::Nummod
            )
        };
        let modifiers = tree.dependents(head).iter().copied().filter(is_modifier);
        Some(Phrase {
            mention: Mention {
                span: match entity_type {
                    _ if token.deprel.base() == Deprel::Compound => owned?,
                    EntityType::Person => self.with_second_role(tree, head),
                    _ => span(tree, self.words, head),
                },
                head,
                entity_type,
                form: MentionForm::Nominal,
            },
            kind: Kind::Nominal,
            traits: number & of_noun,
            determiner,
            modifiers: modifiers.map(|it| self.lower(it)).collect(),
            word,
        })
    }
}

/// A noun with the name right before it: *Ruiz campaign* in *Ruiz campaign manager*,
/// *Ruiz's campaign* in *Ruiz's campaign manager*.
fn owned(tree: &Tree<'_>, noun: TokenId) -> Option<Span> {
    let words = tree.tokens().collect::<Vec<_>>();
    let place = words.iter().position(|it| *it == noun)?;
    let mut first = place;
    while let Some(before) = first.checked_sub(1) {
        let token = tree.token(words[before]);
        let is_mark = first == place && token.xpos == Xpos::Pos;
        if token.upos != Upos::Propn && !is_mark {
            break;
        }
        first = before;
    }
    let owner = tree.token(*words.get(first)?);
    let is_name = owner.upos == Upos::Propn;
    is_name.then(|| owner.span.cover(tree.token(noun).span))
}

/// What a name tells of number and gender.
pub(super) fn name_traits(doc: &Document, words: &Words, mention: &Mention) -> Traits {
    match mention.entity_type {
        EntityType::Person => {
            let name = doc.text(mention.span).to_lowercase();
            // A lone name may be a surname: *Clinton* is no sign of a man.
            let given = name.split_once(char::is_whitespace).map(|(given, _)| given);
            let gender = given.and_then(|it| words.given_name(it));
            Traits::SINGULAR & gender.unwrap_or(Traits::PERSON)
        }
        EntityType::Group => Traits::PLURAL,
        EntityType::Other if is_plural(&doc[mention.head]) => Traits::PLURAL,
        EntityType::Other => Traits::SINGULAR,
        // A body may be spoken of as its people: *they*.
        EntityType::Organization => Traits::NEUTER,
        _ => Traits::NEUTER & Traits::SINGULAR,
    }
}

fn is_plural(token: &Token) -> bool {
    matches!(token.xpos, Xpos::Nns | Xpos::Nnps) || token.feats.has("Number", "Plur")
}

/// What stands before a noun.
fn determiner(tree: &Tree<'_>, head: TokenId) -> Determiner {
    if let Some(owner) = tree.exactly(head, Deprel::NmodPoss).next() {
        return Determiner::Possessive(owner);
    }
    let Some(article) = tree.exactly(head, Deprel::Det).next() else {
        return Determiner::Bare;
    };
    let feats = &tree.token(article).feats;
    if feats.has("Definite", "Def") || feats.has("PronType", "Dem") {
        Determiner::Definite
    } else {
        Determiner::Other
    }
}

/// Whether *it* refers to nothing: as an expletive, or as the subject of what a clause
/// after it says (*it is clear that*, *it seems that*, *it was Chen who*, *it is time to*).
fn is_empty(tree: &Tree<'_>, token: TokenId) -> bool {
    let it = tree.token(token);
    if it.deprel == Deprel::Expl {
        return true;
    }
    let Some(above) = it.head else { return false };
    if !it.feats.has("Gender", "Neut") || it.deprel.base() != Deprel::Nsubj {
        return false;
    }
    let is_copular = tree.first(above, &[Deprel::Cop]).is_some();
    let follows = |it: &TokenId| {
        let dependent = tree.token(*it);
        let clause = match dependent.deprel.base() {
            Deprel::Csubj => true,
            Deprel::Ccomp | Deprel::Xcomp => is_copular,
            Deprel::Acl if dependent.deprel == Deprel::AclRelcl => is_copular,
            // *it is time to leave*
            Deprel::Acl => {
                let owned = [Deprel::Det, Deprel::NmodPoss, Deprel::Nummod];
                is_copular
                    && dependent.xpos == Xpos::Vb
                    && tree.first(above, &owned).is_none()
            }
            // *it is hard to say*, *it is up to her to say*
            Deprel::Advcl => {
                let says_how =
                    matches!(tree.token(above).upos, Upos::Adj | Upos::Adp | Upos::Adv);
                is_copular && says_how
            }
            _ => false,
        };
        clause && *it > above
    };
    tree.dependents(above).iter().any(follows)
}

/// The noun phrase of a head: determiner, adjectives, compounds and *of* phrases, as
/// far as they stand together.
fn span(tree: &Tree<'_>, words: &Words, head: TokenId) -> Span {
    let belongs = |it: TokenId| {
        let case = tree.first(it, &[Deprel::Case]);
        case.is_some_and(|it| words.joins(&tree.token(it).lemma))
    };
    let group = tree.is_group(head);
    let words = tree.subtree_without(head, |it, above| {
        let deprel = tree.token(it).deprel;
        match deprel.base() {
            // *whose company*: whose, another phrase says.
            _ if tree.token(it).xpos == Xpos::WpPoss => true,
            Deprel::Det
            | Deprel::Amod
            | Deprel::Compound
            | Deprel::Nummod
            | Deprel::Flat => false,
            Deprel::Conj | Deprel::Cc if group => false,
            Deprel::Nmod if deprel == Deprel::NmodPoss => false,
            Deprel::Nmod => above == head && it > head && !belongs(it),
            Deprel::Acl | Deprel::Appos | Deprel::Parataxis => true,
            _ => above == head,
        }
    });
    let place = words.iter().position(|it| *it == head).unwrap_or_default();
    let mut first = place;
    while first > 0 && joins(tree, words[first - 1], words[first]) {
        first -= 1;
    }
    let mut last = place;
    while last + 1 < words.len() && joins(tree, words[last], words[last + 1]) {
        last += 1;
    }
    let end = tree.closed(words[first], words[last]);
    tree.token(words[first]).span.cover(tree.token(end).span)
}

/// Whether nothing, or nothing but a punctuation mark, stands between two words.
fn joins(tree: &Tree<'_>, left: TokenId, right: TokenId) -> bool {
    let between = TokenId(left.0 + 1);
    between == right || right.0 == left.0 + 2 && tree.token(between).upos == Upos::Punct
}
