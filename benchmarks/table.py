"""A figure is one row: what was measured, beside the bound that it has to keep."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from benchmarks.timing import Timing, lasting

NONE = "–"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the table. ``held`` is None where no bound was set; ``how`` says how it was measured."""

    name: str
    measured: str
    tail: str = NONE
    bound: str = NONE
    held: bool | None = None
    how: str = ""


Measure = Callable[[], Iterable[Figure]]

HEAD = (
    "| what | measured (a time: the median) | 99th percentile | bound | kept | how |\n"
    "| --- | --- | --- | --- | --- | --- |"
)


def timed(name: str, timing: Timing, how: str, *, under: float | None = None, tail: float | None = None) -> Figure:
    """A row for something that was done again and again; bounds in seconds."""
    kept = [measured < bound for measured, bound in ((timing.median, under), (timing.tail, tail)) if bound is not None]
    said = [lasting(under) if under else "", f"{lasting(tail)} at the 99th" if tail else ""]
    return Figure(
        name,
        lasting(timing.median),
        lasting(timing.tail) if timing.has_tail else f"{lasting(timing.tail)} (worst)",
        " and ".join(f"< {each}" for each in said if each) or NONE,
        all(kept) if kept else None,
        f"{timing.count:,} times after {timing.warm_up:,} to warm up; {how}",
    )


def drawn(figure: Figure) -> str:
    """The figure as a line of the table."""
    kept = {None: NONE, True: "yes", False: "**no**"}[figure.held]
    return f"| {figure.name} | {figure.measured} | {figure.tail} | {figure.bound} | {kept} | {figure.how} |"
