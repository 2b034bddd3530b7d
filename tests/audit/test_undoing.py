"""The last change can be taken back, once, and only while nothing else has moved."""

from __future__ import annotations

from asyncio import gather
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.assembly import build
from bot.community import store as communities
from bot.community.context import Context
from bot.contract.events import ButtonPressed
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Status
from bot.nudges import store
from bot.nudges.tables import Schedule
from bot.storage import Session
from tests.audit.hands import card, does, kept, offers_undo, settings, undo
from tests.audit.settling import in_one_go, settle
from tests.audit.test_recording import CHANGING
from tests.nudges.hands import press
from tests.stage import Stage

TEN = datetime(2027, 3, 22, 10, 0, tzinfo=UTC)
MOVED = "The last change can’t be undone any more"
OVERTAKEN = "There has been another change since, so nothing was undone."


def said(replies: Replies) -> str:
    """The heading of what was said."""
    return next(each.message.summary for each in replies if isinstance(each, Say))


async def last(stage: Stage) -> int:
    """The number of the last change."""
    return (await kept(stage))[-1].id


@pytest.mark.parametrize("line", [line for line, _, _ in CHANGING])
async def test_what_is_undone_is_as_it_was(stage: Stage, line: str) -> None:
    """After an undo everything in use is as before the change; and after undoing that, as the change had made it."""
    before = await settings(stage)
    await does(stage, line)
    changed = await settings(stage)
    assert "Undone" in await undo(stage)
    assert await settings(stage) == before
    assert "Brought back" in await undo(stage, "Gwen")
    assert await settings(stage) == changed
    assert [change.undoes for change in await kept(stage)] == [None, 1, 2]


@pytest.mark.parametrize("first", ["/nudges pause 1", "/prompts add Well?", "/prompts retire no-occasion"])
async def test_a_way_back_can_be_undone_too(stage: Stage, first: str) -> None:
    """What was resumed, changed or brought back into the rotation is undone as well."""
    second = {"/nudges pause 1": "/nudges resume 1", "/prompts add Well?": "/prompts edit own:1 And now?"}
    await does(stage, first)
    between = await settings(stage)
    if first in second:
        await does(stage, second[first])
    else:
        await press(stage, "Ana", "prompts.restore", "no-occasion")
    await undo(stage)
    assert await settings(stage) == between


async def test_settings_and_moderators_are_put_back(stage: Stage) -> None:
    """A community's settings, and who was chosen to moderate, are undone together."""
    before = await settings(stage)
    ben, cal = stage["Ben"].visitor.member, stage["Cal"].visitor.member

    async def choose(context: Context) -> None:
        context.community.area, context.community.zone = "IE", "Europe/Dublin"
        await communities.choose_moderator(context.session, ben)

    async def choose_again(context: Context) -> None:
        context.community.notices = None
        (row,) = await communities.chosen_moderators(context.session, context.id)
        await communities.drop_moderator(context.session, row)
        await communities.choose_moderator(context.session, cal)

    await settle(stage, choose)
    chosen = await settings(stage)
    await settle(stage, choose_again)
    await undo(stage)
    assert await settings(stage) == chosen
    await undo(stage)
    await undo(stage)
    assert await settings(stage) == chosen
    assert chosen != before


async def test_a_schedule_goes_on_as_it_was(stage: Stage) -> None:
    """After an undone edit the nudges come at the old times, and only once for each slot."""
    await does(stage, "/nudges edit 1 every monday 15:00")
    await undo(stage)
    await stage.until(TEN + timedelta(hours=12))
    assert [post.at for post in stage.nudges()] == [TEN]


async def test_what_came_due_before_an_undo_is_not_lost(stage: Stage) -> None:
    """An undo at two seconds past ten loses no nudge of ten o'clock."""
    await does(stage, "/nudges edit 2 every monday 10:00")
    stage.clock.move_to(TEN + timedelta(seconds=2))
    await undo(stage)
    await stage.until(TEN + timedelta(minutes=1))
    assert len(stage.nudges()) == 2


