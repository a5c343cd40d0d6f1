"""How fast newsgraph annotates beside spaCy's en_core_web_sm: the same texts, in turns, one thread.

    python benches/peers/speed.py target/release/newsgraph ARTICLES.jsonl

Prints the words of each per second of CPU, and the ratio of their medians. newsgraph runs as a
program, its start and its CoNLL-U included; spaCy's whole pipeline runs in this process, its start
not counted. A word is a token that is not a space, counted by each for itself.
"""
import gzip
import json
import os
import resource
import statistics
import subprocess
import sys
import time

os.environ["OMP_NUM_THREADS"] = "1"

from peers import inside, model

ROUNDS = 5


def children():
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def newsgraph(program, path):
    before = children()
    command = [program, "extract", "--threads", "1", "--to", "conllu", path]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    seconds = children() - before
    words = sum(line.split(b"\t", 1)[0].isdigit() for line in output.stdout.splitlines())
    return words / seconds


def spacy(nlp, texts):
    before = time.process_time()
    words = sum(sum(not it.is_space for it in doc) for doc in nlp.pipe(texts))
    return words / (time.process_time() - before)


def main():
    inside()
    program, path = sys.argv[1:]
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rt", encoding="utf8") as file:
        texts = [json.loads(line)["text"] for line in file]
    nlp = model()
    spacy(nlp, texts[:2])
    ours, theirs = [], []
    for _ in range(ROUNDS):
        ours.append(newsgraph(program, path))
        theirs.append(spacy(nlp, texts))
    ours, theirs = statistics.median(ours), statistics.median(theirs)
    print(f"newsgraph {ours:.0f} words per CPU second, spaCy {theirs:.0f}, ratio {ours / theirs:.2f}")


if __name__ == "__main__":
    main()
