//! Polarity and factuality: is it said to hold, and did it happen?

use crate::doc::{TokenId, Tree};
use crate::ud::{Deprel, Upos, Xpos};

use super::clause::{Clause, is_denied};
use super::subject::Found;
use super::words::{DENIED, Effect, Subordinator, Words};
use super::{Factuality, Polarity, Role};

/// How a clause is said: its polarity and factuality, before anybody is quoted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mood {
    /// Whether it is denied.
    pub(super) negated: bool,
    /// Whether it happened.
    pub(super) factuality: Factuality,
}

impl Mood {
    /// What an unmarked statement has.
    pub(super) const ACTUAL: Self =
        Self { negated: false, factuality: Factuality::Actual };

    /// The polarity.
    pub(super) fn polarity(self) -> Polarity {
        if self.negated { Polarity::Negated } else { Polarity::Affirmed }
    }

    fn apply(&mut self, effect: Effect) {
        self.negated ^= effect.negates;
        if let Some(factuality) = effect.factuality {
            self.weaken(factuality);
        }
    }

    /// Takes `factuality` unless the fact is already further from having happened.
    fn weaken(&mut self, factuality: Factuality) {
        if distance(factuality) > distance(self.factuality) {
            self.factuality = factuality;
        }
    }
}

/// How far a factuality is from having happened.
fn distance(factuality: Factuality) -> u8 {
    match factuality {
        Factuality::Actual => 0,
        Factuality::Claim => 1,
        Factuality::Planned => 2,
        Factuality::Possible => 3,
        Factuality::Counterfactual => 4,
    }
}

/// Reads the moods of a sentence's clauses.
pub(super) struct Moods<'a> {
    /// The sentence.
    pub(super) tree: &'a Tree<'a>,
    /// The words.
    pub(super) words: &'a Words,
    /// Its clauses.
    pub(super) clauses: &'a [Clause],
}

