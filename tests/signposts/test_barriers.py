"""The barrier step: short answers under every card, true of the services it names, and pressed at any time."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, time, timedelta
from itertools import combinations
from zoneinfo import ZoneInfo

import pytest

from bot.community.context import Bare
from bot.contract.events import ButtonPressed
from bot.contract.messages import Button, Message
from bot.contract.places import CommunityId, Member
from bot.contract.plain import buttons, plain
from bot.signposts.asked import GENERAL, Asked, asked_by
from bot.signposts.cards import ACTIONS, HERE, Cards
from bot.signposts.directories import Directories
from bot.texts import translator
from signposting import Contact, ContactKind, Cost, Directory, Hours, Period, Topic, load_directory, words
from signposting.ways import KINDS, Way, reachable
from signposting.words import Question

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BEN = Member(CommunityId("room", "r"), "ben")
T = translator("en-GB")
BARE = Bare(T, "GB", NOON)
DIRECTORY = load_directory()
CARDS = Cards(Directories(DIRECTORY))
MOST = 100
"""Letters of a button's id on Discord: action, subject and choice, and what joins them."""


def drawn(message: Message, bare: Bare = BARE) -> str:
    """What is drawn, without buttons."""
    return plain(message, name=str, t=bare.t, zone=ZoneInfo("Europe/London"))


def labels(message: Message) -> list[str]:
    """What its buttons say."""
    return [each.label for each in buttons(message)]


def press(message: Message, label: str, bare: Bare = BARE, cards: Cards = CARDS) -> Message:
    """Press a button of a message; what it answers. Nothing is remembered in between, as after a restart."""
    button = next(each for each in buttons(message) if each.label == label)
    return pressed(button, bare, cards)


def pressed(button: Button, bare: Bare = BARE, cards: Cards = CARDS) -> Message:
    """What a button answers, from nothing but what it carries."""
    event = ButtonPressed(
        id="e", by=BEN, where=None, at=NOON, action=button.action, subject=button.subject, choice=button.choice
    )
    return cards.pressed(event, bare)


def card(topic: Topic = Topic.CRISIS, bare: Bare = BARE, cards: Cards = CARDS) -> Message:
    """The card for a topic."""
    return cards.card(Asked((topic,)), bare, opening=bare.t(HERE))


@pytest.mark.parametrize("topic", list(Topic))
@pytest.mark.parametrize("area", ["GB", "GB-SCT", "IE", "US"])
def test_four_questions_stand_under_every_card(topic: Topic, area: str) -> None:
    """What happens, another way, is it private, is it free: one row, after everything that can be called or read."""
    shown = card(topic, replace(BARE, area=area))
    (happens, rather, private, free, *more) = labels(shown)
    assert happens.startswith("What happens if I ")
    assert rather in {"I’d rather text", "I’d rather talk"}
    assert (private, free) == ("Is it private?", "Is it free?")
    assert more in (["More options"], [])


def test_the_first_question_is_about_what_comes_first() -> None:
    """Under a telephone number one asks about calling; where only texting is shown, about texting."""
    assert labels(card())[0] == "What happens if I call?"
    assert labels(press(card(), "I’d rather text"))[0] == "What happens if I text?"


@pytest.mark.parametrize("kind", [ContactKind.PHONE, ContactKind.TEXT, ContactKind.CHAT])
@pytest.mark.parametrize("question", [Question.HAPPENS, Question.PRIVATE])
@pytest.mark.parametrize("language", ["en", "es"])
def test_each_kind_of_contact_has_its_own_short_answer(kind: ContactKind, question: Question, language: str) -> None:
    """Phone, text and chat are each answered in at most four sentences."""
    answer = words.answer_in_words(question, kind, language)
    others = [words.answer_in_words(question, each, language) for each in ContactKind if each is not kind]
    assert answer not in others
    assert 1 <= answer.count(".") <= 4


@pytest.mark.parametrize("language", ["en", "es"])
def test_nothing_is_promised_to_stay_secret(language: str) -> None:
    """The answer about privacy says that each service has rules, and that it may tell somebody in danger."""
    said = words.private_in_words(language)
    assert ("may tell somebody else" if language == "en" else "puede avisar a alguien") in said
    assert ("danger" if language == "en" else "peligro") in said


