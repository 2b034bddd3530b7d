"""“Not from this person”: it holds at once and until it is undone, and nobody can look up who was meant."""

from __future__ import annotations

import secrets
from collections.abc import Collection

from bot.community import limits
from bot.community.context import Context
from bot.community.naming import named
from bot.contract.events import ButtonPressed
from bot.contract.lettering import is_id
from bot.contract.messages import text
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.signposts import offer_wording as wording
from bot.signposts import store
from bot.storage import Session
from bot.texts import mark

UNREADABLE = mark("I can’t read that button any more. /offer-help-to begins anew.")


def other(event: ButtonPressed, context: Context) -> Member | None:
    """The member whom a button names; None where it names nobody, or whoever pressed it."""
    member = Member(context.id, event.subject)
    return member if event.subject.strip() and is_id(event.subject) and member != context.by else None


def unreadable(context: Context) -> Replies:
    """For a button that names nobody."""
    return (Say(text(context.t(UNREADABLE))),)


async def block(event: ButtonPressed, context: Context) -> Replies:
    """Pass on nothing more from them."""
    member = other(event, context)
    if member is None:
        return unreadable(context)
    if not await blocked_ids(context.session, context.by, member):
        salt = secrets.token_hex(32)
        await store.add_block(context.session, context.by, salt, limits.keyed_hash(salt, member))
    (who,) = await named(context.session, [member])
    return (Say(wording.blocked(context.t, who, member.native)),)


async def allow(event: ButtonPressed, context: Context) -> Replies:
    """Pass on from them again."""
    member = other(event, context)
    if member is None:
        return unreadable(context)
    await store.remove_blocks(context.session, await blocked_ids(context.session, context.by, member))
    (who,) = await named(context.session, [member])
    return (Say(wording.allowed(context.t, who)),)


async def how_many(event: ButtonPressed, context: Context) -> Replies:
    """How many are blocked: all that can be told without their names."""
    hashes = await store.blocks(context.session, context.by)
    return (Say(wording.how_many_blocked(context.t, len(hashes))),)


async def allow_all(event: ButtonPressed, context: Context) -> Replies:
    """Pass on from everybody again."""
    blocks = await store.blocks(context.session, context.by)
    await store.remove_blocks(context.session, [each.id for each in blocks])
    return (Say(text(context.t("All right, I pass on from everybody to you again."))),)


async def blocked_ids(session: Session, blocker: Member, member: Member) -> list[int]:
    """The rows by which the member is blocked; more than one where two presses came at once."""
    blocks = await store.blocks(session, blocker)
    return [each.id for each in blocks if each.hash == limits.keyed_hash(each.salt, member)]


async def among(session: Session, members: Collection[Member]) -> set[tuple[Member, Member]]:
    """Pairs of these, one of whom wants nothing passed on from the other: other features leave them apart, too."""
    found: set[tuple[Member, Member]] = set()
    for row in await store.blocks_of(session, members):
        found |= {(row.blocker, each) for each in members if limits.keyed_hash(row.salt, each) == row.hash}
    return found
