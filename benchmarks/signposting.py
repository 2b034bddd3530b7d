"""The engine by itself: everyday talk, beside what else could be done with the same phrases; hostile text; loading."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from shutil import copytree, ignore_patterns
from tempfile import TemporaryDirectory
from time import perf_counter

from benchmarks.hostile import HOSTILE_TEXTS, LONG
from benchmarks.parsing import parses
from benchmarks.table import Figure, timed
from benchmarks.talk import TALK
from benchmarks.timing import Timing, repeated
from signposting.judging import load_engine
from signposting.lexicon_reading import FOLDER, load_lexicons
from signposting.phrases import GAP, Gap, Later, Phrase, Word

WARM_UP, COUNT, WITHIN = 2_000, 50_000, 5.0
LOADS = 7
MEDIAN, RATE, HOSTILE, LOADED, MEGABYTES = 10e-6, 100_000, 10e-3, 150e-3, 20
PART = 1 / 3
"""The part of discord.py's own work on a message that the engine may add."""

_LOADING = """
import time
from pathlib import Path

def resident():
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")), float("nan"))

before = resident()
from signposting.judging import load_engine
imported = time.perf_counter()
engine = load_engine()
loaded = time.perf_counter() - imported
engine.judge("I want to kill myself")
print(loaded, resident() - before)
"""


def figures(count: int = COUNT) -> Iterable[Figure]:
    """On everyday talk that wants no answer, one core."""
    judge = load_engine().judge
    engine = _each(judge, count)
    how = f"{len(TALK)} sentences of everyday talk in turn"
    yield timed("the engine judges a message", engine, how, under=MEDIAN)
    rate = _rate(judge)
    yield Figure("messages judged in a second", f"{rate:,.0f}", bound=f"≥ {RATE:,}", held=rate >= RATE, how=how)
    yield from _others(count)
    discord = repeated(parses(), warm_up=WARM_UP, most=count, within=WITHIN)
    yield timed("discord.py parses a MESSAGE_CREATE", discord, "from the JSON to its own objects, in the same process")
    part = engine.median / discord.median
    yield Figure("what the engine adds to that", f"{part:.0%}", bound=f"< {PART:.0%}", held=part < PART)
    yield _hostile(judge)
    yield from _loading()


def _each(judge: Callable[[str], object], count: int) -> Timing:
    return repeated(lambda number: judge(TALK[number % len(TALK)]), warm_up=WARM_UP, most=count, within=WITHIN)


def _rate(judge: Callable[[str], object], rounds: int = 300) -> float:
    began = perf_counter()
    for _ in range(rounds):
        for text in TALK:
            judge(text)
    return rounds * len(TALK) / (perf_counter() - began)


def _others(count: int) -> Iterator[Figure]:
    """The same English phrases as regular expressions, without clauses, exclusions or any undoing of disguises."""
    (english,) = (each for each in load_lexicons() if each.language == "en")
    written = [_written(phrase) for _, phrase in english.rules]
    patterns = [re.compile(rf"(?:{pattern})\b") for pattern in written]
    how = f"{len(written):,} phrases, lower-case text without apostrophes"
    few = max(len(TALK), count // 500)
    loop = _each(lambda text: [each.search(_plain(text)) for each in patterns], few)
    yield timed("for comparison: a loop of compiled patterns", loop, how)
    together = re.compile(rf"(?:{'|'.join(written)})\b")
    yield timed("for comparison: one alternation of them", _each(lambda text: together.search(_plain(text)), few), how)


def _plain(text: str) -> str:
    return " " + text.lower().replace("'", "")


def _written(phrase: Phrase) -> str:
    """The phrase as a regular expression over words with single blanks between them."""
    return _sequence(phrase)


def _sequence(phrase: Phrase) -> str:
    return "".join(_step(step) for step in phrase)


def _step(step: object) -> str:
    if isinstance(step, Word):
        return rf" (?:{'|'.join(sorted(step.words))})" if step.words else r" \w+"
    if isinstance(step, Gap):
        return rf"(?: \w+){{0,{GAP}}}"
    if isinstance(step, Later):
        return ".*"
    return f"(?:{'|'.join(_sequence(option) for option in step.options)})"  # type: ignore[attr-defined]


def _hostile(judge: Callable[[str], object]) -> Figure:
    worst, by = 0.0, ""
    for name, piece in HOSTILE_TEXTS.items():
        text = (piece * LONG)[:LONG]
        slowest = max(islice(_times(judge, text), 1, None))
        if slowest > worst:
            worst, by = slowest, name
    how = f"{len(HOSTILE_TEXTS)} kinds of text, five times each; the worst: {by}"
    timing = Timing((worst,), len(HOSTILE_TEXTS))
    return timed(f"{LONG:,} hostile characters, the worst", timing, how, under=HOSTILE)


def _times(judge: Callable[[str], object], text: str, times: int = 6) -> Iterator[float]:
    for _ in range(times):
        began = perf_counter()
        judge(text)
        yield perf_counter() - began


def _loading() -> Iterator[Figure]:
    """In new processes: reading the lexicons of all languages, and what the process grew by."""
    runs: Sequence[tuple[float, float]] = [_loaded() for _ in range(1 + LOADS)][1:]
    loading = Timing(tuple(seconds for seconds, _ in runs), 1)
    yield timed("loading the lexicons", loading, "a new process, after the imports; compiled before", under=LOADED)
    yield timed("the same where they must be compiled", Timing((_compiled(),), 1), "a folder that nothing was kept in")
    grown = max(megabytes for _, megabytes in runs)
    yield Figure(
        "memory over the interpreter",
        f"{grown:.1f} MB",
        bound=f"≤ {MEGABYTES} MB",
        held=grown <= MEGABYTES,
        how="the most of the same processes; modules and lexicons",
    )


def _compiled() -> float:
    with TemporaryDirectory() as folder:
        fresh = copytree(FOLDER, Path(folder) / "lexicon", ignore=ignore_patterns("__pycache__"))
        began = perf_counter()
        load_engine(fresh)
        return perf_counter() - began


def _loaded() -> tuple[float, float]:
    done = subprocess.run(  # noqa: S603  # our own text
        [sys.executable, "-c", _LOADING], capture_output=True, check=True, text=True
    )
    seconds, megabytes = done.stdout.split()
    return float(seconds), float(megabytes)
