//! A clause is a predicate with its participants, however the sentence spreads them.

use crate::doc::{EntityType, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::Role;
use super::adposition::beyond;
use super::subject::{self, Found, Subject};
use super::time;
use super::words::Words;

/// A predicate with its participants: one frame, from which facts are drawn.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    /// The outermost predicate: *began* of *began to fall*.
    pub(super) predicate: TokenId,
    /// The predicates from the outermost to the one that carries the arguments.
    pub(super) chain: Vec<TokenId>,
    /// Whether the last of the chain is a predicate noun or adjective.
    pub(super) copular: bool,
    /// Whether the subject undergoes what the predicate says.
    pub(super) passive: bool,
    /// Who or what it is said of.
    pub(super) subject: Subject,
    /// Direct objects.
    pub(super) objects: Vec<TokenId>,
    /// The indirect object.
    pub(super) recipient: Option<TokenId>,
    /// Prepositional and bare obliques, each with its preposition.
    pub(super) obliques: Vec<Oblique>,
    /// Predicate nouns and adjectives.
    pub(super) complements: Vec<TokenId>,
    /// Clauses as objects.
    pub(super) contents: Vec<TokenId>,
    /// The clause that this one reports from within: *…, the company said*.
    pub(super) reported: Option<TokenId>,
    /// Adverbs.
    pub(super) adverbs: Vec<TokenId>,
    /// Infinitives and participles whose subject is this clause's object.
    pub(super) controlled: Vec<TokenId>,
}

/// An oblique of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Oblique {
    /// Its preposition, where it has one.
    pub(super) case: Option<TokenId>,
    /// Its noun.
    pub(super) head: TokenId,
    /// The noun of its preposition: *support* of *in support of*.
    pub(super) inner: Option<TokenId>,
    /// Whether it says who acts in a passive.
    pub(super) agent: bool,
}

impl Oblique {
    /// One that does not act.
    pub(super) fn new(case: Option<TokenId>, head: TokenId) -> Self {
        Self { case, head, inner: None, agent: false }
    }
}

impl Clause {
    /// The predicate that carries the arguments.
    pub(super) fn last(&self) -> TokenId {
        self.chain.last().copied().unwrap_or(self.predicate)
    }

    /// The agent of a passive: *by* whom.
    pub(super) fn agent(&self) -> Option<TokenId> {
        self.obliques.iter().find(|it| it.agent).map(|it| it.head)
    }

    /// The participle of the predicate where its subject does not act, and who does is not
    /// said: *bullied* of *was bullied*.
    pub(super) fn suffered(&self, tree: &Tree<'_>) -> Option<Box<str>> {
        let suffers = self.passive && self.agent().is_none();
        suffers.then(|| tree.lower(self.last()).into())
    }

    /// The words that build the predicates of the chain: auxiliaries, negations, the
    /// predicates themselves.
    pub(super) fn verb_group(&self, tree: &Tree<'_>) -> Vec<TokenId> {
        let mut group = Vec::new();
        for predicate in &self.chain {
            group.push(*predicate);
            let parts = [Deprel::Aux, Deprel::Cop, Deprel::Advmod];
            group.extend(tree.with(*predicate, &parts));
        }
        // A coordinated verb shares the auxiliaries of the first: *will leave and return*,
        // *will leave and be replaced*.
        let first = tree.token(self.predicate);
        let form = |it: TokenId| tree.token(it).xpos;
        let own =
            tree.with(self.predicate, &[Deprel::Aux]).next().map_or(first.xpos, form);
        if first.deprel == Deprel::Conj
            && tree.first(self.predicate, &[Deprel::Nsubj]).is_none()
            && let Some(head) = first.head
            && form(head) == own
            && matches!(own, Xpos::Vb | Xpos::Vbg | Xpos::Vbn)
        {
            group.extend(tree.with(head, &[Deprel::Aux]));
        }
        group.sort_unstable();
        group
    }
}

/// The clauses of a sentence, in the order of their predicates.
pub(super) fn clauses(tree: &Tree<'_>, words: &Words) -> Vec<Clause> {
    let mut clauses: Vec<_> =
        tree.tokens().filter_map(|it| clause(tree, words, it)).collect();
    mark_reports(tree, words, &mut clauses);
    clauses
}

