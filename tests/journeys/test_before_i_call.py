"""Somebody who was shown a number and hesitates: every question has an answer, and every answer a way on."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.stages import Seen, Stage

CRISIS = "i want to kill myself"
DANGER = "If you or somebody else is in danger right now, you can call 999 or 112"
STEP = ("What happens if I call?", "I’d rather text", "Is it private?", "Is it free?")


async def test_from_the_card_to_a_text_message(stage: Stage) -> None:
    """Lou is shown a number, can't imagine calling, asks what it is like, and finds somebody to text."""
    lou, ben = stage["Lou"], stage["Ben"]
    await lou.says(CRISIS)
    card = await lou.is_answered("116 123")
    assert stage.text(card).startswith(DANGER)
    await lou.presses("What happens if I call?", card)
    lou.sees_privately("You can say as little as you like, go quiet for a while, or hang up at any time.")
    await lou.presses("Is it private?")
    lou.sees_privately("may tell somebody else if it believes that a person is in danger")
    await lou.presses("Is it free?")
    lou.sees_privately("Calling 999 or 112 is free.")
    await lou.presses("I’d rather text")
    writing = lou.sees_privately("These can be reached in writing:")
    assert stage.text(writing).startswith(DANGER)
    assert "Text SHOUT to 85258" in stage.text(writing)
    await lou.presses("What happens if I text?", writing)
    lou.sees_privately("You can take your time over each answer")
    await lou.presses("Back to the options")
    assert "Text SHOUT to 85258" in stage.text(lou.sees_privately("in writing"))
    await lou.presses("More options", writing)
    lou.sees_privately("Some more options.")
    ben.sees("i want to kill myself")
    ben.sees_nothing()


async def test_the_step_stands_wherever_services_do(stage: Stage) -> None:
    """Asked for, asked by topic, written to the bot, from the notice, for a friend, found: the same four questions."""
    isla = stage["Isla"]
    for said in ("/support", "/support debt", "/support for a friend", "/support find samaritans"):
        await isla.says(said)
        assert has_step(isla.sees_privately("findahelpline.com")), said
    await isla.tells_brewmate("hello")
    assert has_step(isla.sees_privately("findahelpline.com"))
    await isla.presses("Options, privately", stage.posts("general")[0])
    assert has_step(isla.sees_privately("findahelpline.com"))


async def test_a_restart_loses_no_answer(stage: Stage) -> None:
    """Pressed under a core that never saw the card, each button answers."""
    lou = stage["Lou"]
    await lou.says(CRISIS)
    card = await lou.is_answered("116 123")
    for label in STEP:
        await stage.restart()
        lou = stage["Lou"]
        await lou.presses(label, card)
        lou.sees_privately("")


async def test_behind_a_cover_too(discord_stage: Stage) -> None:
    """On Discord the first line gives nothing away, and the card behind it has the step as well."""
    lou = discord_stage["Lou"]
    await lou.says(CRISIS)
    await lou.presses("Yes, show me", lou.sees_privately("Would some options be useful?"))
    card = lou.sees_privately("116 123")
    await lou.presses("Is it private?", card)
    lou.sees_privately("each has its own rules".capitalize())


async def test_in_spanish(stage: Stage) -> None:
    """The questions and the answers are in the reader's language, and say which language is spoken there."""
    lou = stage["Lou"]
    lou.speaks("es-ES")
    await lou.says("/support")
    card = lou.sees_privately("contesta en inglés")
    await lou.presses("¿Qué pasa si llamo?", card)
    lou.sees_privately("colgar cuando quieras")
    await lou.presses("¿Es privado?", card)
    lou.sees_privately("puede avisar a alguien si cree que una persona está en peligro")
    await lou.presses("¿Es gratis?", card)
    lou.sees_privately("Llamar al 116 123 es gratis.")
    await lou.presses("Prefiero escribir", card)
    lou.sees_privately("Mandar SHOUT por SMS al 85258")


async def test_asking_costs_nothing(stage: Stage) -> None:
    """Pressing through all of it uses up no limit: the reminder and the next card come as ever."""
    lou = stage["Lou"]
    await lou.says(CRISIS)
    card = await lou.is_answered("116 123")
    for label in STEP * 2:
        await lou.presses(label, card)
        lou.sees_privately("")
    await lou.says(CRISIS)
    await lou.is_answered("options")
    await stage.later(timedelta(minutes=61))
    await lou.says(CRISIS)
    await lou.is_answered("116 123")


@pytest.mark.parametrize(
    ("place", "number"),
    [("Scotland", "999 or 112"), ("Ireland", "112"), ("United States", "911"), ("Iceland", "112"), ("Mongolia", "1")],
)
async def test_a_chosen_place_brings_its_emergency_number(stage: Stage, place: str, number: str) -> None:
    """Whoever chooses a place in /preferences is given its number, in a crisis, in the step and in the reminder."""
    lou = stage["Lou"]
    await lou.says(f"/preferences area:{place}")
    lou.sees_privately("")
    await lou.says(CRISIS)
    card = await lou.is_answered("danger right now")
    first = stage.text(card).splitlines()[0]
    assert first.startswith("If you or somebody else is in danger right now, you can call")
    assert number in first
    await lou.says(CRISIS)
    assert stage.text(await lou.is_answered("danger right now")).splitlines()[0] == first
    await lou.says("/support for a friend")
    assert stage.text(lou.sees_privately("")).splitlines()[0] == first


async def test_a_named_place_counts_for_that_card(stage: Stage) -> None:
    """A place in the command brings its number, and its buttons keep to it."""
    isla = stage["Isla"]
    await isla.says("/support area:Ireland")
    card = isla.sees_privately("")
    assert "112" in stage.text(card).splitlines()[0]
    await isla.presses("I’d rather text", card)
    writing = stage.text(isla.sees_privately(""))
    assert "112" in writing.splitlines()[0]
    assert "85258" not in writing


async def test_where_no_number_is_known_it_is_said_without_one(stage: Stage) -> None:
    """A country that the directory doesn't know gets no number of another country, and a page with all countries."""
    isla = stage["Isla"]
    await isla.says("/support area:Greenland")
    card = stage.text(isla.sees_privately("the local emergency number"))
    assert "999" not in card
    assert "I don’t know of a service there yet." in card
    assert "findahelpline.com" in card


async def test_worried_about_somebody_from_first_word_to_service(stage: Stage) -> None:
    """Danger first, ask openly, listen before listing, offer choice, look after yourself; then somebody to talk to."""
    esi = stage["Esi"]
    await esi.says("my best friend told me she wants to kill herself and i don't know what to do")
    answer = await esi.is_answered("worried about somebody")
    lines = stage.text(answer).splitlines()
    assert lines[0].startswith(DANGER)
    said = ["ask them openly", "Listening comes before fixing", "choose for themselves", "Looking after yourself"]
    assert [each in line for each, line in zip(said, lines[2:], strict=True)] == [True] * 4
    await esi.presses("See some options", answer)
    card = esi.sees_privately("Being worried about somebody is reason enough to talk to somebody yourself.")
    assert "116 123" in stage.text(card)
    assert has_step(card)
    await esi.says("my best friend told me she wants to kill herself")
    esi.sees_nothing()  # once a day; writing to the bot or /support is there whenever it is wanted
    await esi.says("/support for a friend")
    esi.sees_privately("ask them openly")


def has_step(card: Seen) -> bool:
    """Whether a card has the four questions under it."""
    is_asked = any(each.startswith("What happens") for each in card.labels)
    return {"Is it private?", "Is it free?"} <= set(card.labels) and is_asked
