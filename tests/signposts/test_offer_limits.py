"""One line a day to the same person, three a day in all: for the others' sake, so they outlast erasing."""

from __future__ import annotations

from asyncio import gather
from datetime import UTC, datetime, timedelta

import pytest

from bot.community import limits
from bot.contract.events import ButtonPressed, MemberLeft
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.signposts import blocking, store
from bot.signposts import offer_wording as wording
from tests.stage import Stage
from tests.test_promises import dump

LATE = datetime(2027, 3, 22, 23, 50, tzinfo=UTC)


class Presses:
    """Presses of buttons as they reach the core, so that two can come at once."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._count = 0

    async def __call__(self, who: str, action: str, subject: str) -> Replies:
        """What the core answers."""
        self._count += 1
        room = self._stage.room
        by = Member(room.community, who)
        at = self._stage.clock()
        pressed = ButtonPressed(id=f"p{self._count}", by=by, where=None, at=at, action=action, subject=subject)
        return await self._stage.running.core.handle(pressed)

    async def send(self, who: str, whom: str) -> str:
        """The sentence that the sender reads after "Send it"."""
        return sentence(await self(who, "offers.send", whom))


def sentence(replies: Replies) -> str:
    """What whoever pressed reads."""
    first = replies[0]
    assert isinstance(first, Say)
    return first.message.summary


def lines(replies: Replies) -> list[Member]:
    """Who would get a direct message."""
    return [each.to for each in replies if isinstance(each, Say) and isinstance(each.to, Member)]


@pytest.fixture
def press(stage: Stage) -> Presses:
    """Somebody's presses."""
    return Presses(stage)


async def test_one_a_day_to_the_same_person(stage: Stage, press: Presses) -> None:
    """A second line to the same person within the day isn't sent, and another person still gets one."""
    assert await press.send("isla", "ben") == wording.SENT
    assert await press.send("isla", "ben") == wording.ONCE_A_DAY
    assert await press.send("isla", "cal") == wording.SENT
    assert await press.send("dee", "ben") == wording.SENT


async def test_three_a_day_in_all(stage: Stage, press: Presses) -> None:
    """A fourth line in a day isn't sent, whoever it is for; what was refused costs the other person's line nothing."""
    for whom in ("ben", "cal", "dee"):
        assert await press.send("isla", whom) == wording.SENT
    assert await press.send("isla", "esi") == wording.THREE_A_DAY
    assert await press.send("isla", "ben") == wording.ONCE_A_DAY
    await stage.later(timedelta(hours=25))
    assert await press.send("isla", "esi") == wording.SENT


async def test_midnight_is_no_new_day(stage: Stage, press: Presses) -> None:
    """Ten minutes later is the same day for a limit, also when the date has changed."""
    await stage.until(LATE)
    for whom in ("ben", "cal", "dee"):
        await press.send("isla", whom)
    await stage.later(timedelta(minutes=20))
    assert await press.send("isla", "ben") == wording.ONCE_A_DAY
    assert await press.send("isla", "esi") == wording.THREE_A_DAY
    await stage.until(LATE + timedelta(hours=25))
    assert await press.send("isla", "ben") == wording.SENT


async def test_two_presses_at_once_send_once(stage: Stage, press: Presses) -> None:
    """Of two presses that are handled side by side one sends the line."""
    both = await gather(press("isla", "offers.send", "ben"), press("isla", "offers.send", "ben"))
    assert sorted(len(lines(replies)) for replies in both) == [0, 1]


async def test_many_presses_at_once_send_three(stage: Stage, press: Presses) -> None:
    """Of five lines to five people at once three are sent."""
    all_five = await gather(*(press("isla", "offers.send", whom) for whom in ("ben", "cal", "dee", "esi", "finn")))
    assert sum(len(lines(replies)) for replies in all_five) == 3


async def test_erasing_frees_nobody_for_more(stage: Stage, press: Presses) -> None:
    """Whoever erases what is held of them is still held to one a day: the limit protects others."""
    await press.send("isla", "ben")
    assert sentence(await press("isla", "mydata.erase", "")) != ""
    assert await press.send("isla", "ben") == wording.ONCE_A_DAY


async def test_a_limit_counts_whether_or_not_it_arrived(stage: Stage, press: Presses) -> None:
    """Nobody finds out by trying again whether they are blocked: the day's line is used up either way."""
    await press("ben", "offers.block", "isla")
    blocked = await press("isla", "offers.send", "ben")
    assert (sentence(blocked), lines(blocked)) == (wording.SENT, [])
    assert await press.send("isla", "ben") == wording.ONCE_A_DAY


