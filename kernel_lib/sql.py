"""SQL lives in .sql files, one statement or one schema a file, and is loaded by package and name."""

import re
from importlib.resources import files

_NAME = re.compile(r"[a-z][a-z0-9_]{0,59}")


def read_sql(package: str, name: str, *, folder: str = "sql") -> str:
    """Return the text of `<package>/<folder>/<name>.sql`.

    Raises:
        LookupError: there is no such file; the message lists those there are.
    """
    place = files(package) / folder / f"{name}.sql"
    if not _NAME.fullmatch(name) or not place.is_file():
        known = ", ".join(sql_names(package, folder=folder)) or "none"
        raise LookupError(f"{package}/{folder}: expected one of {known}; got {name[:60]!r}")
    return place.read_text(encoding="utf-8")


def sql_names(package: str, *, folder: str = "sql") -> tuple[str, ...]:
    """Return the names of a package's .sql files, in alphabetical order."""
    place = files(package) / folder
    if not place.is_dir():
        return ()
    return tuple(sorted(each.name.removesuffix(".sql") for each in place.iterdir() if each.name.endswith(".sql")))
