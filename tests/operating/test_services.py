"""`brewmate services`, as an operator types it."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from bot.operating.services import app
from signposting.reading import FOLDER

CHRISTMAS = "2026-12-25T23:00"


def services(*arguments: str) -> Result:
    return CliRunner().invoke(app, arguments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our folder of services."""
    return Path(shutil.copytree(FOLDER, tmp_path / "services"))


def test_who_answers_on_christmas_night() -> None:
    """What is open then comes first, each with its reason; the last line works everywhere."""
    ran = services("list", "--area", "GB-SCT", "--topic", "loneliness", "--at", CHRISTMAS, "--why")
    lines = ran.stdout.splitlines()
    assert lines[0].startswith("gb-samaritans")
    assert "    any time, day or night" in lines
    assert "    why: about loneliness; for the whole of GB; open now" in lines
    assert lines[-1].startswith("At last, everywhere: int-findahelpline")


def test_times_are_by_the_clocks_of_the_place() -> None:
    """Without an offset a moment is that of the area's own clocks."""
    morning = services("list", "--area", "Wales", "--topic", "debt", "--at", "2026-11-23T08:30").stdout
    assert "Citizens Advice Advicelink" in morning
    assert "open now until" in morning


def test_a_crisis_begins_with_the_emergency_number() -> None:
    """First things first, at the command line as well."""
    assert services("list", "--topic", "crisis", "--area", "Ireland").stdout.startswith("First: ie-")


def test_everything_known_of_one_service() -> None:
    """`show` names numbers, hours, sources and that nobody has checked it."""
    shown = services("show", "gb-samaritans").stdout
    assert "Call 116 123" in shown
    assert "checked never" in shown
    assert "source: Samaritans, https://" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "gb-samaritan"), 'did you mean "gb-samaritans"?'),
        (("list", "--topic", "lonelyness"), 'did you mean "loneliness"?'),
        (("list", "--area", "Atlantis"), '"Atlantis" is no place we know'),
        (("list", "--topic", "crisis", "--at", "yesterday"), '"yesterday" is no moment'),
        (("list", "--folder", "/nowhere"), "/nowhere is not a folder."),
        (("check", "--accept", "gb-nobody"), "gb-nobody"),
        (("review", "gb-samaritans", "--by", " "), "say who checked it"),
        (("review", "gb-samaritans", "--by", "Ana", "--on", "2999-01-01"), "lies in the past"),
        (("review", "gb-samaritan", "--by", "Ana"), 'did you mean "gb-samaritans"?'),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    """Wrong input gets a sentence that helps, and exit code 2."""
    ran = services(*arguments)
    assert ran.exit_code == 2
    assert said in ran.stderr


def test_ours_is_clean() -> None:
    """Our own directory has nothing to mend."""
    ran = services("check")
    assert (ran.exit_code, ran.stderr) == (0, "")
    assert "nothing to mend" in ran.stdout


@pytest.mark.parametrize(
    ("right", "wrong"),
    [
        ('value = "116 123"', 'value = "116 124"'),
        ('hours = ["daily 18:00-24:00"]', 'hours = ["daily 17:00-24:00"]'),
        ('topics = ["sexual-violence"]', 'topics = ["loneliness"]'),
    ],
)
def test_one_changed_digit_hour_or_topic_is_found_with_its_line(folder: Path, right: str, wrong: str) -> None:
    """A fact that is not the one that was accepted fails the check, at the line where it stands."""
    path = next(path for path in sorted(folder.glob("gb*.toml")) if right in path.read_text("utf-8"))
    text = path.read_text("utf-8")
    line = text[: text.index(right)].count("\n") + 1
    path.write_text(text.replace(right, wrong, 1), "utf-8")
    ran = services("check", "--folder", str(folder))
    assert ran.exit_code == 1
    assert f"{path.name}:{line}: " in ran.stderr


def test_a_change_can_be_accepted(folder: Path) -> None:
    """Whoever changed a fact on purpose accepts it by the service's id, and the check is clean again."""
    path = folder / "gb.toml"
    path.write_text(path.read_text("utf-8").replace('value = "116 123"', 'value = "116 124"', 1), "utf-8")
    ran = services("check", "--folder", str(folder), "--accept", "gb-samaritans")
    assert ran.exit_code == 0
    assert "Accepted as they are now: gb-samaritans." in ran.stdout


def test_a_check_is_written_down_and_nothing_else_changes(folder: Path) -> None:
    """A review writes who and when into two lines of one file, and leaves every other byte alone."""
    before = (folder / "gb.toml").read_bytes().splitlines()
    ran = services("review", "gb-samaritans", "--by", "Ana P", "--on", "2026-11-20", "--folder", str(folder))
    after = (folder / "gb.toml").read_bytes().splitlines()
    assert ran.stdout == "gb.toml: gb-samaritans was checked by Ana P on 2026-11-20.\n"
    assert [new for old, new in zip(before, after, strict=True) if old != new] == [
        b'checked = "2026-11-20"',
        b'checked_by = "Ana P"',
    ]
    assert services("check", "--folder", str(folder)).exit_code == 0
    assert "checked 2026-11-20 by Ana P" in services("show", "gb-samaritans", "--folder", str(folder)).stdout


def test_what_is_due_comes_longest_ago_first(folder: Path) -> None:
    """The list of what to check begins with undated facts, then the oldest; a check takes a service off it."""
    lines = services("review", "--folder", str(folder)).stdout.splitlines()[:-1]
    days = [line.split()[0] for line in lines]
    assert days == sorted(days, key=lambda day: "" if day == "undated" else day)
    first = lines[0].split()[1]
    assert services("review", first, "--by", "Ana", "--folder", str(folder)).exit_code == 0
    assert first not in services("review", "--folder", str(folder)).stdout


def test_the_directory_can_be_exported(tmp_path: Path) -> None:
    """JSON holds every service, CSV every way to get in touch, into a file or printed."""
    document = json.loads(services("export").stdout)
    rows = list(csv.DictReader(io.StringIO(services("export", "--format", "csv").stdout)))
    assert {row["id"] for row in rows} == {each["id"] for each in document["services"]}
    assert {"kind": "phone", "value": "116 123"}.items() <= rows[
        next(number for number, row in enumerate(rows) if row["id"] == "gb-samaritans")
    ].items()
    ran = services("export", "--out", str(tmp_path / "services.json"))
    assert ran.exit_code == 0
    assert json.loads((tmp_path / "services.json").read_text("utf-8")) == document
    assert services("export", "--out", str(tmp_path)).exit_code == 2
