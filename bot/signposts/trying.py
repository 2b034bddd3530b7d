"""Trying texts from the command line: one with its explanation, or any number of JSON lines as fast as they come."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import BinaryIO, TextIO

from signposting import Engine, explain

AT_ONCE = 1 << 18
"""How much is read at a time: whatever is there is answered before more is waited for."""

LONGEST = 1_000_000
"""The most bytes of a line; a longer one is said to be at fault."""


def tried(engine: Engine, text: str) -> Iterator[str]:
    """What a text is taken for and why, in lines for people."""
    verdict = engine.judge(text)
    first, last = verdict.span
    yield explain(verdict)
    yield f"verdict: {verdict.kind.value}"
    yield f"urgency: {verdict.urgency.value}"
    yield f"topics: {', '.join(each.value for each in verdict.topics) or 'none'}"
    if verdict.rule:
        yield f"decided by: “{text[first:last]}”"


def try_lines(engine: Engine, asked: BinaryIO, answers: TextIO, faults: Callable[[str], None]) -> int:
    """Answer each ``{"id", "text"}`` line with ``{"id", "verdict", "topics", "rule"}``, in order; how many are wrong.

    A wrong line is named to ``faults`` and has no answer; the rest goes on. Blank lines are passed over. Nothing is
    held but the piece that was just read, and what it holds is answered before the next one is waited for.
    """
    judge, dump, wrong, number = engine.judge, json.dumps, 0, 0
    for lines in _pieces(asked):
        said: list[str] = []
        for line in lines:
            number += 1
            if not line.strip():
                continue
            try:
                id_, text = _read(line)
            except ValueError as error:
                wrong += 1
                faults(f"line {number}: {error}")
                continue
            verdict = judge(text)
            answer = {"id": id_, "verdict": verdict.kind, "topics": verdict.topics, "rule": verdict.rule}
            said.append(dump(answer) + "\n")
        answers.write("".join(said))
        answers.flush()
    return wrong


def _pieces(asked: BinaryIO) -> Iterator[list[bytes]]:
    """The whole lines of each piece as it arrives; the last line may lack its end."""
    rest = b""
    read = getattr(asked, "read1", asked.read)
    while piece := read(AT_ONCE):
        *whole, last = piece.split(b"\n")
        if whole:
            whole[0], rest = rest + whole[0], b""
            yield whole
        rest = (rest + last)[: LONGEST + 1]
    if rest:
        yield [rest]


def _read(line: bytes) -> tuple[str | int, str]:
    """The id and the text of a line; ValueError with a sentence about what is wrong with it."""
    if len(line) > LONGEST:
        raise ValueError(f"is longer than {LONGEST:,} bytes")
    try:
        read = json.loads(line.decode())
    except UnicodeDecodeError:
        raise ValueError("is not UTF-8") from None
    except RecursionError:
        raise ValueError("is nested too deeply") from None
    except ValueError as error:
        raise ValueError(f"is not JSON ({error})") from None
    if not isinstance(read, dict):
        raise ValueError('is not an object such as {"id": 1, "text": "…"}')  # noqa: TRY004  # a line like any other
    for key in ("id", "text"):
        if key not in read:
            raise ValueError(f'has no "{key}"')
    id_, text = read["id"], read["text"]
    if not isinstance(text, str):
        raise ValueError('its "text" is not a string')  # noqa: TRY004  # as above
    if not isinstance(id_, str | int) or isinstance(id_, bool):
        raise ValueError('its "id" is neither a string nor a whole number')  # noqa: TRY004  # as above
    return id_, text
