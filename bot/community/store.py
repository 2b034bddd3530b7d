"""Queries about communities, preferences, seen events and limits."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast as typed

from sqlalchemy import Column, String, Table, bindparam, cast, delete, or_, select, update

from bot.community.tables import ChosenModerator, Community, HashKey, Limit, Preference, SeenEvent
from bot.contract.places import CommunityId, Member, Role
from bot.storage import (
    Base,
    ChannelKey,
    CommunityKey,
    Knows,
    MemberKey,
    RoleKey,
    Session,
    TargetKey,
    insert_once,
    write_community,
)

AT_ONCE = 500
"""So many values fit into one statement on every database."""

EVENTS_KEPT = timedelta(days=2)

THE_MEMBER = bindparam("the_member", type_=MemberKey)
CHOSEN = select(ChosenModerator).where(
    ChosenModerator.community == bindparam("the_community", type_=CommunityKey),
    or_(
        ChosenModerator.member == THE_MEMBER,
        ChosenModerator.role.in_(bindparam("the_roles", type_=RoleKey, expanding=True)),
    ),
)
THEIRS = (
    select(Community, Preference, CHOSEN.exists())
    .outerjoin(Preference, Preference.member == THE_MEMBER)
    .where(Community.id == bindparam("the_community", type_=CommunityKey))
)
KEY_OF = select(HashKey.key).where(HashKey.purpose == bindparam("the_purpose"), HashKey.day == bindparam("the_day"))
"""Built once: they run for every event, and building them takes longer than running them."""

LEFT = select(Community.id).where(Community.left_at.is_not(None))
"""The communities that removed the bot and are still known."""


@dataclass(frozen=True, slots=True)
class Defaults:
    """What a new community starts with."""

    locale: str
    zone: str
    area: str


async def community(session: Session, id_: CommunityId) -> Community | None:
    """The community, if it is known."""
    return await session.get(Community, id_)


async def on_platform(session: Session, platform: str) -> tuple[Community, ...]:
    """Every community there that something is held of, and that the bot is in."""
    found = await session.scalars(select(Community).where(Community.left_at.is_(None)))
    return tuple(each for each in found if each.id.platform == platform)


async def held_on(session: Session, platform: str) -> dict[CommunityId, bool]:
    """Every community there that something is held of, and whether it had removed the bot."""
    found = await session.scalars(select(Community))
    return {each.id: each.left_at is not None for each in found if each.id.platform == platform}


async def left_before(session: Session, at: datetime) -> Sequence[CommunityId]:
    """The communities that removed the bot by then."""
    return (await session.scalars(LEFT.where(Community.left_at <= at))).all()


async def known_community(session: Session, id_: CommunityId, defaults: Defaults, now: datetime) -> Community:
    """The community, begun with the defaults when it is first met."""
    known = await session.get(Community, id_)
    return known or await _begun(session, id_, defaults, now)


async def hold(session: Session, held: Community) -> None:
    """Read the community anew and hold it until the transaction ends: moderators settle things one after another."""
    await session.refresh(held, with_for_update=True)


async def chosen_moderators(session: Session, community_id: CommunityId) -> Sequence[ChosenModerator]:
    """The members and roles that were chosen to moderate the bot, in that order."""
    wanted = select(ChosenModerator).where(ChosenModerator.community == community_id)
    return (await session.scalars(wanted.order_by(ChosenModerator.id))).all()


async def choose_moderator(session: Session, who: Member | Role) -> None:
    """Let a member, or whoever has a role, moderate the bot from now on."""
    named = {"member": who} if isinstance(who, Member) else {"role": who}
    session.add(ChosenModerator(community=who.community, **named))
    await session.flush()


async def drop_moderator(session: Session, row: ChosenModerator) -> None:
    """Take it back, at once."""
    await session.delete(row)
    await session.flush()


@dataclass(frozen=True, slots=True)
class Met:
    """Who acted, and where: the community, what the member chose, and whether they were chosen to moderate."""

    community: Community
    preference: Preference | None
    is_chosen: bool


async def met(session: Session, member: Member, roles: Collection[Role], defaults: Defaults, now: datetime) -> Met:
    """The member's community, begun when it is first met, and what is known of the member there; in one query."""
    found = (await session.execute(THEIRS, _who(member, roles))).first()
    if found is None:
        begun = await _begun(session, member.community, defaults, now)
        return Met(begun, await preference(session, member), is_chosen=False)
    return Met(*found)


async def is_chosen_moderator(session: Session, member: Member, roles: Collection[Role]) -> bool:
    """Whether the member, or one of the roles, was chosen to moderate the bot."""
    return (await session.execute(CHOSEN.limit(1), _who(member, roles))).first() is not None


def _who(member: Member, roles: Collection[Role]) -> dict[str, object]:
    return {"the_member": member, "the_roles": list(roles), "the_community": member.community}


async def _begun(session: Session, id_: CommunityId, defaults: Defaults, now: datetime) -> Community:
    row = {"id": id_, "name": "", "joined_at": now}
    row |= {"locale": defaults.locale, "zone": defaults.zone, "area": defaults.area}
    await insert_once(session, Community, row)
    return await session.get_one(Community, id_)


async def first_time(session: Session, event_id: str, community_id: CommunityId, now: datetime) -> bool:
    """True once for each event id; recorded in this transaction."""
    row = {"id": event_id, "community": community_id, "seen_at": now}
    return await insert_once(session, SeenEvent, row) == 1


