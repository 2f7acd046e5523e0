"""A real scheduler with two real workers over TLS: the same bits as the service, and none lost whatever ends."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from distributed import Client

from gallery.demonstration.photographs import Photographs
from gallery.enrolment.encoding.asked import HERE, Asked, Encoded
from gallery.enrolment.encoding.here import Here
from gallery.enrolment.encoding.network import security_of
from gallery.enrolment.encoding.trial import Trial
from gallery.enrolment.encoding.worker import Answer
from gallery.enrolment.encoding.workers import Workers, WorkersLost
from gallery.enrolment.portrait import WantsTemplate
from gallery.rules.enrolment import EnrolmentRules
from kernel_lib.errors import Refusal
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.faces.pipeline import Seen
from kernel_lib.settings import Settings
from tests.gallery.enrolment.encoding.certificates import certify

WANTED = WantsTemplate.by(EnrolmentRules.load(), "frontal")
PHOTOGRAPHS = [row.file for row in Photographs.listed().photograph if row.subject][:4]


@dataclass
class Cluster:
    """A scheduler and its workers, each a process of its own."""

    settings: Settings
    workers: "list[subprocess.Popen[bytes]]"
    scheduler: "subprocess.Popen[bytes]"

    def encoding(self, here: Here, expected: Trial) -> Workers:
        """Return a way to them."""
        return Workers(here, expected, self.settings.dask_address, security_of(self.settings))


@pytest.fixture(scope="module")
def engine() -> FaceEngine:
    """The engine of a search, which uses both cores."""
    return FaceEngine.open(Settings.from_env().models_dir, threads=2)


@pytest.fixture(scope="module")
def here(engine: FaceEngine) -> Here:
    """The service's own cores."""
    return Here(lambda: FaceEngine.open(Settings.from_env().models_dir, threads=1), engine.model_id, cores=1)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """Two workers over TLS on this machine."""
    folder = tmp_path_factory.mktemp("cluster")
    tls = certify(folder / "tls")
    files = ["--tls-ca-file", tls / "ca.pem", "--tls-cert", tls / "cert.pem", "--tls-key", tls / "key.pem"]
    told = folder / "scheduler.json"
    options = ["--protocol", "tls", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show"]
    command = ["-m", "distributed.cli.dask_scheduler", *options, "--scheduler-file", told, *files]
    scheduler = _start(folder, command, {})
    settings = replace(Settings.from_env(), dask_address=_address(told), dask_tls_dir=tls)
    env = {"LEADBOOK_DASK_ADDRESS": settings.dask_address, "LEADBOOK_DASK_TLS_DIR": str(tls)}
    worker = ["-m", "gallery.command", "feed", "worker", "--threads", "1", "--data-dir", folder / "data"]
    workers = [_start(folder, worker, env) for _ in range(2)]
    with Client(settings.dask_address, security=security_of(settings), set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
    yield Cluster(settings, workers, scheduler)
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


@pytest.mark.proves("F-11")
def test_workers_see_what_the_service_sees_and_a_death_loses_nothing(
    cluster: Cluster, here: Here, engine: FaceEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """Real photographs by both workers; by the one left when the other is killed; by the service when none is left.
    A service of another model than theirs gives them no picture."""
    _demand_sent_away(cluster, here, Trial.of(engine), caplog)
    asked = [Asked(data, WANTED) for data in (*_photographs(), b"no picture")]
    expected = here.see_all(asked)
    encoding = cluster.encoding(here, Trial.of(engine))

    both = [each for _ in range(2) for each in encoding.see_all(asked)]
    with ThreadPoolExecutor(1) as pool:
        under_way = pool.submit(lambda: [each for _ in range(2) for each in encoding.see_all(asked)])
        time.sleep(0.1)  # so that the worker ends with pictures in its hands
        os.kill(cluster.workers[0].pid, signal.SIGKILL)
        one = under_way.result(60)
    os.kill(cluster.workers[1].pid, signal.SIGKILL)
    none = encoding.see_all(asked)
    encoding.close()

    for seen in (both, one, none):
        assert len(seen) % len(asked) == 0
        for place, encoded in enumerate(seen):
            _demand_same(expected[place % len(asked)], encoded)
    assert len({each.by for each in both}) == 2
    assert HERE not in {each.by for each in both}
    assert {each.by for each in none} == {HERE}
    assert caplog.text.count("the service looks at pictures itself") == 1


def test_an_answer_of_another_picture_is_not_taken(here: Here, engine: FaceEngine) -> None:
    """Neither one too few nor the template of somebody else; whoever gave it is asked no more."""
    first, second = (Asked(data, WANTED) for data in _photographs()[:2])
    trial = Trial.of(engine)
    encoding = Workers(here, trial, "tcp://127.0.0.1:9", None)
    right, wrong = (here.see(each).outcome for each in (first, second))

    assert encoding._checked([first], Answer(trial, (right,)), "one")[0].outcome is right
    for lies in ((wrong,), (), (replace(right, template=None),), (replace(right, template=wrong.template, sha256=""),)):
        with pytest.raises(WorkersLost, match="one was sent away"):
            encoding._checked([first], Answer(trial, lies), "one")
    assert encoding._judged["one"]


def test_without_a_scheduler_the_service_looks_itself_and_says_so(
    here: Here, engine: FaceEngine, caplog: pytest.LogCaptureFixture
) -> None:
    """Nothing listens at the address; the next picture does not wait for it again."""
    encoding = Workers(here, Trial.of(engine), "tcp://127.0.0.1:9", None, patience_s=0.5)

    first = encoding.see_all([Asked(b"one", WANTED)])
    begun = time.monotonic()
    second = encoding.see_all([Asked(b"two", WANTED)])
    waited = time.monotonic() - begun
    encoding.close()

    assert {each.by for each in (*first, *second)} == {HERE}
    assert waited < 5
    assert "the scheduler does not answer; the service looks at pictures itself" in caplog.text


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"models": {"yunet-2023mar": "0" * 64}}, "another model"),
        ({"libraries": {}}, "another version of leadbook, onnxruntime"),
        ({"templates_sha256": "0" * 64}, "its processor computes other templates"),
    ],
)
def test_a_worker_is_told_apart_by_models_versions_and_bits(
    engine: FaceEngine, changed: dict[str, Any], told: str
) -> None:
    """Each difference has its words; the same machine tried twice has none."""
    own = Trial.of(engine)

    assert own.fault(Trial.of(engine)) == ""
    assert told in own.fault(replace(own, **changed))
    assert "leadbook feed worker" in own.fault(None)


