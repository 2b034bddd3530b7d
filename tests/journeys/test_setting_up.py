"""A moderator's first hour: from an empty community to its first nudge, with everything that gets in the way."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from bot.contract.permissions import Permission
from tests.stages import Actor, Seen, Stage

PLATFORMS = "Moderators: those whom the platform names"


async def test_a_moderators_first_hour(bare_stage: Stage) -> None:
    """Added at eight, it nudges at half past nine, past a missing permission, a restart and a change of mind."""
    stage = bare_stage
    ana, ben, cal, gwen = (stage[name] for name in ("Ana", "Ben", "Cal", "Gwen"))
    await stage.invited()
    assert ana.everything() == []

    # Ana looks around, and begins.
    await ana.says("/help")
    ana.sees_privately("Type /setup, and I’ll walk you through.")
    await ana.says("/setup")
    await choose(ana, "Place and time", channel="tea-room", notices="moderators", area="scotland")
    await choose(ana, "First nudge", when="weekdays 9:30", words="Morning, {community}. Who’s for a brew?")
    ana.sees_privately("It says: Morning, {community}. Who’s for a brew?")

    # She forgets one thing in the channel's settings. The card names it; somebody mends it.
    card = await _mended(stage)

    # Meanwhile the whole house is restarted.
    await stage.restart()
    ana, ben, cal, gwen = (stage[name] for name in ("Ana", "Ben", "Cal", "Gwen"))

    # Gwen goes on at the same card, for she moderates, too; Ana is shown before she starts what she hasn't seen.
    await gwen.says("/setup")
    await choose(gwen, "Moderators", first="cal")
    await ana.presses("Start", card)
    assert f"{PLATFORMS} and Cal" in ana.sees_privately(PLATFORMS).text.replace("@", "")

    # Ben, who doesn't moderate, finds nothing to press, and what he presses all the same does nothing.
    await _tries_everything(ben, card)

    # She looks at the first nudge, and starts. Until now members saw nothing.
    await ana.presses("Show me the first nudge")
    ana.sees_privately("Morning, Fernhill. Who’s for a brew?")
    assert stage.posts("tea-room") == stage.posts("general") == []
    await ana.presses("Start")
    ana.sees_privately("We’ve started.")
    await stage.running.clockwork.tick()
    ben.sees("I’m a bot, nobody has to join in")

    # She changes her mind about the channel, and about who has to be asked.
    await ana.says("/settings", "moderators")
    ana.sees_privately("Under-18s: not answered yet; brews stay off until it is")
    await choose(ana, "Under-18s", answer="no")
    await choose(ana, "Place and time", channel="allotments")
    ana.sees_privately("#1 Weekdays at 09:30, in #allotments")

    # Half past nine.
    await stage.until(datetime(2027, 3, 22, 9, 30, tzinfo=UTC))
    (nudge,) = stage.nudges("allotments")
    assert "Morning, Fernhill. Who’s for a brew?" in stage.text(nudge)
    await ben.presses("I’m up for a brew", nudge)
    ben.sees_privately("You’re in.")
    assert stage.nudges() == []

    # Cal, whom Gwen chose, may steer; and then may not any more.
    await cal.says("/nudges skip 1")
    steering = cal.sees_privately("left out")
    await gwen.says("/settings", "moderators")
    await choose(gwen, "Moderators", first="")
    gwen.sees_privately(f"{PLATFORMS}\n")
    await cal.presses("Pause", steering)
    cal.sees_privately("Only moderators can use that here.")

    # Tomorrow is left out, as Cal asked; the day after, another prompt comes.
    await stage.later(timedelta(days=1))
    assert len(stage.nudges("allotments")) == 1
    await stage.later(timedelta(days=1))
    assert "Who’s for a brew?" not in stage.text(stage.nudges("allotments")[-1])


async def choose(who: Actor, form: str, **values: str) -> None:
    """Press a form's button on the newest card and send the form."""
    await who.presses(form)
    await who.fills_in(**values)


async def _mended(stage: Stage) -> Seen:
    """A channel in which the bot may not post is named and holds everything back until it may; the card after that."""
    ana = stage["Ana"]
    await stage.allow("general", Permission.POST, allowed=False)
    await choose(ana, "Listening", first="general")
    blocked = ana.sees_privately("#general: I’m not allowed to post in it")
    assert "Start" not in blocked.labels
    await stage.allow("general", Permission.POST, allowed=True)
    await ana.presses("Check again")
    card = ana.sees_privately("Setting up")
    assert "Start" in card.labels
    return card


async def _tries_everything(who: Actor, card: Seen) -> None:
    """Every command and a moderator's own buttons, by somebody who isn't one."""
    for command in ("/setup", "/settings", "/set place zone:UTC", "/set moderators @ben", "/nudges list"):
        await who.says(command)
        who.sees_privately("Only moderators can use that here.")
    for label in ("Start", "Place and time", "Never mind", "Show me the first nudge"):
        await who.presses(label, card)
        who.sees_privately("Only moderators can use that here.")
    assert await who.opens() is None
