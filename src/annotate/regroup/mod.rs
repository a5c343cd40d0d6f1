//! Regrouping gives names what the parser left with a word near them: a title that is
//! coordinated with another, and the clause that says more of somebody.

mod clauses;

use crate::doc::{Document, EntityType, Mention, MentionForm, SentenceId, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::graft::{attach, dependents, has, is_below, move_to};

/// Regroups what stands round the names of people.
pub(super) fn regroup(doc: &mut Document) {
    let people: Vec<_> = doc
        .mentions
        .iter()
        .filter(|it| {
            it.form == MentionForm::Named && it.entity_type == EntityType::Person
        })
        .map(|it| {
            let first =
                doc.tokens.partition_point(|word| word.span.end() <= it.span.start());
            let end =
                doc.tokens.partition_point(|word| word.span.start() < it.span.end());
            Name { first: TokenId::new(first), end: TokenId::new(end), head: it.head }
        })
        .collect();
    clauses::regroup(doc);
    let heads: Vec<_> = people.iter().map(|it| it.head).collect();
    for name in people {
        lower_name(doc, &name);
        return_speaker(doc, &name);
        lower_title(doc, &name);
        join_titles(doc, &name);
        join_names(doc, &name);
        join_adherent(doc, &name);
        return_relative(doc, &name);
        return_apposition(doc, &name, &heads);
        join_descriptions(doc, &name);
    }
}

/// The words of a name and which of them is its head.
struct Name {
    first: TokenId,
    end: TokenId,
    head: TokenId,
}

/// *Roe, whose company owns it, opposed the bill*: a name with a finite verb beside it that
/// has no subject is that.
fn lower_name(doc: &mut Document, name: &Name) {
    if doc[name.head].head.is_some() || has(doc, name.head, Deprel::Cop) {
        return;
    }
    let verb = dependents(doc, name.head).find(|it| {
        *it > name.end
            && doc[*it].deprel == Deprel::Parataxis
            && matches!(doc[*it].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
            && !has(doc, *it, Deprel::Nsubj)
    });
    let Some(verb) = verb else { return };
    let outer: Vec<_> = dependents(doc, name.head).filter(|it| *it > verb).collect();
    attach(doc, verb, None, Deprel::Root);
    attach(doc, name.head, Some(verb), Deprel::Nsubj);
    for word in outer {
        move_to(doc, word, verb);
    }
}

/// *This is Alba, Roe said*: a name right before a verb that has what is said and nobody who
/// says it.
fn return_speaker(doc: &mut Document, name: &Name) {
    let verb = name.end;
    let said = doc.tokens.get(verb.index()).is_some_and(|it| {
        it.upos == Upos::Verb && matches!(it.xpos, Xpos::Vbd | Xpos::Vbz)
    });
    let describes = doc[name.head].deprel == Deprel::Appos;
    if !said || !describes || has(doc, verb, Deprel::Nsubj) {
        return;
    }
    let content = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Ccomp);
    if content.is_some_and(|it| it < name.first && is_below(doc, name.head, it)) {
        attach(doc, name.head, Some(verb), Deprel::Nsubj);
    }
}

/// *praised Secretary of State Jan Holt*, *Speaker of the House Jan Holt*: a title whose
/// phrase ends where the name begins belongs to the name.
fn lower_title(doc: &mut Document, name: &Name) {
    let sentence = sentence(doc, name);
    let before = (sentence.start..name.first.0).rev().map(TokenId);
    let mut body = before.take_while(|it| {
        matches!(doc[*it].upos, Upos::Noun | Upos::Propn | Upos::Adj | Upos::Det)
    });
    let Some(last) = body.next() else { return };
    let first = body.last().unwrap_or(last);
    let Some(title) = first.0.checked_sub(2).filter(|it| sentence.contains(it)) else {
        return;
    };
    let (title, case) = (TokenId(title), TokenId(title + 1));
    let phrase = matches!(doc[title].xpos, Xpos::Nn | Xpos::Nnp)
        && doc[case].xpos == Xpos::In
        && doc[case].deprel == Deprel::Case;
    if !phrase {
        return;
    }
    let (head, deprel) = (doc[title].head, doc[title].deprel);
    let named = |it: &Mention| {
        it.head == last
            && it.form == MentionForm::Named
            && matches!(it.entity_type, EntityType::Organization | EntityType::Place)
    };
    // The parser has the two side by side, or the name in the phrase of the title.
    let beside = doc[name.head].head == head && doc[name.head].deprel == deprel;
    let inside = doc[name.head].head == Some(title)
        && doc[name.head].deprel == Deprel::Nmod
        && doc.mentions.iter().any(named);
    if !(inside || beside && head.is_some()) {
        return;
    }
    attach(doc, name.head, head, deprel);
    let outer: Vec<_> = dependents(doc, title)
        .filter(|it| *it < title && doc[*it].deprel == Deprel::Case)
        .collect();
    attach(doc, title, Some(name.head), Deprel::NmodDesc);
    for word in outer {
        move_to(doc, word, name.head);
    }
    if doc[last].head == Some(name.head) {
        attach(doc, last, Some(title), Deprel::Nmod);
        for word in (case.0..last.0).map(TokenId) {
            if doc[word].head == Some(name.head) {
                move_to(doc, word, last);
            }
        }
    }
}

/// *praised actor and activist Jan Holt*: a bare noun, *and*, and another title before a
/// name: both say what one person is.
fn join_titles(doc: &mut Document, name: &Name) {
    let sentence = sentence(doc, name);
    let between = |at: u32| {
        let token = &doc[TokenId(at)];
        matches!(token.upos, Upos::Noun | Upos::Propn | Upos::Adj)
            || token.deprel == Deprel::Punct && token.xpos == Xpos::Hyph
    };
    let titled = (sentence.start..name.first.0).rev().take_while(|it| between(*it));
    let Some(first) = titled.last() else { return };
    let Some(title) = first.checked_sub(2).filter(|it| *it >= sentence.start) else {
        return;
    };
    let (title, joint) = (TokenId(title), TokenId(title + 1));
    let last = &doc[TokenId(name.first.0 - 1)];
    let bare = doc[title].upos == Upos::Noun
        && doc[title].xpos == Xpos::Nn
        && last.xpos != Xpos::Nns
        && doc[joint].upos == Upos::Cconj
        && last.upos != Upos::Propn
        && !dependents(doc, title).any(|it| {
            let outside = [Deprel::Det, Deprel::Case, Deprel::Nummod];
            it < title
                && (outside.contains(&doc[it].deprel)
                    || doc[it].deprel == Deprel::NmodPoss)
        });
    if !bare {
        return;
    }
    let below = [Deprel::Conj, Deprel::Appos, Deprel::Flat, Deprel::NmodDesc];
    let coordinated =
        below.contains(&doc[name.head].deprel) && doc[name.head].head == Some(title);
    let beside = doc[name.head].head == doc[title].head
        && doc[name.head].head.is_some()
        && doc[name.head].deprel == doc[title].deprel;
    if !coordinated && !beside {
        return;
    }
    let (head, deprel) = (doc[title].head, doc[title].deprel);
    attach(doc, name.head, head, deprel);
    for at in sentence {
        let word = TokenId(at);
        if doc[word].head != Some(title) {
            continue;
        }
        let last = TokenId(name.first.0 - 1);
        if word == last {
            attach(doc, word, Some(name.head), Deprel::NmodDesc);
        } else if (first..last.0).contains(&at) {
            attach(doc, word, Some(last), Deprel::Compound);
        } else if word > title {
            move_to(doc, word, name.head);
        }
    }
    attach(doc, title, Some(name.head), Deprel::NmodDesc);
}

/// *Democrat Jan Holt*: what somebody is stands right before the name.
fn join_adherent(doc: &mut Document, name: &Name) {
    let Some(before) = name.first.0.checked_sub(1).map(TokenId) else { return };
    let (word, head) = (&doc[before], &doc[name.head]);
    let beside =
        word.head.is_some() && word.head == head.head && word.deprel == head.deprel;
    if beside && (word.upos.is_nominal() || word.upos == Upos::Adj) {
        attach(doc, before, Some(name.head), Deprel::NmodDesc);
    }
}

/// *Roe and rival Jan Holt met*: two names with *and* between them, which a title follows, are
/// coordinated.
fn join_names(doc: &mut Document, name: &Name) {
    let sentence = sentence(doc, name);
    let own = |it: &u32| is_below(doc, TokenId(*it), name.head);
    let Some(first) = (sentence.start..name.first.0).rev().take_while(own).last() else {
        return;
    };
    // The joint hangs on the title, and so stands first of what is below the name.
    let joint = TokenId(first);
    let Some(before) = first.checked_sub(1).map(TokenId) else { return };
    if doc[joint].upos != Upos::Cconj || first <= sentence.start {
        return;
    }
    let above = std::iter::successors(Some(before), |it| doc[*it].head).find(|it| {
        doc[*it].head == doc[name.head].head && doc[*it].deprel == doc[name.head].deprel
    });
    let Some(other) = above.filter(|it| *it != name.head && doc[*it].head.is_some())
    else {
        return;
    };
    if matches!(doc[other].deprel, Deprel::Nsubj | Deprel::NsubjPass | Deprel::Obj) {
        attach(doc, name.head, Some(other), Deprel::Conj);
        attach(doc, joint, Some(name.head), Deprel::Cc);
    }
}

/// *the road of bringing up Jan Holt, who once led it*: who does something is a person,
/// and the name right before is one.
fn return_relative(doc: &mut Document, name: &Name) {
    let sentence = sentence(doc, name);
    let mut after = (name.end.0..sentence.end).map(TokenId);
    let pronoun = match after.next() {
        Some(it) if doc[it].xpos == Xpos::Comma => after.next(),
        it => it,
    };
    let asks = |it: &TokenId| doc[*it].xpos == Xpos::Wp && doc[*it].upos == Upos::Pron;
    let Some(pronoun) = pronoun.filter(asks) else { return };
    let Some(verb) = doc[pronoun].head.filter(|it| {
        doc[pronoun].deprel.base() == Deprel::Nsubj && doc[*it].deprel == Deprel::AclRelcl
    }) else {
        return;
    };
    let Some(noun) = doc[verb].head.filter(|it| *it != name.head && *it < name.first)
    else {
        return;
    };
    // What stands for a person may be described by the clause: *the mother of Holt, who*.
    let thing = doc[noun].upos == Upos::Noun
        && !has(doc, noun, Deprel::Appos)
        && is_below(doc, name.head, noun)
        && dependents(doc, noun).any(|it| {
            it > noun
                && it < name.first
                && matches!(doc[it].deprel.base(), Deprel::Acl | Deprel::Advcl)
        });
    if thing {
        move_to(doc, verb, name.head);
    }
}

/// *Roe, a physician and longtime activist, left*: a noun without *the* after an apposition
/// is another word for the same person.
fn join_descriptions(doc: &mut Document, name: &Name) {
    let apposition = dependents(doc, name.head).find(|it| {
        *it > name.head && doc[*it].deprel == Deprel::Appos && doc[*it].upos == Upos::Noun
    });
    let Some(apposition) = apposition else { return };
    let other = dependents(doc, name.head).find(|it| {
        let bare = dependents(doc, *it).all(|it| match doc[it].deprel.base() {
            Deprel::Det => doc[it].feats.has("Definite", "Ind"),
            base => base != Deprel::Nummod,
        });
        *it > apposition
            && doc[*it].deprel == Deprel::Conj
            && doc[*it].xpos == Xpos::Nn
            && doc[*it].upos == Upos::Noun
            && bare
    });
    let Some(other) = other else { return };
    let joint = dependents(doc, other).find(|it| doc[*it].deprel == Deprel::Cc);
    let parted =
        joint.is_none_or(|it| it.0 == 0 || doc[TokenId(it.0 - 1)].xpos == Xpos::Comma);
    if !parted {
        move_to(doc, other, apposition);
    }
}

/// *Roe met Holt and Chen, a baker*, *Roe's talk with Holt, a baker*: what describes one
/// person behind a comma describes the one whose name stands before the comma.
fn return_apposition(doc: &mut Document, name: &Name, people: &[TokenId]) {
    let sentence = sentence(doc, name);
    if name.end.0 + 1 >= sentence.end || doc[name.end].xpos != Xpos::Comma {
        return;
    }
    let first = TokenId(name.end.0 + 1);
    let path = std::iter::successors(Some(first), |it| doc[*it].head);
    let apposition = path.take_while(|it| *it >= first).find(|it| {
        doc[*it].deprel == Deprel::Appos
            && matches!(doc[*it].xpos, Xpos::Nn | Xpos::Nnp)
            && doc[*it].head.is_some_and(|head| head < name.first)
    });
    let Some((word, head)) = apposition.and_then(|it| Some((it, doc[it].head?))) else {
        return;
    };
    let opens = dependents(doc, word).filter(|it| doc[*it].deprel != Deprel::Punct);
    if opens.min().is_none_or(|it| is_below(doc, first, it))
        && people.contains(&head)
        && is_below(doc, name.head, head)
    {
        move_to(doc, word, name.head);
    }
}

/// The words of the sentence of a name.
fn sentence(doc: &Document, name: &Name) -> std::ops::Range<u32> {
    let sentence: SentenceId = doc.sentence_of(name.head);
    doc[sentence].tokens.clone()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use crate::doc::{Document, EntityType, Mention, MentionForm, TokenId, read_conllu};

    use crate::annotate::repair::repair;

    /// Words that repairs look for, as `form upos xpos`.
    const WORDS: [&str; 12] = [
        "Holt PROPN NNP",
        "actor NOUN NN",
        "the DET DT",
        ", PUNCT ,",
        "who PRON WP",
        "and CCONJ CC",
        "led VERB VBD",
        "going VERB VBG",
        "as SCONJ IN",
        "she PRON PRP",
        "\u{201c} PUNCT ``",
        "Roe PROPN NNP",
    ];
    const DEPRELS: [&str; 14] = [
        "nsubj",
        "obj",
        "conj",
        "appos",
        "acl:relcl",
        "ccomp",
        "advcl",
        "obl",
        "nmod:desc",
        "case",
        "mark",
        "cc",
        "flat",
        "xcomp",
    ];

    /// Of a word: which of [`WORDS`] it is, its place in the order in which the tree grows,
    /// its head among those before it there, its relation, and whether it is a name.
    type Choice = (usize, u8, usize, usize, bool);

    /// The rows of a sentence of one tree.
    fn rows(words: &[Choice]) -> String {
        let mut order: Vec<_> = (0..words.len()).collect();
        order.sort_by_key(|it| words[*it].1);
        let rows = words.iter().enumerate().map(|(at, (word, _, head, deprel, _))| {
            let columns: Vec<_> = WORDS[word % WORDS.len()].split(' ').collect();
            let [form, upos, xpos] = columns[..] else { panic!("three columns") };
            let (head, deprel) = match order.iter().position(|it| *it == at) {
                Some(grown) if grown > 0 => {
                    (order[head % grown] + 1, DEPRELS[deprel % DEPRELS.len()])
                }
                _ => (0, "root"),
            };
            let id = at + 1;
            format!("{id}\t{form}\t{form}\t{upos}\t{xpos}\t_\t{head}\t{deprel}\t_\t_\n")
        });
        rows.collect::<String>() + "\n"
    }

    /// Sentences, and names over some of their words.
    fn document(sentences: &[Vec<Choice>]) -> Document {
        let text: String = sentences.iter().map(|it| rows(it)).collect();
        let mut doc = read_conllu(&text).unwrap();
        for (at, word) in sentences.iter().flatten().enumerate() {
            if word.4 {
                let head = TokenId::new(at);
                let entity_type =
                    if at % 3 == 0 { EntityType::Work } else { EntityType::Person };
                let span = doc[head].span;
                let form = MentionForm::Named;
                doc.mentions.push(Mention { span, head, entity_type, form });
            }
        }
        doc
    }

    fn sentence() -> impl Strategy<Value = Vec<Choice>> {
        let word = (0_usize..99, any::<u8>(), 0_usize..99, 0_usize..99, any::<bool>());
        prop::collection::vec(word, 1..14)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]
        #[test]
        fn a_tree_stays_a_tree(sentences in prop::collection::vec(sentence(), 1..3)) {
            let mut doc = document(&sentences);
            repair(&mut doc);
            for sentence in doc.sentence_ids() {
                let words: Vec<_> = doc[sentence].token_ids().collect();
                let roots = words.iter().filter(|it| doc[**it].head.is_none()).count();
                prop_assert_eq!(roots, 1);
                for word in &words {
                    let path = std::iter::successors(Some(*word), |it| doc[*it].head);
                    let path: Vec<_> = path.take(20).collect();
                    prop_assert!(path.len() < 20 && path.iter().all(|it| words.contains(it)));
                }
            }
        }
    }
}
