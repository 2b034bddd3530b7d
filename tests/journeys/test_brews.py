"""A whole round: a nudge asks, people say yes, they are introduced where nobody else sees it, and asked afterwards."""

from __future__ import annotations

from datetime import timedelta

from tests.stages import Seen, Stage

UP = "I’m up for a brew"
SIX_HOURS = timedelta(hours=6)
TWO_DAYS = timedelta(days=2)


async def join(stage: Stage, *names: str) -> Seen:
    """A nudge comes, and these press the button under it; the nudge."""
    nudge = await stage.next_nudge()
    for name in names:
        await stage[name].presses(UP, nudge)
        stage[name].sees_privately("You’re in. At ")
    return nudge


async def test_two_are_introduced_where_nobody_else_sees_it(stage: Stage) -> None:
    """Ben and Dee say yes, and at the end of the round they alone see an introduction with both names and a time."""
    await join(stage, "Ben", "Dee")
    assert "2 people are up for a brew" in stage.text(stage.nudges()[-1])
    for name in ("Ben", "Dee", "Cal"):
        stage[name].fresh()
    await stage.later(SIX_HOURS)
    for name in ("Ben", "Dee"):
        said = stage.text(stage[name].sees("you both fancied a chat"))
        assert "Ben" in said
        assert "Dee" in said
        assert "How about" in said
        assert "Something to begin with" in said
    stage["Cal"].sees_nothing()


async def test_an_odd_one_out_makes_a_three(stage: Stage) -> None:
    """Of three who say yes nobody is left over: all three are introduced to each other."""
    await join(stage, "Ben", "Dee", "Finn")
    await stage.later(SIX_HOURS)
    for name in ("Ben", "Dee", "Finn"):
        said = stage.text(stage[name].sees("you all fancied a chat"))
        assert all(each in said for each in ("Ben", "Dee", "Finn"))


async def test_only_people_of_one_age_band_meet(stage: Stage) -> None:
    """Where under-18s may be and helpers are an age band, two helpers are introduced; who isn't one hears why not."""
    ana, ben = stage["Ana"], stage["Ben"]
    await ana.says("/settings", "moderators")
    await ana.presses("Under-18s")
    await ana.fills_in(answer="yes", first="helpers")
    nudge = await stage.next_nudge()
    await ben.presses(UP, nudge)
    ben.sees_privately("only within their age band")
    for name in ("Cal", "Isla"):
        await stage[name].presses(UP, nudge)
        stage[name].sees_privately("You’re in.")
    await stage.later(SIX_HOURS)
    for name in ("Cal", "Isla"):
        stage[name].sees("you both fancied a chat")
    assert not any("you both fancied a chat" in stage.text(each) for each in ben.fresh())


async def test_who_left_meanwhile_is_not_waited_for(stage: Stage) -> None:
    """Of three who said yes one leaves the community: the other two are introduced to each other alone."""
    await join(stage, "Ben", "Dee", "Finn")
    await stage["Finn"].leaves()
    await stage.later(SIX_HOURS)
    for name in ("Ben", "Dee"):
        assert "Finn" not in stage.text(stage[name].sees("you both fancied a chat"))


async def test_out_again_with_one_press(stage: Stage) -> None:
    """Who changes their mind before the round closes isn't introduced, and whoever is left is told kindly."""
    await join(stage, "Ben", "Dee")
    await stage["Dee"].presses("I’ve changed my mind")
    stage["Dee"].sees_privately("No problem at all, you’re not in this one.")
    stage["Ben"].fresh()
    await stage.later(SIX_HOURS)
    stage["Ben"].sees("There wasn’t anybody I could introduce you to this time.")
    stage["Dee"].sees_nothing()


async def test_a_press_after_the_round_says_what_else_there_is(stage: Stage) -> None:
    """Under a nudge whose round is over a press leads to those who are free now."""
    nudge = await join(stage, "Ben", "Dee")
    await stage.later(SIX_HOURS)
    await stage["Cal"].presses(UP, nudge)
    stage["Cal"].sees_privately("That round is over.")


async def test_two_days_later_they_are_asked_once(stage: Stage) -> None:
    """Each may say whether they managed to chat; the moderators see only numbers, and none below ten."""
    await join(stage, "Ben", "Dee")
    await stage.later(SIX_HOURS)
    stage["Ben"].fresh()
    await stage.later(TWO_DAYS)
    asked = stage["Ben"].sees("Did you manage to chat?")
    await stage["Ben"].presses("Yes, we did", asked)
    stage["Ben"].sees_privately("Lovely. Thanks for saying.")
    ana = stage["Ana"]
    await ana.says("/brews stats", "moderators")
    told = stage.text(ana.sees_privately("Brews in numbers"))
    assert "Met: fewer than ten a round" in told


