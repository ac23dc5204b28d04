"""The command line: parses, calls, prints. The only module that knows both loading and asking."""

from __future__ import annotations

import json
import logging
import os
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from traceback import format_tb
from typing import Annotated, Any

import typer
from fastapi import FastAPI
from typer._click.exceptions import ClickException  # Typer carries its own copy and names it nowhere else

from api.app import create_app
from api.area_export import export
from api.audit import audit
from api.errors import tell
from api.graphql.execution import Executor, Operation, refuse
from api.logs import LogForm, read_form
from api.objections import objections
from api.running import Serving, keep_out_of_collections, require_private, serve_forever
from api.signin.accounts import add_first_accounts
from api.signin.command import users
from api.signin.conflicts import conflicts
from api.signin.demo import TO_TRY, demo_signins, tell_signins
from api.signin.grants import grants
from api.signin.notices import notices
from api.signin.oidc.provider import Provider
from api.subject_access import give_access
from graph.access.caller import Caller
from graph.access.purpose import read_purpose
from graph.breached import BreachedPasswords
from graph.command import (
    FAULT,
    STOPPED,
    WRONG,
    exit_code,
    globals_first,
    read_day,
    read_json,
    read_moment,
    text_or_file,
)
from graph.errors import BadInput, KithmapError, PurposeRequired, WrongUse
from graph.model.answers import At
from graph.notices.settings import read_sender
from graph.questions.applying import SHORT_WAIT, Applying
from graph.questions.opening import Partnerships
from graph.questions.reports import ReportAsked, make_report, rule_faults
from graph.questions.writing import write_rows
from graph.settings import Settings, read_or_make_key, read_settings
from graph.steady import SteadyClock
from graph.store.ledger import open_ledger, require_ledger
from graph.store.opening import open_graph, open_readable
from ingest.backup.command import backup, restore
from ingest.commands import add_commands, corrector, sample_book, tell_load
from ingest.commands.doctor import doctor
from ingest.commands.making_again import add_making_again
from ingest.commands.rights import add_rights
from ingest.mapping.command import asked_mapping, mapping_commands
from ingest.pipeline import load
from ingest.progress import shown_progress
from ingest.relinking import apply_judgements
from ingest.stores import DEFAULT_TOLERANCE, Load, Stores
from ingest.synth.command import synth
from ingest.synth.demo import write_demo
from ingest.synth.sample import CHILD
from ingest.verifying import verify as verify_all

SERVED = "kithmap:served_app"
app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, help=__doc__)
app.add_typer(users, name="users")
app.add_typer(grants, name="grants")
app.add_typer(conflicts, name="conflicts")
app.add_typer(audit, name="audit")
app.add_typer(objections, name="objections")
app.add_typer(notices, name="notices")
app.add_typer(mapping_commands, name="mapping")
for command in (synth, doctor, backup, restore):
    app.command()(command)
app.command("subject-access")(give_access)
app.command("export")(export)

As = Annotated[str, typer.Option("--as", help="The account that asks.")]
Purpose = Annotated[str, typer.Option("--purpose", help="Why: a code, and a reference after a semicolon.")]


@dataclass(frozen=True, slots=True)
class Run:
    """What every command of one call shares."""

    settings: Settings
    as_json: bool


@app.callback()
def main_options(
    context: typer.Context,
    data: Annotated[Path | None, typer.Option("--data", help="The data folder (or KITHMAP_DATA).")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document on standard output, the rest on standard error.")
    ] = False,
) -> None:
    """Kithmap: who is around a child, as every agency knows it. --data and --json may stand anywhere."""
    context.obj = Run(read_settings(data, os.environ), as_json)


def say(text: str) -> None:
    """A line for people, on standard error so that standard output stays for answers."""
    typer.echo(text, err=True)


def print_json(document: Any) -> None:  # noqa: ANN401 - JSON
    """One JSON document on standard output."""
    typer.echo(json.dumps(document, ensure_ascii=False, default=str))


def now() -> datetime:
    """The clock: read here, an argument everywhere else."""
    return datetime.now(UTC)


@contextmanager
def stores_of(context: typer.Context, *, must_exist: bool = True, is_rebuilt: bool = False) -> Iterator[Stores]:
    """The stores of the call, closed afterwards. A graph file nobody can read is set aside where it `is_rebuilt`."""
    settings: Settings = context.obj.settings
    if must_exist:
        require_ledger(settings.data, settings.ledger_url)
    ledger = open_ledger(settings.data, settings.ledger_url)
    is_fresh = is_rebuilt and settings.neo4j is None
    graph = open_readable(settings.data) if is_fresh else open_graph(settings.data, settings.neo4j)
    try:
        yield Stores(settings.data, graph, ledger, read_or_make_key(settings.data), settings.linkage)
    finally:
        graph.close()
        ledger.close()


