"""Learns data/lexicon/pronoun_weights.csv: what makes an earlier mention the one that a pronoun means.

  zcat GUM/train.jsonl.gz | newsgraph eval emit pronouns - > gum.choices
  zcat GAP/gap-development.tsv.gz | newsgraph eval emit pronouns - > gap.choices
  python train/pronouns.py GUM/train.jsonl.gz gum.choices GAP/gap-development.tsv.gz gap.choices

The model is log-linear: a chain is as likely as the sum of the exponentials of its voices' loudnesses, and `nobody`
competes with them. Weights maximize the likelihood of the gold chains under a Gaussian prior around PRIOR, which was set
by hand for news, where people are named more often and speak more. Needs numpy and torch.
"""
import csv, gzip, json, sys
from collections import defaultdict

import torch

STRENGTH = 0.006
# `nobody` is kept near what it was set to by hand: in news, few pronouns stand for nothing named.
NOBODY = 0.3
PRIOR = {
    "same sentence": 2.0, "same role": 0.8, "one back": 1.4, "two back": 0.4, "three back": -0.3, "far back": -0.8, "subject": 0.8,
    "object": 0.2, "oblique": -0.1, "possessive pronoun": 0.3, "of a noun": -0.4, "possessive": -0.4, "joined": -0.2,
    "main subject": 0.4, "both subjects": 0.4, "name": 0.2, "nominal": -0.1, "pronoun": 0.4, "mentions": 0.4,
    "recent": 0.13, "quoted apart": -0.3, "one for several": -0.6, "subject of its clause": 1.4,
    "subject of the clause above": 1.4, "subject far above": 0.4, "rank": -0.1, "spoke before": 1.5, "named": 0.6,
}


def read(path):
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as file:
        return file.read()


def gum(gold_path, choices_path):
    """Choices of a corpus of tokens; a voice is right where its head is in the pronoun's gold chain."""
    heads = {}
    for line in read(gold_path).splitlines():
        doc, at, spans, chains = json.loads(line), 0, {}, {}
        for s, sentence in enumerate(doc["sentences"]):
            for t, token in enumerate(sentence):
                size = len(token.encode())
                spans[s, t], at = (at, at + size), at + size + 1
        for mention in doc["mentions"]:
            if "h" in mention:
                chains[spans[mention["s"], mention["h"]]] = mention["c"]
        heads[doc["id"]] = chains
    for line in read(choices_path).splitlines():
        choice = json.loads(line)
        chains = heads[choice["id"]]
        own = chains.get(tuple(choice["span"]))
        if own is None:
            continue
        right = [chains.get(tuple(voice["head"])) == own for voice in choice["voices"]]
        yield choice["kind"], choice["voices"], right


def gap(gold_path, choices_path):
    """Choices of GAP; a voice is right where its chain holds the name that the pronoun means."""
    rows = {}
    for row in csv.DictReader(read(gold_path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        span = lambda name, at: (len(row["Text"][:at].encode()), len(row["Text"][:at + len(name)].encode()))
        pronoun = span(row["Pronoun"], int(row["Pronoun-offset"]))
        names = [(span(row[it], int(row[it + "-offset"])), row[it + "-coref"] == "TRUE") for it in "AB"]
        rows[row["ID"]] = pronoun, names
    for line in read(choices_path).splitlines():
        choice = json.loads(line)
        pronoun, names = rows[choice["id"]]
        meant = [span for span, is_meant in names if is_meant]
        if tuple(choice["span"]) != pronoun or not meant:
            continue
        start, end = meant[0]
        overlaps = lambda it: it[0] < end and start < it[1]
        right = [any(map(overlaps, voice["chain"])) for voice in choice["voices"]]
        if any(right):
            yield choice["kind"], choice["voices"], right


def learn(examples):
    """The weights of one kind of pronoun."""
    names = sorted({name for voices, _ in examples for voice in voices for name in voice["features"]})
    place = {name: at for at, name in enumerate(names)}
    rows, values, example_of, right_rows = [], [], [], []
    for number, (voices, right) in enumerate(examples):
        for voice, is_right in zip(voices, right):
            row = torch.zeros(len(names))
            for name, value in voice["features"].items():
                row[place[name]] = value
            rows.append(row)
            example_of.append(number)
            right_rows.append(is_right)
    features, owner = torch.stack(rows), torch.tensor(example_of)
    is_right = torch.tensor(right_rows)
    nobody_right = torch.tensor([not any(right) for _, right in examples])
    prior = torch.tensor([PRIOR.get(name, 0.0) for name in names])
    weights = prior.clone().requires_grad_()
    nobody = torch.full((1,), NOBODY).requires_grad_()
    optimizer = torch.optim.LBFGS([weights, nobody], max_iter=200, line_search_fn="strong_wolfe")

    def loss():
        optimizer.zero_grad()
        loud = (features @ weights).exp()
        count = len(examples)
        total = torch.zeros(count).index_add(0, owner, loud) + nobody.exp()
        good = torch.zeros(count).index_add(0, owner, loud * is_right) + nobody.exp() * nobody_right
        value = -(good / total).log().mean() + STRENGTH * ((weights - prior) ** 2).sum()
        value = value + (nobody - NOBODY).square().sum()
        value.backward()
        return value

    optimizer.step(loss)
    print(f"{len(examples)} choices, loss {loss().item():.3f}", file=sys.stderr)
    found = {name: weights[at].item() for name, at in place.items()}
    return {**found, "nobody": nobody.item()}


def main():
    gum_gold, gum_choices, gap_gold, gap_choices = sys.argv[1:5]
    examples = defaultdict(list)
    for kind, voices, right in [*gum(gum_gold, gum_choices), *gap(gap_gold, gap_choices)]:
        if voices:
            examples[kind].append((voices, right))
    # News says too little of things in common with these corpora: theirs stay as they were set by hand.
    learned = {kind: {**PRIOR, "nobody": NOBODY} for kind in ("several", "thing")}
    learned["person"] = learn(examples["person"])
    rows = [(f"{kind} {name}", f"{weight:.2f}") for kind, found in learned.items() for name, weight in found.items()]
    rows = [row for row in sorted(rows, key=lambda row: row[0].encode()) if float(row[1]) != 0]
    with open("data/lexicon/pronoun_weights.csv", "w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight"])
        writer.writerows(rows)


main()
