"""A whole service in the test's own process: real log, records, pictures, index and routes over fake faces."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import numpy as np
from argon2 import PasswordHasher
from numpy.typing import NDArray

from audits.segments import Entry, read
from gallery.enrolment.feeds import FromFeed
from gallery.records.database import Database
from gallery.service.floor import open_floor
from gallery.service.parts import Parts
from gallery.service.wiring import furnish
from kernel_lib.faces.encoding import Template
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.quality_limits import Limit, QualityLimits
from kernel_lib.faces.weights import Weights
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role
from tests.gallery.applications import application_over, give_back
from tests.gallery.caller import Caller
from tests.gallery.casework.bench import MODEL, SIZE, FakeDetector
from tests.gallery.enrolment.opened import signed_line
from tests.gallery.fakes import FixedClock
from tests.standing import STANDING

CHEAP = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
ADMIN = "admin"


@dataclass
class CropEncoder:
    """Makes one unit vector of each crop, always the same of the same crop."""

    model_id: str = MODEL

    def encode(self, crops: Sequence[NDArray[np.uint8]]) -> tuple[Template, ...]:
        """Return a template for each crop."""
        return tuple(Template(_unit(crop), self.model_id) for crop in crops)


def fake_faces() -> FaceEngine:
    """Return an engine over a fake detector and encoder."""
    limits = QualityLimits(
        effective_from=date(2026, 1, 1),
        source="test",
        components={
            "inter_eye_distance": Limit(unit="pixels", caution_below=30, refused_below=8),
            "dynamic_range": Limit(unit="grey levels", refused_below=1),
        },
    )
    models = tuple(
        Weights(name, kind, f"{name}.onnx", "0" * 64, "MIT", "test", SIZE, "any", 112, "RGB")
        for name, kind in (("finds", "detector"), ("encodes", "recogniser"))
    )
    return FaceEngine(FakeDetector(), CropEncoder(), limits, models)


@dataclass
class House:
    """A service on a data folder, its clock, and the people who signed in."""

    folder: Path
    clock: FixedClock = field(default_factory=FixedClock)
    passwords: dict[str, str] = field(default_factory=dict)
    sessions: dict[str, str] = field(default_factory=dict)
    fresh: bool = True
    database_url: str = ""

    def __post_init__(self) -> None:
        self.database_url = self.database_url or STANDING.url(self.folder)
        self.settings = Settings(self.folder / "data", self.folder / "cache", database_url=self.database_url)
        if self.fresh and not self.database_url:
            records = self.settings.gallery_dir / "records.sqlite"
            records.parent.mkdir(parents=True)
            records.write_bytes(_migrated())
        self.open()
        if not self.fresh:
            return
        made = self.parts.people.bootstrap(ADMIN)
        self.passwords[ADMIN] = made.password

    def open(self) -> None:
        """Start the service, as for the first time or after `close` or `crash`."""
        self.parts: Parts = furnish(open_floor(self.settings, clock=self.clock, hasher=CHEAP), fake_faces())
        self.app = application_over(self.parts)
        self.client = Caller(self.app)

    def close(self) -> None:
        """End the service in good order."""
        self.client.close()
        give_back(self.app, self.parts)
        self.parts.close()

    def crash(self) -> None:
        """Let go of the data folder without a word, as a killed process does."""
        self.client.close()
        self.parts.floor.database.close()
        self.parts.floor.log._log.close()

    def somebody(self, *roles: Role, username: str = "") -> str:
        """Make an account with these roles, sign it in, and return its user name."""
        name = username or roles[0].value
        if name not in self.passwords:
            body = {"username": name, "display_name": name, "service": "demo", "roles": roles}
            self.passwords[name] = self.ask("POST", "/accounts", ADMIN, json=body).json()["password"]
        self.sign_in(name)
        return name

    def sign_in(self, username: str, password: str | None = None) -> httpx.Response:
        """Offer a password, the right one unless another is given, and keep the session."""
        body = {"username": username, "password": password or self.passwords[username], "workstation": "desk 1"}
        answer = self.client.request("POST", "/sessions", json=body)
        if answer.is_success:
            self.sessions[username] = answer.json()["session"]
        return answer

    def ask(self, method: str, path: str, username: str | None = None, **request: Any) -> httpx.Response:
        """Send one request as somebody, signed in where need be, or as nobody."""
        if username and username not in self.sessions:
            self.sign_in(username)
        secret = self.sessions[username] if username else request.pop("secret", "")
        headers = {"authorization": f"Bearer {secret}"} if secret else {}
        return self.client.request(method, path, headers=headers, **request)

    def enrol(self, username: str, record: dict[str, Any], picture: bytes) -> httpx.Response:
        """Offer a booking picture of a feed that was opened."""
        return self.offer(username, record, picture, signed_line(self.parts.ledger, record, picture))

    def offer(self, username: str, record: dict[str, Any], picture: bytes, source: FromFeed) -> httpx.Response:
        """Offer a booking picture as one line of an opened feed."""
        files = {"picture": ("picture.png", picture, "application/octet-stream")}
        data = {"record": json.dumps(record), "feed": source.feed_id, "line": str(source.number)}
        return self.ask("POST", "/enrolments", username, files=files, data=data)

    def entries(self) -> list[Entry]:
        """Return every entry of the log, as it is on the disk."""
        return list(read(self.settings.audit_dir))

    def told(self, since: int = 0) -> list[tuple[str, str]]:
        """Return act and result of each entry after a sequence."""
        return [(each.event.act, each.event.result) for each in self.entries() if each.sequence > since]


@cache
def _migrated() -> bytes:
    """Return an empty records file brought to the newest schema, made once for all tests of a run."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "records.sqlite"
        Database.open(path).close()
        return path.read_bytes()


def _unit(crop: NDArray[np.uint8]) -> NDArray[np.float32]:
    seed = int.from_bytes(hashlib.sha256(crop.tobytes()).digest()[:8], "big")
    vector = np.random.default_rng(seed).normal(size=SIZE).astype(np.float32)
    return vector / np.float32(np.linalg.norm(vector))
