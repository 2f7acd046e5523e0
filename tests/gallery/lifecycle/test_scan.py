"""The byte scan finds a marker in whatever form and file it is, and finds nothing where nothing is."""

import base64
import gzip
import html
import json
import unicodedata
import zipfile
from pathlib import Path
from urllib.parse import quote

import duckdb
import markupsafe
import numpy as np
import pytest
from jinja2.utils import htmlsafe_json_dumps

from gallery.lifecycle import scan as scanning
from gallery.lifecycle.scan import print_of, scan

MARKER = "marker-5TQ8WZ-0417"


def _forms(folder: Path, marker: str = MARKER) -> set[str]:
    return {place.form for place in scan([folder], [marker])}


def test_each_form_is_found_with_its_offset(tmp_path: Path) -> None:
    """As text, UTF-16, hexadecimal digits and base64 at any place, in hidden and temporary files too."""
    raw = MARKER.encode()
    (tmp_path / ".hidden.tmp").write_bytes(b"x" * 100 + raw)
    (tmp_path / "wide").write_bytes(MARKER.encode("utf-16"))
    (tmp_path / "digits").write_text(raw.hex().upper())
    for shift in range(3):
        (tmp_path / f"coded-{shift}").write_bytes(base64.b64encode(b"z" * shift + raw + b"after"))
    (tmp_path / "packed.gz").write_bytes(gzip.compress(raw * 3))
    with zipfile.ZipFile(tmp_path / "packed.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("inside", raw * 3)

    places = list(scan([tmp_path], [MARKER]))

    assert {place.file.name for place in places} == {path.name for path in tmp_path.iterdir()}
    assert next(place.offset for place in places if place.file.name == ".hidden.tmp") == 100


NAME = "René-O'Brien & Fils 0417"


@pytest.mark.proves("F-32")
@pytest.mark.parametrize(
    "left",
    [
        json.dumps(NAME).encode(),
        json.dumps(NAME).replace("e9", "E9").encode(),
        json.dumps(json.dumps({"told": NAME})).encode(),
        str(htmlsafe_json_dumps(NAME)).encode(),
        html.escape(NAME).encode(),
        str(markupsafe.escape(NAME)).encode(),
        str(markupsafe.escape(NAME)).encode("ascii", "xmlcharrefreplace"),
        html.escape(NAME, quote=False).replace("é", "&eacute;").encode(),
        html.escape(NAME).replace("é", "&#xe9;").encode(),
        NAME.encode("latin-1"),
        NAME.encode("utf-16"),
        unicodedata.normalize("NFD", NAME).encode(),
        json.dumps(unicodedata.normalize("NFD", NAME)).encode(),
        unicodedata.normalize("NFD", NAME).encode("utf-16-be"),
        base64.b64encode(b"z" + unicodedata.normalize("NFD", NAME).encode() + b"z"),
        quote(NAME).encode(),
        NAME.upper().encode(),
        NAME.lower().encode(),
    ],
    ids=lambda left: left.decode("latin-1"),
)
def test_a_name_with_an_accent_and_an_apostrophe_is_found_however_it_was_written(tmp_path: Path, left: bytes) -> None:
    """As JSON, HTML, Latin-1, UTF-16 and in an address, composed or not, in small letters or capitals."""
    (tmp_path / "held").write_bytes(b"before " + left + b" after")

    assert _forms(tmp_path, NAME)
    assert _forms(tmp_path, unicodedata.normalize("NFD", NAME))
    assert not _forms(tmp_path, NAME.replace("0417", "0418"))


def test_a_marker_across_two_pieces_is_found_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are read in pieces; wherever the border falls, the marker is found, and only once."""
    monkeypatch.setattr(scanning, "_CHUNK", 32)
    for start in range(20, 45):
        (tmp_path / "file").write_bytes(b"." * start + MARKER.encode() + b"." * 40)
        assert [place.offset for place in scan([tmp_path], [MARKER])] == [start]


@pytest.mark.proves("F-32")
def test_a_database_that_only_deleted_still_holds_it_and_a_fresh_one_does_not(tmp_path: Path) -> None:
    """DuckDB keeps rows after DELETE, VACUUM and DROP; a file made anew from what is left has nothing of them."""
    old, fresh = tmp_path / "old" / "log.duckdb", tmp_path / "fresh" / "log.duckdb"
    old.parent.mkdir()
    fresh.parent.mkdir()
    rows = [(number, f"{MARKER}-{number}" if number == 7 else f"another-{number}") for number in range(2_000)]
    with duckdb.connect(str(old)) as connection:
        connection.execute("CREATE TABLE held (number INTEGER, told VARCHAR)")
        connection.executemany("INSERT INTO held VALUES (?, ?)", rows)
        connection.execute("CHECKPOINT")
        connection.execute("DELETE FROM held WHERE number = 7")
        connection.execute("VACUUM")
        connection.execute("CREATE TABLE kept AS SELECT * FROM held")
        connection.execute("DROP TABLE held")
    with duckdb.connect(str(fresh)) as connection:
        connection.execute(f"ATTACH '{old}' AS old (READ_ONLY)")
        connection.execute("CREATE TABLE kept AS SELECT * FROM old.kept")

    assert _forms(old.parent) == {"utf-8"}
    assert _forms(fresh.parent) == set()


def test_rows_of_compressed_tables_are_read_as_rows(tmp_path: Path) -> None:
    """A Parquet file may hold its texts compressed; its rows are looked through as well."""
    with duckdb.connect() as connection:
        connection.sql("SELECT ? AS told FROM range(1000)", params=[MARKER]).write_parquet(
            str(tmp_path / "held.parquet"), compression="zstd"
        )

    assert "rows" in _forms(tmp_path)


def test_a_template_is_found_by_its_print_alone(tmp_path: Path) -> None:
    """The print holds eight bytes and a hash: enough to find the template, not another that begins alike."""
    template = np.random.default_rng(5).normal(size=128).astype(np.float32).tobytes()
    (tmp_path / "held").write_bytes(b"head" + template + b"tail")
    alike = tmp_path / "alike"
    alike.write_bytes(template[:8] + bytes(len(template)))

    places = list(scan([tmp_path], [print_of(template)]))

    assert [(place.file.name, place.offset, place.form) for place in places] == [("held", 4, "template")]
    assert template.hex()[16:40] not in print_of(template)


def test_a_marker_that_is_anywhere_is_refused(tmp_path: Path) -> None:
    """Fewer than six bytes would be found by chance; the refusal says what to give instead."""
    with pytest.raises(
        ValueError, match=r"marker 2: expected at least 6 bytes, got 3;.* give the lineage .* record number"
    ):
        list(scan([tmp_path], [MARKER, "Z-7"]))
