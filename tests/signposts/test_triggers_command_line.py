"""Trying texts from the command line: one is explained, any number of lines is answered in order, nothing is lost."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.signposts.trying import LONGEST, try_lines
from signposting import load_engine
from tests.test_command_line import ROOT, brewmate

ENGINE = load_engine()
COMMAND = [sys.executable, "-m", "bot", "triggers", "test", "--jsonl"]


def answers(asked: bytes) -> tuple[list[dict[str, object]], list[str]]:
    """What is answered, and what is said of wrong lines."""
    said, faults = io.StringIO(), list[str]()
    wrong = try_lines(ENGINE, io.BytesIO(asked), said, faults.append)
    assert wrong == len(faults)
    return [json.loads(line) for line in said.getvalue().splitlines()], faults


def line(id_: object, text: object) -> bytes:
    """A line as it is asked."""
    return json.dumps({"id": id_, "text": text}).encode() + b"\n"


def test_one_text_is_explained(tmp_path: Path) -> None:
    """The verdict, its urgency and topics, the rule and the words that decided."""
    ran = brewmate("triggers", "test", "so i want to kill myself", cwd=tmp_path)
    assert ran.returncode == 0
    assert "Somebody may be in danger: the rule “" in ran.stdout
    assert "verdict: crisis\n" in ran.stdout
    assert "kill myself”\n" in ran.stdout.partition("decided by: “")[2]
    assert brewmate("triggers", "test", "hello", cwd=tmp_path).stdout.startswith("No rule fits")


@pytest.mark.parametrize("arguments", [(), ("hello", "--jsonl")])
def test_it_wants_a_text_or_lines(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    """Neither, or both, is one sentence and exit code 2."""
    ran = brewmate("triggers", "test", *arguments, cwd=tmp_path)
    assert (ran.returncode, ran.stdout) == (2, "")
    assert ran.stderr == "Please give a text to try, or --jsonl to read lines from standard input.\n"


def test_lines_are_answered_in_their_order() -> None:
    """Each line has an answer with its own id, whatever that is."""
    found, faults = answers(line(7, "i feel so lonely") + line("b", "hello") + line("ñ", "i want to kill myself"))
    assert faults == []
    assert found[0] == {"id": 7, "verdict": "topic", "topics": ["loneliness"], "rule": "loneliness"}
    assert found[1] == {"id": "b", "verdict": "none", "topics": [], "rule": ""}
    assert (found[2]["id"], found[2]["verdict"]) == ("ñ", "crisis")


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (b"hello\n", "is not JSON ("),
        (b"[1]\n", "is not an object such as"),
        (b'{"id": 1}\n', 'has no "text"'),
        (b'{"text": "x"}\n', 'has no "id"'),
        (line(1, 2), 'its "text" is not a string'),
        (line(1.5, "x"), 'its "id" is neither a string nor a whole number'),
        (line(None, "x"), 'its "id" is neither a string nor a whole number'),
        (b'{"id": true, "text": "x"}\n', 'its "id" is neither a string nor a whole number'),
        (b'{"id": 1, "text": "\xff"}\n', "is not UTF-8"),
        (b"[" * 100_000 + b"\n", "is nested too deeply"),
        (b'{"id": ' + b"9" * 5_000 + b', "text": "x"}\n', "is not JSON ("),
        (line(1, "x" * LONGEST), "is longer than 1,000,000 bytes"),
    ],
)
def test_a_wrong_line_is_named_and_the_rest_goes_on(wrong: bytes, said: str) -> None:
    """What is wrong is said with its number, and every other line is answered."""
    found, faults = answers(line(1, "x") + b"\n" + wrong + line(2, "y"))
    assert [each["id"] for each in found] == [1, 2]
    (fault,) = faults
    assert fault.startswith(f"line 3: {said}")


def test_a_wrong_line_ends_with_code_2(tmp_path: Path) -> None:
    """All the others are answered, on standard output; what is wrong is on standard error."""
    asked = line(1, "hello") + b"hello\n" + line(2, "i feel so lonely").strip()
    ran = subprocess.run(  # noqa: S603  # ours
        COMMAND, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, input=asked, capture_output=True, check=False
    )
    assert ran.returncode == 2
    assert [json.loads(each)["id"] for each in ran.stdout.splitlines()] == [1, 2]
    assert ran.stderr.decode().splitlines() == [
        "line 2: is not JSON (Expecting value: line 1 column 1 (char 0))",
        "1 line was wrong and not answered; all others were.",
    ]


class Pieces(io.RawIOBase):
    """Bytes that arrive a few at a time, and what had been answered before each."""

    def __init__(self, pieces: Iterator[bytes], answered: io.StringIO) -> None:
        super().__init__()
        self._pieces = pieces
        self._answered = answered
        self.before: list[int] = []

    def read1(self, _: int) -> bytes:
        """The next piece."""
        self.before.append(self._answered.getvalue().count("\n"))
        return next(self._pieces, b"")


def test_it_answers_what_it_has_before_it_waits() -> None:
    """However the bytes are cut, whole lines are answered as they come, none is lost and none is made up."""
    whole = b"".join(line(number, f"wörds {number}") for number in range(50)).rstrip()
    for size in (1, 7, 64, 10_000):
        said = io.StringIO()
        cut = Pieces((whole[at : at + size] for at in range(0, len(whole), size)), said)
        assert try_lines(ENGINE, cut, said, pytest.fail) == 0  # type: ignore[arg-type]  # all of a stream that is used
        assert [json.loads(each)["id"] for each in said.getvalue().splitlines()] == list(range(50))
        if size == 64:
            assert cut.before[-2] >= 48


def test_a_conversation_gets_each_answer_at_once(tmp_path: Path) -> None:
    """A program that writes a line and waits for its answer is never left waiting."""
    with subprocess.Popen(  # noqa: S603  # ours
        COMMAND, cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for number in range(3):
            process.stdin.write(line(number, "hello"))
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["id"] == number
        process.stdin.close()
        assert process.wait(timeout=10) == 0


def test_who_has_enough_of_it_sees_no_traceback(tmp_path: Path) -> None:
    """Where nobody reads the answers any more it ends quietly."""
    with subprocess.Popen(  # noqa: S603  # ours
        COMMAND,
        cwd=tmp_path,
        env={"PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        process.stdin.write(line(1, "hello") * 1_000)
        process.stdin.close()
        assert process.wait(timeout=10) == 1
        assert process.stderr.read() == b""


def test_nothing_heavy_is_imported_for_it(tmp_path: Path) -> None:
    """Trying texts needs neither the database nor the web server."""
    probe = (
        "import sys; sys.argv[1:] = ['triggers', 'test', 'hello']\n"
        "from bot.__main__ import app\n"
        "try: app()\n"
        "except SystemExit: print(sorted({'sqlalchemy', 'aiohttp', 'apscheduler', 'phonenumbers'} & set(sys.modules)))"
    )
    ran = subprocess.run(  # noqa: S603  # ours
        [sys.executable, "-c", probe], cwd=tmp_path, env={"PYTHONPATH": str(ROOT)}, capture_output=True, check=True
    )
    assert ran.stdout.decode().splitlines()[-1] == "[]"
