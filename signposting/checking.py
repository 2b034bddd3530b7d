"""Checking a folder of services against everything we ask of it, and accepting what was changed on purpose."""

from collections.abc import Collection
from pathlib import Path

from signposting.faults import DirectoryError, Fault, did_you_mean
from signposting.reading import FOLDER, read_folder
from signposting.seals import (
    ACCEPT,
    FILE,
    Seals,
    broken_seals,
    read_seals,
    seal_of,
    seals_left_over,
    write_seals,
)

_NO_SEALS = Seals({})


def check_folder(folder: Path | None = None) -> list[Fault]:
    """Everything that is wrong in that folder (or ours), by file and line; an empty list when it is clean.

    That is what `load_directory` refuses, with every number parsed once more, and each fact that differs from its seal.
    """
    folder = folder or FOLDER
    reading, seals = read_folder(folder, _NO_SEALS), read_seals(folder)
    faults = list(reading.faults)
    if not (folder / FILE).is_file():
        faults.append(Fault(FILE, None, f"is not there, as nothing was ever accepted; run: {ACCEPT}-all"))
    else:
        faults += broken_seals(reading.entries, seals)
        if reading.all_files_read:
            faults += seals_left_over(reading.entries, seals)
    return sorted(faults, key=lambda fault: (fault.file, fault.line or 0))


def accept(folder: Path | None = None, ids: Collection[str] | None = None) -> tuple[str, ...]:
    """Seal these services as they stand now, and return the ids whose seal has changed, sorted.

    With no ids, all of them, and seals whose service is gone are dropped. DirectoryError, and nothing is written,
    if the folder has other faults than its seals or an id is not known.
    """
    folder = folder or FOLDER
    reading, seals = read_folder(folder, _NO_SEALS), read_seals(folder)
    now = {entry.id: seal_of(entry) for entry in reading.entries}
    unknown = [
        Fault(folder.name, None, f'no service has the id "{each}"{did_you_mean(each, now)}')
        for each in sorted(set(ids or ()) - now.keys())
    ]
    if reading.faults or unknown:
        raise DirectoryError([*reading.faults, *unknown])
    fresh = now if ids is None else {**seals.by_id, **{each: now[each] for each in ids}}
    write_seals(folder, fresh)
    return tuple(sorted(each for each in fresh.keys() | seals.by_id if fresh.get(each) != seals.by_id.get(each)))
