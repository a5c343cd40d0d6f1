//! A fact is a statement found in an article, with the words that make it.

use crate::doc::{MentionId, TimexValue};
use crate::text::Span;
use crate::ud::vocabulary;

use super::confidence::Signs;
use super::relation::BE;

/// A statement found in an article.
///
/// `N` is what an argument points at: a [`MentionId`] inside one document, an entity
/// after resolution. Resolution is [`map`](Fact::map). A fact outlives its document:
/// besides `N` it holds only values and spans of the article.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact<N = MentionId> {
    /// Who or what: `rdf:subject`.
    pub subject: Argument<N>,
    /// Which relation: `rdf:predicate`.
    pub predicate: Predicate,
    /// To whom or what; `None` where the fact has one participant.
    pub object: Option<Argument<N>>,
    /// Whether it is said to hold or said not to.
    pub polarity: Polarity,
    /// Whether it happened, is planned, possible, contrary to fact or claimed.
    pub factuality: Factuality,
    /// Who says it, where that is not the article itself.
    pub attribution: Option<Attribution<N>>,
    /// When it holds, where text and publication date determine it.
    pub time: Option<Time>,
    /// The other arguments: place, amount, margin, role and so on.
    pub args: Vec<(Role, Argument<N>)>,
    /// Where it is said and which rule found it.
    pub evidence: Evidence,
}

impl<N> Fact<N> {
    /// The same fact about what `resolve` makes of each argument. `None` where the
    /// subject or the object comes to nothing: such a fact cannot be stated.
    pub fn map<M>(
        self,
        mut resolve: impl FnMut(Argument<N>) -> Option<Argument<M>>,
    ) -> Option<Fact<M>> {
        let subject = resolve(self.subject)?;
        let object = match self.object {
            Some(object) => Some(resolve(object)?),
            None => None,
        };
        let attribution = self.attribution.map(|it| Attribution {
            source: match it.source {
                Source::Named(argument) => {
                    resolve(argument).map_or(Source::Unnamed, Source::Named)
                }
                Source::Unnamed => Source::Unnamed,
            },
            cue: it.cue,
        });
        let args = self.args.into_iter();
        let args = args.filter_map(|(role, it)| Some((role, resolve(it)?))).collect();
        Some(Fact {
            subject,
            predicate: self.predicate,
            object,
            polarity: self.polarity,
            factuality: self.factuality,
            attribution,
            time: self.time,
            args,
            evidence: self.evidence,
        })
    }

    /// Calls `visit` with every thing that the fact is about, and its source.
    pub fn for_each_entity(&self, mut visit: impl FnMut(&N)) {
        let source = self.attribution.as_ref().and_then(|it| match &it.source {
            Source::Named(argument) => Some(argument),
            Source::Unnamed => None,
        });
        let args = self.args.iter().map(|(_, it)| it);
        let all = [Some(&self.subject), self.object.as_ref(), source];
        for argument in all.into_iter().flatten().chain(args) {
            match &argument.node {
                Node::Entity(entity) => visit(entity),
                Node::Literal(_) => {}
            }
        }
    }
}

/// An argument of a fact: always a span of the article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Argument<N = MentionId> {
    /// The words that name it.
    pub span: Span,
    /// What they refer to.
    pub node: Node<N>,
}

/// What the words of an argument refer to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Node<N = MentionId> {
    /// Something that can be referred to again.
    Entity(N),
    /// Nothing but their own meaning.
    Literal(Literal),
}

/// What a literal argument is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Literal {
    /// A noun phrase, adjective or adverb.
    Phrase,
    /// A clause: the content of a statement.
    Clause,
}

/// The predicate of a fact: the lemma of its verb, and the relation that it comes to.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Predicate {
    /// The lemma of the verb, or of the verb behind a noun; `be` for titles.
    pub lemma: Box<str>,
    /// The participle of a verb in the passive whose agent is not said: its subject does
    /// not act.
    pub participle: Option<Box<str>>,
    /// Its particle: *up* of *give up*.
    pub particle: Option<Box<str>>,
    /// The preposition of the object: *for* of *work for*.
    pub adposition: Option<Box<str>>,
    /// The relation of the schema, where one applies: `endorsed`.
    pub relation: Option<Box<str>>,
}

