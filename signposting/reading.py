"""Reading the directory from its TOML files, and saying everything that is wrong with them at once."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo

from signposting import fields
from signposting.directory import Cost, Directory, Says, Service, Topic
from signposting.entries import Entry, entries_of
from signposting.faults import DirectoryError, Fault, did_you_mean
from signposting.numbers import check_number
from signposting.rules import read_hours, read_zone
from signposting.seals import Seals, read_seals

FOLDER = Path(__file__).parent / "services"

_REQUIRED = ("id", "name", "summary", "areas", "topics", "contacts", "zone", "hours", "languages", "sources", "as_of")
_OPTIONAL = (
    *("checked", "checked_by", "cost", "ages", "only_for", "general", "emergency", "last_resort", "rank"),
    *("says", "hours_note"),
)
_ID = re.compile(r"[a-z]{2,3}(-[a-z0-9]+)+")

_ANY_AGE: tuple[int | None, int | None] = (None, None)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a folder holds: every entry as written, the services that can be used, and what is wrong."""

    entries: tuple[Entry, ...]
    services: tuple[Service, ...]
    faults: tuple[Fault, ...]
    all_files_read: bool


def load_directory(folder: Path | None = None) -> Directory:
    """The directory in that folder's *.toml files, or our own; DirectoryError names every fault in all of them.

    Numbers whose seal holds were parsed when they were accepted; every other one is parsed now.
    """
    folder = folder or FOLDER
    reading = read_folder(folder, read_seals(folder))
    if reading.faults:
        raise DirectoryError(reading.faults)
    return Directory(reading.services)


def read_folder(folder: Path, seals: Seals) -> Reading:
    """Everything in the folder's *.toml files, sound or not; numbers sealed by `seals` are not parsed again."""
    faults: list[Fault] = []
    entries = [entry for path in sorted(folder.glob("*.toml")) for entry in entries_of(path, faults)]
    all_files_read = not faults
    read: list[tuple[Entry, Service]] = []
    for entry in entries:
        service = read_service(entry, numbers_known=seals.hold(entry, "contacts", "areas"))
        faults += entry.faults
        if service:
            read.append((entry, service))
    faults += _faults_together(read, folder)
    return Reading(tuple(entries), tuple(service for _, service in read), tuple(faults), all_files_read)


def read_service(entry: Entry, *, numbers_known: bool = False) -> Service | None:
    """The service an entry describes; None, with its faults noted in the entry, if it cannot be used.

    `numbers_known` says that its numbers have been parsed before.
    """
    for key in _REQUIRED:
        if key not in entry.table:
            entry.fault("", f'"{key}" is missing')
    for key in sorted(entry.table.keys() - {*_REQUIRED, *_OPTIONAL}):
        entry.fault(key, f'"{key}" is not known{did_you_mean(key, (*_REQUIRED, *_OPTIONAL))}')
    zone = None if entry.faults else entry.read("zone", lambda name: read_zone(fields.some_text(name)), None)
    if zone is None:
        return None
    service = _service(entry, zone)
    _check_whole(entry, service)
    if not numbers_known and not entry.faults:
        _check_numbers(entry, service)
    return None if entry.faults else service


def _service(entry: Entry, zone: ZoneInfo) -> Service:
    ages = entry.read("ages", fields.ages, _ANY_AGE)
    return Service(
        id=entry.read("id", lambda value: fields.matching(value, _ID, "an id such as gb-samaritans"), ""),
        name=entry.read("name", fields.some_text, ""),
        summary=entry.read("summary", fields.summary, ""),
        areas=entry.read("areas", lambda value: frozenset(fields.listed(value, fields.area)), frozenset()),
        topics=entry.read("topics", _topics, frozenset()),
        contacts=entry.read_each("contacts", lambda value: fields.contact(value, zone)),
        hours=entry.read("hours", lambda value: read_hours(value, zone), read_hours("unknown", zone)),
        languages=entry.read("languages", lambda value: frozenset(fields.listed(value, fields.language)), frozenset()),
        sources=entry.read_each("sources", fields.source),
        as_of=entry.read("as_of", fields.day, None),
        checked=entry.read("checked", fields.day, None),
        checked_by=entry.read("checked_by", fields.maybe_text, ""),
        cost=entry.read("cost", fields.one_of(Cost), Cost.UNKNOWN),
        age_min=ages[0],
        age_max=ages[1],
        only_for=entry.read("only_for", _topics, frozenset()),
        general=entry.read("general", fields.yes_or_no, default=False),
        emergency=entry.read("emergency", fields.yes_or_no, default=False),
        last_resort=entry.read("last_resort", fields.yes_or_no, default=False),
        rank=entry.read("rank", fields.rank, 2),
        says=entry.read("says", fields.says, Says()),
        hours_note=entry.read("hours_note", fields.some_text, ""),
    )


def _topics(value: object) -> frozenset[Topic]:
    return frozenset(fields.listed(value, fields.one_of(Topic)))


def _check_whole(entry: Entry, service: Service) -> None:
    if not entry.faults and not (service.emergency or service.website or service.as_of or service.checked):
        entry.fault("contacts", "could never be shown: needs a contact of kind web, or a source that bears a date")
    if not service.only_for <= service.topics:
        entry.fault("only_for", "only_for may name only its own topics")
    if (service.checked is None) != (service.checked_by == ""):
        entry.fault("checked", "checked and checked_by go together: who checked it, and when")
    if len({(each.kind, each.value, each.keyword) for each in service.contacts}) < len(service.contacts):
        entry.fault("contacts", "names the same contact twice")


def _check_numbers(entry: Entry, service: Service) -> None:
    for place, contact in enumerate(service.contacts):
        if contact.is_number:
            try:
                check_number(contact.value, service.country_of(contact), named=bool(contact.country))
            except ValueError as error:
                entry.fault("contacts", f"contacts: {error}", place)


def _faults_together(read: list[tuple[Entry, Service]], folder: Path) -> Iterator[Fault]:
    seen: dict[str, Entry] = {}
    for entry, service in read:
        if first := seen.get(service.id):
            where = f"{first.file}:{first.lines.head}"
            yield Fault(entry.file, entry.line_of("id"), f"{service.id}: the id is taken by {where}")
        seen.setdefault(service.id, entry)
    last_resorts = [service.id for _, service in read if service.last_resort]
    if len(last_resorts) != 1:
        found = ", ".join(last_resorts) or "none"
        yield Fault(folder.name, None, f"exactly one service is the last_resort; found {found}")
