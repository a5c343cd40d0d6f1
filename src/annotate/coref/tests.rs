//! Chains of short invented articles, compared with answers by hand.

use super::Coref;
use super::testing::{chains, document};
use crate::doc::EntityType::{self, Organization, Person, Place};
use crate::lexicon::Lexicon;

/// The chains of two mentions and more, each as the words of its mentions.
fn read(conllu: &str, names: &[(&str, EntityType)]) -> Vec<String> {
    let mut doc = document(conllu, names);
    Coref::new(&Lexicon::embedded()).unwrap().resolve(&mut doc);
    assert!(doc.mentions.is_sorted_by_key(|it| it.span));
    let members: usize = doc.chains.iter().map(|it| it.mentions.len()).sum();
    assert_eq!(members, doc.mentions.len(), "every mention is in one chain");
    chains(&doc)
}

/// A headline's surname, an apposition, a title that tells two people of one surname
/// apart, a role, and gender.
#[test]
fn relatives_with_one_surname_stay_apart() {
    let names =
        [("Ruiz", Person), ("Elmira", Place), ("Ana Ruiz", Person), ("Tom Ruiz", Person)];
    assert_eq!(
        read(RELATIVES, &names),
        [
            "Ruiz = Ana Ruiz = the mayor of Elmira = her = Ruiz = The mayor",
            "Elmira = Elmira",
            "Tom Ruiz = her brother = him",
        ]
    );
}

/// *I* is the speaker, and nobody calls himself *he*.
#[test]
fn quotations_have_speakers() {
    let names = [
        ("Omar Hale", Person),
        ("Lena Voss", Person),
        ("Perth", Place),
        ("Hale", Person),
        ("Voss", Person),
    ];
    assert_eq!(
        read(QUOTATIONS, &names),
        ["Omar Hale = I = Hale = He", "Lena Voss = her = Voss = who"]
    );
}

/// A pronoun may come before its name, a body without its country, an event by its place;
/// and a paragraph after a colon is what somebody says.
#[test]
fn what_comes_first_and_what_is_announced() {
    let names = [
        ("Leo Chen", Person),
        ("U.S. Harbor Court", Organization),
        ("Harbor Court", Organization),
        ("Delta War", EntityType::Event),
        ("Ruiz", Person),
    ];
    assert_eq!(
        read(ANNOUNCED, &names),
        [
            "his = Leo Chen",
            "U.S. Harbor Court = Harbor Court",
            "Delta War = the war",
            "Ruiz = I",
        ]
    );
}

/// A legal form is no part of a name; an acronym stands for what it abbreviates; a kind
/// for the body of that kind; and a campaign is not its candidate.
#[test]
fn bodies_are_called_by_short_names_and_kinds() {
    let names = [
        ("Harbor Safety Board", Organization),
        ("Norvik Inc.", Organization),
        ("Norvik", Organization),
        ("HSB", Organization),
        ("Voss", Person),
    ];
    assert_eq!(
        read(BODIES, &names),
        [
            "Harbor Safety Board = HSB = the board",
            "Norvik Inc. = Norvik = The company = it",
            "The Voss campaign = Voss ’s campaign",
            "Voss = Voss",
        ]
    );
}

const RELATIVES: &str = "\
1 Ruiz ruiz PROPN NNP Number=Sing 2 nsubj
2 Opens open VERB VBZ Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 0 root
3 Mill mill PROPN NNP Number=Sing 2 obj
4 in in ADP IN _ 5 case
5 Elmira elmira PROPN NNP Number=Sing 2 obl

1 Ana ana PROPN NNP Number=Sing 9 nsubj
2 Ruiz ruiz PROPN NNP Number=Sing 1 flat
3 , , PUNCT , _ 5 punct
4 the the DET DT Definite=Def|PronType=Art 5 det
5 mayor mayor NOUN NN Number=Sing 1 appos
6 of of ADP IN _ 7 case
7 Elmira elmira PROPN NNP Number=Sing 5 nmod
8 , , PUNCT , _ 1 punct
9 opened open VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
10 a a DET DT Definite=Ind|PronType=Art 11 det
11 mill mill NOUN NN Number=Sing 9 obj
12 on on ADP IN _ 13 case
13 Monday monday PROPN NNP Number=Sing 9 obl
14 . . PUNCT . _ 9 punct

1 Tom tom PROPN NNP Number=Sing 7 nsubj
2 Ruiz ruiz PROPN NNP Number=Sing 1 flat
3 , , PUNCT , _ 5 punct
4 her her PRON PRP$ Case=Gen|Gender=Fem|Number=Sing|Person=3|Poss=Yes|PronType=Prs 5 nmod:poss
5 brother brother NOUN NN Number=Sing 1 appos
6 , , PUNCT , _ 1 punct
7 praised praise VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
8 Mrs. mrs. PROPN NNP Number=Sing 9 nmod:desc
9 Ruiz ruiz PROPN NNP Number=Sing 7 obj
10 . . PUNCT . _ 7 punct

1 The the DET DT Definite=Def|PronType=Art 2 det
2 mayor mayor NOUN NN Number=Sing 3 nsubj
3 thanked thank VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
4 him him PRON PRP Case=Acc|Gender=Masc|Number=Sing|Person=3|PronType=Prs 3 obj
5 . . PUNCT . _ 3 punct
";

