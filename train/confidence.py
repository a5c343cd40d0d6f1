"""Learns data/lexicon/confidence.csv: how much each sign tells of whether a fact is right.

  newsgraph eval emit signs GOLD/dev GOLD/seed.jsonl > signs.tsv
  python train/confidence.py signs.tsv train/judged.tsv > data/lexicon/confidence.csv

GOLD has articles annotated by hand, as `eval calibration` reads them; `judged.tsv` has the signs of 219 facts of the news of
GUM train (CC BY 4.0), judged one by one by an author. Logistic regression under a penalty of the squares. Needs scikit-learn.
"""
import csv, sys

from sklearn.linear_model import LogisticRegression

# The inverse of the penalty.
FREEDOM = 1.0


def main():
    right, signs = [], []
    for name in sys.argv[1:]:
        with open(name) as file:
            names, *rows = csv.reader(file, delimiter="\t")
        right += [float(row[0]) for row in rows]
        # The first sign always stands, for the constant.
        signs += [[float(it) for it in row[2:]] for row in rows]
    model = LogisticRegression(C=FREEDOM, max_iter=1000).fit(signs, right)
    weights = [model.intercept_[0], *model.coef_[0]]
    table = csv.writer(sys.stdout, lineterminator="\n")
    table.writerow(["sign", "weight"])
    table.writerows(sorted((name, f"{weight:.2f}") for name, weight in zip(names[1:], weights)))


if __name__ == "__main__":
    main()
