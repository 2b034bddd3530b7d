"""The few services that a card names, in which order, and why."""

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signposting import (
    ADULT,
    IN_DANGER,
    UNDER_18,
    Choice,
    Contact,
    ContactKind,
    Directory,
    Hours,
    Option,
    Period,
    Service,
    Topic,
    choose,
    load_directory,
)

DIRECTORY = load_directory()
SUNDAY_NIGHT = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
TUESDAY_NOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)


def chosen(*topics: Topic, area: str = "GB", at: datetime = SUNDAY_NIGHT, **more: object) -> Choice:
    return choose(DIRECTORY, topics=topics, area=area, at=at, **more)  # type: ignore[arg-type]  # tests pass any option


def ids(choice: Choice) -> list[str]:
    return [option.service.id for option in choice.options]


def test_the_emergency_number_comes_with_a_crisis_only() -> None:
    """Emergency services stand apart and first, for crisis and for nothing else, and can't be left out."""
    crisis = chosen(Topic.CRISIS, area="GB-WLS", leave_out={"gb-999"})
    assert crisis.emergency is not None
    assert crisis.emergency.id == "gb-999"
    assert chosen(Topic.LONELINESS).emergency is None


def test_the_members_own_nation_comes_first() -> None:
    """In a crisis each nation's own line is named before those for the whole country."""
    own = {"GB-SCT": "gb-sct-nhs24", "GB-NIR": "gb-nir-lifeline", "GB-ENG": "gb-eng-nhs111"}
    assert {area: ids(chosen(Topic.CRISIS, area=area))[0] for area in own} == own


def test_nobody_is_sent_to_another_nations_line() -> None:
    """Somebody in Scotland is never given a line that is for England, Wales or Northern Ireland only."""
    for topic in Topic:
        choice = chosen(topic, area="GB-SCT", most=50)
        for option in choice.options:
            assert option.service.areas & {"GB", "GB-SCT", "world"}


def test_open_now_comes_before_closed() -> None:
    """Late on a Sunday, whoever answers now is named before whoever opens in the morning."""
    for topic in Topic:
        choice = chosen(topic, area="GB-ENG", most=50)
        general = [option.open_now for option in choice.options if topic in option.service.topics]
        assert general == sorted(general, reverse=True)


def test_there_is_somebody_to_reach_at_night() -> None:
    """When every line about the topic is closed, one to talk to now and one to write to now stand beside the first."""
    choice = chosen(Topic.BEREAVEMENT, area="GB-SCT")
    assert ids(choice) == ["gb-sct-cruse", "gb-samaritans", "gb-shout"]
    assert [option.open_now for option in choice.options] == [False, True, True]
    assert [option.reason.rpartition("; ")[2] for option in choice.options[1:]] == [
        "somebody to talk to now",
        "a way to write now",
    ]


def test_whoever_cannot_speak_aloud_can_write() -> None:
    """At night, where the only open line about abuse is for calls, the last place goes to a text line."""
    last = chosen(Topic.DOMESTIC_ABUSE, area="IE").options[-1]
    assert last.service.id == "ie-textaboutit"
    assert last.reason.endswith("a way to write now")


def test_pages_to_read_leave_room_for_people() -> None:
    """At most one service with nothing but a web page takes a place while somebody else would answer."""
    options = chosen(Topic.LGBTQ, at=TUESDAY_NOON).options
    assert [option.service.id for option in options if option.open_now] == ["gb-switchboard", "gb-samaritans"]


def test_the_whole_country_comes_before_its_parts() -> None:
    """Whoever named no part of the country is given what serves all of it first, but for lines of one age."""
    options = [each for each in chosen(Topic.CRISIS, most=50).options if each.open_now]
    for_all = [each for each in options if each.service.age_min is None and each.service.age_max is None]
    reasons = [option.reason for option in for_all]
    parts = ["for part of GB" in reason for reason in reasons]
    assert parts == sorted(parts)