/// Whether a word is the predicate of a clause.
pub(super) fn is_predicate(tree: &Tree<'_>, token: TokenId) -> bool {
    let it = tree.token(token);
    if tree.first(token, &[Deprel::Cop]).is_some() {
        return true;
    }
    match it.upos {
        // *on "Meet the Holts"*
        Upos::Verb if is_title(tree, token) => false,
        Upos::Verb => !matches!(
            it.deprel.base(),
            Deprel::Amod
                | Deprel::Compound
                | Deprel::Case
                | Deprel::Mark
                | Deprel::Fixed
                | Deprel::Advmod
                | Deprel::Det
                | Deprel::Flat
        ),
        Upos::Aux => !matches!(it.deprel.base(), Deprel::Aux | Deprel::Cop),
        _ => {
            let clausal = [
                Deprel::Root,
                Deprel::Conj,
                Deprel::Ccomp,
                Deprel::Parataxis,
                Deprel::Advcl,
                Deprel::Acl,
            ];
            clausal.contains(&it.deprel.base())
                && tree.first(token, &[Deprel::Nsubj]).is_some()
        }
    }
}

/// Whether a word belongs to the title of a work.
fn is_title(tree: &Tree<'_>, token: TokenId) -> bool {
    tree.names_round(token).any(|it| it.entity_type == EntityType::Work)
}

/// Whether an open complement says something of its governor's object, not its subject.
fn object_controls(tree: &Tree<'_>, words: &Words, complement: TokenId) -> bool {
    let Some(head) = tree.token(complement).head else { return false };
    tree.first(head, &[Deprel::Obj, Deprel::Iobj]).is_some()
        || oblique_controller(tree, words, complement).is_some()
}

/// Whether a complement is what the object of its governor is to do: *asked her to come*.
fn is_controlled(tree: &Tree<'_>, words: &Words, complement: TokenId) -> bool {
    match tree.token(complement).deprel {
        Deprel::Xcomp => {
            object_controls(tree, words, complement) && is_verbal(tree, complement)
        }
        _ => asked_infinitive(tree, words, complement).is_some(),
    }
}

/// The object whom a verb asks or lets do what an infinitive says, where the parser took
/// the infinitive for a clause of its own: *asked Roe, the mayor, to resign*.
pub(super) fn asked_infinitive(
    tree: &Tree<'_>,
    words: &Words,
    infinitive: TokenId,
) -> Option<TokenId> {
    let token = tree.token(infinitive);
    let head = token.head.filter(|_| token.deprel == Deprel::Ccomp)?;
    let marked =
        tree.with(infinitive, &[Deprel::Mark]).any(|it| tree.token(it).xpos == Xpos::To);
    let bare =
        token.xpos == Xpos::Vb && tree.first(infinitive, &[Deprel::Nsubj]).is_none();
    let lemma = &tree.token(head).lemma;
    let asks = words.addresses(lemma) || words.object_controls_infinitive(lemma);
    let object = tree.with(head, &[Deprel::Obj, Deprel::Iobj]).next();
    object.filter(|it| marked && bare && asks && *it < infinitive)
}

/// Who is to do what an infinitive says, where its verb names them behind a preposition:
/// *called on her to resign*.
pub(super) fn oblique_controller(
    tree: &Tree<'_>,
    words: &Words,
    infinitive: TokenId,
) -> Option<TokenId> {
    let token = tree.token(infinitive);
    let head = token.head.filter(|_| token.xpos == Xpos::Vb)?;
    let preposition = words.oblique_controls_infinitive(&tree.token(head).lemma)?;
    tree.with(head, &[Deprel::Obl]).find(|it| {
        let case = case_of(tree, *it);
        *it < infinitive && case.is_some_and(|it| tree.lower(it) == preposition)
    })
}

/// Whether an adverb denies a predicate.
pub(super) fn is_denied(tree: &Tree<'_>, words: &Words, predicate: TokenId) -> bool {
    tree.with(predicate, &[Deprel::Advmod]).any(|it| words.negates(&tree.lower(it)))
}

