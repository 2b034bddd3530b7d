"""What the bot may do in a channel, who has which role, and messages that one member asks it to pass to another."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.contract.events import CommandInvoked, MemberLeft, Surveyed
from bot.contract.messages import text
from bot.contract.permissions import Permission
from bot.contract.places import Member
from bot.contract.ports import Undeliverable
from bot.contract.replies import Reservation, Say, Survey
from tests.room.conftest import Tables

HELLO = text("Hello.")
_DAY = timedelta(days=1)


def ana(tables: Tables) -> Member:
    """Somebody else."""
    return Member(tables.room.community, "ana")


async def test_a_survey_is_answered_with_what_is_lacking(tables: Tables) -> None:
    """The core hears, as a press of the action it named, what the bot lacks in each channel."""
    tables.room.allow(tables.general, Permission.PIN, allowed=False)
    tables.core.answers = (Survey((tables.general,), "setup.checked", "7"),)
    await tables.ben.types("/listen #general", tables.general)
    asked, told = tables.core.events
    assert isinstance(asked, CommandInvoked)
    assert isinstance(told, Surveyed)
    assert (told.id, told.action, told.subject, told.by) == (
        f"{asked.id}:surveyed",
        "setup.checked",
        "7",
        tables.ben.member,
    )
    assert [lack.permission for lack in told.lacks[tables.general]] == [Permission.PIN]


async def test_a_survey_asks_once(tables: Tables) -> None:
    """A core that answers a survey with a survey is not asked for ever."""
    tables.core.answers = (Survey((tables.general,), "again"),)
    await tables.ben.types("/listen #general", tables.general)
    assert len(tables.core.events) == 2


@pytest.mark.parametrize("permission", [Permission.SEE, Permission.POST])
async def test_where_the_bot_may_not_post_it_does_not(tables: Tables, permission: Permission) -> None:
    """A channel in which something needed is forbidden gets no post, until it is allowed again."""
    tables.room.allow(tables.general, permission, allowed=False)
    with pytest.raises(Undeliverable):
        await tables.room.post(tables.general, HELLO, key="k1")
    tables.room.allow(tables.general, permission, allowed=True)
    await tables.room.post(tables.general, HELLO, key="k1")
    assert tables.sentences == ["Hello."]


async def test_a_word_is_passed_to_somebody_else_alone(tables: Tables) -> None:
    """What is said to a member stands in that member's own conversation, and nobody else sees it."""
    tables.core.answers = (Say(HELLO, ana(tables), Reservation("offer", "x", lasts=_DAY)),)
    await tables.ben.types("/listen #general", tables.general)
    (post,) = [post for post in tables.room.posts if post.content == HELLO]
    assert post.receipt.channel == tables.room.direct(ana(tables))
    assert not tables.room.sees(tables.ben.member, post)
    assert tables.core.settled == [True]


async def test_a_word_to_closed_messages_is_not_accepted(tables: Tables) -> None:
    """Nothing appears anywhere, and the core hears that it was not accepted."""
    tables.room.people[ana(tables)].takes_direct = False
    tables.core.answers = (Say(HELLO, ana(tables), Reservation("offer", "x", lasts=_DAY)),)
    await tables.ben.types("/listen #general", tables.general)
    assert tables.core.settled == [False]
    assert not [post for post in tables.room.posts if post.content == HELLO]


async def test_roles_come_with_every_event(tables: Tables) -> None:
    """The core hears which roles somebody has at that very moment."""
    role = tables.room.add_role("Helpers", tables.ben.member)
    await tables.ben.says("Morning", tables.general)
    assert tables.core.events[-1].roles == {role}


async def test_who_leaves_is_told_and_gone(tables: Tables) -> None:
    """The core hears who left, and the room does not know them any more."""
    await tables.ben.leaves()
    assert isinstance(tables.core.events[-1], MemberLeft)
    assert tables.core.events[-1].by == tables.ben.member
    assert not tables.room.knows(tables.ben.member)
