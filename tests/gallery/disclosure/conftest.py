"""One sealed pack that tests of disclosure share."""

from pathlib import Path

import pytest

from gallery.disclosure.contents import PackContents
from gallery.disclosure.pack import Pack, build_pack
from gallery.rules.disclosure import DisclosureRules
from tests.gallery.disclosure.sample import KEY, contents

RULES = DisclosureRules.load()


@pytest.fixture(scope="session")
def of_three(tmp_path_factory: pytest.TempPathFactory) -> PackContents:
    """The contents of a case of three requests."""
    folder: Path = tmp_path_factory.mktemp("log")
    return contents(folder)


@pytest.fixture(scope="session")
def sealed(of_three: PackContents) -> Pack:
    """The pack of that case."""
    return build_pack(of_three, signer=KEY, rules=RULES)
