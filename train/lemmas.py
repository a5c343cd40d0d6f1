"""Writes data/lexicon/lemma.csv: rules that turn a form into its lemma, learned from CoNLL-U.

    python train/lemmas.py data/model/english-vocab.txt \
        ewt/train.conllu.gz gum/train.conllu.gz > data/lexicon/lemma.csv

A rule holds for a pair of tags and a form, or an ending after `*`. The form wins, then the
longest ending: cut the last `cut` letters, then add `add`. A rule is kept where it decides otherwise than the shorter endings do. Words of the
vocabulary whose lemma by rule is none, but which have one regular lemma there, get a rule too.
"""
import collections
import csv
import gzip
import sys

KEPT_CASE_UPOS = {"PROPN", "SYM", "X"}
KEPT_CASE_XPOS = {"NNP", "NNPS"}
MIN_TYPES = 2  # an ending must be shared by that many forms
MIN_WORD = 2  # a whole word must have been seen that often


def words(path):
    """The tags, form and lemma of every word."""
    with gzip.open(path, "rt", encoding="utf8") as lines:
        for line in lines:
            column = line.rstrip("\n").split("\t")
            if len(column) == 10 and column[0].isdigit() and "Typo=Yes" not in column[5]:
                yield column[3], column[4], column[1], column[2]


INFLECTED = {  # tags -> ending -> what may stand in its place
    ("VERB VBD", "VERB VBN"): {"ed": ("", "e"), "ied": ("y",)},
    ("VERB VBG",): {"ing": ("", "e")},
    ("VERB VBZ", "NOUN NNS"): {"s": ("",), "es": ("", "e"), "ies": ("y", "ie")},
    ("ADJ JJR",): {"er": ("", "e"), "ier": ("y",)},
    ("ADJ JJS",): {"est": ("", "e"), "iest": ("y",)},
}
VOWELS = set("aeiou")


def script(form, lemma):
    """How many letters to cut from the end of the form, and what to add."""
    same = 0
    while same < min(len(form), len(lemma)) and form[same] == lemma[same]:
        same += 1
    return len(form) - same, lemma[same:]


def grow(forms, ending, inherited, rules):
    """Adds the rules for `ending` and longer ones; `^` before an ending makes it a form.

    `forms`: form -> counts of scripts.
    """
    whole = ending.startswith("^")
    votes = collections.Counter()
    for counts in forms.values():
        if whole:
            votes.update(counts)
        else:
            votes[counts.most_common(1)[0][0]] += 1
    best, count = max(votes.items(), key=lambda it: (it[1], it[0] == inherited, it[0]))
    enough = count >= (MIN_WORD if whole else MIN_TYPES) or ending == ""
    fits = whole or best[0] <= len(ending) or ending == ""
    if best != inherited and enough and fits:
        rules[ending] = inherited = best
    if whole or all(it.most_common(1)[0][0] == inherited for it in forms.values()):
        return
    longer = collections.defaultdict(dict)
    for form, counts in forms.items():
        rest = form[: len(form) - len(ending)]
        longer[(rest[-1] if rest else "^") + ending][form] = counts
    for ending, forms in longer.items():
        grow(forms, ending, inherited, rules)


def apply(rules, tag, form):
    """The lemma of a form by the longest rule."""
    for pattern in [form] + ["*" + form[at:] for at in range(len(form) + 1)]:
        if f"{tag} {pattern}" in rules:
            cut, add = rules[f"{tag} {pattern}"]
            return form[: len(form) - cut] + add
    return form


def regular(form, endings, vocabulary):
    """The words of the vocabulary that the form may be a regular inflection of."""
    found = set()
    for ending, others in endings.items():
        stem = form.removesuffix(ending)
        if stem == form or len(stem) < 2 or not VOWELS & set(stem + "y"):
            continue
        found |= {stem + it for it in others} & vocabulary
        if len(stem) > 3 and stem[-1] == stem[-2] and ending != "s":
            found |= {stem[:-1]} & vocabulary
    return found


def main():
    tags = collections.defaultdict(lambda: collections.defaultdict(collections.Counter))
    with open(sys.argv[1], encoding="utf8") as lines:
        pieces = (it.strip() for it in lines)
        vocabulary = {it for it in pieces if it.isascii() and it.isalpha() and len(it) > 2}
    for path in sys.argv[2:]:
        for upos, xpos, form, lemma in words(path):
            if lemma == "_" or any(it.isdigit() for it in form):
                continue
            form = form.translate({0x2019: "'", 0x2018: "'"})
            if upos not in KEPT_CASE_UPOS and xpos not in KEPT_CASE_XPOS:
                form = form.lower()
            tags[upos, xpos][form][script(form, lemma)] += 1
    rules = {}
    for (upos, xpos), forms in tags.items():
        found = {}
        grow(forms, "", (0, ""), found)
        # A rule for every form that only cuts letters is one for forms that end in them: *sow* loses no *-ed*.
        cut, add = found.get("", (0, ""))
        if cut and not add:
            cuts = collections.Counter(form[-cut:] for form, it in forms.items() if it.most_common(1)[0][0] == (cut, add))
            found.setdefault(cuts.most_common(1)[0][0], found.pop(""))
        for ending, it in found.items():
            pattern = ending[1:] if ending.startswith("^") else "*" + ending
            rules[f"{upos} {xpos} {pattern}"] = it
    extra = {}
    for names, endings in INFLECTED.items():
        for tag in names:
            seen = tags[tuple(tag.split())]
            for form in vocabulary:
                lemmas = regular(form, endings, vocabulary)
                by_rule = apply(rules, tag, form)
                if form not in seen and by_rule not in vocabulary and len(lemmas) == 1:
                    extra[f"{tag} {form}"] = script(form, lemmas.pop())
    rules |= extra
    out = csv.writer(sys.stdout, lineterminator="\n")
    out.writerow(["rule", "cut", "add"])
    ordered = sorted(rules.items(), key=lambda it: it[0].encode())
    out.writerows((rule, cut, add) for rule, (cut, add) in ordered)


main()
