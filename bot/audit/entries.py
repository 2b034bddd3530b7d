"""Entries of a change: what a row was before and after, written as JSON and read again."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from bot.community.auditing import Values
from bot.contract.places import Channel, CommunityId, Member, Role

PLAIN = (str, bool, int, type(None))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of one table. None where there was, or is, no such row.

    ``is_whole`` is False once it was about a member of whom nothing is held any more.
    """

    table: str
    key: Values
    before: Values | None
    after: Values | None
    is_whole: bool = True


def written(entries: Iterable[Entry]) -> tuple[str, tuple[Member, ...]]:
    """The entries as JSON, and the members in it, which stand there as numbers only.

    Channels and roles stand by their native ids: all of a change belongs to one community.
    """
    members: list[Member] = []

    def value(each: object) -> object:
        match each:
            case datetime():
                return {"at": each.isoformat()}
            case date():
                return {"day": each.isoformat()}
            case Channel(_, native):
                return {"channel": native}
            case Role(_, native):
                return {"role": native}
            case Member():
                members.append(each)
                return {"member": len(members) - 1}
            case CommunityId():
                return {"community": None}
            case _ if isinstance(each, PLAIN):
                return each
            case _:
                message = f"{type(each).__name__} is no setting"
                raise TypeError(message)

    def part(values: Values | None) -> dict[str, object] | None:
        return None if values is None else {name: value(each) for name, each in values.items()}

    rows = [[each.table, part(each.key), part(each.before), part(each.after)] for each in entries]
    return json.dumps(rows, ensure_ascii=False), tuple(members)


def read(text: str, community: CommunityId, members: Mapping[int, Member]) -> tuple[Entry, ...]:
    """The reverse of ``written``; a member who is not known any more is None."""

    def value(each: Any) -> object:  # noqa: ANN401  # whatever JSON holds
        match each:
            case {"at": str(moment)}:
                return datetime.fromisoformat(moment)
            case {"day": str(day)}:
                return date.fromisoformat(day)
            case {"channel": str(native)}:
                return Channel(community, native)
            case {"role": str(native)}:
                return Role(community, native)
            case {"member": int(number)}:
                return members.get(number)
            case {"community": None}:
                return community
            case _:
                return each

    def part(values: Mapping[str, object] | None) -> Values | None:
        return None if values is None else {name: value(each) for name, each in values.items()}

    def entry(table: str, *parts: Mapping[str, object] | None) -> Entry:
        key, before, after = map(part, parts)
        named = [number for each in parts if each for number in _numbers(each)]
        return Entry(table, key or {}, before, after, is_whole=members.keys() >= set(named))

    return tuple(entry(*row) for row in json.loads(text))


def _numbers(part: Mapping[str, Any]) -> list[int]:
    """The members that stand there."""
    return [each["member"] for each in part.values() if isinstance(each, dict) and "member" in each]
