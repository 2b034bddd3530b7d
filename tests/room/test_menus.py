"""Commands in the menu of a message or of a member."""

from __future__ import annotations

import pytest

from bot.contract.commands import Command
from bot.contract.events import CommandInvoked, FormSubmitted
from bot.contract.places import Member, MessageRef
from bot.contract.replies import Form
from tests.room.conftest import Tables
from tests.room.fakes import AUDIT, GREET, LISTEN, OFFER, REPORT


def message(tables: Tables) -> MessageRef:
    """Something that Ana wrote in #general."""
    ana = Member(tables.room.community, "ana")
    return MessageRef(tables.room.put(tables.general, "I feel awful", by=ana), ana)


def last(tables: Tables) -> CommandInvoked:
    """The command that the core heard last."""
    event = tables.core.events[-1]
    assert isinstance(event, CommandInvoked)
    return event


async def test_a_message_s_menu_names_the_message(tables: Tables) -> None:
    """A command chosen from a message's menu is about that message, in its channel."""
    about = message(tables)
    await tables.ben.chooses(OFFER, about)
    assert (last(tables).command, last(tables).about, last(tables).where) == ("offer", about, tables.general)


async def test_a_member_s_menu_names_the_member(tables: Tables) -> None:
    """A command chosen from a member's menu is about that member, where one looks at them."""
    ana = message(tables).author
    await tables.ben.chooses(GREET, ana, tables.general)
    assert (last(tables).command, last(tables).about, last(tables).where) == ("greet", ana, tables.general)


async def test_a_members_menu_can_be_opened_anywhere(tables: Tables) -> None:
    """Away from any channel the command is invoked in the conversation with the bot."""
    await tables.ben.chooses(GREET, message(tables).author)
    assert last(tables).where == tables.room.direct(tables.ben.member)


async def test_what_is_missing_is_asked_for_about_the_same(tables: Tables) -> None:
    """A context command that needs a word opens its form, and the form that comes back is about the same message."""
    about = message(tables)
    await tables.ben.chooses(REPORT, about)
    assert (tables.form.about, tables.form.form.errors) == (about, {})
    await tables.ben.submits(tables.form, {"why": "rude"})
    assert isinstance(last(tables), FormSubmitted)
    assert last(tables).about == about


async def test_a_form_that_the_core_opens_is_about_the_same(tables: Tables) -> None:
    """Where the core asks again, the answer is still about what the command was chosen for."""
    about = message(tables)
    tables.core.answers = (Form("report"),)
    await tables.ben.chooses(OFFER, about)
    assert tables.form.about == about


async def test_a_moderators_menu_is_closed_to_others(tables: Tables) -> None:
    """A member who chooses a moderators' command gets a sentence and no form."""
    await tables.ben.chooses(AUDIT, message(tables).author, tables.general)
    assert tables.room.forms(tables.ben.member) == ()
    assert "for moderators" in tables.sentences[-1]


@pytest.mark.parametrize("command", [GREET, LISTEN])
async def test_a_command_stands_in_its_own_menu_alone(tables: Tables, command: Command) -> None:
    """What stands in a member's menu, or in none, can't be chosen for a message."""
    with pytest.raises(ValueError, match="does not stand in that menu"):
        await tables.ben.chooses(command, message(tables))