async def test_an_undone_schedule_posts_nothing(stage: Stage) -> None:
    """A schedule whose making was undone is removed, with what it had not sent yet; its old buttons still answer."""
    await does(stage, "/nudges add daily 09:00 #allotments")
    number = max(each.id for each in await schedules(stage))
    await undo(stage)
    await stage.until(TEN)
    assert stage.nudges("allotments") == []
    replies = await press(stage, "Ana", "nudges.pause", number)
    assert "no such schedule here any more" in said(replies)


async def test_what_was_planned_is_not_sent(stage: Stage) -> None:
    """A nudge that was due and not yet sent when its schedule was undone is left out, visibly."""
    await does(stage, "/nudges add daily 09:00 #allotments")
    shown = await card(stage)
    stage.clock.move_to(TEN - timedelta(minutes=59))
    await next(job for job in stage.running.catalogue.jobs if job.name == "materialise").run(stage.clock())
    assert await waiting(stage) == 1
    await undo(stage, "Ana", shown)
    assert await waiting(stage) == 0


async def waiting(stage: Stage) -> int:
    """How many deliveries are still to be sent."""
    async with stage.running.storage.read() as session:
        return len(await ledger.with_status(session, stage.room.community, Status.PENDING))


async def schedules(stage: Stage) -> list[Schedule]:
    """The schedules in use."""
    async with stage.running.storage.read() as session:
        return list(await store.schedules(session, stage.room.community))


async def test_a_form_that_stood_open_learns_of_an_undo(stage: Stage) -> None:
    """Who drafted a change before the undo gets their form back, with what the schedule says now."""
    await does(stage, "/nudges edit 1 every monday 11:00")
    shown = await card(stage)
    gwen = stage["Gwen"]
    await gwen.says("/nudges edit 1 every monday 12:00", "moderators")
    await undo(stage, "Ana", shown)
    await gwen.presses("Save it")
    assert gwen.form is not None
    assert "Every Monday at 10:00" in gwen.form.form.errors["when"]


async def test_an_undone_listening_takes_its_notice_away(stage: Stage) -> None:
    """Listening that is undone stops at once, and its notice is withdrawn; undoing that posts a notice first."""
    await does(stage, "/triggers listen #allotments")
    await stage.next_due()
    assert len(stage.posts("allotments")) == 1
    await undo(stage)
    assert stage.posts("allotments") == []
    lou = stage.actor("Lou")
    await lou.says("i want to kill myself", "allotments")
    lou.sees_nothing()
    await undo(stage)
    await lou.says("i want to kill myself", "allotments")
    lou.sees_nothing()
    await stage.next_due()
    assert len(stage.posts("allotments")) == 1
    await lou.says("i want to kill myself", "allotments")
    lou.sees_privately("Samaritans")


async def test_nothing_is_undone_where_something_moved(stage: Stage) -> None:
    """Where a row is not as the change left it, the card says what is different, and a press changes nothing."""
    await does(stage, "/nudges skip 1")
    shown = await card(stage)
    await in_one_go(stage, lambda session: stop(stage, session))
    before = await settings(stage)
    again = await card(stage)
    assert not offers_undo(again)
    assert f"{MOVED}, because something is different by now:\n• Schedule #1 is now: " in stage.text(again)
    assert MOVED in await undo(stage, "Ana", shown)
    assert await settings(stage) == before
    assert len(await kept(stage)) == 1


async def stop(stage: Stage, session: Session) -> None:
    """Pause the first schedule, as the bot does where a channel is gone."""
    schedule = await store.schedule(session, stage.room.community, 1)
    assert schedule is not None
    schedule.paused_at = stage.clock()


async def test_all_of_a_change_is_undone_or_nothing(stage: Stage) -> None:
    """Where one of a change's rows can't be put back, none is."""

    async def work(context: Context) -> None:
        context.community.area = "IE"
        first = await store.schedule(context.session, context.id, 1)
        assert first is not None
        first.mood = None
        second = await store.schedule(context.session, context.id, 2)
        assert second is not None
        second.zone = "Europe/Dublin"

    await in_one_go(stage, lambda session: spoil(stage, session))
    await settle(stage, work)
    before = await settings(stage)
    assert "can’t go on. Nothing was undone." in await undo(stage)
    assert await settings(stage) == before
    assert len(await kept(stage)) == 1