def test_what_is_known_of_a_service_is_said_beside_what_is_general() -> None:
    """Samaritans' own words stand under the general answer, and whoever can't speak learns of 55."""
    answer = drawn(press(card(), "What happens if I call?"))
    assert "hang up at any time" in answer
    assert "Samaritans: Somebody listens" in answer
    assert "999 or 112: If you can't speak" in answer
    assert "Shout" not in answer  # it can't be called
    assert "Samaritans: What you say is kept confidential, with a few exceptions" in drawn(
        press(card(), "Is it private?")
    )


def test_particular_facts_speak_the_readers_language() -> None:
    """Every such fact of the directory has been put into Spanish, and none that isn't there."""
    for question in Question:
        theirs = {each.id for each in DIRECTORY.services if getattr(each.says, question.value)}
        assert set(words.texts("es")[f"says_{question.value}"]) == theirs


def test_what_it_costs_is_said_only_as_a_source_says_it() -> None:
    """Free is called free, a landline's price is named, and what isn't known is said to be unknown."""
    answer = drawn(press(card(), "Is it free?"))
    for line in answer.splitlines():
        service = next((each for each in DIRECTORY.services if line.startswith(f"• {each.name}: ")), None)
        if service is not None:
            told = "free" in line
            assert told is (service.cost is Cost.FREE)
            assert ("I don’t know what it costs" in line) is (service.cost is Cost.UNKNOWN and not service.says.free)
    assert "Samaritans: Calling 116 123 is free." in answer
    assert "Calling 999 or 112 is free." in answer
    unknown = CARDS.card(Asked(ids=("gb-stepchange",)), BARE, opening="…")
    assert "I don’t know what it costs." in drawn(press(unknown, "Is it free?"))


@pytest.mark.parametrize("topic", list(Topic))
def test_whoever_would_rather_text_can(topic: Topic) -> None:
    """Only what can be written to is shown, only by text or chat, and "I'd rather talk" leads back to voices."""
    writing = press(card(topic), "I’d rather text")
    assert "Call " not in drawn(writing).replace("C.A.L.L.", "")
    if "That’s fine." not in drawn(writing):
        pytest.fail("nobody can be written to")
    talking = press(writing, "I’d rather talk")
    assert "Text " not in drawn(talking)
    assert "Call " in drawn(talking)


def test_danger_comes_first_in_writing_too() -> None:
    """The emergency number stands above those who can be texted."""
    assert drawn(press(card(), "I’d rather text")).startswith("If you or somebody else is in danger right now")


def test_more_options_stay_with_the_way() -> None:
    """The next page for whoever would rather text has nobody who can only be called, and nobody twice."""
    first = press(card(), "I’d rather text")
    second = press(first, "More options")
    assert "Call " not in drawn(second).replace("C.A.L.L.", "")
    named = [line.split(":")[0] for page in (first, second) for line in drawn(page).splitlines()[2:-1:2]]
    assert len(set(named)) == len(named) > 3


def test_where_nobody_can_be_written_to_it_is_said_kindly() -> None:
    """Danger first, that there is nobody, where else to look, and the way back."""
    only_phones = Cards(Directories(reachable(DIRECTORY, Way.TALK)))
    told = press(card(cards=only_phones), "I’d rather text", cards=only_phones)
    lines = drawn(told).splitlines()
    assert lines[0].startswith("If you or somebody else is in danger right now, you can call 999 or 112")
    assert lines[1].startswith("I don’t know of anybody for this who can be reached in writing.")
    assert "findahelpline.com" in lines[2]
    assert "Samaritans" in drawn(press(told, "Back to the options", cards=only_phones))


