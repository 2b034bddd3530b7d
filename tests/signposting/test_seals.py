"""Facts are sealed when somebody accepts them; whatever changes afterwards is noticed at its line."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from signposting import DirectoryError, load_directory
from signposting.checking import accept, check_folder
from signposting.reading import FOLDER
from signposting.seals import FILE


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two of our own files, as they ship and accepted."""
    for name in ("gb-sct.toml", "world.toml"):
        shutil.copy(FOLDER / name, tmp_path)
    accept(tmp_path)
    return tmp_path


def edit(folder: Path, service_id: str, old: str, new: str) -> int:
    """Replace the first such words of a service in its file; the line they stand on."""
    path = folder / "gb-sct.toml"
    text = path.read_text("utf-8")
    place = text.index(old, text.index(f'id = "{service_id}"'))
    path.write_text(text[:place] + new + text[place + len(old) :], "utf-8")
    return text[:place].count("\n") + 1


def said(folder: Path) -> list[str]:
    return [str(fault) for fault in check_folder(folder)]


def test_what_ships_is_clean() -> None:
    """Every service of ours is sealed as it stands, and every number can be dialled."""
    assert said(FOLDER) == []


def test_a_start_parses_no_number() -> None:
    """Sealed numbers were parsed when they were accepted, so a start doesn't even load the library that parses them."""
    start = "import sys, signposting; signposting.load_directory(); sys.exit('phonenumbers' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", start], check=False).returncode == 0  # noqa: S603 our own words


def test_an_accepted_folder_is_clean(folder: Path) -> None:
    """Nothing is wrong right after accepting."""
    assert said(folder) == []


@pytest.mark.parametrize(
    ("service_id", "old", "new", "key"),
    [
        ("gb-sct-breathing-space", "0800 83 85 87", "0800 83 85 88", "contacts"),
        ("gb-sct-nhs24", '"111"', '"101"', "contacts"),
        ("gb-sct-breathing-space", "sat-sun 16:00", "sat-sun 15:00", "contacts"),
        ("gb-sct-beat", "15:00-20:00", "15:00-21:00", "hours"),
        ("gb-sct-cruse", "mon-fri", "mon-sat", "hours"),
        ("gb-sct-beat", '["eating-disorders"]', '["loneliness"]', "topics"),
        ("gb-sct-beat", '["GB-SCT"]', '["GB-ENG"]', "areas"),
        ("gb-sct-breathing-space", "from = 16", "from = 15", "ages"),
        ("gb-sct-beat", '["en"]', '["en", "gd"]', "languages"),
        ("gb-sct-beat", '"free"', '"standard"', "cost"),
        ("gb-sct-beat", 'as_of = "2026-10-05"', 'as_of = "2027-10-05"', "as_of"),
        ("gb-sct-beat", 'zone = "Europe/London"', 'zone = "Europe/Paris"', "zone"),
        ("gb-sct-nhs24", "one of the mental health advisers", "a doctor", "says"),
        ("gb-sct-beat", "Beat eating", "Beet eating", "name"),
    ],
)
def test_one_change_is_one_fault_at_its_line(folder: Path, service_id: str, old: str, new: str, key: str) -> None:
    """A digit, an hour, a topic: each is named with its file, its line and what to do about it."""
    line = edit(folder, service_id, old, new)
    were = "they were" if key.endswith("s") else "it was"
    assert said(folder) == [
        f"gb-sct.toml:{line}: {service_id}: {key} changed since {were} last accepted; "
        f"if a source says so, run: brewmate services check --accept {service_id}"
    ]


def test_a_source_is_a_fact_too(folder: Path) -> None:
    """Another date on a source is noticed at the sources."""
    line = edit(folder, "gb-sct-beat", "sources = [", "sources = [ # where from")
    assert said(folder) == []
    edit(folder, "gb-sct-beat", 'dated = "2026', 'dated = "2025')
    assert [each for each in said(folder) if each.startswith(f"gb-sct.toml:{line}: gb-sct-beat: sources")]


