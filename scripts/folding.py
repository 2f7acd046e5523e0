"""Fold a block-quantised ONNX file into plain float32, so that onnxruntime can run it.

onnxruntime 1.32 refuses `DequantizeLinear` with a block size on a per-tensor scale, which is how the OpenCV Zoo files
are quantised. Every such node with constant inputs is replaced by the float32 numbers that it stands for.
"""

from pathlib import Path
from typing import TypeVar

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import numpy_helper

Part = TypeVar("Part", onnx.NodeProto, onnx.TensorProto, onnx.ValueInfoProto)


def fold(shipped: Path, target: Path, *, batch: bool) -> None:
    """Write `shipped` to `target` with every constant DequantizeLinear computed. The same input gives the same bytes.

    `batch` frees the first dimension of the inputs and outputs.

    Raises:
        ValueError: a DequantizeLinear depends on something that is not a constant.
    """
    model = onnx.load(str(shipped))
    graph = model.graph
    constants = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    folded, kept = [], []
    for node in graph.node:
        if node.op_type != "DequantizeLinear":
            kept.append(node)
            continue
        missing = [name for name in node.input if name and name not in constants]
        if missing:
            raise ValueError(f"folding {shipped.name}: expected constant inputs at node {node.name!r}, got {missing}")
        folded.append(numpy_helper.from_array(_dequantised(node, constants), node.output[0]))
    _replace_nodes(graph, kept)
    _replace_constants(graph, folded)
    if batch:
        _free_batch(graph)
    onnx.checker.check_model(model)
    target.write_bytes(model.SerializeToString(deterministic=True))


# Private


def _dequantised(node: onnx.NodeProto, constants: dict[str, NDArray[np.generic]]) -> NDArray[np.float32]:
    attributes = {attribute.name: onnx.helper.get_attribute_value(attribute) for attribute in node.attribute}
    values = constants[node.input[0]]
    scale = constants[node.input[1]].astype(np.float32)
    zero = constants[node.input[2]] if len(node.input) > 2 and node.input[2] else np.zeros_like(scale)
    axis = attributes.get("axis", 1)
    block = attributes.get("block_size", 0)
    scale, zero = (_spread(part, values, axis, block) for part in (scale, zero.astype(np.float32)))
    return ((values.astype(np.float32) - zero) * scale).astype(np.float32)


def _spread(part: NDArray[np.float32], values: NDArray[np.generic], axis: int, block_size: int) -> NDArray[np.float32]:
    """A scale or zero point brought to the shape of `values` (ONNX DequantizeLinear, opset 21)."""
    if part.size == 1:
        return part.reshape(())
    if block_size:
        repeated = np.repeat(part, block_size, axis=axis)
        return np.take(repeated, np.arange(values.shape[axis]), axis=axis)
    shape = [1] * values.ndim
    shape[axis] = part.size
    return part.reshape(shape)


def _replace_nodes(graph: onnx.GraphProto, kept: list[onnx.NodeProto]) -> None:
    copies = [_copy(node) for node in kept]
    del graph.node[:]
    graph.node.extend(copies)


def _replace_constants(graph: onnx.GraphProto, folded: list[onnx.TensorProto]) -> None:
    needed = {name for node in graph.node for name in node.input}
    constants = [_copy(tensor) for tensor in [*graph.initializer, *folded] if tensor.name in needed]
    names = {tensor.name for tensor in constants}
    inputs = [_copy(value) for value in graph.input if value.name in needed - names]
    del graph.initializer[:]
    del graph.input[:]
    graph.initializer.extend(constants)
    graph.input.extend(inputs)


def _free_batch(graph: onnx.GraphProto) -> None:
    for value in (*graph.input, *graph.output):
        value.type.tensor_type.shape.dim[0].dim_param = "faces"
    del graph.value_info[:]


def _copy(part: Part) -> Part:
    twin = type(part)()
    twin.CopyFrom(part)
    return twin
