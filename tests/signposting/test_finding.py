"""Topics and areas are found in the words that people use when they ask."""

from __future__ import annotations

import pytest

from signposting import Topic, find_area, find_topics, split_area


@pytest.mark.parametrize(
    ("typed", "topic"),
    [
        ("suicidal", Topic.CRISIS),
        ("i want to die", Topic.CRISIS),
        ("Self-harm", Topic.SELF_HARM),
        ("panic attacks", Topic.ANXIETY_DEPRESSION),
        ("I'm so lonely", Topic.LONELINESS),
        ("my mum died last week", Topic.BEREAVEMENT),
        ("bills and rent", Topic.MONEY),
        ("domestic abuse", Topic.DOMESTIC_ABUSE),
        ("Money and debt", Topic.MONEY),
        ("loneliness", Topic.LONELINESS),
    ],
)
def test_people_ask_in_their_own_words(typed: str, topic: Topic) -> None:
    """The first topic found is the one that somebody who types this means."""
    assert find_topics(typed)[0] is topic


@pytest.mark.parametrize("typed", ["me", "home", "xylophone", "", "a", "come"])
def test_parts_of_words_name_nothing(typed: str) -> None:
    """A word inside another word names no topic, above all not an abusive home."""
    assert find_topics(typed) == ()


def test_at_most_three_topics_are_found() -> None:
    """However much somebody names, a card stays about three things."""
    assert len(find_topics("debt, drink, grief, work and loneliness")) == 3


@pytest.mark.parametrize(
    ("typed", "area"), [("UK", "GB"), ("scotland", "GB-SCT"), ("N. Ireland", "GB-NIR"), ("GB-WLS", "GB-WLS")]
)
def test_areas_have_several_names(typed: str, area: str) -> None:
    """An area is known by its code, its name and what people call it."""
    assert find_area(typed) == area


@pytest.mark.parametrize("typed", ["Irelandia", "Scotlandia", "Atlantis", ""])
def test_an_unknown_place_is_not_guessed(typed: str) -> None:
    """A country that is spelt like another is not taken for it."""
    assert find_area(typed) is None


def test_the_area_stands_at_the_end() -> None:
    """What somebody types in one go is parted into the topic and the place."""
    assert split_area("grief in Scotland") == ("grief", "GB-SCT")
    assert split_area("debt Northern Ireland") == ("debt", "GB-NIR")
    assert split_area("i feel alone") == ("i feel alone", None)
