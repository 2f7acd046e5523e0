"""Only registered files, unchanged, are loaded."""

import hashlib
import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from onnx import TensorProto, helper, numpy_helper

from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.engine import DETECTOR, RECOGNISER, FaceEngine
from kernel_lib.faces.image import DecodedPicture
from kernel_lib.faces.weights import Registry, load

LOCAL = """
[[model]]
name = "{name}"
kind = "recogniser"
file = "w600k_r50.onnx"
sha256 = "{sha256}"
licence = "InsightFace, non-commercial research"
source = "a local pack"
dimensions = 512
input = "RGB"
side = 112
channels = "RGB"
mean = 127.5
scale = 0.00784313725490196
casework = true
{more}
"""


def _local(folder: Path, name: str = "arcface", more: str = "", sha256: str = "0" * 64) -> Path:
    path = folder / "models.toml"
    path.write_text(LOCAL.format(name=name, more=more, sha256=sha256), encoding="utf-8")
    return path


@pytest.mark.parametrize("name", [DETECTOR, RECOGNISER])
def test_one_changed_byte_is_refused(name: str, models_dir: Path, tmp_path: Path) -> None:
    """A model file with one flipped bit stops the engine from opening, and the message names file and hash."""
    shutil.copytree(models_dir, tmp_path / "models")
    entry = Registry.read().models[name]
    path = tmp_path / "models" / entry.file
    changed = bytearray(path.read_bytes())
    changed[len(changed) // 2] ^= 1
    path.write_bytes(changed)

    with pytest.raises(WeightsRefused, match=f"{entry.file}.*{entry.sha256}.*{hashlib.sha256(changed).hexdigest()}"):
        FaceEngine.open(tmp_path / "models")


def test_a_missing_file_is_refused_with_advice(tmp_path: Path) -> None:
    """An empty models folder is refused, and the message says what to run."""
    with pytest.raises(WeightsRefused, match="make setup"):
        FaceEngine.open(tmp_path)


def test_an_unregistered_model_is_refused(models_dir: Path) -> None:
    """A name that no registry holds is refused."""
    with pytest.raises(WeightsRefused, match="registered recogniser"):
        FaceEngine.open(models_dir, recogniser="arcface")


def test_a_detector_is_no_recogniser(models_dir: Path) -> None:
    """A registered model cannot be used for what it is not."""
    with pytest.raises(WeightsRefused, match="registered recogniser"):
        FaceEngine.open(models_dir, recogniser=DETECTOR)


def test_the_products_models_name_both_hashes_and_a_licence() -> None:
    """Each entry of the product's registry is for casework, licensed, and says what was shipped and what runs."""
    for entry in Registry.read().models.values():
        assert entry.casework
        assert entry.licence in {"MIT", "Apache-2.0"}
        assert {len(entry.sha256), len(entry.sha256_as_shipped)} == {64}
        assert entry.sha256 != entry.sha256_as_shipped


@pytest.mark.parametrize(("more", "casework"), [("", False), ('licence_held = "Contract 7 of 2026"', True)])
def test_a_local_model_is_for_casework_only_with_a_licence(more: str, casework: bool, tmp_path: Path) -> None:
    """A local registry that claims casework is believed only when it names the licence held."""
    registry = Registry.read(_local(tmp_path, more=more))

    assert registry.named("arcface", "recogniser").casework is casework


def test_a_local_entry_cannot_take_a_products_name(tmp_path: Path) -> None:
    """The product's models cannot be replaced by a local registry."""
    with pytest.raises(WeightsRefused, match="new model name"):
        Registry.read(_local(tmp_path, name=RECOGNISER))


@pytest.mark.parametrize("text", ["[[model]]\nname = 'x'\n", "not toml [", "[[model]]\nsurprise = 1\n"])
def test_a_faulty_local_registry_is_refused(text: str, tmp_path: Path) -> None:
    """A registry that is not TOML, incomplete or holds unknown fields is refused as a whole."""
    path = tmp_path / "models.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(WeightsRefused, match=r"models\.toml"):
        Registry.read(path)


def test_a_local_models_bytes_are_checked_too(tmp_path: Path) -> None:
    """A local file with another hash than its entry is refused."""
    (tmp_path / "w600k_r50.onnx").write_bytes(b"another model")
    entry = Registry.read(_local(tmp_path)).named("arcface", "recogniser")

    with pytest.raises(WeightsRefused, match="expected SHA-256"):
        load(entry, tmp_path)


def test_a_registered_file_that_is_no_model_is_refused(models_dir: Path, tmp_path: Path) -> None:
    """Bytes that onnxruntime cannot run are refused although their hash is registered."""
    (tmp_path / "w600k_r50.onnx").write_bytes(b"no model")
    local = _local(tmp_path, sha256=hashlib.sha256(b"no model").hexdigest())

    with pytest.raises(WeightsRefused, match="onnxruntime can run"):
        FaceEngine.open(models_dir, recogniser="arcface", local_registry=local)


def test_a_local_recogniser_encodes_but_not_for_casework(
    models_dir: Path, tmp_path: Path, picture: Callable[[str], DecodedPicture]
) -> None:
    """A model from a local folder makes templates of its own id and length, and the engine says not for casework."""
    data = _small_recogniser()
    (tmp_path / "w600k_r50.onnx").write_bytes(data)
    local = _local(tmp_path, sha256=hashlib.sha256(data).hexdigest())
    shown = picture("D-0004-1.jpg")

    engine = FaceEngine.open(models_dir, recogniser="arcface", local_registry=local)
    template = engine.encode(shown, engine.detect(shown)[0])

    assert template.vector.shape == (512,)
    assert template.model_id == f"arcface@{hashlib.sha256(data).hexdigest()[:12]}"
    assert not engine.casework


def _small_recogniser() -> bytes:
    """A graph with ArcFace's input and output: mean colour times a fixed matrix."""
    weights = np.random.default_rng(0).normal(size=(3, 512)).astype(np.float32)
    nodes = [
        helper.make_node("GlobalAveragePool", ["input"], ["mean"]),
        helper.make_node("Flatten", ["mean"], ["flat"]),
        helper.make_node("MatMul", ["flat", "weights"], ["output"]),
    ]
    graph = helper.make_graph(
        nodes,
        "recogniser",
        [helper.make_tensor_value_info("input", TensorProto.FLOAT, ["faces", 3, 112, 112])],
        [helper.make_tensor_value_info("output", TensorProto.FLOAT, ["faces", 512])],
        [numpy_helper.from_array(weights, "weights")],
    )
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 21)], ir_version=10)
    return bytes(model.SerializeToString())


def test_a_provider_that_is_not_there_is_refused(models_dir: Path) -> None:
    """Asking for a device this machine lacks is refused instead of silently slower."""
    with pytest.raises(WeightsRefused, match="providers"):
        FaceEngine.open(models_dir, providers=("NoSuchExecutionProvider",))
