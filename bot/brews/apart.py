"""Who doesn't want a brew with whom. Nobody can look up who was meant, and no answer gives it away."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from bot.brews import store
from bot.brews.tables import NotWith
from bot.brews.wishes import store as wishes
from bot.community import limits
from bot.contract.places import Member
from bot.storage import Session


async def keep_apart(session: Session, member: Member, other: Member, *, asks_only: bool = False) -> None:
    """The member doesn't want to meet the other from now on, or only not to be asked by them."""
    for row in await _about(session, member, other):
        row.asks_only = row.asks_only and asks_only
        return
    salt = secrets.token_hex(32)
    hash_ = limits.keyed_hash(salt, other)
    await store.add(session, NotWith(member=member, salt=salt, hash=hash_, asks_only=asks_only))


async def let_meet(session: Session, member: Member, other: Member) -> None:
    """The member takes it back."""
    await wishes.drop_not_with(session, [row.id for row in await _about(session, member, other)])


async def let_meet_everybody(session: Session, member: Member) -> None:
    """The member takes all of it back."""
    await wishes.drop_not_with(session, [row.id for row in await wishes.not_with(session, [member])])


async def how_many(session: Session, member: Member) -> int:
    """How many the member doesn't want to meet, or be asked by: all that can be told without their names."""
    return len(await wishes.not_with(session, [member]))


async def wants_no_ask(session: Session, member: Member, asker: Member) -> bool:
    """Whether the member doesn't want to be asked by this one."""
    return bool(await _about(session, member, asker))


async def among(session: Session, members: Collection[Member]) -> set[tuple[Member, Member]]:
    """Pairs of these, one of whom doesn't want to meet the other. A few hashes for each wish, however many people."""
    found: set[tuple[Member, Member]] = set()
    for row in await wishes.not_with(session, members):
        if not row.asks_only:
            found |= {(row.member, each) for each in members if limits.keyed_hash(row.salt, each) == row.hash}
    return found


async def _about(session: Session, member: Member, other: Member) -> list[NotWith]:
    return [row for row in await wishes.not_with(session, [member]) if row.hash == limits.keyed_hash(row.salt, other)]
