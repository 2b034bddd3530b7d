"""The benchmarks still run and draw their table; what they measure is nobody's test."""

from __future__ import annotations

import pytest

from benchmarks import commands, discord, playground, recurrences, slack
from benchmarks.__main__ import CONTENTS, main
from benchmarks.table import HEAD, Figure, drawn, timed
from benchmarks.timing import Timing, lasting


def test_the_table_names_its_machine_and_draws_a_row_for_each_figure(capsys: pytest.CaptureFixture[str]) -> None:
    """A header line, the head of the table, and as many cells in every row."""
    main(["recurrences"], {**CONTENTS, "recurrences": lambda: recurrences.figures(count=3)})
    machine, _, *table = capsys.readouterr().out.splitlines()
    assert "cores, CPython 3." in machine
    assert table[:2] == HEAD.splitlines()
    assert len(table) == 4
    assert {line.count("|") for line in table} == {7}
    assert "3 times after 20 to warm up" in table[2]


def test_a_name_that_is_not_there_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever mistypes a name is told those there are."""
    with pytest.raises(SystemExit):
        main(["recurences"])
    assert "there is no recurences; there are starting, commands" in capsys.readouterr().err


def test_commands_and_presses_are_committed() -> None:
    """Each row of commands measures what took effect, or says that it did not."""
    assert [figure.name for figure in commands.figures(count=2)][:2] == ["`/nudges list`", "`/prompts add`"]


def test_a_crowd_sees_every_message() -> None:
    """The server runs in a process of its own, and what each of the people says reaches all of them."""
    *visited, seen, memory = playground.figures(people=3, seconds=0.2, paints=1, a_second=100)
    assert [figure.name for figure in visited] == ["first paint of the page", "what the page transfers"]
    assert (seen.name, memory.name) == ("a message seen by 3 people in one room", "the server’s memory meanwhile")
    assert seen.how.startswith("60 times after 75 to warm up; 20 messages")


def test_discord_is_told_of_messages_presses_and_servers() -> None:
    """Every row is measured: everybody in the flood who is to be answered is, all servers are known, shards answer."""
    *_, press, flood, beats, growth, objects, servers, shards = discord.figures(
        count=5, presses=2, messages=200, servers=3
    )
    assert press.name == "a button pressed, until its answer is there"
    assert (flood.name, flood.held) == ("200 messages in a row", True)
    assert (beats.name, growth.name, objects.name) == (
        "the longest between two heartbeats meanwhile",
        "what the process grew by in the second round",
        "the Python objects left of the third",
    )
    assert servers.name == "a bot in 3 servers with 30 channels and 20 roles each"
    assert (shards.measured, shards.held) == ("2 of 2", True)


def test_slack_calls_and_every_event_is_written_down() -> None:
    """Every row is measured, the bot being a process of its own; one that lost an event would have raised."""
    bare, behind, talk, withdrawn, spoken, mixed, recorded = slack.figures(count=5, stream=100)
    assert bare.name.startswith("Bolt with a listener that does nothing")
    assert behind.name == "the same behind our web application"
    assert [each.name for each in (talk, withdrawn, spoken)] == [
        "an everyday message, acknowledged",
        "a deleted post, acknowledged",
        "a word to the bot, acknowledged",
    ]
    assert mixed.name == "everyday messages, one in 50 answered, PostgreSQL"
    assert recorded.name == "events that are all written down, PostgreSQL"
    assert recorded.held is not None


def test_a_missed_bound_is_seen() -> None:
    """The median and the tail are held against their bounds."""
    times = Timing((0.002,) * 98 + (0.02, 0.03), warm_up=5)
    row = timed("it", times, "so", under=3e-3, tail=15e-3)
    assert row == Figure(
        "it", "2 ms", "20 ms", "< 3 ms and < 15 ms at the 99th", held=False, how="100 times after 5 to warm up; so"
    )
    assert "| **no** |" in drawn(row)


@pytest.mark.parametrize(
    ("seconds", "said"), [(1.5, "1.5 s"), (0.0123, "12.3 ms"), (9.93e-6, "9.93 µs"), (4e-8, "40 ns")]
)
def test_a_time_is_said_in_the_unit_that_suits(seconds: float, said: str) -> None:
    """Three digits and a unit."""
    assert lasting(seconds) == said
