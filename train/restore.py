"""Turns the encoder that the program carries back into a checkpoint, to go on training from it.

    python train/restore.py data/model --corpora ../shared/corpora --out encoder.pt

The weights are those of the 8-bit integers. Labels that the model does not know yet start at zero.
"""
import argparse
import pathlib

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import corpora
from encoder import RELATION, UNITS, Encoder


def weights(path):
    """Name of a parameter -> its value, as `encoder.Encoder` names and lays them out."""
    graph = onnx.load(path).graph
    arrays = {it.name: numpy_helper.to_array(it) for it in graph.initializer}
    found = {}
    for name, array in arrays.items():
        parameter = name.removeprefix("encoder.")
        if parameter.endswith(("_integers", "_scale")):
            continue
        found[parameter] = array
    for name, array in arrays.items():
        if not name.endswith("_integers"):
            continue
        stem = name.removesuffix("_integers")
        scale = arrays[f"{stem}_scale"]
        embedding = "words" in stem or "places" in stem or "shapes" in stem
        # A scale for each row where rows are looked up, else for each column.
        value = array * (scale.reshape(-1, 1) if scale.size == len(array) and embedding else scale.reshape(1, -1))
        user = next(it for it in graph.node if stem in it.input and it.op_type != "DequantizeLinear") if not embedding else None
        if user is not None and not stem.startswith("encoder."):
            # The exporter names the product after its module: /encoder/layers.0/qkv/MatMul…
            module = ".".join(user.output[0].strip("/").split("/")[:-1]).removeprefix("encoder.")
            found[f"{module}.weight"] = value.T
        else:
            found[stem.removeprefix("encoder.")] = value
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--corpora", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    lines = (args.folder / "english-labels.txt").read_text().splitlines()
    old = {kind: labels for kind, *labels in (it.split("\t") for it in lines)}
    labels = corpora.labels(corpora.training(args.corpora)[0])
    found = weights(args.folder / "english.onnx")
    widths = [found[f"layers.{at}.up.bias"].shape[0] for at in range(len(found)) if f"layers.{at}.up.bias" in found]
    head = np.frombuffer((args.folder / "english-label-head.f32").read_bytes(), "<f4")
    found["relation.weight"] = head[: RELATION * len(old["deprel"])].reshape(RELATION, -1).T
    found["relation.bias"] = head[RELATION * len(old["deprel"]) :]
    rows = [(kind, it) for kind in ("upos", "xpos", "feats", "names") for it in old[kind]]
    place = {it: at for at, it in enumerate(rows)}
    wanted = [(kind, it) for kind in ("upos", "xpos", "feats", "names") for it in labels[kind]]
    tags, biases = np.zeros((len(wanted), UNITS), np.float32), np.full(len(wanted), -4, np.float32)
    for at, it in enumerate(wanted):
        if it in place:
            tags[at] = found["tags.weight"][place[it]]
            biases[at] = found["tags.bias"][place[it]]
    found["tags.weight"], found["tags.bias"] = tags, biases
    assert labels["deprel"] == old["deprel"]
    sizes = {kind: len(it) for kind, it in labels.items()}
    model = Encoder(sizes, widths)
    model.load_state_dict({name: torch.tensor(np.array(found[name], np.float32)) for name in model.state_dict()})
    torch.save({"model": model.state_dict(), "sizes": sizes, "widths": widths, "labels": labels}, args.out)


if __name__ == "__main__":
    main()
