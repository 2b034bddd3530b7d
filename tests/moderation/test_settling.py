"""/settings: everything at once, and forms that hold as soon as they are sent."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from bot.contract.permissions import Permission
from bot.contract.replies import Say
from bot.moderation.choices import stamp
from bot.moderation.forms import SetListening, SetModerators
from bot.texts import catalogues, translator
from tests.moderation.walking import choose, labels
from tests.nudges.hands import command, press
from tests.stage import Stage
from tests.test_promises import dump


async def test_settings_show_everything_at_once(stage: Stage) -> None:
    """One private card holds the place, the schedules with their next times, and whatever hasn't been answered."""
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    card = ana.sees_privately("Settings")
    said = stage.text(card)
    for line in (
        "Channel: #tea-room",
        "Moderators’ notices: #moderators",
        "Zone: Europe/London, 08:00 now",
        "Area: United Kingdom",
        "Language: English (United Kingdom)",
        "Listening: #general and #tea-room",
        "Moderators: those whom the platform names",
        "Under-18s: Everybody here is 18 or over",
        "Added here: 0 phrases (/triggers list) and 0 services (/services list)",
        "#1 Every Monday at 10:00, in #tea-room: next on Monday 22 March 2027 at 10:00",
        "#2 Every Wednesday at 14:00, in #tea-room: next on Wednesday 24 March 2027 at 14:00",
    ):
        assert line in said
    assert labels(card.content)[:4] == ["Place and time", "Listening", "Moderators", "Under-18s"]
    stage["Ben"].sees_nothing()


async def test_settings_before_setup_point_to_it(bare_stage: Stage) -> None:
    """Where nothing is set up, /settings, its forms and /help say what to type."""
    ana = bare_stage["Ana"]
    await ana.says("/settings", "moderators")
    ana.sees_privately("Type /setup")
    await ana.says("/help", "moderators")
    ana.sees_privately("Type /setup")
    for action in ("settings.card", "settings.form"):
        (reply,) = await press(bare_stage, "Ana", action, "", "place")
        assert isinstance(reply, Say)
        assert "Type /setup" in reply.message.summary


async def test_an_answer_about_under_18s_holds_at_once(stage: Stage) -> None:
    """The form opens with what holds, and its answer stands on the card that follows."""
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Under-18s", answer="yes")
    said = stage.text(ana.sees_privately("Saved, and it holds from now on."))
    assert "Under-18s: They may be here" in said


async def test_schedules_follow_the_communitys_clock(stage: Stage) -> None:
    """In a new zone the same wall time is nudged, and a nudge that has come today doesn't come again."""
    await stage.next_nudge()
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Place and time", zone="new york")
    said = stage.text(ana.sees_privately("Zone: America/New_York, 06:00 now"))
    assert "#1 Every Monday at 10:00" in said
    await stage.until(datetime(2027, 3, 22, 23, 0, tzinfo=UTC))
    assert len(stage.nudges()) == 1
    assert (await stage.next_nudge()).at == datetime(2027, 3, 24, 18, 0, tzinfo=UTC)


async def test_schedules_move_with_the_channel(stage: Stage) -> None:
    """Schedules of the old channel are posted in the new one; one that stood elsewhere stays there."""
    ana = stage["Ana"]
    await ana.says("/nudges add daily 12:00 #general", "moderators")
    await ana.presses("Save it")
    await ana.says("/set place channel:#allotments", "moderators")
    said = stage.text(ana.sees_privately("Saved"))
    assert "#1 Every Monday at 10:00, in #allotments" in said
    assert "#3 Every day at 12:00, in #general" in said
    await stage.until(datetime(2027, 3, 22, 10, 0, tzinfo=UTC))
    assert len(stage.nudges("allotments")) == 1
    assert stage.nudges() == []


async def test_a_nudge_that_is_due_is_not_lost_to_a_change(stage: Stage) -> None:
    """What came due before the zone was changed is posted all the same."""
    stage.clock.move_to(datetime(2027, 3, 22, 10, 0, 2, tzinfo=UTC))
    await stage["Ana"].says("/set place zone:Asia/Tokyo", "moderators")
    stage["Ana"].sees_privately("Zone: Asia/Tokyo")
    await stage.running.clockwork.tick()
    assert len(stage.nudges()) == 1


