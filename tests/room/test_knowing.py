"""A channel or a person that isn't there, or that is nobody's business, never reaches the core."""

from __future__ import annotations

import pytest

from bot.contract.events import CommandInvoked, FormSubmitted
from bot.contract.messages import text
from bot.contract.places import Channel, Member
from bot.contract.replies import Form, Say
from tests.room.conftest import Tables
from tests.room.fakes import LISTEN, Listen

NO_CHANNEL = "I don’t know a channel called “{}” here, or I can’t post in it."


async def opened(tables: Tables) -> None:
    """Ben has the form of /listen open."""
    await tables.ben.types("/listen", tables.general)
    assert tables.form.form.errors == {}


async def test_a_known_channel_reaches_the_core(tables: Tables) -> None:
    """An open channel and somebody here are read into the ask."""
    await tables.ben.types("/listen #general tell:@Ana", tables.general)
    (event,) = tables.core.events
    assert isinstance(event, CommandInvoked)
    assert event.ask == Listen(tables.general, Member(tables.room.community, "ana"))


@pytest.mark.parametrize("given", ["general2", "#general2", "@ben", "#@ben", "GENERAL", "x" * 60])
async def test_an_unknown_channel_is_said_at_its_field(tables: Tables, given: str) -> None:
    """A channel that isn't there, or somebody's own conversation with the bot, is refused by the name given."""
    tables.room.direct(tables.ben.member)
    await tables.ben.types(f"/listen channel:{given}", tables.general)
    assert tables.form.form.errors == {"channel": NO_CHANNEL.format(given)}
    assert tables.core.events == []


async def test_a_direct_conversation_is_no_channel(tables: Tables) -> None:
    """What looks like a channel's name but is a conversation with the bot isn't taken for one."""
    tables.room.direct(tables.ben.member)
    await tables.ben.types("/listen #@ben", tables.general)
    assert tables.form.form.errors["channel"] == "Please fill this in."
    assert tables.core.events == []


async def test_a_group_is_no_channel(tables: Tables) -> None:
    """A group conversation can't be named as a channel, not even by its members."""
    group = await tables.room.open((tables.ben.member,), key="k")
    await tables.ben.types(f"/listen channel:{group.native}", tables.general)
    assert tables.form.form.errors == {"channel": NO_CHANNEL.format(group.native)}


async def test_a_channel_that_is_gone_is_unknown(tables: Tables) -> None:
    """A channel that was deleted while the form stood open is refused when the form comes back."""
    await opened(tables)
    tables.room.remove_channel(tables.general)
    await tables.ben.submits(tables.form, {"channel": "general"})
    assert tables.form.form.errors == {"channel": NO_CHANNEL.format("general")}


async def test_somebody_unknown_is_said_at_their_field(tables: Tables) -> None:
    """A person who isn't here is refused by the name given."""
    await tables.ben.types("/listen #general tell:nobody", tables.general)
    assert tables.form.form.errors == {"tell": "I don’t know anybody called “nobody” here."}


@pytest.mark.parametrize("given", ["general2", "@ben", "moderators\x00", "g" * 61])
async def test_a_forged_channel_in_a_form_goes_nowhere(tables: Tables, given: str) -> None:
    """A form that comes back with a channel it never offered opens again with the error, and nothing happens."""
    tables.room.direct(tables.ben.member)
    await opened(tables)
    await tables.ben.submits(tables.form, {"channel": given})
    assert set(tables.form.form.errors) == {"channel"}
    assert tables.form.form.filled["channel"] == given
    assert tables.core.events == []


async def test_a_form_comes_back_as_its_command(tables: Tables) -> None:
    """A form whose fields are understood is handed over read, with the id of the form."""
    await opened(tables)
    form = tables.form
    await tables.ben.submits(form, {"channel": "general"})
    (event,) = tables.core.events
    assert isinstance(event, FormSubmitted)
    assert (event.id, event.command, event.ask) == (form.id, "listen", Listen(tables.general))


async def test_a_hidden_field_cannot_be_sent_anew(tables: Tables) -> None:
    """The row that a form is about stays what the core made it."""
    tables.core.answers = (Form("listen", {"channel": "general", "version": "3"}),)
    await tables.ben.types("/listen #general", tables.general)
    tables.core.answers = (Say(text("Done")),)
    await tables.ben.submits(tables.form, {"version": "7"})
    event = tables.core.events[-1]
    assert isinstance(event, FormSubmitted)
    assert event.ask == Listen(tables.general, version=3)


async def test_who_moderates_no_more_gets_no_form_again(tables: Tables) -> None:
    """A moderators' form with a mistake, sent after the role was lost, is answered with a sentence."""
    tables.ben.person.is_moderator = True
    await tables.ben.types("/audit", tables.general)
    form = tables.form
    tables.ben.person.is_moderator = False
    await tables.ben.submits(form, {"why": ""})
    assert tables.room.forms(tables.ben.member) == ()
    assert tables.sentences == ["That one is for moderators. Type /help to see what you can do."]


async def test_a_sentence_finds_its_reader_though_the_channel_is_gone(tables: Tables) -> None:
    """What can't be said where the form was opened is said in the conversation with the bot."""
    tables.ben.person.is_moderator = True
    await tables.ben.types("/audit", tables.general)
    form = tables.form
    tables.ben.person.is_moderator = False
    tables.room.remove_channel(tables.general)
    await tables.ben.submits(form, {"why": ""})
    assert [post.receipt.channel for post in tables.answers] == [tables.room.direct(tables.ben.member)]


def test_the_room_knows_what_it_lists(tables: Tables) -> None:
    """Known are the channels that can be chosen, and the people here."""
    room = tables.room
    direct = room.direct(tables.ben.member)
    assert room.knows(tables.general)
    assert room.knows(tables.ben.member)
    assert not room.knows(direct)
    assert not room.knows(Channel(room.community, "ben"))
    assert not room.knows(Member(room.community, "general"))


def test_ids_are_short_unless_said_otherwise() -> None:
    """A channel or a member takes 60 characters, a text 200."""
    assert {each.name: each.most for each in LISTEN.options} == {
        "channel": 60,
        "tell": 60,
        "count": 200,
        "version": 200,
    }


@pytest.mark.parametrize("figure", [2**31 - 1, -(2**31 - 1)])
async def test_the_largest_figure_fits(tables: Tables, figure: int) -> None:
    """A figure that a column holds is read."""
    await tables.ben.types(f"/listen #general count:{figure}", tables.general)
    (event,) = tables.core.events
    assert isinstance(event, CommandInvoked)
    assert event.ask == Listen(tables.general, count=figure)


@pytest.mark.parametrize("figure", [2**31, -(2**31), 10**12, 10**13, int("9" * 150)])
async def test_a_figure_that_fits_no_column_is_refused(tables: Tables, figure: int) -> None:
    """A figure beyond what a column holds is asked for again."""
    await tables.ben.types(f"/listen #general count:{figure}", tables.general)
    assert tables.form.form.errors == {"count": "Please give a smaller number."}
