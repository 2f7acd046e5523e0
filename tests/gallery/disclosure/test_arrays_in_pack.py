"""A pack of a case whose lead led to a photo array."""

import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from audits.checkpoint import open_log
from gallery.casework import lead
from gallery.disclosure import verify
from gallery.disclosure.acts import Disclosure
from gallery.disclosure.arrays import told_array
from gallery.disclosure.persons import Shown
from gallery.disclosure.scrub import Scrub
from gallery.disclosure.showings import ArrayPart, StepPart
from gallery.followup import array_showing
from gallery.followup.array_chain import FIRST, hashed
from kernel_lib.wire.arrays import ArrayAnswer, ArrayEnd
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.wire.examination import Acknowledgement
from tests.gallery.casework.bench import Bench, picture
from tests.gallery.disclosure.sample import KEY
from tests.gallery.fakes import NOON, FixedClock
from tests.gallery.followup.arrays import FIRST_SHADE, ArrayBench

SAID = "It could be him; the chin is the same."


@pytest.fixture
def made(tmp_path: Path) -> Iterator[ArrayBench]:
    """A lead over a real log, as a pack needs it."""
    clock = FixedClock()
    with open_log(tmp_path / "audit", KEY, clock=clock) as log:
        bench = Bench(tmp_path / "data", clock=clock, log=log)  # type: ignore[arg-type]  # the real log
        bench.enrol()
        issued = bench.lead()
        lead.acknowledge(bench.casework, bench["investigator"], issued, Acknowledgement(initials="AB", accepted=True))
        yield ArrayBench.of(bench, issued)


@pytest.mark.proves("E-06", "E-14", "E-16")
def test_a_pack_holds_the_array_with_its_chain_and_masked_fillers(made: ArrayBench, tmp_path: Path) -> None:
    """Order, answers, bounds and every similarity; the pack's own verifier is content, and finds a forged answer."""
    showing = made.begun()
    casework, higher = made.bench.casework, made.bench["higher"]
    for _ in range(showing.pictures):
        array_showing.answer(casework, higher, showing.id, ArrayAnswer(words=SAID))
    sealed = array_showing.end(casework, higher, showing.id, ArrayEnd(recorded=True))
    disclosure = Disclosure(casework, tmp_path / "audit", KEY, "test")

    pack = disclosure.build(made.bench["approver"], "2026-000123", PackAsked())

    path = tmp_path / "pack.zip"
    path.write_bytes(disclosure.download(made.bench["approver"], pack.id))
    assert verify.check(path)[0] == []
    with zipfile.ZipFile(path) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    array = json.loads(files["requests/01/array-1.json"])
    assert (array["seal"], array["steps"][-1]["sha256"]) == (sealed.seal, sealed.seal)
    assert [each["body"]["words"] for each in array["steps"] if each["body"]["kind"] == "answered"] == [SAID] * 10
    assert sorted(each["filler"] for each in array["places"]) == list(range(10))
    assert len(array["measured"]["similarities"]) == 10
    shown = {files[each["file"]] for each in array["places"] if each["filler"]}
    assert picture(shade=FIRST_SHADE) not in shown
    assert SAID.encode() in files["index.html"]
    assert sealed.seal.encode() in files["index.fr.html"]
    array["steps"][2]["body"]["words"] = "That is him."
    faults: list[str] = []
    verify._check_arrays({"requests/01/array-1.json": json.dumps(array).encode()}, faults)
    assert faults == ["requests/01/array-1.json, step 3: it does not follow from the step before"]


def test_words_that_name_a_masked_person_are_taken_out_and_their_hash_stays() -> None:
    """The verifier then follows the hashes alone."""
    body = {"kind": "answered", "at": "2026-11-24T12:00:00+00:00", "place": 1, "words": "Subject-9 lives there."}
    step = StepPart(1, body, FIRST, hashed(FIRST, body))
    array = ArrayPart("a", "sealed", "p", "q", NOON, NOON, {}, step.sha256, (), (step,))
    scrub = Scrub({"Subject-9": Shown("Person 2", "", False, "masked")}, {})

    told = told_array("requests/01", 1, array, scrub)

    assert told["steps"][0]["body"]["words"] == "Person 2 lives there."
    assert told["steps"][0]["masked"] is True
    faults: list[str] = []
    verify._check_arrays({"requests/01/array-1.json": json.dumps(told).encode()}, faults)
    assert faults == []
