"""The command line: one line of help a command, errors in words, exit 1 when something is not as it must be."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress
from rich.table import Table

from audits.verify import verify as verify_log
from gallery.backup.places import strange_files
from gallery.command import check as checking
from gallery.command import demo as demonstration
from gallery.command.accounts import accounts
from gallery.command.amendments import amendments
from gallery.command.audit_files import audit
from gallery.command.backup import back_up
from gallery.command.bench import bench
from gallery.command.certificate import certificate
from gallery.command.cleanup import cleanup
from gallery.command.destroy import destroy
from gallery.command.eligibility import eligibility
from gallery.command.feeds import enrol, feed
from gallery.command.installation import NOTEBOOKS
from gallery.command.key import key
from gallery.command.leaving import export
from gallery.command.locate import locate
from gallery.command.log import log
from gallery.command.models import model
from gallery.command.pack import fetch_pack
from gallery.command.publishing import figures, listed, release, schedule
from gallery.command.question import question
from gallery.command.rebuild import rebuild
from gallery.command.replay import in_words
from gallery.command.restoring import restoring
from gallery.command.retemplate import retemplate
from gallery.command.scan import scan
from gallery.command.signing import ask_session, demonstration_settings, existing_settings, signed_in
from gallery.command.simulate import simulate
from gallery.command.subject import subject
from gallery.command.type10 import type10
from kernel_lib.client import Client
from kernel_lib.errors import LeadbookError, Refused
from kernel_lib.reports import find_report, list_reports, run_report
from kernel_lib.reports.parameters import check_parameters
from kernel_lib.settings import Settings
from kernel_lib.wire.disclosure import PackAsked
from kernel_lib.words.language import DEFAULT, Language, language_of

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Lawful, reviewed and provable searches of booking photographs. A result is an investigative lead only.",
)
app.add_typer(bench, name="bench")
app.add_typer(accounts, name="account")
app.add_typer(eligibility, name="eligibility")
app.add_typer(certificate, name="certificate")
app.add_typer(log, name="log")
app.add_typer(audit, name="audit")
app.command()(destroy)
app.command()(scan)
app.command()(simulate)
app.add_typer(feed, name="feed")
app.add_typer(key, name="key")
app.add_typer(type10, name="type10")
app.add_typer(subject, name="subject")
app.add_typer(figures, name="figures")
app.add_typer(release, name="release")
app.command()(schedule)
app.add_typer(model, name="model")
app.command()(enrol)
app.command()(cleanup)
app.command()(retemplate)
app.command()(amendments)
app.command(name="restore")(restoring)
app.command()(locate)
app.command()(question)
app.command()(rebuild)
app.command()(export)
_out = Console()
_err = Console(stderr=True)

DataDir = Annotated[Path | None, typer.Option("--data-dir", help="Data folder; default LEADBOOK_DATA_DIR.")]
Port = Annotated[int, typer.Option("--port", min=1024, max=65535, help="Port on 127.0.0.1.")]


def main() -> None:
    """Run the command line; every expected failure ends in one message and exit code 1."""
    try:
        app()
    except Refused as error:
        refusal = error.refusal
        _err.print(f"Refused ({refusal.rule}): {refusal.reason}\n{refusal.next_step}", markup=False, soft_wrap=True)
        sys.exit(1)
    except LeadbookError as error:
        _err.print(str(error), markup=False, soft_wrap=True)
        sys.exit(1)
    except KeyboardInterrupt:
        sys.exit(130)


@app.command()
def demo(
    data_dir: DataDir = None,
    port: Port = 8866,
    check: Annotated[bool, typer.Option("--check", help="Run the whole story without a browser, and compare.")] = False,
    json_file: Annotated[Path | None, typer.Option("--json", help="With --check: write the findings here.")] = None,
    fresh: Annotated[bool, typer.Option("--fresh", help="Throw the demonstration away first.")] = False,
    database: Annotated[
        str, typer.Option("--database", help="With --check on PostgreSQL: an empty database for the restored backup.")
    ] = "",
) -> None:
    """Make and run the demonstration on public photographs."""
    if check:
        _check(data_dir, json_file, database)
        return
    settings = demonstration_settings(data_dir)
    if fresh:
        demonstration.start_over(settings, _out)
    demonstration.demonstrate(settings, port, _out)


@app.command()
def verify(
    data_dir: DataDir = None,
    against: Annotated[Path | None, typer.Option("--against", help="A checkpoint published elsewhere.")] = None,
) -> None:
    """Prove the audit log whole, or name the place where it is not."""
    with Progress(console=_err, transient=True) as bar:
        task = bar.add_task("Reading the log", total=None)
        verdict = verify_log(
            existing_settings(data_dir).audit_dir,
            against=against,
            on_progress=lambda done, total: bar.update(task, completed=done, total=total),
        )
    if verdict.whole:
        _out.print(f"The log is whole: {verdict.events} events, root {verdict.root}", soft_wrap=True)
        return
    for fault in verdict.faults:
        _out.print(f"{fault.place}: {fault.message}", markup=False, soft_wrap=True)
    _out.print(f"The log is NOT whole: {len(verdict.faults)} fault(s) in {verdict.events} events")
    raise typer.Exit(1)


@app.command()
def report(
    name: Annotated[str | None, typer.Argument(help="Name of the report.")] = None,
    parameter: Annotated[list[str] | None, typer.Option("-p", help="key=value, once for each parameter.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for the result; default: reports/.")] = None,
    data_dir: DataDir = None,
    listing: Annotated[bool, typer.Option("--list", help="List the reports and their parameters.")] = False,
    language: Annotated[str, typer.Option("--language", help="en or fr.")] = DEFAULT,
) -> None:
    """Run a report notebook, or `list` those that are released."""
    if listing or name is None:
        _list_reports()
        return
    if name == "list":
        listed(data_dir)
        return
    parameters = _parameters(parameter or [])
    check_parameters(find_report(NOTEBOOKS, name), parameters)
    settings = existing_settings(data_dir)
    session = ask_session(settings)
    try:
        finished = run_report(
            name,
            parameters,
            out=out or settings.reports_dir,
            socket=settings.socket,
            session=session,
            notebooks=NOTEBOOKS,
            language=_language(language),
            on_progress=lambda done, total, title: _out.print(f"  {done} of {total}: {title}", style="dim"),
        )
    finally:
        with Client(settings.socket, session) as client:
            client.sign_out()
    _out.print(f"{finished.status}: {finished.folder}", markup=False, soft_wrap=True)


@app.command()
def pack(
    case: Annotated[str, typer.Argument(help="Occurrence number of the case.")],
    out: Annotated[Path, typer.Option("--out", help="File to write; it may not exist yet.")],
    basis: Annotated[str, typer.Option("--basis", help="Legal basis for showing masked persons.")] = "",
    reference: Annotated[str, typer.Option("--reference", help="The paper that gives the basis.")] = "",
    data_dir: DataDir = None,
) -> None:
    """Build the disclosure pack of a case, fetch it, and check it."""
    asked = PackAsked(basis=basis, reference=reference)
    with signed_in(existing_settings(data_dir)) as client:
        made = fetch_pack(client, case, asked, out)
    _out.print(
        f"{out}: {made.requests} request(s), {made.files} files, {made.bytes} bytes, "
        f"{made.masked} of {made.persons} person(s) masked\nsha256 {made.sha256}",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def publish(data_dir: DataDir = None) -> None:
    """Write the public statement about the system, in English and French, to the publication folder."""
    with signed_in(existing_settings(data_dir)) as client:
        made = client.publication.publish()
    for file in made.files:
        _out.print(f"{file.name}: {file.bytes} bytes, sha256 {file.sha256}", markup=False, soft_wrap=True)


@app.command()
def backup(
    out: Annotated[Path, typer.Option("--out", help="File to write, or the folder for it.")],
    with_keys: Annotated[bool, typer.Option("--with-keys", help="Put the installation's keys in as well.")] = False,
    data_dir: DataDir = None,
) -> None:
    """Back the running installation up, encrypted, and check what was written; for the administrator."""
    settings = existing_settings(data_dir)
    with signed_in(settings) as client:
        path, told, sha256 = back_up(client, settings, out, with_keys=with_keys)
    _out.print(
        f"{path}: {told.files} files, {told.length} bytes, log of {told.log_size} entries, read again and whole\n"
        f"sha256 {sha256}",
        markup=False,
        soft_wrap=True,
    )
    for stranger in strange_files(settings.data_dir):
        _out.print(f"not in it, and known to nobody: {stranger}", markup=False, soft_wrap=True)


@app.command(name="staff-check")
def staff_check(data_dir: DataDir = None) -> None:
    """Compare the searches since the last check with consenting staff; for compliance."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.staff.check()
    ran = view.checks[0]
    waiting = sum(each.answered_at is None for each in view.findings)
    _out.print(
        f"{ran.searches} search(es) since the last check, {ran.compared} compared with {ran.people} consenting; "
        f"{waiting} finding(s) wait for an answer\nseed of the draw {ran.seed}",
        markup=False,
        soft_wrap=True,
    )


