"""What Brewmate promises about words and inferences, held against everything it keeps and logs."""

from __future__ import annotations

import json
import logging

import pytest
import structlog
from sqlalchemy import text

from bot.logs import FIELDS, configure, only_allowed
from bot.storage import Base, Storage
from tests.stage import Stage

CANARY = "xylophonist"
WORDS = (
    f"i want to kill myself {CANARY}",
    f"my best friend {CANARY} said she wants to die",
    f"i can't do this anymore {CANARY}",
    f"i feel so lonely {CANARY}",
    f"good morning {CANARY}",
    f"/support {CANARY} {CANARY}",
    f"/{CANARY}",
    f"@Brewmate {CANARY} help me",
)


async def dump(storage: Storage) -> str:
    """Every row of every table as text."""
    rows: list[str] = []
    async with storage.read() as session:
        for table in Base.metadata.sorted_tables:
            found = await session.execute(text(f'SELECT * FROM "{table.name}"'))  # noqa: S608  # our own table names
            rows += [f"{table.name} {tuple(row)}" for row in found]
    return "\n".join(rows)


async def test_what_members_write_is_kept_nowhere(stage: Stage, capfd: pytest.CaptureFixture[str]) -> None:
    """Whatever somebody writes, in a channel, to the bot or into a command, no row and no log line holds it."""
    configure("json", "debug")
    logging.getLogger().setLevel(logging.DEBUG)
    cal = stage["Cal"]
    try:
        for words in WORDS:
            await cal.says(words)
        await cal.tells_brewmate(f"please help, {CANARY}")
    finally:
        configure("json", "error")
    logged = "".join(capfd.readouterr())
    assert CANARY not in await dump(stage.running.storage)
    assert CANARY not in logged


async def test_no_row_knows_who_was_answered(stage: Stage) -> None:
    """After a crisis answer, a stormy sky and a word with the bot, no row names the member or their messages."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    lou = stage["Lou"]
    await lou.presses("Stormy", nudge)
    await lou.says("i want to kill myself")
    lou.sees_privately("Samaritans")
    await lou.tells_brewmate("are you there?")
    kept = await dump(stage.running.storage)
    messages = [post.receipt.native for post in stage.room.posts if post.by == lou.visitor.member]
    assert "@/lou" not in kept
    assert not [native for native in messages if native in kept]


async def test_the_weather_somebody_told_is_linked_to_nobody(stage: Stage) -> None:
    """The pseudonym that tells a second press stands in no row with the weather."""
    await stage.next_nudge()
    nudge = await stage.next_nudge()
    await stage["Lou"].presses("Stormy", nudge)
    presses = Base.metadata.tables["weather_presses"].columns.keys()
    assert "weather" not in presses
    assert "stormy" not in (await dump(stage.running.storage)).replace("weather_counts (2, 'stormy', 1, 0)", "")


def test_every_table_says_how_long_it_keeps_things() -> None:
    """A table without a declared retention cannot exist."""
    silent = [mapper.class_.__name__ for mapper in Base.registry.mappers if not getattr(mapper.class_, "retention", "")]
    assert silent == []


def test_the_log_drops_fields_that_are_not_allowed() -> None:
    """A field that somebody adds by mistake never reaches the log."""
    kept = only_allowed(None, "info", {"event": "x", "kind": "nudge", "text": CANARY})
    assert kept == {"event": "x", "kind": "nudge"}
    assert "text" not in FIELDS


def test_libraries_log_their_place_and_not_their_message(capfd: pytest.CaptureFixture[str]) -> None:
    """A library's warning is one line that names the library and no word of what it handled."""
    configure("json", "warning")
    try:
        logging.getLogger("discord.http").warning("POST /channels %s", CANARY)
    finally:
        configure("json", "error")
    line = json.loads(capfd.readouterr().err)
    assert line["logger"] == "discord.http"
    assert CANARY not in json.dumps(line)


async def test_a_failing_handler_is_kind_and_silent_about_words(
    stage: Stage, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """The member gets a sentence with a reference, the operator one event with the same one and none of the words."""

    async def broken(*_: object) -> None:
        raise RuntimeError(CANARY)

    handled = stage.running.catalogue.commands["prompts add"]
    monkeypatch.setitem(stage.running.catalogue.commands, "prompts add", type(handled)(handled.declared, broken))  # type: ignore[arg-type]  # it never returns
    with structlog.testing.capture_logs() as events:
        await stage["Ana"].says(f"/prompts add {CANARY}")
    said = stage.text(stage["Ana"].sees_privately("Sorry, something went wrong on my side"))
    failed = [event for event in events if event["event"] == "handler_failed" or "reference" in event]
    assert len(failed) == 1
    assert failed[0]["reference"] in said
    assert CANARY not in json.dumps(events, default=str)
