"""Requirements that no look at an installation shows, with one sentence each on why and who shows them."""

import tomllib
from functools import cache
from importlib import resources

from kernel_lib.errors import SettingsError

NO_CHECK = "no check on an installation shows it"


def shown_elsewhere(row: str) -> str:
    """Return the sentence of a requirement, or that no check shows it. Raises SettingsError for a damaged file."""
    return sentences().get(row, NO_CHECK)


@cache
def sentences() -> dict[str, str]:
    """Return every sentence by requirement. Raises SettingsError when the file is missing or damaged."""
    try:
        text = resources.files("gallery.conformance").joinpath("elsewhere.toml").read_text(encoding="utf-8")
        return {str(row): str(told) for row, told in tomllib.loads(text)["rows"].items()}
    except (OSError, KeyError, AttributeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"elsewhere.toml: expected a table of rows, got {error!r}") from error