@app.command()
def replay(
    search: Annotated[str, typer.Argument(help="Id of the search, as in the log and in a pack.")],
    data_dir: DataDir = None,
) -> None:
    """Run a stored search again; says identical, or the first rank that differs and what changed."""
    with signed_in(existing_settings(data_dir)) as client:
        view = client.examinations.replay(search)
    _out.print(in_words(view), markup=False, soft_wrap=True, highlight=False)
    if not view.identical:
        raise typer.Exit(1)


@app.command()
def service(data_dir: DataDir = None) -> None:
    """Run the service in the foreground."""
    settings = Settings.from_env(data_dir=data_dir)
    _become("gallery.service", "--data-dir", str(settings.data_dir))


@app.command()
def dashboards(data_dir: DataDir = None, port: Port = 8866) -> None:
    """Run the dashboards in the foreground, against a running service."""
    settings = existing_settings(data_dir)
    arguments = ["--socket", str(settings.socket), "--port", str(port), "--notebooks", str(NOTEBOOKS / "dashboards")]
    _become("widgets.dashboards", *arguments)


@app.command()
def lab(data_dir: DataDir = None, port: Port = 8867) -> None:
    """Run JupyterLab for one analyst, against a running service."""
    settings = existing_settings(data_dir)
    arguments = ["--socket", str(settings.socket), "--port", str(port)]
    _become("widgets.lab", *arguments, "--notebooks", str(NOTEBOOKS / "investigations"))


