//! DEPREL: the dependency relations with the subtypes of English.

super::vocabulary! {
    /// A dependency relation with its subtype, column 8 of CoNLL-U.
    Deprel, "dependency relation", {
        Acl = "acl", AclRelcl = "acl:relcl", Advcl = "advcl", AdvclRelcl = "advcl:relcl",
        Advmod = "advmod", AdvmodEmph = "advmod:emph", Amod = "amod", Appos = "appos",
        Aux = "aux", AuxPass = "aux:pass", Case = "case", Cc = "cc",
        CcPreconj = "cc:preconj", Ccomp = "ccomp", Clf = "clf", Compound = "compound",
        CompoundPrt = "compound:prt", Conj = "conj", Cop = "cop", Csubj = "csubj",
        CsubjOuter = "csubj:outer", CsubjPass = "csubj:pass", Dep = "dep", Det = "det",
        DetPredet = "det:predet", Discourse = "discourse", Dislocated = "dislocated",
        Expl = "expl", Fixed = "fixed", Flat = "flat", FlatForeign = "flat:foreign",
        FlatName = "flat:name", Goeswith = "goeswith", Iobj = "iobj", List = "list",
        Mark = "mark", Nmod = "nmod", NmodDesc = "nmod:desc", NmodNpmod = "nmod:npmod",
        NmodPoss = "nmod:poss", NmodTmod = "nmod:tmod", NmodUnmarked = "nmod:unmarked",
        Nsubj = "nsubj", NsubjOuter = "nsubj:outer", NsubjPass = "nsubj:pass",
        Nummod = "nummod", Obj = "obj", Obl = "obl", OblAgent = "obl:agent",
        OblNpmod = "obl:npmod", OblTmod = "obl:tmod", OblUnmarked = "obl:unmarked",
        Orphan = "orphan", Parataxis = "parataxis", Punct = "punct",
        Reparandum = "reparandum", Root = "root", Vocative = "vocative", Xcomp = "xcomp",
    }
}

impl Deprel {
    /// The universal relation without its subtype: `nsubj:pass` gives `nsubj`.
    #[must_use]
    pub fn base(self) -> Self {
        match self.as_str().split_once(':') {
            Some((base, _)) => base.parse().unwrap_or(self),
            None => self,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Deprel;

    #[test]
    fn every_relation_has_a_universal_base_and_round_trips() {
        for deprel in Deprel::ALL {
            assert_eq!(deprel.as_str().parse(), Ok(*deprel));
            assert!(!deprel.base().as_str().contains(':'));
        }
        assert_eq!(Deprel::NsubjPass.base(), Deprel::Nsubj);
        assert!("nsubj:foo".parse::<Deprel>().is_err());
    }
}
