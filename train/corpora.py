"""Reads the corpora that the encoder learns from into one kind of sentence.

A sentence is a dict: `words`, a list of forms; `trees`, None or a dict of columns `upos`, `xpos`,
`feats`, `head` (from 1, 0 is the root) and `deprel`; `names`, None or for each word the set of
name tags that its corpus allows there, as a frozenset.

Corpora differ in the types that they mark. A word gets every tag that its corpus does not rule
out: where one marks people and places only, *Ramadan* outside of its names may still be an event.
"""
import collections
import gzip
import json
import pathlib

TYPES = ["Person", "Organization", "Place", "Event", "Work", "Group", "Other"]
TAGS = ["O"] + [f"{place}-{kind}" for kind in TYPES for place in "BI"]
UNMARKED = {"Event", "Work", "Group", "Other"}  # what a corpus of three types leaves out

PERSON, ORGANIZATION, PLACE = {"Person"}, {"Organization"}, {"Place"}
THREE = {"PER": PERSON, "ORG": ORGANIZATION, "LOC": PLACE}

# For each corpus: its folder; what each of its types may be in ours; and which of our types its
# words outside of all names may still be part of.
SCHEMES = {
    "uner-ewt": (THREE | {"OTH": UNMARKED}, set()),
    "gum-names": (
        {
            "person": PERSON,
            "organization": ORGANIZATION,
            "place": PLACE,
            "event": {"Event"},
            "abstract": {"Work", "Event", "Group", "Other"},
            "object": {"Work", "Other"},
        },
        {"Group"},
    ),
    "wikigold": (THREE | {"MISC": UNMARKED}, set()),
    "btc": (THREE, UNMARKED),
    "wnut17": (
        {
            "person": PERSON,
            "location": PLACE,
            "corporation": ORGANIZATION,
            "group": {"Organization", "Group"},
            "creative-work": {"Work"},
            "product": {"Other", "Work"},
        },
        {"Event", "Group", "Other"},
    ),
    "crossner": (
        {
            name: kind
            for kind, names in {
                "Person": "person politician researcher writer musicalartist scientist",
                "Organization": "organisation politicalparty university band",
                "Place": "country location",
                "Event": "election event conference",
                "Work": "book poem album song",
            }.items()
            for name in names.split()
        }
        | {"misc": UNMARKED, "magazine": {"Work", "Organization"}}
        | {"academicjournal": {"Work", "Organization"}, "award": {"Other"}}
        | {"astronomicalobject": {"Other", "Place"}, "product": {"Other", "Work"}},
        {"Other", "Group"},
    ),
}


def lines(path):
    with gzip.open(path, "rt", encoding="utf8", newline="\n") as file:
        for line in file:
            yield line.rstrip("\r\n")


def conllu(path):
    """The sentences of a CoNLL-U file as (sent_id, rows of columns), words only."""
    name, rows = None, []
    for line in lines(path):
        if line.startswith("# sent_id = "):
            name = line.removeprefix("# sent_id = ")
        elif not line and rows:
            yield name, rows
            rows = []
        elif line and line[0] != "#":
            columns = line.split("\t")
            if columns[0].isdigit():
                rows.append(columns)


def bio(path):
    """The sentences of a file of names as (sent_id, words, tags)."""
    name, words, tags = None, [], []
    for line in lines(path):
        if line.startswith("# "):
            if line.startswith("# sent_id = "):
                name = line.removeprefix("# sent_id = ")
        elif line.strip():
            columns = line.split("\t") if "\t" in line else line.split(" ")
            words.append(columns[0])
            tags.append(columns[-1])
        elif words:
            yield name, words, tags
            name, words, tags = None, [], []
    if words:
        yield name, words, tags


def allowed(tag, scheme):
    """Our tags that a corpus's tag leaves open."""
    kinds, unmarked = scheme
    if tag == "O":
        return frozenset(["O"] + [f"{place}-{kind}" for kind in unmarked for place in "BI"])
    place, kind = tag.split("-", 1)
    ours = kinds.get(kind, {"Other", None})
    ours = {ours} if isinstance(ours, str) else ours
    # A type that ours has no word for (a field, a genre) may be no name at all.
    return frozenset("O" if it is None else f"{place}-{it}" for it in ours)


