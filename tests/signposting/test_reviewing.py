"""What is due for checking, and a check written into its file."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from signposting import REVIEW_PERIOD, Directory, DirectoryError, load_directory
from signposting.reading import FOLDER
from signposting.reviewing import due, newest, record

DAY = date(2026, 11, 20)
SAMARITANS = next(each for each in load_directory().services if each.id == "gb-samaritans")
TEXT = (FOLDER / "world.toml").read_text("utf-8")


def written(folder: Path, **lines: str) -> bytes:
    """What a check by Ana writes into a file whose service has these lines in place of its own two."""
    head, _, rest = TEXT.partition("checked = ")
    rest = rest.partition("\n")[2].partition("\n")[2]
    (folder / "world.toml").write_bytes((head + "".join(lines.values()) + rest).encode())
    record("int-findahelpline", "Ana Pérez", DAY, folder)
    return (folder / "world.toml").read_bytes()


@pytest.mark.parametrize(
    "lines",
    [
        {"checked": 'checked = ""\n', "by": 'checked_by = ""\n'},
        {"checked": 'checked = ""\n'},
        {"by": 'checked_by = ""\n'},
        {},
    ],
)
def test_a_check_takes_two_lines(tmp_path: Path, lines: dict[str, str]) -> None:
    """Whichever of the two lines is there already, both stand there afterwards and everything else is as it was."""
    after = written(tmp_path, **lines).decode()
    assert 'checked = "2026-11-20"\n' in after
    assert 'checked_by = "Ana Pérez"\n' in after
    lines_after = after.splitlines()
    place = lines_after.index('checked = "2026-11-20"')
    assert lines_after[place - 1].startswith("as_of = ")
    assert lines_after[place + 1] == 'checked_by = "Ana Pérez"'
    others = [line for line in after.splitlines() if not line.startswith("checked")]
    assert others == [line for line in TEXT.splitlines() if not line.startswith("checked")]
    service = load_directory(tmp_path).last_resort
    assert (service.checked, service.checked_by) == (DAY, "Ana Pérez")


def test_line_ends_stay_as_they_are(tmp_path: Path) -> None:
    """A file with the line ends of another system keeps them."""
    (tmp_path / "world.toml").write_bytes(TEXT.replace("\n", "\r\n").encode())
    record("int-findahelpline", "Ana", DAY, tmp_path)
    after = (tmp_path / "world.toml").read_bytes()
    assert after.count(b"\r\n") == after.count(b"\n") == TEXT.count("\n")


@pytest.mark.parametrize("name", ["", "  ", 'Ana "the" P', "Ana\nPérez", "Ana\x7f", "a" * 81, "\ud800"])
def test_a_name_that_is_none_is_refused(tmp_path: Path, name: str) -> None:
    """An empty name, or one that a file can't hold, is refused, and nothing is written."""
    (tmp_path / "world.toml").write_text(TEXT, "utf-8")
    with pytest.raises(DirectoryError, match="say who checked it"):
        record("int-findahelpline", name, DAY, tmp_path)
    assert (tmp_path / "world.toml").read_text("utf-8") == TEXT


def test_a_check_before_the_newest_source_is_refused(tmp_path: Path) -> None:
    """Whoever looked before the newest source was written has not checked what it says."""
    (tmp_path / "world.toml").write_text(TEXT.replace('as_of = "', 'as_of = "2026-11-22" # ', 1), "utf-8")
    with pytest.raises(DirectoryError, match="its newest source is of 2026-11-22"):
        record("int-findahelpline", "Ana", DAY, tmp_path)


def test_what_is_due_is_older_than_the_review_period() -> None:
    """A service is due from the day after the review period on, by its newest source or its last check."""
    fresh = replace(SAMARITANS, as_of=DAY, checked=None)
    assert due(Directory((fresh,)), DAY + REVIEW_PERIOD) == []
    assert due(Directory((fresh,)), DAY + REVIEW_PERIOD + timedelta(1)) == [fresh]
    checked = replace(fresh, checked=DAY + timedelta(30), checked_by="Ana")
    assert newest(checked) == DAY + timedelta(30)
    undated = replace(fresh, id="gb-b", as_of=None)
    older = replace(fresh, id="gb-a", as_of=DAY - timedelta(9))
    late = DAY + timedelta(400)
    assert due(Directory((checked, fresh, older, undated)), late) == [undated, older, fresh, checked]
