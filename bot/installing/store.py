"""Queries about installations."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, or_, select, update

from bot.contract.places import CommunityId
from bot.installing.tables import Belonging, Installed, SettingOut
from bot.storage import Session, insert_once


async def keep(session: Session, row: Mapping[str, object], communities: Collection[CommunityId]) -> None:
    """Keep it in place of an older one of the same id; these communities belong to it from now on, and no others."""
    await session.execute(delete(Belonging).where(Belonging.installation == row["id"]))
    await session.execute(delete(Belonging).where(Belonging.community.in_(communities)))
    await session.execute(delete(Installed).where(Installed.id == row["id"]))
    await insert_once(session, Installed, row)
    await insert_once(session, Belonging, *({"community": each, "installation": row["id"]} for each in communities))


async def of(session: Session, community: CommunityId) -> Installed | None:
    """The one that a community belongs to."""
    wanted = select(Installed).join(Belonging, Belonging.installation == Installed.id)
    return await session.scalar(wanted.where(Belonging.community == community))


async def by_id(session: Session, id_: str) -> Installed | None:
    """The one of that id."""
    return await session.get(Installed, id_, populate_existing=True)


async def all_of_them(session: Session) -> Sequence[Installed]:
    """Every one."""
    return (await session.scalars(select(Installed).order_by(Installed.id))).all()


async def belongs(session: Session, community: CommunityId, id_: str) -> bool:
    """Let a community belong to that installation; False where there is none."""
    if await by_id(session, id_) is None:
        return False
    await insert_once(session, Belonging, {"community": community, "installation": id_})
    await session.execute(update(Belonging).where(Belonging.community == community).values(installation=id_))
    return True


async def leaves(session: Session, community: CommunityId) -> None:
    """Let a community belong to none."""
    await session.execute(delete(Belonging).where(Belonging.community == community))


async def communities(session: Session) -> Sequence[CommunityId]:
    """Every community that belongs to one."""
    return (await session.scalars(select(Belonging.community).order_by(Belonging.community))).all()


async def belonging(session: Session, id_: str) -> Sequence[CommunityId]:
    """The communities that belong to it."""
    return (await session.scalars(select(Belonging.community).where(Belonging.installation == id_))).all()


async def drop(session: Session, id_: str) -> None:
    """Delete it."""
    await session.execute(delete(Belonging).where(Belonging.installation == id_))
    await session.execute(delete(Installed).where(Installed.id == id_))


async def claim(session: Session, id_: str, *, now: datetime, soon: datetime, until: datetime) -> Installed | None:
    """The installation, held until then for whoever renews its tokens; None while they last, or another holds it."""
    is_free = or_(Installed.renewing_until.is_(None), Installed.renewing_until <= now)
    claimed = update(Installed).where(Installed.id == id_, Installed.expires_at <= soon, is_free)
    won = await session.scalar(claimed.values(renewing_until=until).returning(Installed.id))
    return await by_id(session, id_) if won is not None else None


async def change(session: Session, id_: str, **values: object) -> None:
    """Write new values down."""
    await session.execute(update(Installed).where(Installed.id == id_).values(**values))


async def set_out(session: Session, state: str, browser: str, *, now: datetime, until: datetime) -> None:
    """Remember a browser that set out; those whose time is over are forgotten."""
    await session.execute(delete(SettingOut).where(SettingOut.expires_at <= now))
    await insert_once(session, SettingOut, {"state": state, "browser": browser, "expires_at": until})


async def arrived(session: Session, state: str, *, now: datetime) -> str | None:
    """The browser that set out with this state, once: the row is gone with the answer."""
    mine = delete(SettingOut).where(SettingOut.state == state, SettingOut.expires_at > now)
    return await session.scalar(mine.returning(SettingOut.browser))


async def tidy(session: Session, now: datetime) -> None:
    """Forget the browsers whose time is over."""
    await session.execute(delete(SettingOut).where(SettingOut.expires_at <= now))
