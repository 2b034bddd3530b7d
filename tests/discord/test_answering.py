"""Answers: privately, in time, and alive after a restart."""

from __future__ import annotations

from tests.discord.town import Town

BREW = "☕ I’m up for a brew"


async def test_an_answer_is_seen_by_one(town: Town) -> None:
    """Ben sees his options; Cal and the moderator see nothing at all."""
    async with town.connected():
        (card,) = (await town.ben.types(town.general, "support", topic="money")).shown
    assert card in town.ben.sees(town.general)
    assert town.cal.sees(town.general) == town.ana.sees(town.general) == []


async def test_a_button_works_after_a_restart(town: Town) -> None:
    """What was drawn before is pressed afterwards."""
    async with town.connected():
        (card,) = (await town.ben.types(town.general, "support", topic="money")).shown
    async with town.connected():
        (more,) = (await town.ben.presses("More options", card)).shown
    assert more.content.startswith("Some more options.")
    assert more.seen_by == town.ben.user.id


async def test_what_is_missing_opens_the_form(town: Town) -> None:
    """A moderator types half a command and fills in the rest."""
    async with town.connected():
        form = await town.ana.types(town.general, "nudges add", when="every monday 10:00")
        assert form.form is not None
        assert form.form["components"][0]["component"]["value"] == "every monday 10:00"
        (said,) = (await town.ana.submits(form, channel=str(town.general.id))).shown
    assert "Every Monday at 10:00" in said.content


async def test_a_refused_form_is_opened_again_with_what_was_filled_in(town: Town) -> None:
    """Discord shows no form after a form: what is wrong is said, and a button opens it anew."""
    async with town.connected():
        form = await town.ana.types(town.general, "nudges add", channel=town.general.id)
        (wrong,) = (await town.ana.submits(form, when="every blue moon")).shown
        assert "isn’t done yet" in wrong.content
        again = await town.ana.presses("Open the form again", wrong)
        assert again.form is not None
        assert again.form["components"][0]["component"]["value"] == "every blue moon"
        (said,) = (await town.ana.submits(again, when="every monday 10:00")).shown
    assert "Every Monday at 10:00" in said.content


async def test_a_moderators_form_opens_for_nobody_else(town: Town) -> None:
    """Whoever finds a moderators' command without being one is told so."""
    async with town.connected():
        asked = await town.ben.types(town.general, "nudges add")
    assert asked.form is None
    assert "for moderators" in asked.shown[0].content


async def test_a_role_lost_between_opening_and_sending_counts(town: Town) -> None:
    """The form was opened by a moderator, and is sent by somebody who isn't one any more."""
    async with town.connected():
        form = await town.ana.types(town.general, "nudges add")
        town.guild.members[town.ana.user.id].clear()
        (said,) = (await town.ana.submits(form, when="every monday 10:00", channel=str(town.general.id))).shown
        assert "Only moderators can use that here" in said.content
        listed = await town.ana.types(town.general, "nudges list")
    assert "Only moderators" in listed.shown[0].content


async def test_offering_support_never_writes_to_the_author(town: Town) -> None:
    """From a message's menu: the presser alone is shown how to ask and listen."""
    async with town.connected():
        said = await town.cal.says(town.general, "rough week")
        asked = await town.ben.chooses("Offer support", said)
    assert asked.shown
    assert all(each.seen_by == town.ben.user.id for each in asked.shown)
    assert list(town.cal.told()) == []


async def test_the_readers_language(town: Town) -> None:
    """Whose app is Spanish is answered in Spanish."""
    town.ben.user.locale = "es-ES"
    async with town.connected():
        (said,) = (await town.ben.types(town.general, "help")).shown
    assert "Soy Brewmate" in said.content


async def test_a_nudge_is_posted_and_drawn_anew(town: Town) -> None:
    """At its time it stands in the channel; who presses is answered alone, and the count is drawn in place."""
    async with town.connected():
        form = await town.ana.types(town.general, "nudges add", when="every monday 10:00", channel=town.general.id)
        await town.ana.presses("Save it", form.shown[0])
        town.clock.move_to(town.clock().replace(hour=10, minute=0))
        await town.works()
        await town.works()
        (nudge,) = (each for each in town.public() if BREW in [button["label"] for button in each.buttons])
        asked = await town.ben.presses(BREW, nudge)
    assert asked.shown
    assert all(each.seen_by == town.ben.user.id for each in asked.shown)
    drawn_anew = town.simulator.world.said[nudge.id]
    assert drawn_anew.content.endswith("-# 1 person is up for a brew.")
    assert drawn_anew.buttons[-1]["custom_id"] == nudge.buttons[-1]["custom_id"]  # it is found by its key as before


async def test_drawn_anew_after_a_restart_it_is_still_found(town: Town) -> None:
    """The key under a nudge outlives the process that posted it: a press there tells it again."""
    async with town.connected():
        form = await town.ana.types(town.general, "nudges add", when="every monday 10:00", channel=town.general.id)
        await town.ana.presses("Save it", form.shown[0])
        town.clock.move_to(town.clock().replace(hour=10, minute=0))
        await town.works()
        await town.works()
        (nudge,) = (each for each in town.public() if BREW in [button["label"] for button in each.buttons])
        key = nudge.buttons[-1]["custom_id"]
    async with town.connected():
        await town.ben.presses(BREW, nudge)
        await town.heard()
    assert nudge.content.endswith("-# 1 person is up for a brew.")
    assert nudge.buttons[-1]["custom_id"] == key
