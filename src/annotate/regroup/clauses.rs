//! What the parser left with the wrong verb or noun, whoever is named: verbs in a row, what
//! somebody says, amounts, titles of works.

use crate::doc::{Document, EntityType, MentionForm, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::super::graft::{attach, dependents, has, is_below, move_to};

/// Regroups what stands round the verbs of a document.
pub(super) fn regroup(doc: &mut Document) {
    join_nouns(doc);
    chain_verbs(doc);
    return_verbs(doc);
    keep_amounts(doc);
    keep_lists(doc);
    close_titles(doc);
    keep_content(doc);
    keep_subject(doc);
    keep_order(doc);
    keep_question(doc);
    describe_nouns(doc);
    lower_apposition(doc);
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
        if !bare || !(beside || renames) || dependents(doc, noun).any(|it| it < noun) {
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

/// *She said the tone was cold and predicted that it would change*: who says one thing says
/// the other, and not what the first is about.
fn return_verbs(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let verb = TokenId::new(index);
        let Some(content) = doc[verb].head.filter(|it| {
            doc[verb].deprel == Deprel::Conj
                && doc[*it].deprel == Deprel::Ccomp
                && doc[*it].upos != Upos::Verb
        }) else {
            continue;
        };
        let Some(speech) = doc[content].head.filter(|it| {
            *it < content
                && doc[*it].xpos == doc[verb].xpos
                && matches!(doc[verb].xpos, Xpos::Vbd | Xpos::Vbz | Xpos::Vbp)
        }) else {
            continue;
        };
        let thing = dependents(doc, content).any(|it| {
            doc[it].deprel == Deprel::Nsubj
                && matches!(doc[it].upos, Upos::Noun | Upos::Det)
        });
        if thing && has(doc, verb, Deprel::Ccomp) && !has(doc, verb, Deprel::Nsubj) {
            move_to(doc, verb, speech);
        }
    }
}

/// *asks where she was born and whether she votes*: a question beside a question is asked
/// with it.
fn keep_question(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let clause = TokenId::new(index);
        let Some(verb) = doc[clause].head.filter(|_| doc[clause].deprel == Deprel::Conj)
        else {
            continue;
        };
        let marked = |it: TokenId| {
            dependents(doc, it).any(|it| {
                doc[it].deprel == Deprel::Mark && doc[it].xpos == Xpos::In && it < clause
            })
        };
        let content = dependents(doc, verb)
            .find(|it| doc[*it].deprel == Deprel::Ccomp && verb < *it && *it < clause);
        if let Some(content) = content
            && marked(clause)
            && !marked(verb)
            && has(doc, clause, Deprel::Nsubj)
        {
            move_to(doc, clause, content);
        }
    }
}

/// *Acme or its parent, Orion, paid*: the name behind a comma is that of the noun before the
/// comma.
fn lower_apposition(doc: &mut Document) {
    for index in 2..doc.tokens.len() {
        let name = TokenId::new(index);
        let Some(first) = doc[name].head.filter(|it| {
            doc[name].deprel == Deprel::Appos
                && doc[name].upos == Upos::Propn
                && doc[*it].upos == Upos::Propn
        }) else {
            continue;
        };
        let noun = dependents(doc, first).find(|it| {
            doc[*it].deprel == Deprel::Conj && doc[*it].upos == Upos::Noun && *it < name
        });
        let Some(noun) = noun else { continue };
        let inside = |it: u32| {
            is_below(doc, TokenId(it), noun) || is_below(doc, TokenId(it), name)
        };
        let opens = doc[TokenId(noun.0 + 1)].xpos == Xpos::Comma;
        if opens && (noun.0 + 1..name.0).all(inside) {
            move_to(doc, name, noun);
        }
    }
}

/// *In ads announced on Friday, Roe praised Acme*: a participle right behind a noun describes
/// the noun.
fn describe_nouns(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let (noun, participle) = (TokenId::new(index - 1), TokenId::new(index));
        let token = &doc[participle];
        let adverbial = token.xpos == Xpos::Vbn
            && token.deprel == Deprel::Advcl
            && token.head.is_some_and(|it| participle < it && is_below(doc, noun, it))
            && matches!(doc[noun].upos, Upos::Noun | Upos::Propn);
        let own = [Deprel::Mark, Deprel::Aux, Deprel::Nsubj];
        if adverbial && !own.iter().any(|it| has(doc, participle, *it)) {
            attach(doc, participle, Some(noun), Deprel::Acl);
        }
    }
}

