"""Pictures in both directions over HTTP, never through widget state or a websocket."""

import re
from http import HTTPStatus
from typing import Any
from urllib.parse import unquote

from pydantic import BaseModel
from tornado.httputil import HTTPFile, HTTPInputError, parse_body_arguments
from tornado.web import HTTPError, stream_request_body

from kernel_lib.errors import Unacceptable
from widgets.dashboards.guard import Guard

PROBE_LIMIT = 50 * 1024 * 1024
"""Bytes of a picture or a video."""

_ENVELOPE = 64 * 1024
"""Bytes that a form may add around the picture."""

SEGMENT = r"[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*"
"""A part of a picture's path: letters, digits, hyphen, underscore, single inner dots. No dot-dot, no encoding."""

_PATH = re.compile(rf"{SEGMENT}(?:/{SEGMENT}){{0,7}}")
_FILENAME_HEADER = "X-Leadbook-Filename"


class Picture(Guard):
    """Hands on a picture that the service shows to this person."""

    async def get(self, path: str) -> None:
        """Answer the picture. The service decides whether this person may see it, and records that it was viewed."""
        raw = str(self.request.path).removeprefix("/leadbook/pictures/")
        if raw != path or not _PATH.fullmatch(raw):
            raise HTTPError(HTTPStatus.NOT_FOUND)
        content, media_type = await self.sessions.ask(self.secret, lambda client: client.picture(raw))
        if not media_type.startswith("image/") or media_type.startswith("image/svg"):
            raise HTTPError(HTTPStatus.BAD_GATEWAY)
        self.set_header("Content-Type", media_type)
        self.set_header("Content-Disposition", "inline")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox; frame-ancestors 'none'")
        self.finish(content)


@stream_request_body
class ProbeUpload(Guard):
    """Takes a crime-scene picture or a short video for a request and hands it to the service.

    Either the bytes themselves with the file's name percent-encoded in `X-Leadbook-Filename`, or a form with one file.
    """

    def initialize(self) -> None:
        """Begin with nothing received."""
        self._received = bytearray()

    async def prepare(self) -> None:
        """Let the guard decide before a byte of the picture is read, then allow the body its size."""
        await super().prepare()
        if self._finished:
            return
        limit = PROBE_LIMIT + _ENVELOPE
        connection: Any = self.request.connection
        connection.set_max_body_size(limit)
        announced = self.request.headers.get("Content-Length", "")
        if announced.isdecimal() and int(announced) > limit:
            raise _too_large()

    def data_received(self, chunk: bytes) -> None:
        """Keep a part of the body."""
        self._received += chunk
        if len(self._received) > PROBE_LIMIT + _ENVELOPE:
            raise _too_large()

    async def post(self, request_id: str) -> None:
        """Offer the file. Answers the service's view of the probe or the video, or its refusal with its status."""
        filename, picture = self._offered()
        view = await self.sessions.ask(self.secret, lambda client: client.requests.offer(request_id, filename, picture))
        self._answer(view)

    def _answer(self, view: BaseModel) -> None:
        self.set_header("Content-Type", "application/json")
        self.finish(view.model_dump_json())

    def _offered(self) -> tuple[str, bytes]:
        filename, picture = self._parsed()
        if len(picture) > PROBE_LIMIT:
            raise _too_large()
        return filename, picture

    def _parsed(self) -> tuple[str, bytes]:
        kind = self.request.headers.get("Content-Type", "")
        body = bytes(self._received)
        self._received.clear()
        if not kind.startswith("multipart/form-data"):
            return unquote(self.request.headers.get(_FILENAME_HEADER, ""))[:255] or "picture", body
        files: dict[str, list[HTTPFile]] = {}
        try:
            parse_body_arguments(kind, body, {}, files)
        except HTTPInputError as error:
            raise Unacceptable(
                "upload.form", "The form with the picture cannot be read.", "Choose the picture and send it again."
            ) from error
        offered = [each for group in files.values() for each in group]
        if len(offered) != 1:
            raise Unacceptable(
                "upload.files", f"Expected one picture, got {len(offered)} files.", "Choose one picture and try again."
            )
        return str(offered[0].filename)[:255], bytes(offered[0].body)


class FurtherUpload(ProbeUpload):
    """Takes a further picture of the same person for a request, within the same limits (A-21)."""

    async def post(self, request_id: str) -> None:
        """Add the picture. Answers the service's view of the request, or its refusal with its status."""
        filename, picture = self._offered()
        view = await self.sessions.ask(
            self.secret, lambda client: client.requests.add_further(request_id, filename, picture)
        )
        self._answer(view)


class FillerUpload(ProbeUpload):
    """Takes a filler of a photo array, within the same limits, and hands it to the service (W-17)."""

    async def post(self, array_id: str) -> None:
        """Add the filler. Answers how the follow-up stands, or the service's refusal with its status."""
        filename, picture = self._offered()
        self._answer(
            await self.sessions.ask(self.secret, lambda client: client.arrays.upload(array_id, filename, picture))
        )


class KnownTaskUpload(ProbeUpload):
    """Takes the picture of a proposed known task, within the same limits, and hands it to the service."""

    async def post(self, task_id: str) -> None:
        """Offer the picture. Answers the service's view of the task, or its refusal with its status."""
        filename, picture = self._offered()
        view = await self.sessions.ask(self.secret, lambda client: client.known_tasks.offer(task_id, filename, picture))
        self._answer(view)


class StaffPictureUpload(ProbeUpload):
    """Takes the picture that a member of staff gives of themselves, and hands it to the service (B-11)."""

    async def post(self, request_id: str = "") -> None:
        """Consent with the picture. Answers how the consent stands, or the service's refusal with its status."""
        filename, picture = self._offered()
        self._answer(await self.sessions.ask(self.secret, lambda client: client.staff.give(filename, picture)))


def _too_large() -> Unacceptable:
    return Unacceptable(
        "upload.size",
        f"The file is larger than {PROBE_LIMIT // 1024**2} MB.",
        "Export a still of the moment that matters, or a shorter part of the video, and send that.",
        fields={"picture": "larger than 50 MB"},
    )
