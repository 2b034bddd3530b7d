"""What moderators do with schedules and prompts, and what they are told when something goes wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.stages import Stage


async def test_a_schedule_is_said_back_before_it_is_saved(stage: Stage) -> None:
    """What a moderator typed is shown in words with the next three times; nothing happens before "Save it"."""
    ana = stage["Ana"]
    await ana.says("/nudges add weekdays 09:30 channel:#allotments weather:yes", "moderators")
    shown = stage.text(ana.sees_privately("Here’s what I understood"))
    assert "Weekdays at 09:30, in #allotments." in shown
    assert shown.count("at 09:30") == 4
    await stage.until(datetime(2027, 3, 22, 12, 0, tzinfo=UTC))
    assert stage.nudges("allotments") == []
    await ana.presses("Save it")
    ana.sees_privately("Saved.")
    await stage.until(datetime(2027, 3, 23, 9, 30, tzinfo=UTC))
    assert len(stage.nudges("allotments")) == 1


async def test_saving_twice_saves_once(stage: Stage) -> None:
    """A second press of "Save it" is told that it is saved already."""
    ana = stage["Ana"]
    await ana.says("/nudges add daily 12:00 #allotments", "moderators")
    draft = ana.sees_privately("Here’s what I understood")
    await ana.presses("Save it", draft)
    await ana.presses("Save it", draft)
    ana.sees_privately("saved or put away already")
    await stage.until(datetime(2027, 3, 22, 12, 0, tzinfo=UTC))
    assert len(stage.nudges("allotments")) == 1


async def test_a_missing_option_opens_a_form_already_filled(stage: Stage) -> None:
    """A command without its channel opens a form that holds what was understood."""
    ana = stage["Ana"]
    await ana.says("/nudges add every monday 11:00", "moderators")
    form = await ana.opens()
    assert form is not None
    assert form.filled["when"] == "every monday 11:00"
    assert "channel" in form.errors
    await ana.fills_in(channel="allotments")
    ana.sees_privately("Every Monday at 11:00, in #allotments.")


async def test_what_is_not_understood_is_said_at_its_field(stage: Stage) -> None:
    """A misspelt day gets a suggestion, and nothing typed is lost."""
    ana = stage["Ana"]
    await ana.says("/nudges add every mondey 10:00 channel:#allotments", "moderators")
    form = await ana.opens()
    assert form is not None
    assert "monday" in form.errors["when"].lower()
    assert form.filled["channel"] == stage.native("allotments")


async def test_pause_and_resume(stage: Stage) -> None:
    """A paused schedule posts nothing; resumed, it goes on without making up for what was missed."""
    ana = stage["Ana"]
    await ana.says("/nudges pause 1", "moderators")
    ana.sees_privately("Paused.")
    await stage.until(datetime(2027, 3, 23, 8, 0, tzinfo=UTC))
    assert stage.nudges() == []
    await ana.presses("Resume")
    await stage.until(datetime(2027, 3, 23, 12, 0, tzinfo=UTC))
    assert stage.nudges() == []
    await stage.until(datetime(2027, 3, 29, 9, 0, tzinfo=UTC))
    assert len([post for post in stage.nudges() if post.at.weekday() == 0]) == 1


async def test_skip_next_leaves_out_one(stage: Stage) -> None:
    """The skipped Monday has no nudge; the Monday after has one."""
    await stage["Ana"].says("/nudges skip #1", "moderators")
    stage["Ana"].sees_privately("(left out)")
    await stage.until(datetime(2027, 3, 30, 8, 0, tzinfo=UTC))
    mondays = [post.at.day for post in stage.nudges() if post.at.weekday() == 0]
    assert mondays == [29]


async def test_quiet_days_are_left_in_peace(stage: Stage) -> None:
    """On a quiet day nothing is posted, whatever the schedules say."""
    await stage["Ana"].says("/nudges quiet 2027-03-24", "moderators")
    stage["Ana"].sees_privately("Wednesday 24 March 2027")
    await stage.until(datetime(2027, 3, 25, 8, 0, tzinfo=UTC))
    assert [post.at.weekday() for post in stage.nudges()] == [0]


async def test_editing_the_time_never_posts_todays_again(stage: Stage) -> None:
    """After today's nudge has come, moving it to later today posts nothing more today."""
    await stage.next_nudge()
    ana = stage["Ana"]
    await ana.says("/nudges edit 1 when:every monday 15:00 channel:#tea-room", "moderators")
    await ana.presses("Save it")
    await stage.until(datetime(2027, 3, 22, 23, 0, tzinfo=UTC))
    assert len(stage.nudges()) == 1
    await stage.until(datetime(2027, 3, 29, 14, 0, tzinfo=UTC))
    assert stage.nudges()[-1].at == datetime(2027, 3, 29, 14, 0, tzinfo=UTC)


async def test_two_moderators_saving_at_once(stage: Stage) -> None:
    """The second moderator is told what the first made of it, and keeps what they typed."""
    ana, gwen = stage["Ana"], stage["Gwen"]
    await ana.says("/nudges edit 1 when:every monday 11:00 channel:#tea-room", "moderators")
    await gwen.says("/nudges edit 1 when:every monday 12:00 channel:#tea-room", "moderators")
    await ana.presses("Save it")
    await gwen.presses("Save it")
    form = await gwen.opens()
    assert form is not None
    assert "Every Monday at 11:00" in form.errors["when"]
    assert form.filled["when"] == "Every Monday at 12:00"
    await gwen.fills_in()
    await gwen.presses("Save it")
    gwen.sees_privately("Every Monday at 12:00")