const QUOTATIONS: &str = "\
1 Omar omar PROPN NNP Number=Sing 3 nsubj
2 Hale hale PROPN NNP Number=Sing 1 flat
3 met meet VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
4 Lena lena PROPN NNP Number=Sing 3 obj
5 Voss voss PROPN NNP Number=Sing 4 flat
6 in in ADP IN _ 7 case
7 Perth perth PROPN NNP Number=Sing 3 obl
8 . . PUNCT . _ 3 punct

1 “ “ PUNCT `` _ 3 punct
2 I i PRON PRP Case=Nom|Number=Sing|Person=1|PronType=Prs 3 nsubj
3 like like VERB VBP Mood=Ind|Number=Sing|Person=1|Tense=Pres|VerbForm=Fin 8 ccomp
4 her her PRON PRP Case=Acc|Gender=Fem|Number=Sing|Person=3|PronType=Prs 3 obj
5 , , PUNCT , _ 3 punct
6 ” ” PUNCT '' _ 3 punct
7 Hale hale PROPN NNP Number=Sing 8 nsubj
8 said say VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
9 . . PUNCT . _ 8 punct

1 “ “ PUNCT `` _ 3 punct
2 He he PRON PRP Case=Nom|Gender=Masc|Number=Sing|Person=3|PronType=Prs 3 nsubj
3 lies lie VERB VBZ Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin 6 ccomp
4 , , PUNCT , _ 3 punct
5 ” ” PUNCT '' _ 3 punct
6 said say VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
7 Voss voss PROPN NNP Number=Sing 6 nsubj
8 , , PUNCT , _ 10 punct
9 who who PRON WP PronType=Rel 10 nsubj
10 smiled smile VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 7 acl:relcl
11 . . PUNCT . _ 6 punct
";

const BODIES: &str = "\
1 The the DET DT Definite=Def|PronType=Art 4 det
2 Harbor harbor PROPN NNP Number=Sing 3 compound
3 Safety safety PROPN NNP Number=Sing 4 compound
4 Board board PROPN NNP Number=Sing 5 nsubj
5 fined fine VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
6 Norvik norvik PROPN NNP Number=Sing 7 compound
7 Inc. inc. PROPN NNP Number=Sing 5 obj
8 in in ADP IN _ 9 case
9 May may PROPN NNP Number=Sing 5 obl
10 . . PUNCT . _ 5 punct

1 Norvik norvik PROPN NNP Number=Sing 2 nsubj
2 sued sue VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
3 the the DET DT Definite=Def|PronType=Art 4 det
4 HSB hsb PROPN NNP Number=Sing 2 obj
5 . . PUNCT . _ 2 punct

1 The the DET DT Definite=Def|PronType=Art 2 det
2 company company NOUN NN Number=Sing 3 nsubj
3 said say VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
4 it it PRON PRP Case=Nom|Gender=Neut|Number=Sing|Person=3|PronType=Prs 6 nsubj
5 had have AUX VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 6 aux
6 done do VERB VBN Tense=Past|VerbForm=Part 3 ccomp
7 nothing nothing PRON NN Number=Sing|PronType=Neg 6 obj
8 . . PUNCT . _ 3 punct

1 The the DET DT Definite=Def|PronType=Art 3 det
2 Voss voss PROPN NNP Number=Sing 3 compound
3 campaign campaign NOUN NN Number=Sing 4 nsubj
4 thanked thank VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
5 the the DET DT Definite=Def|PronType=Art 6 det
6 board board NOUN NN Number=Sing 4 obj
7 . . PUNCT . _ 4 punct

1 Voss voss PROPN NNP Number=Sing 3 nmod:poss
2 ’s ’s PART POS _ 1 case
3 campaign campaign NOUN NN Number=Sing 4 nsubj
4 gave give VERB VBD Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin 0 root
5 a a DET DT Definite=Ind|PronType=Art 6 det
6 feast feast NOUN NN Number=Sing 4 obj
7 . . PUNCT . _ 4 punct
";

const ANNOUNCED: &str = "\
1 After after ADP IN _ 3 case
2 his his PRON PRP$ Gender=Masc|Number=Sing|Person=3|Poss=Yes|PronType=Prs 3 nmod:poss
3 election election NOUN NN Number=Sing 7 obl
4 , , PUNCT , _ 7 punct
5 Leo Leo PROPN NNP Number=Sing 7 nsubj
6 Chen Chen PROPN NNP Number=Sing 5 flat
7 met meet VERB VBD _ 0 root
8 the the DET DT Definite=Def|PronType=Art 11 det
9 U.S. U.S. PROPN NNP Number=Sing 11 compound
10 Harbor Harbor PROPN NNP Number=Sing 11 compound
11 Court Court PROPN NNP Number=Sing 7 obj

1 The the DET DT Definite=Def|PronType=Art 3 det
2 Harbor Harbor PROPN NNP Number=Sing 3 compound
3 Court Court PROPN NNP Number=Sing 4 nsubj
4 judged judge VERB VBD _ 0 root
5 the the DET DT Definite=Def|PronType=Art 7 det
6 Delta Delta PROPN NNP Number=Sing 7 compound
7 War war PROPN NNP Number=Sing 4 obj

1 Ruiz Ruiz PROPN NNP Number=Sing 2 nsubj
2 wrote write VERB VBD _ 0 root
3 : : PUNCT : _ 2 punct

# newpar
1 I I PRON PRP Number=Sing|Person=1|PronType=Prs 2 nsubj
2 saw see VERB VBD _ 0 root
3 the the DET DT Definite=Def|PronType=Art 4 det
4 war war NOUN NN Number=Sing 2 obj
5 in in ADP IN _ 6 case
6 Delta Delta PROPN NNP Number=Sing 4 nmod
";
