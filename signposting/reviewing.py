"""What is due for checking, and writing down that a person has checked it."""

import re
from datetime import date
from pathlib import Path

from signposting import fields
from signposting.directory import REVIEW_PERIOD, Directory, Service
from signposting.entries import entries_of
from signposting.faults import DirectoryError, Fault, did_you_mean
from signposting.reading import FOLDER

_CHECKED = ("checked", "checked_by")
_NAME = re.compile(r"[^\x00-\x1f\x7f-\x9f\ud800-\udfff\"\\]{1,80}")


def newest(service: Service) -> date | None:
    """The day up to which its facts are known to hold: of the last check, or of the newest source; None if undated."""
    return max((day for day in (service.as_of, service.checked) if day), default=None)


def due(directory: Directory, today: date) -> list[Service]:
    """The services whose facts are older than the review period, those without any date first, then the oldest."""
    old = [service for service in directory.services if _is_due(service, today)]
    return sorted(old, key=lambda service: (newest(service) or date.min, service.id))


def _is_due(service: Service, today: date) -> bool:
    day = newest(service)
    return day is None or today - day > REVIEW_PERIOD


def record(service_id: str, by: str, on: date, folder: Path | None = None) -> Path:
    """Write into its file that this person checked the service on that day; every other byte stays as it is.

    Returns the file. DirectoryError if there is no such service, no name, or a day that is before its newest source.
    """
    if not _NAME.fullmatch(by.strip()):
        raise DirectoryError(
            [Fault(service_id, None, "say who checked it: a name or a role, of at most 80 characters")]
        )
    ids = []
    for path in sorted((folder or FOLDER).glob("*.toml")):
        faults: list[Fault] = []
        for entry in entries_of(path, faults):
            ids.append(entry.id)
            if entry.id == service_id:
                newest_source = entry.read("as_of", fields.day, None)
                if newest_source and on < newest_source:
                    raise DirectoryError(
                        [Fault(service_id, None, f"its newest source is of {newest_source}, after {on}")]
                    )
                _write(path, entry.lines.head or 1, entry.lines.keys, by.strip(), on)
                return path
        if faults:
            raise DirectoryError(faults)
    raise DirectoryError([Fault(service_id, None, f"no service has this id{did_you_mean(service_id, ids)}")])


def _write(path: Path, head: int, keys: dict[str, int], by: str, on: date) -> None:
    lines = path.read_bytes().decode("utf-8").splitlines(keepends=True)
    ending = "\r\n" if lines[head - 1].endswith("\r\n") else "\n"
    written = {"checked": f'checked = "{on.isoformat()}"{ending}', "checked_by": f'checked_by = "{by}"{ending}'}
    for key in _CHECKED:
        if key in keys:
            lines[keys[key] - 1] = written[key]
    missing = [written[key] for key in _CHECKED if key not in keys]
    after = keys.get("checked", keys.get("as_of", max(keys.values())))
    lines[after:after] = missing
    path.write_bytes("".join(lines).encode("utf-8"))
