"""The rules about people."""

from typing import Any

import pytest

from gallery.rules.reading import RuleFile, read_toml
from gallery.rules.who import WhoRules, build
from kernel_lib.errors import SettingsError
from kernel_lib.vocabulary import Role


def test_every_role_has_its_permissions() -> None:
    """A role without an entry would be a role that nobody thought about."""
    rules = WhoRules.load()

    assert set(rules.permissions) == set(Role)
    assert all("session_own" in rules.permissions[role] for role in Role)


@pytest.mark.parametrize(
    ("file", "key", "value"),
    [
        ("roles", "permissions", {"chief": ["everything"]}),
        ("roles", "apart", [["administrator", "chief"]]),
        ("accounts", "mentor_needed", ["driving"]),
        ("accounts", "lock_minutes", "long"),
        ("services", "home", "nowhere"),
        ("workflow", "profile", "anything-goes"),
    ],
)
def test_a_value_that_there_is_none_of_is_refused(file: str, key: str, value: Any) -> None:
    """Roles, scopes, services and profiles are closed sets."""
    files = {name: read_toml(name) for name in ("roles", "accounts", "services", "workflow")}
    changed = {**files[file].data, key: value}
    files[file] = RuleFile(**{**vars(files[file]), "data": changed})

    with pytest.raises(SettingsError, match="rules about people"):
        build(files)
