"""Front ends as plain ES modules, read from `widgets/static`."""

from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "static"


def module(name: str) -> str:
    """Return the text of a module with the shared DOM functions before it: anywidget loads each as one file."""
    return (_FOLDER / "dom.js").read_text("utf-8") + (_FOLDER / f"{name}.js").read_text("utf-8")
