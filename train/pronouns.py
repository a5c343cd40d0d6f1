"""Learns data/lexicon/pronoun_weights.csv: what makes a mention the one that a pronoun means.

  newsgraph eval emit pronouns GUM/train.jsonl.gz > gum.choices
  newsgraph eval emit pronouns LITBANK/train.jsonl.gz > litbank.choices
  newsgraph eval emit pronouns ECBPLUS/train.jsonl.gz > ecbplus.choices
  newsgraph eval emit pronouns GAP/development.tsv.gz > gap.choices
  python train/pronouns.py GUM/train.jsonl.gz gum.choices LITBANK/train.jsonl.gz litbank.choices \
    ECBPLUS/train.jsonl.gz ecbplus.choices GAP/development.tsv.gz gap.choices

A voice is as loud as the exponential of a sum of weights and of a layer of a few units says; a chain is as likely as its
loudest voice, and `nobody` competes with them. The likelihood of the gold chains is maximized under a penalty of the
squares. Networks from several seeds are averaged, which makes one of more units; that of persons is mixed with the weights
of pronouns_person.csv, which were learned close to ones set by hand for news. Needs torch.
"""
import csv, gzip, json, sys
from collections import defaultdict

import torch

# How much one choice of a corpus counts: fiction is far from news.
SHARE = {"gum": 1.0, "litbank": 0.3, "ecbplus": 2.0, "gap": 2.5}
# By kind of pronoun: units of a network, penalty, epochs.
KINDS = {"person": (8, 0.004, 130), "several": (8, 0.002, 200), "thing": (8, 0.001, 200)}
SEEDS = (1, 2, 3, 4)
RATE = 0.03
# How much the weights for news count beside what was learned.
NEWS = {"person": 0.2, "several": 0.0, "thing": 0.0}
# In news fewer things and groups stand for nothing that was named than in these corpora.
NOBODY = {"person": 0.0, "several": -0.7, "thing": -0.7}


def read(path):
    opened = gzip.open(path, "rt", encoding="utf8") if path.endswith(".gz") else open(path, encoding="utf8")
    with opened as file:
        return file.read()


def chains(doc):
    """The gold chain of each word that is the head of a mention, or of the least mention that holds it."""
    spans, at, found, size = {}, 0, {}, {}
    for s, sentence in enumerate(doc["sentences"]):
        for t, token in enumerate(sentence):
            length = len(token.encode())
            spans[s, t], at = (at, at + length), at + length + 1
    for mention in doc["mentions"]:
        heads = [mention["h"]] if "h" in mention else mention["t"]
        for head in heads:
            span = spans[mention["s"], head]
            if "h" in mention or size.get(span, 1000) > len(mention["t"]):
                size[span], found[span] = len(mention["t"]), mention["c"]
    return found


def corpus(gold_path, choices_path, whole=True):
    """Choices of a corpus of tokens; a voice is right where its head is in the pronoun's gold chain. Where a corpus is not
    annotated as a whole, a pronoun without a right voice says nothing."""
    gold = {}
    for line in read(gold_path).splitlines():
        doc = json.loads(line)
        gold[doc["id"]] = chains(doc)
    for line in read(choices_path).splitlines():
        choice = json.loads(line)
        found = gold[choice["id"]]
        own = found.get(tuple(choice["span"]))
        if own is not None:
            right = [found.get(tuple(it["head"])) == own for it in choice["voices"]]
            if whole or any(right):
                yield choice["kind"], choice["voices"], right


