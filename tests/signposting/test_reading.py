"""A directory with anything wrong in it is refused, with every fault, its file and its line."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest

from signposting import DirectoryError, Fault, Topic, load_directory
from signposting.directory import Says
from signposting.entries import Entry, entries_in
from signposting.reading import read_service
from signposting.seals import SEALED, seal_of

SOURCES = 'sources = [{ publisher = "An Ear", address = "https://ear.example/", dated = "2026-10" }]'

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
        ('kind = "fax"', 'kind = "phone"', 9, "is not one of phone, text, chat, web"),
        ('value = "0800 CALL ME"', 'value = "0800 111 222"', 9, "as a person dials it"),
        ('value = "http://ear.example/"', 'value = "https://ear.example/"', 10, "an https address"),
        ('name = " "', 'name = "An Ear"', 4, "needs some text"),
        ('value = "0800 111 22"', 'value = "0800 111 222"', 9, "cannot be dialled in GB"),
        ('value = "116 124"', 'value = "0800 111 222"', 9, "no short code that we know in GB"),
        ('value = "0800 111 222", country = "UK"', 'value = "0800 111 222"', 9, "not a country"),
        ('value = "0800 111 222", country = "gb"', 'value = "0800 111 222"', 9, "not an ISO 3166 country"),
        ('value = "0800 111 222", hours = "late"', 'value = "0800 111 222"', 9, "hours are"),
        ('value = "0800 111 222", kezword = "A"', 'value = "0800 111 222"', 9, 'did you mean "keyword"?'),
        ('areas = ["GB", "IE"]', 'areas = ["GB"]', 9, 'needs a country = "…"'),
        ('areas = ["world"]', 'areas = ["GB"]', 9, 'needs a country = "…"'),
        ('sources = [{ publisher = "An Ear" }]', SOURCES, 15, "needs some text"),
        ('hours_note = ""\nas_of', "as_of", 16, "needs some text"),
        ('says = { happens = "Somebody listens" }\nas_of', "as_of", 16, "ends with a full stop"),
        ('says = { happen = "Somebody listens." }\nas_of', "as_of", 16, 'did you mean "happens"?'),
    ],
)
def test_a_fault_has_its_line_and_reason(tmp_path: Path, wrong: str, right: str, line: int, reason: str) -> None:
    """Each kind of mistake is reported at the line where it stands."""
    assert right in GOOD
    found = faults(tmp_path, GOOD.replace(right, wrong, 1))
    assert any(fault.startswith(f"here.toml:{line}: ") and reason in fault for fault in found), found


def test_what_is_optional_is_read(tmp_path: Path) -> None:
    """A contact's own country and hours, what is said of a service, and what rules cannot say."""
    more = 'says = { private = "Mostly." }\nhours_note = "not on bank holidays"\n'
    own = 'value = "0800 111 222", country = "GB", hours = ["daily 09:00-10:00"]'
    text = GOOD.replace('value = "0800 111 222"', own).replace('areas = ["GB"]', 'areas = ["GB", "IE"]') + more
    (tmp_path / "here.toml").write_text(text, "utf-8")
    ear = load_directory(tmp_path).get("gb-ear")
    assert ear is not None
    phone, web = ear.contacts
    assert (ear.says, ear.hours_note) == (Says(private="Mostly."), "not on bank holidays")
    assert (ear.country_of(phone), ear.country_of(web)) == ("GB", "")
    assert not ear.hours_of(phone).always
    assert ear.hours_of(web) is ear.hours


def test_a_table_from_no_file_is_read_like_a_file() -> None:
    """A service that comes as a table has the same rules; its faults have no line."""
    good = tomllib.loads(GOOD)["service"][0]
    assert read_service(Entry("yours", good)) is not None
    bad = Entry("yours", {**good, "hours": "late"})
    assert read_service(bad) is None
    assert [str(fault)[:21] for fault in bad.faults] == ["yours: gb-ear: hours:"]


ODD: tuple[object, ...] = (
    0,
    -1,
    True,
    1.5,
    "",
    " ",
    "\0",
    [],
    [[]],
    [1],
    {},
    {"kind": 1},
    [{}],
    [{"kind": "text", "value": 5}],
    {"from": True},
)
KEYS = (*tomllib.loads(GOOD)["service"][0], "checked", "cost", "ages", "only_for", "emergency", "rank", "says", "odd")


@pytest.mark.parametrize("key", KEYS)
def test_whatever_stands_there_is_a_value_or_a_fault(key: str) -> None:
    """No value that TOML can hold breaks the reading: it gives a service, or says what is wrong with it."""
    for odd in ODD:
        entry = Entry("yours", {**tomllib.loads(GOOD)["service"][0], key: odd})
        assert (read_service(entry) is None) == bool(entry.faults)
        assert set(seal_of(entry)) <= set(SEALED)


def test_other_keys_are_known_where_they_belong() -> None:
    """A text may hold other keys beside its services, if whoever reads it says which."""
    faults: list[Fault] = []
    assert len(list(entries_in(f"hide = []\n{GOOD}", "yours", faults, also=("hide",)))) == 1
    assert faults == []
    assert len(list(entries_in(f"hid = []\n{GOOD}", "yours", faults, also=("hide",)))) == 1
    assert [str(fault) for fault in faults] == ['yours: "hid" is not known here; did you mean "hide"?']


def test_services_are_tables(tmp_path: Path) -> None:
    """A file whose service is something else is refused rather than passed over."""
    assert any("[[service]] tables" in fault for fault in faults(tmp_path, 'service = "gb-ear"\n'))


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


def test_a_service_can_be_shown_some_day(tmp_path: Path) -> None:
    """Without a web page a service needs a dated source, as an undated number is never shown."""
    without = GOOD.replace('{ kind = "web", value = "https://ear.example/" },', "")
    (tmp_path / "here.toml").write_text(without, "utf-8")
    ear = load_directory(tmp_path).get("gb-ear")
    assert ear is not None
    assert ear.website is None
    assert ear.contacts_at(datetime(2029, 1, 1, tzinfo=UTC)) == ()
    undated = without.replace('as_of = "2026-10"', 'as_of = ""')
    assert any("could never be shown" in fault for fault in faults(tmp_path, undated))


def test_a_check_names_who_checked(tmp_path: Path) -> None:
    """A date of checking without a name is refused."""
    assert any("checked_by" in fault for fault in faults(tmp_path, GOOD + 'checked = "2026-11-01"\n'))


def test_toml_that_cannot_be_parsed_has_its_line(tmp_path: Path) -> None:
    """A file that isn't TOML is reported with the line where reading stopped."""
    assert any(fault.startswith("here.toml:3:") for fault in faults(tmp_path, '[[service]]\nid = "gb-ear"\nname = \n'))