def partnership_of(stores: Stores, wait: float | None = None) -> Partnerships:
    """The partnership behind its door; who judges waits so long (None: to the end) until answers show it."""
    applying = Applying(lambda: apply_judgements(stores, Load(now())), wait)
    sender = read_sender(stores.data, os.environ)
    loading = (corrector(stores, now, wait), sample_book())
    steady = SteadyClock(time.monotonic)
    return Partnerships(
        stores.data, stores.graph, stores.ledger, stores.key, now, applying, sender, *loading, steady=steady
    )


add_commands(app, stores_of, now)
add_rights(app, stores_of, now)
add_making_again(app, stores_of, now)


def served_app() -> FastAPI:
    """The application of the environment's settings: what each serving process makes for itself."""
    settings = read_settings(None, os.environ)
    graph = open_graph(settings.data, settings.neo4j)
    ledger = open_ledger(settings.data, settings.ledger_url)
    application = create_app(
        partnership_of(
            Stores(settings.data, graph, ledger, read_or_make_key(settings.data), settings.linkage), SHORT_WAIT
        ),
        Provider(settings.openid) if settings.openid else None,
        BreachedPasswords(settings.breached) if settings.breached else None,
    )
    keep_out_of_collections()
    return application


def operator(stores: Stores, name: str) -> Caller:
    """The account as the operator of this machine. Raises BadInput for an unknown or disabled one."""
    account = stores.ledger.accounts.find(name)
    if account is None or account.is_disabled:
        raise BadInput("--as", "is no account, or a disabled one: see `kithmap users list`")
    return account.to_caller(is_operator=True)


@app.command()
def ingest(  # noqa: PLR0913, PLR0917 - the options of interfaces.md, and what files in another format do not say
    context: typer.Context,
    paths: Annotated[list[Path], typer.Argument(help="Deliveries (folder or zip) or partnership folders.")],
    mapping: Annotated[
        str | None, typer.Option("--mapping", help="Files in another format: the mapping's name or file.")
    ] = None,
    stated: Annotated[
        list[str] | None,
        typer.Option("--with", metavar="FIELD=VALUE", help="With --mapping: what the files do not say of themselves."),
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; write nothing.")] = False,
    tolerance: Annotated[
        float, typer.Option(help="Share of bad rows a table of 100 or more may have.")
    ] = DEFAULT_TOLERANCE,
    again: Annotated[bool, typer.Option("--again", help="Also deliveries that were taken back.")] = False,
) -> None:
    """Loads deliveries, links identities, publishes."""
    asked = asked_mapping(mapping, stated)
    with stores_of(context, must_exist=False) as stores, shown_progress() as tell:
        loaded = load(paths, stores, Load(now(), tolerance, dry_run, tell, mapping=asked, again=again))
        passwords = (
            {}
            if dry_run or context.obj.settings.openid is not None  # there they have no password here
            else add_first_accounts(stores.ledger.accounts, stores.ledger.deliveries.partnership(), now())
        )
    tell_load(loaded, as_json=context.obj.as_json, dry_run=dry_run)
    if passwords:
        say("accounts made, one for each role; these one-time passwords are shown once:")
        for name, password in passwords.items():
            say(f"  {name:<14}{password}")
    if loaded.refused:
        raise typer.Exit(FAULT)


@app.command()
def query(
    context: typer.Context,
    operation: Annotated[str, typer.Argument(help="A GraphQL operation, or @FILE.")],
    caller: As,
    purpose: Purpose,
    variables: Annotated[str, typer.Option(help="JSON, or @FILE.")] = "{}",
) -> None:
    """One GraphQL operation in this process, through the same door as over HTTP."""
    asked = Operation(text_or_file(operation), read_json(variables, "--variables"))
    with stores_of(context) as stores:
        try:
            questions = partnership_of(stores).questions(operator(stores, caller), read_purpose(purpose), rows=True)
            reply = Executor().run(asked, questions)
        except PurposeRequired as refused:
            reply = refuse(tell(refused))
    print_json(reply.body)
    if "errors" in reply.body:
        raise typer.Exit(FAULT)


@app.command()
def report(  # noqa: PLR0913, PLR0917 - the options of interfaces.md
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="identities, adults, siblings, findings, feeds or quarantine.")],
    caller: As,
    purpose: Purpose,
    as_of: Annotated[str | None, typer.Option("--as-of")] = None,
    known_at: Annotated[str | None, typer.Option("--known-at")] = None,
    known_to: Annotated[str | None, typer.Option("--known-to", help="Agencies, separated by commas.")] = None,
    out: Annotated[Path | None, typer.Option("--out", help=".csv, .parquet or .json")] = None,
    all_children: Annotated[
        bool, typer.Option("--all-children", help="Also children social care has no record of.")
    ] = False,
) -> None:
    """A whole-area table."""
    at = At(
        read_day(as_of, "--as-of"),
        read_moment(known_at, "--known-at"),
        tuple(known_to.split(",")) if known_to else None,
    )
    with stores_of(context) as stores:
        asked = ReportAsked(name, at, all_children)
        columns, rows = make_report(partnership_of(stores), operator(stores, caller), read_purpose(purpose), asked)
    if context.obj.as_json and out is None:
        print_json(rows)
    else:
        write_rows(columns, rows, out, sys.stdout)
    say(f"{len(rows)} rows")


