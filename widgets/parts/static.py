"""Front ends as plain ES modules, and stylesheets, read from `widgets/static`."""

from pathlib import Path

_FOLDER = Path(__file__).parent.parent / "static"


def module(*names: str) -> str:
    """Return modules in this order as one text, the shared DOM functions first: anywidget loads each as one file."""
    return "".join((_FOLDER / f"{name}.js").read_text("utf-8") for name in ("dom", *names))


def stylesheet(name: str) -> str:
    """Return a stylesheet of `widgets/static` for a page that must carry its own."""
    return (_FOLDER / f"{name}.css").read_text("utf-8")
