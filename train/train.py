"""Trains one encoder and scores it after each epoch. `build.py` calls it for each model.

Stops and goes on: after each epoch a checkpoint is written, from which the same command resumes.
"""
import argparse
import json
import pathlib
import random
import time

import torch
from torch.nn import functional as F

import corpora
from batches import KINDS, NONE, Reader, batches
from encoder import BLOCKED, Encoder
from trees import tree

WEIGHTS = {"head": 1.0, "deprel": 1.0, "upos": 0.7, "xpos": 0.5, "feats": 0.3, "names": 1.3}
HEAT = 2.0  # of what a teacher gives
PIECES = 1600  # of a batch
NEW = ("project", "biaffine", "prior", "relation", "tags", "shapes")  # not in the base


def arguments():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--widths", default="1536,1536,1536,1536,1536,1536")
    parser.add_argument("--init", help="an encoder to start from, with as many layers, fewer or more")
    parser.add_argument("--teacher", nargs="+", help="encoders whose scores to learn from")
    parser.add_argument("--freeze", action="store_true", help="keep the embeddings as they are")
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--rate", type=float, default=1e-4)
    parser.add_argument("--new-rate", type=float, default=1e-3)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--device", default="cpu")
    parser.add_argument("--seed", type=int, default=1)
    return parser.parse_args()


def forward(model, batch):
    words = model.read(*(batch[it] for it in ("ids", "shapes", "mask", "first", "last")))
    heads, dependents, governors, tags = model.scores(words)
    heads = heads + (1 - batch["real"].float())[:, None, :] * BLOCKED
    return heads, dependents, governors, model.split_tags(tags)


class Teacher:
    """The scores that encoders give to each sentence, spelt as it is: computed once.

    Of several encoders with the same labels, the mean of their logarithms.
    """

    def __init__(self, paths, reader, device):
        self.models, self.reader, self.device = [load(it)[0].to(device) for it in paths], reader, device

    @torch.no_grad()
    def read(self, group):
        batch = self.reader.tensors(group, self.device)
        mean = lambda all: torch.stack([F.log_softmax(it, -1) for it in all]).mean(0)
        found = [forward(it, batch) for it in self.models]
        heads = mean([it[0] for it in found]).clamp(min=BLOCKED)
        tags = {kind: mean([it[3][kind] for it in found]) for kind in found[0][3]}
        # Where no head is known, relations are to the heads that the teachers find.
        places = torch.where(batch["head"] >= 0, batch["head"], heads.argmax(-1))
        pairs = zip(self.models, found)
        deprels = mean([model.relations(it[1], it[2], places) for model, it in pairs])
        for at, row in enumerate(group):
            size = len(row["first"])
            lesson = {"head": heads[at, :size, :size], "deprel": deprels[at, :size]}
            lesson |= {kind: it[at, :size] for kind, it in tags.items()}
            row["lesson"] = {kind: it.half().cpu() for kind, it in lesson.items()}
            row["lesson"]["places"] = places[at, :size].cpu()

    def lesson(self, group):
        new = [row for row in group if "lesson" not in row]
        if new:
            self.read(new)
        size = max(len(row["first"]) for row in group)
        result = {}
        for kind in group[0]["lesson"]:
            rows = []
            for row in group:
                it = row["lesson"][kind]
                missing = size - len(it)
                edges = (0, missing) if it.dim() == 1 else (0, missing if kind == "head" else 0, 0, missing)
                rows.append(F.pad(it, edges, value=BLOCKED if kind == "head" else 0))
            stacked = torch.stack(rows).to(self.device)
            result[kind] = stacked if kind == "places" else stacked.float()
        return result


def cross_entropy(scores, labels):
    if not (labels >= 0).any():
        return scores.sum() * 0
    return F.cross_entropy(scores.flatten(0, -2), labels.flatten(), ignore_index=NONE)


def names_loss(scores, numbers, masks):
    """Minus the log of the chance that all allowed tags have together."""
    known = numbers >= 0
    if not known.any():
        return scores.sum() * 0
    scores = scores[known]
    allowed = masks[numbers[known]]
    inside = scores.masked_fill(~allowed, float("-inf")).logsumexp(-1)
    return (scores.logsumexp(-1) - inside).mean()


