"""What moderators are told without asking."""

from __future__ import annotations

from asyncio import gather
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from random import Random

import pytest
from sqlalchemy import select

from adapters.room import Post, Room
from adapters.room.clock import MovableClock
from adapters.room.village import NAME, furnish
from bot.assembly import build
from bot.community import notices
from bot.config import load
from bot.contract.messages import Message
from bot.contract.places import Channel, Member, Target
from bot.contract.plain import buttons
from bot.contract.ports import CannotTell, Uncertain
from bot.delivery import store as ledger
from bot.delivery.ledger import LEASE, MOST_FAILURES, SETTLING, Claimed, Planned, Settlement, Skip, Status
from bot.delivery.tables import Delivery
from bot.seeding import seed
from bot.storage import Session, Storage
from tests.delivery.desk import Flaky, Lost
from tests.stage import Stage

DAY = timedelta(days=1)
GONE = "I can’t post in #"
LOST = "I lost the connection while posting in #tea-room"
POST_IT = "It isn’t there, post it"


@dataclass
class Shaky:
    """The playground's community on a platform that fails by a script."""

    stage: Stage
    platform: Flaky

    def told(self) -> list[Post]:
        """What stands in the moderators' channel."""
        return self.stage.posts("moderators")

    async def monday(self) -> None:
        """Let it be the time of the first nudge, and a little later."""
        due = await self.stage.panel.next_nudge()
        assert due is not None
        await self.stage.until(due)

    async def lose(self, *, posted: bool) -> Post:
        """Let the answer to the first nudge be lost, and nobody able to tell; the notice about it."""
        self.platform.posting.append(Lost() if posted else Uncertain())
        self.platform.finding.append(CannotTell())
        await self.monday()
        await self.stage.later(SETTLING)
        await self.stage.later(SETTLING)
        (notice,) = self.told()
        return notice


@pytest.fixture
async def shaky(storage: Storage, clock: MovableClock) -> Shaky:
    """A community whose platform fails by a script, on each database."""
    config = load(None, {})
    room = Room(clock)
    moderators = furnish(room)
    platform = Flaky(room)
    running = build(config, storage, {room.name: platform}, clock=clock, draw=Random(7))
    async with storage.write() as session:
        await seed(session, room.community, config, NAME, moderators, clock())
    await running.clockwork.tick()
    return Shaky(Stage(running, room, clock), platform)


async def test_a_channel_that_is_gone_is_told_once(shaky: Shaky) -> None:
    """Moderators learn that a channel is gone once for each schedule that it stops, and are not told again."""
    shaky.stage.room.remove_channel(shaky.stage.channel("tea-room"))
    await shaky.stage.later(14 * DAY)
    told = [shaky.stage.text(post) for post in shaky.told()]
    assert len(told) == len([each for each in told if each.startswith(GONE)]) == len(set(await _schedules(shaky)))


async def _schedules(shaky: Shaky) -> list[str]:
    """The subjects of the nudges that could not be posted: each schedule is paused after its first."""
    async with shaky.stage.running.storage.read() as session:
        dead = await session.scalars(select(Delivery.subject).where(Delivery.status == Status.DEAD.value))
        return list(dead.all())


async def test_a_notice_is_for_moderators_only(shaky: Shaky) -> None:
    """Members are not told about channels that are gone."""
    shaky.stage.room.remove_channel(shaky.stage.channel("tea-room"))
    await shaky.monday()
    await shaky.stage.later(SETTLING)
    shaky.stage["Ana"].sees(GONE)
    shaky.stage["Ben"].sees_nothing()


async def test_a_notice_says_why_it_came(shaky: Shaky) -> None:
    """Moderators, too, can ask why they see this."""
    notice = await shaky.lose(posted=False)
    await shaky.stage["Ana"].presses("Why am I seeing this?", notice)
    shaky.stage["Ana"].sees_privately("this is where this community’s notices go")


async def test_a_post_that_may_be_lost_is_shown_to_moderators(shaky: Shaky) -> None:
    """Where the platform can't tell, a moderator is asked to look."""
    assert shaky.stage.text(await shaky.lose(posted=False)).startswith(LOST)


async def test_a_lost_post_is_not_repeated_by_itself(shaky: Shaky) -> None:
    """Until a moderator presses, nothing is said again."""
    await shaky.lose(posted=False)
    await shaky.stage.later(timedelta(hours=3))
    assert shaky.stage.nudges() == []


async def test_a_moderator_can_have_it_posted(shaky: Shaky) -> None:
    """One press, one post, although it is by then later than nudges are posted by themselves."""
    notice = await shaky.lose(posted=False)
    await shaky.stage.later(timedelta(hours=3))
    await shaky.stage["Ana"].presses(POST_IT, notice)
    shaky.stage["Ana"].sees_privately("Right, I’ll post it now.")
    await shaky.stage.later(SETTLING)
    assert len(shaky.stage.nudges()) == 1


