"""A nudge arrives, people answer it, and nobody learns more than they should."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from tests.brews.hands import counts_only
from tests.stages import Stage

MEMBERS = ("Ben", "Cal", "Dee", "Esi", "Finn", "Hari", "Isla", "Jon", "Kim", "Lou", "Mo")


async def test_a_nudge_arrives_by_itself(stage: Stage) -> None:
    """On Monday at ten local time everybody is asked whether they fancy a chat."""
    await stage.until(datetime(2027, 3, 22, 9, 59, tzinfo=UTC))
    stage["Ben"].sees_nothing()
    await stage.until(datetime(2027, 3, 22, 10, 0, tzinfo=UTC))
    stage["Ben"].sees("")
    assert len(stage.nudges()) == 1


async def test_the_nudge_keeps_local_time_when_the_clocks_change(stage: Stage) -> None:
    """After the clocks have gone forward the nudge still comes at ten by the clock on the wall."""
    await stage.until(datetime(2027, 4, 5, 23, 0, tzinfo=UTC))
    mondays = [post.at.isoformat() for post in stage.nudges() if post.at.weekday() == 0]
    assert mondays == ["2027-03-22T10:00:00+00:00", "2027-03-29T09:00:00+00:00", "2027-04-05T09:00:00+00:00"]


async def test_names_are_shown_only_to_those_who_agreed(stage: Stage) -> None:
    """Somebody who is up for a brew is named to the others who agreed, and to nobody else."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    ben, cal, dee = stage["Ben"], stage["Cal"], stage["Dee"]
    await ben.presses("I’m up for a brew", nudge)
    ben.sees_privately("Shall I show your name")
    await ben.presses("Yes, show my name")
    ben.sees_privately("Nobody else has shown their name yet")
    await dee.presses("I’m up for a brew", nudge)
    await cal.presses("I’m up for a brew", nudge)
    await cal.presses("Yes, show my name")
    assert "@Dee" not in stage.text(cal.sees_privately("@Ben"))
    assert "@Ben" not in stage.text(dee.sees("3 people are up for a brew"))


async def test_pressing_twice_counts_once(stage: Stage) -> None:
    """A second press of "I'm up for a brew" changes no number and says so kindly."""
    nudge = await stage.next_nudge()
    await stage["Ben"].presses("I’m up for a brew", nudge)
    await stage["Ben"].presses("I’m up for a brew", nudge)
    stage["Ben"].sees_privately("You’re in already")
    assert "1 person is up for a brew" in stage.text(stage.nudges()[-1])


async def test_a_change_of_mind_is_no_problem(stage: Stage) -> None:
    """Whoever changes their mind is neither counted nor named any more."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    ben = stage["Ben"]
    await ben.presses("I’m up for a brew", nudge)
    await ben.presses("Yes, show my name")
    await ben.presses("I’ve changed my mind")
    ben.sees_privately("No problem at all")
    assert "up for a brew." not in stage.text(stage.nudges()[-1])


async def test_every_nudge_says_why(stage: Stage) -> None:
    """Anybody can ask a nudge why it is there, and the answer is theirs alone."""
    nudge = await stage.next_nudge()
    await stage["Ben"].presses("Why am I seeing this?", nudge)
    stage["Ben"].sees_privately("A moderator of this community set up a gentle nudge here")
    assert len(stage.nudges()) == 1


async def test_a_stormy_answer_is_met_privately(stage: Stage) -> None:
    """Somebody who presses "Stormy" is offered a chat or options, and others see only a number."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    lou, mo = stage["Lou"], stage["Mo"]
    mo.sees("")
    await lou.presses("Stormy", nudge)
    lou.sees_privately("Would you like a chat with somebody here, or to see some options?")
    told = stage.text(mo.sees("1 person has answered"))
    assert "Stormy" not in told


async def test_asking_for_a_chat_says_nothing_of_why(stage: Stage) -> None:
    """A stormy member who asks for a chat looks to others like anybody who is up for a brew."""
    await counts_only(stage.running)
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    lou, mo = stage["Lou"], stage["Mo"]
    await lou.presses("Stormy", nudge)
    await lou.presses("I’d like a chat")
    await lou.presses("Yes, show my name")
    await mo.presses("I’m up for a brew", nudge)
    await mo.presses("Yes, show my name")
    seen = stage.text(mo.sees_privately("@Lou")).lower()
    assert "storm" not in seen


async def test_weather_is_shown_from_ten_answers_and_in_steps_of_five(stage: Stage) -> None:
    """Nine answers show only their number; the tenth shows kinds; the eleventh changes none of them."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    skies = ["Sunny"] * 5 + ["Cloudy"] * 4
    for name, sky in zip(MEMBERS[:9], skies, strict=True):
        await stage[name].presses(sky, nudge)
    before = stage.text(stage.nudges()[-1])
    assert "9 people have answered." in before
    assert "About so" not in before
    await stage[MEMBERS[9]].presses("Cloudy", nudge)
    ten = stage.text(stage.nudges()[-1])
    assert "10 people have answered. Roughly: ☀️ Sunny 5 and ☁️ Cloudy 5." in ten
    await stage[MEMBERS[10]].presses("Sunny", nudge)
    eleven = stage.text(stage.nudges()[-1])
    assert eleven == ten.replace("10 people", "11 people")


async def test_a_second_weather_press_is_answered_but_not_counted(stage: Stage) -> None:
    """Whoever presses another sky gets its answer, and the tally stays."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    lou = stage["Lou"]
    await lou.presses("Sunny", nudge)
    lou.sees_privately("Lovely")
    await lou.presses("Stormy", nudge)
    lou.sees_privately("Would you like a chat")
    assert "1 person has answered" in stage.text(stage.nudges()[-1])


async def test_prompts_do_not_repeat_soon(stage: Stage) -> None:
    """Seven nudges in a row carry seven different prompts."""
    for _ in range(7):
        await stage.next_nudge()
    texts = [stage.text(post).split("\n")[0] for post in stage.nudges()]
    assert len(set(texts)) == 7


async def test_a_short_pause_is_made_up_for_once(stage: Stage) -> None:
    """A bot that was down for an hour posts the nudge late; one that was down for a day leaves it out."""
    stage.clock.move_to(datetime(2027, 3, 22, 11, 0, tzinfo=UTC))
    await stage.running.clockwork.tick()
    assert len(stage.nudges()) == 1
    stage.clock.move_to(datetime(2027, 3, 30, 11, 0, tzinfo=UTC))
    await stage.running.clockwork.tick()
    assert len(stage.nudges()) == 1
    await stage.later(timedelta(days=1, hours=12))
    assert len(stage.nudges()) == 2
