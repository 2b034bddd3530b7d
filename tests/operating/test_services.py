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
    assert lines[-2:] == [
        "At last, everywhere:",
        "int-findahelpline           Find A Helpline: Website: https://findahelpline.com/",
    ]


def test_times_are_by_the_clocks_of_the_place() -> None:
    """Without an offset a moment is that of the area's own clocks."""
    morning = services("list", "--area", "Wales", "--topic", "debt", "--at", "2026-11-23T08:30").stdout
    assert "Citizens Advice Advicelink" in morning
    assert "open now until" in morning


def test_a_crisis_begins_with_the_emergency_number() -> None:
    """First things first, at the command line as well."""
    assert services("list", "--topic", "crisis", "--area", "Ireland").stdout.startswith("First:\nie-")


def test_only_who_answers() -> None:
    """`--open` leaves out whoever is closed then, on a card and in the list of everywhere."""
    card = services("list", "--area", "GB", "--topic", "grief", "--at", CHRISTMAS, "--open").stdout
    assert "gb-samaritans" in card
    assert "opens" not in card
    everywhere = services("list", "--topic", "veterans", "--at", CHRISTMAS, "--open").stdout.splitlines()
    assert {line.split()[0] for line in everywhere} < {
        line.split()[0] for line in services("list", "--topic", "veterans").stdout.splitlines()
    }


def test_without_a_place_it_is_everywhere() -> None:
    """Without an area every service about the topic is listed, a line each, whatever its country."""
    listed = {line.split()[0] for line in services("list", "--topic", "veterans").stdout.splitlines()}
    assert {"gb-combatstress", "us-vcl"} <= listed
    spanish = services("list", "--language", "es").stdout.splitlines()
    assert 0 < len(spanish) < len(services("list").stdout.splitlines())


def test_what_a_community_changed_can_be_seen(tmp_path: Path) -> None:
    """With an overlay the list is that community's; a wrong overlay is refused with file, reason and suggestion."""
    overlay = tmp_path / "ours.toml"
    overlay.write_text('hide = ["gb-samaritans"]\npin = ["gb-shout"]\n', "utf-8")
    ran = services("list", "--area", "GB", "--topic", "loneliness", "--overlay", str(overlay), "--why")
    assert ran.stdout.startswith("gb-shout")
    assert "put first here" in ran.stdout
    assert "gb-samaritans" not in ran.stdout
    overlay.write_text('hide = ["gb-999"]\npin = ["gb-shuot"]\n', "utf-8")
    refused = services("list", "--area", "GB", "--overlay", str(overlay))
    assert refused.exit_code == 2
    assert "gb-999: the emergency number always comes first" in refused.stderr
    assert 'did you mean "gb-shout"?' in refused.stderr


def test_the_screen_is_wide_enough() -> None:
    """Every line fits a hundred columns, but for addresses that can't be broken."""
    lines = [
        line
        for each in (
            ("list",),
            ("review",),
            ("list", "--area", "GB", "--all", "--why"),
            ("show", "gb-papyrus"),
            ("show", "us-988"),
        )
        for line in services(*each).stdout.splitlines()
    ]
    assert not [line for line in lines if len(line) > 100 and "://" not in line]


def test_everything_known_of_one_service() -> None:
    """`show` names numbers, hours, sources and that nobody has checked it."""
    shown = services("show", "gb-samaritans").stdout
    assert "Call 116 123" in shown
    assert "checked by nobody" in shown
    assert "Samaritans, undated: https://" in shown
    assert "Hours:      any time, day or night" in shown


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("show", "gb-samaritan"), 'did you mean "gb-samaritans"?'),
        (("list", "--topic", "lonelyness"), 'did you mean "loneliness"?'),
        (("list", "--area", "Atlantis"), '"Atlantis" is no place we know'),
        (("list", "--topic", "crisis", "--at", "yesterday"), '"yesterday" is no moment'),
        (("list", "--folder", "/nowhere"), "/nowhere is not a folder."),
        (("list", "--overlay", "/nowhere.toml"), "nowhere.toml: cannot be read"),
        (("list", "--language", "klingon"), '"klingon" is no language we know'),
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
    calm = next(each for each in document["services"] if each["id"] == "gb-calm")
    assert calm["hours"] == [{"days": [0, 1, 2, 3, 4, 5, 6], "opens": "17:00", "closes": "00:00"}]
    row = next(row for row in rows if row["id"] == "gb-calm" and row["kind"] == "phone")
    assert (row["hours"], row["country"]) == ("mon,tue,wed,thu,fri,sat,sun 17:00-00:00", "GB")
    chat = next(row for row in rows if row["id"] == "gb-papyrus" and row["kind"] == "chat")
    assert chat["hours"] == "unknown"
    assert {"kind": "phone", "value": "116 123"}.items() <= rows[
        next(number for number, row in enumerate(rows) if row["id"] == "gb-samaritans")
    ].items()
    ran = services("export", "--out", str(tmp_path / "services.json"))
    assert ran.exit_code == 0
    assert json.loads((tmp_path / "services.json").read_text("utf-8")) == document
    assert services("export", "--out", str(tmp_path)).exit_code == 2
