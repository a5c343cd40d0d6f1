//! Triples of explicit words: `Roe | filed | a complaint`, `Roe | filed a complaint
//! against | Acme`. The preposition stands in the relation, and before it what the clause
//! has said already.

use crate::doc::{EntityType, TimexType, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::clause::case_of;
use super::super::subject::Found;
use super::super::time::is_time;
use super::frame::Frame;
use super::noun::Extent;
use super::{OpenFact, Sentence};

/// The triples of a sentence.
pub(super) fn render(sentence: &Sentence<'_>) -> Vec<OpenFact> {
    let mut triples = Triples { sentence, facts: Vec::new(), of: Vec::new() };
    let frames = sentence.frames();
    for frame in &frames {
        for subject in sentence.subjects(frame) {
            if !sentence.asks(&subject) {
                triples.of_frame(frame, &subject);
            }
        }
    }
    for frame in &frames {
        triples.controlled(frame);
        triples.subordinate(frame);
    }
    let mut facts = triples.facts;
    facts.extend(super::implied::titles(sentence));
    facts
}

/// The triples of a sentence as they are found.
pub(super) struct Triples<'a> {
    pub(super) sentence: &'a Sentence<'a>,
    facts: Vec<OpenFact>,
    /// The predicate of the frame that each fact comes from.
    of: Vec<TokenId>,
}

/// What all triples of a frame and a subject share.
pub(super) struct Base<'a> {
    pub(super) frame: &'a Frame<'a>,
    pub(super) subject: &'a [TokenId],
}

/// The words of some parts in their order, each once.
pub(super) fn join(parts: &[&[TokenId]]) -> Vec<TokenId> {
    let mut words: Vec<TokenId> = Vec::new();
    for word in parts.iter().flat_map(|it| it.iter()) {
        if !words.contains(word) {
            words.push(*word);
        }
    }
    words
}