impl Predicate {
    /// The name of the relation in the graph: that of the schema, else the lemma with
    /// particle and adposition, joined by `_`: `vote_against`; in a passive without an
    /// agent, *be* and the participle for the lemma: `be_taken_to`.
    pub fn name(&self) -> String {
        match &self.relation {
            Some(relation) => relation.to_string(),
            None => self.open_name(),
        }
    }

    fn open_name(&self) -> String {
        let (verb, participle) = match &self.participle {
            Some(participle) => (BE, Some(&**participle)),
            None => (&*self.lemma, None),
        };
        let rest = [participle, self.particle.as_deref(), self.adposition.as_deref()];
        let words = std::iter::once(verb).chain(rest.into_iter().flatten());
        words.map(|it| it.replace(' ', "_")).collect::<Vec<_>>().join("_")
    }
}

vocabulary! {
    /// Whether a fact is said to hold or said not to.
    Polarity, "polarity", {
        /// It is said to hold.
        Affirmed = "affirmed",
        /// It is said not to hold.
        Negated = "negated",
    }
}

vocabulary! {
    /// How a fact stands to what happened: FactBank's question, the guideline's answers.
    Factuality, "factuality", {
        /// Stated as having happened or being so.
        Actual = "actual",
        /// Announced, scheduled, promised or predicted with certainty.
        Planned = "planned",
        /// Conditional, modal, attempted, wanted or asked for.
        Possible = "possible",
        /// Stated as not having come true.
        Counterfactual = "counterfactual",
        /// Asserted by somebody other than the writer.
        Claim = "claim",
    }
}

vocabulary! {
    /// What an argument beyond subject and object is to the fact.
    Role, "role of an argument", {
        /// Where.
        Place = "place",
        /// On which occasion.
        Event = "event",
        /// How much money or how many.
        Amount = "amount",
        /// By how much.
        Margin = "margin",
        /// Which part.
        Share = "share",
        /// Among whom.
        Sample = "sample",
        /// In which role.
        Role = "role",
        /// The epithet or function given.
        As = "as",
        /// What is said or alleged.
        Content = "content",
        /// To whom.
        Recipient = "recipient",
        /// Why.
        Reason = "reason",
        /// Through what.
        Via = "via",
        /// About what.
        Topic = "topic",
        /// How long.
        Dur = "dur",
        /// How often.
        Count = "count",
        /// Which office.
        Office = "office",
        /// For whom or what.
        For = "for",
        /// From whom or where.
        From = "from",
        /// To whom or where.
        To = "to",
        /// With what.
        Instrument = "instrument",
        /// How.
        Manner = "manner",
        /// Under which circumstance.
        Circumstance = "circumstance",
        /// On whose word.
        Source = "source",
        /// At which place of an order.
        Rank = "rank",
        /// Until or from which date.
        Date = "date",
    }
}

/// Who says a fact, where that is not the article itself: PARC's source and cue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribution<N = MentionId> {
    /// On whose word it stands.
    pub source: Source<N>,
    /// The word that says so: *said*, *according to*.
    pub cue: Option<Span>,
}

/// On whose word a fact stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source<N = MentionId> {
    /// A person, organisation, report or poll of the text.
    Named(Argument<N>),
    /// Somebody whom the text does not name, or an unresolved pronoun.
    Unnamed,
}

/// When a fact holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Time {
    /// The TIMEX3 value.
    pub value: TimexValue,
    /// The expression in the text that gives it.
    pub span: Span,
}

/// Where a fact is said. No fact exists without it.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The sentence.
    pub sentence: Span,
    /// The words of the predicate: verb, title, event noun.
    pub trigger: Span,
    /// The rule that found it.
    pub rule: &'static str,
    /// Whether no verb says it: titles, appositions, possessives.
    pub implicit: bool,
    /// How likely facts found like this one are right, between 0 and 1, in hundredths.
    pub confidence: f32,
    /// What the confidence comes from.
    pub signs: Signs,
}