async def preference(session: Session, member: Member) -> Preference | None:
    """What the member chose, or None for every default."""
    return await session.get(Preference, member)


async def choose(session: Session, member: Member, **chosen: object) -> None:
    """Write the member's choices down."""
    await insert_once(session, Preference, {"member": member})
    await session.execute(update(Preference).where(Preference.member == member).values(**chosen))


async def preferences(session: Session, members: Collection[Member]) -> Mapping[Member, Preference]:
    """What these chose, those of them who chose anything."""
    ordered = list(members)
    found: dict[Member, Preference] = {}
    for first in range(0, len(ordered), AT_ONCE):
        some = select(Preference).where(Preference.member.in_(ordered[first : first + AT_ONCE]))
        found |= {row.member: row for row in await session.scalars(some)}
    return found


async def preference_to_change(session: Session, member: Member) -> Preference:
    """What the member chose, begun with every default, and held until the transaction ends: nothing is lost."""
    await insert_once(session, Preference, {"member": member})
    mine = select(Preference).where(Preference.member == member).with_for_update()
    return (await session.scalars(mine.execution_options(populate_existing=True))).one()


async def without_mentions(session: Session, members: Collection[Member]) -> frozenset[Member]:
    """Those of them who want to be named and never mentioned."""
    wanted = select(Preference.member).where(Preference.member.in_(members), Preference.mentions_off.is_(True))
    return frozenset((await session.scalars(wanted)).all())


async def hash_keys(session: Session) -> Sequence[HashKey]:
    """Every key that still exists."""
    return (await session.scalars(select(HashKey))).all()


async def hash_key(session: Session, purpose: str, day: str) -> str | None:
    """The key of a purpose and day, if there is one."""
    return await session.scalar(KEY_OF, {"the_purpose": purpose, "the_day": day})


async def keep_hash_key(session: Session, purpose: str, day: str, key: str, *, expires_at: datetime) -> None:
    """Keep a key, unless the day has one."""
    await insert_once(session, HashKey, {"purpose": purpose, "day": day, "key": key, "expires_at": expires_at})


async def hold_limit(
    session: Session,
    community_id: CommunityId,
    purpose: str,
    token: str,
    known: Sequence[str],
    *,
    now: datetime,
    until: datetime,
) -> bool:
    """True if nothing unexpired stands under any of the known hashes; then the token is held."""
    mine = Limit.purpose == purpose, Limit.hash.in_(known)
    await session.execute(delete(Limit).where(*mine, Limit.expires_at <= now))
    if await session.scalar(select(Limit.hash).where(*mine).limit(1)) is not None:
        return False
    row = {"purpose": purpose, "hash": token, "community": community_id, "expires_at": until}
    return await insert_once(session, Limit, row) == 1


async def extend_limit(session: Session, purpose: str, token: str, until: datetime) -> None:
    """Let a held limit stand until then."""
    await session.execute(update(Limit).where(Limit.purpose == purpose, Limit.hash == token).values(expires_at=until))


async def drop_limit(session: Session, purpose: str, token: str) -> None:
    """Take a held limit back."""
    await session.execute(delete(Limit).where(Limit.purpose == purpose, Limit.hash == token))


async def erase(session: Session, community_id: CommunityId) -> None:
    """Delete everything that belongs to a community: its own rows, its channels', its members'."""
    prefix = f"{write_community(community_id)}/"
    for table in reversed(Base.metadata.sorted_tables):
        for column in table.columns:
            if isinstance(column.type, CommunityKey):
                await session.execute(delete(table).where(column == community_id))
            elif isinstance(column.type, ChannelKey | MemberKey | RoleKey | TargetKey):
                await session.execute(delete(table).where(cast(column, String).startswith(prefix, autoescape=True)))


def knowing() -> Iterator[tuple[type[Base], Knows]]:
    """Every table that knows members, with what each of its columns says of them; what hangs on another table first."""
    classes = {mapper.local_table: mapper.class_ for mapper in Base.registry.mappers}
    for table in reversed(Base.metadata.sorted_tables):
        for each in classes[table].knows:
            yield classes[table], each


async def held(session: Session, table: type[Base], knows: Knows, about: Collection[object]) -> list[dict[str, object]]:
    """The columns that may be shown, of each row about the member, or about one of the pseudonyms."""
    columns = _columns(table)
    where = columns.c[knows.column].in_(about)
    order = list(columns.primary_key.columns)
    rows = await session.execute(select(columns).where(where).order_by(*order))
    return [{name: row[name] for name in knows.shows} for row in rows.mappings()]


async def delete_about(session: Session, table: type[Base], column: str, about: Collection[object]) -> None:
    """Delete the rows about the member, or about these pseudonyms."""
    await session.execute(delete(_columns(table)).where(_column(table, column).in_(about)))


async def forget_name(session: Session, table: type[Base], column: str, member: Member) -> None:
    """Keep the rows without the name."""
    await session.execute(update(_columns(table)).where(_column(table, column) == member).values({column: None}))


async def tidy(session: Session, now: datetime) -> None:
    """Delete what has had its time: seen events, limits, and the keys that their hashes need."""
    await session.execute(delete(SeenEvent).where(SeenEvent.seen_at < now - EVENTS_KEPT))
    await session.execute(delete(Limit).where(Limit.expires_at <= now))
    await session.execute(delete(HashKey).where(HashKey.expires_at <= now))


def _columns(table: type[Base]) -> Table:
    return typed("Table", table.__table__)


def _column(table: type[Base], name: str) -> Column[object]:
    return _columns(table).c[name]
