"""Our directory against the collected facts: nothing that they don't say, and nothing forgotten."""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from signposting import WORLD, ContactKind, Cost, Directory, Hours, Service, country_of, is_open, load_directory
from signposting.rules import read_hours, read_zone

FACTS = Path(__file__).parents[3] / "shared/facts/services.json"
pytestmark = pytest.mark.skipif(not FACTS.exists(), reason="the collected facts are not on this machine")

Fact = Mapping[str, Any]

AREAS = {"ENG": "GB-ENG", "SCT": "GB-SCT", "WLS": "GB-WLS", "NIR": "GB-NIR", "INT": WORLD}
TOPICS = {
    "crisis-suicide": {"crisis"},
    "anxiety": {"anxiety-depression"},
    "depression": {"anxiety-depression"},
    "mental-illness": {"anxiety-depression"},
    "perinatal": {"anxiety-depression"},
    "ocd": {"anxiety-depression"},
    "trauma": {"anxiety-depression"},
    "information": {"anxiety-depression"},
    "suicide-bereavement": {"bereavement"},
    "baby-loss": {"bereavement"},
    "alcohol": {"addiction"},
    "drugs": {"addiction"},
    "gambling": {"addiction", "money"},
    "debt": {"money"},
    "housing": {"money"},
    "work-rights": {"stress-work"},
    "childhood-abuse": {"sexual-violence"},
    "emergency": {"crisis"},
}
"""The facts' topics that ours call something else."""

IN_THEIR_WORDS = {"gb-nir-lifeline": {"anxiety-depression"}}
"""What a service's description speaks of besides its topics: distress and despair."""

LEFT_OUT = {
    "gb-mwnuk": "no website, and no dated source",
    "gb-sct-edinburgh-crisis": "to be verified before use; no website, and no dated source",
    "gb-stalking": "about stalking, and no topic of ours is",
    "gb-victimsupport": "about crime, and no topic of ours is",
    "gb-sct-victimsupport": "about crime, and no topic of ours is",
    "int-befrienders": "to be verified before use, and Find A Helpline serves the same need",
    "mn-1800": "not a number that the library knows as one of Mongolia's, and no website",
    "ws-svsg": "not a number that the library knows as one of Samoa's, and no website",
}
"""Services of the facts that the directory does not list, and why."""

WEB_ONLY = {
    "gb-themix": "the helpline was not confirmed after the merger",
    "gb-survivorsuk": "two lists, two numbers",
    "gb-drinkline": "perhaps closed",
    "gb-mind-support": "the number stands only in community lists",
    "gb-mindline-trans": "to be verified before use",
    "gb-sct-cas-money": "two owners for one number",
    "gb-sct-amis": "one undated list; Scotland's domestic abuse helpline serves men too",
    "gb-samh": "one undated list; Breathing Space serves the same need",
}
"""Services named by their website alone until somebody has checked, and why."""


ADDRESSES_IN_SOURCES: dict[str, set[str]] = {}
"""Addresses that stand in a source which the facts cite, though not in the facts."""


@pytest.fixture(scope="module")
def collected() -> dict[str, Any]:
    """The fact file."""
    read: dict[str, Any] = json.loads(FACTS.read_text("utf-8"))
    return read


@pytest.fixture(scope="module")
def facts(collected: dict[str, Any]) -> dict[str, Fact]:
    """The facts by service id."""
    return {fact["id"]: fact for fact in collected["services"]}


@pytest.fixture(scope="module")
def directory() -> Directory:
    """The directory that ships."""
    return load_directory()


@pytest.fixture(scope="module")
def pairs(directory: Directory, facts: dict[str, Fact]) -> list[tuple[Service, Fact]]:
    """Each service of ours beside what was collected about it; emergency numbers have a table of their own."""
    return [(service, facts[service.id]) for service in directory.services if service.id in facts]


def test_nothing_is_forgotten(directory: Directory, facts: dict[str, Fact]) -> None:
    """Every collected service is listed, or left out for a reason."""
    listed = {service.id for service in directory.services}
    assert sorted(facts.keys() - listed - LEFT_OUT.keys()) == []
    assert sorted(LEFT_OUT.keys() & listed) == []


def test_nothing_is_made_up(directory: Directory, facts: dict[str, Fact]) -> None:
    """What no fact is about is an emergency number."""
    assert [each.id for each in directory.services if each.id not in facts and not each.emergency] == []


def test_what_is_closed_or_known_from_memory_only_is_not_listed(
    directory: Directory, collected: dict[str, Any], pairs: list[tuple[Service, Fact]]
) -> None:
    """Active services, and of those to be verified only the website; no name that rests on memory."""
    doubtful = [service for service, fact in pairs if fact["status"] != "active"]
    assert {fact["status"] for _, fact in pairs} <= {"active", "verify-before-use"}
    assert [each.id for each in doubtful if any(contact.is_number for contact in each.contacts)] == []
    recalled = {each["name"] for each in collected["memory_only_to_verify"]} - {fact["name"] for _, fact in pairs}
    assert [each.id for each in directory.services if each.name in recalled] == []


def test_every_number_is_in_the_facts(pairs: list[tuple[Service, Fact]]) -> None:
    """Each number is what the facts say, digit for digit, with its keyword and its country."""
    for service, fact in pairs:
        known = {
            (digits, contact.get("keyword", "").upper())
            for contact in fact["contacts"]
            for digits in _all_digits(contact.get("display") or contact["value"])
        }
        ours = {(_digits(each.value), each.keyword) for each in service.contacts if each.is_number}
        assert ours <= known, service.id
        named = {each.country for each in service.contacts if each.country}
        assert named <= {country_of(area) for area in service.areas}, service.id


