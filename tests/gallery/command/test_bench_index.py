"""`leadbook bench index`: what it measures, prints and refuses."""

import json
from pathlib import Path

import numpy as np
import pytest
from typer.testing import CliRunner

from gallery.command.app import app
from gallery.command.index_speed import Asked, measure
from gallery.command.invented_templates import Distribution, invent, probes_near
from kernel_lib.errors import SettingsError

QUICK = ["bench", "index", "--count", "3000", "--dimensions", "16", "--searches", "2", "--candidates", "5"]


@pytest.fixture
def run() -> CliRunner:
    """The command line."""
    return CliRunner()


def test_it_prints_a_table_and_writes_the_figures(run: CliRunner, tmp_path: Path) -> None:
    """Every search is proven and gives the full list; all figures are there."""
    result = run.invoke(app, [*QUICK, "--json", str(tmp_path / "figures.json")])

    figures = json.loads((tmp_path / "figures.json").read_text())
    assert result.exit_code == 0
    assert "FAISS flat" in result.output
    assert (figures["recall"], figures["proof_rate"], figures["count"], figures["dimensions"]) == (1, 1, 3000, 16)
    for name in ("milliseconds", "ratio_to_numpy", "ratio_to_faiss_flat", "peak_memory_mb", "milliseconds_limit"):
        assert figures[name] > 0
    assert figures["threads"] >= 1
    assert figures["distribution"] == "templates"


def test_a_large_gallery_is_searched_by_codes_among_the_eligible() -> None:
    """Nine tenths of 50,000 templates are eligible; few of them are compared exactly."""
    figures = measure(Asked(50_000, 32, candidates=20, share=0.9, searches=2), lambda *_: None)

    assert (figures.recall, figures.proof_rate) == (1, 1)
    assert 20 <= figures.compared < 5000
    assert figures.codes_mb > 0


@pytest.mark.parametrize("wrong", [["--count", "0"], ["--dimensions", "1"], ["--share", "2"], ["--distribution", "x"]])
def test_values_out_of_range_are_refused_by_name(run: CliRunner, wrong: list[str]) -> None:
    """The option is named and nothing is measured."""
    result = run.invoke(app, [*QUICK, *wrong], terminal_width=200)

    assert result.exit_code == 2
    assert f"Invalid value for '{wrong[0]}'" in result.output


def test_a_file_in_no_folder_is_refused_before_anything_is_measured(run: CliRunner, tmp_path: Path) -> None:
    """The reason says what to do."""
    result = run.invoke(app, [*QUICK, "--json", str(tmp_path / "no" / "figures.json")])

    assert isinstance(result.exception, SettingsError)
    assert "existing folder" in str(result.exception)


def test_more_than_the_memory_holds_is_refused() -> None:
    """The message says how much was expected and how much there is."""
    with pytest.raises(SettingsError, match=r"expected [\d.]+ GB of free memory .* ask for fewer"):
        measure(Asked(10**11, 128), lambda *_: None)


@pytest.mark.parametrize("distribution", list(Distribution))
def test_invented_templates_are_of_unit_length_and_the_same_for_the_same_seed(distribution: Distribution) -> None:
    """Pictures of one person are alike where there are persons, and a probe is near somebody."""
    rows, again = (invent(distribution, 400, 64, 5, lambda _: None) for _ in range(2))
    probes = probes_near(rows, 20, 6)

    assert rows.tobytes() == again.tobytes()
    assert np.linalg.norm(np.concatenate([rows, probes]), axis=1) == pytest.approx(1, abs=1e-5)
    assert (rows @ probes.T).max(axis=0).min() > 0.7
    alike = float((rows[::4] * rows[1::4]).sum(axis=1).mean())
    assert (alike > 0.6) == (distribution is Distribution.TEMPLATES)
