"""Writes an encoder for the program: ONNX whose results are the same bits on every machine.

    python train/export.py encoder.pt data/model

Weights are stored as 8-bit integers with a scale for each column (for embeddings: each row), which
the runtime turns into floats as it loads. The sums of layer norms and softmaxes are written as
matrix products, since the runtime adds up a row in an order that depends on the processor, but a
product in one that does not. Writes `english.onnx`, `english-labels.txt`, `english-label-head.f32`
and `english-vocab.txt`; prints how far the stored network is from the trained one on a batch.
"""
import pathlib
import shutil
import sys

import numpy as np
import onnx
import onnxruntime
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

from batches import Reader
from encoder import BASE, BLOCKED, RELATION, UNITS
from train import load

INPUTS = ["ids", "shapes", "mask", "first", "last", "real"]
OUTPUTS = ["heads", "tags", "dependents", "governors"]
SMALL = 2000  # matrices of fewer weights stay as they are
EMBEDDING = 1000  # rows from which an embedding stays stored small in memory


class Exported(nn.Module):
    def __init__(self, encoder):
        super().__init__()
        self.encoder = encoder

    def forward(self, ids, shapes, mask, first, last, real):
        words = self.encoder.read(ids, shapes, mask, first, last)
        heads, dependents, governors, tags = self.encoder.scores(words)
        count = first.shape[1]
        heads = heads + (1 - real.float())[:, None, :] * BLOCKED + torch.eye(count)[None] * BLOCKED
        return heads, tags, dependents, governors


def stored(graph):
    """Stores the weights of matrix products and embeddings as integers."""
    tensors = {it.name: it for it in graph.initializer}
    users = {}
    for node in graph.node:
        for name in node.input:
            if name in tensors:
                users.setdefault(name, []).append(node)
    first = []
    for name, nodes in users.items():
        weights = numpy_helper.to_array(tensors[name])
        if weights.dtype != np.float32 or weights.ndim != 2 or weights.size < SMALL:
            continue
        gather = {it.op_type for it in nodes} == {"Gather"}
        axis = 0 if gather else 1
        scale = np.abs(weights).max(1 - axis, keepdims=True).astype(np.float32) / 127
        scale[scale == 0] = 1
        integers = np.clip(np.rint(weights / scale), -127, 127).astype(np.int8)
        graph.initializer.remove(tensors[name])
        add(graph, f"{name}_integers", integers)
        if gather and len(nodes) == 1 and len(weights) > EMBEDDING:
            add(graph, f"{name}_scale", scale)
            node = nodes[0]
            place, rows, output = list(graph.node).index(node), node.input[1], node.output[0]
            node.input[0], node.output[0] = f"{name}_integers", f"{output}_integers"
            after = [
                helper.make_node("Cast", [f"{output}_integers"], [f"{output}_floats"], to=TensorProto.FLOAT),
                helper.make_node("Gather", [f"{name}_scale", rows], [f"{output}_scale"], axis=0),
                helper.make_node("Mul", [f"{output}_floats", f"{output}_scale"], [output]),
            ]
            for offset, it in enumerate(after):
                graph.node.insert(place + 1 + offset, it)
        else:
            add(graph, f"{name}_scale", scale.reshape(-1))
            inputs = [f"{name}_integers", f"{name}_scale"]
            first.append(helper.make_node("DequantizeLinear", inputs, [name], axis=axis))
    for node in reversed(first):
        graph.node.insert(0, node)


def summed_by_products(graph):
    """Rewrites layer norms and softmaxes so that all their sums are matrix products."""
    add(graph, "mean", np.full((UNITS, 1), 1 / UNITS, np.float32))
    add(graph, "one", np.array([1], np.int64))
    nodes = []
    for node in graph.node:
        name = node.output[0]
        step = lambda op, inputs, output, **rest: nodes.append(
            helper.make_node(op, inputs, [output], **rest)
        )
        part = lambda it: f"{name}_{it}"
        if node.op_type == "LayerNormalization":
            x, scale, bias = node.input
            epsilon = next(it.f for it in node.attribute if it.name == "epsilon")
            add(graph, part("epsilon"), np.array(epsilon, np.float32))
            step("MatMul", [x, "mean"], part("mean"))
            step("Sub", [x, part("mean")], part("centred"))
            step("Mul", [part("centred"), part("centred")], part("squares"))
            step("MatMul", [part("squares"), "mean"], part("variance"))
            step("Add", [part("variance"), part("epsilon")], part("positive"))
            step("Sqrt", [part("positive")], part("deviation"))
            step("Div", [part("centred"), part("deviation")], part("normal"))
            step("Mul", [part("normal"), scale], part("scaled"))
            step("Add", [part("scaled"), bias], name)
        elif node.op_type == "Softmax":
            x = node.input[0]
            step("ReduceMax", [x], part("most"), axes=[-1], keepdims=1)
            step("Sub", [x, part("most")], part("lowered"))
            step("Exp", [part("lowered")], part("powers"))
            step("Shape", [x], part("width"), start=-1)
            step("Concat", [part("width"), "one"], part("column"), axis=0)
            ones = helper.make_tensor("value", TensorProto.FLOAT, [1], [1.0])
            step("ConstantOfShape", [part("column")], part("ones"), value=ones)
            step("MatMul", [part("powers"), part("ones")], part("sum"))
            step("Div", [part("powers"), part("sum")], name)
        else:
            nodes.append(node)
    del graph.node[:]
    graph.node.extend(nodes)


def add(graph, name, array):
    graph.initializer.append(numpy_helper.from_array(array, name))


def main():
    source, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    encoder, kept = load(source)
    reader = Reader(kept["labels"])
    sentence = lambda text: {"words": text.split(), "trees": None, "names": None}
    texts = ["Ana Lopez backed David Chen for mayor on Monday .", "She did not say why ."]
    batch = reader.tensors([reader.row(sentence(it)) for it in texts])
    values = tuple(batch[it] for it in INPUTS)
    axes = {it: {0: "batch", 1: "pieces" if it in ("ids", "shapes", "mask") else "words"} for it in INPUTS}
    path = folder / "english.onnx"
    model = Exported(encoder).eval()
    torch.onnx.export(
        model, values, str(path), input_names=INPUTS, output_names=OUTPUTS, dynamic_axes=axes, opset_version=17, dynamo=False
    )
    network = onnx.load(path)
    stored(network.graph)
    summed_by_products(network.graph)
    onnx.save(network, path)
    session = onnxruntime.InferenceSession(str(path), providers=["CPUExecutionProvider"])
    found = session.run(None, {it: value.numpy() for it, value in zip(INPUTS, values)})
    with torch.no_grad():
        expected = model(*values)
    for name, ours, theirs in zip(OUTPUTS, found, expected):
        print(name, "differs by at most", float(np.abs(ours - theirs.numpy()).max()))
    lines = ["\t".join([kind, *kept["labels"][kind]]) for kind in ("upos", "xpos", "feats", "names", "deprel")]
    (folder / "english-labels.txt").write_text("\n".join(lines) + "\n")
    weights = encoder.relation.weight.detach().numpy().T.astype("<f4")
    assert weights.shape[0] == RELATION
    head = weights.tobytes() + encoder.relation.bias.detach().numpy().astype("<f4").tobytes()
    (folder / "english-label-head.f32").write_bytes(head)
    shutil.copy(BASE / "vocab.txt", folder / "english-vocab.txt")


if __name__ == "__main__":
    main()
