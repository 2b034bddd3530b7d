"""A directory with anything wrong in it is refused, with every fault, its file and its line."""

from pathlib import Path

import pytest

from signposting import DirectoryError, Topic, load_directory

GOOD = """
[[service]]
id = "gb-ear"
name = "An Ear"
summary = "Somebody to listen."
areas = ["GB"]
topics = ["loneliness"]
contacts = [
  { kind = "phone", value = "0800 111 222" },
  { kind = "web", value = "https://ear.example/" },
]
zone = "Europe/London"
hours = "always"
languages = ["en"]
sources = [{ publisher = "An Ear", address = "https://ear.example/", dated = "2026-10" }]
as_of = "2026-10"
last_resort = true
"""


def faults(folder: Path, text: str) -> list[str]:
    (folder / "here.toml").write_text(text, "utf-8")
    with pytest.raises(DirectoryError) as caught:
        load_directory(folder)
    return [str(fault) for fault in caught.value.faults]


def test_a_good_file_is_read(tmp_path: Path) -> None:
    """A file without faults becomes a directory; a partial date means its first day."""
    (tmp_path / "here.toml").write_text(GOOD, "utf-8")
    ear = load_directory(tmp_path).get("gb-ear")
    assert ear is not None
    assert (str(ear.as_of), ear.topics, ear.contacts[0].value) == (
        "2026-10-01",
        frozenset({Topic.LONELINESS}),
        "0800 111 222",
    )


@pytest.mark.parametrize(
    ("wrong", "right", "line", "reason"),
    [
        ('zone = "Europe/Lodnon"', 'zone = "Europe/London"', 12, "not an IANA time zone"),
        ('hours = "awlays"', 'hours = "always"', 13, "hours are"),
        ('topics = ["lonelyness"]', 'topics = ["loneliness"]', 7, 'did you mean "loneliness"?'),
        ('areas = ["Scotland"]', 'areas = ["GB"]', 6, "ISO 3166"),
        ('sumary = "Somebody to listen."', 'summary = "Somebody to listen."', 5, 'did you mean "summary"?'),
        ('as_of = "last year"', 'as_of = "2026-10"', 16, "is not a date"),
        ('as_of = "2026-13"', 'as_of = "2026-10"', 16, "month must be in 1..12"),
        ("languages = []", 'languages = ["en"]', 14, "at least one"),
        ('last_resort = "yes"', "last_resort = true", 17, "true or false"),
        ('kind = "fax"', 'kind = "phone"', 8, "is not one of phone, text, chat, web"),
        ('value = "0800 CALL ME"', 'value = "0800 111 222"', 8, "as a person dials it"),
        ('value = "http://ear.example/"', 'value = "https://ear.example/"', 8, "an https address"),
        ('name = " "', 'name = "An Ear"', 4, "needs some text"),
    ],
)
def test_a_fault_has_its_line_and_reason(tmp_path: Path, wrong: str, right: str, line: int, reason: str) -> None:
    """Each kind of mistake is reported at the line where it stands."""
    assert right in GOOD
    found = faults(tmp_path, GOOD.replace(right, wrong, 1))
    assert any(fault.startswith(f"here.toml:{line}: ") and reason in fault for fault in found), found


def test_all_faults_are_said_at_once(tmp_path: Path) -> None:
    """Three mistakes in two services and two files are reported together."""
    (tmp_path / "there.toml").write_text(GOOD.replace("gb-ear", "gb-hand").replace("as_of", "as_off"), "utf-8")
    found = faults(tmp_path, GOOD.replace("loneliness", "lonely").replace("always", "never"))
    assert {fault.split(":")[0] for fault in found} >= {"here.toml", "there.toml"}
    assert len(found) >= 3


def test_an_id_belongs_to_one_service(tmp_path: Path) -> None:
    """A second service with the same id is refused, and the message says where the first is."""
    again = GOOD.replace("last_resort = true", "")
    assert any("the id is taken by here.toml:2" in fault for fault in faults(tmp_path, GOOD + again))


def test_there_is_exactly_one_last_resort(tmp_path: Path) -> None:
    """A directory without a last resort is refused, as somebody could be left with nothing."""
    assert any("last_resort" in fault for fault in faults(tmp_path, GOOD.replace("last_resort = true", "")))


def test_every_service_has_a_website(tmp_path: Path) -> None:
    """A service without a web page is refused, because its number may one day be too old to show."""
    without = GOOD.replace('{ kind = "web", value = "https://ear.example/" },', "")
    assert any("kind web" in fault for fault in faults(tmp_path, without))


def test_a_check_names_who_checked(tmp_path: Path) -> None:
    """A date of checking without a name is refused."""
    assert any("checked_by" in fault for fault in faults(tmp_path, GOOD + 'checked = "2026-11-01"\n'))


def test_toml_that_cannot_be_parsed_has_its_line(tmp_path: Path) -> None:
    """A file that isn't TOML is reported with the line where reading stopped."""
    assert any(fault.startswith("here.toml:3:") for fault in faults(tmp_path, '[[service]]\nid = "gb-ear"\nname = \n'))
