"""Whatever else somebody names, what may be danger is answered first."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.community.context import Bare
from bot.contract.events import CommandInvoked
from bot.contract.messages import Message
from bot.contract.places import CommunityId, Member
from bot.contract.plain import plain
from bot.contract.replies import Say
from bot.signposts import wording
from bot.signposts.asked import GENERAL
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines
from bot.signposts.support import GetSupport, Support
from bot.texts import translator
from signposting import load_directory, load_engine

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BEN = Member(CommunityId("room", "r"), "ben")
T = translator("en-GB")
BARE = Bare(T, "GB", NOON)
DANGER = "If you or somebody else is in danger right now, you can call 999 or 112 at any time."


@pytest.fixture(scope="module")
def support() -> Support:
    """The real directory and engine."""
    return Support(Directories(load_directory()), Engines(load_engine()))


def lines(message: Message) -> list[str]:
    """What is drawn, line by line."""
    return plain(message, name=str, t=T, zone=ZoneInfo("Europe/London")).splitlines()


def asked(support: Support, topic: str) -> list[str]:
    """What /support answers."""
    typed = CommandInvoked(id="e", by=BEN, where=None, at=NOON, command="support", ask=GetSupport(topic=topic))
    (reply,) = support.without_storage(typed, BARE)
    assert isinstance(reply, Say)
    return lines(reply.message)


@pytest.mark.parametrize(
    "topic",
    [
        "money worries and I can't go on, want to end it",
        "I want to die because of debt",
        "I'm worried about my mum because I want to kill myself",
    ],
)
def test_a_crisis_outweighs_what_else_is_named(support: Support, topic: str) -> None:
    """Neither a topic nor a friend in the same words takes the crisis card away."""
    drawn = asked(support, topic)
    assert drawn[0] == DANGER
    assert drawn[2].startswith("Samaritans:")


@pytest.mark.parametrize("topic", ["my husband hits me", "rape", "self-harm", "domestic abuse"])
def test_where_somebody_may_be_in_danger_the_number_comes_first(support: Support, topic: str) -> None:
    """A card about harm begins with the emergency number."""
    assert asked(support, topic)[0] == DANGER


def test_elsewhere_the_number_is_not_in_the_way(support: Support) -> None:
    """Whoever asks about debt gets what they asked for."""
    assert asked(support, "debt")[0] == "Here are some options."


@pytest.mark.parametrize("topic", ["student", "child"])
def test_somebody_who_asks_for_themselves_is_not_sent_to_a_friend(support: Support, topic: str) -> None:
    """A word that is a topic is one, although it is a person, too."""
    assert asked(support, topic)[0] == "Here are some options."


def test_a_reminder_begins_with_the_number(support: Support) -> None:
    """However short the answer, danger comes first in it."""
    assert lines(wording.reminder(T, support.choose(GENERAL, BARE)))[0] == DANGER
