"""Our own directory: what is in it, where it was learnt, and what it must never say."""

import json
import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from signposting import REVIEW_PERIOD, ContactKind, Cost, Directory, Topic, load_directory

FACTS = Path("/work/shared/facts/services.json")
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
    """999 and 112 are the emergency numbers of every nation of the United Kingdom; elsewhere we may know none."""
    for area in ("GB", *NATIONS):
        emergency = directory.emergency(area)
        assert emergency is not None
        assert {contact.value for contact in emergency.contacts if contact.is_number} == {"999", "112"}
    assert directory.emergency("BR") is None


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
    for closed in ("0300 330 0630", "07860 039967", "0808 802 9999", "01924 200799", "0808 808 4994"):
        assert closed not in values


def test_summaries_are_plain_and_kind(directory: Directory) -> None:
    """A summary is one calm sentence that orders nobody about and promises no total confidence."""
    for service in directory.services:
        assert len(service.summary) <= 160
        assert not re.search(r"!|you (must|need|should)|100%|completely confidential|suffering from", service.summary)


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
    text = (Path(load_directory.__globals__["FOLDER"]) / "gb.toml").read_text("utf-8")
    text = text.replace('checked = ""\nchecked_by = ""', 'checked = "2028-01-01"\nchecked_by = "Ana"')
    (tmp_path / "gb.toml").write_text(text, "utf-8")
    world = Path(load_directory.__globals__["FOLDER"]) / "world.toml"
    (tmp_path / "world.toml").write_text(world.read_text("utf-8"), "utf-8")
    shout = load_directory(tmp_path).get("gb-shout")
    assert shout is not None
    assert shout.is_current(datetime(2028, 6, 1, tzinfo=UTC))


@pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not on this machine")
def test_every_number_is_in_the_collected_facts(directory: Directory) -> None:
    """Each number, keyword, date and free call is what the fact file says, digit for digit."""
    collected = json.loads(FACTS.read_text("utf-8"))
    facts = {fact["id"]: fact for fact in collected["services"]}
    for service in directory.services:
        if service.emergency and service.id not in facts:
            continue  # Ireland's comes from the table of emergency numbers, compared below
        fact = facts[service.id]
        assert fact["status"] == "active"
        known = {_digits(contact.get("display") or contact["value"]) for contact in fact["contacts"]}
        numbers = {_digits(contact.value) for contact in service.contacts if contact.is_number}
        keywords = {contact.get("keyword", "").upper() for contact in fact["contacts"]}
        assert numbers <= known
        assert {contact.keyword for contact in service.contacts if contact.keyword} <= keywords
        assert (fact["as_of"] or "")[:4] == ("" if service.as_of is None else str(service.as_of.year))
        assert service.cost is not Cost.FREE or (fact["cost"], fact["cost_basis"]) == ("free", "sourced")
    assert collected["emergency_numbers"]["IE"]["agreed_by_two_lists"] == ["112", "999"]


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())
