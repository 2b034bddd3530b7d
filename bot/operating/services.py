"""`brewmate services`: the directory of support services, looked at, checked, reviewed and exported."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from datetime import UTC, date, datetime, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Optional

import typer

if TYPE_CHECKING:
    from signposting import Directory, Topic

REFUSED, FAULTY = 2, 1
CARD = 3
MOST_SHOWN = 400

app = typer.Typer(
    name="services",
    help="The directory of support services.",
    no_args_is_help=True,
    rich_markup_mode=None,
)

FolderPath = Annotated[
    Optional[Path],  # noqa: UP045  # Typer reads this at run time
    typer.Option("--folder", help="Another folder of services than ours."),
]

OverlayPath = Annotated[
    Optional[Path],  # noqa: UP045  # as above
    typer.Option("--overlay", help="A community's own services, and what it hides and puts first: a TOML file."),
]


class Format(StrEnum):
    """What other programs read."""

    JSON = "json"
    CSV = "csv"


@app.command("list")
def list_services(  # noqa: PLR0913, PLR0917  # a command has as many options as it has
    area: Annotated[str, typer.Option(help="Where: GB-SCT, Scotland, Ireland. Without it, everywhere.")] = "",
    topic: Annotated[str, typer.Option(help="What about: loneliness, debt, grief.")] = "",
    at: Annotated[str, typer.Option(help="When: 2026-12-25T23:00 by the clocks of that place; now.")] = "",
    language: Annotated[str, typer.Option(help="In which language: en, es, cy.")] = "en",
    open_only: Annotated[bool, typer.Option("--open", help="Only those that answer then.")] = False,
    why: Annotated[bool, typer.Option("--why", help="Say why each is chosen.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All that fit, not only those on the first cards.")] = False,
    overlay: OverlayPath = None,
    folder: FolderPath = None,
) -> None:
    """What a card would name for that topic, in that place, at that moment, in its order."""
    directory = _laid_over(_directory(folder), overlay)
    if not re.fullmatch("[a-z]{2,3}", language):
        _refuse(f'"{language}" is no language we know; write its code: en, es, cy.')
    topics = (_topic(topic),) if topic else _any_topics()
    place = _area(area) if area else ""
    if not place:
        wanted = topics if topic else None
        _list_everywhere(directory, wanted, at, language, open_only=open_only)
        return
    from bot.operating.showing import line, option
    from signposting import choose

    moment = _moment(at, _zone_of(directory, place))
    most = MOST_SHOWN if everything or open_only else CARD
    choice = choose(directory, topics=topics, area=place, at=moment, language=language, most=most)
    if choice.emergency:
        typer.echo(f"First:\n{line(choice.emergency)}\n")
    shown = [each for each in (*choice.options, *choice.more) if each.open_now or not open_only]
    for each in shown if everything or not open_only else shown[: 2 * CARD]:
        for said in option(each, moment, language, why=why):
            typer.echo(said)
    if not shown:
        typer.echo("We know nobody there who answers then." if open_only else "We know no service for that there.")
    typer.echo(f"\nAt last, everywhere:\n{line(choice.last_resort)}")


def _list_everywhere(
    directory: Directory, topics: Collection[Topic] | None, at: str, language: str, *, open_only: bool
) -> None:
    """Every service about one of the topics (None: every one), wherever it is, a line each."""
    from bot.operating.showing import line
    from signposting import is_open

    for service in directory.services:
        if topics is not None and not service.topics & frozenset(topics):
            continue
        moment = _moment(at, service.hours.zone)
        answers = service.is_current(moment) and any(is_open(service.hours_of(c), moment) for c in service.contacts)
        if (answers or not open_only) and (language == "en" or service.languages & {language, "mul"}):
            typer.echo(line(service))


@app.command()
def show(
    service: Annotated[str, typer.Argument(help="Its id, such as gb-samaritans.")], folder: FolderPath = None
) -> None:
    """All that is known of one service, with sources and dates."""
    directory = _directory(folder)
    found = directory.get(service)
    if found is None:
        from signposting.faults import did_you_mean

        near = did_you_mean(service, [each.id for each in directory.services])
        _refuse(f'There is no service "{service}"{near}')
    from bot.operating.showing import everything

    for said in everything(found, datetime.now(UTC)):
        typer.echo(said)


@app.command()
def check(
    folder: FolderPath = None,
    accept: Annotated[
        Optional[list[str]],  # noqa: UP045  # as above
        typer.Option("--accept", help="Accept the changed facts of this service; may be given several times."),
    ] = None,
    accept_all: Annotated[bool, typer.Option("--accept-all", help="Accept all facts as they are now.")] = False,
) -> None:
    """Every fault at once, by file and line. A fact that changed since it was accepted is a fault."""
    from signposting import FaultyFileError
    from signposting.checking import accept as seal
    from signposting.checking import check_folder

    if accept or accept_all:
        try:
            changed = seal(folder, None if accept_all else accept)
        except FaultyFileError as error:
            _refuse(str(error))
        typer.echo(f"Accepted as they are now: {', '.join(changed) or 'nothing had changed'}.")
    faults = check_folder(folder)
    for fault in faults:
        typer.echo(str(fault), err=True)
    if faults:
        raise typer.Exit(FAULTY)
    typer.echo(f"{len(_directory(folder).services)} services, nothing to mend.")


@app.command()
def review(
    service: Annotated[str, typer.Argument(help="The id of a service that you have checked.")] = "",
    by: Annotated[str, typer.Option(help="Who checked it, by calling them or reading their own page.")] = "",
    on: Annotated[
        Optional[datetime],  # noqa: UP045  # as above
        typer.Option(formats=["%Y-%m-%d"], help="The day it was checked; today."),
    ] = None,
    folder: FolderPath = None,
) -> None:
    """What is due for checking, longest ago first; or, with an id, write down that somebody checked it."""
    from signposting import FaultyFileError
    from signposting.reviewing import due, newest, record

    today = datetime.now().astimezone().date()
    if service:
        day = on.date() if on else today
        if day > today:
            _refuse("A check lies in the past; please give the day it was made.")
        try:
            path = record(service, by, day, folder)
        except FaultyFileError as error:
            _refuse(str(error))
        typer.echo(f"{path.name}: {service} was checked by {by.strip()} on {day}.")
        return
    waiting = due(_directory(folder), today)
    for each in waiting:
        typer.echo(f"{_day(newest(each)):<12}{each.id:<28}{each.name}")
    typer.echo(f"{len(waiting)} due for checking. After one: brewmate services review ID --by NAME")


@app.command()
def export(
    form: Annotated[Format, typer.Option("--format", help="json or csv.")] = Format.JSON,
    out: Annotated[
        Optional[Path],  # noqa: UP045  # as above
        typer.Option("--out", help="Into this file; without it, printed."),
    ] = None,
    folder: FolderPath = None,
) -> None:
    """The whole directory for another program."""
    from signposting import exporting

    write: Callable[[Directory], str] = exporting.as_json if form is Format.JSON else exporting.as_csv
    text = write(_directory(folder))
    if out is None:
        typer.echo(text, nl=False)
        return
    try:
        out.write_text(text, "utf-8", newline="")
    except OSError as error:
        _refuse(f"{out} can't be written: {error.strerror}.")
    typer.echo(f"{out}: written.")


def _directory(folder: Path | None) -> Directory:
    from signposting import FaultyFileError, load_directory

    if folder is not None and not folder.is_dir():
        _refuse(f"{folder} is not a folder.")
    try:
        return load_directory(folder)
    except FaultyFileError as error:
        _refuse(str(error))


def _topic(typed: str) -> Topic:
    from signposting import Topic, find_topics
    from signposting.faults import did_you_mean

    known = [each.value for each in Topic]
    named = [Topic(typed)] if typed in known else list(find_topics(typed))
    if not named:
        _refuse(f'"{typed}" is no topic{did_you_mean(typed, known) or "."} There are {", ".join(known)}.')
    return named[0]


def _any_topics() -> tuple[Topic, ...]:
    from signposting import NEVER_UNASKED, Topic

    return tuple(each for each in Topic if each not in NEVER_UNASKED)


def _area(typed: str) -> str:
    from signposting import find_area

    found = find_area(typed)
    if found is None:
        _refuse(f'"{typed}" is no place we know; try a code such as GB-SCT, or a country\'s name.')
    return found


def _moment(typed: str, zone: tzinfo) -> datetime:
    """When: with an offset as it is, without one by that zone's clocks."""
    if not typed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        _refuse(f'"{typed}" is no moment; write 2026-12-25T23:00.')
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _zone_of(directory: Directory, area: str) -> tzinfo:
    """The zone of the area's emergency number, or of the first service there."""
    emergency = directory.emergency(area)
    there = (each for each in directory.services if area in each.areas)
    service = emergency or next(there, None)
    return service.hours.zone if service else UTC


def _laid_over(directory: Directory, overlay: Path | None) -> Directory:
    from signposting import FaultyFileError, load_overlay

    if overlay is None:
        return directory
    try:
        return directory.with_overlay(load_overlay(overlay))
    except FaultyFileError as error:
        _refuse(str(error))


def _day(day: date | None) -> str:
    return day.isoformat() if day else "undated"


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)
