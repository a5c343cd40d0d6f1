//! Regrouping gives names what the parser left with a word near them: a title that is
//! coordinated with another, and the clause that says more of somebody.

use crate::doc::{Document, EntityType, MentionForm, SentenceId, TokenId};
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
    join_nouns(doc);
    chain_verbs(doc);
    close_titles(doc);
    keep_content(doc);
    keep_subject(doc);
    keep_order(doc);
    for name in people {
        lower_name(doc, &name);
        return_speaker(doc, &name);
        join_titles(doc, &name);
        join_names(doc, &name);
        join_adherent(doc, &name);
        return_relative(doc, &name);
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

/// *the attorney general of Alba*: of two nouns side by side, with nothing between them, that
/// hang on the same word in the same way, or the second on the first as another word for it,
/// the first belongs to the second.
fn join_nouns(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let (first, noun) = (TokenId::new(index - 1), TokenId::new(index));
        let (before, token) = (&doc[first], &doc[noun]);
        let bare = before.xpos == Xpos::Nn
            && before.upos == Upos::Noun
            && token.upos == Upos::Noun;
        let argument = [Deprel::Nsubj, Deprel::Obj, Deprel::Obl, Deprel::Appos];
        let beside = token.head == before.head
            && token.head.is_some()
            && token.deprel == before.deprel
            && argument.contains(&token.deprel.base());
        let renames = token.head == Some(first) && token.deprel == Deprel::Appos;
        let opens = dependents(doc, noun).any(|it| it < noun);
        if !bare || !(beside || renames) || opens {
            continue;
        }
        let (head, deprel) = (before.head, before.deprel);
        attach(doc, noun, head, deprel);
        let words: Vec<_> = dependents(doc, first).collect();
        attach(doc, first, Some(noun), Deprel::Compound);
        for word in words.into_iter().filter(|it| *it != noun) {
            move_to(doc, word, noun);
        }
    }
}

/// *She rose, left the room and slept*: verbs of one form in a row, with commas between them
/// and no subject but the first's, are coordinated.
fn chain_verbs(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let verb = TokenId::new(index);
        let Some(first) = doc[verb].head.filter(|it| {
            doc[verb].deprel == Deprel::Parataxis
                && *it < verb
                && doc[*it].upos == Upos::Verb
                && doc[*it].xpos == doc[verb].xpos
                && matches!(doc[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        }) else {
            continue;
        };
        let comma = |it: TokenId| doc[it].xpos == Xpos::Comma;
        let marked = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Punct);
        let clausal = [Deprel::Nsubj, Deprel::Csubj, Deprel::Ccomp, Deprel::Mark];
        let own = clausal.iter().any(|it| has(doc, verb, *it));
        let next = dependents(doc, verb).find(|it| {
            doc[*it].deprel == Deprel::Conj && doc[*it].xpos == doc[verb].xpos
        });
        let Some(next) = next.filter(|it| has(doc, *it, Deprel::Cc)) else { continue };
        if own
            || !marked.is_some_and(|it| it < verb && comma(it))
            || !has(doc, first, Deprel::Nsubj)
        {
            continue;
        }
        attach(doc, verb, Some(first), Deprel::Conj);
        move_to(doc, next, first);
    }
}

/// *On "Meet the Holts," Roe named Chen*: the title of a work is no clause, and who acts in
/// the sentence is no subject of it.
fn close_titles(doc: &mut Document) {
    let works: Vec<_> = doc
        .mentions
        .iter()
        .filter(|it| it.entity_type == EntityType::Work && it.form == MentionForm::Named)
        .map(|it| (it.span, it.head))
        .collect();
    for (span, head) in works {
        let Some(verb) = doc[head].head else { continue };
        if doc[head].upos != Upos::Verb || doc[head].deprel != Deprel::Advcl {
            continue;
        }
        doc.tokens[head.index()].deprel = Deprel::Obl;
        let outer: Vec<_> =
            dependents(doc, head).filter(|it| !span.contains(doc[*it].span)).collect();
        for word in outer {
            match doc[word].deprel.base() {
                Deprel::Mark => doc.tokens[word.index()].deprel = Deprel::Case,
                Deprel::Nsubj if !has(doc, verb, Deprel::Nsubj) => {
                    move_to(doc, word, verb);
                }
                _ => {}
            }
        }
    }
}

