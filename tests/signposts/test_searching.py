"""/support find: services by any words, misspelt ones too, for whoever searched and for nobody else."""

from __future__ import annotations

import logging
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from bot.community.context import Bare
from bot.logs import configure
from bot.signposts.searching import found_by, named_in, words_to_find
from bot.texts import translator
from signposting import NEVER_UNASKED, load_directory
from tests.signposts.test_barriers import labels
from tests.stage import Stage
from tests.test_promises import dump

NOON = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
BARE = Bare(translator("en-GB"), "GB", NOON)
DIRECTORY = load_directory()
CANARY = "xylophonist"
DANGER = "If you or somebody else is in danger right now"


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("samaritans", "Samaritans"),
        ("samartians", "Samaritans"),
        ("stepchange", "StepChange"),
        ("gambeling", "GamCare"),
        ("SHOUT", "Shout"),
    ],
)
async def test_a_search_finds_by_name_and_topic(stage: Stage, typed: str, first: str) -> None:
    """What was looked for is on the card, however it was spelt, and nobody else sees that it was."""
    isla = stage["Isla"]
    await isla.says(f"/support find {typed}")
    assert first in stage.text(isla.sees_privately("This is what I found."))
    stage["Ben"].sees_nothing()


async def test_what_is_found_for_danger_begins_with_the_number(stage: Stage) -> None:
    """Where somebody looks for whom one calls in danger, the emergency number stands first; for debt it doesn't."""
    isla = stage["Isla"]
    await isla.says("/support find samaritans")
    found = isla.sees_privately("This is what I found.")
    assert stage.text(found).startswith(f"{DANGER}, you can call 999 or 112")
    await isla.presses("Is it free?", found)
    isla.sees_privately("Calling 999 or 112 is free.")
    await isla.says("/support find debt")
    assert not stage.text(isla.sees_privately("This is what I found.")).startswith(DANGER)


async def test_a_name_alone_is_a_search_too(stage: Stage) -> None:
    """Whoever types a service's name after /support gets that service first."""
    isla = stage["Isla"]
    await isla.says("/support stepchange")
    card = stage.text(isla.sees_privately("This is what I found."))
    assert card.splitlines()[1].startswith("StepChange")


async def test_nothing_found_is_said_and_options_come_all_the_same(stage: Stage) -> None:
    """A search without a find is answered with options for anything, danger first."""
    isla = stage["Isla"]
    await isla.says("/support find zzzzzz")
    card = stage.text(isla.sees_privately("I found nothing by those words, so here are options for anything."))
    assert card.startswith(DANGER)


@pytest.mark.parametrize("typed", ["find how to kill myself", "find i want to die", "find samaritans i want to die"])
async def test_a_search_may_be_a_cry_for_help(stage: Stage, typed: str) -> None:
    """Where the words are those of a crisis, the emergency number and the crisis card come instead of a search."""
    isla = stage["Isla"]
    await isla.says(f"/support {typed}")
    card = stage.text(isla.sees_privately("Samaritans"))
    assert card.startswith(f"{DANGER}, you can call 999 or 112")
    assert "how to" not in card


async def test_find_without_words_is_support(stage: Stage) -> None:
    """The bare word is no search: the usual card comes."""
    isla = stage["Isla"]
    await isla.says("/support find")
    isla.sees_privately("Samaritans")


async def test_more_of_what_was_found(stage: Stage) -> None:
    """Pressing "More options" shows the next ones that were found, none twice, also after a restart."""
    isla = stage["Isla"]
    await isla.says("/support find debt")
    first = isla.sees_privately("This is what I found.")
    stage.restart()
    isla = stage["Isla"]
    await isla.presses("More options", first)
    second = isla.sees_privately("option")
    lines = [line for post in (first, second) for line in stage.text(post).splitlines()]
    names = [line.split(":")[0] for line in lines if ": " in line and "?" not in line]
    assert len(set(names)) == len(names) > 3
    assert "Is it free?" in labels(first.content)  # type: ignore[arg-type]  # a card
    await isla.presses("Is it free?", first)
    answer = stage.text(isla.sees_privately("cost"))
    assert names[0] in answer


async def test_what_somebody_looked_for_is_kept_nowhere(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """No row and no log line holds the words, nor do the buttons of the answer."""
    configure("json", "debug")
    logging.getLogger().setLevel(logging.DEBUG)
    isla = stage["Isla"]
    try:
        await isla.says(f"/support find debt {CANARY}")
        card = isla.sees_privately("")
        await isla.presses("Is it private?", card)
    finally:
        configure("json", "error")
    assert CANARY not in await dump(stage.running.storage)
    assert CANARY not in "".join(capfd.readouterr())
    assert CANARY not in str(card.content)


def test_abuse_is_named_only_to_whoever_asked() -> None:
    """A search for something else names no service for abuse; its topic or its name does."""
    for typed in ("mens shed", "young people", "debt", "grief"):
        found = [DIRECTORY.get(each) for each in found_by(typed, DIRECTORY, "GB", BARE)]
        assert [each.id for each in found if each and each.topics & NEVER_UNASKED and not each.general] == []
    assert "gb-refuge" in found_by("refuge", DIRECTORY, "GB", BARE) or found_by("domestic abuse", DIRECTORY, "GB", BARE)


def test_here_comes_before_far() -> None:
    """What somebody can't reach from where they are isn't shown where something they can reach was found."""
    for each in found_by("samaritans", DIRECTORY, "IE", BARE):
        service = DIRECTORY.get(each)
        assert service is not None
        assert service.areas & {"IE", "world"}


def test_the_young_find_nothing_for_adults_only() -> None:
    """Somebody who said they are under 18 is shown no service that is for adults only."""
    young = replace(BARE, is_minor=True)
    for typed in ("debt", "gambling", "grief"):
        for each in found_by(typed, DIRECTORY, "GB", young):
            service = DIRECTORY.get(each)
            assert service is not None
            assert (service.age_min or 0) < 18


@pytest.mark.parametrize("typed", ["help", "me", "", "a", "I can't go on", "work is too much", "sleep"])
def test_ordinary_words_are_nobodys_name(typed: str) -> None:
    """What isn't the name of a service is not taken for one."""
    assert named_in(typed, DIRECTORY, "GB", BARE) == ()


@pytest.mark.parametrize(
    ("said", "language", "wanted"),
    [
        ("find debt", "en-GB", "debt"),
        ("FIND: debt help", "en-GB", "debt help"),
        ("search grief", "en-GB", "grief"),
        ("buscar duelo", "es", "duelo"),
        ("find duelo", "es", "duelo"),
        ("finding it hard", "en-GB", None),
        ("debt", "en-GB", None),
        ("find", "en-GB", ""),
    ],
)
def test_a_search_begins_with_its_word(said: str, language: str, wanted: str | None) -> None:
    """The word "find" opens a search, in the reader's language and in English; a longer word doesn't."""
    assert words_to_find(said, language) == wanted


async def test_a_search_in_spanish(stage: Stage) -> None:
    """Somebody who reads Spanish finds by Spanish words, and is told so in Spanish."""
    lou = stage["Lou"]
    lou.visitor.person.locale = "es-ES"
    await lou.says("/support buscar deudas")
    lou.sees_privately("Esto es lo que he encontrado.")
    assert "gb-stepchange" in found_by("deudas", DIRECTORY, "GB", replace(BARE, t=translator("es")))
