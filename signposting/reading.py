"""Reading the directory from its TOML files, and saying everything that is wrong with them at once."""

import re
import tomllib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from signposting import fields
from signposting.directory import Cost, Directory, Service, Topic
from signposting.faults import DirectoryError, Fault, did_you_mean
from signposting.rules import read_hours, read_zone

FOLDER = Path(__file__).parent / "services"

_REQUIRED = ("id", "name", "summary", "areas", "topics", "contacts", "zone", "hours", "languages", "sources", "as_of")
_OPTIONAL = ("checked", "checked_by", "cost", "ages", "only_for", "general", "emergency", "last_resort", "rank")
_ID = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)+")

_ANY_AGE: tuple[int | None, int | None] = (None, None)

T = TypeVar("T")


def load_directory(folder: Path | None = None) -> Directory:
    """The directory in that folder's *.toml files, or our own; DirectoryError names every fault in all of them."""
    folder = folder or FOLDER
    faults: list[Fault] = []
    read: list[tuple[_Entry, Service]] = []
    for path in sorted(folder.glob("*.toml")):
        for entry in _entries(path, faults):
            service = _service(entry)
            faults += entry.faults
            if service:
                read.append((entry, service))
    faults += _faults_together(read, folder)
    if faults:
        raise DirectoryError(faults)
    return Directory(tuple(service for _, service in read))


@dataclass(slots=True)
class _Entry:
    """One [[service]] table as written, where it stands, and what is wrong with it."""

    file: str
    line: int
    lines: dict[str, int]
    table: dict[str, Any]
    faults: list[Fault] = field(default_factory=list)

    def fault(self, key: str, reason: str) -> None:
        self.faults.append(
            Fault(self.file, self.lines.get(key, self.line), f"{self.table.get('id', 'service')}: {reason}")
        )

    def read(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """What the reader makes of the key, or the default if it is absent or at fault."""
        if key not in self.table:
            return default
        try:
            return reader(self.table[key])
        except ValueError as error:
            self.fault(key, f"{key}: {error}")
            return default


def _entries(path: Path, faults: list[Fault]) -> Iterator[_Entry]:
    try:
        text = path.read_text("utf-8")
        document = tomllib.loads(text)
    except (OSError, ValueError) as error:
        place = re.search(r"at line (\d+)", str(error))
        faults.append(Fault(path.name, int(place[1]) if place else None, f"cannot be read: {error}"))
        return
    faults.extend(
        Fault(path.name, None, f'"{key}" is not known here{did_you_mean(key, ["service"])}')
        for key in document.keys() - {"service"}
    )
    tables = document.get("service", [])
    for table, (line, lines) in zip(tables, _places(text), strict=False):
        yield _Entry(path.name, line, lines, table)


def _places(text: str) -> Iterator[tuple[int, dict[str, int]]]:
    """For each [[service]]: its line, and the line of each of its keys."""
    here: tuple[int, dict[str, int]] | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == "[[service]]":
            if here:
                yield here
            here = (number, {})
        elif here and (key := re.match(r"([a-z_]+) *=", line)):
            here[1][key[1]] = number
    if here:
        yield here


def _service(entry: _Entry) -> Service | None:
    """The service an entry describes; None, with its faults noted, if it cannot be used."""
    for key in _REQUIRED:
        if key not in entry.table:
            entry.fault("", f'"{key}" is missing')
    for key in entry.table.keys() - {*_REQUIRED, *_OPTIONAL}:
        entry.fault(key, f'"{key}" is not known{did_you_mean(key, (*_REQUIRED, *_OPTIONAL))}')
    if entry.faults:
        return None
    zone = entry.read("zone", lambda name: read_zone(fields.some_text(name)), None)
    ages = entry.read("ages", fields.ages, _ANY_AGE)
    if zone is None:
        return None
    service = Service(
        id=entry.read("id", lambda value: fields.matching(value, _ID, "an id such as gb-samaritans"), ""),
        name=entry.read("name", fields.some_text, ""),
        summary=entry.read("summary", fields.summary, ""),
        areas=entry.read("areas", lambda value: frozenset(fields.listed(value, fields.area)), frozenset()),
        topics=entry.read("topics", lambda value: frozenset(fields.listed(value, fields.one_of(Topic))), frozenset()),
        contacts=entry.read("contacts", lambda value: tuple(fields.listed(value, fields.contact)), ()),
        hours=entry.read("hours", lambda value: read_hours(value, zone), read_hours("unknown", zone)),
        languages=entry.read("languages", lambda value: frozenset(fields.listed(value, fields.language)), frozenset()),
        sources=entry.read("sources", lambda value: tuple(fields.listed(value, fields.source)), ()),
        as_of=entry.read("as_of", fields.day, None),
        checked=entry.read("checked", fields.day, None),
        checked_by=entry.read("checked_by", fields.maybe_text, ""),
        cost=entry.read("cost", fields.one_of(Cost), Cost.UNKNOWN),
        age_min=ages[0],
        age_max=ages[1],
        only_for=entry.read(
            "only_for", lambda value: frozenset(fields.listed(value, fields.one_of(Topic))), frozenset()
        ),
        general=entry.read("general", fields.yes_or_no, default=False),
        emergency=entry.read("emergency", fields.yes_or_no, default=False),
        last_resort=entry.read("last_resort", fields.yes_or_no, default=False),
        rank=entry.read("rank", fields.rank, 2),
    )
    _check_whole(entry, service)
    return None if entry.faults else service


def _check_whole(entry: _Entry, service: Service) -> None:
    if not service.emergency and service.website is None:
        entry.fault("contacts", "needs a contact of kind web, for when its number is too old to show")
    if not service.only_for <= service.topics:
        entry.fault("only_for", "only_for may name only its own topics")
    if (service.checked is None) != (service.checked_by == ""):
        entry.fault("checked", "checked and checked_by go together: who checked it, and when")
    if len(set(service.contacts)) < len(service.contacts):
        entry.fault("contacts", "names the same contact twice")


def _faults_together(read: list[tuple[_Entry, Service]], folder: Path) -> Iterator[Fault]:
    seen: dict[str, _Entry] = {}
    for entry, service in read:
        if first := seen.get(service.id):
            where = f"{first.file}:{first.line}"
            yield Fault(entry.file, entry.lines.get("id"), f"{service.id}: the id is taken by {where}")
        seen.setdefault(service.id, entry)
    last_resorts = [service.id for _, service in read if service.last_resort]
    if len(last_resorts) != 1:
        found = ", ".join(last_resorts) or "none"
        yield Fault(folder.name, None, f"exactly one service is the last_resort; found {found}")
