"""How often somebody is answered, without a record of whom."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, text

from adapters.room.clock import MovableClock
from bot.community import limits, store
from bot.community.tables import HashKey, Limit
from bot.contract.places import CommunityId, Member
from bot.contract.replies import Reservation
from bot.storage import Storage

HERE = CommunityId("room", "fernhill")
ANA, BEN = Member(HERE, "ana"), Member(HERE, "ben")
SECOND = timedelta(seconds=1)
MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


class Limits:
    """Limits over a database, by a clock that the test moves."""

    def __init__(self, storage: Storage, clock: MovableClock) -> None:
        self.storage = storage
        self.clock = clock

    async def reserve(self, by: Member = ANA, purpose: str = "quiet", lasts: timedelta = DAY) -> Reservation | None:
        """Ask for one answer, in a transaction of its own."""
        async with self.storage.write() as session:
            return await limits.reserve(session, by, purpose, lasts=lasts, now=self.clock())

    async def settle(self, reservation: Reservation | None, *, accepted: bool) -> None:
        """Tell whether it was shown."""
        assert reservation is not None
        async with self.storage.write() as session:
            await limits.settle(session, reservation, accepted=accepted, now=self.clock())

    async def answered(self, by: Member = ANA, purpose: str = "quiet", lasts: timedelta = DAY) -> None:
        """One answer that was shown."""
        await self.settle(await self.reserve(by, purpose, lasts), accepted=True)

    async def tidy(self) -> None:
        """Delete what is due."""
        async with self.storage.write() as session:
            await store.tidy(session, self.clock())

    def later(self, by: timedelta) -> None:
        """Let time pass."""
        self.clock.move_to(self.clock() + by)


@pytest.fixture
def held(storage: Storage, clock: MovableClock) -> Limits:
    """Limits over an empty database, on a Monday morning."""
    return Limits(storage, clock)


async def test_the_first_answer_is_free(held: Limits) -> None:
    """Nobody who was not answered lately is kept waiting."""
    assert await held.reserve() is not None


async def test_a_second_answer_within_the_time_is_not_given(held: Limits) -> None:
    """An answer that was shown counts for as long as it should."""
    await held.answered()
    held.later(DAY - SECOND)
    assert await held.reserve() is None


async def test_after_the_time_there_is_another(held: Limits) -> None:
    """A limit ends within the hour after its time."""
    await held.answered()
    held.later(DAY + HOUR)
    assert await held.reserve() is not None


async def test_an_hourly_limit_ends_within_a_quarter(held: Limits) -> None:
    """What is meant to be hourly is not made much longer by rounding."""
    await held.answered(lasts=HOUR)
    held.later(HOUR - SECOND)
    assert await held.reserve(lasts=HOUR) is None
    held.later(timedelta(minutes=15) + SECOND)
    assert await held.reserve(lasts=HOUR) is not None


async def test_while_an_answer_is_on_its_way_there_is_no_other(held: Limits) -> None:
    """Two messages in one breath get one answer."""
    await held.reserve()
    assert await held.reserve() is None


async def test_two_at_once_get_one_answer(held: Limits) -> None:
    """Two messages that are judged side by side get one answer."""
    both = await gather(held.reserve(), held.reserve())
    assert [each is None for each in both].count(False) == 1


async def test_what_was_refused_does_not_count(held: Limits) -> None:
    """When nothing was shown, the next message is answered at once."""
    await held.settle(await held.reserve(), accepted=False)
    assert await held.reserve() is not None


async def test_what_was_never_settled_counts_for_a_minute_or_two(held: Limits) -> None:
    """A crash between reserving and showing costs somebody minutes and not a day."""
    await held.reserve()
    held.later(limits.HELD - SECOND)
    assert await held.reserve() is None
    held.later(MINUTE + SECOND)
    assert await held.reserve() is not None


async def test_another_purpose_has_its_own_limit(held: Limits) -> None:
    """A quiet answer does not use up the one for a crisis."""
    await held.answered(purpose="quiet")
    assert await held.reserve(purpose="crisis") is not None


async def test_another_member_has_their_own_limit(held: Limits) -> None:
    """One member's answer costs nobody else's."""
    await held.answered(ANA)
    assert await held.reserve(BEN) is not None


async def test_the_same_id_elsewhere_has_its_own_limit(held: Limits) -> None:
    """A member of another community is another member."""
    await held.answered(ANA)
    assert await held.reserve(Member(CommunityId("room", "elsewhere"), "ana")) is not None


async def test_a_refusal_takes_back_only_ones_own(held: Limits) -> None:
    """What was refused to one member frees nobody else."""
    await held.answered(BEN)
    await held.settle(await held.reserve(ANA), accepted=False)
    assert await held.reserve(BEN) is None


@pytest.mark.parametrize("hours", [0, 8, 15, 16, 20, 23])
async def test_a_limit_lasts_across_midnight(held: Limits, hours: int) -> None:
    """Although keys change by the day, a limit holds from one day into the next."""
    held.later(timedelta(hours=hours, minutes=59, seconds=30))
    await held.answered()
    for _ in range(23):
        held.later(HOUR)
        assert await held.reserve() is None


async def test_a_limit_lasts_across_midnight_on_its_way(held: Limits) -> None:
    """What is reserved before midnight and shown after it counts."""
    held.clock.move_to(datetime(2027, 3, 22, 23, 59, 50, tzinfo=UTC))
    reservation = await held.reserve()
    held.later(20 * SECOND)
    await held.settle(reservation, accepted=True)
    held.later(HOUR)
    assert await held.reserve() is None


async def token(held: Limits, by: Member = ANA, purpose: str = "quiet") -> str:
    """The hash under which a member's limit stands today."""
    async with held.storage.write() as session:
        key = await limits.day_key(session, purpose, held.clock().date().isoformat())
    return limits.keyed_hash(key, by)


