"""Learns data/lexicon/confidence.csv: how much each sign tells of whether a fact is right.

  newsgraph eval emit signs GOLD > signs.tsv
  python train/confidence.py signs.tsv > data/lexicon/confidence.csv

GOLD is a folder of articles annotated by hand, as `eval calibration` reads it. Logistic regression under a penalty of the
squares. Needs scikit-learn.
"""
import csv, sys

from sklearn.linear_model import LogisticRegression

# The inverse of the penalty: a few hundred facts decide a dozen weights.
FREEDOM = 1.0


def main():
    with open(sys.argv[1]) as file:
        names, *rows = csv.reader(file, delimiter="\t")
    rows = [[float(it) for it in row] for row in rows]
    right, signs = [row[0] for row in rows], [row[2:] for row in rows]
    model = LogisticRegression(C=FREEDOM, max_iter=1000).fit(signs, right)
    # The first sign always stands, for the constant.
    weights = [model.intercept_[0], *model.coef_[0]]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["sign", "weight"])
    table.writerows(sorted((name, f"{weight:.2f}") for name, weight in zip(names[1:], weights)))


if __name__ == "__main__":
    main()
