"""Doing something again and again, for so many times or so long, and what the times say together."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ENOUGH_FOR_A_TAIL = 100
"""With fewer times than this the 99th percentile is only the worst."""


@dataclass(frozen=True, slots=True)
class Timing:
    """Seconds, in the order measured; ``warm_up`` more came before them and are not counted."""

    seconds: tuple[float, ...]
    warm_up: int

    @property
    def count(self) -> int:
        """How many were counted."""
        return len(self.seconds)

    @property
    def median(self) -> float:
        """Half were faster."""
        return median(self.seconds)

    @property
    def tail(self) -> float:
        """The 99th percentile: at most one in a hundred was slower. Of a few, the worst."""
        return sorted(self.seconds)[-1 - self.count // ENOUGH_FOR_A_TAIL]

    @property
    def has_tail(self) -> bool:
        """Whether there are enough to speak of a 99th percentile."""
        return self.count >= ENOUGH_FOR_A_TAIL


def repeated(act: Callable[[int], object], *, warm_up: int, most: int, within: float) -> Timing:
    """Call it with 0, 1, 2 …; at least once is counted, at most so many times or for about so many seconds."""
    began, seconds = perf_counter(), list[float]()
    for number in range(warm_up + most):
        start = perf_counter()
        act(number)
        seconds.append(perf_counter() - start)
        if number >= warm_up and perf_counter() - began > within:
            break
    return Timing(tuple(seconds[warm_up:]), warm_up)


async def awaited(act: Callable[[int], Awaitable[object]], *, warm_up: int, most: int, within: float) -> Timing:
    """The same for what has to be awaited."""
    began, seconds = perf_counter(), list[float]()
    for number in range(warm_up + most):
        start = perf_counter()
        await act(number)
        seconds.append(perf_counter() - start)
        if number >= warm_up and perf_counter() - began > within:
            break
    return Timing(tuple(seconds[warm_up:]), warm_up)


def lasting(seconds: float) -> str:
    """``2.31 ms``: three digits in the unit that suits."""
    for unit, size in (("s", 1.0), ("ms", 1e-3), ("µs", 1e-6)):
        if seconds >= size:
            return f"{seconds / size:.3g} {unit}"
    return f"{seconds / 1e-9:.3g} ns"
