"""The listening notice: pinned, posted anew every 90 days, never two at once, gone when listening stops."""

from __future__ import annotations

from asyncio import gather
from datetime import timedelta

import pytest

from adapters.room import Happening, Post, Room
from adapters.room.clock import MovableClock
from bot.config import load
from bot.contract.messages import Message
from bot.contract.permissions import Permission
from bot.contract.places import Receipt, Target
from bot.contract.ports import Undeliverable
from bot.delivery.worker import Worker
from tests.conftest import MONDAY
from tests.stage import Stage, staged

CRISIS = "i want to kill myself"
ALL_BUT = timedelta(days=89, hours=23)
DAYS_90 = timedelta(days=90, hours=1)


def notices(stage: Stage, channel: str = "general") -> list[Post]:
    """The notices that stand in a channel."""
    return [post for post in stage.posts(channel) if "Brewmate listens here" in stage.text(post)]


def ever_posted(stage: Stage, channel: str = "general") -> list[Post]:
    """Every notice that was posted in a channel, those taken away as well."""
    posted = (each.post for each in stage.room.changes(0) or () if each.what is Happening.POSTED)
    there = [post for post in posted if post and post.by is None and post.receipt.channel.native == channel]
    return [post for post in there if "Brewmate listens here" in stage.text(post)]


async def skipped(stage: Stage, by: timedelta) -> None:
    """Let so much time pass in one step, as after a long rest of the machine."""
    stage.clock.move_to(stage.clock() + by)
    await stage.running.clockwork.tick()
    await stage.running.clockwork.tick()


async def heard(stage: Stage, who: str, channel: str = "general") -> bool:
    """Whether worrying words in a channel are answered."""
    actor = stage.actor(who)
    before = len(stage.room.posts)
    await actor.says(CRISIS, channel)
    return len(stage.room.posts) == before + 2


async def test_the_notice_is_pinned(stage: Stage) -> None:
    """Whoever comes later finds it among the pinned messages."""
    assert [post.pinned for post in notices(stage)] == [True]


async def test_where_pinning_is_not_allowed_it_still_stands(stage: Stage) -> None:
    """A notice that may not be pinned is posted all the same, and the channel is heard."""
    stage.room.allow(stage.channel("allotments"), Permission.PIN, allowed=False)
    await stage["Ana"].says("/triggers listen #allotments", "moderators")
    await stage.later(timedelta(seconds=1))
    assert [post.pinned for post in notices(stage, "allotments")] == [False]
    assert await heard(stage, "Cal", "allotments")


async def test_it_is_posted_anew_after_90_days(stage: Stage) -> None:
    """The new one is pinned and stands alone; listening went on all the while."""
    first = notices(stage)[0]
    await skipped(stage, ALL_BUT)
    assert notices(stage) == [first]
    await skipped(stage, timedelta(hours=1))
    (second,) = notices(stage)
    assert second.receipt != first.receipt
    assert second.pinned
    assert await heard(stage, "Cal")


async def test_the_one_after_comes_after_another_90(stage: Stage) -> None:
    """The days are counted from the newest notice."""
    await skipped(stage, DAYS_90)
    second = notices(stage)
    await skipped(stage, ALL_BUT)
    assert notices(stage) == second
    await skipped(stage, DAYS_90)
    assert notices(stage) != second
    assert len(notices(stage)) == 1


async def test_a_long_skip_never_makes_two(stage: Stage) -> None:
    """After 200 days without a tick there is one new notice, and the old one is gone."""
    first = notices(stage)[0]
    await skipped(stage, timedelta(days=200))
    await skipped(stage, timedelta(minutes=5))
    assert len(notices(stage)) == 1
    assert notices(stage)[0].receipt != first.receipt
    assert len(ever_posted(stage)) == 2


async def test_two_processes_make_one(stage: Stage) -> None:
    """Where two look at the same moment, one new notice is planned."""
    first = notices(stage)[0]
    stage.clock.move_to(stage.clock() + DAYS_90)
    running = stage.running
    renew = next(job for job in running.catalogue.jobs if job.name == "renew notices")
    await gather(renew.run(stage.clock()), renew.run(stage.clock()))
    other = Worker(running.storage, {stage.room.name: stage.room}, running.catalogue.kinds, stage.clock)
    await gather(running.worker.work(), other.work())
    (second,) = notices(stage)
    assert second.receipt != first.receipt


