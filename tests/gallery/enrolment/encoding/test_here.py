"""The service's own cores: the template of the single way bit for bit, and none where none may be."""

import io
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image

from gallery.demonstration.photographs import Photographs
from gallery.enrolment.encoding.asked import HERE, Asked
from gallery.enrolment.encoding.here import Here
from gallery.enrolment.portrait import WantsTemplate, portrait_of
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import WeightsRefused
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import decode
from kernel_lib.faces.pipeline import Seen
from kernel_lib.settings import Settings
from tests.gallery.casework.bench import picture
from tests.gallery.house import CropEncoder, fake_faces

RULES = EnrolmentRules.load()


class Counting(CropEncoder):
    """Counts the crops that it encodes."""

    encoded = 0

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return a template for each crop."""
        self.encoded += len(crops)
        return super().encode(crops)


def counting() -> tuple[Here, Counting]:
    """Return an encoding over the fake engine, and its encoder."""
    fake, encoder = fake_faces(), Counting()
    engine = FaceEngine(fake._detector, encoder, fake._limits, fake.models)
    return Here(lambda: engine, engine.model_id, cores=2), encoder


@pytest.mark.proves("F-11")
def test_templates_are_those_of_the_single_way_bit_for_bit() -> None:
    """Real photographs asked for by many threads at once, against the engine of a search, one by one on all cores."""
    settings = Settings.from_env()
    shown = [row.file for row in Photographs.listed().photograph if row.subject][:8]
    contents = [(settings.photographs_dir / file).read_bytes() for file in shown]
    single = FaceEngine.open(settings.models_dir, threads=2)
    bulk = Here(lambda: FaceEngine.open(settings.models_dir, threads=1), single.model_id, cores=2)

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(lambda data: bulk.see(Asked(data, WantsTemplate.by(RULES, "frontal"))), contents))

    for data, encoded in zip(contents, seen, strict=True):
        alone = decode(data)
        (face,) = single.detect(alone)
        vector = portrait_of(encoded.outcome, "frontal", RULES).vector
        assert encoded.by == HERE
        assert vector is not None
        np.testing.assert_array_equal(vector, single.encode(alone, face).vector)


@pytest.mark.proves("F-08")
@pytest.mark.parametrize(
    ("pose", "data"),
    [("left_profile", picture()), ("frontal", picture(faces=2)), ("frontal", picture(eyes=5)), ("frontal", b"none")],
    ids=["a pose that is not searched", "two people", "below the floor", "no picture"],
)
def test_of_what_may_not_be_searched_no_template_is_made(pose: str, data: bytes) -> None:
    """It is decided before a face is encoded, not after."""
    bulk, encoder = counting()

    outcome = bulk.see(Asked(data, WantsTemplate.by(RULES, pose))).outcome

    assert encoder.encoded == 0
    assert not isinstance(outcome, Seen) or outcome.template is None


def test_what_may_be_searched_is_encoded_once() -> None:
    """The other side of the same rule."""
    bulk, encoder = counting()

    outcome = bulk.see(Asked(picture(), WantsTemplate.by(RULES, "frontal"))).outcome

    assert encoder.encoded == 1
    assert isinstance(outcome, Seen)
    assert outcome.template is not None


def test_an_engine_of_another_model_is_not_used() -> None:
    """A registry that changed since the start of the service stops the run instead of mixing two models."""
    bulk = Here(fake_faces, "another@0000", cores=1)

    with pytest.raises(WeightsRefused, match="expected another@0000"):
        bulk.see(Asked(_grey(), WantsTemplate.by(RULES, "frontal")))


def _grey() -> bytes:
    buffer = io.BytesIO()
    Image.new("RGB", (64, 64), (90, 90, 90)).save(buffer, "PNG")
    return buffer.getvalue()
