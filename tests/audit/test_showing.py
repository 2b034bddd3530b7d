"""The list of changes: newest first, in words, as much as a card holds, and no name that is no longer kept."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import func, update

from adapters.room import Post
from bot.audit import wording
from bot.audit.entries import Entry, read, written
from bot.audit.store import KEPT
from bot.audit.tables import Change
from bot.community import store as communities
from bot.community.context import Context
from bot.community.holding import Holdings
from bot.contract.messages import Bullets, Message, Named, Spans
from bot.contract.places import Channel, CommunityId, Member, Role
from bot.contract.plain import buttons
from bot.nudges.prompting import AddPrompt
from bot.storage import Session
from tests.audit.hands import card, does, kept, listed, offers_undo, rows, settings, undo
from tests.audit.settling import in_one_go, settle
from tests.audit.test_recording import CHANGING
from tests.nudges.hands import command
from tests.stage import Stage

SAID = {
    "/nudges add weekdays 09:30 #allotments weather:yes": (
        "Schedule #3 added: Weekdays at 09:30, in #allotments, Europe/London, with the weather"
    ),
    "/nudges edit 1 every monday 10:30": (
        "Schedule #1: Every Monday at 10:00, in #tea-room → Every Monday at 10:30, in #tea-room"
    ),
    "/nudges pause 1": "Schedule #1: Every Monday at 10:00, in #tea-room → Every Monday at 10:00, in #tea-room, paused",
    "/nudges skip 1": ", in #tea-room → Every Monday at 10:00, in #tea-room, the next one left out",
    "/nudges remove 1": "Schedule #1 removed: Every Monday at 10:00, in #tea-room, Europe/London, prompts: Brew Monday",
    "/nudges quiet 25 december": "Quiet day added: Saturday 25 December 2027",
    "/prompts add How was your week?": "Prompt own:1 added: “How was your week?” (Gentle)",
    "/prompts retire no-occasion": "Prompt no-occasion taken out of the rotation: “",
    "/triggers listen #allotments": "Listening asked for in #allotments",
    "/triggers stop #general": "Listening stopped in #general",
    "/triggers add down the blue well kind:soft": "Own phrase #1 added: “down the blue well”, bleak words",
    "/triggers except the blue well": "Own phrase #1 added: “the blue well”, an exception: it doesn’t count",
    '/services add name:"Fern Shed" summary:"Tea and tools" ways:"020 7946 0958" source:"their door"': (
        "Own service #1 added: Fern Shed, Tea and tools, 020 7946 0958, anything, United Kingdom, unknown, "
        "their door, Monday 22 March 2027"
    ),
    "/services hide Samaritans": "Samaritans: hidden",
    "/services pin Samaritans": "Samaritans: named first",
}


@pytest.mark.parametrize("line", [line for line, _, _ in CHANGING])
async def test_a_change_is_told_in_words(stage: Stage, line: str) -> None:
    """The card says when, who and what: before → after, or what was added or removed."""
    await does(stage, line)
    shown = await listed(stage, "Gwen")
    assert "Monday 22 March 2027 at 08:00, Ana\n• " in shown
    assert SAID[line] in shown


async def test_nothing_yet(stage: Stage) -> None:
    """Before anything was changed the card says so, and for how long changes are listed."""
    assert await listed(stage) == wording.NOTHING


async def test_an_undo_says_so(stage: Stage) -> None:
    """An undo stands in the list as one, with what it put back."""
    await does(stage, "/nudges remove 1")
    await undo(stage, "Gwen")
    assert "Gwen undid the change before\n• Schedule #1 brought back: Every Monday at 10:00" in await listed(stage)


async def test_settings_are_told_by_name(stage: Stage) -> None:
    """Of a community's settings those that differ are told: places, languages and people by their names."""
    cal = stage["Cal"].visitor.member

    async def work(context: Context) -> None:
        context.community.locale, context.community.area = "cy", "GB-SCT"
        context.community.under_18s = "yes"
        await communities.choose_moderator(context.session, cal)

    await settle(stage, work)
    shown = await listed(stage)
    assert "Moderator added: Cal" in shown
    before = "language English (United Kingdom), area United Kingdom, under-18s here: Everybody here is 18 or over"
    assert f"Settings: {before} → language Welsh, area Scotland, under-18s here: They may be here" in shown
    assert Named(cal) in [span for item in _bullets(await card(stage)) for span in item], "named, not called"


async def test_ten_at_a_time(stage: Stage) -> None:
    """The card holds ten changes; “More” shows the earlier ones, also after others have been made meanwhile."""
    for number in range(1, 24):
        await _prompt(stage, f"Number {number}.")
    shown = await card(stage)
    assert _numbers(stage.text(shown)) == [*range(23, 13, -1)]
    await _prompt(stage, "Number 24.")
    await stage["Ana"].presses("More", shown)
    second = stage["Ana"].sees_privately("What moderators changed")
    assert _numbers(stage.text(second)) == [*range(13, 3, -1)]
    await stage["Ana"].presses("More", second)
    third = stage["Ana"].sees_privately("What moderators changed")
    assert _numbers(stage.text(third)) == [3, 2, 1]
    assert isinstance(third.content, Message)
    assert buttons(third.content) == ()


