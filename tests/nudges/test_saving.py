"""A schedule is saved once, changes without losing or repeating a nudge, and never by somebody else's button."""

from __future__ import annotations

from asyncio import gather
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest

from bot.contract.replies import Form, Replies, Say
from bot.nudges import store
from bot.nudges.prompting import EditPrompt
from bot.nudges.scheduling import MOST_SCHEDULES
from tests.nudges.hands import command, press, subject_of
from tests.stage import Stage

TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
NIGHT = datetime(2027, 3, 22, 23, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)
ALREADY = "That one has been saved or put away already; nothing more to do."


async def draft(stage: Stage, line: str, who: str = "Ana") -> str:
    """The number of what was understood."""
    await stage[who].says(line, "moderators")
    return subject_of(stage[who].sees_privately("Here’s what I understood").content, "Save it")


async def count(stage: Stage) -> int:
    """How many schedules there are."""
    async with stage.running.storage.read() as session:
        return len(await store.schedules(session, stage.room.community))


def said(replies: Replies) -> list[str]:
    """What was said privately."""
    return [reply.message.summary for reply in replies if isinstance(reply, Say)]


async def test_save_pressed_many_times_at_once_saves_once(stage: Stage) -> None:
    """Each of five drafts becomes one schedule, however often "Save it" is pressed at the same moment."""
    before = await count(stage)
    drafts = [await draft(stage, "/nudges add daily 12:00 #allotments") for _ in range(5)]
    answers = await gather(*(press(stage, "Ana", "nudges.save", each) for each in drafts * 3))
    assert await count(stage) == before + 5
    assert Counter(said(each)[0].partition(" #")[0] for each in answers) == {"Schedule": 5, ALREADY: 10}


async def test_of_two_edits_at_once_one_is_told(stage: Stage) -> None:
    """One moderator's change is saved; the other, who pressed at the same moment, gets their form back."""
    for hour in range(11, 16):
        ana = await draft(stage, f"/nudges edit 1 every monday {hour}:00")
        gwen = await draft(stage, f"/nudges edit 1 every monday {hour}:30", "Gwen")
        both = await gather(press(stage, "Ana", "nudges.save", ana), press(stage, "Gwen", "nudges.save", gwen))
        assert {type(replies[0]) for replies in both} == {Form, Say}


async def test_of_two_changes_to_a_prompt_one_is_told(stage: Stage) -> None:
    """Of two forms sent at the same moment one is saved; the other comes back with what the prompt now says."""
    await stage["Ana"].says("/prompts add How was your week?", "moderators")
    for version in range(1, 6):
        asks = [EditPrompt("own:1", text=f"How is {name}?", version=version) for name in ("Ana", "Gwen")]
        both = await gather(*(command(stage, "Ana", "prompts edit", ask) for ask in asks))
        assert {type(replies[0]) for replies in both} == {Form, Say}


async def test_an_older_button_never_saves_a_newer_draft(stage: Stage) -> None:
    """What was saved keeps its number for itself: its "Save it" does nothing to what somebody typed later."""
    first = await draft(stage, "/nudges add daily 12:00 #allotments")
    await press(stage, "Ana", "nudges.save", first)
    await draft(stage, "/nudges add daily 15:00 #allotments", "Gwen")
    before = await count(stage)
    assert said(await press(stage, "Ana", "nudges.save", first)) == [ALREADY]
    assert await count(stage) == before


async def test_the_limit_holds_at_saving(stage: Stage) -> None:
    """However many drafts there are, no more schedules are saved than there is room for."""
    drafts = [await draft(stage, "/nudges add daily 12:00 #allotments") for _ in range(MOST_SCHEDULES)]
    answers = [await press(stage, "Ana", "nudges.save", each) for each in drafts]
    assert await count(stage) == MOST_SCHEDULES
    assert said(answers[-1])[0].startswith("That would be more than 50 schedules.")


@pytest.mark.parametrize("change", ["mood:gentle", "every monday 09:30", "every monday 11:00", "every tuesday 10:00"])
async def test_an_edit_just_after_the_due_time_loses_no_nudge(stage: Stage, change: str) -> None:
    """Saved at two seconds past ten, before anybody looked, an edit leaves ten o'clock's nudge to be posted once."""
    saving = await draft(stage, f"/nudges edit 1 {change}")
    stage.clock.move_to(TEN + 2 * SECOND)
    await press(stage, "Ana", "nudges.save", saving)
    await stage.until(NIGHT)
    assert [post.at for post in stage.nudges()] == [TEN + 2 * SECOND]


async def test_an_edit_to_an_earlier_time_today_posts_nothing_at_once(stage: Stage) -> None:
    """At half past eight, a schedule that is moved to a quarter past eight waits for next week."""
    stage.clock.move_to(datetime(2027, 3, 22, 8, 30, tzinfo=UTC))
    await press(stage, "Ana", "nudges.save", await draft(stage, "/nudges edit 1 every monday 08:15"))
    await stage.until(NIGHT)
    assert stage.nudges() == []


async def test_an_edit_to_a_day_that_is_over_posts_nothing_at_once(stage: Stage) -> None:
    """On Thursday, a Monday schedule that is moved to an hour ago on Thursdays posts nothing that day."""
    await stage.until(datetime(2027, 3, 25, 15, 0, tzinfo=UTC))
    before = len(stage.nudges())
    await press(stage, "Ana", "nudges.save", await draft(stage, "/nudges edit 1 every thursday 14:00"))
    await stage.until(datetime(2027, 3, 25, 23, 0, tzinfo=UTC))
    assert len(stage.nudges()) == before


async def test_an_edit_of_a_removed_schedule_is_not_saved(stage: Stage) -> None:
    """What was removed meanwhile stays removed."""
    saving = await draft(stage, "/nudges edit 1 every monday 11:00")
    await stage["Gwen"].says("/nudges remove 1", "moderators")
    await stage["Gwen"].presses("Yes, remove it")
    assert said(await press(stage, "Ana", "nudges.save", saving))[0].startswith("There is no such schedule here")
    await stage.until(NIGHT)
    assert stage.nudges() == []
