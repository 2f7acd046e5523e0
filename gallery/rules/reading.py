"""Rules are dated data: each file says its version, since when it holds, who approved it and where it comes from."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from types import MappingProxyType
from typing import Any

from kernel_lib.errors import SettingsError
from kernel_lib.hashing import sha256_hex

_HEADER: dict[str, type] = {"version": str, "effective_from": date, "approved_by": str, "source": str}


@dataclass(frozen=True)
class RuleFile:
    """One rule file as read: its `data` without the header, and the hash of its bytes."""

    name: str
    data: Mapping[str, Any]
    sha256: str
    version: str
    effective_from: date
    approved_by: str
    source: str


def read_toml(name: str) -> RuleFile:
    """Read `gallery/rules/<name>.toml`.

    Raises:
        SettingsError: the file is missing, is not TOML, or lacks its version, date, approval or source.
    """
    try:
        content = resources.files("gallery.rules").joinpath(f"{name}.toml").read_bytes()
    except FileNotFoundError as error:
        raise SettingsError(f"rules: expected a file {name}.toml, got none; install the product again") from error
    return parse(name, content)


def parse(name: str, content: bytes) -> RuleFile:
    """Turn the bytes of a rule file into its data. Raises SettingsError as `read_toml` does."""
    try:
        data = tomllib.loads(content.decode())
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"rules {name}.toml: expected TOML, got a file that cannot be read: {error}") from error
    header = {key: _header_value(name, data, key, kind) for key, kind in _HEADER.items()}
    return RuleFile(name=name, data=MappingProxyType(data), sha256=sha256_hex(content), **header)


def _header_value(name: str, data: dict[str, Any], key: str, kind: type) -> Any:
    value = data.pop(key, None)
    if type(value) is not kind or not value:
        raise SettingsError(f"rules {name}.toml: expected {key} ({kind.__name__}), got {value!r}; add it at the top")
    return value