/// *gave as much as $5*: how much is given is no circumstance.
fn keep_amounts(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let amount = TokenId::new(index);
        let number = matches!(doc[amount].upos, Upos::Num | Upos::Sym);
        if !number || doc[amount].deprel != Deprel::Obl {
            continue;
        }
        let degree = dependents(doc, amount).find(|it| {
            doc[*it].deprel == Deprel::Advmod && has(doc, *it, Deprel::Advmod)
        });
        let case = dependents(doc, amount).find(|it| doc[*it].deprel == Deprel::Case);
        let compared = degree.zip(case).is_some_and(|(degree, case)| degree < case);
        if compared
            && doc[amount].head.is_some_and(|it| {
                doc[it].upos == Upos::Verb && !has(doc, it, Deprel::Obj)
            })
        {
            doc.tokens[index].deprel = Deprel::Obj;
        }
    }
}

/// *their quarrels on defense, trade and other matters*: bare nouns in a row after a bare
/// noun are what that one is, and no quarrels.
fn keep_lists(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let second = TokenId::new(index);
        let Some(noun) = doc[second].head.filter(|it| {
            doc[second].deprel == Deprel::Conj
                && doc[*it].upos == Upos::Noun
                && *it < second
        }) else {
            continue;
        };
        let bare = |it: TokenId| {
            doc[it].upos == Upos::Noun
                && !dependents(doc, it).any(|it| {
                    matches!(doc[it].deprel.base(), Deprel::Det | Deprel::Nummod)
                        || doc[it].deprel == Deprel::NmodPoss
                })
        };
        let marked = dependents(doc, noun).any(|it| {
            doc[it].deprel == Deprel::Det || doc[it].deprel == Deprel::NmodPoss
        });
        let comma = TokenId(second.0 - 1);
        let first = comma.0.checked_sub(1).map(TokenId).filter(|it| {
            doc[comma].xpos == Xpos::Comma
                && doc[*it].deprel == Deprel::Nmod
                && doc[*it].head == Some(noun)
        });
        let Some(first) = first.filter(|it| marked && bare(*it) && bare(second)) else {
            continue;
        };
        let third =
            [noun, second].into_iter().flat_map(|it| dependents(doc, it)).find(|it| {
                *it > second
                    && doc[*it].deprel == Deprel::Conj
                    && has(doc, *it, Deprel::Cc)
            });
        if let Some(third) = third.filter(|it| bare(*it)) {
            move_to(doc, second, first);
            move_to(doc, third, first);
        }
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
        let second = TokenId::new(index);
        let is_subject =
            |it: TokenId| matches!(doc[it].deprel, Deprel::Nsubj | Deprel::NsubjPass);
        let Some(verb) = doc[second].head.filter(|it| is_subject(second) && second < *it)
        else {
            continue;
        };
        let subjects = dependents(doc, verb).filter(|it| is_subject(*it) && *it < verb);
        let &[first, last] = &*subjects.collect::<Vec<_>>() else { continue };
        if last != second {
            continue;
        }
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
        // *Roe asked, shaking her head*
        if let &[content] = contents.as_slice()
            && content > verb
            && doc[content].xpos == Xpos::Vbg
            && !is_whole(doc, content)
            && opens_behind_comma(doc, content)
        {
            doc.tokens[content.index()].deprel = Deprel::Advcl;
        }
        if contents.len() < 2 {
            continue;
        }
        // *Asked if it failed, Roe said no*: what stands before her is no content without a
        // subject.
        let subject = dependents(doc, verb).find(|it| doc[*it].deprel == Deprel::Nsubj);
        let first = contents[0];
        if subject.is_some_and(|it| first < it)
            && matches!(doc[first].xpos, Xpos::Vbg | Xpos::Vbn | Xpos::Vbd)
            && !is_whole(doc, first)
        {
            doc.tokens[first.index()].deprel = Deprel::Advcl;
            continue;
        }
        let whole = |it: &TokenId| is_whole(doc, *it);
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

/// Whether a clause has a subject of its own or stands in quotation marks.
fn is_whole(doc: &Document, clause: TokenId) -> bool {
    let quoted = dependents(doc, clause)
        .any(|mark| matches!(doc[mark].xpos, Xpos::OpeningQuote | Xpos::ClosingQuote));
    has(doc, clause, Deprel::Nsubj) || quoted
}

/// Whether a comma stands right before the first word of a clause.
fn opens_behind_comma(doc: &Document, clause: TokenId) -> bool {
    let words = dependents(doc, clause).filter(|it| doc[*it].deprel != Deprel::Punct);
    let first = words.chain([clause]).min().unwrap_or(clause);
    first.0 > 0 && doc[TokenId(first.0 - 1)].xpos == Xpos::Comma
}