fn is_verbal(tree: &Tree<'_>, token: TokenId) -> bool {
    matches!(tree.token(token).upos, Upos::Verb | Upos::Aux)
        || tree.first(token, &[Deprel::Cop]).is_some()
}

/// The clause of `predicate`, if it is one and its subject can be told.
fn clause(tree: &Tree<'_>, words: &Words, predicate: TokenId) -> Option<Clause> {
    if !is_predicate(tree, predicate) {
        return None;
    }
    let token = tree.token(predicate);
    if token.deprel == Deprel::Xcomp
        && is_verbal(tree, predicate)
        && !object_controls(tree, words, predicate)
    {
        // It is part of the chain of its governor.
        return None;
    }
    let subject = subject::find(tree, words, predicate)?;
    if disagrees(tree, predicate, subject.head) {
        return None;
    }
    let mut clause = Clause {
        predicate,
        chain: vec![predicate],
        copular: is_copular(tree, predicate),
        passive: false,
        subject,
        objects: Vec::new(),
        recipient: None,
        obliques: Vec::new(),
        complements: Vec::new(),
        contents: Vec::new(),
        reported: None,
        adverbs: Vec::new(),
        controlled: Vec::new(),
    };
    follow_chain(tree, words, &mut clause);
    clause.passive = is_passive(tree, words, &clause);
    collect(tree, words, &mut clause);
    Some(clause)
}

/// *Roe likes boots, oversize belts and hats*: a verb in the plural that has no subject but
/// that of another verb, which is one person or thing, is no verb.
fn disagrees(tree: &Tree<'_>, verb: TokenId, subject: TokenId) -> bool {
    let token = tree.token(verb);
    token.xpos == Xpos::Vbp
        && token.deprel == Deprel::Conj
        && tree.token(subject).head != Some(verb)
        && matches!(tree.token(subject).xpos, Xpos::Nn | Xpos::Nnp)
        && tree.first(subject, &[Deprel::Conj]).is_none()
        && tree.first(verb, &[Deprel::Aux]).is_none()
}

fn is_copular(tree: &Tree<'_>, token: TokenId) -> bool {
    let verbal = matches!(tree.token(token).upos, Upos::Verb | Upos::Aux);
    // *The truth is that Roe won*: the copula is of the clause above.
    let outer = [Deprel::NsubjOuter, Deprel::CsubjOuter];
    let above = outer.iter().any(|it| tree.exactly(token, *it).next().is_some());
    !verbal || tree.first(token, &[Deprel::Cop]).is_some() && !above
}

/// Follows *began to try to fall* down to the predicate with the arguments.
fn follow_chain(tree: &Tree<'_>, words: &Words, clause: &mut Clause) {
    while let Some(next) = next_in_chain(tree, words, clause.last()) {
        clause.chain.push(next);
        clause.copular = is_copular(tree, next);
        if clause.chain.len() > 8 {
            break;
        }
    }
}

fn next_in_chain(tree: &Tree<'_>, words: &Words, at: TokenId) -> Option<TokenId> {
    // *what Roe considers to be unfair*: it, and not she, is unfair.
    let owned = tree.token(at).deprel == Deprel::AclRelcl
        && tree.first(at, &[Deprel::Obj, Deprel::Aux]).is_none()
        && tree
            .first(at, &[Deprel::Nsubj])
            .is_some_and(|it| antecedent(tree, it).is_none());
    let mut open = tree.with(at, &[Deprel::Xcomp]);
    open.find(|it| {
        is_verbal(tree, *it)
            && !object_controls(tree, words, *it)
            && !(owned && tree.first(*it, &[Deprel::Cop]).is_some())
    })
}

