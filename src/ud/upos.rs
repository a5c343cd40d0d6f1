//! UPOS: the universal part-of-speech tags.

super::vocabulary! {
    /// A universal part-of-speech tag, column 4 of CoNLL-U.
    Upos, "universal part-of-speech tag", {
        Adj = "ADJ", Adp = "ADP", Adv = "ADV", Aux = "AUX", Cconj = "CCONJ", Det = "DET",
        Intj = "INTJ", Noun = "NOUN", Num = "NUM", Part = "PART", Pron = "PRON",
        Propn = "PROPN", Punct = "PUNCT", Sconj = "SCONJ", Sym = "SYM", Verb = "VERB",
        X = "X",
    }
}

impl Upos {
    /// Whether a word of this tag can head a noun phrase.
    pub fn is_nominal(self) -> bool {
        matches!(self, Self::Noun | Self::Propn | Self::Pron | Self::Num | Self::Sym)
    }
}
