"""Rows for every table that there is, made from its columns alone: a table that is new is filled, too."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any, cast

from sqlalchemy import Boolean, Column, Date, Integer, Table, insert

from bot.community.limits import keyed_hash
from bot.contract.places import Channel, CommunityId, Member, Receipt, Role
from bot.storage import Base, ChannelKey, CommunityKey, MemberKey, ReceiptKey, RoleKey, Session, TargetKey, UtcDateTime

HERE = CommunityId("room", "fernhill")
TEA = Channel(HERE, "tea")
ANYBODY = Member(HERE, "trillian")
AT = datetime(2027, 3, 22, 8, 0, tzinfo=UTC)
KEY = "ab" * 32

PURPOSES = {"limits": "quiet", "weather_presses": "weather"}
"""For each table with pseudonyms that a member can have erased, the purpose of the key that they are made with."""


class Filling:
    """Writes rows about people, with what they hang on, and remembers nothing but the numbers it gave."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._number = 0
        self._one: dict[str, dict[str, object]] = {}

    async def everything_about(self, *members: Member) -> None:
        """For each of them a row in every column of every table that may name them or hold their pseudonym."""
        for table in Base.metadata.sorted_tables:
            await self._parent(table)
        for table, knowing in knowing_columns():
            for column in knowing:
                for member in members:
                    await self._row(table, column, member)

    async def _parent(self, table: Table) -> None:
        """One row of each table, about nobody, for others to hang on."""
        if table.name in PURPOSES:
            return
        if table.name == "hash_keys":
            for purpose in PURPOSES.values():
                row = {"purpose": purpose, "day": AT.date().isoformat(), "key": KEY, "expires_at": AT}
                await self._session.execute(insert(table), row)
            return
        self._one[table.name] = self._values(table, {})
        await self._session.execute(insert(table), self._one[table.name])

    async def _row(self, table: Table, column: str, member: Member) -> None:
        row = self._values(table, {} if column == "hash" else {column: member})
        if column == "hash" and table.name in PURPOSES:
            subject = str(row["nudge_id"]) if "nudge_id" in row else ""
            row |= {"hash": keyed_hash(KEY, member, subject)}
            row |= {"purpose": PURPOSES[table.name]} if "purpose" in row else {}
        await self._session.execute(insert(table), row)

    def _values(self, table: Table, given: dict[str, object]) -> dict[str, object]:
        self._number += 1
        return {column.name: given.get(column.name, self._value(column)) for column in table.columns}

    def _value(self, column: Column[Any]) -> object:
        for key in column.foreign_keys:
            return self._one[key.column.table.name][key.column.name]
        values: dict[type, object] = {
            MemberKey: ANYBODY,
            TargetKey: ANYBODY,
            ChannelKey: Channel(HERE, f"c{self._number}"),
            CommunityKey: HERE,
            ReceiptKey: Receipt(TEA, f"m{self._number}"),
            RoleKey: Role(HERE, "helpers"),
            UtcDateTime: AT,
            Boolean: False,
            Date: date(2027, 3, 22),
            Integer: self._number,
        }
        plain = f"{column.name[:4]}{self._number}"
        return next((value for kind, value in values.items() if isinstance(column.type, kind)), plain)


def knowing_columns() -> list[tuple[Table, list[str]]]:
    """Each table's columns that may hold a member or a pseudonym, by their types and names and not by what it says."""
    found = [
        (
            table,
            [
                each.name
                for each in table.columns
                if isinstance(each.type, MemberKey | TargetKey) or each.name == "hash"
            ],
        )
        for table in Base.metadata.sorted_tables
    ]
    return [(table, columns) for table, columns in found if columns]


def table_of(class_: type[Base]) -> Table:
    """The table behind a class."""
    return cast("Table", class_.__table__)
