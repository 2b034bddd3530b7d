"""Queries about rounds, matches and what members chose; each narrowed to one community, a round or a match."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, cast

from sqlalchemy import CursorResult, Row, and_, bindparam, delete, func, or_, select, update
from sqlalchemy.orm import aliased

from bot.brews.tables import Join, Match, Matched, Round
from bot.community.numbers import row_number
from bot.community.store import LEFT
from bot.contract.places import CommunityId, Member
from bot.storage import Base, Session, insert_new, insert_once

SOME = 500
"""So many values fit into one statement on every database."""

KEPT = timedelta(days=400)

UP_FOR_IT = select(func.count()).where(Join.round_id == Round.id).scalar_subquery()
STANDING = select(Round.closes_at, Round.state, UP_FOR_IT).where(Round.nudge == bindparam("its_nudge"))
"""Built once: it runs for every nudge and press, and building it takes longer than running it."""


async def add(session: Session, row: Base) -> None:
    """Write a new row down and give it its id."""
    session.add(row)
    await session.flush()


async def remove(session: Session, row: Base) -> None:
    """Delete a row and what hangs on it."""
    await session.delete(row)
    await session.flush()


# --- rounds -----------------------------------------------------------------------------------------


async def add_rounds(session: Session, rows: Sequence[Mapping[str, object]]) -> Sequence[Row[int, CommunityId]]:
    """Rounds for nudges that have none yet: the number and community of each new one."""
    return await insert_new(session, Round, *rows, returning=("id", "community"))


async def round_of_nudge(session: Session, community: CommunityId, nudge: int) -> Round | None:
    """The round that this nudge opened, held until the transaction ends."""
    wanted = select(Round).where(Round.community == community, Round.nudge == nudge)
    return await session.scalar(wanted.with_for_update())


async def round_of(session: Session, community: CommunityId, id_: int) -> Round | None:
    """The community's round of this number, held until the transaction ends."""
    return await session.scalar(select(Round).where(Round.community == community, Round.id == id_).with_for_update())


async def open_rounds(session: Session, community: CommunityId) -> Sequence[Round]:
    """The community's rounds that take answers, the one that closes last at the end; held."""
    wanted = select(Round).where(Round.community == community, Round.state == "open")
    return (await session.scalars(wanted.order_by(Round.closes_at, Round.id).with_for_update())).all()


async def standing(session: Session, nudge: int) -> Row[datetime, str, int] | None:
    """When the round that this nudge opened closes, its state, and how many are up for it."""
    return (await session.execute(STANDING, {"its_nudge": nudge})).first()


async def rounds_of_nudges(session: Session, nudges: Collection[int]) -> Mapping[int, Round]:
    """The rounds that these nudges opened."""
    found = await session.scalars(select(Round).where(Round.nudge.in_(nudges)))
    return {row.nudge: row for row in found if row.nudge is not None}


async def due_rounds(session: Session, now: datetime, most: int) -> Sequence[Round]:
    """Rounds whose time is over, or that were closed and haven't been matched; held, but for what others hold."""
    over = or_(and_(Round.state == "open", Round.closes_at <= now), Round.state == "closing")
    wanted = select(Round).where(over, Round.community.not_in(LEFT)).order_by(Round.closes_at, Round.id).limit(most)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def close(session: Session, ids: Collection[int]) -> None:
    """Take no more answers for these."""
    await session.execute(update(Round).where(Round.id.in_(ids), Round.state == "open").values(state="closing"))


async def latest_rounds(session: Session, community: CommunityId, most: int) -> Sequence[Round]:
    """The community's newest rounds that were matched, the newest first."""
    wanted = select(Round).where(Round.community == community, Round.state == "matched")
    return (await session.scalars(wanted.order_by(Round.opened_at.desc(), Round.id.desc()).limit(most))).all()


async def join(session: Session, rows: Sequence[Mapping[str, object]]) -> int:
    """How many of these joined who hadn't before."""
    return await insert_once(session, Join, *rows)


async def leave(session: Session, round_id: int, member: Member) -> bool:
    """True if the member had joined and now hasn't."""
    gone = await session.execute(delete(Join).where(Join.round_id == round_id, Join.member == member))
    return cast("CursorResult[Any]", gone).rowcount > 0


async def has_joined(session: Session, round_id: int, member: Member) -> bool:
    """Whether the member is up for a brew in this round."""
    return await session.get(Join, (round_id, member)) is not None


async def count_joined(session: Session, round_id: int) -> int:
    """How many are."""
    return await session.scalar(select(func.count()).where(Join.round_id == round_id)) or 0


async def joined(session: Session, round_id: int) -> Sequence[Member]:
    """Who is, in an order that tells nothing."""
    return (await session.scalars(select(Join.member).where(Join.round_id == round_id).order_by(Join.member))).all()


async def forget_joined(session: Session, round_id: int) -> None:
    """The round is over."""
    await session.execute(delete(Join).where(Join.round_id == round_id))


# --- matches ----------------------------------------------------------------------------------------


