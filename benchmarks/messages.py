"""A plain message that wants no answer: what most of a channel's talk costs."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable

from benchmarks.community import Community, community, sqlite_file
from benchmarks.table import Figure, timed
from benchmarks.talk import TALK
from benchmarks.timing import Timing, awaited, repeated
from bot.contract.events import MessageSeen
from signposting import load_engine

WARM_UP = 500
COUNT = 50_000
WITHIN = 10.0
BOUND = 30e-6


def figures(count: int = COUNT) -> Iterable[Figure]:
    """In a channel that is listened to, by the whole engine."""
    with sqlite_file() as url:
        yield from asyncio.run(_heard(url, count))
    judge = load_engine().judge
    timing = repeated(lambda number: judge(TALK[number % len(TALK)]), warm_up=WARM_UP, most=count, within=WITHIN)
    yield timed("judging it, without the dispatcher", timing, _mean(timing))


async def _heard(url: str, count: int) -> tuple[Figure, ...]:
    async with community(url) as each:
        talk = _talk(each)
        refuse_answers(each, talk)
        handle = each.running.core.handle
        timing = await awaited(
            lambda number: handle(talk[number % len(talk)]), warm_up=WARM_UP, most=count, within=WITHIN
        )
    how = f"{len(TALK)} sentences of everyday talk in turn, {_mean(timing)}"
    return (timed("a plain message that wants no answer", timing, how, under=BOUND),)


def _talk(each: Community) -> list[MessageSeen]:
    where, by, at = each.channel("general"), each.moderator, each.clock()
    return [MessageSeen(id=f"said-{n}", by=by, where=where, at=at, text=text) for n, text in enumerate(TALK)]


def refuse_answers(each: Community, talk: Iterable[MessageSeen]) -> None:
    """ValueError where the channel isn't listened to, or a sentence is not the everyday talk that it is meant to be."""
    first, *_ = talk
    worrying = MessageSeen(id="w", by=first.by, where=first.where, at=first.at, text="I want to kill myself")
    if each.running.catalogue.hears(worrying) is None:
        msg = "nobody listens in this channel"
        raise ValueError(msg)
    if answered := [event.text for event in talk if each.running.catalogue.hears(event) is not None]:
        msg = f"these would be answered: {answered}"
        raise ValueError(msg)


def _mean(timing: Timing) -> str:
    return f"mean {sum(timing.seconds) / timing.count * 1e6:.3g} µs"
