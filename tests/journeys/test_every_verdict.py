"""Each verdict from the words to the last button: what comes, for whom, how often, and how to end it."""

from __future__ import annotations

from datetime import timedelta
from itertools import pairwise

import pytest

from bot.contract.messages import Message
from bot.contract.plain import buttons
from tests.stage import Actor, Stage

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
    answer = cal.sees_privately(FIRST[verdict])
    assert stage.text(answer).startswith(DANGER) is (verdict in {"crisis", "worried_other"})
    if verdict != "crisis":
        await cal.presses("See some options", answer)
        answer = cal.sees_privately("findahelpline.com")
    await cal.presses("Is it private?", answer)
    cal.sees_privately("Each has its own rules")
    named = services(stage, answer.content)
    assert 1 <= len(named) <= 3
    while "More options" in labels(answer.content):
        await cal.presses("More options", answer)
        answer = cal.sees_privately("findahelpline.com")
        assert not set(named) & set(services(stage, answer.content))
        named += services(stage, answer.content)
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
    cal.sees_privately(FIRST[verdict])


async def test_quiet_answers_share_one_a_day(stage: Stage) -> None:
    """One of soft, worried and topic a day, whichever came first; a crisis has its own limit."""
    cal = stage["Cal"]
    await cal.says(WORDS["topic"])
    cal.sees_privately(FIRST["topic"])
    await cal.says(WORDS["soft"])
    await cal.says(WORDS["worried_other"])
    cal.sees_nothing()
    await cal.says(WORDS["crisis"])
    cal.sees_privately(FIRST["crisis"])
    await stage.later(timedelta(hours=24, minutes=1))
    await cal.says(WORDS["worried_other"])
    cal.sees_privately(FIRST["worried_other"])


async def test_ordinary_words_are_nobodys_business(stage: Stage) -> None:
    """An idiom brings nothing, before and after a real word."""
    cal = stage["Cal"]
    await cal.says(ORDINARY)
    cal.sees_nothing()
    await cal.says(WORDS["crisis"])
    cal.sees_privately(FIRST["crisis"])
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
    await cal.presses("See some options", cal.sees_privately(FIRST["soft"]))
    card = cal.sees_privately("Fernhill Shed: Tea, tools and company on weekday mornings.")
    await cal.presses("Is it free?", card)
    cal.sees_privately("Fernhill Shed: I don’t know what it costs.")
    await cal.presses("I’d rather text", card)
    cal.sees_privately("Text HELLO to 85258")
    await cal.says("/support find fernhil shed")
    cal.sees_privately("Fernhill Shed")
    stage["Ben"].sees("down the blue well")
    stage["Ben"].sees_nothing()


async def moderates(who: Actor, line: str) -> None:
    """A moderator types a command where moderators are."""
    await who.says(line, "moderators")
    who.sees_privately("")


def services(stage: Stage, content: object) -> list[str]:
    """The names of the services on a card."""
    assert isinstance(content, Message)
    post = next(each for each in stage.room.posts if each.content is content)
    lines = stage.text(post).splitlines()
    return [above.split(":")[0] for above, below in pairwise(lines) if "(http" in below and ": " in above]


def labels(content: object) -> list[str]:
    """What the buttons of a card say."""
    assert isinstance(content, Message)
    return [each.label for each in buttons(content)]
