"""Somebody whose app speaks Spanish, in an English community, and a community that speaks Spanish altogether."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from adapters.room.clock import MovableClock
from bot.config import load
from bot.contract.messages import Message
from bot.contract.plain import buttons, plain
from bot.texts import translator
from tests.brews.hands import counts_only
from tests.stage import Actor, Stage, staged
from tests.stages.in_the_room import RoomStage
from tests.texts.test_languages import sources, template

LONDON = ZoneInfo("Europe/London")
ES = translator("es")
A_SENTENCE = 4
"""Words: fewer may be a name, a command or an example of what can be typed."""

QUOTED = re.compile(r"«[^«»]*»")
"""What somebody may type, and what was posted in the community's language, stand in quotation marks."""


def pieces() -> frozenset[str]:
    """What stands between the gaps of every source sentence, where it is a sentence's length."""
    all_of_them = (sentence for message in template() for sentence in sources(message))
    cut = (piece.strip() for sentence in all_of_them for piece in re.split(r"{\w+}", sentence))
    return frozenset(piece for piece in cut if len(piece.split()) >= A_SENTENCE)


ENGLISH = pieces()


def whole(stage: Stage, message: Message) -> str:
    """Everything that is drawn of a message: its text, its summary, its buttons."""
    text = plain(message, name=stage.room.called, t=ES, zone=LONDON)
    return "\n".join((text, message.summary, *(each.label for each in buttons(message))))


def private(stage: Stage, who: Actor) -> list[str]:
    """All that only they have seen so far."""
    mine = frozenset({who.visitor.member})
    posts = [post for post in stage.room.posts if post.seen_by == mine and isinstance(post.content, Message)]
    return [whole(stage, post.content) for post in posts if isinstance(post.content, Message)]


def english(text: str) -> list[str]:
    """The source sentences in a text."""
    left = QUOTED.sub("", text)
    return [piece for piece in ENGLISH if piece in left]


def newest(stage: Stage, who: Actor) -> str:
    """The last private answer."""
    return private(stage, who)[-1]


@pytest.fixture
def stage(room_stage: RoomStage) -> Stage:
    """The playground, whose posts are read whole: with their buttons and summaries, in the reader's language."""
    return room_stage.inner


@pytest.fixture
async def lou(stage: Stage) -> Actor:
    """A member whose app speaks the Spanish of Spain."""
    stage["Lou"].visitor.person.locale = "es-ES"
    return stage["Lou"]


async def test_a_member_is_answered_in_spanish(stage: Stage, lou: Actor) -> None:
    """Nudge, sky, options, choices and data: whatever only they see is in their language, from the first word on."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    await lou.presses("I’m up for a brew", nudge)
    assert "¿Muestro tu nombre" in newest(stage, lou)
    await lou.presses("Sí, mostrar mi nombre")
    assert "Todavía nadie más ha mostrado su nombre" in newest(stage, lou)
    await lou.says("/checkin")
    await lou.presses("Lluvia")
    assert "Los días de lluvia" in newest(stage, lou)

    await lou.says("/support soledad en Escocia")
    card = newest(stage, lou)
    assert "Aquí tienes unas opciones." in card
    assert "Samaritans: Alguien que escucha a cualquier hora" in card
    assert "Breathing Space: Alguien amable por teléfono o chat" in card
    assert "Llamar al" in card
    await lou.says("/support dinero")
    await lou.presses("Más opciones")
    await lou.tells_brewmate("hola")
    assert "Soy un bot, así que nadie lee lo que me escribes" in newest(stage, lou)
    await lou.says("i want to kill myself")
    assert newest(stage, lou).startswith("Si hay peligro ahora mismo")
    assert "puedes llamar al 999 o 112" in newest(stage, lou)
    await lou.presses("¿Por qué me llega esto?")
    await lou.presses("No es para mí")

    for line in ("/help", "/preferences", "/mydata show", "/mydata erase", "/suport", "/stigma"):
        await lou.says(line)
    await lou.says("/offer-help-to @Mo")
    await lou.presses("Enviar en mi nombre…")
    await lou.presses("Enviarlo")

    said = private(stage, lou)
    assert len(said) > 15
    assert [(each, english(each)) for each in said if english(each)] == []


async def test_days_and_lists_are_spanish(stage: Stage, lou: Actor) -> None:
    """A day, a time, a list and a count are written as the language writes them."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    await lou.presses("I’m up for a brew", nudge)
    await lou.says("/mydata show")
    assert "cuándo: lunes 22 de marzo de 2027 a las 10:00; nombre a la vista: no" in newest(stage, lou)
    await lou.says("i want to kill myself")
    assert "puedes llamar al 999 o 112" in newest(stage, lou)


async def test_a_moderator_is_answered_in_spanish(stage: Stage) -> None:
    """Schedules, prompts, settings, changes and their forms too."""
    ana = stage["Ana"]
    ana.visitor.person.locale = "es"
    await ana.says("/nudges list", "moderators")
    assert "Cada lunes a las 10:00, en #tea-room: próxima vez, lunes 22 de marzo de 2027 a las 10:00" in newest(
        stage, ana
    )
    await ana.says("/nudges add third monday of january 10:00 #allotments", "moderators")
    assert "Tercer lunes de enero a las 10:00" in newest(stage, ana)
    await ana.presses("Guardarlo")
    for line in (
        "/nudges show 1",
        "/nudges pause 1",
        "/prompts list",
        "/triggers list",
        "/settings",
        "/audit",
        "/setup",
    ):
        await ana.says(line, "moderators")
    said = private(stage, ana)
    assert len(said) > 7
    await ana.says("/nudges add martes 10:00 #allotments", "moderators")
    assert ana.form is not None
    said += ana.form.form.errors.values()
    assert said[-1].startswith("No entiendo «martes»")
    assert [(each, english(each)) for each in said if english(each)] == []


@pytest.fixture
async def spanish_stage(database_url: str, clock: MovableClock, tmp_path: Path) -> AsyncIterator[Stage]:
    """The playground as a community that speaks Spanish."""
    path = tmp_path / "config.toml"
    path.write_text('[community]\nlocale = "es"\n', "utf-8")
    async with staged(load(path, {"BREWMATE_DATABASE_URL": database_url}), clock) as ready:
        yield ready


async def test_a_spanish_community_is_spoken_to_in_spanish(spanish_stage: Stage) -> None:
    """What everybody sees follows the community: the notice, the nudge, the tally and its explanation."""
    stage = spanish_stage
    due = await stage.panel.next_nudge()
    assert due is not None
    await stage.until(due)
    nudge = stage.posts("tea-room")[-1]
    await stage["Ben"].presses("Me apunto a un café", nudge)
    open_to_all = [post.content for post in stage.room.posts if post.by is None and isinstance(post.content, Message)]
    said = [whole(stage, each) for each in open_to_all]
    assert any("Brewmate escucha aquí" in each for each in said)
    assert any("1 persona se apunta a un café." in each for each in said)
    assert [(each, english(each)) for each in said if english(each)] == []


async def test_a_round_is_spanish(stage: Stage, lou: Actor) -> None:
    """Being in, choosing, and what a community that speaks Spanish reads in its groups."""
    nudge = await stage.next_nudge()
    await lou.presses("I’m up for a brew", nudge)
    assert "Estás dentro." in newest(stage, lou)
    await lou.says("/brew choices")
    assert "Todas las rondas: no, solo en las que te apuntas" in newest(stage, lou)