def test_a_chat_that_is_open_counts_by_its_own_hours() -> None:
    """A contact with hours of its own makes a service open while they last, and only that way."""
    closed = Hours(ZoneInfo("Europe/London"), (Period(frozenset(range(7)), time(9), time(17)),))
    chat = Contact(ContactKind.CHAT, "https://example.org/chat", hours=replace(closed, periods=(), always=True))
    phone = Contact(ContactKind.PHONE, "0131 496 0000")
    known = DIRECTORY.get("gb-samaritans")
    assert known is not None
    service = replace(known, id="own-1", rank=0, contacts=(phone, chat), hours=closed)
    options = choose(
        Directory((service, *DIRECTORY.services)), topics={Topic.CRISIS}, area="GB", at=SUNDAY_NIGHT
    ).options
    assert options[0].service.id == "own-1"
    assert any(ContactKind.PHONE in {each.kind for each in other.contacts} for other in options[1:])


def test_a_crisis_line_is_better_than_nobody() -> None:
    """Where we know only lines for a crisis, whoever asks about something else is given those rather than nobody."""
    options = chosen(Topic.VETERANS, area="CA").options
    assert options
    assert all(option.reason.endswith("nobody else is known there") for option in options)


def test_the_last_page_is_the_last() -> None:
    """When every service has been shown, "more" ends there and doesn't begin again with the lines for a crisis."""
    everything = {option.service.id for option in chosen(Topic.VETERANS, most=50).options}
    assert chosen(Topic.VETERANS, leave_out=everything).options == ()


def test_by_day_the_topic_fills_the_card() -> None:
    """When lines about the topic are open, general ones don't take their places."""
    assert all(
        Topic.BEREAVEMENT in option.service.topics for option in chosen(Topic.BEREAVEMENT, at=TUESDAY_NOON).options
    )


def test_there_is_a_way_to_write_and_a_way_to_talk() -> None:
    """A crisis card offers both a number to call and a way to write."""
    for area in ("GB", "GB-SCT", "GB-ENG", "GB-WLS", "GB-NIR", "IE"):
        kinds = {contact.kind for option in chosen(Topic.CRISIS, area=area).options for contact in option.contacts}
        assert ContactKind.PHONE in kinds
        assert kinds & {ContactKind.TEXT, ContactKind.CHAT}


def test_abuse_is_never_named_unasked() -> None:
    """Services about abuse or sexual violence appear only for somebody who asked about just that."""
    discreet = {Topic.DOMESTIC_ABUSE, Topic.SEXUAL_VIOLENCE}
    for topic in set(Topic) - discreet:
        assert not [o for o in chosen(topic, most=50).options if o.service.topics & discreet]
    assert ids(chosen(Topic.DOMESTIC_ABUSE, area="GB-SCT"))[0] == "gb-sct-sdafmh"


def test_more_gives_the_next_ones() -> None:
    """The next options are what leaving out the first ones gives, and none comes twice."""
    first = chosen(Topic.ANXIETY_DEPRESSION)
    second = chosen(Topic.ANXIETY_DEPRESSION, leave_out=ids(first))
    assert [option.service.id for option in first.more]
    assert not set(ids(first)) & {option.service.id for option in (*first.more, *second.options)}


def test_the_world_has_a_last_resort() -> None:
    """Where we know no service, the directory of helplines for every country is still there."""
    nowhere = chosen(Topic.CRISIS, area="AQ")
    assert (nowhere.options, nowhere.last_resort.id) == ((), "int-findahelpline")


def test_age_is_respected() -> None:
    """A line for under-nineteens is not named to an adult, and is named to a young person who asks."""
    assert "gb-childline" not in ids(chosen(Topic.YOUNG_PEOPLE, age=40, most=50))
    assert "gb-childline" in ids(chosen(Topic.YOUNG_PEOPLE, age=15))


def test_the_welsh_line_is_for_welsh_speakers() -> None:
    """The Welsh-language line is named to somebody who reads Welsh, and not to somebody who doesn't."""
    evening = datetime(2026, 11, 22, 20, 0, tzinfo=UTC)
    assert "gb-samaritans-cymraeg" in ids(chosen(Topic.CRISIS, area="GB-WLS", language="cy", at=evening))
    assert "gb-samaritans-cymraeg" not in ids(chosen(Topic.CRISIS, area="GB-WLS", most=50, at=evening))


