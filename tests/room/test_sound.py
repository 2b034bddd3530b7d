"""Ids and buttons that nobody could have pressed are not acted on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from adapters.room import OpenForm
from bot.contract.events import UNSOUND, ButtonPressed, HomeOpened
from bot.contract.messages import Button, text
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Form
from tests.room.conftest import Tables

ANA = Member(CommunityId("room", "fernhill"), "ana")
NINE = datetime(2027, 3, 29, 9, 0, tzinfo=UTC)
ODD = ["x" * 101, "1\x00", "1\n2", "\x1b[31m", "\ud800"]


def press(subject: str = "1", choice: str = "", id_: str = "e1") -> ButtonPressed:
    """A press with these parts."""
    return ButtonPressed(id=id_, by=ANA, where=None, at=NINE, action="yes", subject=subject, choice=choice)


@pytest.mark.parametrize("odd", ODD)
def test_an_odd_subject_choice_or_id_is_unsound(odd: str) -> None:
    """Whichever part is too long or holds a control character, the event is not to be handed over."""
    events = (press(subject=odd), press(choice=odd), press(id_=odd), HomeOpened(id=odd, by=ANA, where=None, at=NINE))
    assert [event.is_sound for event in events] == [False] * 4


def test_usual_ids_are_sound() -> None:
    """What a button of ours carries, up to Discord's hundred characters, is acted on."""
    assert all(event.is_sound for event in (press(), press("grief money|GB-SCT", "2"), press("x" * 100, "ö☕")))


@pytest.mark.parametrize("odd", ODD)
async def test_an_odd_button_is_answered_with_a_sentence(tables: Tables, odd: str) -> None:
    """Pressing what can't be one of our buttons says so privately, and the core hears nothing."""
    receipt = tables.room.put(tables.general, text("Fancy a chat?"))
    post = tables.room.post_at(receipt)
    assert post is not None
    await tables.ben.presses(post, Button("Yes", "yes", odd))
    await tables.ben.presses(post, Button("Yes", "yes", "1", odd))
    assert tables.sentences == ["Fancy a chat?", UNSOUND, UNSOUND]
    assert tables.core.events == []


async def test_an_odd_form_is_answered_with_a_sentence(tables: Tables) -> None:
    """A form under an id that no form has goes nowhere."""
    forged = OpenForm("f\x00", tables.ben.member, tables.general, Form("listen", {"channel": "general"}))
    await tables.ben.submits(forged, {})
    assert (tables.sentences, tables.core.events) == ([UNSOUND], [])
