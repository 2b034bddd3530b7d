"""Presses under a nudge: counted once, one after another, for as long as they can be."""

from __future__ import annotations

from asyncio import gather
from datetime import timedelta

import pytest

from bot.contract.replies import Replies, Revise, Say
from bot.nudges import store
from bot.nudges.tables import Nudge, Schedule
from bot.nudges.weather import Weather
from tests.brews.hands import counts_only
from tests.nudges.hands import press
from tests.stage import Stage

LATE = timedelta(days=15)
LONG_AFTER = timedelta(days=182)
EVERYBODY = ("Ana", "Gwen", "Ben", "Cal", "Dee", "Esi", "Finn", "Hari", "Isla", "Jon", "Kim", "Lou", "Mo")


def told(stage: Stage, replies: Replies) -> str:
    """What was said privately."""
    (said,) = (reply.message.summary for reply in replies if isinstance(reply, Say))
    return said


def tallies(stage: Stage, answers: list[Replies]) -> dict[int, str]:
    """What every redrawn nudge says, by the number of answers it tells."""
    drawn = [reply.message for replies in answers for reply in replies if isinstance(reply, Revise)]
    said = [str(message.blocks).partition(" people have answered.") for message in drawn]
    return {int(before.rpartition("'")[2]): after for before, found, after in said if found}


async def weather_nudge(stage: Stage) -> None:
    """The second nudge, number 2, asks about the weather."""
    await stage.next_nudge()
    await stage.next_nudge()


async def test_answers_at_once_are_counted_one_after_another(stage: Stage) -> None:
    """Thirteen who press together see every number once, and the tally of ten stays until fifteen."""
    await weather_nudge(stage)
    skies = dict(zip(EVERYBODY, ["sunny", "cloudy"] * 7, strict=False))
    answers = await gather(*(press(stage, name, "nudges.weather", 2, sky) for name, sky in skies.items()))
    assert {told(stage, each) for each in answers} == {
        "Lovely. Thanks for saying, and enjoy it.",
        "Grey days count too. Thanks for saying; a chat with somebody can help, if you fancy one.",
    }
    drawn = tallies(stage, list(answers))
    assert sorted(drawn) == list(range(2, 14)), "one person has answered, and then so many people"
    assert not any("Roughly" in drawn[count] for count in range(2, 10))
    assert len({drawn[count] for count in range(10, 14)}) == 1


async def test_the_first_answer_writes_every_kind(stage: Stage) -> None:
    """The order in which rows were written tells nothing of the first answers."""
    await weather_nudge(stage)
    await press(stage, "Lou", "nudges.weather", 2, "stormy")
    async with stage.running.storage.read() as session:
        answered = await store.weather_counts(session, 2)
    assert answered.counts == {kind: int(kind is Weather.STORMY) for kind in Weather}


async def test_changes_of_mind_at_once_count_once(stage: Stage) -> None:
    """Six presses of "I've changed my mind" take one person away."""
    nudge = await stage.next_nudge()
    await stage["Cal"].presses("I’m up for a brew", nudge)
    await stage["Ben"].presses("I’m up for a brew", nudge)
    await gather(*(press(stage, "Ben", "nudges.unbrew", 1) for _ in range(6)))
    await stage["Dee"].presses("I’m up for a brew", nudge)
    assert "2 people are up for a brew" in stage.text(stage.nudges()[0])


async def test_presses_at_once_by_one_person_count_once(stage: Stage) -> None:
    """Six presses of "I'm up for a brew" are one person."""
    await stage.next_nudge()
    answers = await gather(*(press(stage, "Ben", "nudges.brew", 1) for _ in range(6)))
    assert sorted(told(stage, each) for each in answers) == ["You’re in already, all’s well."] * 5 + ["You’re in."]


async def test_a_late_press_is_not_counted_again(stage: Stage) -> None:
    """Once the answers are deleted, who presses again is told kindly, and the number stays."""
    nudge = await stage.next_nudge()
    ben = stage["Ben"]
    await ben.presses("I’m up for a brew", nudge)
    await stage.later(LATE)
    await ben.presses("I’m up for a brew", nudge)
    over = ben.sees_privately("I’ve stopped counting under that one.")
    await ben.presses("See some options", over)
    ben.sees_privately("116 123")
    assert "1 person is up for a brew" in stage.text(stage.nudges()[0])


async def test_a_late_change_of_mind_promises_nothing_untrue(stage: Stage) -> None:
    """Who can't be taken off the count any more isn't told "you're not counted"."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    ben = stage["Ben"]
    await ben.presses("I’m up for a brew", nudge)
    await stage.later(LATE)
    await ben.presses("I’ve changed my mind")
    ben.sees_privately("I’ve stopped counting under that one.")


async def test_under_a_removed_schedules_nudge_everything_works(stage: Stage) -> None:
    """The nudges that a removed schedule has posted are answered and counted as before."""
    await weather_nudge(stage)
    nudge, lou, ana = stage.nudges()[-1], stage["Lou"], stage["Ana"]
    await ana.says("/nudges remove 2", "moderators")
    await ana.presses("Yes, remove it")
    await stage.later(timedelta(hours=2))
    await lou.presses("Stormy", nudge)
    await lou.presses("I’d like a chat", lou.sees_privately("Would you like a chat"))
    lou.sees_privately("You’re in.")
    drawn = stage.text(stage.nudges()[-1])
    assert "1 person has answered" in drawn
    assert "1 person is up for a brew" in drawn


async def test_a_stormy_press_is_answered_even_where_the_nudge_is_gone(stage: Stage) -> None:
    """Half a year later a press of "Stormy" still gets its private answer, and its options work."""
    await weather_nudge(stage)
    nudge, lou = stage.nudges()[-1], stage["Lou"]
    stage.clock.move_to(stage.clock() + LONG_AFTER)
    await stage.running.clockwork.tick()
    await lou.presses("Stormy", nudge)
    answer = lou.sees_privately("Thank you for telling me. Would you like a chat with somebody here")
    await lou.presses("See some options", answer)
    lou.sees_privately("116 123")
    await lou.presses("I’d like a chat", answer)
    lou.sees_privately("If you’d like some options, they’re still here.")


async def test_a_removed_schedule_goes_when_its_nudges_do(stage: Stage) -> None:
    """Half a year after it was removed, neither a schedule nor its nudges are kept."""
    await weather_nudge(stage)
    await stage["Ana"].says("/nudges remove 2", "moderators")
    await stage["Ana"].presses("Yes, remove it")
    stage.clock.move_to(stage.clock() + LONG_AFTER)
    await stage.running.clockwork.tick()
    async with stage.running.storage.read() as session:
        assert await session.get(Nudge, 2) is None
        assert await session.get(Schedule, 2) is None


@pytest.mark.parametrize("subject", ["", "0", "x", "4294967298", "9" * 80])
@pytest.mark.parametrize("action", ["nudges.brew", "nudges.unbrew", "nudges.name"])
async def test_a_button_about_no_nudge_is_answered_kindly(stage: Stage, action: str, subject: str) -> None:
    """Whatever number a made-up button carries, the answer is that the counting has stopped."""
    assert told(stage, await press(stage, "Ben", action, subject)).startswith("I’ve stopped counting")