async def test_listening_begins_and_ends_with_its_notice(stage: Stage) -> None:
    """A new channel gets its notice, one that is left out loses its own, at once."""
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Listening", first="allotments", second="")
    ana.sees_privately("Listening: #allotments\n")
    assert stage.posts("general") == stage.posts("tea-room") == []
    await stage["Cal"].says("i want to kill myself")
    stage["Cal"].sees_nothing()
    for _ in range(2):
        await stage.running.clockwork.tick()
    assert "Brewmate listens here" in stage.text(stage.posts("allotments")[0])


async def test_channels_beyond_the_form_stay(stage: Stage) -> None:
    """Where more channels are heard than a form shows, the form leaves the others as they are."""
    ana = stage["Ana"]
    for number in range(5):
        stage.room.add_channel(f"corner-{number}")
        await ana.says(f"/triggers listen #corner-{number}", "moderators")
    await ana.says("/settings", "moderators")
    await ana.presses("Listening")
    assert ana.form is not None
    shown = {value for name, value in ana.form.form.filled.items() if name not in {"seen", "live"}}
    assert len(shown) == 5
    await ana.fills_in(first="")
    rows = [row for row in (await dump(stage.running.storage)).splitlines() if row.startswith("listened_channels")]
    assert len(rows) == 6


# --- moderators ---------------------------------------------------------------------------------------


