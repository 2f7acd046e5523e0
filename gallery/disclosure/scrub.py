"""Take out of records who must not be named: ids and numbers of masked persons, and texts that name them (E-16)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from gallery.disclosure.contents import Subject
from gallery.disclosure.persons import Shown

UNKNOWN = "a person on no list of this pack"
WITHHELD = "Withheld: this text names a masked person. Its hash stays."
_OF_A_PERSON = re.compile(r"(^|_)subject(_id|_number)?$")
_TEXTS = frozenset({"text", "sentences"})
_LEAST = 4
"""A number of fewer characters stands in dates and counts as well; texts that name somebody are withheld whole."""


@dataclass(frozen=True)
class Scrub:
    """Knows who is masked in a pack, and under which id and number the records speak of them."""

    persons: Mapping[str, Shown]
    subjects: Mapping[str, Subject]

    def record(self, value: Any, subject_id: str | None = None) -> Any:
        """Return a record without masked persons. Where it is about one, texts made of the record are withheld."""
        about = self.persons.get(subject_id) if subject_id else None
        return self._clean(value, is_masked=about is not None and not about.is_clear)

    # Private

    def _clean(self, value: Any, *, is_masked: bool) -> Any:
        if isinstance(value, Mapping):
            return {key: self._field(str(key), held, is_masked=is_masked) for key, held in value.items()}
        if isinstance(value, (list, tuple)):
            return [self._clean(each, is_masked=is_masked) for each in value]
        return self._text(value) if isinstance(value, str) else value

    def _field(self, key: str, value: Any, *, is_masked: bool) -> Any:
        if is_masked and key in _TEXTS:
            return WITHHELD
        if _OF_A_PERSON.search(key) and isinstance(value, str) and value:
            return self._person(value)
        return self._clean(value, is_masked=is_masked)

    def _person(self, named: str) -> str:
        for subject_id, person in self.persons.items():
            subject = self.subjects.get(subject_id)
            if named == subject_id or (subject and named == subject.number):
                return person.name if person.is_clear else person.label
        return UNKNOWN

    def _text(self, text: str) -> str:
        for subject_id, person in self.persons.items():
            text = text.replace(subject_id, person.label)
            subject = self.subjects.get(subject_id)
            if subject and not person.is_clear and len(subject.number) >= _LEAST:
                text = re.sub(rf"(?<![\w-]){re.escape(subject.number)}(?![\w-])", person.label, text)
        return text