async def spoil(stage: Stage, session: Session) -> None:
    """Give a schedule a zone that there is no more."""
    schedule = await store.schedule(session, stage.room.community, 2)
    assert schedule is not None
    schedule.zone = "Europe/Atlantis"


async def test_two_undo_once(stage: Stage) -> None:
    """Of moderators who press "Undo the last change" at the same moment, one undoes it and the others hear of it."""
    for _ in range(5):
        before = await settings(stage)
        await does(stage, "/nudges quiet 25 december")
        number, changes = await last(stage), len(await kept(stage))
        both = await gather(*(press(stage, who, "audit.undo", number) for who in ("Ana", "Gwen", "Ana")))
        assert sorted(said(replies).partition(",")[0] for replies in both) == [
            "There has been another change since",
            "There has been another change since",
            "Undone",
        ]
        assert await settings(stage) == before
        assert len(await kept(stage)) == changes + 1


async def test_an_older_card_undoes_nothing(stage: Stage) -> None:
    """A button under an older list is about an older change: it changes nothing, and shows the way to the list."""
    await does(stage, "/nudges pause 1")
    shown = await card(stage)
    await does(stage, "/nudges pause 2", "Gwen")
    before = await settings(stage)
    assert OVERTAKEN in await undo(stage, "Ana", shown)
    assert await settings(stage) == before
    await stage["Ana"].presses("See all changes")
    assert "Schedule #2" in stage.text(stage["Ana"].sees_privately("What moderators changed"))


async def test_the_button_works_after_a_restart(stage: Stage) -> None:
    """The way back is found again by the number that the button carries."""
    before = await settings(stage)
    await does(stage, "/nudges pause 1")
    shown = await card(stage)
    stage.running = build(stage.running.config, stage.running.storage, {"room": stage.room}, clock=stage.clock)
    gwen = stage.actor("Ana")
    await gwen.presses("Undo the last change", shown)
    gwen.sees_privately("Undone")
    assert await settings(stage) == before


async def test_only_moderators_undo(stage: Stage) -> None:
    """Somebody who moderates no longer, and a member who makes a press up, change nothing."""
    await does(stage, "/nudges pause 1")
    shown, number = await card(stage), await last(stage)
    before = await settings(stage)
    assert "Only moderators" in said(await press(stage, "Ben", "audit.undo", number))
    stage["Ana"].visitor.person.is_moderator = False
    await stage["Ana"].presses("Undo the last change", shown)
    stage["Ana"].sees_privately("Only moderators")
    assert await settings(stage) == before


@pytest.mark.parametrize("subject", ["", "0", "-1", "1.5", "²", "99999999999999999999", "x", "7"])
async def test_a_made_up_number_is_answered(stage: Stage, subject: str) -> None:
    """A press about a change that there isn't undoes nothing and says so."""
    await does(stage, "/nudges pause 1")
    before = await settings(stage)
    assert OVERTAKEN in said(await press(stage, "Ana", "audit.undo", subject))
    assert "What moderators changed" in said(await press(stage, "Ana", "audit.page", "x"))
    assert await settings(stage) == before


async def test_another_communitys_change_is_out_of_reach(stage: Stage) -> None:
    """A change is undone by the community that it belongs to, and shown to nobody else."""
    await does(stage, "/nudges pause 1")
    number, before = await last(stage), await kept(stage)
    by = Member(CommunityId("room", "elsewhere"), "ana")
    pressed = ButtonPressed(
        id="x1", by=by, where=None, at=stage.clock(), is_moderator=True, action="audit.undo", subject=str(number)
    )
    assert OVERTAKEN in said(await stage.running.core.handle(pressed))
    looked = replace(pressed, id="x2", action="audit.page")
    assert "There are no earlier changes" in said(await stage.running.core.handle(looked))
    assert await kept(stage) == before
    assert offers_undo(await card(stage))
