"""Writes what the making of a model settles into its card: command, scores and digests.

    python train/card.py ENCODER.pt FOLDER DIGEST COMMAND...

ENCODER.pt has its scores from `train.py`, FOLDER the files that `export.py` wrote and `english.toml`,
whose head (licence, limits, base, corpora) stays as a person wrote it; DIGEST is what
`newsgraph eval emit bits tests/model/sentences.txt` prints.
"""
import hashlib
import json
import pathlib
import sys

import torch

FILES = ("english.onnx", "english-vocab.txt", "english-labels.txt", "english-label-head.f32")
SCORES = {"upos": "upos", "feats": "feats", "uas": "uas", "las": "las", "names": "names-f1"}
TREES = """\
# Percent. Trees are scored over gold words, relations with their subtypes and punctuation counted;
# names are F1 of spans and types, before the article corrects them. From the log of the training.
"""
BITS = """\
# What `newsgraph eval emit bits tests/model/sentences.txt` prints on any machine with fused
# multiplication and addition (FMA); without it (x86-64 before 2013) the bits differ.
"""


def table(name, values):
    return "\n".join([f"[{name}]", *(f"{key} = {json.dumps(it)}" for key, it in values.items())])


def main():
    encoder, folder, digest, command = sys.argv[1], pathlib.Path(sys.argv[2]), sys.argv[3], " ".join(sys.argv[4:])
    card = folder / "english.toml"
    head = card.read_text().split("[training]")[0]
    made = torch.load(encoder, weights_only=False)
    parts = [table("training", {"seed": made["seed"], "commands": [command]})]
    for name, scores in made["scores"].items():
        # A corpus without trees has scores of names alone.
        scored = {ours: round(scores[key], 1) for key, ours in SCORES.items() if scores[key]}
        parts.append(table(f"scores.{name.replace('politics', 'crossner-politics')}", scored))
    parts[1] = TREES + parts[1]
    parts.append(BITS + table("logits", {"sha256": digest}))
    for name in FILES:
        content = (folder / name).read_bytes()
        facts = {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        parts.append(table(f'files."{name}"', facts))
    card.write_text(head + "\n\n".join(parts) + "\n")


if __name__ == "__main__":
    main()
