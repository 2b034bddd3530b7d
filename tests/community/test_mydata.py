"""Members see, take away and erase what is held about them."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from bot.community.disclosing import cut
from bot.contract.messages import VERBATIM_SIZE, Message, Verbatim
from bot.delivery import store as ledger
from bot.delivery.ledger import Planned
from tests.brews.hands import counts_only
from tests.stage import Actor, Stage
from tests.test_promises import dump

SOFT = "i can't do this anymore"


async def taken_away(stage: Stage, actor: Actor) -> Any:
    """What somebody's export says, put together from all its parts."""
    before = len(stage.room.posts)
    await actor.says("/mydata export")
    messages = [post.content for post in stage.room.posts[before:] if isinstance(post.content, Message)]
    parts = [block.text for message in messages for block in message.blocks if isinstance(block, Verbatim)]
    assert all(len(part) <= VERBATIM_SIZE for part in parts)
    document = json.loads("".join(parts))
    assert json.loads("\n".join(parts)) == document
    return document


async def test_nothing_is_held_about_somebody_who_did_nothing(stage: Stage) -> None:
    """Whoever only looked in is told that nothing is held, and takes away an empty document."""
    ben = stage["Ben"]
    await ben.says("/mydata show")
    ben.sees_privately("I hold nothing about you.")
    assert (await taken_away(stage, ben))["held"] == []


async def test_all_that_is_held_is_told_in_words(stage: Stage) -> None:
    """A brew, the weather, an answer and a choice are told with how long they are kept; nobody else sees it."""
    await counts_only(stage.running)
    cal = stage["Cal"]
    await cal.presses("up for a brew", await stage.next_nudge())
    await cal.presses("Stormy", await stage.next_nudge())
    await cal.says(SOFT)
    await cal.says("/preferences zone:Asia/Tokyo")
    ben = stage["Ben"]
    ben.sees("")
    await cal.says("/mydata show")
    told = stage.text(cal.sees_privately("What I hold about you"))
    assert "when: Monday 22 March 2027 at 19:00" in told
    assert "zone: Asia/Tokyo" in told
    assert told.count("Kept ") == 4
    assert "torm" not in told
    ben.sees_nothing()


async def test_an_export_is_whole_and_about_nobody_else(stage: Stage) -> None:
    """The document holds instants in UTC, says what each table is for, and names no other member."""
    await counts_only(stage.running)
    cal, nudge = stage["Cal"], await stage.next_nudge()
    for name in ("Cal", "Ben", "Dee"):
        await stage[name].presses("up for a brew", nudge)
        await stage[name].presses("Yes, show my name")
    await cal.says("/preferences area:Wales")
    document = await taken_away(stage, cal)
    held = {each["table"]: each for each in document["held"]}
    assert document["member"] == "cal"
    assert held["brew_answers"]["rows"] == [{"at": "2027-03-22T10:00:00+00:00", "shows_name": True}]
    assert held["preferences"]["rows"][0]["area"] == "GB-WLS"
    assert datetime.fromisoformat(document["exported_at"]).utcoffset() == timedelta(0)
    assert "ben" not in json.dumps(document).lower()


async def test_a_long_export_comes_in_parts(stage: Stage) -> None:
    """An export too long for one message comes in several, which together are the document."""
    cal, member = stage["Cal"], stage["Cal"].visitor.member
    async with stage.running.storage.write() as session:
        for number in range(30):
            sent = Planned("nudge", "1", f"slot {number}", member, stage.clock() + timedelta(hours=number))
            await ledger.note_skipped(session, sent, "a test", stage.clock())
    await cal.says("/mydata export")
    cal.sees_privately("Your data, part 3 of")
    (held,) = (await taken_away(stage, cal))["held"]
    assert held["table"] == "deliveries"
    assert [row["due_at"] for row in held["rows"]] == sorted(row["due_at"] for row in held["rows"])
    assert len(held["rows"]) == 30
    await cal.says("/mydata show")
    cal.sees_privately("And 25 older ones; /mydata export has them all.")


async def test_erasing_asks_once_and_then_erases_everything(stage: Stage) -> None:
    """One question, one press: no row names the member, no pseudonym of theirs stands, and the brew is not counted."""
    cal, ben, brew = stage["Cal"], stage["Ben"], await stage.next_nudge()
    await cal.presses("up for a brew", brew)
    await ben.presses("up for a brew", brew)
    await cal.presses("Sunny", await stage.next_nudge())
    await cal.says(SOFT)
    await cal.says("/preferences area:Wales")
    await cal.says("/mydata erase")
    cal.sees_privately("Erase what I hold about you?")
    assert "@/cal" in await dump(stage.running.storage)
    await cal.presses("Erase it all")
    cal.sees_privately("what I held about you is gone")
    kept = await dump(stage.running.storage)
    assert "@/cal" not in kept
    assert [line for line in kept.splitlines() if line.startswith(("limits ", "weather_presses "))] == []
    assert "@/ben" in kept
    await ben.presses("up for a brew", brew)
    ben.sees("1 person is up for a brew.")
    await cal.says("/mydata show")
    cal.sees_privately("I hold nothing about you.")


async def test_a_change_of_mind_leaves_everything(stage: Stage) -> None:
    """Pressing "Leave it" erases nothing."""
    cal = stage["Cal"]
    await cal.says("/preferences area:Wales")
    await cal.says("/mydata erase")
    await cal.presses("Leave it")
    cal.sees_privately("everything stays as it was")
    assert "GB-WLS" in await dump(stage.running.storage)


async def test_the_button_erases_whoever_presses_it(stage: Stage) -> None:
    """Somebody who gets hold of another's button erases their own and nothing of the other's."""
    cal, ben = stage["Cal"], stage["Ben"]
    await cal.says("/preferences area:Wales")
    await ben.says("/preferences area:Scotland")
    await cal.says("/mydata erase")
    question = cal.sees_privately("Erase what I hold about you?")
    await ben.presses("Erase it all", question)
    kept = await dump(stage.running.storage)
    assert "GB-WLS" in kept
    assert "GB-SCT" not in kept


async def test_erasing_and_answering_again_tells_nobodys_weather(stage: Stage) -> None:
    """Somebody who answers, erases and answers again never moves the tally, or they could fill it up by themselves."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    ben, dee = stage["Ben"], stage["Dee"]
    await dee.presses("Stormy", nudge)
    for sky in ("Sunny", "Sunny", "Sunny", "Sunny", "Sunny", "Cloudy", "Cloudy", "Cloudy", "Rainy"):
        await ben.presses(sky, nudge)
        await ben.says("/mydata erase")
        await ben.presses("Erase it all")
    shown = stage.text(stage.nudges()[-1])
    assert "10 people have answered." in shown
    assert "Roughly" not in shown


@given(st.lists(st.text(st.characters(codec="utf-8"), max_size=60), max_size=40), st.integers(1, 80))
def test_cutting_loses_nothing(values: list[str], size: int) -> None:
    """However long its lines, a document put together from its parts is what it was, and no part is too long."""
    document = json.dumps(values, ensure_ascii=False, indent=1)
    parts = list(cut(document, size))
    assert all(0 < len(part) <= size for part in parts)
    longest = max(len(line) for line in document.split("\n"))
    assert json.loads("".join(parts)) == values
    if longest <= size:
        assert json.loads("\n".join(parts)) == values