async def add_match(session: Session, match: Match, members: Sequence[Member]) -> None:
    """A match of these."""
    await add(session, match)
    rows = [
        {
            "match_id": match.id,
            "member": each,
            "at": match.made_at,
            "in_three": len(members) > 2,  # noqa: PLR2004
            "has_answered": False,
            "is_told": False,
        }
        for each in members
    ]
    await insert_once(session, Matched, *rows)


async def match_of(session: Session, community: CommunityId, id_: int) -> Match | None:
    """The community's match of this number, held until the transaction ends."""
    return await session.scalar(select(Match).where(Match.community == community, Match.id == id_).with_for_update())


async def match_with(session: Session, community: CommunityId, id_: str, member: Member) -> Match | None:
    """The match of this number, if the member was ever in it; held until the transaction ends."""
    if (number := row_number(id_)) is None:
        return None
    theirs = select(Matched.match_id).where(Matched.match_id == number, Matched.member == member)
    return await match_of(session, community, number) if (await session.scalar(theirs)) is not None else None


async def match_by_number(session: Session, id_: int) -> Match | None:
    """The match that a delivery is about."""
    return await session.get(Match, id_)


async def members_of(session: Session, match_id: int) -> Sequence[Matched]:
    """Everybody in it, those who were released, too."""
    return (await session.scalars(select(Matched).where(Matched.match_id == match_id).order_by(Matched.member))).all()


async def still_in(session: Session, match_id: int) -> tuple[Member, ...]:
    """Everybody in it who wasn't released."""
    return tuple(row.member for row in await members_of(session, match_id) if row.released_at is None)


async def to_open(session: Session, now: datetime, most: int) -> Sequence[Match]:
    """Matches whose group is to be opened, those that have waited longest first; held, but for what others hold."""
    wanted = select(Match).where(Match.state == "made", Match.next_at <= now, Match.community.not_in(LEFT))
    wanted = wanted.order_by(Match.next_at, Match.id).limit(most)
    return (await session.scalars(wanted.with_for_update(skip_locked=True))).all()


async def met(
    session: Session, members: Collection[Member], since: datetime
) -> Sequence[Row[Member, Member, datetime]]:
    """Pairs of these that were introduced since then, each with when that was last; the smaller key first."""
    one, other = aliased(Matched), aliased(Matched)
    wanted = (
        select(one.member, other.member, func.max(one.at))
        .join(other, and_(one.match_id == other.match_id, one.member < other.member))
        .join(Match, Match.id == one.match_id)
        .where(one.at >= since, Match.state != "dropped")
        .group_by(one.member, other.member)
    )
    if not members:
        return ()
    wanted = wanted.where(Match.community == next(iter(members)).community)
    if len(members) <= SOME:
        wanted = wanted.where(one.member.in_(members), other.member.in_(members))
    return (await session.execute(wanted)).all()


async def threes(session: Session, community: CommunityId, since: datetime) -> Sequence[Row[Member, int, datetime]]:
    """How often everybody was in a three since then, and when last."""
    wanted = select(Matched.member, func.count(), func.max(Matched.at)).join(Match, Match.id == Matched.match_id)
    wanted = wanted.where(Match.community == community, Matched.at >= since, Matched.in_three.is_(True))
    return (await session.execute(wanted.group_by(Matched.member))).all()


async def not_yet_told(session: Session) -> Sequence[Member]:
    """Everybody whose introduction may not have arrived, and who hasn't been shown it."""
    wanted = select(Matched.member).join(Match, Match.id == Matched.match_id)
    wanted = wanted.where(Match.state == "unsure", Matched.is_told.is_(False), Matched.released_at.is_(None))
    return (await session.scalars(wanted)).all()


async def untold(session: Session, member: Member) -> Sequence[Matched]:
    """The member's part in introductions that may not have arrived, held."""
    wanted = select(Matched).join(Match, Match.id == Matched.match_id).where(Matched.member == member)
    wanted = wanted.where(Match.state == "unsure", Matched.is_told.is_(False), Matched.released_at.is_(None))
    return (await session.scalars(wanted.order_by(Matched.match_id).with_for_update())).all()


async def open_matches_of(session: Session, member: Member) -> Sequence[Match]:
    """Matches of the member's whose group hasn't been opened."""
    mine = select(Matched.match_id).where(Matched.member == member, Matched.released_at.is_(None))
    wanted = select(Match).where(Match.id.in_(mine), Match.state == "made")
    return (await session.scalars(wanted.order_by(Match.id).with_for_update())).all()


async def next_due(session: Session) -> datetime | None:
    """When the next round closes, or the next group is to be opened."""
    running = select(func.min(Round.closes_at)).where(Round.state.in_(("open", "closing")))
    made = select(func.min(Match.next_at)).where(Match.state == "made")
    closes = await session.scalar(running.where(Round.community.not_in(LEFT)))
    opens = await session.scalar(made.where(Match.community.not_in(LEFT)))
    return min((each for each in (closes, opens) if each is not None), default=None)


async def tidy(session: Session, now: datetime) -> None:
    """Delete what has had its time."""
    await session.execute(delete(Match).where(Match.made_at < now - KEPT))
    await session.execute(delete(Round).where(Round.opened_at < now - KEPT))
