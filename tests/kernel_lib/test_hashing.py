"""Equal values have equal bytes, and what cannot be written as JSON is refused."""

import hashlib
from pathlib import Path
from typing import Any

import pytest

from kernel_lib.hashing import canonical_json, sha256_hex, sha256_of, sha256_of_file, sha256_of_list


def test_the_order_of_keys_does_not_matter() -> None:
    """Two spellings of one value give the same bytes."""
    assert canonical_json({"b": 1, "a": [1, 2]}) == canonical_json({"a": [1, 2], "b": 1}) == b'{"a":[1,2],"b":1}'


def test_letters_outside_ascii_stay_themselves() -> None:
    """Text is UTF-8, not escapes."""
    assert canonical_json("é") == '"é"'.encode()


@pytest.mark.parametrize("value", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_lacks_is_refused(value: float) -> None:
    """RFC 8259 has no such numbers."""
    with pytest.raises(ValueError, match="JSON"):
        canonical_json({"score": value})


def test_a_file_and_its_bytes_have_one_hash(tmp_path: Path) -> None:
    """Reading in pieces changes nothing."""
    content = bytes(range(256)) * 9000
    path = tmp_path / "file"
    path.write_bytes(content)

    assert sha256_of_file(path) == sha256_hex(content) == hashlib.sha256(content).hexdigest()


def test_a_value_is_named_by_its_canonical_form() -> None:
    """The hash of a value is the hash of its canonical bytes."""
    assert sha256_of({"a": 1}) == hashlib.sha256(b'{"a":1}').hexdigest()


@pytest.mark.parametrize("values", [[], ["a"], ["a", "é", {"b": [1, None]}]])
def test_values_one_after_another_have_the_hash_of_their_list(values: list[Any]) -> None:
    """A list need not be held to be named."""
    assert sha256_of_list(iter(values)) == sha256_of(values)
