"""The rules of control as values: stops, urgent searches, flags, and clocks after which pictures are removed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from gallery.rules.reading import RuleFile, read_toml
from kernel_lib.errors import SettingsError

_FILES = ("controls", "retention")


@dataclass(frozen=True)
class RetentionRules:
    """How long derived pictures, originals, and the pictures of drafts are kept (A-24). `template` says it in words."""

    derivatives: timedelta
    originals: timedelta
    drafts: timedelta
    template: str
    version: str


@dataclass(frozen=True)
class ControlRules:
    """Hours of an urgent search, the flag for many searches, lengths of reasons, and the public note (M-11, A-12)."""

    exigent: timedelta
    burst_searches: int
    burst_within: timedelta
    burst_since: timedelta
    reason_min_length: int
    public_note: str
    retention: RetentionRules
    files: tuple[RuleFile, ...]

    @classmethod
    def load(cls) -> "ControlRules":
        """Read the two files.

        Raises:
            SettingsError: a file is missing, lacks a value, or holds one that is not above zero.
        """
        return build({name: read_toml(name) for name in _FILES})


def build(files: Mapping[str, RuleFile]) -> ControlRules:
    """Turn the files into values. Raises SettingsError as `ControlRules.load` does."""
    controls, retention = files["controls"].data, files["retention"].data
    for data in (controls, retention):
        wrong = [key for key, value in data.items() if isinstance(value, int) and value <= 0]
        if wrong:
            raise SettingsError(f"rules of control: expected numbers above zero, got another for {', '.join(wrong)}")
    try:
        return ControlRules(
            exigent=timedelta(hours=controls["exigent_hours"]),
            burst_searches=controls["burst_searches"],
            burst_within=timedelta(minutes=controls["burst_minutes"]),
            burst_since=timedelta(days=controls["burst_days"]),
            reason_min_length=controls["reason_min_length"],
            public_note=controls["public_note"],
            retention=RetentionRules(
                derivatives=timedelta(days=retention["derivatives_days"]),
                originals=timedelta(days=retention["originals_days"]),
                drafts=timedelta(days=retention["draft_days"]),
                template=retention["template"],
                version=files["retention"].version,
            ),
            files=tuple(files.values()),
        )
    except (KeyError, TypeError) as error:
        raise SettingsError(f"rules of control: expected every value of its kind, got {error!r}") from error
