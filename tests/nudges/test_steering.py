"""Moderators see which of the next times will really be posted, and reach every schedule."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from bot.contract.messages import Choices, Message
from bot.contract.plain import buttons
from bot.nudges.prompting import OnePrompt
from bot.nudges.rules import LONGEST_RULE, RecurrenceError
from bot.nudges.scheduling import EditSchedule
from bot.nudges.steering import OneSchedule
from bot.nudges.understanding import understand
from tests.nudges.hands import command, press
from tests.stage import Stage

POSTED = "(that day’s has been posted already)"
QUIET = "(a quiet day, so nothing is posted)"


async def typed(stage: Stage, line: str) -> str:
    """What Ana sees after typing this."""
    await stage["Ana"].says(line, "moderators")
    return stage.text(stage["Ana"].sees_privately(""))


async def test_a_time_that_will_not_come_again_today_is_marked(stage: Stage) -> None:
    """After Monday's nudge, moving it to the afternoon says that today's has been posted, before and after saving."""
    await stage.next_nudge()
    told = await typed(stage, "/nudges edit 1 every monday 15:00")
    assert f"Monday 22 March 2027 at 15:00 {POSTED}" in told
    assert told.count(POSTED) == 1
    await stage["Ana"].presses("Save it")
    assert f"Monday 22 March 2027 at 15:00 {POSTED}" in stage.text(stage["Ana"].sees_privately("Saved."))


async def test_what_is_understood_marks_quiet_days(stage: Stage) -> None:
    """Before a schedule is saved, its moderator sees which of its first times fall on a quiet day."""
    await typed(stage, "/nudges quiet 2027-03-23")
    assert f"Tuesday 23 March 2027 at 12:00 {QUIET}" in await typed(stage, "/nudges add daily 12:00 #allotments")


async def test_skip_next_leaves_out_one_that_would_come(stage: Stage) -> None:
    """Neither a slot that has been posted nor a quiet day is what "the next" means."""
    await stage.next_nudge()
    await typed(stage, "/nudges edit 1 every monday 15:00")
    await stage["Ana"].presses("Save it")
    await typed(stage, "/nudges quiet 2027-03-29")
    told = await typed(stage, "/nudges skip 1")
    assert f"Monday 22 March 2027 at 15:00 {POSTED}" in told
    assert f"Monday 29 March 2027 at 15:00 {QUIET}" in told
    assert "Monday 5 April 2027 at 15:00 (left out)" in told
    await stage.until(datetime(2027, 4, 13, tzinfo=UTC))
    assert [post.at.day for post in stage.nudges() if post.at.weekday() == 0] == [22, 12]


async def test_skip_next_looks_past_a_long_quiet_time(stage: Stage) -> None:
    """Two quiet months of four nudges a day hide the next one from nobody."""
    await typed(stage, "/nudges edit 1 daily 09:00, 12:00, 15:00 and 18:00")
    await stage["Ana"].presses("Save it")
    await typed(stage, "/nudges quiet today until:2027-05-20")
    await typed(stage, "/nudges skip 1")
    assert "The next one is left out" in stage.text(stage.room.posts[-1])


async def test_there_may_be_nothing_to_skip(stage: Stage) -> None:
    """A schedule whose last time falls on a quiet day has no next one."""
    await typed(stage, "/nudges edit 1 every monday 10:00 until 2027-03-22")
    await stage["Ana"].presses("Save it")
    await typed(stage, "/nudges quiet today")
    assert "There is no next time to skip." in await typed(stage, "/nudges skip 1")


async def test_a_long_list_has_ten_buttons_in_rows_of_five(stage: Stage) -> None:
    """No platform's limit is met, every schedule has its line, and the others are reached by their number."""
    for _ in range(10):
        await stage["Ana"].says("/nudges add daily 12:00 #allotments", "moderators")
        await stage["Ana"].presses("Save it")
    await stage["Ana"].says("/nudges list", "moderators")
    listed = stage["Ana"].sees_privately("Schedules here")
    assert isinstance(listed.content, Message)
    assert [len(each.buttons) for each in listed.content.blocks if isinstance(each, Choices)] == [5, 5]
    assert "#12 " in stage.text(listed)
    assert "Type /nudges show with a number" in stage.text(listed)


@pytest.mark.parametrize("number", [-1, 0, 2**31, 99_999_999_999])
async def test_a_number_that_no_schedule_can_have(stage: Stage, number: int) -> None:
    """Whatever figure a platform hands over, there is no such schedule."""
    for path, ask in (("nudges show", OneSchedule(number)), ("nudges edit", EditSchedule(number, when="daily"))):
        (said,) = await command(stage, "Ana", path, ask)
        assert "There is no such schedule here" in str(said)


@pytest.mark.parametrize("action", ["nudges.pause", "nudges.show", "nudges.save", "nudges.change", "nudges.drop"])
async def test_a_button_about_no_row_is_answered_kindly(stage: Stage, action: str) -> None:
    """A made-up number breaks nothing."""
    (said,) = await press(stage, "Ana", action, "4294967297")
    assert "went wrong" not in str(said)


@pytest.mark.parametrize("key", ["own:0", "own:2147483648", "own:" + "9" * 60, "own:", "1"])
async def test_a_key_of_no_prompt(stage: Stage, key: str) -> None:
    """Whatever stands after "own:", there is no such prompt."""
    (said,) = await command(stage, "Ana", "prompts show", OnePrompt(key))
    assert "There is no such prompt here" in str(said)


@pytest.mark.parametrize("line", ["/prompts retire no-occasion", "/prompts retire own:1"])
async def test_a_retired_prompt_is_offered_back(stage: Stage, line: str) -> None:
    """Whoever looks at a retired prompt, the library's or their own, can bring it back and not retire it again."""
    await typed(stage, "/prompts add How was your week?")
    await typed(stage, line)
    await typed(stage, line.replace("retire", "show"))
    content = stage.room.posts[-1].content
    assert isinstance(content, Message)
    labels = {each.label for each in buttons(content)} - {"Change"}
    assert labels == {"Bring it back"}


def test_a_rule_too_long_to_keep_is_refused() -> None:
    """What the database couldn't hold is refused with a sentence, not cut."""
    days = ",".join(["1st", "2nd", "3rd", *(f"{day}th" for day in range(4, 21)), "21st"])
    once = understand(f"{days} weekday of january 09:00", start=date(2027, 3, 22))
    assert len(once.rule) <= LONGEST_RULE
    with pytest.raises(RecurrenceError, match="too many days and times"):
        understand(f"{days} weekday of january 09:00,10:00,11:00,12:00", start=date(2027, 3, 22))
