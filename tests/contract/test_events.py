"""What arrives is a plain value, and what was made up can be told."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.contract.events import ButtonPressed, DirectMessageSeen, HomeOpened, MessageSeen
from bot.contract.lettering import LONGEST_ID, is_id, lettering_faults
from bot.contract.places import Member
from tests.contract.asks import HERE

ANA = Member(HERE, "ana")
AT = datetime(2027, 3, 22, tzinfo=UTC)
UNSOUND = ["x" * (LONGEST_ID + 1), "a\x00b", "a\nb", "\ud800"]


def test_an_event_belongs_to_the_community_of_whoever_acted() -> None:
    """Where somebody acts is where it counts."""
    assert HomeOpened(id="1", by=ANA, where=None, at=AT).community == HERE


@pytest.mark.parametrize("kind", [MessageSeen, DirectMessageSeen])
def test_a_message_does_not_show_its_words(kind: type[MessageSeen]) -> None:
    """However it is printed, an event says nothing of what was written."""
    seen = kind(id="1", by=ANA, where=None, at=AT, text="xylophonist")
    assert "xylophonist" not in f"{seen} {seen!r} {[seen]}"


@pytest.mark.parametrize("made_up", UNSOUND)
@pytest.mark.parametrize("field", ["id", "subject", "choice"])
def test_a_made_up_button_is_not_sound(field: str, made_up: str) -> None:
    """What no platform would send, in any part of a button, can be told before it is looked up."""
    pressed = ButtonPressed(id="1", by=ANA, where=None, at=AT, action="press", subject="2", choice="sunny")
    assert pressed.is_sound
    assert not replace(pressed, **{field: made_up}).is_sound  # type: ignore[arg-type]  # one of its texts


def test_an_ordinary_button_is_sound() -> None:
    """What platforms send passes."""
    assert ButtonPressed(id="1234567890", by=ANA, where=None, at=AT, action="press", subject="7|GB-SCT").is_sound


@pytest.mark.parametrize("native", ["1234567890123456789", "C024BE91L", "1503435956.000247", "x" * LONGEST_ID, ""])
def test_platforms_ids_are_ids(native: str) -> None:
    """The ids of Discord and Slack can be kept and looked up."""
    assert is_id(native)


@pytest.mark.parametrize(
    "text", ["שלום עולם", "مرحبا", "\u2067שלום\u2069", "क्षि", "Z͑̓", "👩‍👩‍👧", "two\nlines\tand a tab", ""]
)
def test_real_writing_has_no_faults(text: str) -> None:
    """Every script, with its marks, joiners and isolates, is plain text."""
    assert lettering_faults(text) == ()


def test_every_fault_is_told() -> None:
    """Text with several things wrong has a sentence for each."""
    assert len(lettering_faults("\x00\u202e" + "a" + "\u0301" * 9)) == 3
