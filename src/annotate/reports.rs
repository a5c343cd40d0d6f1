//! Reports: which verb says what, and what belongs to the saying.

use crate::doc::{Document, TokenId};
use crate::ud::{Deprel, Upos, Xpos};

use super::graft::{attach, dependents, first_below, has, is_comma, move_to};

/// Hangs what stands beside a verb that reports on that verb.
pub(super) fn repair_reports(doc: &mut Document) {
    free_circumstances(doc);
    return_circumstances(doc);
    return_days(doc);
}

/// *The plant, Jan Holt said, employs 300*: a name and a bare verb between commas are no
/// apposition with a relative clause, nor a relative clause, but a report of what stands
/// round them.
pub(super) fn free_report(doc: &mut Document, name: TokenId) {
    if let Some(verb) = doc[name].head.filter(|_| doc[name].deprel == Deprel::Nsubj)
        && doc[verb].deprel == Deprel::AclRelcl
        && is_report(doc, verb, name)
        && let Some(governor) = doc[verb].head.and_then(|it| doc[it].head)
    {
        attach(doc, verb, Some(governor), Deprel::Parataxis);
        return;
    }
    let Some(noun) = doc[name].head.filter(|_| doc[name].deprel == Deprel::Appos) else {
        return;
    };
    let Some(governor) = doc[noun].head else { return };
    let verb = dependents(doc, noun).find(|it| {
        let token = &doc[*it];
        *it > name
            && matches!(token.deprel, Deprel::AclRelcl | Deprel::Parataxis)
            && matches!(token.xpos, Xpos::Vbd | Xpos::Vbz)
    });
    let Some(verb) = verb else { return };
    let bare = dependents(doc, verb).next().is_none();
    let between = (name.0 + 1..verb.0).map(TokenId);
    let adjacent = between.into_iter().all(|it| doc[it].head == Some(name));
    if bare && adjacent {
        attach(doc, verb, Some(governor), Deprel::Parataxis);
        attach(doc, name, Some(verb), Deprel::Nsubj);
    }
}

/// Whether a finite verb has nothing but the name before it, and stands with it between
/// commas.
fn is_report(doc: &Document, verb: TokenId, name: TokenId) -> bool {
    let own = |it: TokenId| it == name || doc[it].head == Some(name);
    matches!(doc[verb].xpos, Xpos::Vbd | Xpos::Vbz)
        && name < verb
        && dependents(doc, verb).all(|it| own(it) || doc[it].upos == Upos::Punct)
        && (name.0..verb.0).all(|it| own(TokenId(it)))
        && name.0.checked_sub(1).is_some_and(|it| is_comma(doc, it))
        && is_comma(doc, verb.0 + 1)
}

/// *"We won," Roe said at a rally*: what stands behind the verb that reports a quotation
/// belongs to that verb, not to a word inside the quotation.
fn free_circumstances(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let word = TokenId::new(index);
        let circumstance = matches!(
            doc[word].deprel.base(),
            Deprel::Obl | Deprel::Advmod | Deprel::Advcl
        );
        let Some(inside) = doc[word].head.filter(|it| circumstance && *it < word) else {
            continue;
        };
        let above =
            std::iter::successors(Some(inside), |it| doc[*it].head).skip(1).take(6);
        let Some(verb) = { above }.find(|it| *it > inside) else { continue };
        let marked = |from: TokenId, to: TokenId| {
            (from.0..to.0).any(|it| {
                let xpos = doc[TokenId(it)].xpos;
                matches!(xpos, Xpos::OpeningQuote | Xpos::ClosingQuote)
            })
        };
        let quoted = marked(inside, verb) && !marked(verb, word);
        let reported =
            doc[inside].deprel == Deprel::Ccomp && doc[inside].head == Some(verb);
        if verb < word && (quoted || reported) && doc[verb].upos == Upos::Verb {
            move_to(doc, word, verb);
        }
    }
}

/// *said Monday it would close*: what stands right behind the verb and before the subject
/// of a clause of content belongs to the verb.
fn return_days(doc: &mut Document) {
    for index in 1..doc.tokens.len() {
        let clause = TokenId::new(index);
        let verb = doc[clause].head.filter(|_| doc[clause].deprel == Deprel::Ccomp);
        let Some(verb) = verb.filter(|it| *it < clause) else { continue };
        if has(doc, clause, Deprel::Mark) {
            continue;
        }
        let subject =
            dependents(doc, clause).find(|it| doc[*it].deprel.base() == Deprel::Nsubj);
        let Some(subject) = subject else { continue };
        // The words from the verb to the subject are one phrase, without a preposition.
        let day = first_below(doc, subject).0.checked_sub(1).map(TokenId);
        let stray = std::iter::successors(day, |it| doc[*it].head)
            .take_while(|it| *it > verb)
            .find(|it| doc[*it].head == Some(clause));
        let stray = stray.filter(|it| {
            let asks = |kind| doc[*it].feats.has("PronType", kind);
            doc[*it].deprel.base() == Deprel::Obl
                && first_below(doc, *it).0 == verb.0 + 1
                && !has(doc, *it, Deprel::Case)
                && !asks("Int")
                && !asks("Rel")
        });
        if let Some(word) = stray {
            move_to(doc, word, verb);
        }
    }
}

/// *said on Monday that it would close*: what stands before the word that opens a clause
/// of content belongs to the verb that the clause completes.
fn return_circumstances(doc: &mut Document) {
    for index in 0..doc.tokens.len() {
        let mark = TokenId::new(index);
        let Some(clause) = doc[mark].head.filter(|_| doc[mark].deprel == Deprel::Mark)
        else {
            continue;
        };
        let verb = doc[clause].head.filter(|it| *it < mark);
        let Some(verb) = verb.filter(|_| doc[clause].deprel == Deprel::Ccomp) else {
            continue;
        };
        let before: Vec<_> = dependents(doc, clause)
            .filter(|it| verb < *it && *it < mark)
            .filter(|it| matches!(doc[*it].deprel.base(), Deprel::Obl | Deprel::Advmod))
            // *warned her not to sell it*
            .filter(|it| doc[mark].xpos != Xpos::To || it.0 + 1 < mark.0)
            .collect();
        for word in before {
            move_to(doc, word, verb);
        }
    }
}
