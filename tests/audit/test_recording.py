"""What moderators change is written down with it, and nothing else is."""

from __future__ import annotations

from asyncio import gather
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from bot.audit.tables import ChangedMember
from bot.community import store as communities
from bot.community.context import Context
from bot.contract.commands import Audience
from bot.contract.places import Channel, Role
from bot.nudges.prompting import AddPrompt
from bot.nudges.tables import ScheduleDraft
from bot.storage import Base
from tests.audit.hands import does, kept, rows, settings, tables, undo
from tests.audit.settling import settle
from tests.nudges.hands import command
from tests.stage import Stage

CHANGING = (
    ("/nudges add weekdays 09:30 #allotments weather:yes", "nudges.save", "schedules"),
    ("/nudges edit 1 every monday 10:30", "nudges.save", "schedules"),
    ("/nudges pause 1", "nudges pause", "schedules"),
    ("/nudges skip 1", "nudges skip", "schedules"),
    ("/nudges remove 1", "nudges.remove", "schedules"),
    ("/nudges quiet 25 december", "nudges quiet", "quiet_days"),
    ("/prompts add How was your week?", "prompts add", "prompts"),
    ("/prompts retire no-occasion", "prompts retire", "retired_prompts"),
    ("/triggers listen #allotments", "triggers listen", "listened_channels"),
    ("/triggers stop #general", "triggers stop", "listened_channels"),
    ("/triggers add down the blue well kind:soft", "triggers.save", "own_phrases"),
    ("/triggers except the blue well", "triggers.save", "own_phrases"),
    (
        '/services add name:"Fern Shed" summary:"Tea and tools" ways:"020 7946 0958" source:"their door"',
        "services add",
        "own_services",
    ),
    ("/services hide Samaritans", "services hide", "service_marks"),
    ("/services pin Samaritans", "services pin", "service_marks"),
)

UNCHANGING = (
    "/nudges list",
    "/nudges show 1",
    "/nudges resume 1",
    "/nudges pause 99",
    "/nudges unquiet 25 december",
    "/prompts list",
    "/triggers channels",
    "/triggers stop #allotments",
    "/triggers test i want to die",
    "/triggers retire 7",
    "/triggers list",
    "/services show Samaritans",
    "/services unpin Samaritans",
    "/services remove 7",
    "/services list",
    "/audit",
)

NO_SETTINGS = {
    "belongings", "brew_answers", "brew_asks", "brew_concerns", "brew_joins", "brew_matched", "brew_matches",
    "brew_not_with", "brew_rounds", "brew_waiting", "brewers",
    "changed_members", "changes", "deliveries", "hash_keys", "installations", "limits",
    "nudges", "offer_blocks", "setting_out",
    "offer_reports", "own_stamps", "phrase_drafts", "preferences", "queue_shape", "schedule_drafts", "seen_events",
    "setup_choices", "setup_drafts", "weather_counts", "weather_presses",
}  # fmt: skip
"""What moderators don't settle: members' own, the bot's own notes, and what hasn't been saved or started yet."""


@pytest.mark.parametrize(("line", "what", "table"), CHANGING)
async def test_a_change_is_written_down(stage: Stage, line: str, what: str, table: str) -> None:
    """Whatever a moderator changes is one change: by whom, when, by which command or press, and of what."""
    before = await settings(stage)
    await does(stage, line)
    assert await settings(stage) != before
    (change,) = await kept(stage)
    assert (change.by, change.at, change.what) == (stage["Ana"].visitor.member, stage.clock(), what)
    assert change.undoes is None
    assert [entry.table for entry in change.entries] == [table]
    assert change.entries[0].before != change.entries[0].after


@pytest.mark.parametrize("line", UNCHANGING)
async def test_what_changes_nothing_is_not_written_down(stage: Stage, line: str) -> None:
    """Looking, and asking for what is so already, leaves no change."""
    before = await settings(stage)
    await does(stage, line)
    assert await settings(stage) == before
    assert await kept(stage) == []


async def test_before_and_after_are_told_apart(stage: Stage) -> None:
    """A change holds the values as they were and as they became, of the columns that moderators set."""
    await does(stage, "/nudges edit 1 every monday 10:30 #allotments")
    ((entry,),) = [change.entries for change in await kept(stage)]
    assert entry.before is not None
    assert entry.after is not None
    assert (entry.before["channel"], entry.after["channel"]) == (stage.channel("tea-room"), stage.channel("allotments"))
    assert not {"version", "watermark", "next_at", "created_at"} & set(entry.after)


