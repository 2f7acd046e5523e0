"""The probes: each mated one ranks its subject first against the feed, the non-mated one stays below all of them."""

import json
from pathlib import Path

import pytest

from gallery.demonstration.feed import ACCEPTED, Feed
from gallery.demonstration.probes import KEY, DemonstrationProbe, probes
from gallery.demonstration.scene import PLACES, STRIP, Scene, compose
from kernel_lib.faces.detection import Face
from kernel_lib.faces.encoding import similarity
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.image import DecodedPicture, decode

Ranked = list[tuple[float, str]]


@pytest.fixture(scope="module")
def made(photographs_dir: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[DemonstrationProbe, ...]:
    """The probes, written once."""
    return probes(photographs_dir, tmp_path_factory.mktemp("demonstration") / "probes")


@pytest.fixture(scope="module")
def scene(photographs_dir: Path) -> Scene:
    """The scene, composed once."""
    return compose(photographs_dir)


def _chosen(engine: FaceEngine, probe: DemonstrationProbe) -> tuple[DecodedPicture, Face]:
    picture = decode(probe.file.read_bytes())
    x, y = probe.centre
    (face,) = (
        face
        for face in engine.detect(picture)
        if face.box[0] < x < face.box[0] + face.box[2] and face.box[1] < y < face.box[1] + face.box[3]
    )
    return picture, face


def _ranked(engine: FaceEngine, probe: DemonstrationProbe, feed: Feed) -> Ranked:
    template = engine.encode(*_chosen(engine, probe))
    scores = []
    for offer in feed.offers:
        if offer.expected == ACCEPTED:
            picture = decode(offer.data)
            reference = engine.encode(picture, engine.detect(picture)[0])
            scores.append((similarity(template, reference), offer.booking.subject_number))
    return sorted(scores, reverse=True)


def test_mates_rank_first_and_the_unenrolled_stays_below(
    made: tuple[DemonstrationProbe, ...], feed: Feed, engine: FaceEngine
) -> None:
    """Every mated probe scores above 0.5 at rank 1; the non-mated one's best score is below 0.35."""
    ranked = {probe.file.name: _ranked(engine, probe, feed) for probe in made}

    for probe in made:
        score, subject = ranked[probe.file.name][0]
        if probe.mate is None:
            assert score < 0.35
        else:
            assert (subject, score > 0.5) == (probe.mate, True)
    assert sum(probe.mate is not None for probe in made) >= 3
    assert sum(probe.mate is None for probe in made) >= 1


def test_no_probe_is_a_picture_of_the_feed(made: tuple[DemonstrationProbe, ...], feed: Feed) -> None:
    """A probe shows its subject in another photograph than the references do."""
    enrolled = {offer.data for offer in feed.offers if offer.expected == ACCEPTED}

    assert all(probe.file.read_bytes() not in enrolled for probe in made)


def test_every_face_of_the_scene_is_found_where_it_was_put(scene: Scene, engine: FaceEngine) -> None:
    """All people of the composed still are found after its degradation, and nobody else."""
    faces = engine.detect(decode(scene.jpeg))

    assert len(faces) == len(PLACES) >= 4
    for x, y in scene.centres.values():
        inside = [f for f in faces if f.box[0] < x < f.box[0] + f.box[2] and f.box[1] < y < f.box[1] + f.box[3]]
        assert len(inside) == 1


def test_the_scene_is_labelled_and_the_label_covers_no_face(scene: Scene, engine: FaceEngine) -> None:
    """White letters on a dark strip stand below every face."""
    picture = decode(scene.jpeg)
    strip = picture.pixels[-STRIP:]

    assert strip.min() < 40
    assert strip.max() > 215
    assert all(face.box[1] + face.box[3] < picture.height - STRIP for face in engine.detect(picture))


def test_the_scene_depends_on_its_seed_only(scene: Scene, photographs_dir: Path) -> None:
    """The same seed gives the same bytes, another seed other noise."""
    assert compose(photographs_dir).jpeg == scene.jpeg
    assert compose(photographs_dir, seed=1).jpeg != scene.jpeg


def test_the_key_says_what_to_choose(made: tuple[DemonstrationProbe, ...]) -> None:
    """`probes.json` holds file, centre and mate of each probe, and no name."""
    key = json.loads((made[0].file.parent / KEY).read_text(encoding="utf-8"))

    assert [(row["file"], tuple(row["centre"]), row["mate"]) for row in key] == [
        (probe.file.name, probe.centre, probe.mate) for probe in made
    ]
