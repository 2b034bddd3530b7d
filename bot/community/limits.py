"""How often somebody is answered, without a record of whom: keyed hashes that expire."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import UTC, datetime, timedelta

from bot.community import store
from bot.contract.places import Member
from bot.contract.replies import Reservation
from bot.storage import Session, write_target

MINUTE, QUARTER, HOUR = timedelta(minutes=1), timedelta(minutes=15), timedelta(hours=1)
HELD = MINUTE
"""How long a limit stands while the platform has not answered; a crash then costs a minute, not a day."""

PROTECTING = frozenset({"offers", "brews"})
"""The purposes whose limits are there for somebody else's sake: they outlast erasing, by a day at most."""

KEY_KEPT = timedelta(days=4)
"""How long a day's key is kept, from its midnight: the longest row hashed with it, a weather press, lives two days."""


async def reserve(
    session: Session, member: Member, purpose: str, *, lasts: timedelta, now: datetime, subject: str = ""
) -> Reservation | None:
    """Hold the limit for one answer, or None where one was given within ``lasts``.

    It counts for good only when it is settled as accepted; ``lasts`` is at most a day. With a ``subject`` the limit is
    one of several of that purpose, say for each member whom somebody writes to; erasing doesn't find such a limit, so
    its purpose is one of those that protect others.
    """
    today, yesterday = now.date(), (now - timedelta(days=1)).date()
    earlier = await store.hash_key(session, purpose, yesterday.isoformat())
    key = await day_key(session, purpose, today.isoformat())
    token = keyed_hash(key, member, subject)
    known = [token] + ([keyed_hash(earlier, member, subject)] if earlier else [])
    if not await store.hold_limit(
        session, member.community, purpose, token, known, now=now, until=coarse(now + HELD, MINUTE)
    ):
        return None
    return Reservation(purpose, token, lasts)


async def once(
    session: Session, member: Member, purpose: str, *, lasts: timedelta, now: datetime, subject: str = ""
) -> bool:
    """True if nothing counted within ``lasts``; then this counts, whatever the platform makes of it."""
    held = await reserve(session, member, purpose, lasts=lasts, now=now, subject=subject)
    if held is not None:
        await settle(session, held, accepted=True, now=now)
    return held is not None


async def settle(session: Session, reservation: Reservation, *, accepted: bool, now: datetime) -> None:
    """Let the limit stand for its time, or take it back because nothing was shown."""
    if accepted:
        until = coarse(now + reservation.lasts, QUARTER if reservation.lasts <= HOUR else HOUR)
        await store.extend_limit(session, reservation.purpose, reservation.token, until)
    else:
        await store.drop_limit(session, reservation.purpose, reservation.token)


async def pseudonyms(session: Session, member: Member) -> frozenset[str]:
    """Every hash under which a limit of the member's may stand, but for those that protect others (PROTECTING)."""
    keys = await store.hash_keys(session)
    return frozenset(keyed_hash(each.key, member) for each in keys if each.purpose not in PROTECTING)


async def day_key(session: Session, purpose: str, day: str) -> str:
    """The purpose's random key for a day, made when first asked for."""
    known = await store.hash_key(session, purpose, day)
    if known is None:
        expires_at = datetime.fromisoformat(day).replace(tzinfo=UTC) + KEY_KEPT
        await store.keep_hash_key(session, purpose, day, secrets.token_hex(32), expires_at=expires_at)
        known = await store.hash_key(session, purpose, day)
    assert known is not None  # noqa: S101  # kept just above, by us or by whoever was quicker
    return known


def coarse(at: datetime, step: timedelta) -> datetime:
    """The instant rounded up: a row must not tell to the second when somebody was answered."""
    beyond = (at - datetime.min.replace(tzinfo=UTC)) % step
    return at + (step - beyond) % step


def keyed_hash(key: str, member: Member, subject: str = "") -> str:
    """A pseudonym of the member that means nothing without the key."""
    words = f"{write_target(member)}\n{subject}".encode()
    return hmac.new(bytes.fromhex(key), words, hashlib.sha256).hexdigest()