impl Moods<'_> {
    /// The mood of a clause.
    pub(super) fn of(&self, clause: &Clause) -> Mood {
        self.climb(clause, 0)
    }

    fn climb(&self, clause: &Clause, depth: usize) -> Mood {
        let mut mood = Mood { negated: self.is_negated(clause), ..Mood::ACTUAL };
        self.auxiliaries(clause, &mut mood);
        let last = clause.last();
        mood.apply(self.words.own(&self.tree.token(last).lemma));
        for pair in clause.chain.windows(2).rev() {
            let token = self.tree.token(pair[0]);
            // Who denies an outer predicate denies the inner one: no word tells it again.
            let beside = self.governed_with(pair[0], pair[1], false);
            mood.apply(beside.unwrap_or_else(|| self.words.governed(&token.lemma)));
            // *the pledge she made to resign*: the noun says what comes of it.
            let noun = token.head.filter(|_| token.deprel == Deprel::AclRelcl);
            if let Some(noun) = noun.filter(|_| self.words.is_light(&token.lemma)) {
                mood.apply(self.words.governed(&self.tree.token(noun).lemma));
            }
        }
        self.governors(clause, &mut mood, depth);
        mood
    }

    /// What a word says of the clause below it, with what stands beside it and what
    /// introduces the clause: *has yet to close*, *stopped to rest*, *was able to close*,
    /// *kept her from closing it*, *no evidence that she closed it*.
    fn governed_at(&self, governor: TokenId, clause: TokenId) -> Effect {
        let lemma = &self.tree.token(governor).lemma;
        let beside = self.governed_with(governor, clause, true);
        beside.unwrap_or_else(|| self.words.governed(lemma))
    }

    /// The same, where what stands beside tells; whether a denial does, `denied` says.
    fn governed_with(
        &self,
        governor: TokenId,
        clause: TokenId,
        denied: bool,
    ) -> Option<Effect> {
        let tree = self.tree;
        let lemma = &tree.token(governor).lemma;
        let own = [Deprel::Advmod, Deprel::Cop, Deprel::Det, Deprel::Case];
        let particles = tree.exactly(governor, Deprel::CompoundPrt);
        let beside = tree.with(governor, &own).chain(particles);
        let gerund = tree.token(clause).xpos == Xpos::Vbg;
        let marks = tree.with(clause, &[Deprel::Mark, Deprel::Case]);
        let marks = marks.filter(|it| gerund || tree.token(*it).deprel == Deprel::Mark);
        beside.chain(marks).find_map(|it| {
            let denies = self.words.negates(&tree.lower(it));
            let word = if denies { DENIED.to_owned() } else { tree.lower(it) };
            let keys = [format!("{lemma} {word}"), format!("* {word}")];
            let mut known = keys.iter().filter(|_| denied || !denies);
            known.find_map(|it| self.words.governed_as(it))
        })
    }

    /// Whether a predicate of the chain is denied, given whether the whole is: what is denied
    /// further down is no denial of it.
    pub(super) fn negated_at(
        &self,
        clause: &Clause,
        predicate: TokenId,
        whole: bool,
    ) -> bool {
        if predicate == clause.last() {
            return whole;
        }
        let after = clause.chain.iter().skip_while(|it| **it != predicate).skip(1);
        let below = after.flat_map(|it| self.tree.with(*it, &[Deprel::Advmod]));
        whole
            ^ (below.filter(|it| self.words.negates(&self.tree.lower(*it))).count() % 2
                == 1)
    }

    /// Whether words of the clause itself deny it.
    fn is_negated(&self, clause: &Clause) -> bool {
        let tree = self.tree;
        let negates = |it: TokenId| self.words.negates(&tree.lower(it));
        let mut negated = false;
        for predicate in &clause.chain {
            for adverb in tree.with(*predicate, &[Deprel::Advmod]) {
                let inner = tree.dependents(adverb).iter().any(|it| negates(*it));
                negated ^= negates(adverb) || inner;
            }
            negated |= tree.exactly(*predicate, Deprel::CcPreconj).any(negates);
            let arguments = [Deprel::Obj, Deprel::Nsubj];
            let mut nouns: Vec<_> = tree.with(*predicate, &arguments).collect();
            if clause.copular && *predicate == clause.last() {
                nouns.push(*predicate);
            }
            negated |= nouns.into_iter().any(|noun| {
                let mut determiners = tree.with(noun, &[Deprel::Det, Deprel::Cc]);
                determiners.any(negates)
                    || (negates(noun) && tree.token(noun).xpos != Xpos::Rb)
            });
        }
        let introduced = tree.with(clause.predicate, &[Deprel::Cc]);
        let marked = tree.with(clause.predicate, &[Deprel::Mark]);
        let contrasts = |it| self.words.subordinator(&tree.lower(it)).effect.negates;
        negated |= introduced.into_iter().any(|it| negates(it) || contrasts(it));
        for mark in marked {
            negated ^= self.words.subordinator(&tree.lower(mark)).effect.negates;
        }
        negated
    }

    /// Whether a predicate is coordinated as a contrast: *not to close it but to sell it*.
    fn contrasts(&self, predicate: TokenId) -> bool {
        let mut conjunctions = self.tree.with(predicate, &[Deprel::Cc]);
        conjunctions.any(|it| self.words.contrasts(&self.tree.lower(it)))
    }

    /// Whether a noun is coordinated as an exception: *Roe but not Holt*.
    pub(super) fn excepts(&self, noun: TokenId) -> bool {
        let tree = self.tree;
        let mut adverbs = tree.with(noun, &[Deprel::Advmod]);
        // *10 rather than 11*
        let mut conjunctions = tree.with(noun, &[Deprel::Cc]);
        tree.token(noun).deprel == Deprel::Conj
            && (adverbs.any(|it| self.words.negates(&tree.lower(it)))
                || conjunctions
                    .any(|it| self.words.subordinator(&tree.lower(it)).effect.negates))
    }

    fn auxiliaries(&self, clause: &Clause, mood: &mut Mood) {
        let tree = self.tree;
        let group = clause.verb_group(tree);
        let denied = group.iter().any(|it| self.words.negates(&tree.lower(*it)));
        // *would have won*: an infinitive that helps a participle.
        let helps = |it: &&TokenId| {
            let token = tree.token(**it);
            token.xpos == Xpos::Vb && token.deprel == Deprel::Aux
        };
        let perfect = group.iter().find(helps).is_some_and(|have| {
            group.iter().any(|it| it > have && tree.token(*it).xpos == Xpos::Vbn)
        });
        // *The crews are to guard it*: they are told to.
        let mut marks = tree.with(clause.last(), &[Deprel::Mark]);
        let to = marks.rfind(|it| tree.token(*it).xpos == Xpos::To);
        let is_told = to.is_some_and(|to| {
            let finite = [Xpos::Vbz, Xpos::Vbp, Xpos::Vbd];
            let mut helpers = tree.with(clause.last(), &[Deprel::Aux, Deprel::Cop]);
            helpers.any(|it| it < to && finite.contains(&tree.token(it).xpos))
        });
        if is_told {
            mood.weaken(Factuality::Planned);
        }
        for &modal in &group {
            // *he'd said*: no modal, though it looks like one.
            let next = group
                .iter()
                .find(|it| **it > modal && tree.token(**it).upos != Upos::Adv);
            let is_perfect = |it: &TokenId| tree.token(*it).xpos == Xpos::Vbn;
            if !tree.lower(modal).starts_with(char::is_alphabetic)
                && next.is_some_and(is_perfect)
            {
                continue;
            }
            let Some(modality) = self.words.modality(&tree.lower(modal)) else {
                continue;
            };
            // *may*, *allegedly*; in *is perhaps the best*, only the best is in doubt.
            let copula = tree.first(clause.last(), &[Deprel::Cop]);
            let says = match tree.token(modal).deprel.base() {
                Deprel::Aux => true,
                Deprel::Advmod => copula.is_none_or(|it| modal < it),
                _ => false,
            };
            // *almost won*, but *is almost certain to win*
            let graded = modality.factuality == Factuality::Counterfactual;
            let verbal = tree
                .token(modal)
                .head
                .is_some_and(|it| tree.token(it).upos == Upos::Verb);
            if !says || graded && !verbal {
                continue;
            }
            let factuality = if perfect {
                modality.perfect
            } else if denied && let Some(denied) = modality.denied {
                denied
            } else if self.is_reported(clause) && !self.has_condition(clause) {
                modality.reported
            } else {
                modality.factuality
            };
            mood.weaken(factuality);
        }
    }

    /// Whether the clause, or the one it is coordinated with, is the content of another.
    fn is_reported(&self, clause: &Clause) -> bool {
        let mut at = clause.predicate;
        while self.tree.token(at).deprel == Deprel::Conj
            && let Some(head) = self.tree.token(at).head
        {
            at = head;
        }
        let token = self.tree.token(at);
        // *his claim that he would win*
        let of_noun =
            token.head.filter(|_| token.deprel == Deprel::Acl).is_some_and(|it| {
                let noun = self.words.event_noun(&self.tree.token(it).lemma);
                noun.is_some_and(|it| self.words.is_speech(&it.verb))
            });
        token.deprel == Deprel::Ccomp || of_noun
    }

    fn has_condition(&self, clause: &Clause) -> bool {
        self.tree.with(clause.predicate, &[Deprel::Advcl]).any(|it| {
            self.subordinators(it).any(|it| it.factuality == Some(Factuality::Possible))
        })
    }

    /// The effects of the words that introduce the clause of `predicate`.
    fn subordinators(&self, predicate: TokenId) -> impl Iterator<Item = Effect> + '_ {
        let introducing = &[Deprel::Mark, Deprel::Advmod];
        let marks =
            self.tree.with(predicate, introducing).filter(move |it| *it < predicate);
        marks.map(|it| self.words.subordinator(&self.tree.lower(it)).effect)
    }

    /// What the clauses above say of this one.
    fn governors(&self, clause: &Clause, mood: &mut Mood, depth: usize) {
        let tree = self.tree;
        let mut at = clause.predicate;
        let mut conjoined = true;
        for step in 0..8 {
            let token = tree.token(at);
            let Some(head) = token.head else { return };
            let first = step == 0;
            // *denied that A and that B* denies both.
            let content = conjoined && token.deprel == Deprel::Ccomp;
            conjoined &= token.deprel == Deprel::Conj;
            match token.deprel {
                Deprel::Advcl => self.adverbial(clause, at, mood, depth),
                Deprel::Acl if first => self.adnominal(at, mood, depth),
                // *the allegation that she lied*, taken for a relative clause
                Deprel::AclRelcl if first && self.is_joined(at) => {
                    self.adnominal(at, mood, depth);
                    return;
                }
                Deprel::Xcomp | Deprel::Ccomp | Deprel::Csubj if first || content => {
                    self.governed(clause, at, mood, depth);
                }
                Deprel::Conj if first && self.is_bare(clause) => {
                    let other = self.clause_of(head).filter(|_| depth < 4);
                    if let Some(other) = other {
                        let other = self.climb(other, depth + 1);
                        mood.weaken(other.factuality);
                        mood.negated |= other.negated && !self.contrasts(at);
                    }
                }
                Deprel::AclRelcl | Deprel::Parataxis => return,
                _ => {}
            }
            at = head;
        }
    }

    /// What a clause that an adverbial one belongs to says of it.
    fn adverbial(&self, clause: &Clause, at: TokenId, mood: &mut Mood, depth: usize) {
        let tree = self.tree;
        let token = tree.token(at);
        let Some(head) = token.head else { return };
        let first = at == clause.predicate;
        self.introduced(at, mood);
        if let Some(factuality) = self.inverted(at) {
            mood.weaken(factuality);
        }
        // *wrote to say that it failed*: that is said; *looked to find Roe*: that is not.
        let lemma = |it: TokenId| &tree.token(it).lemma;
        let said = self.words.is_speech(lemma(at))
            && self.words.is_speech(lemma(head))
            && tree.first(at, &[Deprel::Ccomp, Deprel::Parataxis]).is_some();
        // *is too old to win*, *went on to win*
        let told = self.governed_with(head, at, true).filter(|_| self.is_infinitive(at));
        match told {
            Some(effect) if first => mood.apply(effect),
            _ if first && !said && self.is_purpose(at) => {
                mood.weaken(Factuality::Possible);
            }
            _ => {}
        }
        if first && self.is_unreal(at, head) {
            mood.weaken(Factuality::Counterfactual);
        }
        // *would close it, costing jobs*: as uncertain as what it goes with.
        if first
            && depth < 4
            && token.xpos == Xpos::Vbg
            // *would close it, saying that it lost money*: that is said.
            && !self.words.is_speech(lemma(at))
            && !self.words.object_controls_gerund(lemma(head))
            && let Some(other) = self.clause_of(head)
        {
            let above = self.climb(other, depth + 1).factuality;
            if above != Factuality::Claim {
                mood.weaken(above);
            }
        }
        // *will resign when she wins*: what it waits for is yet to come.
        let mut marks = tree.with(at, &[Deprel::Mark, Deprel::Advmod]);
        let awaited = marks.any(|it| self.words.subordinator(&tree.lower(it)).awaited);
        if first
            && awaited
            && depth < 4
            && self.is_present(at)
            && let Some(other) = self.clause_of(head)
            && self.climb(other, depth + 1).factuality == Factuality::Planned
        {
            mood.weaken(Factuality::Planned);
        }
        // *barred him from speaking*, *called for closing the plant*
        let asked = token.xpos == Xpos::Vbg
            && matches!(tree.token(head).upos, Upos::Verb | Upos::Adj)
            && tree.with(at, &[Deprel::Mark, Deprel::Case]).any(|it| {
                // *decided against closing* is denied, and done.
                let mark = &tree.token(it).lemma;
                (self.words.marks_patient(mark)
                    || self.words.role(mark) == Some(Role::From))
                    && !self.words.subordinator(&tree.lower(it)).effect.negates
            });
        if first && (asked || clause.subject.found == Found::Control) {
            mood.apply(self.governed_at(head, at));
            self.unsaid(head, mood);
        }
    }

    /// *did not say that she sold it*: neither that she did.
    fn unsaid(&self, head: TokenId, mood: &mut Mood) {
        let lemma = &self.tree.token(head).lemma;
        if self.words.is_speech(lemma)
            && is_denied(self.tree, self.words, head)
            && self.words.governed_denied(lemma).is_none()
        {
            mood.weaken(Factuality::Possible);
        }
    }

    /// Whether a predicate is in the present, with no auxiliary: *wins*, *is elected*.
    fn is_present(&self, predicate: TokenId) -> bool {
        let tree = self.tree;
        let helper = tree.first(predicate, &[Deprel::Cop, Deprel::Aux]);
        let finite = tree.token(helper.unwrap_or(predicate));
        matches!(finite.xpos, Xpos::Vbz | Xpos::Vbp)
            && finite.feats.has("VerbForm", "Fin")
            && tree.token(predicate).xpos != Xpos::Vbg
    }

    /// What the words that introduce a clause say of it.
    fn introduced(&self, predicate: TokenId, mood: &mut Mood) {
        for effect in self.subordinators(predicate) {
            if let Some(factuality) = effect.factuality {
                mood.weaken(factuality);
            }
        }
    }

    /// What the noun that a clause describes says of it.
    fn adnominal(&self, at: TokenId, mood: &mut Mood, depth: usize) {
        let tree = self.tree;
        let Some(mut head) = tree.token(at).head else { return };
        // *an allegation by his wife that he lied*
        while self.is_joined(at)
            && self.words.governed_as(&tree.token(head).lemma).is_none()
            && tree.token(head).deprel == Deprel::Nmod
            && let Some(above) = tree.token(head).head
        {
            head = above;
        }
        let noun = &tree.token(head).lemma;
        let verb = self.words.event_noun(noun).map(|it| &*it.verb);
        let beside = self.governed_with(head, at, true);
        let own = || self.words.governed(verb.unwrap_or(noun));
        let effect = beside.unwrap_or_else(own);
        if self.is_infinitive(at) {
            // *has no plans to close it*, *dropped plans to close it*
            let mut determiners = tree.with(head, &[Deprel::Det]);
            let none = determiners.any(|it| self.words.negates(&tree.lower(it)));
            let object = tree
                .token(head)
                .head
                .filter(|_| tree.token(head).deprel == Deprel::Obj && beside.is_none());
            let undone = object
                .and_then(|it| {
                    self.words.governed_as(&format!("{} to", tree.token(it).lemma))
                })
                .is_some_and(|it| it.negates);
            mood.negated ^= none && beside.is_none() || undone;
            // *the first senator to endorse him* did endorse him.
            let mut adjectives = tree.with(head, &[Deprel::Amod]);
            if !adjectives.any(|it| tree.token(it).feats.has("NumType", "Ord")) {
                // *a plan to close*, *a pledge to stay*
                mood.weaken(effect.factuality.unwrap_or(Factuality::Possible));
                mood.negated ^= effect.negates;
            }
        } else if tree.first(at, &[Deprel::Mark]).is_some() {
            // *the chance of winning*
            mood.apply(effect);
            // *is not in the habit of losing*
            let predicate = self.clause_of(head).filter(|it| it.copular);
            if let Some(other) = predicate.filter(|_| depth < 4) {
                let other = self.climb(other, depth + 1);
                mood.weaken(other.factuality);
                mood.negated |= other.negated;
            }
        }
    }

    /// What the verb above a complement says of it, or of what is coordinated with it.
    fn governed(&self, clause: &Clause, at: TokenId, mood: &mut Mood, depth: usize) {
        let complement = self.tree.token(at).deprel;
        let Some(head) = self.tree.token(at).head else { return };
        let effect = self.governed_at(head, at);
        if complement == Deprel::Xcomp {
            mood.apply(effect);
            // *expects him to resign*: what is expected of somebody else is no plan.
            if clause.subject.found == Found::Control
                && effect.factuality == Some(Factuality::Planned)
            {
                mood.weaken(Factuality::Possible);
            }
            // *may urge him to resign*: as uncertain as what governs it.
            if depth < 4
                && clause.subject.found == Found::Control
                && let Some(other) = self.clause_of(head)
            {
                let above = self.climb(other, depth + 1);
                mood.weaken(above.factuality);
            }
            return;
        }
        // A clause is content: *denied that*, *hopes that*, *asked whether*.
        if effect.factuality != Some(Factuality::Planned) {
            mood.apply(effect);
        }
        self.unsaid(head, mood);
        // *was told that she sold it*: somebody says so.
        let passive =
            self.clause_of(head).is_some_and(|it| it.suffered(self.tree).is_some());
        if passive && self.words.is_speech(&self.tree.token(head).lemma) {
            mood.weaken(Factuality::Claim);
        }
        self.introduced(at, mood);
        if at != clause.predicate {
            self.introduced(clause.predicate, mood);
        }
    }

    fn clause_of(&self, predicate: TokenId) -> Option<&Clause> {
        self.clauses.iter().find(|it| it.chain.contains(&predicate))
    }

    /// Whether the clause has no auxiliary and no tense of its own.
    fn is_bare(&self, clause: &Clause) -> bool {
        let token = self.tree.token(clause.predicate);
        token.xpos == Xpos::Vb
            && self.tree.first(clause.predicate, &[Deprel::Aux, Deprel::Nsubj]).is_none()
    }

    fn is_infinitive(&self, predicate: TokenId) -> bool {
        let lead = self.tree.token(predicate).xpos == Xpos::Vb;
        let mut below = self.tree.with(predicate, &[Deprel::Cop, Deprel::Aux]);
        lead || below.any(|it| self.tree.token(it).xpos == Xpos::Vb)
    }

    /// What a condition without *if* comes to: *had she endorsed him*, *should he win*.
    fn inverted(&self, predicate: TokenId) -> Option<Factuality> {
        let tree = self.tree;
        let subject = tree.first(predicate, &[Deprel::Nsubj])?;
        let auxiliary = tree.first(predicate, &[Deprel::Aux, Deprel::Cop])?;
        let marked = tree.first(predicate, &[Deprel::Mark]).is_some();
        (auxiliary < subject && !marked).then(|| match tree.token(auxiliary).xpos {
            Xpos::Vbd => Factuality::Counterfactual,
            _ => Factuality::Possible,
        })
    }

    /// *if she backed him, he would win*: a condition in the past of what would be.
    fn is_unreal(&self, predicate: TokenId, main: TokenId) -> bool {
        let tree = self.tree;
        let conditional = self
            .subordinators(predicate)
            .any(|it| it.factuality == Some(Factuality::Possible));
        let past = tree.token(predicate).xpos == Xpos::Vbd
            && tree.first(predicate, &[Deprel::Aux]).is_none();
        let mut helpers = tree.with(main, &[Deprel::Aux]);
        let reported = tree.token(main).deprel == Deprel::Ccomp;
        conditional
            && past
            && !reported
            && helpers.any(|it| {
                let modality = self.words.modality(&tree.lower(it));
                modality.is_some_and(|it| it.perfect == Factuality::Counterfactual)
            })
    }

    /// Whether a conjunction without a meaning of its own opens a clause: *that*.
    fn is_joined(&self, predicate: TokenId) -> bool {
        let tree = self.tree;
        let mut marks = tree.with(predicate, &[Deprel::Mark]);
        marks.any(|it| {
            let form = tree.lower(it);
            it < predicate
                && tree.token(it).xpos == Xpos::In
                && self.words.role(&form).is_none()
                && self.words.subordinator(&form) == Subordinator::default()
        })
    }

    /// Whether it is an infinitive of purpose: *spent millions to defeat him*.
    fn is_purpose(&self, predicate: TokenId) -> bool {
        self.is_infinitive(predicate)
            && self.tree.first(predicate, &[Deprel::Nsubj]).is_none()
            && self
                .tree
                .with(predicate, &[Deprel::Mark])
                .any(|it| self.tree.token(it).xpos == Xpos::To)
    }
}