fn is_passive(tree: &Tree<'_>, words: &Words, clause: &Clause) -> bool {
    // *was forced to resign*: who is forced resigns.
    let dependents = tree.dependents(clause.last()).iter();
    let marked = dependents
        .map(|it| tree.token(*it).deprel)
        .any(|it| matches!(it, Deprel::NsubjPass | Deprel::AuxPass | Deprel::CsubjPass));
    let last = tree.token(clause.last());
    let participle = last.deprel == Deprel::Acl
        && last.xpos == Xpos::Vbn
        && tree.first(clause.last(), &[Deprel::Aux, Deprel::Nsubj]).is_none();
    let shared = last.deprel == Deprel::Conj
        && last.xpos == Xpos::Vbn
        && tree.first(clause.last(), &[Deprel::Aux, Deprel::Nsubj]).is_none()
        && last.head.is_some_and(|it| tree.exactly(it, Deprel::AuxPass).next().is_some());
    // *the court led by Warren*, taken for a past tense: who acts stands after *by*.
    let acted = matches!(last.xpos, Xpos::Vbn | Xpos::Vbd)
        && clause.agent().is_some()
        && tree.exactly(clause.last(), Deprel::Obj).next().is_none();
    // *with Roe defeated*, taken for a past tense
    let mut marks = tree.with(clause.last(), &[Deprel::Mark]);
    let absolute = matches!(last.xpos, Xpos::Vbn | Xpos::Vbd)
        && clause.subject.found == Found::Own
        && marks.any(|it| words.marks_patient(&tree.token(it).lemma))
        && tree.first(clause.last(), &[Deprel::Aux, Deprel::Obj]).is_none();
    // *asked about it, Roe left*, *if elected, Roe would leave*
    let before = last.head.is_some_and(|it| clause.last() < it);
    let adverbial = last.deprel == Deprel::Advcl
        && (last.xpos == Xpos::Vbn || last.xpos == Xpos::Vbd && before)
        && tree.first(clause.last(), &[Deprel::Aux, Deprel::Nsubj]).is_none();
    // *looked crushed*
    let open = last.deprel == Deprel::Xcomp
        && last.xpos == Xpos::Vbn
        && tree.first(clause.last(), &[Deprel::Aux, Deprel::Obj]).is_none();
    (marked || participle || shared || acted || absolute || adverbial || open)
        && !is_perfect(tree, words, clause.last())
}

/// *it's reduced emissions*: who is said to suffer and has an object of his own acts.
fn is_perfect(tree: &Tree<'_>, words: &Words, verb: TokenId) -> bool {
    let token = tree.token(verb);
    let short = |it: TokenId| tree.doc().form(it).starts_with(['\'', '’']);
    tree.exactly(verb, Deprel::AuxPass).any(short)
        && tree.exactly(verb, Deprel::Obj).any(|it| it > verb)
        && !words.is_light(&token.lemma)
}

/// The antecedent, where `token` is a relative pronoun of a relative clause.
pub(super) fn antecedent(tree: &Tree<'_>, token: TokenId) -> Option<TokenId> {
    let pronoun = tree.token(token);
    let relative = pronoun.feats.has("PronType", "Rel")
        || matches!(pronoun.xpos, Xpos::Wdt | Xpos::Wp);
    if !relative || !matches!(pronoun.upos, Upos::Pron | Upos::Det | Upos::Sconj) {
        return None;
    }
    relative_head(tree, pronoun.head?)
}

/// The noun that the relative clause round `predicate` describes.
pub(super) fn relative_head(tree: &Tree<'_>, predicate: TokenId) -> Option<TokenId> {
    let mut at = predicate;
    for _ in 0..6 {
        let token = tree.token(at);
        match token.deprel {
            Deprel::AclRelcl => return token.head,
            Deprel::Conj | Deprel::Xcomp | Deprel::Ccomp => at = token.head?,
            _ => return None,
        }
    }
    None
}

/// The preposition of a noun, without the possessive *'s*.
pub(super) fn case_of(tree: &Tree<'_>, noun: TokenId) -> Option<TokenId> {
    tree.with(noun, &[Deprel::Case]).find(|it| tree.token(*it).xpos != Xpos::Pos).or_else(
        || {
            let mut marks = tree.with(noun, &[Deprel::Mark]);
            marks.find(|it| *it < noun && tree.token(noun).upos.is_nominal())
        },
    )
}

