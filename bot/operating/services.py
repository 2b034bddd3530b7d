"""`brewmate services`: the directory of support services, looked at, checked, reviewed and exported."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Optional

import typer

if TYPE_CHECKING:
    from signposting import Directory, Option, Service, Topic

REFUSED, FAULTY = 2, 1
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


class Format(StrEnum):
    """What other programs read."""

    JSON = "json"
    CSV = "csv"


@app.command("list")
def list_services(
    area: Annotated[str, typer.Option(help="Where: GB-SCT, Scotland, Ireland.")] = "",
    topic: Annotated[str, typer.Option(help="What about: loneliness, debt, grief.")] = "",
    at: Annotated[str, typer.Option(help="When: 2026-12-25T23:00 by the clocks of that place; now.")] = "",
    language: Annotated[str, typer.Option(help="In which language.")] = "en",
    why: Annotated[bool, typer.Option("--why", help="Say why each is chosen.")] = False,
    everything: Annotated[bool, typer.Option("--all", help="All that fit, not only those on the first cards.")] = False,
    folder: FolderPath = None,
) -> None:
    """What a card would name for that topic, in that place, at that moment, in its order."""
    directory = _directory(folder)
    if not (area or topic):
        for service in directory.services:
            typer.echo(_line(service))
        return
    place = _area(area) if area else "GB"
    moment = _moment(at, directory, place)
    from signposting import choose

    topics = (_topic(topic),) if topic else _any_topics()
    choice = choose(
        directory,
        topics=topics,
        area=place,
        at=moment,
        language=language,
        most=MOST_SHOWN if everything else 3,
    )
    if choice.emergency:
        typer.echo(f"First: {_line(choice.emergency)}")
    options = (*choice.options, *choice.more)
    for option in options:
        _show_option(option, moment, language, why=why)
    if not options:
        typer.echo("We know no service for that there.")
    typer.echo(f"At last, everywhere: {_line(choice.last_resort)}")


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
    for line in _all_of(found, datetime.now(UTC)):
        typer.echo(line)


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


def _moment(typed: str, directory: Directory, area: str) -> datetime:
    """When: with an offset as it is, without one by the clocks of the area's services."""
    if not typed:
        return datetime.now(UTC)
    try:
        moment = datetime.fromisoformat(typed)
    except ValueError:
        _refuse(f'"{typed}" is no moment; write 2026-12-25T23:00.')
    if moment.tzinfo:
        return moment
    emergency = directory.emergency(area)
    return moment.replace(tzinfo=emergency.hours.zone if emergency else UTC)


def _show_option(option: Option, at: datetime, language: str, *, why: bool) -> None:
    from signposting import contact_in_words, hours_in_words

    typer.echo(f"{option.service.id:<28}{option.service.name}")
    typer.echo(f"    {option.service.summary}")
    for contact in option.contacts:
        typer.echo(f"    {contact_in_words(contact, language)}")
    typer.echo(f"    {hours_in_words(option.service, at, language)}")
    if why:
        typer.echo(f"    why: {option.reason}")


def _line(service: Service) -> str:
    from signposting import contact_in_words

    ways = "; ".join(contact_in_words(each) for each in service.contacts[:2])
    return f"{service.id:<28}{service.name}: {ways}"


def _all_of(service: Service, at: datetime) -> list[str]:
    from signposting import area_in_words, contact_in_words, cost_in_words, hours_in_words, topic_in_words

    ages = f"{service.age_min or 'any'} to {service.age_max or 'any'}"
    cost = cost_in_words(service) or "cost not known"
    checked = f"{_day(service.checked)} by {service.checked_by}" if service.checked else "never"
    return [
        f"{service.id}: {service.name}",
        f"  {service.summary}",
        f"  where: {', '.join(sorted(area_in_words(each) for each in service.areas))}",
        f"  about: {', '.join(sorted(topic_in_words(each) for each in service.topics))}",
        *(f"  {contact_in_words(each)}" for each in service.contacts),
        f"  {hours_in_words(service, at)} ({service.hours.zone.key})",
        f"  languages: {', '.join(sorted(service.languages))}; ages: {ages}; {cost}",
        f"  newest source {_day(service.as_of)}; checked {checked}",
        *(f"  source: {each.publisher}, {each.address}, {each.dated}" for each in service.sources),
    ]


def _day(day: date | None) -> str:
    return day.isoformat() if day else "undated"


def _refuse(sentence: str) -> NoReturn:
    typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)
