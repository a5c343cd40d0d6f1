//! A comparison says how alike two entities of different articles are, in points out of
//! a hundred, and in words why. It never gives points without a reason.

use crate::doc::EntityType;
use crate::text::Date;

use super::form::{Form, Given};
use super::profile::{Profile, Profiles};

/// So many points are certain; what has fewer is for a person to judge.
pub(super) const CERTAIN: i32 = 90;

/// With fewer points nobody is asked.
pub(super) const WORTH_ASKING: i32 = 40;

/// Articles so many days apart tell of the same time.
const MONTH: i32 = 31;

/// Nobody holds two public offices within so many days, but for a change between terms.
const SAME_TERM: i32 = 60;

/// Articles so many days apart tell of different times.
const YEARS: i32 = 5 * 366;

/// What two entities have in common.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Comparison {
    /// Points out of a hundred.
    pub(super) score: i32,
    pub(super) reasons: Vec<String>,
    /// Why they cannot be one, where they cannot.
    pub(super) refusal: Option<String>,
}

impl Comparison {
    fn refused(why: impl Into<String>) -> Self {
        Self { score: 0, reasons: Vec::new(), refusal: Some(why.into()) }
    }

    fn add(&mut self, points: i32, reason: impl Into<String>) {
        self.score += points;
        self.reasons.push(reason.into());
    }
}

/// Compares two profiles; `rivals` is how many others the shorter name might mean.
/// `None` where their names have nothing to do with each other.
pub(super) fn compare(
    profiles: &Profiles<'_>,
    left: usize,
    right: usize,
    rivals: usize,
) -> Option<Comparison> {
    let (one, other) = (profiles.get(left), profiles.get(right));
    let mut found = by_name(one, other, rivals)?;
    if found.refusal.is_some() {
        return Some(found);
    }
    if profiles.meet(left, right) {
        return Some(Comparison::refused("one article speaks of both, as of two"));
    }
    let apart = days_apart(one, other);
    if let Some(why) = office_clash(one, other, apart) {
        return Some(Comparison::refused(why));
    }
    let roles: Vec<_> = one.roles.intersection(&other.roles).cloned().collect();
    if let Some(role) = roles.first() {
        found.add(20, format!("both are called {role}"));
    }
    let shared = profiles.companions(left, right);
    if !shared.is_empty() {
        let points = i32::try_from(shared.len().min(3)).unwrap_or(3) * 10;
        let names = shared.join(", ");
        found.add(points, format!("both are written of together with {names}"));
    }
    match apart {
        Some(days) if days <= MONTH => found.add(5, "within a month"),
        Some(days) if days > YEARS => found.add(-15, "years apart"),
        _ => {}
    }
    found.score = found.score.clamp(0, 100);
    Some(found)
}

/// What the names alone say.
fn by_name(one: &Profile, other: &Profile, rivals: usize) -> Option<Comparison> {
    let is_person = |it: &Profile| it.entity_type == EntityType::Person;
    let best = one.forms.iter().flat_map(|left| {
        other.forms.iter().filter_map(move |right| {
            if is_person(one) && is_person(other) {
                of_people(left, right, rivals)
            } else if !is_person(one) && !is_person(other) {
                of_bodies(left, right, rivals)
            } else {
                None
            }
        })
    });
    // The best of equals is the first; a refusal stands only where nothing else does.
    let mut best = best.collect::<Vec<_>>();
    best.sort_by_key(|it| (it.refusal.is_some(), -it.score));
    let mut found = best.into_iter().next()?;
    let is_vague = |it: &Profile| it.entity_type == EntityType::Other;
    if one.entity_type != other.entity_type && !is_vague(one) && !is_vague(other) {
        let kinds = format!("{} and {}", one.entity_type, other.entity_type);
        found.add(-30, format!("of different kinds, {kinds}"));
    }
    Some(found)
}

