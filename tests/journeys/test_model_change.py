"""Two real models on real photographs: what a change would do, the change, and everybody still there afterwards.

The other model is SFace's own weights fed BGR, as its publisher's example feeds them, where the product feeds RGB: its
templates are other ones and do not compare. No second set of weights of a free licence is at hand here.
"""

import os
import subprocess
import sys
from dataclasses import asdict, replace
from datetime import UTC, datetime

import pytest

from gallery.command.story import Cast, Story
from gallery.demonstration.feed import subjects_by_picture
from gallery.demonstration.labelled import SET
from gallery.demonstration.probes import probes
from kernel_lib.errors import NotAllowed, WrongState
from kernel_lib.faces.engine import RECOGNISER
from kernel_lib.faces.weights import Registry
from kernel_lib.wire.models import ImpactAsked
from tests.conftest import Running

pytestmark = pytest.mark.journey

OTHER = "sface-2021dec-bgr"


@pytest.mark.proves("F-11", "W-19")
def test_a_model_is_weighed_before_it_is_taken_into_use(running: Running) -> None:
    """Templates beside, no change without a report, the report, the change, and the same people afterwards."""
    _register(running)
    _one_search(running)
    admin, compliance = running.client("admin"), running.client("compliance")
    in_use = compliance.models.held().models[0]

    with pytest.raises(WrongState) as early:
        compliance.models.report(ImpactAsked(model=OTHER))
    beside = _leadbook(running, "admin", "retemplate", "--model", OTHER, "--run")
    with pytest.raises(NotAllowed) as refused:
        admin.models.switch(OTHER)
    told = _leadbook(running, "compliance", "model", "impact", OTHER, "--set", SET)
    (report,) = compliance.models.held().reports
    admin.models.switch(OTHER)
    before = compliance.status()
    running.restart()
    after = running.client("compliance").models.held()
    removed = running.client("admin").models.remove_former().removed

    assert early.value.refusal.reason.startswith(f"{in_use.eligible} of {in_use.eligible} eligible pictures")
    assert beside.stdout.splitlines()[-1] == f"{in_use.eligible} made; 0 could not be made and stay out of search"
    assert refused.value.refusal.rule == "F-11"
    assert "past searches searched again" in told.stdout, told.stderr
    assert (report.old.model_id, report.new.pictures) == (in_use.model_id, in_use.eligible)
    assert [each.model_id for each in report.accuracy] == [in_use.model_id, report.new.model_id]
    assert before.model == in_use.model_id
    assert [(each.name, each.in_use, each.templates) for each in after.models] == [
        (OTHER, True, in_use.eligible),
        (RECOGNISER, False, in_use.eligible),
    ]
    assert running.client("compliance").status().eligible == before.eligible
    assert removed >= in_use.eligible


# Private


def _register(running: Running) -> None:
    """Give the installation a registry of its own with the other model beside it."""
    entry = Registry.read().models[RECOGNISER]
    other = replace(entry, name=OTHER, channels="BGR", licence_held="Apache-2.0, as of the weights themselves")
    path = running.settings.registry_toml
    path.parent.mkdir()
    (path.parent / entry.file).symlink_to(running.settings.models_dir / entry.file)
    told = {key: value for key, value in asdict(other).items() if value not in ("", None)}
    lines = (f"{key} = {str(value).lower() if isinstance(value, bool) else repr(value)}" for key, value in told.items())
    path.write_text("[[model]]\n" + "\n".join(lines) + "\n", encoding="utf-8")


def _one_search(running: Running) -> None:
    settings, names = running.settings, ("investigator", "approver", "examiner1", "examiner2", "examiner3")
    investigator, approver, *examiners = (running.client(name) for name in names)
    cast = Cast(investigator, approver, (examiners[0], examiners[1], examiners[2]))
    found = probes(settings.photographs_dir, settings.data_dir / "demonstration" / "probes")
    subjects = subjects_by_picture(settings.data_dir / "demonstration" / "feed")
    Story(cast, subjects, datetime.now(UTC).date()).play(found[0])


def _leadbook(running: Running, username: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    env = {**os.environ, "LEADBOOK_USERNAME": username, "LEADBOOK_PASSWORD": running.passwords[username]}
    command = [sys.executable, "-m", "gallery.command", *arguments, "--data-dir", str(running.settings.data_dir)]
    return subprocess.run(command, capture_output=True, text=True, check=False, env=env)
