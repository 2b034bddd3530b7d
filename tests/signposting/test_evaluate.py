"""The command that counts how well the engine hears."""

import gzip
import json
from pathlib import Path

import pytest

from signposting import Kind
from signposting.evaluate import is_right, main

DIE = {"text": "I want to kill myself", "expect": "crisis", "way": "a plain wish"}
TEA = {"text": "the kettle is on", "expect": "crisis", "way": "tea"}


def written(path: Path, *lines: object) -> str:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
    return str(path)


def said(*arguments: str) -> str:
    lines: list[str] = []
    main(arguments, lines.append)
    return "\n".join(lines)


def test_labelled_statements_are_counted(tmp_path: Path) -> None:
    """Of two crises one was heard: half is answered, and the group that failed is named."""
    table = said(written(tmp_path / "two.jsonl", DIE, TEA))
    assert "crisis             2  answered  50.0 %  exact  50.0 %  right  50.0 %" in table
    assert "only 0 of 1: tea" in table
    assert "a plain wish" not in table


def test_everyday_talk_counts_false_alarms(tmp_path: Path) -> None:
    """Lines without a label are everyday talk: every answer is one too many, given in ten thousand."""
    path = tmp_path / "talk.jsonl.gz"
    path.write_bytes(gzip.compress(b'{"text": "I want to kill myself"}\n' + b'{"text": "tea?"}\n' * 9))
    assert "crisis 1 (1000.0 in 10,000)  any answer 1 (1000.0 in 10,000)" in said(str(path))


def test_wrong_lines_are_shown_only_when_asked_for(tmp_path: Path) -> None:
    """Held-back statements stay unread unless somebody asks to see what was wrong."""
    path = written(tmp_path / "two.jsonl", DIE, TEA)
    assert "kettle" not in said(path)
    assert "none [] for crisis: the kettle is on" in said(path, "--wrong")


@pytest.mark.parametrize(
    ("kind", "expected", "accepted", "right"),
    [
        (Kind.SOFT, Kind.CRISIS, (), True),
        (Kind.SOFT, Kind.TOPIC, (Kind.CRISIS,), True),
        (Kind.SOFT, Kind.NONE, (Kind.CRISIS,), False),
        (Kind.TOPIC, Kind.CRISIS, (), False),
        (Kind.NONE, Kind.TOPIC, (Kind.NONE,), True),
    ],
)
def test_what_will_do(kind: Kind, expected: Kind, accepted: tuple[Kind, ...], *, right: bool) -> None:
    """A quiet answer will do for a crisis, and never where silence was expected."""
    assert is_right(kind, expected, frozenset(accepted)) is right


def test_a_line_that_is_no_statement_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A broken line is refused with its file and number."""
    path = written(tmp_path / "broken.jsonl", DIE, ["no object"])
    with pytest.raises(SystemExit, match="2"):
        main([path])
    assert "broken.jsonl:2: is no object with a text" in capsys.readouterr().err