/// Gathers the arguments of every predicate of the chain.
fn collect(tree: &Tree<'_>, words: &Words, clause: &mut Clause) {
    for at in 0..clause.chain.len() {
        let predicate = clause.chain[at];
        let next = clause.chain.get(at + 1).copied();
        for dependent in tree.dependents(predicate) {
            if Some(*dependent) != next {
                take(tree, words, clause, *dependent);
            }
        }
    }
    if clause.copular {
        clause.complements.insert(0, clause.last());
    }
    let predicate = tree.token(clause.predicate);
    // *the endorsement he gave Roe*
    if predicate.deprel == Deprel::AclRelcl
        && clause.subject.found == Found::Own
        && words.is_light(&tree.token(clause.last()).lemma)
        && clause.recipient.is_none()
        && let [named] = clause.objects[..]
        && tree.token(named).upos == Upos::Propn
        && let Some(given) = predicate.head
        && words.event_noun(&tree.token(given).lemma).is_some()
    {
        clause.recipient = Some(named);
        clause.objects = vec![given];
    }
    if predicate.deprel == Deprel::AclRelcl && has_gap(tree, clause) {
        clause.objects.extend(predicate.head);
    }
    // *endorsed and praised Ruiz*: the object of the second verb is that of the first.
    // *come out and support Ruiz*: the first has none.
    let last = clause.last();
    let whole = tree.exactly(last, Deprel::CompoundPrt).next().is_some()
        || clause.adverbs.iter().any(|it| *it > last);
    let bare = clause.objects.is_empty()
        && !whole
        && clause.obliques.iter().all(|it| it.head < clause.predicate)
        && clause.contents.is_empty()
        && clause.complements.is_empty();
    if bare && !clause.copular {
        for verb in tree.with(last, &[Deprel::Conj]) {
            let near = verb.0.abs_diff(last.0) <= 3;
            if near
                && tree.token(verb).upos == Upos::Verb
                && tree.first(verb, &[Deprel::Nsubj]).is_none()
            {
                clause.objects.extend(tree.with(verb, &[Deprel::Obj]));
                // *was born and raised in Alba*
                if clause.objects.is_empty() && clause.obliques.is_empty() {
                    for noun in tree.with(verb, &[Deprel::Obl]) {
                        let case = case_of(tree, noun);
                        clause.obliques.push(Oblique::new(case, noun));
                    }
                }
            }
        }
    }
}

/// Whether a relative clause lacks an object, so that its antecedent is the object.
fn has_gap(tree: &Tree<'_>, clause: &Clause) -> bool {
    clause.objects.is_empty()
        && clause.subject.found == Found::Own
        && !clause.copular
        && !clause.passive
        && clause.complements.is_empty()
        && clause.contents.is_empty()
        && clause.controlled.is_empty()
        && clause.recipient.is_none()
        && tree.dependents(clause.predicate).iter().all(|it| {
            let token = tree.token(*it);
            token.xpos != Xpos::Wrb
        })
        && !clause
            .obliques
            .iter()
            .any(|it| Some(it.head) == tree.token(clause.predicate).head)
}

