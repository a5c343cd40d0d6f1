//! A subject is who or what a predicate is said of, and how that was found.

use crate::doc::{EntityType, Timex, TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::Role;
use super::clause::{
    antecedent, asked_infinitive, case_of, is_predicate, oblique_controller,
    relative_head,
};
use super::words::Words;

/// How a subject was found; it predicts how often a fact is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Found {
    /// It is the predicate's own.
    Own,
    /// A relative clause says it of the noun it describes.
    Relative,
    /// A participle says it of the noun it describes.
    Participle,
    /// A higher verb passes on its object.
    Control,
    /// *There* or *it*, which stand for nothing.
    Expletive,
    /// A clause.
    Clause,
    /// What the clause is the content of, which does nothing: *the goal* of *the goal is to
    /// win*.
    Outer,
}

/// The subject of a predicate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Subject {
    /// How it was found.
    pub(super) found: Found,
    /// Its head.
    pub(super) head: TokenId,
}

/// How far a search climbs before it gives up.
const MAX_DEPTH: usize = 7;

/// The subject of `predicate`.
pub(super) fn find(
    tree: &Tree<'_>,
    words: &Words,
    predicate: TokenId,
) -> Option<Subject> {
    Search { tree, words }.subject(predicate, 0)
}

struct Search<'a> {
    tree: &'a Tree<'a>,
    words: &'a Words,
}

