//! The rules: one construction, one file. Rules do not know each other.

mod affiliation;
mod apposition;
mod bracket;
mod concession;
mod copula;
mod event_noun;
mod existential;
mod location;
mod nominal;
mod occasion;
mod possessive;
mod schedule;
mod statement;
mod title;
mod verbal;

use super::draft::{Context, Draft};

/// The rules whose facts an article repeats with every description of a person.
pub(super) const SAID_ONCE: &[&str] = &[nominal::RULE];

/// What every rule finds in a sentence.
pub(super) fn apply(cx: &Context<'_>) -> Vec<Draft> {
    let mut drafts = Vec::new();
    for rule in [
        verbal::apply,
        statement::apply,
        copula::apply,
        concession::apply,
        existential::apply,
        title::apply,
        apposition::apply,
        bracket::apply,
        affiliation::apply,
        possessive::apply,
        event_noun::apply,
        location::apply,
        occasion::apply,
        nominal::apply,
        schedule::apply,
    ] {
        rule(cx, &mut drafts);
    }
    drafts
}
