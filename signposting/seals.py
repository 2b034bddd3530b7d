"""Seals: a fingerprint of every fact as somebody last accepted it, so that a slip of the finger is noticed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path
from typing import Any

from signposting.entries import Entry
from signposting.faults import Fault

FILE = "facts.lock"
ACCEPT = "brewmate services check --accept"

SEALED = (
    *("name", "areas", "topics", "only_for", "general", "emergency", "last_resort"),
    *("contacts", "zone", "hours", "hours_note", "ages", "languages", "cost", "says", "sources", "as_of"),
)
"""What is sealed. Summaries and ranks are ours to word and weigh; checks are written by whoever checks."""

_HEAD = f"""\
# A fingerprint of every fact of every service, as it was last accepted; a changed digit, hour or topic no longer fits.
# Never edited by hand: {ACCEPT} ID
"""

Seal = Mapping[str, str]
"""A fingerprint by field; the contacts have one each, joined by commas."""


@dataclass(frozen=True, slots=True)
class Seals:
    """The seals of a folder by service id, each with its line in the file; `faults` says which could not be read."""

    by_id: Mapping[str, Seal]
    lines: Mapping[str, int] = field(default_factory=dict)
    faults: tuple[Fault, ...] = ()

    def hold(self, entry: Entry, *keys: str) -> bool:
        """Whether these fields of an entry are as they were when it was accepted."""
        seal = self.by_id.get(entry.id)
        return seal is not None and all(seal.get(key) == _print(key, entry.table) for key in keys)


def seal_of(entry: Entry) -> Seal:
    """The fingerprints of an entry as it stands."""
    prints = ((key, _print(key, entry.table)) for key in SEALED)
    return {key: print_ for key, print_ in prints if print_ is not None}


def read_seals(folder: Path) -> Seals:
    """The seals of that folder; none where nothing has ever been accepted."""
    path = folder / FILE
    if not path.is_file():
        return Seals({})
    by_id, lines, faults = {}, {}, []
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        if not line or line.startswith("#"):
            continue
        service_id, *prints = line.split(" ")
        if not prints or not all("=" in each for each in prints):
            faults.append(Fault(FILE, number, f"cannot be read; run: {ACCEPT} with the ids that this is about"))
            continue
        by_id[service_id] = dict(each.split("=", 1) for each in prints)
        lines[service_id] = number
    return Seals(by_id, lines, tuple(faults))


def write_seals(folder: Path, by_id: Mapping[str, Seal]) -> None:
    """Write the seals anew, one line for each service, so that a change shows which service it is about."""
    lines = (f"{service_id} {' '.join(map('='.join, seal.items()))}\n" for service_id, seal in sorted(by_id.items()))
    (folder / FILE).write_text(_HEAD + "".join(lines), "utf-8")


def broken_seals(entries: Iterable[Entry], seals: Seals) -> Iterator[Fault]:
    """A fault for each field that is not as it was accepted, at its line, and for what has no seal at all."""
    yield from seals.faults
    for entry in entries:
        accepted = seals.by_id.get(entry.id)
        if accepted is None:
            yield Fault(
                entry.file, entry.lines.head, f"{entry.id}: nobody has accepted it yet; run: {ACCEPT} {entry.id}"
            )
        else:
            yield from _broken(entry, accepted)


def seals_left_over(entries: Iterable[Entry], seals: Seals) -> Iterator[Fault]:
    """A fault for each seal whose service is gone."""
    here = {entry.id for entry in entries}
    for service_id, line in seals.lines.items():
        if service_id not in here:
            yield Fault(FILE, line, f"{service_id}: its service is gone; if it is meant to be, run: {ACCEPT}-all")


def _broken(entry: Entry, accepted: Seal) -> Iterator[Fault]:
    now = seal_of(entry)
    for key in SEALED:
        if now.get(key) == accepted.get(key):
            continue
        were = "they were" if key.endswith("s") else "it was"
        yield Fault(
            entry.file,
            entry.line_of(key, _one_that_differs(now.get(key, ""), accepted.get(key, ""))),
            f"{entry.id}: {key} changed since {were} last accepted; if a source says so, run: {ACCEPT} {entry.id}",
        )


def _one_that_differs(now: str, accepted: str) -> int | None:
    """The place of the only item that differs; None if none was printed alone, or more than one differs."""
    ours, theirs = now.split(","), accepted.split(",")
    if len(ours) != len(theirs):
        return None
    different = [place for place, (one, other) in enumerate(zip(ours, theirs, strict=True)) if one != other]
    return different[0] if len(different) == 1 and len(ours) > 1 else None


def _print(key: str, table: Mapping[str, Any]) -> str | None:
    value = table.get(key)
    if value is None:
        return None
    if key == "contacts" and isinstance(value, list):
        return ",".join(map(_fingerprint, value))
    return _fingerprint(value)


def _fingerprint(value: object) -> str:
    written = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return blake2b(written.encode("utf-8", "surrogatepass"), digest_size=4).hexdigest()