def with_groups(rows, tags, sets):
    """Peoples and faiths, which UNER files under `OTH`: adjectives and plurals of one word."""
    result = list(sets)
    for at, tag in enumerate(tags):
        alone = tag == "B-OTH" and (at + 1 == len(tags) or not tags[at + 1].startswith("I-"))
        if alone and (rows[at][3] == "ADJ" or rows[at][4] == "NNPS"):
            result[at] = frozenset(["B-Group"])
    return result


def treebank(corpora, corpus, part, names_path, scheme):
    """A part of a treebank, with its names where they are marked over the same words."""
    names = {name: (words, tags) for name, words, tags in bio(names_path)}
    for name, rows in conllu(corpora / f"ud/{corpus}/{part}.conllu.gz"):
        words = [row[1] for row in rows]
        sets = gold = None
        if names.get(name, (None, None))[0] == words:
            gold = names[name][1]
            sets = with_groups(rows, gold, [allowed(tag, scheme) for tag in gold])
        columns = {"upos": 3, "xpos": 4, "feats": 5, "deprel": 7}
        trees = {key: [row[at] for row in rows] for key, at in columns.items()}
        trees["head"] = [int(row[6]) for row in rows]
        yield {"words": words, "trees": trees, "names": sets, "gold": gold}


def named(path, scheme):
    for _, words, tags in bio(path):
        sets = [allowed(tag, scheme) for tag in tags]
        yield {"words": words, "trees": None, "names": sets, "gold": tags}


def news(path):
    """The sentences of ECB+, which only a teacher has read."""
    for line in lines(path):
        for words in json.loads(line)["sentences"]:
            if 3 <= len(words) <= 100:
                yield {"words": words, "trees": None, "names": None, "gold": None}


def training(folder):
    """(sentences with trees, sentences with names alone, sentences of nothing but words)."""
    folder = pathlib.Path(folder)
    ner = folder / "ner"
    trees = [
        *treebank(folder, "ewt", "train", ner / "uner-ewt/train-preliminary.bio.gz", SCHEMES["uner-ewt"]),
        *treebank(folder, "gum", "train", ner / "gum-names/train.bio.gz", SCHEMES["gum-names"]),
    ]
    names = [
        *named(ner / "wikigold/train.bio.gz", SCHEMES["wikigold"]),
        *named(ner / "btc/train.bio.gz", SCHEMES["btc"]),
        *named(ner / "wnut17/train.bio.gz", SCHEMES["wnut17"]),
    ]
    for domain in ["ai", "literature", "music", "politics", "science"]:
        names += named(ner / f"crossner/{domain}-train.bio.gz", SCHEMES["crossner"])
    return trees, names, list(news(folder / "coref/ecbplus/train.jsonl.gz"))


def development(folder):
    """Name of a development set -> its sentences."""
    folder = pathlib.Path(folder)
    ner = folder / "ner"
    return {
        "ewt-dev": list(treebank(folder, "ewt", "dev", ner / "uner-ewt/dev.bio.gz", SCHEMES["uner-ewt"])),
        "gum-dev": list(treebank(folder, "gum", "dev", ner / "gum-names/dev.bio.gz", SCHEMES["gum-names"])),
        "politics-dev": list(named(ner / "crossner/politics-dev.bio.gz", SCHEMES["crossner"])),
    }


def labels(trees):
    """Kind of label -> its labels, in the order of the encoder's outputs."""
    count = lambda key: collections.Counter(it for sent in trees for it in sent["trees"][key])
    return {
        "upos": sorted(count("upos")),
        "xpos": sorted(count("xpos")),
        "feats": [key for key, n in count("feats").most_common() if n >= 3],
        "names": TAGS,
        "deprel": sorted(count("deprel")),
    }
