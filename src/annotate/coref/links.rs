//! Links are the chains while they grow: which mentions are the same thing so far.

use crate::doc::MentionId;

use super::traits::Traits;

/// Chains of mentions, with what is known of each chain.
#[derive(Debug)]
pub(super) struct Links {
    /// The first mention of the chain that holds each mention.
    first: Vec<MentionId>,
    /// Under the first mention of a chain: its mentions, in order.
    members: Vec<Vec<MentionId>>,
    /// Under the first mention of a chain: its number and gender.
    traits: Vec<Traits>,
    /// Under the first mention of a chain: whether one of its mentions is a name.
    named: Vec<bool>,
}

impl Links {
    /// Every mention alone.
    pub(super) fn new(mentions: impl Iterator<Item = (Traits, bool)>) -> Self {
        let (traits, named): (Vec<_>, Vec<_>) = mentions.unzip();
        let first: Vec<_> = (0..traits.len()).map(MentionId::new).collect();
        let members = first.iter().map(|it| vec![*it]).collect();
        Self { first, members, traits, named }
    }

    /// The first mention of the chain of `mention`, which stands for the chain.
    pub(super) fn chain(&self, mention: MentionId) -> MentionId {
        self.first[mention.index()]
    }

    /// The mentions of the chain of `mention`, in order.
    pub(super) fn members(&self, mention: MentionId) -> &[MentionId] {
        &self.members[self.chain(mention).index()]
    }

    pub(super) fn traits(&self, mention: MentionId) -> Traits {
        self.traits[self.chain(mention).index()]
    }

    /// Takes note of what a title says of a chain.
    pub(super) fn refine(&mut self, mention: MentionId, traits: Traits) {
        let chain = self.chain(mention).index();
        self.traits[chain] = self.traits[chain].refine(traits);
    }

    pub(super) fn is_named(&self, mention: MentionId) -> bool {
        self.named[self.chain(mention).index()]
    }

    pub(super) fn is_alone(&self, mention: MentionId) -> bool {
        self.members(mention).len() == 1
    }

    pub(super) fn same(&self, left: MentionId, right: MentionId) -> bool {
        self.chain(left) == self.chain(right)
    }

    pub(super) fn agree(&self, left: MentionId, right: MentionId) -> bool {
        self.traits(left).agree(self.traits(right))
    }

    /// Unites the chains of two mentions.
    pub(super) fn join(&mut self, left: MentionId, right: MentionId) {
        let (left, right) = (self.chain(left), self.chain(right));
        if left == right {
            return;
        }
        let (kept, gone) = (left.min(right), left.max(right));
        let moved = std::mem::take(&mut self.members[gone.index()]);
        for mention in &moved {
            self.first[mention.index()] = kept;
        }
        // A name knows best what it names.
        let (known, other) = if self.named[gone.index()] && !self.named[kept.index()] {
            (gone, kept)
        } else {
            (kept, gone)
        };
        self.traits[kept.index()] =
            self.traits[known.index()].refine(self.traits[other.index()]);
        self.named[kept.index()] |= self.named[gone.index()];
        let members = &mut self.members[kept.index()];
        if let [only] = moved[..] {
            members.insert(members.partition_point(|it| *it < only), only);
        } else {
            members.extend(moved);
            members.sort_unstable();
        }
    }

    /// Unites the chains of two mentions unless both have names: only names themselves
    /// decide whether two names are one thing. Whether they are united now.
    pub(super) fn attach(&mut self, left: MentionId, right: MentionId) -> bool {
        if self.same(left, right) {
            return true;
        }
        if self.is_named(left) && self.is_named(right) {
            return false;
        }
        self.join(left, right);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::{Links, Traits};
    use crate::doc::MentionId;

    #[test]
    fn chains_grow_and_names_are_not_fused_by_what_is_no_name() {
        let [a, b, c, d] = [0, 1, 2, 3].map(MentionId);
        let mentions = [true, false, true, false].map(|named| (Traits::ANY, named));
        let mut links = Links::new(mentions.into_iter());
        assert!(links.attach(a, d) && links.attach(b, d));
        assert_eq!(links.members(b), [a, b, d]);
        assert!(!links.attach(c, b) && links.is_alone(c));
        links.join(c, a);
        assert_eq!(links.members(d), [a, b, c, d]);
    }
}
