"""Enrolment of many pictures: by one core, by two, and by two Dask workers on this machine.

`python -m benchmarks.of_enrolment` enrols photographs of the demonstration, each made another file by a comment in it,
through the same acts as the service: real models, encryption, records, index and signed log. `--write` keeps the
figures and writes docs/performance.md. HTTP between a run and the service is not in them.

The share of the models is in processor seconds, which neighbours on the machine disturb less: theirs, of all that the
service and its workers used. OpenCV keeps to the thread that looks, so that all it does is counted as the
models'. Every row is a process of its own, so that its peak of memory is its own.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import cv2
from distributed import Client

from benchmarks import kept
from benchmarks.machine import Machine
from benchmarks.of_search import record
from benchmarks.page import main as write_page
from gallery.authority import Person
from gallery.command.processes import Child, Children
from gallery.demonstration.photographs import Photographs
from gallery.enrolment.encoding.asked import Asked, Encoded, Encoding
from gallery.enrolment.encoding.here import Here
from gallery.enrolment.encoding.trial import Trial
from gallery.enrolment.encoding.workers import Workers
from gallery.enrolment.enrol import Enrolment
from gallery.enrolment.feeds import FromFeed
from gallery.service.parts import Parts
from gallery.service.wiring import open_parts
from kernel_lib.faces.engine import FaceEngine
from kernel_lib.settings import Settings
from kernel_lib.vocabulary import Role
from kernel_lib.wire.gallery import BookingRecord
from tests.gallery.enrolment.opened import signed_line

ROWS = ("1 core", "2 cores", "2 Dask workers")
Offered = tuple[FromFeed, BookingRecord, bytes]
_WARM = 8
_TICK = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Row:
    """What one way of looking gives. Memory is the peak of the service, and that of its largest worker."""

    way: str
    pictures: int
    pictures_a_second: float
    share_of_models: float
    cores_given: float
    service_mb: float
    worker_mb: float


class Timed(Here):
    """The service's own cores, with the processor seconds that its models took."""

    used = 0.0

    def look(self, asked: Sequence[Asked]) -> list[Encoded]:
        """Look, and count."""
        begun = time.thread_time()
        seen = super().look(asked)
        self.used += time.thread_time() - begun
        return seen


def main() -> None:
    """Measure each row in a process, print, and keep what was asked for."""
    given = _chosen()
    if given.row:
        sys.stdout.write(json.dumps(asdict(measure(given.row, given.pictures))) + "\n")
        return
    rows = [_apart(way, given.pictures) for way in ROWS]
    sys.stdout.write(json.dumps([asdict(row) for row in rows], indent=1) + "\n")
    if given.write:
        kept.keep_enrolment(kept.ENROLMENT, Machine.here(), [asdict(row) for row in rows])
        write_page()


def measure(way: str, count: int) -> Row:
    """Enrol so many pictures in one way."""
    settings = Settings.from_env()
    cv2.setNumThreads(1)
    with tempfile.TemporaryDirectory(prefix="lb-") as folder, ExitStack() as stack:
        own = replace(settings, data_dir=Path(folder) / "data")
        single = FaceEngine.open(settings.models_dir, threads=1)
        here = Timed(lambda: single, single.model_id, cores=1 if way == ROWS[0] else 2)
        encoding: Encoding = here
        workers: list[Child] = []
        if way == ROWS[2]:
            address, workers = stack.enter_context(_cluster(Path(folder)))
            encoding = Workers(here, Trial.of(single), address, None)
        parts = open_parts(own, threads=1)
        stack.callback(parts.close)
        stack.callback(encoding.close)
        enrolment = Enrolment(parts.ledger, parts.images, parts.index, encoding, parts.rules)
        offered = list(_offered(parts, settings, count + _WARM))
        _enrol(enrolment, offered[:_WARM], encoding.at_once)
        warm, used, elsewhere = here.used, time.process_time(), _seconds(workers)
        begun = time.perf_counter()
        _enrol(enrolment, offered[_WARM:], encoding.at_once)
        took, spent = time.perf_counter() - begun, time.process_time() - used
        models, far = here.used - warm, _seconds(workers) - elsewhere
        return Row(
            way=way,
            pictures=count,
            pictures_a_second=count / took,
            share_of_models=(models + far) / (spent + far),
            cores_given=(spent + far) / took,
            service_mb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
            worker_mb=max((_peak_mb(each) for each in workers), default=0.0),
        )