def test_every_address_is_in_the_facts(pairs: list[tuple[Service, Fact]]) -> None:
    """Each web page and chat is one that the facts or their sources give."""
    for service, fact in pairs:
        known = {fact.get("web"), *(contact["value"] for contact in fact["contacts"])}
        ours = {each.value for each in service.contacts if not each.is_number}
        assert ours <= known | ADDRESSES_IN_SOURCES.get(service.id, set()), service.id


def test_doubtful_numbers_are_not_shown(directory: Directory) -> None:
    """Where sources conflict about a number, only the website is named."""
    for service_id in WEB_ONLY:
        service = directory.get(service_id)
        assert service is not None
        assert {contact.kind for contact in service.contacts} == {ContactKind.WEB}


def test_nobody_is_called_open_when_the_facts_say_closed(pairs: list[tuple[Service, Fact]]) -> None:
    """In every half hour of a week: who is open here is open in the facts, and no unknown hours were guessed."""
    for service, fact in pairs:
        collected = _hours(fact)
        if service.hours.known:
            wrong = [at for at in _week() if is_open(service.hours, at) and not is_open(collected, at)]
            assert wrong == [], service.id


def test_hours_are_kept_in_the_services_zone(pairs: list[tuple[Service, Fact]]) -> None:
    """Where hours are known, the zone is the facts' own."""
    assert [each.id for each, fact in pairs if each.hours.known and each.hours.zone.key != fact["tz"]] == []


def test_nobody_is_offered_a_service_of_another_place(pairs: list[tuple[Service, Fact]]) -> None:
    """Areas are the facts' areas, or some of them."""
    for service, fact in pairs:
        assert service.areas <= {AREAS.get(area, area) for area in fact["areas"]}, service.id


def test_topics_ages_and_languages_are_the_facts(pairs: list[tuple[Service, Fact]]) -> None:
    """What a service is for, how old one may be, and what is spoken there; parents' lines are for adults."""
    for service, fact in pairs:
        topics = {topic for each in fact["topics"] for topic in TOPICS.get(each, set()) | {each}}
        assert service.topics <= topics | IN_THEIR_WORDS.get(service.id, set()), service.id
        assert (service.age_min, service.age_max) in set(_ages(fact)), service.id
        assert service.languages <= set(fact["languages"]), service.id


def test_dates_and_sources_are_the_facts(pairs: list[tuple[Service, Fact]], collected: dict[str, Any]) -> None:
    """Each source is quoted as it was collected, and the date is the newest dated one's."""
    for service, fact in pairs:
        cited = [collected["sources"][key] for key in fact["sources"]]
        known = {(each["publisher"], each["address"], each["as_of"]) for each in cited}
        assert {(each.publisher, each.address, each.dated) for each in service.sources} <= known, service.id
        dated = (fact["as_of"] or "0001")[:7]
        assert (f"{service.as_of:%Y-%m}" if service.as_of else "0001")[: len(dated)] == dated, service.id


def test_only_a_source_calls_a_service_free(pairs: list[tuple[Service, Fact]]) -> None:
    """What a range of numbers usually costs is no source."""
    for service, fact in pairs:
        assert service.cost is not Cost.FREE or (fact["cost"], fact["cost_basis"]) == ("free", "sourced"), service.id
        assert not service.says.free or service.cost is Cost.FREE, service.id


def test_emergency_numbers_are_agreed_by_two_lists(directory: Directory, collected: dict[str, Any]) -> None:
    """The numbers to dial in danger are those that two lists agree on, in the country they name."""
    for service in (each for each in directory.services if each.emergency):
        (country,) = service.areas
        agreed = collected["emergency_numbers"][country]["agreed_by_two_lists"]
        assert {each.value for each in service.contacts if each.is_number} == set(agreed), service.id


def _week() -> Iterator[datetime]:
    start = datetime(2026, 11, 23, tzinfo=UTC)
    return (start + half_hour * timedelta(minutes=30) for half_hour in range(7 * 48))


def _hours(fact: Fact) -> Hours:
    zone = read_zone(fact["tz"])
    if not fact["hours"]:
        return Hours(zone)
    if fact["hours"].get("always"):
        return Hours(zone, always=True)
    rules = [f"{', '.join(each['days'])} {each['open']}-{each['close']}" for each in fact["hours"]["periods"]]
    return read_hours(rules, zone)


def _ages(fact: Fact) -> Iterator[tuple[int | None, int | None]]:
    """The ages collected, or that the words say: "13+", and 18 for adults and parents."""
    yield fact["audience"].get("age_min"), fact["audience"].get("age_max")
    words = f"{fact['name']} {fact['description']} {fact['topics']}"
    yield from ((int(age), None) for age in re.findall(r"\b(\d+)\+", words))
    if "adults" in words or "parents" in words:
        yield 18, None


def _digits(number: str) -> str:
    return "".join(character for character in number if character.isdigit())


def _all_digits(number: str) -> Iterator[str]:
    """The digits, and those before a bracket, as some are told twice: "1-800-697-3738 (1-800-MY-RESET)"."""
    yield from (_digits(number), _digits(number.partition("(")[0]))