def test_old_facts_show_no_number_on_any_card() -> None:
    """Years after the last source, cards name only websites and the emergency number."""
    years_on = SUNDAY_NIGHT + timedelta(days=1000)
    choice = chosen(Topic.CRISIS, at=years_on)
    assert choice.options
    assert not any(contact.is_number for option in choice.options for contact in option.contacts)
    assert not any(option.open_now for option in choice.options)


def test_every_choice_has_its_reason() -> None:
    """Each option says what it is about, where it serves and whether it answers now."""
    scottish = chosen(Topic.CRISIS, area="GB-SCT").options
    assert scottish[0].reason == "about crisis; for GB-SCT; open now"
    assert scottish[1].reason == "about crisis; for the whole of GB; open now"


@pytest.mark.parametrize("area", ["", "gb-sct", "XX", "GB-XYZ", "nonsense"])
def test_an_odd_area_does_no_harm(area: str) -> None:
    """An area we can't place still gives an answer, at least the last resort."""
    assert chosen(Topic.CRISIS, area=area).last_resort is DIRECTORY.last_resort


@given(
    topics=st.sets(st.sampled_from(list(Topic))),
    area=st.sampled_from(["GB", "GB-SCT", "GB-NIR", "IE", "FR", ""]),
    at=st.datetimes(datetime(2026, 11, 1), datetime(2030, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 timezones adds it
    age=st.none() | st.integers(5, 99),
    most=st.integers(0, 6),
)
def test_a_card_keeps_its_promises(topics: set[Topic], area: str, at: datetime, age: int | None, most: int) -> None:
    """Whatever is asked: never more than `most`, never a service twice, never the last resort among the options."""
    choice = choose(DIRECTORY, topics=topics, area=area, at=at, age=age, most=most)
    named = [option.service.id for option in (*choice.options, *choice.more)]
    assert len(choice.options) <= most
    assert len(set(named)) == len(named)
    assert choice.last_resort.id not in named
    assert all(_right_age(DIRECTORY, named, age))


def _right_age(directory: Directory, named: Collection[str], age: int | None) -> list[bool]:
    services = [directory.get(name) for name in named]
    return [service.is_for(None if age is None else (age, age)) for service in services if service]


@pytest.mark.parametrize("at", [SUNDAY_NIGHT, TUESDAY_NOON])
@pytest.mark.parametrize("topic", Topic)
def test_under_18s_get_one_made_for_them_and_none_for_adults_only(topic: Topic, at: datetime) -> None:
    """Whatever somebody under 18 asks about, a service for young people is on the first card, and none from 18 on."""
    for area in ("GB", "GB-SCT"):
        choice = chosen(topic, area=area, at=at, age=UNDER_18, most=50)
        assert all((option.service.age_min or 0) < 18 for option in choice.options)
        first = chosen(topic, area=area, at=at, age=UNDER_18).options
        assert any(Topic.YOUNG_PEOPLE in option.service.topics for option in first)
        assert any(option.open_now for option in first)


def test_under_18s_get_those_made_for_them_before_the_rest() -> None:
    """Among the services that answer now, those for young people come before the lines for everybody."""
    for topic in (Topic.CRISIS, Topic.BEREAVEMENT, Topic.ANXIETY_DEPRESSION):
        options = chosen(topic, at=TUESDAY_NOON, age=UNDER_18, most=50).options
        about = [option for option in options if option.open_now and topic in option.service.topics]
        made = [Topic.YOUNG_PEOPLE in option.service.topics for option in about]
        assert True in made
        assert made == sorted(made, reverse=True)


def test_adults_get_what_is_for_adults() -> None:
    """What only adults may use needs no guess for somebody who said they are 18 or over, and youth lines give way."""
    assert "gb-andysmanclub" in ids(chosen(Topic.MEN, at=TUESDAY_NOON, age=ADULT, most=50))
    named = ids(chosen(Topic.CRISIS, age=ADULT, most=50))
    assert named.index("gb-samaritans") < named.index("gb-childline")


def test_no_age_said_changes_nothing() -> None:
    """Whoever says no age gets what they always got."""
    for topic in Topic:
        assert chosen(topic, age=None) == chosen(topic)


EVERY_AREA = sorted({area for service in DIRECTORY.services for area in service.areas} | {"GB", "AQ"})
HOURS = st.integers(0, 7 * 24).map(lambda hours: SUNDAY_NIGHT + timedelta(hours=hours))
AGES = st.sampled_from([None, 12, 17, 18, 40, 80, UNDER_18, ADULT])


def _passed_over(first: Option, second: Option) -> bool:
    """Whether a closed service stands before an open one for no stated reason."""
    if first.open_now or not second.open_now:
        return False
    stated = ("put first here", "made for young people", "somebody to talk", "a way to write", "answers now", " only")
    is_about = first.reason.startswith("about")
    return not (any(each in second.reason for each in stated) or (is_about and not second.reason.startswith("about")))


def _numbers_of(option: Option) -> set[tuple[str, str]]:
    return {(contact.value, contact.keyword) for contact in option.contacts if contact.is_number}


@settings(max_examples=300)
@given(
    st.sampled_from(sorted(Topic)), st.sampled_from(EVERY_AREA), HOURS, AGES, st.sampled_from(["en", "es", "cy", "de"])
)
def test_whatever_is_asked_the_card_keeps_its_promises(
    topic: Topic, area: str, at: datetime, age: int | tuple[int, int] | None, language: str
) -> None:
    """At most three, each reachable and only once, for their age, with a reason; the emergency number wherever due."""
    choice = chosen(topic, area=area, at=at, age=age, language=language)
    both = (*choice.options, *choice.more)
    assert len(choice.options) <= 3
    assert len({option.service.id for option in both}) == len(both)
    assert all(option.contacts and option.reason for option in both)
    assert not any(option.service.emergency or option.service.last_resort for option in both)
    assert all(option.service.is_for((age, age) if isinstance(age, int) else age) for option in both)
    assert choice.last_resort.last_resort
    assert choice.emergency == (DIRECTORY.emergency(area) if topic in IN_DANGER else None)


@settings(max_examples=300)
@given(st.sampled_from(sorted(Topic)), st.sampled_from(EVERY_AREA), HOURS, st.sampled_from([None, 12, 17, 40]))
def test_nobody_waits_at_a_closed_door(
    topic: Topic, area: str, at: datetime, age: int | tuple[int, int] | None
) -> None:
    """No closed service stands before an open one without a stated reason; if anybody answers, one on the card does."""
    options = chosen(topic, area=area, at=at, age=age).options
    everybody = chosen(topic, area=area, at=at, age=age, most=100).options
    assert not any(_passed_over(*pair) for pair in pairwise(options))
    assert any(each.open_now for each in options) == any(each.open_now for each in everybody)


@settings(max_examples=300)
@given(st.sampled_from(sorted(Topic)), st.sampled_from(EVERY_AREA), HOURS)
def test_no_number_stands_twice(topic: Topic, area: str, at: datetime) -> None:
    """Nobody is given the same number twice, under whatever names, on all the pages together."""
    left_out: set[str] = set()
    seen: set[tuple[str, str]] = set()
    while (page := chosen(topic, area=area, at=at, leave_out=left_out)).options:
        for option in page.options:
            assert not _numbers_of(option) & seen
            seen |= _numbers_of(option)
        left_out |= {option.service.id for option in page.options}


def test_another_languages_line_is_better_than_none() -> None:
    """In Germany a reader of English is given the German line rather than nothing; in Wales nobody needs it."""
    assert "de-telefonseelsorge" in ids(chosen(Topic.CRISIS, area="DE"))


def test_a_communitys_first_service_comes_first() -> None:
    """What a community puts first is named first among those that answer, also when its hours aren't known."""
    local = replace(
        DIRECTORY.get("gb-samaritans") or DIRECTORY.last_resort,
        id="own-1",
        rank=-1,
        topics=frozenset({Topic.LONELINESS}),
    )
    local = replace(local, contacts=(Contact(ContactKind.PHONE, "0131 496 0000"),), hours=Hours(local.hours.zone))
    theirs = Directory((local, *DIRECTORY.services))
    choice = choose(theirs, topics={Topic.LONELINESS}, area="GB-SCT", at=TUESDAY_NOON)
    assert ids(choice)[0] == "own-1"


def made(name: str, number: str, **more: Any) -> Service:
    """A service that answers at any hour, anywhere in GB, for crises, in English, by phone."""
    known = DIRECTORY.get("gb-samaritans")
    assert known is not None
    plain = replace(known, id=name, name=name, contacts=(Contact(ContactKind.PHONE, number),), rank=2, general=False)
    return replace(plain, **more)


def among(*services: Service, topic: Topic = Topic.CRISIS, language: str = "en") -> list[Option]:
    fixed = [each for each in DIRECTORY.services if each.last_resort or each.id == "gb-999"]
    theirs = Directory((*services, *fixed))
    return list(choose(theirs, topics={topic}, area="GB", at=SUNDAY_NIGHT, language=language).options)


def test_a_number_that_stands_already_is_left_out() -> None:
    """A service that shares one of its numbers with one before it is named with the others alone."""
    both = made(
        "b", "116 123", contacts=(Contact(ContactKind.PHONE, "116 123"), Contact(ContactKind.PHONE, "0800 1111"))
    )
    options = among(made("a", "116 123"), both)
    assert [[each.value for each in option.contacts] for option in options] == [["116 123"], ["0800 1111"]]


def test_the_emergency_number_stands_once() -> None:
    """A line that is the emergency number itself isn't named under it again."""
    assert [option.service.id for option in among(made("a", "999"), made("b", "116 123"))] == ["b"]


def test_no_place_is_lost_to_a_number_named_twice() -> None:
    """A line for the young whose number was on the page before takes no other young line's place."""
    shut = Hours(ZoneInfo("Europe/London"), (Period(frozenset({1}), time(9), time(17)),))
    young = frozenset({Topic.YOUNG_PEOPLE, Topic.CRISIS})
    shown, again = made("a", "116 123"), made("b", "116 123", topics=young)
    rest = [made(name, f"0800 111{place}") for place, name in enumerate("cde")]
    other = made("f", "0800 2222", topics=young, hours=shut)
    fixed = [each for each in DIRECTORY.services if each.last_resort]
    choice = choose(
        Directory((shown, again, *rest, other, *fixed)),
        topics={Topic.CRISIS},
        area="GB",
        at=SUNDAY_NIGHT,
        age=15,
        leave_out={"a"},
    )
    assert ids(choice) == ["c", "d", "f"]


def test_in_danger_a_way_to_write_is_worth_a_place() -> None:
    """With three open lines to call about abuse, the last gives way to a text line for anything; not for debt."""
    general = made("z", "85258", contacts=(Contact(ContactKind.TEXT, "85258"),), topics=frozenset(), general=True)
    for topic, last in ((Topic.DOMESTIC_ABUSE, "z"), (Topic.MONEY, "c")):
        lines = [made(name, f"0800 111{place}", topics=frozenset({topic})) for place, name in enumerate("abc")]
        assert [option.service.id for option in among(*lines, general, topic=topic)] == ["a", "b", last]


def test_words_somebody_knows_come_first() -> None:
    """Where nobody near speaks the reader's language, a line for the whole world that does stands before those."""
    german = made("a", "0800 1110", languages=frozenset({"de"}), rank=0)
    world = made("b", "0800 1111", areas=frozenset({"world"}))
    options = among(german, world)
    assert [option.service.id for option in options] == ["b", "a"]
    assert options[1].reason.endswith("answers in de only")
    assert [option.service.id for option in among(german, world, language="de")] == ["a", "b"]
