"""Profiles of Type-10 records as values: which fields there are, when one must stand, and what it may hold (G-14)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError


class Presence(StrEnum):
    """When a field must stand in a record; one of `face` or `marks` may stand in no other."""

    ALWAYS = "always"
    FACE = "face"
    MARKS = "marks"
    MAY = "may"


@dataclass(frozen=True)
class FieldRule:
    """One field: its number, mnemonic, presence and form.

    An entry holds `items` values; each is one of `values`, or of the form of `pattern`. `free` text is never quoted.
    """

    number: int
    mnemonic: str
    presence: Presence
    pattern: re.Pattern[str] | None
    values: tuple[str, ...]
    items: int
    free: bool

    @property
    def expected(self) -> str:
        """What the field may hold, in words."""
        if self.values:
            return f"one of {', '.join(self.values)}"
        if self.pattern is None:
            return "the bytes of a picture"
        form = "free text" if self.free else f"the form {self.pattern.pattern}"
        return f"{self.items} values of {form}" if self.items > 1 else form

    def accepts(self, value: str) -> bool:
        """Say whether one value is allowed."""
        return value in self.values if self.values else bool(self.pattern and self.pattern.fullmatch(value))


@dataclass(frozen=True)
class Profile:
    """The fields of a Type-10 record under one version of the standard; `versions` are the values of 1.002."""

    id: str
    versions: tuple[str, ...]
    fields: Mapping[int, FieldRule]
    file: RuleFile


@dataclass(frozen=True)
class TypeTenRules:
    """The profile in use, all profiles, agencies by service, image types, and poses by code."""

    profile: Profile
    profiles: Mapping[str, Profile]
    agencies: Mapping[str, str]
    faces: frozenset[str]
    marks: frozenset[str]
    poses: Mapping[str, str]
    files: tuple[RuleFile, ...]

    @classmethod
    def load(cls) -> "TypeTenRules":
        """Read the file and its profiles. Raises SettingsError with the value at fault."""
        file = read_toml("type10")
        try:
            profiles = {name: read_profile(name, read_toml(f"type10_{name}")) for name in file.data["profiles"]}
            return cls(
                profile=profiles[file.data["profile"]],
                profiles=MappingProxyType(profiles),
                agencies=MappingProxyType(dict(file.data["agencies"])),
                faces=frozenset(file.data["images"]["face"]),
                marks=frozenset(file.data["images"]["marks"]),
                poses=MappingProxyType(dict(file.data["poses"])),
                files=(file, *(each.file for each in profiles.values())),
            )
        except KeyError as error:
            raise SettingsError(f"rules type10.toml: expected every value, got none for {error}") from error


def read_profile(name: str, file: RuleFile) -> Profile:
    """Turn a profile's file into values. Raises SettingsError when a field is not described as it must be."""
    try:
        fields = {row["number"]: _field(row) for row in file.data["field"]}
        return Profile(name, tuple(file.data["versions"]), MappingProxyType(fields), file)
    except (KeyError, ValueError, re.error) as error:
        raise SettingsError(f"rules {file.name}.toml: expected fields that can be checked, got {error!r}") from error


def _field(row: Mapping[str, Any]) -> FieldRule:
    return FieldRule(
        number=row["number"],
        mnemonic=row["mnemonic"],
        presence=Presence(row["presence"]),
        pattern=re.compile(row["pattern"]) if "pattern" in row else None,
        values=tuple(row.get("values", ())),
        items=row.get("items", 1),
        free=row.get("free", False),
    )