impl Search<'_> {
    fn subject(&self, predicate: TokenId, depth: usize) -> Option<Subject> {
        let tree = self.tree;
        if depth > MAX_DEPTH {
            return None;
        }
        // *She made it clear that*: it stands for what follows, and she acts.
        let acts = |it: &TokenId| {
            predicate < *it
                && tree.with(predicate, &[Deprel::Nsubj]).any(|it| it < predicate)
        };
        let expletive = tree.with(predicate, &[Deprel::Expl]).find(|it| !acts(it));
        if let Some(head) = expletive {
            return Some(Subject { found: Found::Expletive, head });
        }
        let own = [Deprel::Nsubj, Deprel::Csubj];
        let inner = tree.with(predicate, &own).find(|it| {
            !matches!(tree.token(*it).deprel, Deprel::NsubjOuter | Deprel::CsubjOuter)
        });
        if let Some(head) = inner {
            return Some(self.own(head, depth));
        }
        match tree.first(predicate, &own) {
            Some(outer) if matches!(tree.token(predicate).xpos, Xpos::Vb | Xpos::Vbg) => {
                Some(self.owner(outer, predicate))
            }
            Some(outer) => Some(self.own(outer, depth)),
            None => self.inherited(predicate, depth),
        }
    }

    /// *Roe's goal is to win*: no goal wins, but whose it is.
    fn owner(&self, outer: TokenId, predicate: TokenId) -> Subject {
        let tree = self.tree;
        // *The crews are to win*
        if tree.token(outer).upos == Upos::Pron || self.acts(outer) {
            return Subject { found: Found::Own, head: outer };
        }
        let owner = tree.exactly(outer, Deprel::NmodPoss).next().and_then(|it| {
            // *Roe, whose goal is to win*
            let relative = tree.token(it).feats.has("PronType", "Rel");
            if relative { relative_head(tree, predicate) } else { Some(it) }
        });
        match owner {
            Some(head) => Subject { found: Found::Control, head },
            None => Subject { found: Found::Outer, head: outer },
        }
    }

    fn own(&self, head: TokenId, depth: usize) -> Subject {
        if let Some(noun) = antecedent(self.tree, head) {
            return self.described(noun, Found::Relative, depth);
        }
        // *there were officers sent to the army*
        if self.tree.token(head).xpos == Xpos::Ex {
            return Subject { found: Found::Expletive, head };
        }
        let found = match self.tree.token(head).deprel.base() {
            Deprel::Csubj => Found::Clause,
            _ => Found::Own,
        };
        Subject { found, head }
    }

    /// The subject that the predicate has from elsewhere in the sentence.
    fn inherited(&self, predicate: TokenId, depth: usize) -> Option<Subject> {
        let tree = self.tree;
        let token = tree.token(predicate);
        let head = token.head?;
        // *chants of "Close it!"*: an order is not what anybody does.
        let ordered = token.xpos == Xpos::Vb
            && matches!(token.deprel, Deprel::Acl | Deprel::Advcl)
            && tree.first(predicate, &[Deprel::Mark, Deprel::Aux, Deprel::Cop]).is_none();
        if ordered {
            return None;
        }
        match token.deprel {
            // *is a cloud, and to say so is wrong*: an infinitive is not what the other does.
            Deprel::Conj if token.xpos == Xpos::Vb && self.is_to(predicate, head) => None,
            Deprel::Conj if is_predicate(tree, head) => self.subject(head, depth + 1),
            Deprel::Xcomp => match tree
                .first(head, &[Deprel::Obj, Deprel::Iobj])
                .or_else(|| oblique_controller(tree, self.words, predicate))
            {
                Some(object) if !self.words.subject_controls(&tree.token(head).lemma) => {
                    Some(self.controller(object))
                }
                // *what Roe considers to be unfair*: it, and not she, is unfair.
                _ if tree.token(head).deprel == Deprel::AclRelcl
                    && tree.first(predicate, &[Deprel::Cop]).is_some()
                    && tree
                        .first(head, &[Deprel::Nsubj])
                        .is_some_and(|it| antecedent(tree, it).is_none()) =>
                {
                    let head = relative_head(tree, head)?;
                    Some(Subject { found: Found::Relative, head })
                }
                _ => self.subject(head, depth + 1),
            },
            Deprel::Ccomp => asked_infinitive(tree, self.words, predicate)
                .map(|object| self.controller(object)),
            Deprel::Acl => self.adnominal(predicate, head, depth),
            Deprel::AclRelcl => Some(Subject {
                found: Found::Relative,
                head: relative_head(tree, predicate)?,
            }),
            Deprel::Advcl | Deprel::AdvclRelcl => self.adverbial(predicate, head, depth),
            _ => None,
        }
    }

    /// Whether *to* stands before an infinitive, and no infinitive before it.
    fn is_to(&self, infinitive: TokenId, other: TokenId) -> bool {
        let tree = self.tree;
        let mut marks = tree.with(infinitive, &[Deprel::Mark]);
        let finite = tree.token(other).xpos != Xpos::Vb
            && tree.first(other, &[Deprel::Mark, Deprel::Acl]).is_none();
        finite && marks.any(|it| tree.token(it).xpos == Xpos::To)
    }

    fn controller(&self, object: TokenId) -> Subject {
        let head = antecedent(self.tree, object).unwrap_or(object);
        Subject { found: Found::Control, head }
    }

    /// A participle or infinitive that describes a noun.
    fn adnominal(
        &self,
        predicate: TokenId,
        noun: TokenId,
        depth: usize,
    ) -> Option<Subject> {
        let tree = self.tree;
        let token = tree.token(predicate);
        let marked = tree.first(predicate, &[Deprel::Mark, Deprel::Case]).is_some();
        // *for years to come*: a time does nothing.
        let timed = |it: &Timex| it.span.overlaps(tree.token(noun).span);
        if token.xpos == Xpos::Vb && tree.timexes().iter().any(timed) {
            return None;
        }
        match token.xpos {
            // *tactics: lowering expectations*
            Xpos::Vbg if !marked && self.is_behind_colon(predicate) => None,
            Xpos::Vbn | Xpos::Vbg | Xpos::Vbd if !marked => {
                let noun = self.doer_before(predicate, noun).unwrap_or(noun);
                let noun = self.held_at(predicate, noun).unwrap_or(noun);
                Some(self.described(noun, Found::Participle, depth))
            }
            Xpos::Vb | Xpos::Vbg if marked => self.purpose(predicate, noun, depth),
            _ => None,
        }
    }

    /// An infinitive or a marked gerund that says what a noun is for: *Trump's decision to
    /// run*, *a request by Ohio to stay the rule*.
    fn purpose(
        &self,
        predicate: TokenId,
        noun: TokenId,
        depth: usize,
    ) -> Option<Subject> {
        let tree = self.tree;
        let token = tree.token(predicate);
        let mut first = noun;
        while tree.token(first).deprel == Deprel::Conj
            && let Some(head) = tree.token(first).head
        {
            first = head;
        }
        // *her right and duty to close it*
        let owner = tree.exactly(noun, Deprel::NmodPoss).next();
        let owner = owner.or_else(|| tree.exactly(first, Deprel::NmodPoss).next());
        let person = self.words.noun(&tree.token(noun).lemma);
        let owner = owner.or_else(|| {
            tree.with(noun, &[Deprel::Nmod]).find(|it| {
                case_of(tree, *it)
                    .is_some_and(|it| self.words.marks_agent(&tree.token(it).lemma))
            })
        });
        // *Ruiz's nominee to replace Holt*: a person is who does it.
        if let Some(head) = owner.filter(|_| person != Some(EntityType::Person)) {
            return Some(Subject { found: Found::Control, head });
        }
        // *is in the habit of losing*
        let predicative = tree.first(noun, &[Deprel::Cop]).is_some();
        if predicative && token.xpos == Xpos::Vbg {
            return self.subject(noun, depth + 1);
        }
        let argument = [Deprel::Obj, Deprel::Obl, Deprel::Xcomp];
        if argument.contains(&tree.token(first).deprel.base())
            && let Some(governor) = tree.token(first).head
            && is_predicate(tree, governor)
        {
            // *gave Roe the right to sell*
            let recipient = tree.exactly(governor, Deprel::Iobj).next();
            if let Some(recipient) = recipient.filter(|_| token.xpos == Xpos::Vb) {
                return Some(self.controller(recipient));
            }
            // *pressed the agency to act*
            let verb = &tree.token(governor).lemma;
            let asked = match token.xpos {
                Xpos::Vb => self.words.object_controls_infinitive(verb),
                _ => self.words.object_controls_gerund(verb),
            };
            if asked && tree.token(first).deprel == Deprel::Obj {
                return Some(self.controller(noun));
            }
            // *opposed a plan to close it*: whose, it does not say.
            if self.words.nobody_controls(verb) {
                return None;
            }
            return self.subject(governor, depth + 1);
        }
        // *it is a mistake to close it*: whose, it does not say.
        let expletive = tree.with(noun, &[Deprel::Expl]).next();
        match token.xpos {
            Xpos::Vb if predicative && expletive.is_some() => None,
            // *the need to close it is clear*: a subject that is nobody does nothing.
            Xpos::Vb if tree.token(noun).deprel == Deprel::Nsubj && !self.acts(noun) => {
                None
            }
            Xpos::Vb => Some(self.described(noun, Found::Participle, depth)),
            _ => None,
        }
    }

    fn is_behind_colon(&self, predicate: TokenId) -> bool {
        let before = predicate.0.checked_sub(1).map(TokenId);
        before.is_some_and(|it| self.tree.token(it).xpos == Xpos::Colon)
    }

    /// *a tweet from Ruiz praising Chen*: of two nouns before a participle, the nearer
    /// one, where it can act and the other cannot.
    fn doer_before(&self, participle: TokenId, noun: TokenId) -> Option<TokenId> {
        let tree = self.tree;
        let mut near = TokenId(participle.0.checked_sub(1)?);
        while tree.token(near).deprel == Deprel::Flat {
            near = tree.token(near).head?;
        }
        let acts = |it: TokenId| self.acts(it);
        let modifies = tree.token(near).deprel == Deprel::Nmod;
        let below = near > noun && tree.is_under(near, noun);
        (modifies && below && acts(near) && !acts(noun)).then_some(near)
    }

    /// Whether a noun is a name or a word for somebody who can act.
    fn acts(&self, noun: TokenId) -> bool {
        use EntityType::{Group, Organization, Person};
        let token = self.tree.token(noun);
        let known = self.words.noun(&token.lemma);
        token.upos == Upos::Propn || matches!(known, Some(Person | Group | Organization))
    }

    /// *talks in Alba brokered by Roe*: what is held at a place, not the place.
    fn held_at(&self, participle: TokenId, place: TokenId) -> Option<TokenId> {
        let tree = self.tree;
        let token = tree.token(place);
        let placed = case_of(tree, place)
            .is_some_and(|it| self.words.marks_place(&tree.token(it).lemma));
        let acted = tree.exactly(participle, Deprel::OblAgent).next().is_some();
        let held = token.head.filter(|it| tree.token(*it).upos == Upos::Noun);
        held.filter(|_| {
            token.deprel == Deprel::Nmod && token.upos == Upos::Propn && placed && acted
        })
    }

    fn adverbial(
        &self,
        predicate: TokenId,
        head: TokenId,
        depth: usize,
    ) -> Option<Subject> {
        let tree = self.tree;
        let token = tree.token(predicate);
        let governor = &tree.token(head).lemma;
        let object = tree.first(head, &[Deprel::Obj]);
        let marked = tree.first(predicate, &[Deprel::Mark, Deprel::Case]).is_some();
        let copular = tree.first(predicate, &[Deprel::Cop]).is_some();
        // *accused him of lying*, *nominated him to lead the agency*.
        if let Some(object) = object {
            // *without telling her*, *by closing it*: what the subject does.
            let concerns =
                tree.with(predicate, &[Deprel::Mark, Deprel::Case]).any(|it| {
                    let mark = &tree.token(it).lemma;
                    self.words.marks_patient(mark) && !self.words.marks_place(mark)
                        || self.words.role(mark) == Some(Role::From)
                });
            // *sees her as leading the party*
            let as_such = tree
                .with(predicate, &[Deprel::Mark])
                .any(|it| self.words.role(&tree.token(it).lemma) == Some(Role::As));
            let governs = concerns && self.words.object_controls_gerund(governor);
            let gerund = (token.xpos == Xpos::Vbg || copular) && (as_such || governs);
            let infinitive =
                token.xpos == Xpos::Vb && self.words.object_controls_infinitive(governor);
            // *was fined $500 for lying*: the one who was.
            let passive = tree.exactly(head, Deprel::NsubjPass).next();
            if gerund || infinitive {
                return Some(self.controller(passive.unwrap_or(object)));
            }
        }
        // *said Acme failed, calling it a fraud*: who says it goes on speaking.
        let behind_comma =
            predicate.0 > 0 && tree.doc()[TokenId(predicate.0 - 1)].xpos == Xpos::Comma;
        if token.xpos == Xpos::Vbg
            && behind_comma
            && !marked
            && tree.token(head).deprel == Deprel::Ccomp
            && self.words.is_speech(&token.lemma)
            && let Some(saying) = tree.token(head).head
        {
            return self.subject(saying, depth + 1);
        }
        if let Some(oblique) = oblique_controller(tree, self.words, predicate) {
            return Some(self.controller(oblique));
        }
        let nonfinite = matches!(token.xpos, Xpos::Vbn | Xpos::Vbg | Xpos::Vb) || copular;
        (nonfinite && is_predicate(tree, head))
            .then(|| self.subject(head, depth + 1))
            .flatten()
    }

    /// The subject of something said of `noun`: the noun itself, or what the noun is
    /// predicated of (*Sessions was the first senator to endorse him*).
    fn described(&self, noun: TokenId, found: Found, depth: usize) -> Subject {
        let tree = self.tree;
        let token = tree.token(noun);
        let nominal = matches!(token.upos, Upos::Noun | Upos::Propn);
        // *Roe, a Democrat elected in May*: whom the apposition describes.
        if nominal
            && token.deprel == Deprel::Appos
            && (token.upos == Upos::Noun || tree.first(noun, &[Deprel::Det]).is_some())
            && let Some(named) =
                token.head.filter(|it| tree.token(*it).upos == Upos::Propn)
        {
            return Subject { found, head: named };
        }
        if nominal && token.deprel == Deprel::Xcomp {
            let object = token.head.and_then(|it| tree.first(it, &[Deprel::Obj]));
            if let Some(object) = object {
                return self.controller(object);
            }
        }
        // *is in a mood that holds*: what one is in is something else.
        if nominal
            && tree.first(noun, &[Deprel::Cop]).is_some()
            && (found != Found::Relative || case_of(tree, noun).is_none())
            && let Some(subject) = self.subject(noun, depth + 1)
            && subject.found != Found::Expletive
        {
            return subject;
        }
        Subject { found, head: noun }
    }
}