def gap(gold_path, choices_path):
    """Choices of GAP; a voice is right where its chain holds the name that the pronoun means."""
    rows = {}
    for row in csv.DictReader(read(gold_path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE):
        span = lambda name, at: (len(row["Text"][:at].encode()), len(row["Text"][:at + len(name)].encode()))
        names = [(span(row[it], int(row[it + "-offset"])), row[it + "-coref"] == "TRUE") for it in "AB"]
        rows[row["ID"]] = span(row["Pronoun"], int(row["Pronoun-offset"])), names
    for line in read(choices_path).splitlines():
        choice = json.loads(line)
        pronoun, names = rows[choice["id"]]
        meant = [span for span, is_meant in names if is_meant]
        if tuple(choice["span"]) == pronoun and meant:
            overlaps = lambda it: any(it[0] < end and start < it[1] for start, end in meant)
            right = [any(map(overlaps, voice["chain"])) for voice in choice["voices"]]
            if any(right):
                yield choice["kind"], choice["voices"], right


class Choices:
    """The choices of one corpus as tensors."""

    def __init__(self, examples, place):
        self.count = len(examples)
        voices = [(number, voice, right) for number, (all_, rights) in enumerate(examples) for voice, right in zip(all_, rights)]
        self.features = torch.zeros(len(voices), len(place))
        for row, (_, voice, _) in enumerate(voices):
            for name, value in voice["features"].items():
                self.features[row, place[name]] = value
        chains = {}
        for number, voice, right in voices:
            chain = chains.setdefault((number, tuple(map(tuple, voice["chain"]))), [len(chains), False])
            chain[1] |= right
        self.chain = torch.tensor([chains[number, tuple(map(tuple, voice["chain"]))][0] for number, voice, _ in voices])
        self.owner = torch.tensor([number for number, _ in chains])
        self.right = torch.tensor([right for _, right in chains.values()])
        self.nobody = torch.zeros(self.count).index_add(0, self.owner, self.right.float()) == 0


class Network(torch.nn.Module):
    def __init__(self, inputs, units):
        super().__init__()
        self.direct = torch.nn.Linear(inputs, 1, bias=False)
        torch.nn.init.zeros_(self.direct.weight)
        self.units, self.output = torch.nn.Linear(inputs, units), torch.nn.Linear(units, 1, bias=False)
        torch.nn.init.normal_(self.units.weight, 0, 0.1)
        self.nobody = torch.nn.Parameter(torch.tensor(0.3))

    def loss(self, choices):
        """The mean surprise at the gold chains."""
        loud = self.direct(choices.features) + self.output(torch.relu(self.units(choices.features)))
        loud, nobody = loud.squeeze(1).clamp(-15, 15).exp(), self.nobody.exp()
        loud = torch.zeros(len(choices.owner)).scatter_reduce(0, choices.chain, loud, "amax")
        total = torch.zeros(choices.count).index_add(0, choices.owner, loud) + nobody
        good = torch.zeros(choices.count).index_add(0, choices.owner, loud * choices.right) + nobody * choices.nobody
        return -(good / total).log().mean()

    def penalty(self):
        return sum(it.square().sum() for it in self.parameters()) - self.nobody.square()


def learn(corpora, inputs, units, penalty, epochs, seed):
    torch.manual_seed(seed)
    network = Network(inputs, units)
    optimizer = torch.optim.Adam(network.parameters())
    shares = {name: SHARE[name] * choices.count for name, choices in corpora.items()}
    for epoch in range(epochs):
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - epoch / epochs) + 1e-4
        optimizer.zero_grad()
        loss = sum(network.loss(corpora[name]) * share for name, share in shares.items()) / sum(shares.values())
        (loss + penalty * network.penalty()).backward()
        optimizer.step()
    print(f"{inputs} features, loss {loss.item():.3f}", file=sys.stderr)
    return network


def rows(kind, names, networks):
    """The rows of a kind: the mean of the networks, mixed with the weights for news."""
    count, share = len(networks), NEWS[kind]
    with open("train/pronouns_person.csv", encoding="utf8") as file:
        news = {row["feature"]: float(row["weight"]) for row in csv.DictReader(file)} if share else {}
    mean = lambda of: sum(of(it) for it in networks) / count
    mixed = lambda name, value: (1 - share) * value + share * news.get(f"{kind} {name}", 0.0)
    direct = mean(lambda it: it.direct.weight[0])
    units = torch.cat([it.units.weight for it in networks])
    start = torch.cat([it.units.bias for it in networks])
    output = torch.cat([it.output.weight[0] for it in networks]) / count * (1 - share)
    listed = lambda values: " ".join(f"{it:.2f}" if abs(it) >= 0.005 else "0" for it in values.tolist())
    for at, name in enumerate(names):
        yield f"{kind} {name}", f"{mixed(name, direct[at].item()):.2f}", listed(units[:, at])
    yield f"{kind} nobody", f"{mixed('nobody', mean(lambda it: it.nobody.item()) + NOBODY[kind]):.2f}", ""
    yield f"{kind} start", "0", listed(start)
    yield f"{kind} output", "0", listed(output)


def main():
    gum_gold, gum_choices, litbank_gold, litbank_choices, ecb_gold, ecb_choices, gap_gold, gap_choices = sys.argv[1:9]
    sources = {
        "gum": corpus(gum_gold, gum_choices),
        "litbank": corpus(litbank_gold, litbank_choices),
        "ecbplus": corpus(ecb_gold, ecb_choices, whole=False),
        "gap": gap(gap_gold, gap_choices),
    }
    examples = defaultdict(lambda: defaultdict(list))
    for source, choices in sources.items():
        for kind, voices, right in choices:
            if voices:
                examples[kind][source].append((voices, right))
    table = []
    for kind, (units, penalty, epochs) in KINDS.items():
        lists = examples[kind].values()
        names = sorted({name for them in lists for voices, _ in them for voice in voices for name in voice["features"]})
        place = {name: at for at, name in enumerate(names)}
        print(kind, {source: len(them) for source, them in examples[kind].items()}, file=sys.stderr)
        corpora = {source: Choices(them, place) for source, them in examples[kind].items()}
        networks = [learn(corpora, len(names), units, penalty, epochs, seed) for seed in SEEDS]
        table.extend(rows(kind, names, networks))
    table.sort(key=lambda row: row[0].encode())
    with open("data/lexicon/pronoun_weights.csv", "w", encoding="utf8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["feature", "weight", "units"])
        writer.writerows(table)


main()
