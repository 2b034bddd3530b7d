"""Somebody who wants to be left alone is, at once and in every way, until they change their mind."""

from __future__ import annotations

from datetime import timedelta

from tests.brews.hands import counts_only
from tests.stages import Actor, Stage

CRISIS = "i want to kill myself"
WORDS = (CRISIS, "i can't do this anymore", "i feel so lonely", "my best friend said she wants to die")


async def leave_alone(actor: Actor) -> None:
    """Every opt-out there is, on one card."""
    await actor.says("/preferences")
    for label in ("Don’t answer me", "Don’t mention me", "No offers, please"):
        await actor.presses(label)
    actor.sees_privately("not passed on")


async def test_nothing_reaches_somebody_who_wants_to_be_left_alone(stage: Stage) -> None:
    """No answer to words, no mention and no direct message, wherever they write, for days."""
    await counts_only(stage.running)
    finn, mo = stage["Finn"], stage["Mo"]
    nudge = await stage.next_nudge()
    await leave_alone(finn)
    await finn.presses("I’m up for a brew", nudge)
    await finn.presses("Yes, show my name")
    finn.sees_privately("")
    for words in WORDS:
        await finn.says(words)
        await stage.later(timedelta(hours=25))
    assert [post for post in finn.fresh() if post.is_private] == []
    await mo.presses("I’m up for a brew", nudge)
    await mo.presses("Yes, show my name")
    mo.sees_privately("Finn")
    assert "Finn" not in stage.mentioned()


async def test_they_can_still_ask(stage: Stage) -> None:
    """Whoever wants to be left alone still gets what they ask for themselves, as often as they like."""
    finn = stage["Finn"]
    await leave_alone(finn)
    for _ in range(2):
        await finn.says("/support")
        finn.sees_privately("116 123")
        await finn.tells_brewmate("hello")
        finn.sees_privately("I’m a bot")
        await finn.says("hello @Brewmate")
        await finn.is_answered("116 123")
        await finn.says("/checkin")
        finn.sees_privately("How’s your weather")


async def test_a_change_of_mind_holds_at_once(stage: Stage) -> None:
    """The same card takes it all back, and the very next words are answered."""
    await counts_only(stage.running)
    finn, mo = stage["Finn"], stage["Mo"]
    nudge = await stage.next_nudge()
    await leave_alone(finn)
    for label in ("Answer me again", "Mention me again", "Offers are fine again"):
        await finn.presses(label)
    finn.sees_privately("passed on to you")
    await finn.says(CRISIS)
    await finn.is_answered("116 123")
    for each in (finn, mo):
        await each.presses("I’m up for a brew", nudge)
        await each.presses("Yes, show my name")
    mo.sees_privately("@Finn")


async def test_a_change_of_mind_by_the_button_under_not_for_me(stage: Stage) -> None:
    """Under what follows "Not for me" there is "Answer me again", and it ends only that."""
    finn = stage["Finn"]
    await leave_alone(finn)
    await finn.presses("Not for me", stage.posts("general")[0])
    await finn.presses("Answer me again")
    await finn.says(CRISIS)
    await finn.is_answered("116 123")
    await finn.says("/preferences")
    card = stage.text(finn.sees_privately("Your choices"))
    assert "on, where I listen" in card
    assert "without a mention" in card
    assert "not passed on" in card


async def test_erasing_ends_it_and_says_so(stage: Stage) -> None:
    """Erased choices are gone, too: the question says so first, and what follows has the button to say it again."""
    finn = stage["Finn"]
    await leave_alone(finn)
    await finn.says("/mydata erase")
    finn.sees_privately("“Not for me”, “Not from this person” and “No offers” are choices of yours, so they go as well")
    await finn.presses("Erase it all")
    finn.sees_privately("what I held about you is gone")
    await finn.presses("Don’t answer me")
    finn.sees_privately("Private answers to what you write in channels: off")
    await finn.says(CRISIS)
    finn.sees_nothing()