# Private


def _chosen() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=64)
    parser.add_argument("--row", choices=ROWS, default="", help="measure this row alone, in this process")
    parser.add_argument("--write", action="store_true", help="keep the figures and write docs/performance.md")
    return parser.parse_args()


def _apart(way: str, count: int) -> Row:
    command = [sys.executable, "-m", "benchmarks.of_enrolment", "--row", way, "--pictures", str(count)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    return Row(**json.loads(done.stdout))


def _offered(parts: Parts, settings: Settings, count: int) -> Iterator[Offered]:
    """Every file is a picture of another invented person, and a line of a feed that was opened."""
    for number, data in enumerate(_pictures(settings, count)):
        line = record(number)
        yield signed_line(parts.ledger, line.model_dump(mode="json"), data), line, data


def _enrol(enrolment: Enrolment, offered: Sequence[Offered], at_once: int) -> None:
    """So many are on their way as a run of a feed sends."""
    with ThreadPoolExecutor(min(at_once, 24)) as pool:
        for enrolled in pool.map(lambda each: enrolment.enrol(_CLERK, *each), offered):
            assert not enrolled.already


def _pictures(settings: Settings, count: int) -> Iterator[bytes]:
    """JPEG files of the demonstration in turns, each with another comment after its first mark (ITU-T T.81, COM)."""
    listed = [row.file for row in Photographs.listed().used_as("reference") if row.file.endswith(".jpg")]
    contents = [(settings.photographs_dir / file).read_bytes() for file in listed]
    for number in range(count):
        data = contents[number % len(contents)]
        yield data[:2] + b"\xff\xfe\x00\x0a" + number.to_bytes(8, "big") + data[2:]


@contextmanager
def _cluster(folder: Path) -> Iterator[tuple[str, list[Child]]]:
    """A scheduler and two workers of one thread each, on this machine alone."""
    with Children() as children:
        told = folder / "scheduler.json"
        options = ["--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--no-show", "--scheduler-file", str(told)]
        command = ["-m", "distributed.cli.dask_scheduler", *options]
        children.wait(children.start("scheduler", command, folder / "scheduler.log"), lambda: _address(told) != "")
        worker = ["-m", "gallery.command", "feed", "worker", "--threads", "1", "--data-dir", str(folder / "worker")]
        env = {**os.environ, "LEADBOOK_DASK_ADDRESS": _address(told)}
        workers = [children.start(f"worker {n}", worker, folder / f"worker-{n}.log", env) for n in (1, 2)]
        with Client(_address(told), set_as_default=False) as client:
            client.wait_for_workers(2, timeout=60)
        yield _address(told), workers


def _address(told: Path) -> str:
    try:
        return str(json.loads(told.read_text())["address"])
    except (OSError, ValueError):
        return ""


def _of_process(child: Child, file: str, read: Callable[[str], float]) -> float:
    return read(Path(f"/proc/{child.process.pid}/{file}").read_text())


def _seconds(workers: Sequence[Child]) -> float:
    """Processor seconds that the workers used (proc(5): utime and stime)."""
    return sum(
        _of_process(each, "stat", lambda text: sum(map(int, text.rpartition(") ")[2].split()[11:13])) / _TICK)
        for each in workers
    )


def _peak_mb(child: Child) -> float:
    return _of_process(child, "status", lambda text: int(text.partition("VmHWM:")[2].split()[0]) / 1024)


_CLERK = Person(
    account_id="benchmark",
    username="benchmark",
    display_name="Benchmark",
    service="demo",
    roles=(Role.RECORDS_CLERK,),
    certificates=(),
    session_id="benchmark",
    workstation="benchmark",
)


if __name__ == "__main__":
    main()