def _check(data_dir: Path | None, json_file: Path | None, database: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory(prefix="leadbook-") as folder:
        settings = Settings.from_env(data_dir=data_dir or Path(folder) / "data")
        findings = checking.check(settings, lambda line: _out.print(line, style="dim", markup=False), database)
    text = findings.as_json()
    if json_file:
        json_file.write_text(text)
    typer.echo(text)
    if findings.differences:
        raise checking.CheckFailed("; ".join(findings.differences))


def _language(name: str) -> Language:
    if name not in ("en", "fr"):
        raise typer.BadParameter(f"--language: expected en or fr, got {name[:20]!r}")
    return language_of(name)


def _list_reports() -> None:
    table = Table(title="Reports")
    for column in ("name", "what it is", "parameters", "for"):
        table.add_column(column)
    for entry in list_reports(NOTEBOOKS):
        parameters = "\n".join(f"{parameter.name}: {parameter.kind}" for parameter in entry.parameters)
        table.add_row(entry.name, entry.title, parameters, ", ".join(entry.roles))
    _out.print(table)


def _parameters(pairs: list[str]) -> dict[str, str]:
    split = [pair.partition("=") for pair in pairs]
    wrong = [key for key, equals, _ in split if not equals]
    if wrong:
        raise typer.BadParameter(f"-p: expected key=value, got {', '.join(wrong)}")
    return {key: value for key, _, value in split}


def _become(module: str, *arguments: str) -> None:
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606  # no shell is the point
