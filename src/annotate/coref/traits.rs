//! Traits are what number and gender a phrase can have: the ground of agreement.

use std::ops::BitAnd;

/// The numbers and genders that are possible for a phrase, as two sets in one byte.
///
/// A constant such as [`Traits::MALE`] limits one axis and leaves the other open; limits
/// are joined with `&`. *He* is `SINGULAR & MALE`, *they* is `PLURAL`, a person of
/// unknown gender `SINGULAR & PERSON`, a thing `NEUTER`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Traits(u8);

impl Traits {
    pub(super) const ANY: Self = Self(0b11111);
    pub(super) const SINGULAR: Self = Self(0b11101);
    pub(super) const PLURAL: Self = Self(0b11110);
    pub(super) const MALE: Self = Self(0b00111);
    pub(super) const FEMALE: Self = Self(0b01011);
    pub(super) const NEUTER: Self = Self(0b10011);
    pub(super) const PERSON: Self = Self(0b01111);

    const NUMBERS: u8 = 0b00011;
    const GENDERS: u8 = 0b11100;

    /// Whether one thing can have both.
    pub(super) fn agree(self, other: Self) -> bool {
        let both = self.0 & other.0;
        both & Self::NUMBERS != 0 && both & Self::GENDERS != 0
    }

    /// Whether it leaves a gender open that the other knows.
    pub(super) fn agrees_with_more(self, other: Self) -> bool {
        self.0 & Self::GENDERS != self.0 & other.0 & Self::GENDERS
    }

    /// What is possible for a thing that has been called both; where the two exclude
    /// each other on an axis, the first one stands.
    #[must_use]
    pub(super) fn refine(self, other: Self) -> Self {
        let axis = |mask: u8| match self.0 & other.0 & mask {
            0 => self.0 & mask,
            both => both,
        };
        Self(axis(Self::NUMBERS) | axis(Self::GENDERS))
    }

    /// Whether it must be a human being.
    pub(super) fn is_person(self) -> bool {
        self.0 & Self::NEUTER.0 & Self::GENDERS == 0
    }

    /// Whether it cannot be one.
    pub(super) fn is_thing(self) -> bool {
        self.0 & Self::PERSON.0 & Self::GENDERS == 0
    }

    /// Whether there can be several.
    pub(super) fn may_be_plural(self) -> bool {
        self.0 & Self::PLURAL.0 & Self::NUMBERS != 0
    }

    /// Whether there must be several.
    pub(super) fn is_plural(self) -> bool {
        self.0 & Self::SINGULAR.0 & Self::NUMBERS == 0
    }
}

impl BitAnd for Traits {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Traits;

    #[test]
    fn agreement_needs_a_common_number_and_a_common_gender() {
        let he = Traits::SINGULAR & Traits::MALE;
        let someone = Traits::SINGULAR & Traits::PERSON;
        assert!(he.agree(someone) && !he.agree(Traits::PLURAL));
        assert!(!he.agree(Traits::SINGULAR & Traits::FEMALE));
        assert!(!he.agree(Traits::NEUTER) && Traits::NEUTER.agree(Traits::PLURAL));
        assert!(he.is_person() && someone.is_person() && !Traits::ANY.is_person());
    }

    #[test]
    fn refining_keeps_the_first_where_the_two_exclude_each_other() {
        let she = Traits::SINGULAR & Traits::FEMALE;
        let someone = Traits::ANY & Traits::PERSON;
        assert_eq!(someone.refine(she), she);
        assert_eq!(she.refine(Traits::PLURAL), she);
    }
}