fn of_people(one: &Form, other: &Form, rivals: usize) -> Option<Comparison> {
    let mut found = Comparison { score: 0, reasons: Vec::new(), refusal: None };
    if let (Some(left), Some(right)) = (one.gender, other.gender)
        && left != right
    {
        let why = "one is a woman's name or title, the other a man's";
        return Some(Comparison::refused(why));
    }
    match (one.is_full(), other.is_full()) {
        (true, true) => {
            if one.surname() != other.surname() {
                return None;
            }
            if one.generation != other.generation {
                return Some(Comparison::refused("of different generations, as `Jr.`"));
            }
            match one.given_like(other) {
                Given::Equal => found.add(75, "the same given name and surname"),
                Given::Nickname => {
                    found.add(60, "the same surname, and one given name is short for it");
                }
                Given::Initial => {
                    found.add(45, "the same surname, and an initial that fits");
                }
                Given::Different => {
                    return Some(Comparison::refused("different given names"));
                }
            }
            if !one.middles_fit(other) {
                return Some(Comparison::refused("different middle names"));
            }
            if one.middle().is_empty() != other.middle().is_empty() {
                found.reasons.push("one gives a middle name too".into());
            }
        }
        (false, false) => return None,
        (is_full, _) => {
            let (full, short) = if is_full { (one, other) } else { (other, one) };
            let word = short.words.last()?;
            let is_surname = full.surname() == Some(word);
            if !is_surname && full.words.first() != Some(word) {
                return None;
            }
            let what = if is_surname { "surname" } else { "given name" };
            match (is_surname, rivals) {
                (true, 1) => found.add(60, "the only full name with this surname"),
                (false, 1) => found.add(30, "the only full name with this given name"),
                (is_surname, _) => {
                    let points = if is_surname { 35 } else { 15 };
                    found.add(points, format!("one of {rivals} with this {what}"));
                }
            }
        }
    }
    Some(found)
}

fn of_bodies(one: &Form, other: &Form, rivals: usize) -> Option<Comparison> {
    let mut found = Comparison { score: 0, reasons: Vec::new(), refusal: None };
    if one.content.is_empty() || other.content.is_empty() {
        return None;
    }
    if one.content == other.content && one.content.len() > 1 {
        match (&one.nation, &other.nation) {
            (None, None) => found.add(85, "the same words in another order"),
            (Some(left), Some(right)) if left == right => {
                found.add(85, "the same words in another order");
            }
            (Some(nation), None) | (None, Some(nation)) => {
                found.add(65, format!("the longer name only adds {nation}"));
            }
            _ => return Some(Comparison::refused("of different countries")),
        }
        return Some(found);
    }
    let (short, long) =
        if one.words.len() <= other.words.len() { (one, other) } else { (other, one) };
    if long.acronym.as_deref().is_some_and(|it| Some(it) == short.letters.as_deref()) {
        let points = if rivals == 1 { 70 } else { 40 };
        found.add(points, "the letters of the longer name");
        return Some(found);
    }
    let begins = long.words.len() == short.words.len() + 1
        && long.words.starts_with(&short.words)
        && long.ends_in_kind;
    if begins {
        let points = if rivals == 1 { 60 } else { 30 };
        found.add(points, "the longer name only adds what kind of body it is");
        return Some(found);
    }
    None
}

/// How many days lie between the nearest articles of two profiles.
fn days_apart(one: &Profile, other: &Profile) -> Option<i32> {
    let ((a, b), (c, d)) = (one.days?, other.days?);
    let days = |from: Date, to: Date| (to - from).get_days();
    Some(days(b, c).max(days(d, a)).max(0))
}

/// Why the public offices of two people keep them apart.
fn office_clash(one: &Profile, other: &Profile, apart: Option<i32>) -> Option<String> {
    let near = apart.is_some_and(|it| it <= SAME_TERM);
    let (left, right) = (one.offices.first()?, other.offices.first()?);
    let clash = near && one.offices.is_disjoint(&other.offices);
    clash.then(|| format!("different offices at the same time, {left} and {right}"))
}
