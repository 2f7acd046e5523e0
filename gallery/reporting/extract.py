"""The figures as files that anybody can recount: counts, definitions, statements, signature (W-25, J-11)."""

import base64
import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from importlib import resources
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from audits.events import FiguresExtracted
from audits.note import LogKey
from audits.public_figures import definitions, shared_sql
from gallery.authority import Person
from gallery.disclosure.verify import zip_bytes
from gallery.ledger import Prepared
from gallery.reporting.figures import FiguresDesk
from gallery.reporting.recount import DEFINITION_COLUMNS, RATIO_COLUMNS, SEALED
from kernel_lib.hashing import canonical_json, sha256_hex
from kernel_lib.wire.figures import FiguresView

FORMAT = "leadbook-public-figures/1"
WITHHELD = "withheld"


@dataclass(frozen=True)
class ExtractDesk:
    """Makes extracts. `signing` is the key of the log, whose public half is published."""

    figures: FiguresDesk
    signing: Ed25519PrivateKey
    origin: str

    def make(self, person: Person, first: date, last: date) -> bytes:
        """Return the extract of a period as a zip file. Raises Unacceptable as `FiguresDesk.show` does."""
        made = Prepared(lambda: self.figures.counted(first, last, suppressed=True))
        ledger = self.figures.casework.ledger
        with ledger.act(person, FiguresExtracted) as act:
            act.note(first_day=first.isoformat(), last_day=last.isoformat())
            view = self.figures.view(act.connection, person.service, made.demand(), first, last, suppressed=True)
            content = zip_bytes(sorted(self._files(view).items()))
            act.note(sha256=sha256_hex(content), bytes=len(content), events=view.events)
        return content

    def _files(self, view: FiguresView) -> dict[str, bytes]:
        files = {**files_of(view), "log.pub": LogKey.of(self.origin, self.signing).text().encode()}
        listed = {"format": FORMAT, "files": {name: sha256_hex(content) for name, content in sorted(files.items())}}
        manifest = canonical_json(listed)
        signature = base64.b64encode(self.signing.sign(SEALED + manifest))
        return {**files, "manifest.json": manifest, "manifest.sig": signature}


def files_of(view: FiguresView) -> dict[str, bytes]:
    """Return every file of an extract but its key, manifest and signature."""
    sql = {f"sql/{each.name}.sql": each.sql.encode() for each in definitions()}
    return {
        "figures.json": json.dumps(_told(view), indent=1, ensure_ascii=False).encode(),
        "figures.csv": _csv(("figure", "values", "count"), _counts(view)),
        "times.csv": _csv(("step", "median_minutes", "ninetieth_minutes"), _times(view)),
        "levels.csv": _csv(("level", "reached", "a_year_before"), _levels(view)),
        "ratios.csv": _csv(RATIO_COLUMNS, _ratio_rows(view)),
        "definitions.csv": _csv(DEFINITION_COLUMNS, _definitions(view)),
        "checkpoint.txt": view.checkpoint.encode(),
        "sql/shared.sql": shared_sql().encode(),
        **sql,
        "README.txt": _README.format(minimum=view.minimum, most=view.minimum - 1).encode(),
        "recount.py": _program("gallery.reporting", "recount.py"),
    }


_MADE = RATIO_COLUMNS[-3:]


def _told(view: FiguresView) -> dict[str, Any]:
    told = view.model_dump(mode="json")
    for figure in told["figures"]:
        del figure["sql"]
    values = [{name: getattr(row, name) for name in ("characteristic", "group", *_MADE)} for row in view.ratios]
    return {**told, "ratio_values": values}


def _counts(view: FiguresView) -> Iterator[tuple[object, ...]]:
    for figure in view.figures:
        for cell in figure.cells:
            yield figure.name, " | ".join(cell.values), WITHHELD if cell.count is None else cell.count


def _times(view: FiguresView) -> Iterator[tuple[object, ...]]:
    return ((each.step, each.median, each.ninetieth) for figure in view.figures for each in figure.times)


def _levels(view: FiguresView) -> Iterator[tuple[object, ...]]:
    before: Mapping[str, int | None] = {each.level: each.reached for each in view.before}
    return ((each.level, _or_withheld(each.reached), _or_withheld(before[each.level])) for each in view.levels)


def _ratio_rows(view: FiguresView) -> Iterator[tuple[object, ...]]:
    return (tuple(_or_nothing(getattr(row, name)) for name in RATIO_COLUMNS) for row in view.ratios)


def _definitions(view: FiguresView) -> Iterator[tuple[object, ...]]:
    return (tuple(_or_nothing(getattr(figure, name)) for name in DEFINITION_COLUMNS) for figure in view.figures)


def _or_withheld(count: int | None) -> object:
    return WITHHELD if count is None else count


def _or_nothing(value: object) -> object:
    return "" if value is None else value


def _csv(header: tuple[str, ...], rows: Iterator[tuple[object, ...]]) -> bytes:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


def _program(package: str, name: str) -> bytes:
    return resources.files(package).joinpath(name).read_bytes()


_README = """PUBLIC FIGURES OF THE USE OF FACE RECOGNITION

figures.csv and figures.json hold the same counts. A count of people from 1 to {most} is withheld, and as many others
as it takes that nobody can work it out; a zero is told. "all" is the total over a column. sql/ holds the statements by
which the log was counted, definitions.csv what each figure means, since when, and the SHA-256 of its statement.
checkpoint.txt is the signed state of the log. To recount every sum, level, ratio and interval, and to check the
signature, with a copy of recount.py and of the key that you trust:

    python -I -S recount.py FOLDER --key log.pub

Times (times.csv), costs and the counts themselves cannot be made again from here: they come from the log, which is
counted by the statements in sql/ by whoever holds it.

CHIFFRES PUBLICS DE L'USAGE DE LA RECONNAISSANCE FACIALE

figures.csv et figures.json contiennent les mêmes nombres. Un nombre de personnes de 1 à {most} n'est pas communiqué, ni
autant d'autres qu'il faut pour que nul ne puisse le déduire; un zéro l'est. « all » est le total d'une colonne.
sql/ contient les instructions par lesquelles le journal a été dénombré, definitions.csv le sens de chaque chiffre, sa
date et le SHA-256 de son instruction. checkpoint.txt est l'état signé du journal. Seuil : {minimum}.
recount.py refait chaque somme, niveau, rapport et intervalle et vérifie la signature ; servez-vous d'une copie et d'une
clé dignes de confiance. Les délais, les coûts et les nombres eux-mêmes ne peuvent être refaits qu'à partir du journal.
"""
