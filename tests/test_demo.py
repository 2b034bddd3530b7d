"""The headless demonstration plays a fortnight and tells it as a transcript."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta

import pytest

from bot.config import Config, load
from bot.demo import headless

START = date(2027, 3, 22)
KEYS = {"at", "channel", "seen_by", "by", "text", "buttons", "kind"}


@pytest.fixture(scope="module")
def lines() -> list[dict[str, object]]:
    """Fourteen days across the change of the clocks."""
    import asyncio  # noqa: PLC0415  # this fixture alone runs a loop of its own

    told: list[str] = []
    asyncio.run(headless(load(None, {}), start=START, days=14, emit=told.append))
    return [json.loads(line) for line in told]


Lines = list[dict[str, object]]


def of_kind(lines: Lines, kind: str) -> Lines:
    """The lines of one kind."""
    return [line for line in lines if line["kind"] == kind]


def test_every_line_has_the_same_parts(lines: Lines) -> None:
    """Each line says when, where, seen by whom, by whom, what, with which buttons, and what it was."""
    assert {frozenset(line) for line in lines} == {frozenset(KEYS)}
    assert all(line["seen_by"] == "everyone" or isinstance(line["seen_by"], list) for line in lines)


def test_every_nudge_comes_at_its_local_time(lines: Lines) -> None:
    """Mondays at ten and Wednesdays at two by the clock on the wall, before and after the clocks change."""
    assert [line["at"] for line in of_kind(lines, "nudge")] == [
        "2027-03-22T10:00:00+00:00",
        "2027-03-24T14:00:00+00:00",
        "2027-03-29T10:00:00+01:00",
        "2027-03-31T14:00:00+01:00",
    ]


def test_the_lines_are_in_order_and_end_in_time(lines: Lines) -> None:
    """The transcript runs forward and stays within its fourteen days."""
    moments = [datetime.fromisoformat(str(line["at"])) for line in lines]
    assert moments == sorted(moments)
    assert moments[-1].date() < START + timedelta(days=14)


def test_a_tally_is_shown_without_anybody_in_it(lines: Lines) -> None:
    """There are tallies for everyone, and from ten answers on they tell kinds of weather."""
    tallies = [str(line["text"]) for line in of_kind(lines, "tally")]
    assert any("11 people have answered. Roughly:" in text for text in tallies)
    assert not any("@" in text for text in tallies)


def test_a_stormy_answer_is_for_one_pair_of_eyes(lines: Lines) -> None:
    """Whoever pressed "Stormy" is offered a chat or options, and only they see it."""
    stormy = [line for line in of_kind(lines, "reply") if "Would you like a chat" in str(line["text"])]
    assert stormy
    assert all(isinstance(line["seen_by"], list) and len(line["seen_by"]) == 1 for line in stormy)


def test_a_worrying_message_is_answered_privately(lines: Lines) -> None:
    """The message that everybody can read is answered for its author alone, with a real service."""
    said = next(line for line in of_kind(lines, "message") if line["by"] == "Cal")
    answers = [line for line in lines if line["at"] == said["at"] and line["by"] == "Brewmate"]
    assert [line["seen_by"] for line in answers] == [["Cal"]]
    assert "116 123" in str(answers[0]["text"])


async def test_the_same_days_are_told_the_same_way() -> None:
    """Two runs of the same days say the same things; only what happens at one moment may change places."""
    first: list[str] = []
    second: list[str] = []
    for told in (first, second):
        await headless(Config(), start=START, days=2, emit=told.append)
    assert sorted(first) == sorted(second)


def test_a_whole_round_is_in_it(lines: Lines) -> None:
    """People say yes under a nudge, are introduced in groups that others can't see, and are asked afterwards."""
    groups, introductions, asked = (of_kind(lines, kind) for kind in ("group", "introduction", "follow-up"))
    assert len(groups) == len(introductions) == len(asked) >= 4
    for group in groups:
        assert isinstance(group["seen_by"], list)
        assert len(group["seen_by"]) in {2, 3}
    for each in (*introductions, *asked):
        assert isinstance(each["seen_by"], list)
        assert each["channel"] == ", ".join(each["seen_by"])
    assert any("Brews in numbers" in str(line["text"]) for line in of_kind(lines, "reply"))


def test_two_who_are_free_at_once_find_each_other(lines: Lines) -> None:
    """Kim and Lou both type /brew now within ten minutes, and are introduced."""
    assert ["Kim", "Lou"] in [line["seen_by"] for line in of_kind(lines, "introduction")]