/// *an ad showing Roe making a speech*: an object does not stand before its participle; it is
/// the subject of that, and both are what the participle before has for its object.
fn keep_order(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let object = TokenId::new(index);
        let Some(verb) = doc[object].head.filter(|it| {
            doc[object].deprel == Deprel::Obj
                && object < *it
                && doc[*it].xpos == Xpos::Vbg
        }) else {
            continue;
        };
        let first = dependents(doc, object).next().unwrap_or(object).min(object);
        let Some(governor) = first.0.checked_sub(1).map(TokenId) else { continue };
        let shows = doc[governor].upos == Upos::Verb
            && doc[verb].head.is_some()
            && matches!(doc[governor].xpos, Xpos::Vbg | Xpos::Vb)
            && doc[governor].head == doc[verb].head
            && !has(doc, governor, Deprel::Obj)
            && !has(doc, verb, Deprel::Nsubj)
            && !has(doc, verb, Deprel::Mark);
        if shows {
            attach(doc, verb, Some(governor), Deprel::Ccomp);
            attach(doc, object, Some(verb), Deprel::Nsubj);
        }
    }
}

/// *As the senior Democrat, Roe has won*, *A former teacher, Roe has won*: of two subjects
/// before a verb, the name or pronoun behind the comma is the one that acts; the other says
/// who or what that is.
fn keep_subject(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let verb = TokenId::new(index);
        let subject = |it: &TokenId| {
            matches!(doc[*it].deprel, Deprel::Nsubj | Deprel::NsubjPass) && *it < verb
        };
        let subjects: Vec<_> = dependents(doc, verb).filter(subject).collect();
        let &[first, second] = subjects.as_slice() else { continue };
        let mut before = second.0.saturating_sub(1);
        while doc[TokenId(before)].head == Some(second) && TokenId(before) > first {
            if doc[TokenId(before)].xpos == Xpos::Comma {
                break;
            }
            before -= 1;
        }
        // *The plant, Roe often says, will close*: what she says stands round it.
        let reports =
            doc.tokens.get(verb.index() + 1).is_some_and(|it| it.xpos == Xpos::Comma);
        let behind = doc[TokenId(before)].xpos == Xpos::Comma && !reports;
        let described = doc[first].upos == Upos::Noun || has(doc, first, Deprel::Det);
        let pronoun = doc[second].feats.has("PronType", "Prs");
        let names = doc[second].upos == Upos::Propn && !has(doc, second, Deprel::Det);
        if !behind || !described || !(pronoun || names) {
            continue;
        }
        let mark = dependents(doc, verb).find(|it| {
            doc[*it].deprel == Deprel::Mark && doc[*it].xpos == Xpos::In && *it < first
        });
        if let Some(mark) = mark {
            attach(doc, mark, Some(first), Deprel::Case);
            attach(doc, first, Some(verb), Deprel::Obl);
        } else if pronoun {
            attach(doc, first, Some(second), Deprel::Appos);
        } else {
            attach(doc, second, Some(first), Deprel::Appos);
        }
    }
}

/// *"It failed," Roe said, going on to praise Holt*: of two clauses that a verb seems to
/// have for its object, the one with a subject of its own, or in quotation marks, is; a
/// participle or phrase beside it says how or when.
fn keep_content(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let verb = TokenId::new(index);
        if doc[verb].upos != Upos::Verb {
            continue;
        }
        let content = |it: &TokenId| doc[*it].deprel == Deprel::Ccomp;
        let contents: Vec<_> = dependents(doc, verb).filter(content).collect();
        if contents.len() < 2 {
            continue;
        }
        let whole = |it: &TokenId| {
            let quoted = dependents(doc, *it).any(|mark| {
                matches!(doc[mark].xpos, Xpos::OpeningQuote | Xpos::ClosingQuote)
            });
            has(doc, *it, Deprel::Nsubj) || quoted
        };
        if !contents.iter().any(whole) {
            continue;
        }
        let (participles, others): (Vec<_>, Vec<_>) =
            contents.iter().copied().filter(|it| !whole(it)).partition(|it| {
                matches!(doc[*it].xpos, Xpos::Vbg | Xpos::Vbn | Xpos::Vbd)
            });
        let phrases: Vec<_> =
            others.into_iter().filter(|it| has(doc, *it, Deprel::Case)).collect();
        for it in participles {
            doc.tokens[it.index()].deprel = Deprel::Advcl;
        }
        for it in phrases {
            doc.tokens[it.index()].deprel = Deprel::Obl;
        }
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

    use super::super::repair::repair;

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