@app.command()
def verify(context: typer.Context) -> None:
    """Recounts and re-digests everything, and prints the digest."""
    with stores_of(context) as stores:
        partnership = partnership_of(stores)
        found = verify_all(stores, partnership.audit)
        # What differs from the rows is mended first: what rules make of it says nothing then.
        faults = found.faults or rule_faults(partnership)
    for fault in faults:
        say(f"fault: {fault}")
    if context.obj.as_json:
        print_json({"digest": found.digest, "faults": list(faults), "claims": found.claims})
    else:
        typer.echo(f"{found.claims} claims, digest {found.digest}")
    if faults:
        raise typer.Exit(FAULT)


@app.command()
def serve(
    context: typer.Context,
    host: Annotated[str, typer.Option()] = "127.0.0.1",
    port: Annotated[int, typer.Option()] = 8080,
    workers: Annotated[int, typer.Option(min=1)] = 1,
    log: Annotated[
        LogForm | None, typer.Option("--log", help="json: a line of JSON an event (or KITHMAP_LOG).")
    ] = None,
) -> None:
    """Pages and API."""
    require_private(host, os.environ)
    with stores_of(context):
        pass
    serve_forever(context.obj.settings, Serving(host, port, workers, log or read_form(os.environ)), SERVED)


@app.command()
def demo(context: typer.Context, port: Annotated[int, typer.Option()] = 8080) -> None:
    """Makes the sample partnership's store once, serves it on loopback, and says what to try."""
    settings: Settings = context.obj.settings
    with stores_of(context, must_exist=False) as stores:
        if stores.ledger.publications.newest() is None:
            say("making the sample partnership (once)")
            folder = settings.data / "sample"
            write_demo(folder)
            with shown_progress() as tell:
                load([folder], stores, Load(now(), progress=tell))
        passwords = demo_signins(stores.ledger.accounts, stores.ledger.deliveries.partnership(), stores.data, now())
        child = stores.key.record_id(*CHILD[:2], "people", CHILD[2])
    address = f"http://127.0.0.1:{port}"
    typer.echo(f"Kithmap is at {address}")
    typer.echo(
        f"open first: {address}/people/{child}/adults  (who is around Mia Hobbs that nobody assessed, and who knew)"
    )
    for line in tell_signins(passwords, by_provider=settings.openid is not None):
        typer.echo(line)
    typer.echo("\n".join(TO_TRY))
    serve_forever(settings, Serving("127.0.0.1", port), SERVED)


@app.command()
def bench(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="NAME… | all")],
    children: Annotated[int, typer.Option(min=5, help="The size of the made-up county.")] = 200,
    rounds: Annotated[int, typer.Option(min=1, help="Each side's best of so many.")] = 5,
    file: Annotated[Path | None, typer.Option("--file", help="The records of febrl.")] = None,
) -> None:
    """The measurements of the design's figures, each against its peers in the same run."""
    try:
        from tools.bench.command import Asked, lines
    except ModuleNotFoundError:
        raise WrongUse("measurements come with the source, not with an installed kithmap") from None
    for line in lines(Asked(names, children, rounds, file), context.obj.settings.neo4j, as_json=context.obj.as_json):
        typer.echo(line)


def main() -> None:
    """The entry point."""
    os.umask(0o077)  # what is kept, exported or backed up is for the account that made it and for no other
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """The exit code of a call: what each error becomes."""
    # What a driver says of each attempt; the error that ends them says it once, in our words.
    logging.getLogger("neo4j").setLevel(logging.ERROR)
    try:
        code = int(app(args=globals_first(arguments), standalone_mode=False) or 0)
    except (typer.Abort, KeyboardInterrupt):
        code = STOPPED
    except KithmapError as error:
        say(f"kithmap: {error}")
        return exit_code(error)
    except ClickException as error:
        error.show()
        return WRONG
    except Exception as error:  # noqa: BLE001 - the entry point: no message of a library, it may hold a value
        say("".join(format_tb(error.__traceback__)))
        say(f"kithmap: an unforeseen fault ({type(error).__name__}); nothing of it was published")
        return FAULT
    # Typer answers Ctrl-C with the code alone.
    if code == STOPPED:
        say("stopped; run the same command again to go on from here")
    return code


if __name__ == "__main__":
    main()
