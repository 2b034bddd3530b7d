"""A process may end at any step of a round: nobody is introduced twice, and nobody is forgotten."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest

from adapters.room import Room
from adapters.room.things import Kind
from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.places import Channel, Member, Receipt, Target
from bot.contract.ports import Busy, Platform, Uncertain, Undeliverable
from tests.delivery.desk import Crash
from tests.stage import Stage

MEMBERS = ("Ben", "Cal", "Dee", "Esi", "Finn")
ROUND, HOUR = timedelta(hours=6), timedelta(hours=1)


class Failing:
    """The room, which fails once for each entry: before a call, or after it was carried out and never answered."""

    def __init__(self, room: Room, call: str, *failures: BaseException, after: bool = False) -> None:
        self._room = room
        self._call = call
        self._failures = list(failures)
        self._after = after

    async def profile(self, member: Member) -> Profile:
        self._fail("profile", after=False)
        return await self._room.profile(member)

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        self._fail("open", after=False)
        opened = await self._room.open(members, key=key)
        self._fail("open", after=True)
        return opened

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        return await self._room.post(to, message, key=key)

    def _fail(self, call: str, *, after: bool) -> None:
        if (call, after) == (self._call, self._after) and self._failures:
            raise self._failures.pop(0)


async def ask(stage: Stage, platform: Platform) -> None:
    """One look of everything that asks the platform something; a crash ends it, as it would the process."""
    for job in stage.running.catalogue.errands({"room": platform}):
        await job.run(stage.clock())


async def up_for_it(stage: Stage) -> None:
    """Five people say yes under a nudge, and the round's time comes; nobody has looked at it yet."""
    nudge = await stage.next_nudge()
    for name in MEMBERS:
        await stage[name].presses("I’m up for a brew", nudge)
    stage.clock.move_to(stage.clock() + ROUND)


def introduced(stage: Stage) -> Counter[str]:
    """How many introductions each of them has."""
    seen = Counter[str]()
    for post in stage.room.posts:
        if post.key and isinstance(post.content, Message) and post.content.summary == "Time for a brew?":
            members = stage.room.places[post.receipt.channel].members or ()
            seen.update(stage.room.people[each].name for each in members)
    return seen


def once_each(stage: Stage) -> bool:
    """Whether everybody was introduced once, in two groups."""
    groups = [place for place in stage.room.places.values() if place.kind is Kind.GROUP]
    return introduced(stage) == Counter(MEMBERS) and len(groups) == 2


CRASHES = [
    ("profile", False, (Crash(),)),
    ("profile", False, (Busy(timedelta(seconds=3)),)),
    ("open", False, (Crash(),)),
    ("open", True, (Crash(),)),
    ("open", False, (Busy(timedelta(minutes=3)), Uncertain())),
    ("open", True, (Uncertain(), Uncertain(), Uncertain())),
    ("open", True, (TimeoutError(),)),
]
"""A crash once the round was closed, once matched, once the first group was opened; and a platform in trouble."""


@pytest.mark.parametrize(("call", "after", "failures"), CRASHES)
async def test_a_round_goes_on_where_it_stopped(
    stage: Stage,
    call: str,
    after: bool,  # noqa: FBT001  # a parameter of the test
    failures: tuple[BaseException, ...],
) -> None:
    """Whatever step it was interrupted at, afterwards everybody was introduced once, in one group each."""
    await up_for_it(stage)
    try:
        await ask(stage, Failing(stage.room, call, *failures, after=after))  # type: ignore[arg-type]  # as much of a platform as errands ask
    except Crash:
        stage.restart()
    await stage.later(HOUR)
    assert once_each(stage)


async def test_a_crash_between_the_introductions_row_and_its_post(stage: Stage) -> None:
    """What was written down to be said is said by whoever comes next, once."""
    await up_for_it(stage)
    await ask(stage, stage.room)
    await ask(stage, stage.room)
    assert introduced(stage) == Counter()
    stage.restart()
    await stage.later(HOUR)
    assert once_each(stage)


async def test_two_processes_that_look_at_once_bring_together_once(stage: Stage) -> None:
    """Each look holds what it works at; a second finds nothing to do."""
    await up_for_it(stage)
    for _ in range(3):
        await ask(stage, stage.room)
    await stage.later(HOUR)
    assert once_each(stage)


async def test_a_group_that_can_not_be_opened_is_said_kindly(stage: Stage) -> None:
    """Where the platform will never open it, everybody in it hears that it didn't work out, and nobody waits."""
    await up_for_it(stage)
    gone = Failing(stage.room, "open", Undeliverable(), Undeliverable())
    await ask(stage, gone)  # type: ignore[arg-type]  # as above
    await stage.later(HOUR)
    assert introduced(stage) == Counter()
    for name in MEMBERS:
        stage[name].sees("There wasn’t anybody I could introduce you to this time.")


async def test_who_leaves_between_match_and_introduction_leaves_nobody_waiting(stage: Stage) -> None:
    """Somebody leaves the community before the group is opened: the other hears that it didn't work out."""
    nudge = await stage.next_nudge()
    for name in ("Ben", "Dee"):
        await stage[name].presses("I’m up for a brew", nudge)
    stage.clock.move_to(stage.clock() + ROUND)
    with pytest.raises(Crash):
        await ask(stage, Failing(stage.room, "open", Crash()))  # type: ignore[arg-type]  # as above
    await stage["Dee"].visitor.leaves()
    await stage.later(HOUR)
    stage["Ben"].sees("There wasn’t anybody I could introduce you to this time.")
    assert introduced(stage) == Counter()


async def test_after_a_day_away_a_round_is_still_matched(stage: Stage) -> None:
    """Whoever said yes is introduced late rather than not at all."""
    await up_for_it(stage)
    stage.clock.move_to(stage.clock() + timedelta(hours=23))
    await stage.later(HOUR / 2)
    assert once_each(stage)


async def test_after_longer_nobody_is_surprised(stage: Stage) -> None:
    """Days later nobody expects to be introduced: they hear that it didn't work out, and nothing follows."""
    await up_for_it(stage)
    stage.clock.move_to(stage.clock() + timedelta(days=3))
    await stage.later(HOUR)
    assert introduced(stage) == Counter()
    stage["Ben"].sees("There wasn’t anybody I could introduce you to this time.")