def test_a_key_taken_away_is_noticed(folder: Path) -> None:
    """A fact that is no longer there is named at the head of its service."""
    edit(folder, "gb-sct-breathing-space", "ages = { from = 16 }\n", "")
    (fault,) = said(folder)
    assert "gb-sct-breathing-space: ages changed" in fault


def test_words_and_ranks_are_free_to_change(folder: Path) -> None:
    """Our own sentence, our order, and a person's check need no source."""
    edit(folder, "gb-sct-beat", "When eating", "Where eating")
    edit(folder, "gb-sct-beat", 'checked = ""\nchecked_by = ""', 'checked = "2027-01-01"\nchecked_by = "Ana"\nrank = 3')
    assert said(folder) == []


def test_accepting_makes_it_clean_again(folder: Path) -> None:
    """Accepting one service seals that one and no other, and says which seals changed."""
    edit(folder, "gb-sct-beat", "15:00-20:00", "15:00-21:00")
    edit(folder, "gb-sct-cruse", "mon-fri", "mon-sat")
    assert accept(folder, ["gb-sct-beat", "gb-sct-nhs24"]) == ("gb-sct-beat",)
    assert ["gb-sct-cruse" in each for each in said(folder)] == [True]
    assert accept(folder) == ("gb-sct-cruse",)
    assert said(folder) == []


def test_a_new_service_waits_to_be_accepted(folder: Path) -> None:
    """A service without a seal is named, and so is a seal without its service."""
    edit(folder, "gb-sct-beat", 'id = "gb-sct-beat"', 'id = "gb-sct-bite"')
    found = said(folder)
    assert len(found) == 2
    assert any("gb-sct-bite: nobody has accepted it yet" in each for each in found)
    assert any(each.startswith(FILE) and "gb-sct-beat: its service is gone" in each for each in found)
    assert accept(folder) == ("gb-sct-beat", "gb-sct-bite")
    assert said(folder) == []


def test_a_folder_that_was_never_accepted_says_so_once(folder: Path) -> None:
    """Without any seals there is one sentence, not one for each service."""
    (folder / FILE).unlink()
    assert said(folder) == [
        f"{FILE}: is not there, as nothing was ever accepted; run: brewmate services check --accept-all"
    ]


def test_a_torn_lock_file_is_named_by_line(folder: Path) -> None:
    """What a merge left behind in the seals is reported at its line."""
    path = folder / FILE
    path.write_text("<<<<<<< ours\n" + path.read_text("utf-8"), "utf-8")
    assert [each for each in said(folder) if each.startswith(f"{FILE}:1: cannot be read")]


def test_a_file_that_cannot_be_read_leaves_no_seal_over(folder: Path) -> None:
    """While a file cannot be parsed, its services aren't called gone."""
    (folder / "gb-sct.toml").write_text("[[service]]\nid = \n", "utf-8")
    assert [each.split(":")[0] for each in said(folder)] == ["gb-sct.toml"]


def test_faulty_facts_are_not_accepted(folder: Path) -> None:
    """What cannot be used, or isn't there, gets no seal, and the seals stay as they were."""
    before = (folder / FILE).read_text("utf-8")
    with pytest.raises(DirectoryError, match="did you mean"):
        accept(folder, ["gb-sct-beet"])
    edit(folder, "gb-sct-breathing-space", "0800 83 85 87", "0801 83 85 87")
    with pytest.raises(DirectoryError, match="no such number"):
        accept(folder)
    assert (folder / FILE).read_text("utf-8") == before


def test_a_changed_number_is_parsed_at_the_start(folder: Path) -> None:
    """A sealed number is taken as it was accepted; one that changed is parsed, so a wrong one stops the start."""
    assert load_directory(folder).get("gb-sct-beat")
    line = edit(folder, "gb-sct-breathing-space", "0800 83 85 87", "0801 83 85 87")
    with pytest.raises(DirectoryError) as caught:
        load_directory(folder)
    assert f"gb-sct.toml:{line}: " in str(caught.value)
