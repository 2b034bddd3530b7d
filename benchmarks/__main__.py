"""The table of contents: ``python -m benchmarks`` measures everything, ``python -m benchmarks NAME…`` some of it."""

from __future__ import annotations

import argparse
from collections.abc import Mapping, Sequence

from benchmarks import (
    brews,
    commands,
    deliveries,
    discord,
    host,
    messages,
    playground,
    queue,
    recurrences,
    schedules,
    signposting,
    slack,
    starting,
)
from benchmarks.machine import described
from benchmarks.table import HEAD, Measure, drawn

CONTENTS: Mapping[str, Measure] = {
    "starting": starting.figures,
    "commands": commands.figures,
    "messages": messages.figures,
    "signposting": signposting.figures,
    "deliveries": deliveries.figures,
    "queue": queue.figures,
    "schedules": schedules.figures,
    "host": host.figures,
    "recurrences": recurrences.figures,
    "brews": brews.figures,
    "playground": playground.figures,
    "discord": discord.figures,
    "slack": slack.figures,
}


def main(arguments: Sequence[str] | None = None, contents: Mapping[str, Measure] = CONTENTS) -> None:
    """Measure what is asked for, one after the other, and print each row as soon as it is known."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Measure Brewmate; print a table.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these: {', '.join(contents)}")
    names = parser.parse_args(arguments).names or list(contents)
    if unknown := [name for name in names if name not in contents]:
        parser.error(f"there is no {', '.join(unknown)}; there are {', '.join(contents)}")
    print(described(), end="\n\n")
    print(HEAD, flush=True)
    for name in names:
        for figure in contents[name]():
            print(drawn(figure), flush=True)


if __name__ == "__main__":
    main()
