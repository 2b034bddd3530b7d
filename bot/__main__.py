"""The command line. Nothing heavy is imported before a command needs it."""

from __future__ import annotations

import json
import os
import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Optional

import typer

from bot.operating import keys, moving, services
from bot.operating.starting import REFUSED, ConfigPath, refuse, run_to_its_end, settings_in

if TYPE_CHECKING:
    from bot.config import Config

app = typer.Typer(
    name="brewmate",
    help="The community bot for supportive peer check-ins on Slack and Discord.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)

triggers = typer.Typer(help="What the words of a message are taken for.", no_args_is_help=True, rich_markup_mode=None)
app.add_typer(triggers, name="triggers")

app.add_typer(services.app)
app.add_typer(keys.app)


@app.command()
def demo(
    config: ConfigPath = None,
    headless: Annotated[bool, typer.Option("--headless", help="No page: play the community and print it.")] = False,
    days: Annotated[int, typer.Option(min=1, max=366, help="How many days to play.")] = 14,
    start: Annotated[Optional[datetime], typer.Option(formats=["%Y-%m-%d"], help="The first day.")] = None,  # noqa: UP045
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object a line.")] = False,
) -> None:
    """See a community at once: a room in the browser, or with --headless its transcript."""
    settings = settings_in(config)
    from bot import demo as demonstration

    if headless:
        first = start.date() if start else datetime.now().astimezone().date()
        if not date(1970, 1, 1) <= first <= date(2999, 12, 31):
            refuse("Please choose a first day between 1970-01-01 and 2999-12-31.")
        draw = _as_is if as_json else _as_text
        run_to_its_end(demonstration.headless(settings, start=first, days=days, emit=draw))
    else:
        from bot.serving import serve_demo

        run_to_its_end(serve_demo(settings, typer.echo))


class Roles(StrEnum):
    """What a process can be for; ``bot.teamwork.Role`` says more, and takes longer to load."""

    ALL = "all"
    GATEWAY = "gateway"
    WEB = "web"
    WORKER = "worker"


@app.command()
def run(
    config: ConfigPath = None,
    role: Annotated[
        Roles, typer.Option("--role", help="On PostgreSQL: one part of the work, any number of processes each.")
    ] = Roles.ALL,
    port: Annotated[
        Optional[int],  # noqa: UP045  # as above
        typer.Option("--port", min=1, max=65535, help="Instead of port under [web], for several processes at once."),
    ] = None,
) -> None:
    """Run Brewmate over the configured database until it is told to stop."""
    settings = settings_in(config)
    if port is not None:
        settings = settings.model_copy(update={"web": settings.web.model_copy(update={"port": port})})
    from bot.serving import serve
    from bot.teamwork import Role

    run_to_its_end(serve(settings, typer.echo, Role(role.value)))


@app.command()
def check(
    config: ConfigPath = None,
    online: Annotated[
        bool,
        typer.Option("--online", help="Ask Discord and Slack, too: tokens, intents, scopes, each channel."),
    ] = False,
) -> None:
    """Check the settings and say what would run."""
    settings = settings_in(config)
    for sentence in _examined(settings):
        typer.echo(sentence)
    if online:
        from bot.online import examine_online

        findings: list[tuple[str, bool]] = []

        async def ask() -> None:
            findings.extend(await examine_online(settings))

        run_to_its_end(ask())
        for sentence, is_fault in findings:
            typer.echo(sentence, err=is_fault)
        if any(is_fault for _, is_fault in findings):
            raise typer.Exit(REFUSED)


@app.command("slack-manifest")
def slack_manifest(
    config: ConfigPath = None,
    listening: Annotated[
        bool, typer.Option(help="Whether it may read channels, to hear trigger words where moderators let it.")
    ] = True,
    url: Annotated[
        Optional[str],  # noqa: UP045  # Typer reads this at run time
        typer.Option(
            help="For HTTP: where Slack reaches Brewmate, https://brewmate.example.org. Else for Socket Mode."
        ),
    ] = None,
    any_workspace: Annotated[
        bool, typer.Option("--any-workspace", help="With --url: any workspace or organisation can install it.")
    ] = False,
) -> None:
    """Print the manifest from which Slack makes the app: commands, shortcuts, events, and the fewest scopes."""
    settings = settings_in(config)
    if url is not None and not url.startswith(("https://", "http://")):
        refuse("Please give the whole address, such as https://brewmate.example.org.")
    if any_workspace and url is None:
        refuse("Any workspace can install it only over HTTP: please give --url, too.")
    from bot import online

    async def write() -> None:
        typer.echo(await online.slack_manifest(settings, listening=listening, url=url, by_many=any_workspace))

    run_to_its_end(write())


@app.command("discord-invite")
def discord_invite(config: ConfigPath = None) -> None:
    """Print the link by which a Discord server adds Brewmate, and what each permission in it is for."""
    settings = settings_in(config)
    from bot.online import invite

    async def ask() -> None:
        link, purposes = await invite(settings)
        typer.echo(link)
        typer.echo("It asks for these permissions, and for no others:")
        for permission, purpose in purposes:
            typer.echo(f"  {permission.replace('_', ' ')}: to {purpose}")
        typer.echo("Once it is in your server, type /setup there. Until then it says nothing.")

    run_to_its_end(ask())


@app.command()
def upgrade(config: ConfigPath = None) -> None:
    """Bring the database to the shape this version needs."""
    settings = settings_in(config)
    from bot.delivery.upgrading import upgrade as bring_up
    from bot.storage import open_storage

    async def bring() -> None:
        storage = open_storage(settings.database.url.get_secret_value())
        try:
            before, after = await bring_up(storage)
        finally:
            await storage.close()
        typer.echo(f"The database was at {before or 'nothing'} and is at {after}.")

    run_to_its_end(bring())


app.command("move")(moving.move)


@triggers.command("test")
def try_text(
    text: Annotated[Optional[str], typer.Argument(help="A text to try; it is kept nowhere.")] = None,  # noqa: UP045
    jsonl: Annotated[
        bool, typer.Option("--jsonl", help='Read {"id", "text"} lines from standard input and answer each with a line.')
    ] = False,
) -> None:
    """See what a text is taken for and why; with --jsonl, what each of any number of lines is taken for."""
    if (text is None) is not jsonl:
        refuse("Please give a text to try, or --jsonl to read lines from standard input.")
    from bot.signposts.trying import tried, try_lines
    from signposting import load_engine

    if text is not None:
        for line in tried(load_engine(), text):
            typer.echo(line)
        return
    try:
        wrong = try_lines(load_engine(), sys.stdin.buffer, sys.stdout, lambda fault: typer.echo(fault, err=True))
    except BrokenPipeError:  # whoever read the answers has enough of them
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise typer.Exit(1) from None
    if wrong:
        lines = "line was" if wrong == 1 else "lines were"
        refuse(f"{wrong} {lines} wrong and not answered; all others were.")


@app.command("review-pack")
def review_pack(
    out: Annotated[Path, typer.Option("--out", help="The page to write.")] = Path("brewmate-review.html"),
    language: Annotated[str, typer.Option(help="Put this language's translations under the English: es.")] = "en",
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there already.")] = False,
) -> None:
    """Write every sentence, every rule and every service on one page to print, for people who review them."""
    from bot.operating.review_pack import draw, gather
    from bot.texts.catalogues import languages
    from signposting import FaultyFileError, load_directory

    known = ("en", *languages())
    if language not in known:
        refuse(f"There are no texts in {language}; there are {', '.join(known)}.")
    if out.is_file() and not force:
        refuse(f"{out} is there already, perhaps with somebody's notes in it. With --force it is written over.")
    try:
        pack = gather(load_directory(), day=datetime.now().astimezone().date(), language=language)
        out.write_text(draw(pack), "utf-8")
    except FaultyFileError as error:
        refuse(str(error))
    except OSError as error:
        refuse(f"{out} can't be written: {error.strerror}.")
    typer.echo(f"{out}: open it in a browser to read or print it. Nobody has reviewed what it holds yet.")


def main() -> None:
    """The console script: what an operator can mend is one sentence and exit code 2, never a traceback."""
    try:
        app(standalone_mode=True)
    except KeyboardInterrupt:
        sys.exit(130)


def _examined(settings: Config) -> tuple[str, ...]:
    from bot.assembly import examine
    from bot.config import ConfigError
    from signposting import FaultyFileError

    try:
        return examine(settings, datetime.now().astimezone())
    except (ConfigError, FaultyFileError) as error:
        refuse(str(error))


def _as_is(line: str) -> None:
    typer.echo(line)


def _as_text(line: str) -> None:
    """One transcript line for people."""
    said = json.loads(line)
    seen = "" if said["seen_by"] == "everyone" else f" (seen only by {', '.join(said['seen_by'])})"
    offered = "".join(f" [{label}]" for label in said["buttons"])
    typer.echo(f"{said['at'][:16]}  #{said['channel']}  {said['by']}{seen}: {said['text']}{offered}")


if __name__ == "__main__":
    main()