async def test_who_cannot_make_it_is_not_blamed(stage: Stage) -> None:
    """The other hears that it won't work out, without a name, and can have somebody else looked for."""
    await join(stage, "Ben", "Dee", "Cal", "Finn")
    await stage.later(SIX_HOURS)
    names = ("Ben", "Dee", "Cal", "Finn")
    said = stage.text(stage["Ben"].sees("you both fancied a chat"))
    other = next(each for each in names if each != "Ben" and each in said)
    stage[other].fresh()
    await stage["Ben"].presses("Can’t make it")
    stage["Ben"].sees_privately("That’s fine, things come up.")
    await stage["Ben"].presses("Leave it this time")
    stage["Ben"].sees_privately("nobody is told why")
    await stage.later(timedelta(minutes=1))
    told = stage[other].sees("This brew won’t work out for all of you after all")
    assert "Ben" not in stage.text(told)
    await stage[other].presses("Find me somebody else", told)
    stage[other].sees_privately("I’m looking for somebody else")


async def test_two_who_are_free_now_find_each_other(stage: Stage) -> None:
    """The first is told until when they are on the list; with the second both are introduced."""
    ben, dee = stage["Ben"], stage["Dee"]
    await ben.says("/brew now")
    ben.sees_privately("You’re on the list of those who are free, until")
    await dee.says("/brew now")
    dee.sees_privately("You’re on the list")
    await stage.later(timedelta(minutes=1))
    ben.sees("you both fancied a chat")
    dee.sees("you both fancied a chat")
    stage["Cal"].fresh()


async def test_one_person_is_asked_quietly(stage: Stage) -> None:
    """Sam's name, no pressure; a yes brings both together."""
    ben, dee = stage["Ben"], stage["Dee"]
    await ben.says("/brew with @dee")
    ben.sees_privately("would get this from me, and nobody else sees it")
    await ben.presses("Ask")
    ben.sees_privately("Asked, if they take asks like this.")
    await stage.later(timedelta(minutes=1))
    asked = dee.sees("wondered if you fancy a brew. No pressure.")
    await dee.presses("Yes", asked)
    dee.sees_privately("I’m introducing you two now")
    await stage.later(timedelta(minutes=1))
    ben.sees("you both fancied a chat")


async def test_a_refusal_is_never_shown_as_one(stage: Stage) -> None:
    """Whoever asked sees the same, whether the other says "Another time", "Please don't ask me", or nothing."""
    await stage.next_nudge()
    ben, dee = stage["Ben"], stage["Dee"]
    await ben.says("/brew with @dee")
    await ben.presses("Ask")
    await stage.later(timedelta(minutes=1))
    ben.fresh()
    await dee.presses("Please don’t ask me", dee.sees("wondered if you fancy a brew"))
    dee.sees_privately("they aren’t told")
    await stage.later(timedelta(days=1, hours=2))
    ben.sees_nothing()
    await ben.says("/brew with @dee")
    await ben.presses("Ask")
    ben.sees_privately("Asked, if they take asks like this.")
    dee.fresh()
    await stage.later(timedelta(minutes=1))
    dee.sees_nothing()


async def test_something_felt_wrong_goes_to_the_moderators_alone(stage: Stage) -> None:
    """Who says so sees first who would see what; the moderators get the names, and nobody else anything."""
    await join(stage, "Ben", "Dee")
    await stage.later(SIX_HOURS)
    stage["Cal"].fresh()
    await stage["Ben"].presses("Something felt wrong")
    stage["Ben"].sees_privately("Only you see this")
    await stage["Ben"].presses("Tell the moderators")
    stage["Ben"].sees_privately("The moderators have it now.")
    stage["Ana"].fresh()
    await stage.later(timedelta(minutes=1))
    said = stage.text(stage["Ana"].sees("A member says that something felt wrong in a brew."))
    assert "Ben" in said
    assert "Dee" in said
    stage["Cal"].sees_nothing()
    assert "felt wrong" not in await stage.kept()


async def test_moderators_open_and_close_a_round(stage: Stage) -> None:
    """A round by hand stands in its channel until it is closed; then whoever pressed is introduced."""
    ana = stage["Ana"]
    await ana.says("/brews open #general", "moderators")
    ana.sees_privately("I’m announcing it in")
    await stage.later(timedelta(minutes=1))
    post = stage["Ben"].sees("Press the button, and I’ll introduce you")
    for name in ("Ben", "Dee"):
        await stage[name].presses(UP, post)
    await ana.says("/brews close", "moderators")
    ana.sees_privately("Closed. I’m bringing together whoever was up for a brew.")
    await stage.later(timedelta(minutes=1))
    stage["Dee"].sees("you both fancied a chat")


async def test_in_every_round_until_it_is_paused(stage: Stage) -> None:
    """One press and somebody is in every round; another, and they are not."""
    await join(stage, "Ben")
    await stage["Ben"].presses("Every round until I pause")
    stage["Ben"].sees_privately("You’re in every round until you pause that")
    await stage.next_nudge()
    assert "1 person is up for a brew" in stage.text(stage.nudges()[-1])
    await stage["Ben"].says("/brew choices")
    await stage["Ben"].presses("Pause every round")
    stage["Ben"].sees_privately("only in rounds that you join yourself")
    await stage.next_nudge()
    assert "up for a brew." not in stage.text(stage.nudges()[-1])