async def test_removing_asks_first(stage: Stage) -> None:
    """A schedule is removed after one question, and its buttons then say that it is gone."""
    ana = stage["Ana"]
    await ana.says("/nudges show 1", "moderators")
    shown = ana.sees_privately("Schedule #1")
    await ana.presses("Remove", shown)
    await ana.presses("Yes, remove it")
    ana.sees_privately("is removed")
    await ana.presses("Pause", shown)
    ana.sees_privately("no such schedule here any more")


async def test_members_cannot_steer(stage: Stage) -> None:
    """A moderators' command typed by a member is refused, and so is a moderator's button once the role is lost."""
    ben, ana = stage["Ben"], stage["Ana"]
    await ben.says("/nudges pause 1")
    ben.sees_privately("Only moderators")
    await ana.says("/nudges show 1")
    ana.moderates_no_more()
    await ana.presses("Pause")
    ana.sees_privately("Only moderators")
    assert len(stage.nudges()) == 0
    await stage.next_nudge()
    assert len(stage.nudges()) == 1


async def test_an_own_prompt_joins_the_rotation(stage: Stage) -> None:
    """A prompt that a moderator added is posted, with its placeholders filled in."""
    ana = stage["Ana"]
    await ana.says("/prompts add It is {weekday} in {community}: how was your week? mood:brew-monday", "moderators")
    ana.sees_privately("It is Monday in Fernhill: how was your week?")
    posted = ""
    for _ in range(40):
        if "how was your week?" in posted:
            break
        posted = stage.text(await stage.next_nudge())
    assert "It is Monday in Fernhill: how was your week?" in posted


async def test_markup_and_everyone_stay_text(stage: Stage) -> None:
    """A prompt with @everyone and markup is posted as the letters that were typed."""
    ana = stage["Ana"]
    await ana.says("/prompts add @everyone *hello* <b>there</b> <!channel>", "moderators")
    ana.sees_privately("@everyone *hello* <b>there</b> <!channel>")


async def test_a_picture_needs_its_words(stage: Stage) -> None:
    """A picture without a description is asked for one at its field."""
    ana = stage["Ana"]
    await ana.says("/prompts add Look at this picture:http://example.org/a.png", "moderators")
    form = await ana.opens()
    assert form is not None
    assert set(form.errors) == {"picture", "alt"}


async def test_a_retired_prompt_can_come_back(stage: Stage) -> None:
    """Retiring takes a prompt out of the rotation; one press brings it back."""
    ana = stage["Ana"]
    await ana.says("/prompts list", "moderators")
    listed = stage.text(ana.sees_privately("Prompts, page 1"))
    key = listed.split("\n")[2].split(" ·")[0]
    await ana.says(f"/prompts retire {key}", "moderators")
    ana.sees_privately("Retired.")
    await ana.presses("Bring it back")
    ana.sees_privately("back in the rotation")


async def test_a_channel_that_is_gone_pauses_its_schedule(stage: Stage) -> None:
    """The moderators are told once, and nothing is retried."""
    await stage.remove_channel("tea-room")
    await stage.later(timedelta(days=10))
    ana = stage["Ana"]
    told = [post for post in stage.posts("moderators") if "I can’t post in" in stage.text(post)]
    assert 1 <= len(told) <= 2, "once for each schedule"
    await ana.says("/nudges list", "moderators")
    assert stage.text(ana.sees_privately("Schedules here")).count("paused") == 2


async def test_buttons_work_after_a_restart(stage: Stage) -> None:
    """A button pressed after everything but the database and the platform was built anew still does its work."""
    nudge = await stage.next_nudge()
    await stage.restart()
    ben = stage["Ben"]
    await ben.presses("I’m up for a brew", nudge)
    ben.sees_privately("You’re in.")


async def test_until_tomorrow_is_until_tomorrow(stage: Stage) -> None:
    """“Tomorrow” counts from today, not from the first quiet day."""
    ana = stage["Ana"]
    await ana.says("/nudges quiet tomorrow until:tomorrow", "moderators")
    shown = stage.text(ana.sees_privately("Quiet days ahead"))
    assert "Tuesday 23 March 2027" in shown
    assert "Wednesday" not in shown


async def test_a_time_is_no_quiet_day(stage: Stage) -> None:
    """Half past ten is asked about at its field, and makes no day quiet."""
    ana = stage["Ana"]
    await ana.says("/nudges quiet 10:30", "moderators")
    form = await ana.opens()
    assert form is not None
    assert "I can’t read “10:30” as a day." in form.errors["day"]


async def test_a_rule_too_long_is_said_at_its_field(stage: Stage) -> None:
    """A schedule of too many days and times is refused where it was typed, and nothing typed is lost."""
    days = ",".join(["1st", "2nd", "3rd", *(f"{day}th" for day in range(4, 21)), "21st"])
    ana = stage["Ana"]
    await ana.says(f"/nudges add {days} weekday of january 09:00,10:00,11:00,12:00 channel:#allotments", "moderators")
    form = await ana.opens()
    assert form is not None
    assert "too many days and times" in form.errors["when"]
    assert form.filled["channel"] == stage.native("allotments")