def _demand_sent_away(cluster: Cluster, here: Here, own: Trial, caplog: pytest.LogCaptureFixture) -> None:
    """A service of another model has no use for these workers, and says which it sent away, and why."""
    other = replace(own, models={**own.models, "sface-2021dec": "0" * 64})
    encoding = cluster.encoding(here, other)

    (seen,) = encoding.see_all([Asked(_photographs()[0], WANTED)])
    encoding.close()

    assert seen.by == HERE
    assert caplog.text.count("gets no picture: another model than sface-2021dec") == 2
    caplog.clear()


def _photographs() -> list[bytes]:
    return [(Settings.from_env().photographs_dir / file).read_bytes() for file in PHOTOGRAPHS]


def _demand_same(expected: Encoded, encoded: Encoded) -> None:
    if isinstance(expected.outcome, Refusal):
        assert encoded.outcome == expected.outcome
        return
    assert isinstance(expected.outcome, Seen)
    assert isinstance(encoded.outcome, Seen)
    assert encoded.outcome.findings == expected.outcome.findings
    assert encoded.outcome.face is not None
    assert expected.outcome.face is not None
    assert encoded.outcome.face.box == expected.outcome.face.box
    assert encoded.outcome.template is not None
    assert expected.outcome.template is not None
    np.testing.assert_array_equal(encoded.outcome.template.vector, expected.outcome.template.vector)


def _start(folder: Path, command: list[object], env: dict[str, str]) -> "subprocess.Popen[bytes]":
    with (folder / "output").open("ab") as output:
        return subprocess.Popen(
            [sys.executable, *map(str, command)],
            env={**os.environ, **env},
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def _address(told: Path) -> str:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if told.exists() and told.read_text().strip().endswith("}"):
            return str(json.loads(told.read_text())["address"])
        time.sleep(0.1)
    raise AssertionError("scheduler: expected it to tell its address within 60 s")
