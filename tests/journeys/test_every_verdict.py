"""Each verdict from the words to the last button: what comes, for whom, how often, and how to end it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from tests.stages import COVER, Actor, Seen, Stage

DANGER = "If you or somebody else is in danger right now, you can call 999 or 112"
WORDS = {
    "crisis": "i want to kill myself",
    "soft": "i can't do this anymore",
    "worried_other": "my best friend told me she wants to kill herself and i don't know what to do",
    "topic": "i feel so lonely since i moved here",
}
ORDINARY = "this deadline is killing me, send biscuits"
FIRST = {
    "crisis": "you don’t have to carry it alone",
    "soft": "In case things are heavy just now",
    "worried_other": "It sounds as if you’re worried about somebody",
    "topic": "In case things are heavy just now",
}


@pytest.mark.parametrize("verdict", list(WORDS))
async def test_from_the_words_to_the_last_page(stage: Stage, verdict: str) -> None:
    """Whoever wrote it alone is answered; the options, the questions under them and all that follow are there."""
    cal, ben = stage["Cal"], stage["Ben"]
    await cal.says(WORDS[verdict])
    answer = await cal.is_answered("" if stage.has_cover else FIRST[verdict])
    assert stage.text(answer).startswith(DANGER) or verdict in {"soft", "topic"}
    assert stage.has_cover or ("See some options" in answer.labels) is (verdict != "crisis")
    if "See some options" in answer.labels:
        await cal.presses("See some options", answer)
        answer = cal.sees_privately("findahelpline.com")
    await cal.presses("Is it private?", answer)
    cal.sees_privately("Each has its own rules")
    named = services(answer)
    assert 1 <= len(named) <= 3
    while "More options" in answer.labels:
        await cal.presses("More options", answer)
        answer = cal.sees_privately("findahelpline.com")
        assert not set(named) & set(services(answer))
        named += services(answer)
    assert len(named) > 3
    ben.sees(WORDS[verdict])
    ben.sees_nothing()


@pytest.mark.parametrize("verdict", list(WORDS))
async def test_why_and_not_for_me(stage: Stage, verdict: str) -> None:
    """Each says why it came; "Not for me" ends all of them, and a change of mind brings them back."""
    cal = stage["Cal"]
    await cal.says(WORDS[verdict])
    answer = cal.sees_privately("")
    await cal.presses("Why did I get this?", answer)
    cal.sees_privately("Your message wasn’t kept, and nobody was told.")
    await cal.presses("Not for me", answer)
    cal.sees_privately("")
    await stage.later(timedelta(days=2))
    cal.sees("Would you like a chat")  # the Monday's nudge, which is everybody's
    for words in WORDS.values():
        await cal.says(words)
    cal.sees_nothing()
    await cal.presses("Answer me again")
    cal.sees_privately("")
    await cal.says(WORDS[verdict])
    hears_first(stage, cal, verdict)


async def test_quiet_answers_share_one_a_day(stage: Stage) -> None:
    """One of soft, worried and topic a day, whichever came first; a crisis has its own limit."""
    cal = stage["Cal"]
    await cal.says(WORDS["topic"])
    hears_first(stage, cal, "topic")
    await cal.says(WORDS["soft"])
    await cal.says(WORDS["worried_other"])
    cal.sees_nothing()
    await cal.says(WORDS["crisis"])
    hears_first(stage, cal, "crisis")
    await stage.later(timedelta(hours=24, minutes=1))
    await cal.says(WORDS["worried_other"])
    hears_first(stage, cal, "worried_other")


async def test_ordinary_words_are_nobodys_business(stage: Stage) -> None:
    """An idiom brings nothing, before and after a real word."""
    cal = stage["Cal"]
    await cal.says(ORDINARY)
    cal.sees_nothing()
    await cal.says(WORDS["crisis"])
    hears_first(stage, cal, "crisis")
    await cal.says(ORDINARY)
    cal.sees_nothing()


async def test_a_communitys_own_words_and_own_service(stage: Stage) -> None:
    """Words that mean a hard time only here are answered, and the service round the corner is on the card."""
    ana, cal = stage["Ana"], stage["Cal"]
    await moderates(ana, "/triggers add down the blue well kind:soft topics:loneliness")
    await ana.presses("Save it")
    ana.sees_privately("counts from now on")
    await ana.says("/services add", "moderators")
    await ana.fills_in(
        name="Fernhill Shed",
        summary="Tea, tools and company on weekday mornings",
        ways="020 7946 0958\ntext HELLO to 85258\nhttps://shed.example",
        source="https://shed.example/about",
        topics="loneliness",
    )
    ana.sees_privately("Saved.")
    await moderates(ana, "/services pin fernhill shed")
    await cal.says("well, down the blue well again today")
    await cal.presses("Yes, show me" if stage.has_cover else "See some options", hears_first(stage, cal, "soft"))
    card = cal.sees_privately("Fernhill Shed: Tea, tools and company on weekday mornings.")
    await cal.presses("Is it free?", card)
    cal.sees_privately("Fernhill Shed: I don’t know what it costs.")
    await cal.presses("I’d rather text", card)
    cal.sees_privately("Text HELLO to 85258")
    await cal.says("/support find fernhil shed")
    cal.sees_privately("Fernhill Shed")
    stage["Ben"].sees("down the blue well")
    stage["Ben"].sees_nothing()


def hears_first(stage: Stage, who: Actor, verdict: str) -> Seen:
    """What comes first of an answer: a cover that tells nothing, or the words that go with the verdict."""
    return who.sees_privately(COVER if stage.has_cover else FIRST[verdict])


async def moderates(who: Actor, line: str) -> None:
    """A moderator types a command where moderators are."""
    await who.says(line, "moderators")
    who.sees_privately("")


def services(card: Seen) -> list[str]:
    """The names of the services on a card."""
    lines = card.text.splitlines()
    return [above.split(":")[0] for above, below in pairwise(lines) if "(http" in below and ": " in above]