async def test_one_command_is_one_change(stage: Stage) -> None:
    """A fortnight of quiet days is one change with an entry for each day."""
    await does(stage, "/nudges quiet 20 december until:2 january")
    (change,) = await kept(stage)
    assert len(change.entries) == 14


async def test_a_setup_is_one_change(stage: Stage) -> None:
    """What is settled together is one change; a member in it has a row of their own, which can be erased."""
    ben = stage["Ben"].visitor.member

    async def work(context: Context) -> None:
        context.community.area, context.community.under_18s = "GB-SCT", "yes"
        context.community.notices = Channel(context.id, "tea-room")
        for who in (ben, Role(context.id, "gardeners")):
            await communities.choose_moderator(context.session, who)

    await settle(stage, work)
    (change,) = await kept(stage)
    assert [entry.table for entry in change.entries] == ["chosen_moderators", "chosen_moderators", "communities"]
    assert {entry.after["member"] for entry in change.entries if entry.after and "member" in entry.after} == {ben, None}
    assert "@/ben" not in str(await rows(stage)), "a name stands only where it is erased"
    async with stage.running.storage.read() as session:
        assert await session.scalar(select(ChangedMember.member)) == ben


async def test_what_is_not_saved_is_not_written_down(stage: Stage) -> None:
    """A draft is no change; saving it is."""
    await stage["Ana"].says("/nudges add daily 12:00 #allotments", "moderators")
    async with stage.running.storage.read() as session:
        assert await session.scalar(select(func.count()).select_from(ScheduleDraft)) == 1
    assert await kept(stage) == []


async def test_a_member_changes_nothing_of_it(stage: Stage) -> None:
    """What somebody who doesn't moderate tries is refused and not written down; nor is what members may do."""
    await stage["Ben"].says("/nudges pause 1")
    nudge = await stage.next_nudge()
    await stage["Ben"].presses("I’m up for a brew", nudge)

    async def work(context: Context) -> None:
        context.community.area = "IE"

    await settle(stage, work, by="Ben", who=Audience.MEMBERS)
    assert await kept(stage) == []


async def test_what_the_bot_does_by_itself_is_not_a_moderators_change(stage: Stage) -> None:
    """A schedule that is paused because its channel is gone is nobody's change."""
    before = await settings(stage)
    stage.room.remove_channel(stage.channel("tea-room"))
    await stage.later(timedelta(days=1))
    assert await settings(stage) != before
    assert await kept(stage) == []


async def test_what_fails_leaves_no_change(stage: Stage) -> None:
    """A change and what it changed are written in one transaction: both or neither."""
    before = await settings(stage)

    async def work(context: Context) -> None:
        context.community.area = "IE"
        await context.session.flush()
        raise LookupError

    await settle(stage, work)
    assert await kept(stage) == []
    assert await settings(stage) == before


async def test_two_at_once_are_each_their_own(stage: Stage) -> None:
    """Of moderators who add prompts at the same moment, each is down for their own and nobody for another's."""
    people = ("Ana", "Gwen")
    asks = [(who, f"{who} asks {number}") for number in range(5) for who in people]
    await gather(*(command(stage, who, "prompts add", AddPrompt(text)) for who, text in asks))
    changes = await kept(stage)
    assert len(changes) == len(asks)
    for change in changes:
        (entry,) = change.entries
        assert change.by is not None
        assert str((entry.after or {})["text"]).casefold().startswith(change.by.native)


async def test_earlier_changes_stay_as_they_are(stage: Stage) -> None:
    """Whatever happens later, undoing too, no earlier row is written to again."""
    await does(stage, "/nudges pause 1")
    first = await rows(stage)
    await does(stage, "/nudges resume 1")
    await undo(stage)
    await does(stage, "/nudges remove 1", "Gwen")
    assert (await rows(stage))[: len(first)] == first
    assert len(await rows(stage)) == 4


async def test_every_table_is_audited_or_said_not_to_be(stage: Stage) -> None:
    """A new table of settings can't be forgotten: it is audited, or it stands among those that are none."""
    audited = {table.__tablename__ for table in tables(stage)}
    assert {table.name for table in Base.metadata.sorted_tables} - NO_SETTINGS == audited
