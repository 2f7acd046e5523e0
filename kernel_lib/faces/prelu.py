"""PReLU spelled out in operations that onnxruntime runs fast on a processor, with the same numbers bit for bit.

onnxruntime 1.32 has no fast PReLU: in SFace its 27 PReLUs took 12.7 of 19.8 ms a face, against 5.3 ms for all
convolutions. Each one is written as max(x, 0) + slope · min(x, 0): one of both terms is zero, so no rounding is added.
"""

from collections.abc import Iterator, Mapping

import numpy as np
import onnx
from google.protobuf.message import DecodeError  # type: ignore[import-untyped]  # protobuf ships no types
from numpy.typing import NDArray
from onnx import helper, numpy_helper

_OLDEST = 8
"""The first operation set whose Min takes a tensor and a single number."""


def spelled_out(data: bytes) -> bytes:
    """The same model without PReLUs that have one slope a channel.

    Args:
        data: a model file.

    Returns:
        An ONNX file, or `data` itself when it has no such PReLU, is older than operation set 8, or is no ONNX.
    """
    try:
        model = onnx.load_from_string(data)
    except DecodeError:
        return data
    graph = model.graph
    slopes = dict(_slopes(graph))
    if not slopes or any(used.version < _OLDEST for used in model.opset_import if not used.domain):
        return data
    normalised = {node.input[0] for node in graph.node if node.op_type == "BatchNormalization"}
    nodes: list[onnx.NodeProto] = []
    for node in graph.node:
        if node.output[0] not in slopes:
            nodes.append(node)
            continue
        write = _by_multiplying if node.output[0] in normalised else _by_convolving
        written, constants = write(node.input[0], node.output[0], slopes[node.output[0]])
        nodes += written
        graph.initializer.extend(constants)
    del graph.node[:]
    graph.node.extend(nodes)
    return bytes(model.SerializeToString())


# Private

Written = tuple[list[onnx.NodeProto], list[onnx.TensorProto]]


def _slopes(graph: onnx.GraphProto) -> Iterator[tuple[str, NDArray[np.float32]]]:
    """Output name and slopes (C,) of each PReLU over the channels of a picture (N, C, H, W)."""
    constants = {tensor.name: tensor for tensor in graph.initializer}
    made_by = {node.output[0]: node for node in graph.node}
    for node in graph.node:
        if node.op_type != "PRelu":
            continue
        slope = _constant(node.input[1], constants, made_by)
        # A single slope is for any number of channels, which the node does not tell.
        if slope is not None and slope.dtype == np.float32 and slope.shape == (max(slope.size, 2), 1, 1):
            yield node.output[0], slope.reshape(-1)


def _constant(
    name: str, constants: Mapping[str, onnx.TensorProto], made_by: Mapping[str, onnx.NodeProto]
) -> NDArray[np.float32] | None:
    """A constant tensor, also when it is another constant in a new shape."""
    if name in constants:
        return np.asarray(numpy_helper.to_array(constants[name]))
    maker = made_by.get(name)
    if maker is None or maker.op_type != "Reshape" or any(part not in constants for part in maker.input):
        return None
    values, shape = (numpy_helper.to_array(constants[part]) for part in maker.input)
    return np.asarray(values.reshape([int(side) for side in shape]))


def _by_convolving(taken: str, given: str, slopes: NDArray[np.float32]) -> Written:
    """As convolutions of one channel and one pixel, which stay in the layout of the convolutions around them."""
    count = slopes.size
    positive, turned, negative, scaled = (f"{given}/{part}" for part in ("positive", "turned", "negative", "scaled"))
    less, weights = f"{given}/less", f"{given}/weights"
    kernel = (count, 1, 1, 1)
    return [
        helper.make_node("Relu", [taken], [positive]),
        helper.make_node("Conv", [taken, less], [turned], group=count, kernel_shape=[1, 1]),
        helper.make_node("Relu", [turned], [negative]),
        helper.make_node("Conv", [negative, weights], [scaled], group=count, kernel_shape=[1, 1]),
        helper.make_node("Add", [scaled, positive], [given]),
    ], [
        numpy_helper.from_array(np.full(kernel, -1, np.float32), less),
        numpy_helper.from_array(-slopes.reshape(kernel), weights),
    ]


def _by_multiplying(taken: str, given: str, slopes: NDArray[np.float32]) -> Written:
    """As plain arithmetic: before a normalisation, which onnxruntime would round otherwise after a convolution."""
    positive, negative, scaled = (f"{given}/{part}" for part in ("positive", "negative", "scaled"))
    nought, weights = f"{given}/nought", f"{given}/weights"
    return [
        helper.make_node("Relu", [taken], [positive]),
        helper.make_node("Min", [taken, nought], [negative]),
        helper.make_node("Mul", [negative, weights], [scaled]),
        helper.make_node("Add", [positive, scaled], [given]),
    ], [
        numpy_helper.from_array(np.zeros((), np.float32), nought),
        numpy_helper.from_array(slopes.reshape(-1, 1, 1), weights),
    ]
