"""Reading what a community changes in the directory: services of its own, what it hides and what it puts first."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from signposting import fields
from signposting.directory import OWN, Overlay, Service
from signposting.entries import Entry, entries_in
from signposting.faults import DirectoryError, Fault
from signposting.reading import read_service as read_entry

_MARKS = ("hide", "pin")
_OURS_ALONE = ("emergency", "last_resort")


def load_overlay(path: Path) -> Overlay:
    """The overlay in that file; DirectoryError with every reason, also where it cannot be read at all."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        raise DirectoryError([Fault(path.name, None, f"cannot be read: {error}")]) from None
    return read_overlay(text, path.name)


def read_overlay(text: str, file: str) -> Overlay:
    """The overlay a TOML text describes: `[[service]]` tables as in our own files, `hide = [ids]` and `pin = [ids]`.

    `hide` and `pin` stand before the first table. DirectoryError names every fault by file and line. Whether the ids
    are there is for `Directory.with_overlay` to say.
    """
    faults: list[Fault] = []
    entries = list(entries_in(text, file, faults, also=_MARKS))
    services = [_read(entry) for entry in entries]
    faults += [fault for entry in entries for fault in entry.faults]
    marks = {key: _ids(key, table, file, faults) for table in [_document(text)] for key in _MARKS}
    if faults:
        raise DirectoryError(faults)
    return Overlay(tuple(each for each in services if each), frozenset(marks["hide"]), marks["pin"])


def read_service(table: Mapping[str, object], name: str) -> Service:
    """The service that a table describes, by the rules of our own files; its `sources` may be the community itself.

    `name` is what the reasons begin with. An id without `OWN` gets it. DirectoryError names every reason.
    """
    entry = Entry(name, dict(table))
    service = _read(entry)
    if service is None:
        raise DirectoryError(entry.faults)
    return service


def _read(entry: Entry) -> Service | None:
    written = entry.table.get("id")
    if isinstance(written, str) and not written.startswith(OWN):
        entry.table["id"] = OWN + written
    service = read_entry(entry)
    for key in _OURS_ALONE:
        if entry.table.get(key):
            entry.fault(key, f"{key}: is for our own files alone")
    return None if entry.faults else service


def _document(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except ValueError:  # entries_in has said so
        return {}


def _ids(key: str, document: Mapping[str, Any], file: str, faults: list[Fault]) -> tuple[str, ...]:
    if key not in document:
        return ()
    try:
        return tuple(fields.listed(document[key], fields.some_text)) if document[key] != [] else ()
    except ValueError as error:
        faults.append(Fault(file, None, f"{key}: {error}"))
        return ()
