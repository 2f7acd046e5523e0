"""A file of a pack, and values of contents as JSON."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any


@dataclass(frozen=True)
class File:
    """One file of a pack. `path` is relative, in ASCII, with forward slashes."""

    path: str
    content: bytes


def folder(number: int) -> str:
    """Return the folder of a request, counted from 1."""
    return f"requests/{number:02d}"


def plain(value: Any, but: tuple[str, ...] = ()) -> Any:
    """Return a value of contents as JSON values. Bytes are refused with TypeError: pictures are files of their own."""
    if is_dataclass(value) and not isinstance(value, type):
        return {each.name: plain(getattr(value, each.name)) for each in fields(value) if each.name not in but}
    if isinstance(value, Mapping):
        return {str(key): plain(held) for key, held in value.items()}
    if isinstance(value, (tuple, list)):
        return [plain(each) for each in value]
    if isinstance(value, datetime):
        return written(value)
    if isinstance(value, date):
        return value.isoformat()
    if value is None or isinstance(value, (str, int, float, bool)):
        return value
    raise TypeError(f"pack: expected a value of JSON, got {type(value).__name__}")


def json_file(path: str, value: Any) -> File:
    """Return a file of JSON. Raises ValueError for a path that is not plain ASCII."""
    if not re.fullmatch(r"[a-z0-9/._-]+", path):
        raise ValueError(f"pack: expected a path of a-z, 0-9, /, ., _ and -, got {path!r}")
    text = json.dumps(plain(value), indent=1, sort_keys=True, ensure_ascii=False, allow_nan=False)
    return File(path, text.encode() + b"\n")


def written(moment: datetime) -> str:
    """Return a moment as the pack writes it: UTC, to the second."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
