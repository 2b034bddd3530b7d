"""A member's week: a nudge, a brew, the weather, a check-in, choices, a private answer, their data; then leaving."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from tests.brews.hands import counts_only
from tests.stages import Stage

SOFT = "i can't do this anymore"


async def test_a_members_week(stage: Stage) -> None:
    """From Monday's nudge to the goodbye, everything comes privately, in their own zone, and goes when they say."""
    await counts_only(stage.running)
    lou, mo = stage["Lou"], stage["Mo"]

    await stage.until(datetime(2027, 3, 22, 10, 0, tzinfo=UTC))
    (monday,) = stage.nudges()
    await lou.presses("I’m up for a brew", monday)
    await lou.presses("Yes, show my name")
    lou.sees_privately("Nobody else has shown their name yet")
    await mo.presses("I’m up for a brew", monday)
    await mo.presses("Yes, show my name")
    mo.sees_privately("@Lou")

    wednesday = await stage.next_nudge()
    await lou.presses("Rainy", wednesday)
    lou.sees_privately("Rainy days can be hard going")
    mo.sees("1 person has answered.")

    await stage.later(timedelta(hours=20))
    before = await stage.kept()
    await lou.says("/checkin")
    lou.sees_privately("counted nowhere and not kept")
    await lou.presses("Stormy")
    lou.sees_privately("Would you like a chat with somebody here, or to see some options?")
    assert grown(before, await stage.kept()) == {"seen_events"}
    assert "1 person has answered." in stage.text(stage.nudges()[-1])
    mo.sees_nothing()

    await lou.says("/preferences")
    await lou.presses("Place and language")
    await lou.fills_in(zone="new york", area="Scotland")
    lou.sees_privately("Zone: America/New_York, 06:00 now")

    await lou.says(SOFT)
    card = await lou.is_answered("options")
    if "See some options" in card.labels:
        await lou.presses("See some options")
        card = lou.sees_privately("Samaritans")
    assert "NHS 24" in stage.text(card)
    assert "England" not in stage.text(card)

    await lou.says("/mydata show")
    told = stage.text(lou.sees_privately("What I hold about you"))
    assert "when: Monday 22 March 2027 at 06:00; name shown: yes" in told
    assert "zone: America/New_York" in told
    await lou.says("/mydata export")
    assert '"at": "2027-03-22T10:00:00+00:00"' in stage.text(lou.sees_privately("Your data"))
    mo.sees_nothing()

    await lou.says("/mydata erase")
    await lou.presses("Erase it all")
    lou.sees_privately("what I held about you is gone")
    assert stage.row("Lou") not in await stage.kept()
    await mo.presses("Look again")
    assert "Lou" not in stage.text(mo.sees_privately("Nobody else has shown their name yet"))


async def test_the_check_in_is_there_before_any_nudge(stage: Stage) -> None:
    """Where no nudge has come yet, whoever checks in is offered options and no chat that could not be had."""
    kim = stage["Kim"]
    await kim.says("/checkin")
    await kim.presses("Stormy")
    answer = kim.sees_privately("Would you like to see some options?")
    assert "chat" not in f"{answer.text} {answer.labels}".lower()
    await kim.presses("See some options")
    kim.sees_privately("Samaritans")


@pytest.mark.parametrize("sky", ["Sunny", "Bright", "Cloudy", "Rainy", "Stormy"])
async def test_a_check_in_is_met_like_a_nudges_weather(stage: Stage, sky: str) -> None:
    """Each of the five skies has the answer that it has under a nudge, as often as it is pressed."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    hari = stage["Hari"]
    await hari.presses(sky, nudge)
    under_a_nudge = stage.text(hari.sees_privately(""))
    await hari.says("/checkin")
    hari.sees_privately("")
    for _ in range(2):
        await hari.presses(sky)
        assert stage.text(hari.sees_privately("")) == under_a_nudge


async def test_from_a_check_in_to_a_brew(stage: Stage) -> None:
    """Somebody who would like a chat after checking in is up for the newest nudge's brew, and nobody learns why."""
    await stage.next_nudge()
    kim, mo = stage["Kim"], stage["Mo"]
    await kim.says("/checkin")
    await kim.presses("Rainy")
    kim.sees_privately("")
    mo.sees("")
    await kim.presses("I’d like a chat")
    kim.sees_privately("You’re in.")
    assert "rain" not in stage.text(mo.sees("1 person is up for a brew")).lower()


async def test_somebody_who_wants_no_mentions_is_named(stage: Stage) -> None:
    """With mentions off a member is shown by name and never mentioned; the others are mentioned as before."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    ben, cal, dee = stage["Ben"], stage["Cal"], stage["Dee"]
    await cal.says("/preferences")
    await cal.presses("Don’t mention me")
    for each in (ben, cal, dee):
        await each.presses("I’m up for a brew", nudge)
        await each.presses("Yes, show my name")
    shown = stage.text(dee.sees_privately("Also up for a brew"))
    assert "Ben" in shown
    assert "Cal" in shown
    assert "Cal" not in stage.mentioned()
    await cal.says("/preferences")
    await cal.presses("Mention me again")
    await dee.presses("Look again")
    dee.sees_privately("@Cal")


async def test_leaving_takes_everything(stage: Stage) -> None:
    """Whoever leaves is in no row any more, is named to nobody, and is counted for no brew."""
    await counts_only(stage.running)
    nudge = await stage.next_nudge()
    ben, cal = stage["Ben"], stage["Cal"]
    for each in (ben, cal):
        await each.presses("I’m up for a brew", nudge)
        await each.presses("Yes, show my name")
    await ben.says("/preferences area:Wales")
    await ben.says(SOFT)
    await ben.leaves()
    kept = await stage.kept()
    assert stage.row("Ben") not in kept
    assert "\nlimits" not in kept
    await cal.presses("Look again")
    assert "Ben" not in stage.text(cal.sees_privately("Nobody else has shown their name yet"))
    await stage["Dee"].presses("I’m up for a brew", nudge)
    stage["Dee"].sees("2 people are up for a brew.")


async def test_a_moderator_who_leaves_is_only_a_moderator(stage: Stage) -> None:
    """What a moderator set up stays when they leave; their name doesn't."""
    ana = stage["Ana"]
    await ana.says("/nudges add daily 12:00 #allotments", "moderators")
    await ana.presses("Save it")
    ana.sees_privately("")
    await ana.leaves()
    kept = await stage.kept()
    assert stage.row("Ana") not in kept
    assert f"#/{stage.native('allotments')}" in kept


def grown(before: str, after: str) -> set[str]:
    """The tables in which there are rows that were not there before."""
    return {line.split(" ")[0] for line in set(after.splitlines()) - set(before.splitlines())}
