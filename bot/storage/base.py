"""The base of all tables, and the column types that keep values typed on both databases."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import Enum
from typing import ClassVar
from urllib.parse import unquote

from sqlalchemy import DateTime, Dialect, MetaData, String, TypeDecorator
from sqlalchemy.orm import DeclarativeBase

from bot.contract.places import Channel, CommunityId, Member, Receipt, Role, Target

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

KEY_SIZE = 255

PSEUDONYM = "hash"
"""What a column is called that holds keyed hashes of members, in whatever table."""

SIGNS = str.maketrans({sign: f"%{ord(sign):02X}" for sign in "%:/ "})
"""What keys are put together with; inside an id such a sign is escaped, so that no id can pose as another."""


class Erasing(Enum):
    """What happens to a row when a member whom it names erases what is held of them, or leaves."""

    ROW = "the row is deleted"
    NAME = "the row stays without the name"
    STAYS = "the row stays, for somebody else's protection, and is never shown to the member"


@dataclass(frozen=True, slots=True)
class Knows:
    """What a table holds about the member whom this column names, or whose pseudonym it is (a column ``hash``).

    ``holds`` says so in a source sentence, for /mydata. ``shows`` names the columns that the member is shown and may
    export, each with its label, a source sentence too: never one that names or leads to somebody else.
    """

    column: str
    holds: str
    shows: Mapping[str, str] = field(default_factory=dict)
    erasing: Erasing = Erasing.ROW

    @property
    def is_pseudonym(self) -> bool:
        """Whether it holds a keyed hash; unless it stays, a feature works a member's out (``Feature.pseudonyms``)."""
        return self.column == PSEUDONYM


class Base(DeclarativeBase):
    """Every table says in ``retention`` how long its rows are kept; a source sentence where members read it.

    ``knows`` speaks for each column that may name a member or that holds a pseudonym. What it leaves out could be
    neither shown nor erased, so a test fails for it.
    """

    metadata = MetaData(naming_convention=NAMING)
    retention: ClassVar[str]
    knows: ClassVar[tuple[Knows, ...]] = ()


class UtcDateTime(TypeDecorator[datetime]):
    """An aware instant. SQLite would hand back a naive one; a naive one is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The instant in UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            msg = "an instant without a zone cannot be stored"
            raise ValueError(msg)
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The same instant, aware."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class CommunityKey(TypeDecorator[CommunityId]):
    """``discord:1234``."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: CommunityId | None, dialect: Dialect) -> str | None:
        """The community's key."""
        return None if value is None else write_community(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> CommunityId | None:
        """The community again."""
        return None if value is None else read_community(value)


class ChannelKey(TypeDecorator[Channel]):
    """``discord:1234/#/5678``."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: Channel | None, dialect: Dialect) -> str | None:
        """The channel's key."""
        return None if value is None else write_target(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Channel | None:
        """The channel again."""
        read = None if value is None else read_target(value)
        return read if isinstance(read, Channel) else None


class MemberKey(TypeDecorator[Member]):
    """``discord:1234/@/42``. A table with such a column knows a member, and says in ``knows`` what of them."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: Member | None, dialect: Dialect) -> str | None:
        """The member's key."""
        return None if value is None else write_target(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Member | None:
        """The member again."""
        read = None if value is None else read_target(value)
        return read if isinstance(read, Member) else None


class RoleKey(TypeDecorator[Role]):
    """``discord:1234/&/7``."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: Role | None, dialect: Dialect) -> str | None:
        """The role's key."""
        return None if value is None else f"{write_community(value.community)}/&/{_escaped(value.native)}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Role | None:
        """The role again."""
        if value is None:
            return None
        community, _, native = value.split("/")
        return Role(read_community(community), unquote(native))


class TargetKey(TypeDecorator[Target]):
    """A channel or a member. A table with such a column may know a member."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: Target | None, dialect: Dialect) -> str | None:
        """The target's key."""
        return None if value is None else write_target(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> Target | None:
        """The target again."""
        return None if value is None else read_target(value)


class ReceiptKey(TypeDecorator[Receipt]):
    """A channel's key, a blank, and the message's own id."""

    impl = String(KEY_SIZE)
    cache_ok = True

    def process_bind_param(self, value: Receipt | None, dialect: Dialect) -> str | None:
        """The receipt's key."""
        return None if value is None else f"{write_target(value.channel)} {_escaped(value.native)}"

    def process_result_value(self, value: str | None, dialect: Dialect) -> Receipt | None:
        """The receipt again."""
        if value is None:
            return None
        channel, native = value.split(" ", 1)
        target = read_target(channel)
        return Receipt(target, unquote(native)) if isinstance(target, Channel) else None


def write_community(community: CommunityId) -> str:
    """``platform:native``."""
    return f"{_escaped(community.platform)}:{_escaped(community.native)}"


def read_community(key: str) -> CommunityId:
    """The reverse of ``write_community``."""
    platform, native = key.split(":")
    return CommunityId(unquote(platform), unquote(native))


def write_target(target: Target) -> str:
    """``platform:native/#/id`` for a channel, ``…/@/id`` for a member."""
    sign = "#" if isinstance(target, Channel) else "@"
    return f"{write_community(target.community)}/{sign}/{_escaped(target.native)}"


def read_target(key: str) -> Target:
    """The reverse of ``write_target``."""
    community, sign, native = key.split("/")
    kind = Channel if sign == "#" else Member
    return kind(read_community(community), unquote(native))


def _escaped(native: str) -> str:
    return native.translate(SIGNS)
