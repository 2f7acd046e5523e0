"""What a sealed pack holds, what it masks, and that the same contents give the same bytes."""

import io
import json
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from PIL import Image

from gallery.disclosure.contents import Basis, PackContents
from gallery.disclosure.pack import Pack, build_pack, write_pack
from gallery.rules.disclosure import DisclosureRules
from kernel_lib.errors import LogDamaged, Unacceptable
from tests.gallery.disclosure.sample import KEY, LEAD, YOUTH, drawn, request
from tests.gallery.fakes import NOON

RULES = DisclosureRules.load()


def _files(pack: Pack) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(pack.content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _read(pack: Pack, path: str) -> Any:
    return json.loads(_files(pack)[path])


def _with_basis(of_three: PackContents, kind: str) -> Pack:
    basis = Basis(kind, "Order 26-114", "a2", NOON)
    return build_pack(replace(of_three, basis=basis), signer=KEY, rules=RULES)


@pytest.mark.proves("E-15")
def test_every_search_of_the_case_has_its_section(sealed: Pack) -> None:
    """A lead, an empty list and a refusal: three folders, three sections on the page (E-15)."""
    files = _files(sealed)

    assert [each["number"] for each in _read(sealed, "case.json")["requests"]] == ["R-1", "R-2", "R-3"]
    assert files["index.html"].count(b"<section id=") == 3
    assert _read(sealed, "requests/02/search-1/list.json") == {"candidates": []}
    assert b"The candidate list was empty." in files["index.html"]


@pytest.mark.proves("E-14")
def test_the_list_is_whole_and_in_returned_order_with_scores(sealed: Pack) -> None:
    """Nobody is left out of the list, and nobody moved (E-14)."""
    listed = _read(sealed, "requests/01/search-1/list.json")["candidates"]

    assert [(each["place"], each["person"], each["score"]) for each in listed] == [
        (1, "Person 1", 0.7),
        (2, "Person 2", 0.65),
        (3, "Person 3", 0.4),
    ]


@pytest.mark.proves("W-18")
def test_only_the_subject_of_the_lead_has_a_name(sealed: Pack) -> None:
    """Third parties and the young are pseudonyms in every byte of the pack (E-16)."""
    everything = b"".join(_files(sealed).values())

    assert b"Leo Ledford" in everything
    assert b"Theo Third" not in everything
    assert b"Yara Young" not in everything
    assert (sealed.persons, sealed.masked) == (3, 2)


def test_a_mask_keeps_twenty_greys_and_nothing_else(sealed: Pack) -> None:
    """A masked picture holds as many cells as the rules say, whatever its original (E-16)."""
    content = _files(sealed)["requests/01/search-1/place-01-1.png"]
    picture = Image.open(io.BytesIO(content)).convert("L")
    corners = [picture.getpixel((40 * x + 2, 40 * y + 2)) for x in range(4) for y in range(5)]

    assert picture.size == (160, 200)
    assert len(set(corners)) <= RULES.mask_levels
    assert drawn(90) not in b"".join(_files(sealed).values())


def test_the_subject_of_the_lead_is_drawn_anew_with_the_watermark(sealed: Pack, of_three: PackContents) -> None:
    """The picture shown is not the stored file, and a later pack draws another one (C-11)."""
    path = "requests/01/search-1/place-02-1.png"
    later = build_pack(replace(of_three, pack_id="another"), signer=KEY, rules=RULES)

    assert _files(sealed)[path] not in (drawn(120), _files(later)[path])


@pytest.mark.proves("W-18", "E-16")
@pytest.mark.parametrize(
    ("kind", "named"),
    [("crown-direction", [b"Theo Third"]), ("ycja-123", []), ("court-order", [b"Theo Third", b"Yara Young"])],
)
def test_a_basis_lifts_only_the_masks_that_it_covers(of_three: PackContents, kind: str, named: list[bytes]) -> None:
    """A young third party needs a basis for both; what was relied on is in the pack (E-16)."""
    pack = _with_basis(of_three, kind)
    everything = b"".join(_files(pack).values())

    assert [name for name in (b"Theo Third", b"Yara Young") if name in everything] == named
    assert _read(pack, "case.json")["legal_basis"]["reference"] == "Order 26-114"


@pytest.mark.parametrize(("kind", "reference"), [("because", "Order 1"), ("court-order", "  ")])
def test_a_basis_that_is_none_is_refused(of_three: PackContents, kind: str, reference: str) -> None:
    """An unknown kind, or a basis without its paper, lifts no mask and makes no pack (E-16)."""
    basis = Basis(kind, reference, "a2", NOON)

    with pytest.raises(Unacceptable, match="E-16"):
        build_pack(replace(of_three, basis=basis), signer=KEY, rules=RULES)


def test_a_lead_about_somebody_young_is_masked_as_well(of_three: PackContents) -> None:
    """Being the subject of a lead does not name a young person without a basis (E-16)."""
    young = [replace(each, is_youth=each.id in (LEAD, YOUTH)) for each in of_three.subjects]

    pack = build_pack(replace(of_three, subjects=tuple(young)), signer=KEY, rules=RULES)

    assert b"Leo Ledford" not in b"".join(_files(pack).values())
    assert pack.masked == 3


def test_somebody_of_whom_nothing_is_known_is_masked(of_three: PackContents) -> None:
    """A subject whose record is gone counts as protected (E-16)."""
    pack = build_pack(replace(of_three, subjects=()), signer=KEY, rules=RULES)

    assert pack.masked == 3


@pytest.mark.parametrize("changed", [{"state": "withdrawn"}, {"state": "issued", "acknowledged_at": None}])
def test_a_lead_withdrawn_or_not_acknowledged_names_nobody(of_three: PackContents, changed: dict[str, Any]) -> None:
    """The subject is a third party again, or is not named before the limits were read (E-04, E-16)."""
    first = of_three.requests[0]
    assert first.lead is not None
    other = replace(first, lead=replace(first.lead, **changed))

    pack = build_pack(replace(of_three, requests=(other,)), signer=KEY, rules=RULES)

    assert b"Leo Ledford" not in b"".join(_files(pack).values())


def test_the_probe_is_in_the_pack_byte_for_byte(sealed: Pack, of_three: PackContents) -> None:
    """The original of a picture of one person is the file that was received (E-14)."""
    probe = of_three.requests[0].probes[0]

    assert _files(sealed)["requests/01/probe-1/original.png"] == probe.picture


def test_other_faces_in_the_probe_are_masked(sealed: Pack, of_three: PackContents) -> None:
    """Who merely stood beside the person searched is drawn over, and the page says so (E-16)."""
    files = _files(sealed)
    masked = Image.open(io.BytesIO(files["requests/02/probe-1/others-masked.png"]))
    held = of_three.requests[1].probes[0].picture
    assert held is not None
    original = Image.open(io.BytesIO(held))

    assert "requests/02/probe-1/original.png" not in files
    assert masked.crop((0, 0, 70, 100)).tobytes() == original.crop((0, 0, 70, 100)).tobytes()
    assert masked.crop((95, 30, 145, 80)).tobytes() != original.crop((95, 30, 145, 80)).tobytes()
    assert held not in b"".join(files.values())


def test_the_warning_is_there_for_people_and_for_machines(sealed: Pack) -> None:
    """Investigative lead only, in text, in JSON and on the page (E-03)."""
    assert _files(sealed)["warning.txt"].startswith(b"Investigative lead only.")
    assert _read(sealed, "warning.json")["investigative_lead_only"] is True
    assert b"Investigative lead only" in _files(sealed)["index.html"]


def test_the_page_runs_nothing_and_asks_nobody(sealed: Pack) -> None:
    """No script, no address outside, and text of a record stays text."""
    page = _files(sealed)["index.html"]

    assert b"<script" not in page
    assert b"http" not in page
    assert b"The person &lt;b&gt;in blue&lt;/b&gt; &amp; another" in page


def test_every_picture_on_the_page_is_in_the_pack(sealed: Pack) -> None:
    """No picture is broken, and each has words for who cannot see it."""
    files = _files(sealed)
    tags = files["index.html"].decode().split("<img ")[1:]

    assert len(tags) == 5
    assert all(tag.split('src="')[1].split('"')[0] in files and 'alt="' in tag for tag in tags)


@pytest.mark.proves("C-11")
def test_the_page_is_marked_with_who_when_and_which_pack(sealed: Pack, of_three: PackContents) -> None:
    """The mark is on every sheet of a print as well (C-11)."""
    page = _files(sealed)["index.html"].decode()

    assert f"Pack {of_three.pack_id} · 2026-11-24T12:00:00Z · account a1</footer>" in page


@pytest.mark.proves("I-07")
def test_the_log_extract_holds_the_case_and_nothing_else(sealed: Pack) -> None:
    """Sign-ins and other cases stay out; every entry has its proof (I-07)."""
    lines = _files(sealed)["log/entries.jsonl"].splitlines()
    proofs = _read(sealed, "log/proofs.json")

    assert [json.loads(line)["event"]["act"] for line in lines] == [
        "request_submitted",
        "search_completed",
        "list_viewed",
        "request_submitted",
    ]
    assert [each["sequence"] for each in proofs["inclusion"]] == [json.loads(line)["sequence"] for line in lines]


def test_a_withheld_search_says_why(of_three: PackContents) -> None:
    """A search still under blind review is listed with the reason for its absence (D-08)."""
    words = "Under review: shown when the review has ended."

    pack = build_pack(replace(of_three, requests=(request("R-9", withheld=words),)), signer=KEY, rules=RULES)

    assert words in _files(pack)["index.html"].decode()
    assert _read(pack, "requests/01/request.json")["withheld"] == words


def test_the_same_contents_give_the_same_bytes(sealed: Pack, of_three: PackContents) -> None:
    """Nothing of the moment or the machine gets into a pack."""
    again = build_pack(of_three, signer=KEY, rules=RULES)

    assert again == sealed


def test_another_key_than_the_logs_seals_nothing(of_three: PackContents) -> None:
    """A pack is sealed by the key that signed its log extract, or not at all."""
    with pytest.raises(LogDamaged, match="expected the key that seals the pack"):
        build_pack(of_three, signer=Ed25519PrivateKey.generate(), rules=RULES)


def test_a_pack_is_written_whole_or_not_at_all(sealed: Pack, tmp_path: Path) -> None:
    """The file is there with all its bytes, for its owner only, and nothing is left beside it."""
    path = tmp_path / "pack.zip"
    path.write_bytes(b"older")

    write_pack(sealed.content, path)

    assert path.read_bytes() == sealed.content
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_a_pack_that_cannot_be_written_leaves_what_was_there(sealed: Pack, tmp_path: Path) -> None:
    """Where a folder stands in the way, no half of a pack stays behind."""
    path = tmp_path / "pack.zip"
    (path / "inside").mkdir(parents=True)

    with pytest.raises(OSError, match=r"pack\.zip"):
        write_pack(sealed.content, path)

    assert list(tmp_path.iterdir()) == [path]
