"""The [[service]] tables of a file as they are written: where each key stands, and what is wrong with it."""

import re
import tomllib
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from signposting.faults import Fault, did_you_mean

_KEY = re.compile(r"([a-z_]+) *=")

T = TypeVar("T")


@dataclass(slots=True)
class Lines:
    """Where a table stands in its file: the line of its head, of each key, and of each item that opens a line.

    `head` is None for a table that came from no file.
    """

    head: int | None = None
    keys: dict[str, int] = field(default_factory=dict)
    items: dict[str, list[int]] = field(default_factory=dict)


@dataclass(slots=True)
class Entry:
    """One [[service]] table as written, where it stands, and what is wrong with it so far."""

    file: str
    table: dict[str, Any]
    lines: Lines = field(default_factory=Lines)
    faults: list[Fault] = field(default_factory=list)

    @property
    def id(self) -> str:
        """The id as written, whatever it may be worth; "service" where there is none."""
        return str(self.table.get("id", "service"))

    def line_of(self, key: str, item: int | None = None) -> int | None:
        """The line of a key, or of one item of its list where each item has its own; of the table if it isn't there."""
        line = self.lines.keys.get(key, self.lines.head)
        if item is None:
            return line
        items, written = self.lines.items.get(key, []), self.table.get(key)
        return items[item] if isinstance(written, list) and len(items) == len(written) else line

    def fault(self, key: str, reason: str, item: int | None = None) -> None:
        """Note what is wrong, at the line to blame."""
        self.faults.append(Fault(self.file, self.line_of(key, item), f"{self.id}: {reason}"))

    def read(self, key: str, reader: Callable[[Any], T], default: T) -> T:
        """What the reader makes of the key, or the default if it is absent or at fault."""
        if key not in self.table:
            return default
        try:
            return reader(self.table[key])
        except ValueError as error:
            self.fault(key, f"{key}: {error}")
            return default

    def read_each(self, key: str, reader: Callable[[Any], T]) -> tuple[T, ...]:
        """What the reader makes of each item of a list that has at least one; a fault is at the item's own line."""
        written = self.table[key]
        if not isinstance(written, list) or not written:
            self.fault(key, f"{key}: needs a list with at least one entry")
            return ()
        read = []
        for number, item in enumerate(written):
            try:
                read.append(reader(item))
            except ValueError as error:
                self.fault(key, f"{key}: {error}", number)
        return tuple(read)


def entries_of(path: Path, faults: list[Fault]) -> Iterator[Entry]:
    """The entries of a file; one that cannot be read has none, and a fault."""
    try:
        text = path.read_text("utf-8")
    except (OSError, ValueError) as error:
        faults.append(Fault(path.name, None, f"cannot be read: {error}"))
        return
    yield from entries_in(text, path.name, faults)


def entries_in(text: str, file: str, faults: list[Fault], also: Collection[str] = ()) -> Iterator[Entry]:
    """The entries of a TOML text that holds nothing but [[service]] tables, and the keys of `also`."""
    try:
        document = tomllib.loads(text)
    except ValueError as error:
        place = re.search(r"at line (\d+)", str(error))
        faults.append(Fault(file, int(place[1]) if place else None, f"cannot be read: {error}"))
        return
    known = {"service", *also}
    faults.extend(
        Fault(file, None, f'"{key}" is not known here{did_you_mean(key, known)}')
        for key in sorted(document.keys() - known)
    )
    tables = document.get("service", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        faults.append(Fault(file, None, "services are written as [[service]] tables"))
        return
    for table, lines in zip(tables, _lines(text), strict=False):
        yield Entry(file, table, lines)


def _lines(text: str) -> Iterator[Lines]:
    """Where each [[service]] stands."""
    here: Lines | None = None
    key = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if line.strip() == "[[service]]":
            if here:
                yield here
            here, key = Lines(number), ""
        elif here and (found := _KEY.match(line)):
            key = found[1]
            here.keys[key] = number
        elif here and line.lstrip().startswith("{"):
            here.items.setdefault(key, []).append(number)
    if here:
        yield here
