"""A labelled set of drawings, on which the simulated engine is measured as a real one is on photographs."""

from gallery.evaluation.labelled import LABELS, PICTURES, lines_of
from gallery.simulated.drawing import Drawn, tile
from gallery.simulated.faces import FAMILY
from gallery.simulation.population import stranger
from gallery.simulation.site import Site

SET = "simulated"
_FAMILIES_FROM = 300
_IN_FAMILY = 8
_POOREST = 120


def measure(site: Site, officer: str, people: int, year: int) -> None:
    """Write a set of as many people as are held, two pictures of each, and file what is measured on it."""
    folder = site.settings.evaluation_dir / SET
    (folder / PICTURES).mkdir(parents=True)
    rows: list[dict[str, str]] = []
    for place in range(people):
        number = (_FAMILIES_FROM + place // _IN_FAMILY) * FAMILY + place % _IN_FAMILY + 1
        group = stranger(place, year, site.chance).group
        for picture, poor in ((1, 10), (2, site.chance.randint(20, _POOREST))):
            name = f"{place:04}-{picture}.png"
            (folder / PICTURES / name).write_bytes(tile(Drawn(number, picture, poor)))
            rows.append({"picture": name, "subject": f"L-{place:04}", "group": group})
    (folder / LABELS).write_text(lines_of(rows), encoding="utf-8")
    (folder / "SOURCE.md").write_text("Drawn by the simulation; nobody is shown.\n", encoding="utf-8")
    site.client(officer).evaluations.file(SET)
