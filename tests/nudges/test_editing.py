"""An edit changes what it mentions and nothing else; a form can also clear."""

from __future__ import annotations

from bot.contract.messages import Message, Picture
from bot.nudges.library import Mood, WhichMood
from tests.stage import Actor, Stage

PICTURE = "/prompts add Look at this mood:playful picture:https://example.org/a.png alt:A teapot"


async def typed(stage: Stage, line: str) -> str:
    """What Ana sees after typing this."""
    await stage["Ana"].says(line, "moderators")
    return stage.text(stage["Ana"].sees_privately(""))


async def form(stage: Stage, line: str) -> Actor:
    """Ana, with the form open that this shows a "Change" button for."""
    ana = stage["Ana"]
    await ana.says(line, "moderators")
    await ana.presses("Change")
    assert ana.form is not None
    return ana


def pictures(content: Message | str) -> list[tuple[str, str]]:
    """The pictures that are shown, with their words."""
    assert isinstance(content, Message)
    return [(block.address, block.alt) for block in content.blocks if isinstance(block, Picture)]


async def test_a_new_time_keeps_the_rest(stage: Stage) -> None:
    """Schedule 2, with its weather check-in and its channel, only gets another time; its words need no name."""
    shown = await typed(stage, "/nudges edit 2 every thursday 15:00")
    assert "Every Thursday at 15:00, in #tea-room." in shown
    assert "It asks about the weather." in shown


async def test_a_new_channel_keeps_the_time(stage: Stage) -> None:
    """Named alone, a channel is the only thing that changes."""
    assert "Every Monday at 10:00, in #allotments." in await typed(stage, "/nudges edit 1 #allotments")


async def test_a_mood_is_kept_and_can_be_taken_back(stage: Stage) -> None:
    """A typed mood stays through other edits, until "any" is said."""
    assert "Prompts: Playful." in await typed(stage, "/nudges edit 1 mood:playful")
    await stage["Ana"].presses("Save it")
    assert "Prompts: Playful." in await typed(stage, "/nudges edit 1 every monday 11:00")
    await stage["Ana"].presses("Save it")
    assert "Prompts of every mood." in await typed(stage, "/nudges edit 1 mood:any")


async def test_a_form_that_is_sent_unchanged_changes_nothing(stage: Stage) -> None:
    """The form of a schedule holds everything it has."""
    ana = await form(stage, "/nudges show 2")
    await ana.fills_in()
    shown = stage.text(ana.sees_privately("Here’s what I understood"))
    assert "Every Wednesday at 14:00, in #tea-room." in shown
    assert "It asks about the weather." in shown


async def test_a_form_can_clear(stage: Stage) -> None:
    """What is emptied in a form is cleared: the mood to any, the weather to no."""
    await typed(stage, "/nudges edit 2 mood:playful")
    await stage["Ana"].presses("Save it")
    ana = await form(stage, "/nudges show 2")
    await ana.fills_in(mood="", weather="")
    shown = stage.text(ana.sees_privately("Here’s what I understood"))
    assert "Prompts of every mood. It does not ask about the weather." in shown


async def test_a_form_cannot_empty_what_has_to_be_there(stage: Stage) -> None:
    """A schedule without a time or a channel makes no sense, so both stay."""
    ana = await form(stage, "/nudges show 1")
    await ana.fills_in(when="", channel="")
    assert "Every Monday at 10:00, in #tea-room." in stage.text(ana.sees_privately("Here’s what I understood"))


async def test_a_number_alone_asks_what_should_be_different(stage: Stage) -> None:
    """Nothing is drafted; the schedule is shown with its button."""
    assert "What should be different?" in await typed(stage, "/nudges edit 1")


async def test_what_is_wrong_comes_back_with_everything_else(stage: Stage) -> None:
    """The form that shows a misspelt day holds what was kept, too."""
    ana = stage["Ana"]
    await ana.says("/nudges edit 2 every mondey 10:00", "moderators")
    assert ana.form is not None
    assert "monday" in ana.form.form.errors["when"].lower()
    await ana.fills_in(when="every monday 10:00")
    assert "It asks about the weather." in stage.text(ana.sees_privately("Every Monday at 10:00, in #tea-room."))


async def test_every_other_week_keeps_its_weeks(stage: Stage) -> None:
    """A fortnightly schedule whose channel changes in the other week comes on the same Mondays as before."""
    await typed(stage, "/nudges edit 1 every 2 weeks on monday 10:00")
    await stage["Ana"].presses("Save it")
    await stage.next_nudge()
    await stage.until(stage.clock().replace(day=30))
    assert "Monday 5 April 2027" in await typed(stage, "/nudges edit 1 #allotments")


def test_every_mood_can_be_asked_for() -> None:
    """The choice has each mood under its own words, and any."""
    assert [(each.mood, each.label) for each in WhichMood] == [
        (None, "Any mood"),
        *((mood, mood.label) for mood in Mood),
    ]


async def test_a_new_text_keeps_the_prompts_picture_and_mood(stage: Stage) -> None:
    """A typed text needs no name and leaves the picture, its words and the mood alone."""
    await typed(stage, PICTURE)
    ana = stage["Ana"]
    await ana.says("/prompts edit own:1 Look at this lovely thing, friends", "moderators")
    shown = ana.sees_privately("Look at this lovely thing, friends")
    assert "own:1 · Playful." in stage.text(shown)
    assert pictures(shown.content) == [("https://example.org/a.png", "A teapot")]


async def test_a_form_can_take_the_picture_away(stage: Stage) -> None:
    """Emptied in a form, the picture and its words are gone; text and mood stay."""
    await typed(stage, PICTURE)
    ana = await form(stage, "/prompts show own:1")
    await ana.fills_in(picture="", alt="", mood="")
    shown = ana.sees_privately("Saved.")
    assert "own:1 · Playful." in stage.text(shown)
    assert pictures(shown.content) == []


async def test_a_new_picture_needs_its_own_words(stage: Stage) -> None:
    """What described the old picture isn't kept for another; the form that asks holds the rest."""
    await typed(stage, PICTURE)
    ana = stage["Ana"]
    await ana.says("/prompts edit own:1 picture:https://example.org/b.png", "moderators")
    assert ana.form is not None
    assert set(ana.form.form.errors) == {"alt"}
    await ana.fills_in(alt="A kettle")
    assert pictures(ana.sees_privately("Saved.").content) == [("https://example.org/b.png", "A kettle")]


async def test_a_key_alone_asks_what_should_be_different(stage: Stage) -> None:
    """Nothing is saved; the prompt is shown with its button."""
    await typed(stage, PICTURE)
    shown = await typed(stage, "/prompts edit own:1")
    assert "What should be different?" in shown
    assert "Saved." not in shown


async def test_two_moderators_editing_a_prompt(stage: Stage) -> None:
    """The second to send a form is told what the first made of it, and keeps what they typed."""
    await typed(stage, PICTURE)
    ana = await form(stage, "/prompts show own:1")
    await stage["Gwen"].says("/prompts edit own:1 Look here", "moderators")
    await ana.fills_in(text="Look there")
    assert ana.form is not None
    assert "it now says: Look here" in ana.form.form.errors["text"]
    await ana.fills_in()
    ana.sees_privately("Look there")
