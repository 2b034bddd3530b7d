"""Our own directory: what is in it, where it was learnt, and what it must never say."""

import re
import tomllib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signposting import REVIEW_PERIOD, ContactKind, Directory, Topic, country_of, is_open, load_directory
from signposting.reading import FOLDER
from signposting.words import FOLDER as WORDS
from tests.test_house import FORBIDDEN

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
NATIONS = ("GB-ENG", "GB-SCT", "GB-WLS", "GB-NIR")


@pytest.fixture(scope="module")
def directory() -> Directory:
    """The directory that ships."""
    return load_directory()


def test_it_covers_the_country_and_the_topics(directory: Directory) -> None:
    """There are at least fourteen services for the United Kingdom, some for each nation, and every topic has one."""
    british = [service for service in directory.services if any(area.startswith("GB") for area in service.areas)]
    assert len(british) >= 14
    assert set(NATIONS) <= set(directory.areas)
    assert [topic for topic in Topic if topic is not Topic.CRISIS and not directory.about(topic)] == []


def test_the_emergency_number_is_known_by_country(directory: Directory) -> None:
    """999 and 112 are the emergency numbers of every nation of the United Kingdom; of some countries we know none."""
    for area in ("GB", *NATIONS):
        emergency = directory.emergency(area)
        assert emergency is not None
        assert {contact.value for contact in emergency.contacts if contact.is_number} == {"999", "112"}
    assert directory.emergency("AQ") is None


def test_nobody_claims_to_have_checked(directory: Directory) -> None:
    """No service is marked as checked before a person has really checked it."""
    assert [service.id for service in directory.services if service.checked or service.checked_by] == []


def test_every_fact_has_a_source(directory: Directory) -> None:
    """Each service names who published its facts, where, and the date that source bears."""
    for service in directory.services:
        assert service.sources
        assert all(source.publisher and source.address and source.dated for source in service.sources)


def test_closed_things_are_not_listed(directory: Directory) -> None:
    """Addresses and numbers that closed, and e-mail, which nobody watches at night, appear nowhere."""
    values = " ".join(contact.value for service in directory.services for contact in service.contacts)
    assert "@" not in values
    for closed in ("0300 330 0630", "07860 039967", "0808 802 9999", "01924 200799", "0808 808 4994", "1 800 931 2237"):
        assert closed not in values


def test_the_samaritans_address_is_nowhere() -> None:
    """Their mailbox closed in 2026: the address stands in no file of ours, not even in a comment."""
    for path in (*FOLDER.glob("*"), *WORDS.glob("*")):
        assert "jo@" not in path.read_text("utf-8"), path.name


def test_each_service_stands_in_the_file_of_its_area(directory: Directory) -> None:
    """A nation's services are in its own file, what is for several nations or for all of them in the country's."""
    for path in FOLDER.glob("*.toml"):
        for written in tomllib.loads(path.read_text("utf-8"))["service"]:
            service = directory.get(written["id"])
            assert service is not None
            countries = {country_of(area) for area in service.areas}
            home = [*service.areas, *countries] if len(service.areas) == 1 else countries
            assert path.stem in {*(each.lower() for each in home), "world-emergency"}, service.id


def test_contacts_may_have_their_own_hours(directory: Directory) -> None:
    """Childline's telephone is always answered, its chat we don't know when; Breathing Space's chat starts later."""
    childline, breathing_space = directory.get("gb-childline"), directory.get("gb-sct-breathing-space")
    assert childline is not None
    assert breathing_space is not None
    hours = {contact.kind: childline.hours_of(contact) for contact in childline.contacts}
    assert hours[ContactKind.PHONE].always
    assert not hours[ContactKind.CHAT].known
    saturday_noon = datetime(2026, 11, 21, 12, tzinfo=UTC)
    open_then = {
        each.kind for each in breathing_space.contacts if is_open(breathing_space.hours_of(each), saturday_noon)
    }
    assert ContactKind.PHONE in open_then
    assert ContactKind.CHAT not in open_then


def test_some_services_answer_what_people_ask_first(directory: Directory) -> None:
    """What happens, is it private, is it free: said of the Samaritans, whose own pages say so."""
    samaritans = directory.get("gb-samaritans")
    assert samaritans is not None
    assert samaritans.says.happens
    assert "exceptions" in samaritans.says.private
    assert samaritans.says.free


def test_summaries_are_plain_and_kind(directory: Directory) -> None:
    """What is said of a service orders nobody about, names no method and promises no total confidence."""
    for service in directory.services:
        said = f"{service.summary} {service.says.happens} {service.says.private} {service.says.free}"
        assert len(service.summary) <= 160
        assert "!" not in said
        assert "suffering" not in said
        assert [pattern for pattern in FORBIDDEN if re.search(pattern, said, re.IGNORECASE)] == []


def test_old_facts_hide_the_number_but_not_the_website(directory: Directory) -> None:
    """Past twice the review period the number is not shown; the web page still is."""
    shout = directory.get("gb-shout")
    assert shout is not None
    assert shout.as_of is not None
    last_day = datetime.combine(shout.as_of, datetime.min.time(), UTC) + 2 * REVIEW_PERIOD
    assert {contact.kind for contact in shout.contacts_at(last_day)} == {ContactKind.TEXT, ContactKind.WEB}
    assert [contact.kind for contact in shout.contacts_at(last_day + timedelta(days=1))] == [ContactKind.WEB]


def test_undated_facts_show_no_number(directory: Directory) -> None:
    """A service all of whose sources are undated is named by its website only."""
    undated = [service for service in directory.services if service.as_of is None and not service.last_resort]
    assert undated
    assert not any(contact.is_number for service in undated for contact in service.contacts_at(NOW))


def test_the_emergency_number_is_never_hidden(directory: Directory) -> None:
    """However old the facts, 999 is shown: hiding it would do more harm."""
    emergency = directory.emergency("GB")
    assert emergency is not None
    assert emergency.contacts_at(NOW + timedelta(days=4000)) == emergency.contacts


def test_a_check_keeps_a_number_shown(directory: Directory, tmp_path: Path) -> None:
    """When a person has checked a service, its number is shown for twice the review period from that day."""
    text = (FOLDER / "gb.toml").read_text("utf-8")
    text = text.replace('checked = ""\nchecked_by = ""', 'checked = "2028-01-01"\nchecked_by = "Ana"')
    (tmp_path / "gb.toml").write_text(text, "utf-8")
    (tmp_path / "world.toml").write_text((FOLDER / "world.toml").read_text("utf-8"), "utf-8")
    shout = load_directory(tmp_path).get("gb-shout")
    assert shout is not None
    assert shout.is_current(datetime(2028, 6, 1, tzinfo=UTC))
