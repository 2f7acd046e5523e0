"""Which models are shipped, and what each of them can say about a face (B-07)."""

from pathlib import Path
from typing import get_args, get_type_hints

import numpy as np
import onnxruntime
import pytest

from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.weights import Registry, Weights

PARTS = {"cls", "obj", "bbox", "kps"}
"""What the detector says of each cell: is it a face (two numbers), where, and five points."""


@pytest.mark.proves("B-07")
def test_the_registry_holds_a_detector_and_a_recogniser_only(models_dir: Path) -> None:
    """No other kind can be registered, and no other model file lies with them (B-07)."""
    registry = Registry.read().models.values()

    assert sorted(each.kind for each in registry) == ["detector", "recogniser"]
    assert set(get_args(get_type_hints(Weights)["kind"])) == {"detector", "recogniser"}
    assert {path.name for path in models_dir.rglob("*.onnx")} == {each.file for each in registry}


@pytest.mark.proves("B-07")
def test_the_models_say_where_a_face_is_and_give_its_template(models_dir: Path) -> None:
    """Their outputs, read from the files: no class of person among them (B-07)."""
    outputs = {}
    for each in Registry.read().models.values():
        session = onnxruntime.InferenceSession(models_dir / each.file, providers=["CPUExecutionProvider"])
        outputs[each.kind] = {out.name.rpartition("_")[0] or out.name: out.shape for out in session.get_outputs()}

    assert set(outputs["detector"]) == PARTS
    assert {name: shape[-1] for name, shape in outputs["detector"].items()} == {
        "cls": 1,
        "obj": 1,
        "bbox": 4,
        "kps": 10,
    }
    assert [shape[-1] for shape in outputs["recogniser"].values()] == [128]


@pytest.mark.proves("B-07")
def test_what_is_kept_of_a_face_is_geometry_and_a_template() -> None:
    """The values that leave the models have no other field (B-07)."""
    template = Template(np.eye(1, 128, dtype=np.float32)[0], "sface@0")

    assert set(Face.__dataclass_fields__) == {"box", "landmarks", "detector_score", "index", "turn"}
    assert set(vars(template)) == {"vector", "model_id"}