def divergence(scores, teacher, words):
    ours = F.log_softmax(scores[words] / HEAT, -1)
    theirs = F.log_softmax(teacher[words] / HEAT, -1)
    return F.kl_div(ours, theirs, log_target=True, reduction="batchmean") * HEAT**2


def loss(model, batch, masks, lesson):
    heads, dependents, governors, tags = forward(model, batch)
    places = lesson["places"] if lesson else batch["head"].clamp(min=0)
    scores = {"head": heads, "deprel": model.relations(dependents, governors, places), **tags}
    gold = {kind: cross_entropy(scores[kind], batch[kind]) for kind in ("head", *KINDS)}
    gold["names"] = names_loss(scores["names"], batch["names"], masks)
    total = sum(WEIGHTS[kind] * it for kind, it in gold.items())
    if lesson:
        words = batch["real"].bool()
        words[:, 0] = False
        likeness = sum(w * divergence(scores[kind], lesson[kind], words) for kind, w in WEIGHTS.items())
        total = 0.4 * total + 0.6 * likeness
    return total


SCORED = {"Person", "Organization", "Place"}


def spans(tags):
    found, start = set(), None
    for at, tag in enumerate([*tags, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != start[1]):
            found.add((start[0], at, start[1]))
            start = None
        if tag != "O" and start is None:
            start = (at, tag[2:])
    return found


def gold_spans(sentence, kinds):
    """The marked names whose type is one of ours and of `kinds`."""
    ours = []
    for allowed in sentence["names"]:
        one = min(allowed) if len(allowed) == 1 else "O"
        ours.append(one)
    return {it for it in spans(ours) if it[2] in kinds}


@torch.no_grad()
def evaluate(model, rows, labels, kinds):
    """Percent over gold words: UPOS, XPOS, FEATS, UAS, LAS; F1 of names."""
    device = next(model.parameters()).device
    model.eval().cpu()
    counts, names = dict.fromkeys(("words", "upos", "xpos", "feats", "uas", "las"), 0), [0, 0, 0]
    reader = evaluate.reader
    for group in batches(rows, 3000):
        batch = reader.tensors(group)
        heads, dependents, governors, tags = forward(model, batch)
        chosen = torch.zeros(batch["head"].shape, dtype=torch.long)
        for at, row in enumerate(group):
            size = len(row["first"])
            chosen[at, :size] = torch.tensor(tree(heads[at, :size, :size].numpy()))
        found = {kind: it.argmax(-1) for kind, it in tags.items()}
        found["deprel"] = model.relations(dependents, governors, chosen).argmax(-1)
        real = (batch["head"] >= 0)
        counts["words"] += int(real.sum())
        for kind in ("upos", "xpos", "feats"):
            counts[kind] += int(((found[kind] == batch[kind]) & real).sum())
        right = (chosen == batch["head"]) & real
        counts["uas"] += int(right.sum())
        counts["las"] += int((right & (found["deprel"] == batch["deprel"])).sum())
        for at, row in enumerate(group):
            if row["sentence"]["names"]:
                tags_found = [labels["names"][it] for it in found["names"][at, 1 : len(row["first"])]]
                ours = {it for it in spans(tags_found) if it[2] in kinds}
                gold = gold_spans(row["sentence"], kinds)
                for place, it in enumerate((ours & gold, ours - gold, gold - ours)):
                    names[place] += len(it)
    model.train().to(device)
    words = max(1, counts.pop("words"))
    right, wrong, missed = names
    result = {kind: round(100 * it / words, 2) for kind, it in counts.items()}
    return result | {"names": round(200 * right / max(1, 2 * right + wrong + missed), 2)}


def load(path):
    stored = torch.load(path, weights_only=False)
    model = Encoder(stored["sizes"], stored["widths"])
    model.load_state_dict(stored["model"])
    return model.eval(), stored


def start(args, sizes):
    """A new encoder; the feed-forward units that it keeps of `--init` are the strongest.

    Layers that `--init` has not are those of the base.
    """
    widths = [int(it) for it in args.widths.split(",")]
    model = Encoder(sizes, widths)
    model.load_base() if all(it == 1536 for it in widths) else None
    if args.init:
        source = load(args.init)[0].state_dict()
        own = model.state_dict()
        for key in own:
            value = source.get(key, own[key])
            if value.shape != own[key].shape:
                number = key.split(".")[1]
                up, down = source[f"layers.{number}.up.weight"], source[f"layers.{number}.down.weight"]
                strength = up.norm(dim=1) * down.norm(dim=0)
                kept = strength.topk(widths[int(number)]).indices.sort().values
                value = value[:, kept] if "down" in key else value[kept]
            own[key] = value
        model.load_state_dict(own)
    return model, widths


def main():
    args = arguments()
    torch.set_num_threads(args.threads)
    torch.manual_seed(args.seed)
    order = random.Random(args.seed)
    treebanks, named, plain = corpora.training(args.corpora)
    labels = corpora.labels(treebanks)
    reader = evaluate.reader = Reader(labels)
    sentences = treebanks + named + (plain if args.teacher else [])
    rows = [reader.row(it) for it in sentences]
    kinds = {"politics-dev": SCORED | {"Event"}}
    development = {
        name: ([reader.row(it) for it in part], kinds.get(name, SCORED))
        for name, part in corpora.development(args.corpora).items()
    }
    masks = torch.tensor(reader.mask_rows).to(args.device)
    sizes = {kind: len(it) for kind, it in labels.items()}
    model, widths = start(args, sizes)
    if args.freeze:
        model.words.weight.requires_grad = model.places.weight.requires_grad = False
    model.to(args.device)
    teacher = Teacher(args.teacher, reader, args.device) if args.teacher else None
    learned = [(name, it) for name, it in model.named_parameters() if it.requires_grad]
    new = [it for name, it in learned if name.split(".")[0] in NEW]
    old = [it for name, it in learned if name.split(".")[0] not in NEW]
    optimizer = torch.optim.AdamW(
        [{"params": old, "lr": args.rate}, {"params": new, "lr": args.new_rate}],
        weight_decay=0.01,
        betas=(0.9, 0.98),
        fused=True,
    )
    steps = args.epochs * (len(batches(rows, PIECES)) + 5)
    pace = lambda step: min(1, (step + 1) / 150) * max(0.0, 1 - step / steps)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, pace)
    first, checkpoint = 0, pathlib.Path(args.out + ".checkpoint")
    if checkpoint.exists():
        stored = torch.load(checkpoint, weights_only=False)
        model.load_state_dict(stored["model"])
        optimizer.load_state_dict(stored["optimizer"])
        schedule.load_state_dict(stored["schedule"])
        order.setstate(stored["order"])
        torch.set_rng_state(stored["random"])
        first = stored["epoch"]
    model.train()
    for epoch in range(first, args.epochs):
        began, total, groups = time.time(), 0.0, batches(rows, PIECES, order)
        for at, group in enumerate(groups):
            batch = reader.tensors(group, args.device, order)
            cost = loss(model, batch, masks, teacher.lesson(group) if teacher else None)
            optimizer.zero_grad(set_to_none=True)
            cost.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 2.0)
            optimizer.step()
            schedule.step()
            total += cost.item()
            if at % 50 == 0:
                print(f"{epoch} {at}/{len(groups)} loss {total / (at + 1):.3f} {time.time() - began:.0f} s", flush=True)
        scores = {name: evaluate(model, part, labels, kinds) for name, (part, kinds) in development.items()}
        print("EPOCH", epoch + 1, json.dumps(scores), flush=True)
        kept = {"sizes": sizes, "widths": widths, "labels": labels, "seed": args.seed, "scores": scores, "epoch": epoch + 1}
        stored = {"model": model.state_dict()} | kept
        torch.save(stored, args.out)
        rest = {"optimizer": optimizer.state_dict(), "schedule": schedule.state_dict(), "order": order.getstate(), "random": torch.get_rng_state()}
        torch.save(stored | rest, checkpoint)
    checkpoint.unlink(missing_ok=True)


if __name__ == "__main__":
    main()
