"""Compiled lexicons are kept beside their source, and nothing about that can go wrong for whoever loads them."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from signposting import LexiconError, load_engine
from signposting.keeping import Kept
from signposting.lexicon_reading import load_lexicons
from signposting.preparing import all_prepared
from tests.signposting.test_lexicon import CLASSES, RULE, SIGN, written

LOADING = """
import sys
from pathlib import Path
from signposting import load_engine
print(load_engine(Path(sys.argv[1])).judge("i need tea").rule)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with one small lexicon, that nothing has been made of yet."""
    return written(tmp_path, CLASSES + RULE + SIGN)


def kept(folder: Path) -> list[Path]:
    """What lies beside the lexicons."""
    return sorted((folder / "__pycache__").iterdir())


def rule(folder: Path, text: str = "i need tea") -> str:
    return load_engine(folder).judge(text).rule


def test_what_was_kept_is_read_again(folder: Path) -> None:
    """The first engine leaves one file, and the next one made from it hears the same."""
    assert Kept(folder).read() is None
    assert rule(folder) == "thirst"
    (file,) = kept(folder)
    before = file.stat().st_mtime_ns
    assert rule(folder) == "thirst"
    assert [each.stat().st_mtime_ns for each in kept(folder)] == [before]


def test_what_is_read_is_what_was_written(folder: Path) -> None:
    """Rules, sets, letters and numbers come back as they were."""
    languages = all_prepared(load_lexicons(folder))
    Kept(folder).write(languages)
    assert Kept(folder).read() == languages


def test_a_changed_lexicon_is_read_anew(folder: Path) -> None:
    """A phrase that is added counts at once, and what was made of the earlier lexicon goes."""
    rule(folder)
    (earlier,) = kept(folder)
    file = folder / "xx" / "all.toml"
    file.write_text(file.read_text("utf-8").replace("i need tea", "i need jam"), "utf-8")
    assert (rule(folder), rule(folder, "i need jam")) == ("", "thirst")
    (later,) = kept(folder)
    assert later != earlier


def test_a_lexicon_that_became_wrong_is_refused(folder: Path) -> None:
    """What was made of it while it was right does not hide its faults."""
    rule(folder)
    (folder / "xx" / "all.toml").write_text("[classes", "utf-8")
    with pytest.raises(LexiconError, match="cannot be read"):
        load_engine(folder)


@pytest.mark.parametrize("harm", [b"", b"short", None])
def test_a_damaged_file_is_made_again(folder: Path, harm: bytes | None) -> None:
    """An empty, cut or altered file is as good as none, and is put right."""
    rule(folder)
    (file,) = kept(folder)
    whole = file.read_bytes()
    file.write_bytes(whole[:-9] + b"something" if harm is None else harm)
    assert rule(folder) == "thirst"
    assert kept(folder) == [file]
    assert len(file.read_bytes()) == len(whole)
    assert Kept(folder).read() is not None


def test_nothing_can_be_written(folder: Path) -> None:
    """Where nothing can be kept, the engine is made all the same, and nothing else is left behind."""
    (folder / "__pycache__").write_text("in the way", "utf-8")
    assert rule(folder) == "thirst"
    assert sorted(path.name for path in folder.iterdir()) == ["__pycache__", "xx"]


def test_two_processes_at_once(folder: Path) -> None:
    """Processes that start together all hear, and leave one whole file."""
    started = [
        subprocess.Popen([sys.executable, "-c", LOADING, str(folder)], stdout=subprocess.PIPE, text=True)  # noqa: S603
        for _ in range(3)
    ]
    assert [process.communicate()[0].strip() for process in started] == ["thirst"] * 3
    assert len(kept(folder)) == 1
    assert Kept(folder).read() is not None