fn take(tree: &Tree<'_>, words: &Words, clause: &mut Clause, dependent: TokenId) {
    let token = tree.token(dependent);
    match token.deprel.base() {
        Deprel::Nsubj if clause.subject.found == Found::Expletive => {
            clause.objects.push(dependent);
        }
        // *recused himself from*: the object is nobody else.
        Deprel::Obj if token.feats.has("Reflex", "Yes") => {}
        // *made it clear that Roe won*: it stands for what follows.
        Deprel::Obj if announces(tree, dependent) => {}
        Deprel::Obj => {
            let object =
                antecedent(tree, dependent).or_else(|| called(tree, words, dependent));
            clause.objects.push(object.unwrap_or(dependent));
        }
        Deprel::Iobj => clause.recipient = Some(dependent),
        Deprel::Obl => {
            let (case, inner, dependent) = match beyond(tree, words, dependent) {
                Some((case, noun)) => (Some(case), Some(dependent), noun),
                None => (case_of(tree, dependent), None, dependent),
            };
            // *if elected president*: a condition, and no circumstance.
            let conditional = case.is_some_and(|it| {
                tree.token(it).deprel == Deprel::Mark
                    && words.subordinator(&tree.lower(it)).effect.factuality.is_some()
            });
            if conditional {
                return;
            }
            let agent = token.deprel == Deprel::OblAgent
                && case.is_some_and(|it| words.marks_agent(&tree.token(it).lemma))
                && !time::is_time(tree, dependent);
            let meant =
                antecedent(tree, dependent).or_else(|| called(tree, words, dependent));
            if let Some(head) = meant {
                clause.obliques.push(Oblique { agent, ..Oblique::new(case, head) });
                return;
            }
            clause.obliques.push(Oblique { case, head: dependent, inner, agent });
            for conjunct in tree.with(dependent, &[Deprel::Conj]) {
                let own = case_of(tree, conjunct);
                // *was fired by Roe and Holt*: both act.
                if agent && own.is_none() {
                    continue;
                }
                if own.is_some() || tree.token(conjunct).upos.is_nominal() {
                    // *in support of Roe and against Holt*
                    let inner = inner.filter(|_| own.is_none());
                    let oblique = Oblique::new(own.or(case), conjunct);
                    clause.obliques.push(Oblique { inner, ..oblique });
                }
            }
        }
        Deprel::Xcomp | Deprel::Ccomp if is_controlled(tree, words, dependent) => {
            clause.controlled.push(dependent);
        }
        Deprel::Xcomp if !is_verbal(tree, dependent) => {
            clause.complements.push(dependent);
            // *made clear that Roe won*
            clause.contents.extend(tree.exactly(dependent, Deprel::Ccomp));
        }
        Deprel::Ccomp => clause.contents.push(dependent),
        Deprel::Advmod => clause.adverbs.push(dependent),
        _ => {}
    }
}

/// Whether a pronoun for a thing stands for the clause behind its adjective.
fn announces(tree: &Tree<'_>, pronoun: TokenId) -> bool {
    let token = tree.token(pronoun);
    let Some(verb) = token.head.filter(|_| token.feats.has("Gender", "Neut")) else {
        return false;
    };
    let adjective = tree
        .with(verb, &[Deprel::Xcomp])
        .find(|it| *it > pronoun && tree.token(*it).upos == Upos::Adj);
    adjective.is_some_and(|it| {
        let clausal = [Deprel::Ccomp, Deprel::Xcomp];
        let own = tree.with(verb, &clausal).any(|other| other > it);
        own || tree.first(it, &clausal).is_some()
    })
}

/// *fired them in what Roe called a desperate move*: what a free relative clause says that
/// something is.
fn called(tree: &Tree<'_>, words: &Words, token: TokenId) -> Option<TokenId> {
    let free = tree.token(token).xpos == Xpos::Wp;
    let verb = tree.exactly(token, Deprel::AclRelcl).next().filter(|_| free)?;
    let lemma = |it: TokenId| &tree.token(it).lemma;
    let mut described = tree.with(verb, &[Deprel::Obl]).filter(|it| {
        case_of(tree, *it).is_some_and(|case| words.role(lemma(case)) == Some(Role::As))
    });
    let names = words
        .attitude(lemma(verb))
        .is_some_and(|it| it.is_empty() || it.iter().any(|it| it == "complement"));
    let mut named = tree
        .with(verb, &[Deprel::Obj, Deprel::Xcomp])
        .filter(|it| names && tree.token(*it).upos == Upos::Noun);
    described.next().or_else(|| named.next())
}

/// Finds *…, the company said*: a parenthetical verb of saying whose content is the
/// clause round it.
fn mark_reports(tree: &Tree<'_>, words: &Words, clauses: &mut [Clause]) {
    for clause in clauses {
        let token = tree.token(clause.predicate);
        if token.deprel == Deprel::Parataxis
            && clause.contents.is_empty()
            && clause.objects.is_empty()
            && clause.subject.found == Found::Own
            && token.upos == Upos::Verb
            && words.is_speech(&token.lemma)
        {
            clause.reported = token.head;
        }
    }
}
