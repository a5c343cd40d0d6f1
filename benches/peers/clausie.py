"""The clauses of ClausIE (Del Corro and Gemulla, 2013) over spaCy's trees, written from the paper.

A verb with its subject is a clause; its objects, complements and adverbials decide its type. From
SV, SVA, SVC, SVO, SVOO, SVOA and SVOC come the propositions: what the verb needs alone, and the
same with each adverbial. Conjoined verbs share their subject; relative, participial and infinitive
clauses take theirs from what they hang on; appositions are read as *is* and possessives as *has*.
"""
from collections import namedtuple

# Tokens of the subject, of the verb with its auxiliaries, of what the verb needs, and of an
# adverbial: its preposition and its noun phrase. `synthetic` is the verb that no word gives.
Clause = namedtuple("Clause", "subject verb core preposition adverbial trigger synthetic")

SUBJECTS = {"nsubj", "nsubjpass"}
OBJECTS = {"dobj", "dative", "oprd", "attr", "acomp"}
VERB = {"aux", "auxpass", "neg", "prt"}
OUTSIDE = {"relcl", "acl", "appos", "punct", "cc", "conj"}
VERBAL = {"VERB", "AUX"}


def phrase(head, without=OUTSIDE):
    """The words of a phrase, without what has propositions of its own."""
    found = [head]
    for child in head.children:
        if child.dep_ not in without:
            found += phrase(child, without=frozenset({"punct"}))
    return sorted(found, key=lambda it: it.i)


def members(head):
    """A noun and those that are coordinated with it."""
    return [head, *head.conjuncts] if head.dep_ != "conj" else [head]


def own_subjects(verb):
    return [it for it in verb.children if it.dep_ in SUBJECTS]


def subjects(verb):
    """The heads of what does it, where the clause itself does not say: from above."""
    own = own_subjects(verb)
    if own:
        relative = {"WDT", "WP"}
        if verb.dep_ == "relcl" and own[0].tag_ in relative:
            return members(verb.head)
        return [it for subject in own for it in members(subject)]
    if verb.dep_ == "conj" and verb.head.pos_ in VERBAL:
        return subjects(verb.head)
    if verb.dep_ == "acl" and verb.tag_ in {"VBN", "VBG"}:
        return [verb.head]
    if verb.dep_ in {"xcomp", "advcl"} and verb.head.pos_ in VERBAL:
        objects = [it for it in verb.head.children if it.dep_ == "dobj"]
        if verb.dep_ == "xcomp" and objects:
            return objects
        return subjects(verb.head)
    return []


def needed(verb):
    """Objects and complements: each as the words of one proposition."""
    for child in verb.children:
        if child.dep_ in OBJECTS:
            if child.dep_ == "dative" and child.pos_ == "ADP":
                continue
            for member in members(child):
                yield phrase(member)
        elif child.dep_ in {"xcomp", "ccomp"}:
            yield phrase(child, without={"punct", "conj", "cc", "mark"})


def adverbials(verb):
    """Each with its preposition, which may be none."""
    for child in verb.children:
        if child.dep_ in {"prep", "agent", "dative"} and child.pos_ == "ADP":
            for noun in child.children:
                if noun.dep_ in {"pobj", "pcomp"}:
                    for member in members(noun):
                        yield [child], phrase(member)
        elif child.dep_ == "npadvmod":
            yield [], phrase(child)


def of_verb(verb):
    words = [it for it in verb.children if it.dep_ in VERB] + [verb]
    words.sort(key=lambda it: it.i)
    core = list(needed(verb))
    for head in subjects(verb):
        subject = phrase(head)
        for it in core:
            yield Clause(subject, words, it, [], [], verb, None)
        for preposition, adverbial in adverbials(verb):
            yield Clause(subject, words, core[0] if core else [], preposition, adverbial, verb, None)


def clauses(doc):
    """Every proposition of a text that has two arguments."""
    for token in doc:
        if token.pos_ in VERBAL and token.dep_ not in VERB:
            yield from of_verb(token)
        elif token.dep_ == "appos":
            yield Clause(phrase(token.head), [], phrase(token), [], [], token, "is")
        elif token.dep_ == "poss" and token.pos_ in {"NOUN", "PROPN"}:
            owner = [it for it in phrase(token) if it.dep_ != "case"]
            owned = [it for it in phrase(token.head) if it not in phrase(token)]
            yield Clause(owner, [], owned, [], [], token, "has")
