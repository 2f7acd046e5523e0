"""A request made beside the browser, for journeys that begin later."""

import json
from datetime import UTC, datetime

from gallery.command.story import Cast, Story
from gallery.demonstration.probes import DemonstrationProbe
from tests.browser.site import Site


def requested(site: Site, file: str) -> str:
    """Return the id of a submitted request with a probe of the demonstration."""
    folder = site.data_dir / "demonstration" / "probes"
    row = next(each for each in json.loads((folder / "probes.json").read_text()) if each["file"] == file)
    probe = DemonstrationProbe(folder / file, tuple(row["centre"]), row["mate"])
    cast = Cast(site.client("investigator"), site.client("approver"), ())
    return Story(cast, {}, datetime.now(UTC).date()).request(probe)