async def test_somebody_chosen_may_do_it_all_at_once(stage: Stage) -> None:
    """A chosen member and whoever has the chosen role use moderators' commands from that moment, and choose others."""
    ana, ben, cal = stage["Ana"], stage["Ben"], stage["Cal"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Moderators", role="helpers", first="ben")
    ana.sees_privately("@Helpers and Ben")
    for chosen in (ben, cal):
        await chosen.says("/nudges pause 1")
        chosen.sees_privately("aused")
    await ben.says("/set moderators @dee")
    ben.sees_privately("Moderators: those whom the platform names and Dee")
    await stage["Dee"].says("/settings")
    stage["Dee"].sees_privately("Settings")


async def test_whoever_is_taken_off_the_list_may_nothing_more(stage: Stage) -> None:
    """The press after the removal is refused, under cards that stand already, too; the platform's moderators stay."""
    ana, ben = stage["Ana"], stage["Ben"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Moderators", first="ben")
    await ben.says("/settings")
    card = ben.sees_privately("Settings")
    await choose(ana, "Moderators", first="")
    ana.sees_privately("Moderators: those whom the platform names\n")
    await ben.presses("Under-18s", card)
    ben.sees_privately("Only moderators")
    assert ben.form is None
    await ben.says("/nudges list")
    ben.sees_privately("Only moderators")
    await stage["Gwen"].says("/nudges list", "moderators")
    stage["Gwen"].sees_privately("Schedules here")


async def test_the_form_says_who_always_counts(stage: Stage) -> None:
    """Every field of the moderators' form says that those whom the platform names stay."""
    declared = {each.path: each for each in stage.running.catalogue.declarations}["set moderators"]
    hints = [option.hint for option in declared.options if not option.hidden]
    assert hints == ["besides those whom the platform names, who always count"] * 5


async def test_choosing_side_by_side_doubles_nobody(stage: Stage) -> None:
    """Two moderators who choose the same person at the same moment make one row."""
    asks = [SetModerators(first=stage["Ben"].visitor.member) for _ in range(4)]
    await gather(
        *(command(stage, who, "set moderators", ask) for who, ask in zip(("Ana", "Gwen") * 2, asks, strict=True))
    )
    rows = (await dump(stage.running.storage)).splitlines()
    assert len([row for row in rows if row.startswith("chosen_moderators")]) == 1


async def test_settling_side_by_side_loses_nothing(stage: Stage) -> None:
    """Of two forms about the same part that arrive at the same moment the second comes back."""
    seen = stamp((stage.channel("general"), stage.channel("tea-room")))
    new = [SetListening(first=stage.channel(name), seen=seen, live=True) for name in ("allotments", "moderators")]
    answers = await gather(
        *(command(stage, who, "set listening", ask) for who, ask in zip(("Ana", "Gwen"), new, strict=True))
    )
    assert sorted(type(replies[0]).__name__ for replies in answers) == ["Form", "Survey"]


# --- typed --------------------------------------------------------------------------------------------


async def test_what_is_not_mentioned_stays(stage: Stage) -> None:
    """Typed, only what is named changes; a bare command opens its form with what holds."""
    ana = stage["Ana"]
    await ana.says("/set place area:Wales", "moderators")
    said = stage.text(ana.sees_privately("Saved"))
    assert "Area: Wales" in said
    assert "Moderators’ notices: #moderators" in said
    assert "Zone: Europe/London" in said
    await ana.says("/set place", "moderators")
    assert ana.form is not None
    assert ana.form.form.filled["area"] == "Wales"
    await ana.fills_in(notices="")
    ana.sees_privately("Moderators’ notices: none, so nobody is told if something goes wrong")


async def test_typed_channels_are_all_there_are(stage: Stage) -> None:
    """Typed, the channels that are named are heard and no others; a name that stands twice is asked about."""
    ana = stage["Ana"]
    await ana.says("/set listening #allotments #general", "moderators")
    ana.sees_privately("Listening: #allotments and #general\n")
    await ana.says("/set listening #general #general", "moderators")
    assert ana.form is not None
    assert ana.form.form.errors == {"second": "That one is named twice."}


async def test_the_first_nudge_of_a_running_community_is_a_schedule(stage: Stage) -> None:
    """/set nudge points to /nudges once all is running, and the card opens the form for one more schedule."""
    ana = stage["Ana"]
    await ana.says("/set nudge daily 12:00", "moderators")
    ana.sees_privately("/nudges add makes another")
    await ana.says("/settings", "moderators")
    await choose(ana, "A new schedule", when="daily 12:00")
    ana.sees_privately("Every day at 12:00, in #tea-room.")


async def test_typing_before_anything_is_set_up_goes_to_the_draft(bare_stage: Stage) -> None:
    """/set in a new community chooses for /setup, and nothing holds before "Start"."""
    ana = bare_stage["Ana"]
    await ana.says("/set place channel:#tea-room", "moderators")
    ana.sees_privately("Channel: #tea-room")
    await ana.says("/set nudge every friday 15:00", "moderators")
    card = ana.sees_privately("Every Friday at 15:00")
    assert "Start" in labels(card.content)


async def test_what_is_wrong_changes_nothing(stage: Stage) -> None:
    """A form of /settings with a fault comes back with it, and everything holds as it did."""
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    await choose(ana, "Place and time", channel="general", zone="Europe/Londno")
    assert ana.form is not None
    assert "Did you mean Europe/London" in ana.form.form.errors["zone"]
    await ana.says("/settings", "moderators")
    ana.sees_privately("Channel: #tea-room")


# --- what stands on the card --------------------------------------------------------------------------


async def test_a_new_channel_is_looked_at(stage: Stage) -> None:
    """A change to a channel in which something isn't allowed is saved, and says so."""
    ana = stage["Ana"]
    stage.room.allow(stage.channel("allotments"), Permission.POST, allowed=False)
    await ana.says("/settings", "moderators")
    await choose(ana, "Listening", third="allotments")
    said = stage.text(ana.sees_privately("Saved"))
    assert "#allotments: I’m not allowed to post in it" in said


async def test_what_is_allowed_can_be_looked_at_any_time(stage: Stage) -> None:
    """The button says of every channel in use what isn't allowed there, or that all is."""
    ana = stage["Ana"]
    await ana.says("/settings", "moderators")
    await ana.presses("Check what I’m allowed")
    ana.sees_privately("I’m allowed everything I need")
    stage.room.allow(stage.channel("general"), Permission.PIN, allowed=False)
    await ana.presses("Check what I’m allowed")
    ana.sees_privately("#general: I’m not allowed to pin a notice")


async def test_texts_that_nobody_reviewed_say_so(stage: Stage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A language whose catalogue is unreviewed says so, one without a catalogue says that English is spoken."""
    with (tmp_path / "de.po").open("wb") as file:
        write_po(file, Catalog(locale="de", fuzzy=True))
    monkeypatch.setattr(catalogues, "FOLDER", tmp_path)
    translator.cache_clear()
    ana = stage["Ana"]
    try:
        await ana.says("/set place language:Polish", "moderators")
        ana.sees_privately("Polish; I don’t speak it yet and keep to English")
        await ana.says("/set place language:de", "moderators")
        ana.sees_privately("German; nobody has reviewed its texts yet")
    finally:
        translator.cache_clear()
