"""A model without PReLUs gives the same bits as the model with them."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import onnx
import onnxruntime as ort
import pytest
from numpy.typing import NDArray
from onnx import helper, numpy_helper

from gallery.demonstration.photographs import Photographs
from kernel_lib.faces.alignment import align
from kernel_lib.faces.engine import RECOGNISER, FaceEngine
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.prelu import spelled_out
from kernel_lib.faces.runtime import Session
from kernel_lib.faces.weights import Registry, load

CHANNELS = 16
SHAPE = (1, CHANNELS, 9, 11)
Made = tuple[list[onnx.NodeProto], dict[str, NDArray[np.generic]]]


@pytest.mark.parametrize("normalised", [False, True])
def test_every_value_comes_out_the_same(normalised: bool) -> None:
    """Negative, positive, tiny, huge and zero values, with slopes of either sign, before a convolution and a
    normalisation."""
    model = _made(normalised=normalised)
    rng = np.random.default_rng(3)
    values = (rng.standard_normal(SHAPE) * 10.0 ** rng.integers(-30, 30, SHAPE)).astype(np.float32)
    values[0, :, 0, :3] = (0.0, -0.0, 1e-38)

    quick = spelled_out(model)

    assert quick is not model
    assert "PRelu" not in {node.op_type for node in onnx.load_from_string(quick).graph.node}
    np.testing.assert_array_equal(_run(model, values), _run(quick, values))


def test_a_model_without_prelu_is_left_as_it_is(models_dir: Path) -> None:
    """YuNet has none: the very bytes come back."""
    data = load(Registry.read().models["yunet-2023mar"], models_dir)

    assert spelled_out(data) is data


@pytest.mark.parametrize("slope", ["computed", "scalar"])
def test_a_prelu_that_is_not_one_slope_a_channel_stays(slope: str) -> None:
    """A slope that the model computes, or one for all channels, is left to onnxruntime."""
    model = _made(normalised=False, slope=slope)

    assert spelled_out(model) is model


def test_what_is_no_onnx_is_left_as_it_is() -> None:
    """onnxruntime has a format of its own, in which nothing is spelled out."""
    data = b"\x1c\x00\x00\x00ORTM" + bytes(64)

    assert spelled_out(data) is data


def test_a_model_too_old_to_be_spelled_out_runs_as_it_is() -> None:
    """Operation set 7 has no comparison with a single number; the file runs, with its PReLU."""
    model = _made(normalised=True, opset=7)
    values = np.random.default_rng(1).standard_normal(SHAPE).astype(np.float32)

    session = Session(model, threads=1)

    assert spelled_out(model) is model
    assert not session.quick
    np.testing.assert_array_equal(_run(model, values), session.run(values)[0])


@pytest.mark.parametrize("threads", [1, 2])
def test_templates_are_what_the_file_gives(
    threads: int, models_dir: Path, engine: FaceEngine, picture: Callable[[str], DecodedPicture]
) -> None:
    """On every labelled photograph, alone and in a batch, by one thread and two, the bits are those of the file."""
    entry = Registry.read().models[RECOGNISER]
    data = load(entry, models_dir)
    shown = [picture(row.file) for row in Photographs.listed().photograph if row.subject]
    blob = entry.blob(np.stack([align(each.pixels, engine.detect(each)[0].landmarks) for each in shown]))

    session = Session(data, threads=threads)

    expected = _run(data, blob)
    assert session.quick
    np.testing.assert_array_equal(expected, session.run(blob)[0])
    for row, vector in zip(blob, expected, strict=True):
        np.testing.assert_array_equal(vector, session.run(row[None])[0][0])


def _made(*, normalised: bool, slope: str = "constant", opset: int = 17) -> bytes:
    """A convolution, a PReLU, and a convolution or a normalisation after it."""
    rng = np.random.default_rng(5)
    ones = np.ones(CHANNELS, np.float32)
    constants: dict[str, NDArray[np.generic]] = {
        "first": rng.standard_normal((CHANNELS, CHANNELS, 3, 3)).astype(np.float32),
        "last": rng.standard_normal((8, CHANNELS, 1, 1)).astype(np.float32),
        "slopes": rng.standard_normal(1 if slope == "scalar" else CHANNELS).astype(np.float32),
        "shape": np.array([-1, 1, 1], np.int64),
        "scale": ones * 3,
        "shift": ones / 7,
        "mean": ones / 3,
        "variance": ones * 11,
    }
    nodes = [
        helper.make_node("Conv", ["taken", "first"], ["a"], pads=[1, 1, 1, 1]),
        helper.make_node("Abs" if slope == "computed" else "Identity", ["slopes"], ["kept"]),
        helper.make_node("Reshape", ["kept" if slope == "computed" else "slopes", "shape"], ["slope"]),
        helper.make_node("PRelu", ["a", "slope"], ["b"]),
        helper.make_node("BatchNormalization", ["b", "scale", "shift", "mean", "variance"], ["given"])
        if normalised
        else helper.make_node("Conv", ["b", "last"], ["given"]),
    ]
    return _model(nodes, constants, opset)


def _model(nodes: Sequence[onnx.NodeProto], constants: dict[str, NDArray[np.generic]], opset: int) -> bytes:
    def value(name: str, channels: int) -> onnx.ValueInfoProto:
        return helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, (1, channels, *SHAPE[2:]))

    channels = CHANNELS if nodes[-1].op_type == "BatchNormalization" else 8
    tensors = [numpy_helper.from_array(array, name) for name, array in constants.items()]
    graph = helper.make_graph(list(nodes), "made", [value("taken", CHANNELS)], [value("given", channels)], tensors)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", opset)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def _run(model: bytes, values: NDArray[np.float32]) -> NDArray[np.float32]:
    """What onnxruntime makes of the model by one thread."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = 1
    options.log_severity_level = 3
    session = ort.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    (given,) = session.run(None, {session.get_inputs()[0].name: values})
    return np.asarray(given)
