"""Applications that tests use one after another: the same routes over the parts of another service.

Working out two hundred routes takes as long as the rest of a service's start, and no route depends on the parts.
"""

from fastapi import FastAPI

from gallery.service.app import create_app
from gallery.service.parts import Parts

_FREE: list[FastAPI] = []


def application_over(parts: Parts) -> FastAPI:
    """Return an application over these parts, which no other service uses meanwhile."""
    if not _FREE:
        return create_app(parts)
    app = _FREE.pop()
    app.state.parts = parts
    return app


def give_back(app: FastAPI, parts: Parts) -> None:
    """Let another service use an application. What was given back already is left alone."""
    if app.state.parts is parts:
        app.state.parts = None
        _FREE.append(app)
