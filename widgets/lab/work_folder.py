"""An analyst's own folder: a copy of the starting notebooks, outside the repository, kept between visits."""

import shutil
from pathlib import Path


def prepare_work_folder(work: Path, account_id: str, notebooks: Path) -> Path:
    """Make the folder of one account and copy in the starting notebooks that are not there yet.

    What the analyst has changed is never overwritten. The folder is named by the account's id, not by a name.
    """
    folder = work / account_id
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for source in sorted(notebooks.glob("*.ipynb")):
        target = folder / source.name
        if not target.exists():
            shutil.copyfile(source, target)
    return folder