async def test_a_hash_is_the_same_all_day(held: Limits) -> None:
    """Within a day and purpose a member has one pseudonym."""
    morning = await token(held)
    held.later(15 * HOUR)
    assert await token(held) == morning


async def test_a_hash_differs_by_day_purpose_and_member(held: Limits) -> None:
    """No two days, purposes or members share a pseudonym, so rows can't be put together."""
    found = {await token(held), await token(held, purpose="crisis"), await token(held, BEN)}
    held.later(DAY)
    assert len(found | {await token(held)}) == 4


async def test_a_hash_differs_by_its_subject(held: Limits) -> None:
    """What somebody pressed under one post can't be matched with another."""
    key = "00" * 32
    assert limits.keyed_hash(key, ANA, "1") != limits.keyed_hash(key, ANA, "2")


async def test_two_databases_have_two_keys(held: Limits) -> None:
    """A key is random: knowing a member's id does not give the pseudonym."""
    first = await token(held)
    async with held.storage.write() as session:
        await session.execute(text("DELETE FROM hash_keys"))
    assert await token(held) != first


async def test_no_row_names_the_member(held: Limits) -> None:
    """Neither limits nor keys hold a member's id, in any writing."""
    somebody = Member(HERE, "zaphod.beeblebrox")
    await held.answered(somebody)
    async with held.storage.read() as session:
        held_rows = (await session.execute(text("SELECT * FROM limits"))).all()
        keys = (await session.execute(text("SELECT * FROM hash_keys"))).all()
    rows = [tuple(row) for row in (*held_rows, *keys)]
    assert len(rows) == 2
    assert "zaphod" not in str(rows)


async def test_no_row_tells_to_the_second_when_somebody_was_answered(held: Limits) -> None:
    """When a limit ends is rounded up, so that it can't be laid beside the channel's history."""
    held.later(timedelta(minutes=7, seconds=13, microseconds=1))
    await held.answered()
    async with held.storage.read() as session:
        (ends,) = (await session.scalars(select(Limit.expires_at))).all()
    assert (ends.minute, ends.second, ends.microsecond) == (0, 0, 0)


async def test_tidying_deletes_limits_that_have_ended(held: Limits) -> None:
    """A limit that has had its time leaves no row."""
    await held.answered(lasts=HOUR)
    await held.answered(BEN, lasts=DAY)
    held.later(2 * HOUR)
    await held.tidy()
    async with held.storage.read() as session:
        assert len((await session.scalars(select(Limit))).all()) == 1


async def test_tidying_deletes_old_keys_with_their_rows(held: Limits) -> None:
    """Once a day's key is gone, nothing hashed with it means anything, and nothing hashed with it is left."""
    await held.answered()
    held.later(limits.KEY_KEPT)
    await held.tidy()
    async with held.storage.read() as session:
        assert ((await session.scalars(select(HashKey))).all(), (await session.scalars(select(Limit))).all()) == (
            [],
            [],
        )


async def test_tidying_keeps_a_key_as_long_as_it_is_needed(held: Limits) -> None:
    """A key outlives the longest row that was hashed with it, two days, from whatever hour of its day."""
    held.clock.move_to(datetime(2027, 3, 22, 23, 59, tzinfo=UTC))
    before = await token(held)
    held.later(2 * DAY)
    await held.tidy()
    async with held.storage.read() as session:
        key = await store.hash_key(session, "quiet", "2027-03-22")
    assert key is not None
    assert limits.keyed_hash(key, ANA) == before


async def test_tidying_breaks_no_limit(held: Limits) -> None:
    """However often it is tidied, a limit that still stands still counts."""
    await held.answered()
    for _ in range(23):
        held.later(HOUR)
        await held.tidy()
    assert await held.reserve() is None


@pytest.mark.parametrize(("age", "known"), [(store.EVENTS_KEPT, True), (store.EVENTS_KEPT + SECOND, False)])
async def test_tidying_forgets_events_after_two_days(held: Limits, age: timedelta, known: bool) -> None:  # noqa: FBT001  # a table
    """An event's id is remembered for two days, long enough for any platform's repeats."""
    async with held.storage.write() as session:
        await store.first_time(session, "e1", HERE, held.clock())
    held.later(age)
    await held.tidy()
    async with held.storage.write() as session:
        assert await store.first_time(session, "e1", HERE, held.clock()) is not known