def test_a_chat_has_its_own_hours() -> None:
    """A line that is open all night may have a chat that isn't; whoever would rather write is told the chat's."""
    evenings = Hours(zone=ZoneInfo("Europe/London"), periods=(Period(frozenset(range(7)), time(18), time(22)),))
    samaritans = DIRECTORY.get("gb-samaritans")
    assert samaritans is not None
    chat = Contact(ContactKind.CHAT, "https://example.org/chat", hours=evenings)
    changed = replace(samaritans, contacts=(*samaritans.contacts, chat))
    others = [each for each in DIRECTORY.services if each.emergency or each.last_resort]
    cards = Cards(Directories(Directory((changed, *others))))
    both = card(cards=cards)
    assert "Chat online (https://example.org/chat) (opens today at 18:00)" in drawn(both)
    assert "any time, day or night" in drawn(both)
    writing = drawn(press(both, "I’d rather text", cards=cards))
    assert "any time" not in writing.partition("\n")[2]
    assert "opens today at 18:00" in writing


@pytest.mark.parametrize("way", list(Way))
def test_no_emergency_number_is_lost_on_the_way(way: Way) -> None:
    """Whatever somebody would rather do, emergency services and the last resort stay, and only that way is offered."""
    narrowed = reachable(DIRECTORY, way)
    kept = {each.id for each in DIRECTORY.services if each.emergency or each.last_resort}
    assert kept <= {each.id for each in narrowed.services}
    for service in narrowed.services:
        if service.id not in kept:
            assert {each.kind for each in service.contacts} - {ContactKind.WEB} <= KINDS[way]


@pytest.mark.parametrize("label", ["What happens if I call?", "Is it private?", "Is it free?"])
def test_every_answer_leads_on_and_back(label: str) -> None:
    """Under each answer stand the other questions, no more than five a row, and the way back to the card."""
    answer = press(card(), label)
    assert label not in labels(answer)
    assert "Back to the options" in labels(answer)
    assert len(labels(answer)) <= 5
    assert drawn(press(answer, "Back to the options")) == drawn(card())


def test_buttons_keep_place_page_and_way() -> None:
    """After a restart a button still knows the topics, the area, the way and the page of its card."""
    asked = Asked((Topic.MONEY, Topic.BEREAVEMENT), "GB-SCT", Way.TALK, 2)
    assert asked.subject == "money bereavement|GB-SCT|talk|2"
    event = ButtonPressed(
        id="e", by=BEN, where=None, at=NOON, action="signposts.free", subject=asked.subject, choice=""
    )
    assert asked_by(event) == asked


def test_an_area_goes_along() -> None:
    """An answer about a card for Scotland is about Scotland's services."""
    scottish = CARDS.card(Asked(GENERAL, "GB-SCT"), BARE, opening="…")
    assert "NHS 24" in drawn(scottish)
    assert "NHS 24" in drawn(press(scottish, "Is it free?"))


def test_no_button_is_too_long_for_a_platform() -> None:
    """Whatever topics, area and services a card is about, what its buttons carry fits."""
    longest = max((each for each in ACTIONS), key=len)
    topics = combinations(sorted(Topic, key=lambda each: -len(each.value)), 4)
    ids = tuple(f"own-{each}-of-this-community" for each in range(6))
    subjects = [Asked(each, "GB-SCT", Way.WRITE, 12).subject for each in topics]
    subjects.append(Asked(GENERAL, "GB-SCT", Way.WRITE, 0, ids).subject)
    assert [each for each in subjects if len(longest) + len(each) + len("phone") + 4 > MOST] == []


@pytest.mark.parametrize("subject", ["", "|||", "nothing|XX|way|99999", "=gone other", "=" * 90, "crisis|GB|write|-1"])
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_no_button_leads_nowhere(subject: str, action: str) -> None:
    """A button that nobody can read any more is answered with something to read and to press."""
    answer = pressed(Button("…", action, subject, "nonsense"))
    assert labels(answer) or "findahelpline.com" in drawn(answer)
    assert labels(answer) or "XX" in subject  # a place without services


def test_what_is_too_old_is_not_spoken_of() -> None:
    """When a card shows no numbers any more, the question is about getting in touch at all."""
    later = replace(BARE, now=NOON + timedelta(days=900))
    shown = card(bare=later)
    assert "116 123" not in drawn(shown)
    assert labels(shown)[0] in {"What happens if I get in touch?", "What happens if I chat?"}
    assert drawn(press(shown, labels(shown)[0], later))
