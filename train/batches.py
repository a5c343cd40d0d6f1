"""Sentences as tensors, in batches of one length."""
import random

import torch
from tokenizers import BertWordPieceTokenizer

from encoder import BASE, PIECES

FIRST, LAST, UNKNOWN, MOST = 101, 102, 100, 12  # ids; the most pieces of one word
NONE = -100  # no label
KINDS = ("upos", "xpos", "feats", "deprel")


def shape(word):
    """How a word is spelt: digits, marks, small letters, a capital, capitals, a mixture."""
    letters = [it for it in word if it.isalpha()]
    digits = any(it.isdigit() for it in word)
    if not letters:
        return 1 if digits else 2
    if digits:
        return 3
    capitals = sum(it.isupper() for it in letters)
    if capitals == 0:
        return 4
    if len(letters) == 1:
        return 5
    if capitals == len(letters):
        return 6
    return 7 if letters[0].isupper() and capitals == 1 else 8


class Reader:
    """Turns sentences into rows of numbers."""

    def __init__(self, labels):
        self.places = {kind: {it: at for at, it in enumerate(labels[kind])} for kind in labels}
        self.tokenizer = BertWordPieceTokenizer(str(BASE / "vocab.txt"), lowercase=True)
        self.known = {}
        self.masks = {}  # which tags are allowed -> its number
        self.mask_rows = []

    def pieces(self, word):
        if word not in self.known:
            ids = self.tokenizer.encode(word, add_special_tokens=False).ids[:MOST]
            self.known[word] = ids or [UNKNOWN]
        return self.known[word]

    def mask(self, tags):
        if tags not in self.masks:
            self.masks[tags] = len(self.mask_rows)
            self.mask_rows.append([it in tags for it in self.places["names"]])
        return self.masks[tags]

    def row(self, sentence):
        row = {"ids": [FIRST], "words": sentence["words"], "first": [0], "last": [0], "owner": [-1]}
        for at, word in enumerate(sentence["words"]):
            pieces = self.pieces(word)
            if len(row["ids"]) + len(pieces) > PIECES - 2:
                pieces = pieces[:1]
            row["first"].append(len(row["ids"]))
            row["ids"] += pieces
            row["owner"] += [at] * len(pieces)
            row["last"].append(len(row["ids"]) - 1)
        row["ids"].append(LAST)
        row["owner"].append(-1)
        trees = sentence["trees"]
        if trees:
            row["head"] = [NONE] + trees["head"]
            for kind in KINDS:
                row[kind] = [NONE] + [self.places[kind].get(it, NONE) for it in trees[kind]]
        if sentence["names"]:
            row["names"] = [NONE] + [self.mask(it) for it in sentence["names"]]
        row["sentence"] = sentence
        return row

    def tensors(self, rows, device="cpu", case=None):
        """A batch. `case`: a random generator that now and then spells a sentence otherwise."""
        width = max(len(it["ids"]) for it in rows)
        batch = {
            "ids": pad([it["ids"] for it in rows], 0),
            "mask": pad([[1] * len(it["ids"]) for it in rows], 0),
            "shapes": pad([self.shapes(it, case) for it in rows], 0),
            "real": pad([[1] * len(it["first"]) for it in rows], 0),
        }
        for end in ("first", "last"):
            flat = [[place + at * width for place in it[end]] for at, it in enumerate(rows)]
            words = batch["real"].shape[1]
            batch[end] = torch.tensor([it + [at * width] * (words - len(it)) for at, it in enumerate(flat)])
        for kind in ("head", "names", *KINDS):
            none = [[NONE] * len(it["first"]) for it in rows]
            batch[kind] = pad([it.get(kind, no) for it, no in zip(rows, none)], NONE)
        return {key: it.to(device) for key, it in batch.items()}

    def shapes(self, row, case):
        chance = case.random() if case else 1.0
        words = row["words"]
        if chance < 0.04:  # a headline in capitals
            words = [it.upper() for it in words]
        elif chance < 0.08:
            words = [it.lower() for it in words]
        elif chance < 0.10:
            words = [it[:1].upper() + it[1:] for it in words]
        shapes = [shape(it) for it in words]
        return [0 if at < 0 else shapes[at] for at in row["owner"]]


def pad(rows, value):
    width = max(map(len, rows))
    return torch.tensor([it + [value] * (width - len(it)) for it in rows])


def batches(rows, size, order=None):
    """Groups rows of about one length, `size` pieces each; shuffled where `order` is given."""
    jitter = (lambda: order.uniform(0.9, 1.1)) if order else (lambda: 1.0)
    rows = sorted(rows, key=lambda it: len(it["ids"]) * jitter())
    groups, group = [], []
    for row in rows:
        longest = max([len(it["ids"]) for it in group] + [len(row["ids"])])
        if group and (len(group) + 1) * longest > size:
            groups.append(group)
            group = []
        group.append(row)
    groups.append(group)
    if order:
        order.shuffle(groups)
    return groups
