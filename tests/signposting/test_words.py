"""What signposting says about a service, in plain words."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from signposting import (
    Contact,
    ContactKind,
    Service,
    Topic,
    area_in_words,
    contact_in_words,
    cost_in_words,
    hours_in_words,
    load_directory,
    topic_in_words,
)

DIRECTORY = load_directory()


def service(service_id: str) -> Service:
    found = DIRECTORY.get(service_id)
    assert found
    return found


@pytest.mark.parametrize(
    ("service_id", "at", "said"),
    [
        ("gb-samaritans", "2026-11-22T23:30+00:00", "any time, day or night"),
        ("gb-switchboard", "2026-11-22T12:00+00:00", "open now until 22:00"),
        ("gb-calm", "2026-11-22T20:00+00:00", "open now until midnight"),
        ("gb-cruse", "2026-11-23T08:00+00:00", "opens today at 09:30"),
        ("gb-cruse", "2026-11-23T18:00+00:00", "opens tomorrow at 13:00"),
        ("gb-stepchange", "2026-11-21T15:00+00:00", "opens Monday at 08:00"),
        ("gb-mariecurie", "2026-11-22T12:00+00:00", "opening times are on the website"),
        ("gb-cruse", "2027-06-14T08:00+00:00", "opens today at 09:30"),
    ],
)
def test_hours_read_as_people_say_them(service_id: str, at: str, said: str) -> None:
    """Hours are told from where the reader stands: until when, or when next."""
    assert hours_in_words(service(service_id), datetime.fromisoformat(at)) == said


def test_old_hours_are_not_repeated() -> None:
    """When the facts are too old, the reader is sent to the website for opening times."""
    later = datetime(2026, 11, 22, tzinfo=UTC) + timedelta(days=1000)
    assert hours_in_words(service("gb-calm"), later) == "opening times are on the website"


def test_nobody_is_sent_to_a_website_that_isnt_there() -> None:
    """Where neither opening times nor a website are known, it is said that they aren't known."""
    known = service("gb-mariecurie")
    bare = replace(known, contacts=tuple(each for each in known.contacts if each.kind is not ContactKind.WEB))
    assert hours_in_words(bare, datetime(2026, 11, 22, 12, tzinfo=UTC)) == "I don't know the opening times"


def test_contacts_say_what_to_do() -> None:
    """A number to call, a word to text and a page to open each read as an instruction."""
    assert contact_in_words(service("gb-samaritans").contacts[0]) == "Call 116 123"
    assert contact_in_words(service("gb-shout").contacts[0]) == "Text SHOUT to 85258"
    assert contact_in_words(service("gb-wls-111").contacts[0]) == "Call 111 (press 2)"
    assert contact_in_words(Contact(ContactKind.TEXT, "88247")) == "Text 88247"


def test_cost_is_said_only_when_a_source_says_it() -> None:
    """A sourced free call is called free; an unsourced one is left unsaid."""
    assert cost_in_words(service("gb-samaritans")) == "free to contact"
    assert cost_in_words(service("gb-stepchange")) == ""


def test_every_topic_and_area_has_a_name() -> None:
    """Each topic and each area of the directory can be said; an unknown area is said by its code."""
    assert all(re.match(r"[A-Z]", topic_in_words(topic)) for topic in Topic)
    assert not [area for area in DIRECTORY.areas if area_in_words(area) == area]
    assert area_in_words("FR-75") == "FR-75"


def test_an_unknown_language_falls_back_to_english() -> None:
    """A language that nobody has translated is answered in English, and cannot name a file."""
    assert topic_in_words(Topic.MONEY, "xx") == topic_in_words(Topic.MONEY, "../en") == "Money and debt"
