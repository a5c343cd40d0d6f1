"""Writes data/lexicon/boundary.csv: weights of the features that tell where a sentence ends.

    for corpus in ewt gum; do
        newsgraph eval emit boundaries $corpus/train.conllu.gz
    done > examples.tsv
    python train/boundaries.py examples.tsv > data/lexicon/boundary.csv

A logistic regression with an L1 penalty (liblinear, by scikit-learn), which keeps few features.
Weights are in thousandths. `--dev FILE` prints how often it is right on other examples.
"""
import argparse
import collections
import csv
import sys

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

SEEN = 3  # a feature must stand in so many examples


def examples(path):
    with open(path, encoding="utf8", newline="\n") as lines:
        for line in lines:
            label, *features = line.rstrip("\n").split("\t")
            yield label == "1", features


def matrix(path, numbers):
    labels, columns, starts = [], [], [0]
    for label, features in examples(path):
        labels.append(label)
        columns += [numbers[it] for it in features if it in numbers]
        starts.append(len(columns))
    shape = (len(labels), len(numbers))
    return csr_matrix((np.ones(len(columns)), columns, starts), shape=shape), np.array(labels)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("train")
    parser.add_argument("--dev")
    parser.add_argument("--strength", type=float, default=1.0)
    args = parser.parse_args()
    counts = collections.Counter(it for _, features in examples(args.train) for it in features)
    kept = sorted(it for it, n in counts.items() if n >= SEEN and it == it.strip() and it.isprintable())
    numbers = {it: at for at, it in enumerate(kept)}
    x, y = matrix(args.train, numbers)
    model = LogisticRegression(
        l1_ratio=1, solver="liblinear", C=args.strength, fit_intercept=False, random_state=1, max_iter=300, tol=1e-3
    )
    model.fit(x, y)
    weights = {it: round(1000 * model.coef_[0][at]) for it, at in numbers.items()}
    weights = {it: weight for it, weight in weights.items() if weight}
    if args.dev:
        x, y = matrix(args.dev, numbers)
        found = x @ np.array([weights.get(it, 0) for it in kept]) > 0
        right = (found & y).sum()
        print(f"{len(weights)} features; precision {right / found.sum():.4f}, recall {right / y.sum():.4f}", file=sys.stderr)
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["feature", "weight"])
    table.writerows(sorted(weights.items(), key=lambda it: it[0].encode()))


if __name__ == "__main__":
    main()