impl Triples<'_> {
    pub(super) fn emit(
        &mut self,
        base: &Base<'_>,
        relation: &[TokenId],
        object: Vec<TokenId>,
        construction: &'static str,
    ) {
        let overlap = object.iter().any(|it| base.subject.contains(it));
        if base.subject.is_empty() || relation.is_empty() || object.is_empty() || overlap
        {
            return;
        }
        let objects = match construction {
            "content" => vec![object],
            _ => self.sentence.split(object),
        };
        for object in objects {
            self.of.push(base.frame.clause.predicate);
            self.facts.push(OpenFact {
                subject: base.subject.to_vec(),
                relation: relation.to_vec(),
                implicit: false,
                arguments: vec![object],
                confidence: 1.0,
                construction,
            });
        }
    }

    fn of_frame(&mut self, frame: &Frame<'_>, subject: &[TokenId]) {
        let base = Base { frame, subject };
        let verbs = &frame.verbs;
        if let Some(recipient) = frame.clause.recipient {
            let recipient = self.sentence.noun(recipient, Extent::Of);
            self.emit(&base, verbs, recipient, "recipient");
        }
        self.objects(&base);
        self.complements(&base);
        let kept = self.kept(frame);
        for kept in &kept {
            self.obliques(&base, kept);
        }
        let kept = kept.into_iter().next().unwrap_or_default();
        self.contents(&base);
        self.infinitives(&base, &kept);
        self.adverbs(&base, &kept);
        self.participles(&base);
        self.outer(&base);
    }

    /// *runs software written for Acme*: what the object's participle is tied to.
    fn participles(&mut self, base: &Base<'_>) {
        let frame = base.frame;
        let sentence = self.sentence;
        let tree = sentence.tree;
        for object in &frame.objects {
            let participles: Vec<_> = tree.exactly(*object, Deprel::Acl).collect();
            for participle in participles {
                let bare = tree.first(participle, &[Deprel::Mark, Deprel::Obj]).is_none();
                if !bare || !matches!(tree.token(participle).xpos, Xpos::Vbn | Xpos::Vbg)
                {
                    continue;
                }
                let short = sentence.noun(*object, Extent::Short);
                let obliques: Vec<_> = tree.with(participle, &[Deprel::Obl]).collect();
                for oblique in obliques {
                    let case = sentence.case(case_of(tree, oblique));
                    if !case.is_empty() && oblique > participle {
                        let relation =
                            join(&[&frame.verbs, &short, &[participle], &case]);
                        let words = sentence.noun(oblique, Extent::Of);
                        self.emit(base, &relation, words, "participle");
                    }
                }
            }
        }
    }

    /// *The problem is that Acme makes losses*: what the outer subject is said to be.
    fn outer(&mut self, base: &Base<'_>) {
        let sentence = self.sentence;
        let Some(outer) = &base.frame.outer else { return };
        let subject = sentence.noun(outer.subject, Extent::Of);
        for inner in self.told(base.frame.clause.predicate, &["outer"]) {
            let relation = join(&[&outer.copula, &inner.subject, &inner.relation]);
            let base = Base { frame: base.frame, subject: &subject };
            self.emit(&base, &relation, inner.arguments.concat(), "outer");
        }
    }

    /// The triples so far of the frame of a predicate, without some constructions.
    pub(super) fn told(&self, predicate: TokenId, without: &[&str]) -> Vec<OpenFact> {
        let of_frame = self.of.iter().zip(&self.facts).filter(|(of, fact)| {
            **of == predicate && !without.contains(&fact.construction)
        });
        of_frame.map(|(_, it)| it.clone()).collect()
    }

    fn members(&self, heads: &[TokenId]) -> Vec<TokenId> {
        heads.iter().flat_map(|it| self.sentence.members(*it)).collect()
    }

    fn objects(&mut self, base: &Base<'_>) {
        let verbs = &base.frame.verbs;
        for object in self.members(&base.frame.objects) {
            let words = self.sentence.noun(object, Extent::Of);
            self.emit(base, verbs, words, "object");
            for short in self.short(object) {
                let upper = join(&[verbs, &short]);
                self.chain(base, verbs, (object, short), Some(&upper));
            }
        }
    }

    fn complements(&mut self, base: &Base<'_>) {
        let frame = base.frame;
        let sentence = self.sentence;
        let before = match frame.objects.first() {
            Some(object) if !frame.copular => {
                join(&[&frame.verbs, &sentence.noun(*object, Extent::Short)])
            }
            _ => frame.verbs.clone(),
        };
        for complement in self.members(&frame.complements) {
            let case = sentence.complement_case(complement);
            let upos = sentence.tree.token(complement).upos;
            if !case.is_empty() {
                let words = sentence.noun(complement, Extent::Of);
                self.emit(base, &join(&[&before, &case]), words, "complement");
                continue;
            }
            let words = match upos {
                Upos::Adj | Upos::Verb => sentence.adjective(complement),
                _ => sentence.noun(complement, Extent::Of),
            };
            self.emit(base, &before, words, "complement");
            if matches!(upos, Upos::Noun | Upos::Propn) {
                for short in self.short(complement) {
                    self.chain(base, &before, (complement, short), None);
                }
            }
        }
    }

    /// The words of a noun up to it, once for each of the modifiers coordinated in them.
    fn short(&self, noun: TokenId) -> Vec<Vec<TokenId>> {
        self.sentence.split(self.sentence.noun(noun, Extent::Short))
    }

    /// What the relation of a later oblique repeats: the object, else the complement; each
    /// of those that are coordinated.
    pub(super) fn kept(&self, frame: &Frame<'_>) -> Vec<Vec<TokenId>> {
        let sentence = self.sentence;
        let tree = sentence.tree;
        let measure = self.measure(frame);
        let mut kept = match (frame.objects.as_slice(), frame.complements.as_slice()) {
            ([], []) => {
                vec![measure.map_or(Vec::new(), |it| sentence.noun(it, Extent::Of))]
            }
            ([], complements) => self
                .members(complements)
                .iter()
                .flat_map(|it| self.kept_complement(*it))
                .collect(),
            (objects, complements) => {
                let complement: Vec<_> = complements.iter().take(1).copied().collect();
                let objects = self.members(objects);
                let words = objects.iter().flat_map(|it| self.short(*it));
                words.map(|it| join(&[&it, &complement])).collect()
            }
        };
        // *there were plans to build a bridge over …*
        if frame.clause.subject.found == Found::Expletive
            && let Some((_, infinitive)) = frame.infinitives.first()
        {
            let mut words: Vec<_> = tree.with(*infinitive, &[Deprel::Mark]).collect();
            words.push(*infinitive);
            if let Some(object) = tree.first(*infinitive, &[Deprel::Obj]) {
                words.extend(sentence.noun(object, Extent::Short));
            }
            for it in &mut kept {
                it.extend(&words);
            }
        }
        kept
    }

    fn kept_complement(&self, complement: TokenId) -> Vec<Vec<TokenId>> {
        let sentence = self.sentence;
        match sentence.tree.token(complement).upos {
            Upos::Noun | Upos::Propn => {
                let case = sentence.complement_case(complement);
                let words = self.short(complement).into_iter();
                words.map(|it| join(&[&case, &it])).collect()
            }
            _ => vec![sentence.adjective(complement)],
        }
    }

    /// The bare noun that measures the event, where it is no time: *rose two points*.
    fn measure(&self, frame: &Frame<'_>) -> Option<TokenId> {
        let tree = self.sentence.tree;
        let bare = frame.obliques.iter().find(|(case, noun)| {
            case.is_empty() && *noun > frame.last && !is_time(tree, *noun)
        });
        bare.map(|it| it.1)
    }

    fn obliques(&mut self, base: &Base<'_>, kept: &[TokenId]) {
        let frame = base.frame;
        let sentence = self.sentence;
        let tree = sentence.tree;
        for oblique in &frame.obliques {
            let (case, noun) = oblique;
            let words = sentence.noun(*noun, Extent::Of);
            if case.is_empty() {
                let nominal = [Upos::Noun, Upos::Propn, Upos::Num, Upos::Sym]
                    .contains(&tree.token(*noun).upos);
                if nominal {
                    let measures = self.measure(frame) == Some(*noun);
                    let kept = if measures {
                        Vec::new()
                    } else {
                        self.middle(frame, kept, *noun)
                    };
                    let relation = join(&[&frame.verbs, &kept]);
                    self.emit(base, &relation, words, "time");
                }
                continue;
            }
            if self.is_aside(case, *noun) {
                continue;
            }
            let middle = self.middle(frame, kept, *noun);
            let relation = join(&[&frame.verbs, &middle, case]);
            self.emit(base, &relation, words, "oblique");
            let upper = if self.is_governed(oblique, *noun) {
                join(&[&frame.verbs, &middle, case, &sentence.noun(*noun, Extent::Short)])
            } else {
                join(&[&frame.verbs, &middle])
            };
            for short in self.short(*noun) {
                self.chain(base, &relation, (*noun, short), Some(&upper));
            }
        }
    }

    /// What stands between the verbs and what is said at `at`: what is kept, else a phrase
    /// that belongs to the verb; before the verb, the first phrase after it.
    pub(super) fn middle(
        &self,
        frame: &Frame<'_>,
        kept: &[TokenId],
        at: TokenId,
    ) -> Vec<TokenId> {
        if !kept.is_empty() {
            return kept.to_vec();
        }
        let mut after =
            frame.obliques.iter().filter(|it| !it.0.is_empty() && it.1 > frame.last);
        let lead = match at {
            _ if at < frame.clause.predicate => after.next(),
            _ => after.next().filter(|it| it.1 < at && self.is_governed(it, at)),
        };
        lead.map_or(Vec::new(), |(case, noun)| {
            join(&[case, &self.sentence.noun(*noun, Extent::Short)])
        })
    }

    /// Whether a phrase belongs to the verb, so that what follows is said of both: *went to
    /// court over …*, *met with Roe in …*.
    fn is_governed(
        &self,
        (case, noun): &(Vec<TokenId>, TokenId),
        other: TokenId,
    ) -> bool {
        let sentence = self.sentence;
        let tree = sentence.tree;
        let bare = sentence.noun(*noun, Extent::Of).len() == 1
            && tree.token(*noun).upos == Upos::Noun;
        let case = sentence.lower(case);
        let touched = sentence.words.marks_patient(&case)
            && sentence.words.setting(&case).is_none();
        let coordinated = tree.token(other).head == Some(*noun);
        bare || touched && !coordinated
    }

    /// *for example*, *in fact*, *such as*: words that say nothing of the event.
    fn is_aside(&self, case: &[TokenId], noun: TokenId) -> bool {
        let sentence = self.sentence;
        let mut phrase = sentence.lower(case);
        let is_case = sentence.words.is_aside(&phrase);
        phrase.push(' ');
        phrase.push_str(&sentence.tree.lower(noun));
        is_case || sentence.words.is_aside(&phrase)
    }

    fn contents(&mut self, base: &Base<'_>) {
        let frame = base.frame;
        let sentence = self.sentence;
        let tree = sentence.tree;
        let addressee = frame.clause.recipient.or(frame.objects.first().copied());
        let addressee = addressee.map(|it| sentence.noun(it, Extent::Short));
        let verbs = join(&[&frame.verbs, &addressee.unwrap_or_default()]);
        let conjuncts = frame.contents.iter().flat_map(|it| {
            let others = tree.with(*it, &[Deprel::Conj]);
            let own = others.filter(|it| tree.first(*it, &[Deprel::Nsubj]).is_some());
            std::iter::once(*it).chain(own.collect::<Vec<_>>())
        });
        for content in conjuncts {
            let mut words = sentence.content(content);
            if words.contains(&frame.clause.predicate) {
                continue;
            }
            let mark = tree.first(content, &[Deprel::Mark]);
            match mark.filter(|it| words.first() == Some(it)) {
                Some(mark) => {
                    words.remove(0);
                    self.emit(base, &join(&[&verbs, &[mark]]), words, "content");
                }
                None => self.emit(base, &verbs, words, "content"),
            }
        }
        if let Some(reported) = frame.clause.reported {
            let words = tree.subtree_without(reported, |it, head| {
                let base = tree.token(it).deprel.base();
                base == Deprel::Parataxis
                    || head == reported && matches!(base, Deprel::Conj | Deprel::Cc)
            });
            let range = words.first().zip(words.last());
            let range = range.map(|(first, last)| (first.0..=last.0).map(TokenId));
            let mut words: Vec<_> = range.into_iter().flatten().collect();
            let is_mark = |it: &TokenId| tree.token(*it).deprel == Deprel::Punct;
            while words.last().is_some_and(is_mark) {
                words.pop();
            }
            let start = words.iter().position(|it| !is_mark(it)).unwrap_or(0);
            words.drain(..start);
            if !words.contains(&frame.clause.predicate) {
                self.emit(base, &frame.verbs, words, "content");
            }
        }
    }

    /// Purposes (*rose to speak*) and infinitives of an object (*made plans to build it*).
    fn infinitives(&mut self, base: &Base<'_>, kept: &[TokenId]) {
        let frame = base.frame;
        let sentence = self.sentence;
        let tree = sentence.tree;
        for purpose in &frame.purposes {
            let marks: Vec<_> = tree.with(*purpose, &[Deprel::Mark]).collect();
            let relation = join(&[&frame.verbs, kept, &marks, &[*purpose]]);
            let objects: Vec<_> = tree.with(*purpose, &[Deprel::Obj]).collect();
            for object in self.members(&objects) {
                let words = sentence.noun(object, Extent::Of);
                self.emit(base, &relation, words, "purpose");
            }
        }
        for (noun, infinitive) in &frame.infinitives {
            let marks: Vec<_> = tree.with(*infinitive, &[Deprel::Mark]).collect();
            let short = sentence.noun(*noun, Extent::Short);
            let group = sentence.verb_group(*infinitive);
            let case = sentence.complement_case(*noun);
            let relation = join(&[&frame.verbs, &case, &short, &marks, &group]);
            let objects: Vec<_> = tree.with(*infinitive, &[Deprel::Obj]).collect();
            for object in self.members(&objects) {
                let words = sentence.noun(object, Extent::Of);
                self.emit(base, &relation, words, "infinitive");
            }
            let object = objects.first().map(|it| sentence.noun(*it, Extent::Short));
            for oblique in tree.with(*infinitive, &[Deprel::Obl]).collect::<Vec<_>>() {
                let case = sentence.case(case_of(tree, oblique));
                if case.is_empty() {
                    continue;
                }
                let object = object.clone().unwrap_or_default();
                let relation = join(&[&relation, &object, &case]);
                let words = sentence.noun(oblique, Extent::Of);
                self.emit(base, &relation, words, "infinitive");
            }
        }
    }

    fn adverbs(&mut self, base: &Base<'_>, kept: &[TokenId]) {
        let frame = base.frame;
        let sentence = self.sentence;
        let tree = sentence.tree;
        for adverb in &frame.adverbs {
            // *two years later*
            let measured = tree.with(*adverb, &[Deprel::Obl]);
            let bare = measured.filter(|it| tree.first(*it, &[Deprel::Case]).is_none());
            if bare.count() > 0 {
                let kept = self.middle(frame, kept, *adverb);
                let relation = join(&[&frame.verbs, &kept]);
                let words = tree.subtree(*adverb);
                let words = sentence.trimmed(words);
                self.emit(base, &relation, words, "time");
            }
        }
        let bare = frame.objects.is_empty()
            && frame.obliques.is_empty()
            && frame.complements.is_empty()
            && frame.contents.is_empty();
        if !bare {
            return;
        }
        for adverb in &frame.adverbs {
            if *adverb > frame.last && !sentence.words.negates(&tree.lower(*adverb)) {
                self.emit(base, &frame.verbs, tree.subtree(*adverb), "adverb");
            }
        }
    }

    /// Noun chains: `Roe | became minister of | the interior`.
    fn chain(
        &mut self,
        base: &Base<'_>,
        relation: &[TokenId],
        (noun, short): (TokenId, Vec<TokenId>),
        upper: Option<&[TokenId]>,
    ) {
        let sentence = self.sentence;
        let tree = sentence.tree;
        if sentence.words.is_quantifying(&tree.token(noun).lemma) {
            return;
        }
        // *painters and sculptors from Alba*: what follows both describes both.
        let token = tree.token(noun);
        let first = token.head.filter(|_| token.deprel == Deprel::Conj);
        let modified = first.into_iter().chain([noun]);
        let modifiers: Vec<_> =
            modified.flat_map(|it| tree.exactly(it, Deprel::Nmod)).collect();
        for modifier in modifiers {
            let case = sentence.case(case_of(tree, modifier));
            let Some(first) = case.first().filter(|_| modifier > noun) else { continue };
            let names =
                |it: TokenId| matches!(tree.token(it).upos, Upos::Propn | Upos::Num);
            let binds = sentence.words.binds_names(&tree.lower(*first));
            if tree.token(noun).upos == Upos::Propn && names(modifier) && binds {
                continue;
            }
            let lifts = self.is_circumstance(*first, modifier);
            for member in sentence.members(modifier) {
                let own = case_of(tree, member);
                let own = sentence.case(own);
                let case = if own.is_empty() { &case } else { &own };
                let words = sentence.noun(member, Extent::Of);
                match upper.filter(|_| lifts) {
                    Some(upper) => {
                        self.emit(base, &join(&[upper, case]), words, "circumstance");
                    }
                    None => {
                        let relation = join(&[relation, &short, case]);
                        self.emit(base, &relation, words, "chain");
                    }
                }
            }
        }
    }

    /// Whether a phrase after a noun is rather the place or time of the event: *in Alba*,
    /// *on Monday*.
    fn is_circumstance(&self, case: TokenId, noun: TokenId) -> bool {
        let sentence = self.sentence;
        let tree = sentence.tree;
        let within = sentence.words.setting(&tree.lower(case)).is_some();
        let place = sentence
            .mentions
            .name_at(noun)
            .is_some_and(|it| tree.doc()[it].entity_type == EntityType::Place);
        let span = tree.token(noun).span;
        let dated = tree.timexes().iter().any(|it| {
            it.span.overlaps(span)
                && matches!(it.timex_type, TimexType::Date | TimexType::Time)
        });
        within && (place || dated)
    }
}