async def test_deleting_the_one_before_does_not_stop_it(stage: Stage) -> None:
    """Once the new one stands, a deletion of the old one, ours or a moderator's, means nothing."""
    first = notices(stage)[0]
    await skipped(stage, DAYS_90)
    await stage["Ana"].visitor.deletes(first.receipt)
    assert await heard(stage, "Cal")


async def test_deleting_the_new_one_stops_it(stage: Stage) -> None:
    """The newest notice is the one that counts."""
    await skipped(stage, DAYS_90)
    await stage["Ana"].visitor.deletes(notices(stage)[0].receipt)
    assert not await heard(stage, "Cal")


async def test_one_that_can_t_be_posted_leaves_the_old_one(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """The old notice stands, the channel is heard, and the moderators are told once in 90 days."""
    first = notices(stage)
    post = Room.post

    async def refuse(room: Room, to: Target, message: Message, *, key: str) -> Receipt:
        if to == stage.channel("general") and "listens" in message.summary:
            raise Undeliverable
        return await post(room, to, message, key=key)

    monkeypatch.setattr(Room, "post", refuse)
    await skipped(stage, DAYS_90)
    for _ in range(3):
        await skipped(stage, timedelta(days=1))
    assert notices(stage) == first
    assert await heard(stage, "Cal")
    told = [post for post in stage.posts("moderators") if "The earlier one still stands" in stage.text(post)]
    assert len(told) == 1
    monkeypatch.undo()
    await skipped(stage, DAYS_90)
    assert len(notices(stage)) == 1
    assert notices(stage) != first


async def test_stopping_takes_the_new_one_away(stage: Stage) -> None:
    """After a renewal it is the new notice that goes when listening stops."""
    await skipped(stage, DAYS_90)
    await stage["Ana"].says("/triggers stop #general", "moderators")
    assert notices(stage) == []
    assert not await heard(stage, "Cal")


@pytest.mark.parametrize("is_first", [True, False])
async def test_stopping_while_it_is_being_posted_leaves_none(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, *, is_first: bool
) -> None:
    """A notice that is on its way when listening stops is taken away as soon as it stands."""
    ana, channel = stage["Ana"], "allotments" if is_first else "general"
    post = Room.post

    async def stop_meanwhile(room: Room, to: Target, message: Message, *, key: str) -> Receipt:
        if "listens" in message.summary:
            monkeypatch.undo()
            await ana.says(f"/triggers stop #{channel}", "moderators")
        return await post(room, to, message, key=key)

    if is_first:
        await ana.says("/triggers listen #allotments", "moderators")
    monkeypatch.setattr(Room, "post", stop_meanwhile)
    await skipped(stage, timedelta(seconds=1) if is_first else DAYS_90)
    ana.sees_privately("I’ve stopped listening")
    assert notices(stage, channel) == []
    assert not await heard(stage, "Cal", channel)


async def test_begun_again_while_one_is_on_its_way(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stopped and begun again in one breath, the channel ends up with one notice, and is heard."""
    ana, post = stage["Ana"], Room.post

    async def again_meanwhile(room: Room, to: Target, message: Message, *, key: str) -> Receipt:
        if "listens" in message.summary:
            monkeypatch.undo()
            await ana.says("/triggers stop #allotments", "moderators")
            await ana.says("/triggers listen #allotments", "moderators")
        return await post(room, to, message, key=key)

    await ana.says("/triggers listen #allotments", "moderators")
    monkeypatch.setattr(Room, "post", again_meanwhile)
    await skipped(stage, timedelta(seconds=1))
    assert len(notices(stage, "allotments")) == 1
    assert await heard(stage, "Cal", "allotments")


async def test_a_restart_goes_on_where_it_was(database_url: str) -> None:
    """Started again over the same database the channel is heard at once, and no second notice comes before its time."""
    config = load(None, {"BREWMATE_DATABASE_URL": database_url})
    clock = MovableClock(MONDAY)
    async with staged(config, clock) as first:
        assert len(notices(first)) == 1
    async with staged(config, clock) as second:
        assert notices(second) == []
        assert await heard(second, "Cal")
        await skipped(second, DAYS_90)
        assert len(notices(second)) == 1


async def test_closed_messages_on_discord_find_the_button_on_the_notice(stage: Stage) -> None:
    """Where nothing private can be sent unasked, a press on the pinned notice is answered for that member alone."""
    cal = stage["Cal"]
    cal.on_discord()
    cal.takes_no_direct_messages()
    await cal.says(CRISIS)
    cal.sees_nothing()
    (notice,) = notices(stage)
    assert notice.pinned
    await cal.presses("Options, privately", notice)
    cal.sees_privately("116 123")
    stage["Ben"].sees_nothing()
