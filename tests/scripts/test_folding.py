"""Folding turns block-quantised constants into the float32 numbers that they stand for."""

import importlib.util
from pathlib import Path

import numpy as np
import onnx
import onnxruntime
import pytest
from onnx import TensorProto, helper, numpy_helper

PATH = Path(__file__).parents[2] / "scripts" / "folding.py"
SPEC = importlib.util.spec_from_file_location("scripts_folding", PATH)
assert SPEC is not None
assert SPEC.loader is not None
folding = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(folding)

VALUES = np.arange(-12, 12, dtype=np.int8).reshape(4, 6)
SCALES = np.array([[0.5, 1, 2], [1, 2, 4], [0.25, 0.5, 1], [3, 1, 1]], np.float32)
ZEROS = np.array([[0, 1, 2], [0, 0, 0], [-1, -1, -1], [5, 0, 1]], np.int8)


def _model(*, constant: bool = True) -> onnx.ModelProto:
    names = ["values", "scale", "zero"]
    dequantise = helper.make_node("DequantizeLinear", names, ["weights"], axis=1, block_size=2)
    multiply = helper.make_node("MatMul", ["weights", "x"], ["y"])
    inputs = [helper.make_tensor_value_info("x", TensorProto.FLOAT, [6, 1])]
    inputs += [helper.make_tensor_value_info("weights_old", TensorProto.FLOAT, [4, 6])]
    constants = [
        numpy_helper.from_array(array, name) for array, name in zip((VALUES, SCALES, ZEROS), names, strict=True)
    ]
    if not constant:
        inputs.append(helper.make_tensor_value_info("scale", TensorProto.FLOAT, [4, 3]))
        del constants[1]
    graph = helper.make_graph(
        [dequantise, multiply], "g", inputs, [helper.make_tensor_value_info("y", TensorProto.FLOAT, [4, 1])], constants
    )
    return helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)


def test_the_folded_model_computes_what_the_blocks_stand_for(tmp_path: Path) -> None:
    """(value - zero point) x scale, each repeated along its block; the model runs with one input."""
    onnx.save(_model(), str(tmp_path / "in.onnx"))

    folding.fold(tmp_path / "in.onnx", tmp_path / "out.onnx", batch=False)

    session = onnxruntime.InferenceSession(str(tmp_path / "out.onnx"), providers=["CPUExecutionProvider"])
    weights = (VALUES - ZEROS.repeat(2, axis=1).astype(np.float32)) * SCALES.repeat(2, axis=1)
    x = np.arange(6, dtype=np.float32)[:, None]
    assert [entry.name for entry in session.get_inputs()] == ["x"]
    np.testing.assert_allclose(session.run(None, {"x": x})[0], weights @ x)


def test_folding_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    """The hash of the folded file can be pinned."""
    onnx.save(_model(), str(tmp_path / "in.onnx"))

    for name in ("a", "b"):
        folding.fold(tmp_path / "in.onnx", tmp_path / name, batch=False)

    assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()


def test_a_scale_that_is_no_constant_is_refused(tmp_path: Path) -> None:
    """What depends on the input cannot be computed before it is known."""
    onnx.save(_model(constant=False), str(tmp_path / "in.onnx"))

    with pytest.raises(ValueError, match="expected constant inputs"):
        folding.fold(tmp_path / "in.onnx", tmp_path / "out.onnx", batch=False)