async def test_a_second_press_posts_nothing(shaky: Shaky) -> None:
    """Whoever presses after it was posted is told that it has been cleared up."""
    notice = await shaky.lose(posted=False)
    await shaky.stage["Ana"].presses(POST_IT, notice)
    await shaky.stage.later(SETTLING)
    await shaky.stage["Gwen"].presses(POST_IT, notice)
    shaky.stage["Gwen"].sees_privately("That has been cleared up already, so nothing is posted twice.")
    await shaky.stage.later(SETTLING)
    assert len(shaky.stage.nudges()) == 1


async def test_two_moderators_at_once_post_it_once(shaky: Shaky) -> None:
    """Two moderators who press together have it posted once."""
    notice = await shaky.lose(posted=False)
    await gather(*(shaky.stage[name].presses(POST_IT, notice) for name in ("Ana", "Gwen")))
    await gather(shaky.stage.running.worker.work(), shaky.stage.running.worker.work())
    await shaky.stage.later(SETTLING)
    assert len(shaky.stage.nudges()) == 1


async def test_only_moderators_can_have_it_posted(shaky: Shaky) -> None:
    """A member who gets hold of the button changes nothing by it."""
    notice = await shaky.lose(posted=False)
    assert isinstance(notice.content, Message)
    ben = shaky.stage["Ben"]
    await ben.visitor.presses(notice, buttons(notice.content)[0])
    async with shaky.stage.running.storage.read() as session:
        uncertain = await session.scalars(select(Delivery.id).where(Delivery.status == Status.UNCERTAIN.value))
        assert len(uncertain.all()) == 1


async def test_what_a_bug_kept_from_being_posted_is_not_blamed_on_the_channel(
    shaky: Shaky, monkeypatch: pytest.MonkeyPatch
) -> None:
    """When a nudge can't be put together, moderators are told that it was our fault."""

    async def broken(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        raise LookupError

    kinds = shaky.stage.running.catalogue.kinds
    monkeypatch.setitem(kinds, "nudge", replace(kinds["nudge"], compose=broken))
    await shaky.monday()
    for _ in range(MOST_FAILURES + 1):
        await shaky.stage.later(timedelta(minutes=1))
    assert "couldn’t be put together, for a fault of mine" in shaky.stage.text(shaky.told()[0])


async def follow(shaky: Shaky, target: Target, status: Status) -> int:
    """How many notices an outcome calls for."""
    now = shaky.stage.clock()
    claimed = Claimed(0, "key", "nudge", "1", "", target, now, 1, now, now + LEASE, "claim")
    async with shaky.stage.running.storage.write() as session:
        before = len((await session.scalars(select(Delivery.id))).all())
        for _ in range(2):
            await notices.follow(session, claimed, Settlement(status), now)
        return len((await session.scalars(select(Delivery.id))).all()) - before


@pytest.mark.parametrize(
    ("status", "count"),
    [
        (Status.DEAD, 1),
        (Status.UNCERTAIN, 1),
        (Status.SENT, 0),
        (Status.SKIPPED, 0),
        (Status.PENDING, 0),
        (Status.SENDING, 0),
    ],
)
async def test_only_what_needs_a_moderator_is_told(shaky: Shaky, status: Status, count: int) -> None:
    """Moderators are told of what is gone or uncertain, once, and of nothing else."""
    assert await follow(shaky, shaky.stage.channel("tea-room"), status) == count


@pytest.mark.parametrize("status", [Status.DEAD, Status.UNCERTAIN])
async def test_a_private_delivery_is_nobody_elses_business(shaky: Shaky, status: Status) -> None:
    """That somebody could not be written to is not told to moderators."""
    assert await follow(shaky, Member(shaky.stage.room.community, "ben"), status) == 0


@pytest.mark.parametrize(
    ("about", "reason"), [("sent", "it was cleared up meanwhile"), ("nothing", "what it was about is gone")]
)
async def test_a_notice_that_came_too_late_is_skipped(shaky: Shaky, about: str, reason: str) -> None:
    """What was cleared up, or forgotten, before moderators were told is not told any more."""
    await shaky.monday()
    async with shaky.stage.running.storage.write() as session:
        sent = (await session.scalars(select(Delivery).where(Delivery.kind == "nudge"))).one()
        key, place = (sent.key if about == "sent" else "made-up"), shaky.stage.channel("moderators")
        await ledger.plan(session, [Planned(notices.UNCERTAIN, key, "", place, shaky.stage.clock())])
    await shaky.stage.running.worker.work()
    async with shaky.stage.running.storage.read() as session:
        assert await session.scalar(select(Delivery.reason).where(Delivery.kind == notices.UNCERTAIN)) == reason
    assert shaky.told() == []


async def test_a_notice_about_notices_is_not_sent(shaky: Shaky) -> None:
    """When the moderators' own channel is gone, there is nowhere to say so."""
    assert await follow(shaky, shaky.stage.channel("moderators"), Status.DEAD) == 0


async def test_a_community_without_a_place_for_notices_gets_none(shaky: Shaky) -> None:
    """Where no community is known, nothing is planned."""
    elsewhere = replace(shaky.stage.room.community, native="elsewhere")
    assert await follow(shaky, Channel(elsewhere, "tea-room"), Status.DEAD) == 0
