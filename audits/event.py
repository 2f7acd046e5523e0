"""What one entry of the log says: who did what, from where, to which thing, with what result.

Time and sequence are not here: they belong to the log entry that holds the event.
"""

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from functools import lru_cache
from types import MappingProxyType
from typing import Any, ClassVar, NoReturn

Scalar = str | int | float | bool | None
Detail = Scalar | Sequence[Scalar]

Place = tuple[str, ...]
"""Where a value stands, joined with dots only for a message: millions of events are read without one."""

RESULTS = ("done", "refused", "failed")
TEXT_LIMIT = 200
REASON_LIMIT = 500
KEYS_LIMIT = 40
LIST_LIMIT = 100
FRACTIONS_LIMIT = 8
"""A longer list of fractional numbers could be a template, which the log may not hold (I-04)."""

DENIED_WORDS = frozenset(
    {"name", "names", "surname", "username", "forename", "alias", "address", "birth", "birthdate", "email", "phone"}
    | {"template", "vector", "embedding", "picture", "image", "photograph", "face", "thumbnail"}
    | {"password", "secret", "token", "ticket", "cookie", "totp"}
    | {"narrative", "text", "note", "notes", "ground", "comment", "score", "scores", "similarity"}
)
"""A key may not end in one of these: its value would be personal data, a secret or a score (I-04)."""

_KEY = re.compile(r"[a-z][a-z0-9_]{0,59}")
_ID = re.compile(r"\S{1,100}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


@dataclass(frozen=True, kw_only=True)
class Event:
    """One act. Its subclasses, one an act, are in `audits.events`; this class itself is never recorded.

    `service` is the police service's code; `actor_id` the account, or "system"; `certificate` the state at the time
    ("valid until 2027-03-01", "expired", "none"); `case_id` the request's case; `object_id` the request,
    examination, lead or picture; `rule` the rule id that decided. Narrative stays in the record; its hash may be
    in `details`, a flat mapping of short values.

    Raises:
        ValueError: a value is too long, is of another type, or could be personal data.
    """

    act: ClassVar[str] = ""

    service: str | None = None
    actor_id: str | None = None
    role: str | None = None
    certificate: str = "none"
    workstation: str | None = None
    case_id: str | None = None
    object_id: str | None = None
    result: str = "done"
    reason: str | None = None
    rule: str | None = None
    details: Mapping[str, Detail] = field(default_factory=dict)

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.act = re.sub(r"(?<!^)(?=[A-Z])", "_", cls.__name__).lower()

    def __post_init__(self) -> None:
        for name in ("service", "role", "certificate", "workstation", "rule"):
            _check_text((self.act, name), getattr(self, name), TEXT_LIMIT)
        _check_text((self.act, "reason"), self.reason, REASON_LIMIT)
        for name in ("actor_id", "case_id", "object_id"):
            _check_id((self.act, name), getattr(self, name))
        if self.result not in RESULTS:
            raise ValueError(f"{self.act}.result: expected one of {', '.join(RESULTS)}, got {self.result!r}")
        object.__setattr__(self, "details", _checked_details(self.act, self.details))


FIELDS = tuple(each.name for each in fields(Event))


def to_json(event: Event) -> dict[str, Any]:
    """Return an event as a JSON object: its act and every field, `details` included."""
    held = {name: getattr(event, name) for name in FIELDS}
    held["details"] = {key: list(value) if isinstance(value, tuple) else value for key, value in event.details.items()}
    return {"act": event.act, **held}


def _checked_details(act: str, details: Mapping[str, Detail]) -> Mapping[str, Detail]:
    if not isinstance(details, Mapping):
        raise ValueError(f"{act}.details: expected a mapping, got {type(details).__name__}")  # noqa: TRY004  # one kind of error for an event that cannot be
    if len(details) > KEYS_LIMIT:
        raise ValueError(f"{act}.details: expected at most {KEYS_LIMIT} keys, got {len(details)}")
    return MappingProxyType({key: _checked_detail(act, key, value) for key, value in details.items()})


def _checked_detail(act: str, key: str, value: Detail) -> Detail:
    place = (act, "details", key)
    if not isinstance(key, str) or not _may_be_key(key):
        _refuse_key(act, key)
    if isinstance(value, (list, tuple)):
        return _checked_list(place, value)
    _check_scalar(place, value)
    return value


@lru_cache(maxsize=4096)
def _may_be_key(key: str) -> bool:
    return _KEY.fullmatch(key) is not None and key.rsplit("_", 1)[-1] not in DENIED_WORDS


def _refuse_key(act: str, key: object) -> NoReturn:
    if not isinstance(key, str) or not _KEY.fullmatch(key):
        raise ValueError(f"{act}.details: expected keys in lower_snake_case, got {key!r}")
    raise ValueError(f"{act}.details.{key}: the log may not hold this (I-04); record an id, a hash or a count instead")


def _checked_list(place: Place, values: Sequence[Scalar]) -> tuple[Scalar, ...]:
    if len(values) > LIST_LIMIT:
        raise ValueError(f"{'.'.join(place)}: expected at most {LIST_LIMIT} values, got {len(values)}")
    for value in values:
        _check_scalar(place, value)
    if sum(isinstance(value, float) for value in values) > FRACTIONS_LIMIT:
        raise ValueError(
            f"{'.'.join(place)}: more than {FRACTIONS_LIMIT} fractional numbers could be a template (I-04)"
        )
    return tuple(values)


def _check_scalar(place: Place, value: object) -> None:
    if value is None or isinstance(value, (bool, int)):
        return
    if isinstance(value, float):
        if not math.isfinite(value):
            raise ValueError(f"{'.'.join(place)}: expected a finite number, got {value}")
        return
    _check_text(place, value, TEXT_LIMIT)


def _check_text(place: Place, value: object, limit: int) -> None:
    if value is None:
        return
    if not isinstance(value, str):
        raise ValueError(f"{'.'.join(place)}: expected text, got {type(value).__name__}")  # noqa: TRY004  # one kind of error for an event that cannot be
    if len(value) > limit:
        raise ValueError(
            f"{'.'.join(place)}: expected at most {limit} characters, got {len(value)}; keep narrative in the record"
        )
    if not value.isprintable() and _CONTROL.search(value):
        raise ValueError(f"{'.'.join(place)}: expected one line of text, got a control character")


def _check_id(place: Place, value: object) -> None:
    if value is not None and not (isinstance(value, str) and _ID.fullmatch(value) and not _CONTROL.search(value)):
        raise ValueError(f"{'.'.join(place)}: expected an id of at most 100 characters without white space")