async def test_a_thank_you_passes_no_block(stage: Stage, press: Presses) -> None:
    """Whoever wants nothing from somebody gets no thank-you from them either, and the other can't tell."""
    await press("isla", "offers.block", "ben")
    thanked = await press("ben", "offers.thanks", "isla")
    assert lines(thanked) == []
    assert sentence(thanked) == sentence(await press("cal", "offers.thanks", "isla"))


async def test_a_block_outlasts_that_the_other_left(stage: Stage, press: Presses) -> None:
    """Somebody who leaves and comes back is still blocked, and no row of theirs says so."""
    await press("ben", "offers.block", "isla")
    isla = Member(stage.room.community, "isla")
    await stage.running.core.handle(MemberLeft(id="left", by=isla, where=None, at=stage.clock()))
    assert lines(await press("isla", "offers.send", "ben")) == []
    assert "@/isla" not in await dump(stage.running.storage)


async def test_two_blocks_at_once_are_undone_together(stage: Stage, press: Presses) -> None:
    """However often "Not from this person" was pressed, one "Allow again" undoes it."""
    await gather(*(press("ben", "offers.block", "isla") for _ in range(4)))
    await press("ben", "offers.allow", "isla")
    assert lines(await press("isla", "offers.send", "ben")) == [Member(stage.room.community, "ben")]


async def test_everybody_can_be_allowed_again(stage: Stage, press: Presses) -> None:
    """How many are blocked can be seen without names, and undone for all of them."""
    for whom in ("isla", "cal"):
        await press("ben", "offers.block", whom)
    assert "of 2 people" in sentence(await press("ben", "offers.blocked", ""))
    await press("ben", "offers.allow_all", "")
    assert "nobody" in sentence(await press("ben", "offers.blocked", "")).casefold()


async def test_no_limit_of_another_s_is_used_up(stage: Stage, press: Presses) -> None:
    """The limits of offers don't touch the limits of answers: a crisis is answered as ever."""
    await press.send("isla", "ben")
    await stage["Isla"].says("i want to kill myself")
    stage["Isla"].sees_privately("116 123")


async def test_a_report_is_told_once_a_day(stage: Stage, press: Presses) -> None:
    """Pressing "Report it" again and again tells the moderators once."""
    ana = stage["Ana"]
    first = [sentence(await press("ben", "offers.report_it", "isla")) for _ in range(3)]
    assert first == [wording.REPORTED, wording.REPORTED_ALREADY, wording.REPORTED_ALREADY]
    await stage.next_due()
    ana.sees("A member reported an offer of help")
    await stage.later(timedelta(hours=2))
    reports = [post for post in stage.posts("moderators") if "reported an offer" in stage.text(post)]
    assert len(reports) == 1


async def test_a_report_that_can_t_be_told_is_forgotten_at_once(stage: Stage, press: Presses) -> None:
    """Where the moderators' channel is gone no row of a report stays."""
    stage.room.remove_channel(stage.channel("moderators"))
    await press("ben", "offers.report_it", "isla")
    assert "offer_reports" in await dump(stage.running.storage)
    await stage.next_due()
    assert "offer_reports" not in await dump(stage.running.storage)


async def test_a_report_that_stays_untold_is_forgotten_after_a_week(stage: Stage) -> None:
    """Whatever became of its delivery, after seven days no row of a report stays."""
    ben, isla = Member(stage.room.community, "ben"), Member(stage.room.community, "isla")
    async with stage.running.storage.write() as session:
        await store.add_report(session, "k", ben, isla, stage.clock())
    await stage.later(timedelta(days=6, hours=23))
    assert "offer_reports" in await dump(stage.running.storage)
    await stage.later(timedelta(hours=2))
    assert "offer_reports" not in await dump(stage.running.storage)


async def test_a_button_about_oneself_or_nobody_does_nothing(stage: Stage, press: Presses) -> None:
    """A subject that names nobody, or whoever pressed, gets a sentence and has no effect."""
    before = await dump(stage.running.storage)
    for action in ("compose", "send", "thanks", "block", "allow", "report", "report_it"):
        for subject in ("", " ", "isla", "x\ny", "y" * 101):
            replies = await press("isla", f"offers.{action}", subject)
            assert lines(replies) == []
            assert sentence(replies) == blocking.UNREADABLE
    after = await dump(stage.running.storage)
    assert before.splitlines() == [line for line in after.splitlines() if not line.startswith("seen_events ('p")]


def test_the_limits_are_those_that_protect_others() -> None:
    """The purpose of these limits is among those that erasing leaves alone."""
    assert "offers" in limits.PROTECTING
