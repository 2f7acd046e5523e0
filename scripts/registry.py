"""Fetch one file of a package registry by its name and pinned hash. Nothing fetched is ever executed.

The address is the one that pip or uv is set up with on this machine: UV_DEFAULT_INDEX, UV_INDEX_URL, PIP_INDEX_URL,
pip's configuration files, or https://pypi.org/simple. The registry answers as PEP 503 (HTML) or PEP 691 (JSON).
"""

import configparser
import errno
import hashlib
import os
import re
import ssl
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import httpx

DEFAULT_INDEX = "https://pypi.org/simple"
_JSON = "application/vnd.pypi.simple.v1+json"
_CHUNK = 1 << 18
_TIMEOUT = httpx.Timeout(60, connect=15)


class FetchFailed(Exception):
    """A file could not be fetched; the message says what, from where, and what to do."""


@dataclass(frozen=True)
class Artefact:
    """One file of a project in the registry, pinned by hash."""

    project: str
    file: str
    sha256: str


def fetch(artefact: Artefact, folder: Path, on_bytes: Callable[[int, int], None]) -> Path:
    """Bring a file into `folder`, unless it is there already. It appears whole and checked, or not at all.

    Args:
        artefact: what to fetch.
        folder: where to put it; made when missing.
        on_bytes: told bytes so far and in all (0 when unknown), for a progress bar.

    Raises:
        FetchFailed: no network, no such file, another hash, or no room.
    """
    path = folder / artefact.file
    if path.exists() and sha256_of(path) == artefact.sha256:
        return path
    index = index_address(os.environ)
    part = path.with_suffix(path.suffix + ".part")
    with explained(artefact.file, index):
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with httpx.Client(timeout=_TIMEOUT, follow_redirects=True, verify=_trust(os.environ)) as client:
                found = _download(client, _address(client, index, artefact), part, on_bytes)
            if found != artefact.sha256:
                raise FetchFailed(
                    f"{artefact.file}: expected SHA-256 {artefact.sha256}, got {found} from {_host(index)}; "
                    "nothing was kept. Ask who runs that registry why its file differs"
                )
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
    return path


def write_whole(data: bytes, path: Path) -> None:
    """Write a file so that it appears whole or not at all.

    Raises:
        FetchFailed: no room, or the folder cannot be written.
    """
    part = path.with_suffix(path.suffix + ".part")
    with explained(path.name, ""):
        path.parent.mkdir(parents=True, exist_ok=True)
        try:
            part.write_bytes(data)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)


def sha256_of(path: Path) -> str:
    """SHA-256 of a file, as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def index_address(env: Mapping[str, str]) -> str:
    """The registry this machine is set up with."""
    for name in ("UV_DEFAULT_INDEX", "UV_INDEX_URL", "PIP_INDEX_URL"):
        if env.get(name):
            # uv allows "name=address".
            return re.sub(r"^[\w-]+=(?=https?:)", "", env[name]).rstrip("/")
    home = Path(env.get("HOME") or Path.home())
    files = [Path("/etc/pip.conf"), Path("/etc/xdg/pip/pip.conf"), home / ".pip/pip.conf"]
    files += [Path(env.get("XDG_CONFIG_HOME") or home / ".config") / "pip/pip.conf"]
    files += [Path(env["PIP_CONFIG_FILE"])] if env.get("PIP_CONFIG_FILE") else []
    configuration = configparser.RawConfigParser()
    configuration.read(files, encoding="utf-8")
    return configuration.get("global", "index-url", fallback=DEFAULT_INDEX).rstrip("/")


@contextmanager
def explained(what: str, index: str) -> Iterator[None]:
    """Turn what the network and the disk say into one sentence with advice."""
    try:
        yield
    except httpx.HTTPStatusError as error:
        raise FetchFailed(
            f"{what}: {_host(index)} answered {error.response.status_code}; check the registry set up for pip or uv"
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFailed(
            f"{what}: no answer from {_host(index)} ({type(error).__name__}); check the network, the proxy and the "
            "registry set up for pip or uv, then run the command again"
        ) from error
    except OSError as error:
        advice = "free some space" if error.errno in (errno.ENOSPC, errno.EDQUOT) else "check the cache folder"
        raise FetchFailed(f"{what}: cannot be written ({error.strerror}); {advice}, then run it again") from error


# Private


def _address(client: httpx.Client, index: str, artefact: Artefact) -> str:
    project = re.sub(r"[-_.]+", "-", artefact.project).lower()
    reply = client.get(f"{index}/{project}/", headers={"Accept": f"{_JSON}, text/html;q=0.5"})
    reply.raise_for_status()
    if "json" in reply.headers.get("content-type", ""):
        try:
            links = {entry["filename"]: entry["url"] for entry in reply.json()["files"]}
        except (ValueError, KeyError, TypeError) as error:
            raise FetchFailed(
                f"{artefact.file}: expected a list of files from {_host(index)}, got other JSON"
            ) from error
    else:
        page = _Links()
        page.feed(reply.text)
        links = page.found
    if artefact.file not in links:
        raise FetchFailed(f"{artefact.file}: expected it in {_host(index)}, which lists {len(links)} other files")
    return urljoin(str(reply.url), links[artefact.file])


def _download(client: httpx.Client, address: str, part: Path, on_bytes: Callable[[int, int], None]) -> str:
    digest = hashlib.sha256()
    with client.stream("GET", address) as reply, part.open("wb") as file:
        reply.raise_for_status()
        total, so_far = int(reply.headers.get("content-length", 0)), 0
        for chunk in reply.iter_bytes(_CHUNK):
            file.write(chunk)
            digest.update(chunk)
            so_far += len(chunk)
            on_bytes(so_far, total)
    return digest.hexdigest()


def _trust(env: Mapping[str, str]) -> ssl.SSLContext:
    bundle = env.get("PIP_CERT") or env.get("SSL_CERT_FILE")
    return ssl.create_default_context(cafile=bundle if bundle and Path(bundle).is_file() else None)


def _host(index: str) -> str:
    """The registry's host, without a user name or password."""
    return urlsplit(index).hostname or "the registry"


class _Links(HTMLParser):
    """File names and addresses of a PEP 503 page."""

    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}
        self._href = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Remember where the link leads."""
        self._href = dict(attrs).get("href") or "" if tag == "a" else ""

    def handle_data(self, data: str) -> None:
        """The text of a link is the file's name."""
        if self._href and data.strip():
            self.found[data.strip()] = self._href