async def test_a_card_is_short_enough(stage: Stage) -> None:
    """However long the settings are, a card fits one message everywhere, and “More” leads to the rest."""
    long = "word " * 110
    for number in range(12):
        await _prompt(stage, f"{number} {long}")
        await does(stage, f"/prompts edit own:{number + 1} {long} {number}")
    await does(stage, "/nudges quiet 1 december until:20 december")
    shown = await card(stage)
    assert len(stage.text(shown)) < 2_000
    assert "and 16 more" in stage.text(shown)
    pages, seen = 0, stage.text(shown).count("Ana")
    while isinstance(shown.content, Message) and any(each.label == "More" for each in buttons(shown.content)):
        await stage["Ana"].presses("More", shown)
        shown = stage["Ana"].sees_privately("What moderators changed")
        pages, seen = pages + 1, seen + stage.text(shown).count("Ana")
        assert len(stage.text(shown)) < 2_000
    assert seen == 25
    assert pages >= 2


async def test_markup_stays_text(stage: Stage) -> None:
    """A prompt with markup is listed as the letters that were typed."""
    await does(stage, "/prompts add @everyone *hi* {weekday} <b>")
    assert "“@everyone *hi* {weekday} <b>”" in await listed(stage)


async def test_who_erased_is_not_named(stage: Stage) -> None:
    """After a moderator has erased what is held of them, their changes stay and their name is gone, in every row."""
    gwen = stage["Gwen"].visitor.member
    await does(stage, "/nudges pause 1", "Gwen")
    await _erase(stage, gwen)
    assert "@/gwen" not in str(await rows(stage))
    assert f"{wording.NOBODY}\n• Schedule #1" in await listed(stage)
    assert "Undone" in await undo(stage)


async def test_whom_a_change_was_about_is_not_named(stage: Stage) -> None:
    """Somebody who was chosen and taken back, and has erased themselves, is not named and can't be brought back."""
    ben = stage["Ben"].visitor.member

    async def choose(context: Context) -> None:
        await communities.choose_moderator(context.session, ben)

    async def take_back(context: Context) -> None:
        (row,) = await communities.chosen_moderators(context.session, context.id)
        await communities.drop_moderator(context.session, row)

    await settle(stage, choose)
    await settle(stage, take_back)
    shown = await card(stage)
    before = await settings(stage)
    await _erase(stage, ben)
    assert "Ben" not in await listed(stage)
    assert f"Moderator removed: {wording.NOBODY}" in await listed(stage)
    assert wording.NOT_WHOLE in await listed(stage)
    assert not offers_undo(await card(stage))
    assert wording.NOT_WHOLE in await undo(stage, "Ana", shown)
    assert await settings(stage) == before


async def test_a_change_is_kept_for_180_days(stage: Stage) -> None:
    """After 180 days a change is deleted by itself, and not a day before."""
    await does(stage, "/nudges quiet 25 december")
    stage.clock.move_to(stage.clock() + KEPT - timedelta(days=1, hours=2))
    await stage.later(timedelta(hours=2))
    assert len(await kept(stage)) == 1
    await stage.later(timedelta(days=1, hours=2))
    assert await kept(stage) == []


async def test_a_community_that_leaves_takes_its_changes_along(stage: Stage) -> None:
    """Nothing of what was changed is left once the community is gone."""
    await does(stage, "/nudges pause 1")
    await in_one_go(stage, lambda session: communities.erase(session, stage.room.community))
    assert await rows(stage) == []


async def test_what_this_version_does_not_know_is_listed(stage: Stage) -> None:
    """A change of a table that there is no more is told as such, and can't be undone; the others are told as ever."""
    await does(stage, "/nudges pause 1")
    await does(stage, "/nudges pause 2")
    await in_one_go(stage, _rename)
    shown = await card(stage)
    assert wording.UNKNOWN in stage.text(shown)
    assert "Schedule #1" in stage.text(shown)
    assert not offers_undo(shown)


def test_entries_are_read_as_they_were_written() -> None:
    """Every kind of value comes back as it was, members by their numbers; one who is gone leaves the entry in part."""
    here = CommunityId("room", "fern/hill")
    ana, role, tea = Member(here, 'añ"a'), Role(here, "7"), Channel(here, "tea {room}")
    values = {
        "a": ana,
        "b": role,
        "c": tea,
        "d": date(2027, 3, 1),
        "e": None,
        "f": True,
        "g": 7,
        "h": "“{x}”",
        "i": here,
    }
    entries = (Entry("things", {"id": 1, "of": here}, None, values), Entry("things", {"id": 2}, {}, None))
    text, members = written(entries)
    assert members == (ana,)
    assert read(text, here, {0: ana}) == entries
    assert [entry.is_whole for entry in read(text, here, {})] == [False, True]


def test_only_settings_are_written() -> None:
    """A value of a kind that no setting has is refused where it is declared, before anything is kept."""
    with pytest.raises(TypeError, match="object is no setting"):
        written([Entry("things", {"id": 1}, None, {"a": object()})])


async def _prompt(stage: Stage, text: str) -> None:
    await command(stage, "Ana", "prompts add", AddPrompt(text))


async def _erase(stage: Stage, member: Member) -> None:
    await in_one_go(stage, lambda session: Holdings(stage.running.catalogue.features).erase(session, member))


async def _rename(session: Session) -> None:
    renamed = func.replace(Change.entries, "schedules", "teapots")
    await session.execute(update(Change).where(Change.id == 2).values(entries=renamed))


def _bullets(post: Post) -> list[Spans]:
    assert isinstance(post.content, Message)
    return [item for block in post.content.blocks if isinstance(block, Bullets) for item in block.items]


def _numbers(text: str) -> list[int]:
    return [int(part.split(".")[0]) for part in text.split("“Number ")[1:]]
