"""Queries about prompts, schedules, nudges and the answers under them; each narrowed to one community."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import cast

from sqlalchemy import Row, Table, bindparam, case, delete, func, select, update

from bot.community.store import LEFT
from bot.community.tables import Community
from bot.contract.places import CommunityId, Member
from bot.nudges.tables import (
    BrewAnswer,
    Nudge,
    PromptRow,
    QuietDay,
    RetiredPrompt,
    Schedule,
    ScheduleDraft,
    WeatherCount,
    WeatherPress,
)
from bot.nudges.weather import Answered, Weather
from bot.storage import Base, Session, insert_once

NUDGES_KEPT = timedelta(days=180)
ANSWERS_KEPT = timedelta(days=14)
DRAFTS_KEPT = timedelta(days=1)
QUIET_KEPT = timedelta(days=365)

ITS_OWN = (Nudge.community == bindparam("its_community"), Nudge.id == bindparam("its_id"))
HELD = select(Nudge).where(*ITS_OWN).with_for_update()
ACTIVE = (Schedule.paused_at.is_(None), Schedule.removed_at.is_(None), Schedule.community.not_in(LEFT))
BECAME_QUIET = select(QuietDay.day).where(QuietDay.community == Nudge.community, QuietDay.day == bindparam("its_day"))
TO_SAY = (
    select(Nudge, Schedule, Community, BECAME_QUIET.exists())
    .join(Schedule, Schedule.id == Nudge.schedule_id)
    .join(Community, Community.id == Nudge.community)
    .where(Nudge.schedule_id == bindparam("its_schedule"), Nudge.slot == bindparam("its_slot"))
    .where(Schedule.removed_at.is_(None))
)
COUNTS = cast("Table", WeatherCount.__table__).c
ONE_MORE = (
    update(cast("Table", WeatherCount.__table__))
    .where(COUNTS.nudge_id == bindparam("its_nudge"))
    .values(count=COUNTS.count + case((COUNTS.weather == bindparam("the_kind"), 1), else_=0))
    .returning(COUNTS.weather, COUNTS.count, COUNTS.shown)
)
"""Built once: they run for every nudge or press, and building them takes longer than running them."""


async def add(session: Session, row: Base) -> None:
    """Write a new row down and give it its id."""
    session.add(row)
    await session.flush()


async def remove(session: Session, row: Base) -> None:
    """Delete a row and what hangs on it."""
    await session.delete(row)
    await session.flush()


# --- schedules --------------------------------------------------------------------------------------


async def schedules(session: Session, community: CommunityId) -> Sequence[Schedule]:
    """The community's schedules in the order they were made."""
    wanted = select(Schedule).where(Schedule.community == community, Schedule.removed_at.is_(None))
    return (await session.scalars(wanted.order_by(Schedule.id))).all()


async def schedule(session: Session, community: CommunityId, id_: int) -> Schedule | None:
    """The community's schedule of this number, held until the transaction ends: moderators steer one after another."""
    wanted = select(Schedule).where(Schedule.community == community, Schedule.id == id_, Schedule.removed_at.is_(None))
    return await session.scalar(wanted.with_for_update())


async def draft(session: Session, community: CommunityId, id_: int) -> ScheduleDraft | None:
    """What a moderator has not saved yet, held until the transaction ends: it is saved once."""
    wanted = select(ScheduleDraft).where(ScheduleDraft.community == community, ScheduleDraft.id == id_)
    return await session.scalar(wanted.with_for_update())


async def due_schedules(session: Session, now: datetime, most: int) -> Sequence[Schedule]:
    """Schedules whose next time has come, longest waiting first; those of one community together."""
    due = select(Schedule).where(Schedule.next_at <= now, *ACTIVE)
    due = due.order_by(Schedule.next_at, Schedule.community).limit(most)
    return (await session.scalars(due.with_for_update(skip_locked=True))).all()


async def next_time(session: Session) -> datetime | None:
    """When the next schedule comes due, in any community."""
    return await session.scalar(select(func.min(Schedule.next_at)).where(*ACTIVE))


async def quiet_days(session: Session, community: CommunityId) -> frozenset[date]:
    """The local dates on which the community is left in peace."""
    return frozenset((await session.scalars(select(QuietDay.day).where(QuietDay.community == community))).all())


async def keep_quiet(session: Session, community: CommunityId, days: Iterable[date]) -> None:
    """Add quiet days."""
    await insert_once(session, QuietDay, *({"community": community, "day": day} for day in days))


async def end_quiet(session: Session, community: CommunityId, days: Sequence[date]) -> None:
    """Take quiet days back."""
    await session.execute(delete(QuietDay).where(QuietDay.community == community, QuietDay.day.in_(days)))


# --- prompts ----------------------------------------------------------------------------------------


async def own_prompts(session: Session, community: CommunityId) -> Sequence[PromptRow]:
    """The community's own prompts that are in use."""
    wanted = select(PromptRow).where(PromptRow.community == community, PromptRow.retired_at.is_(None))
    return (await session.scalars(wanted.order_by(PromptRow.id))).all()


async def count_own_prompts(session: Session, community: CommunityId) -> int:
    """How many prompts of its own the community has in use."""
    wanted = select(func.count()).where(PromptRow.community == community, PromptRow.retired_at.is_(None))
    return await session.scalar(wanted) or 0


async def own_prompt(session: Session, community: CommunityId, id_: int) -> PromptRow | None:
    """The community's own prompt of this number, in use or retired."""
    wanted = select(PromptRow).where(PromptRow.community == community, PromptRow.id == id_)
    return await session.scalar(wanted.with_for_update())


async def retired_keys(session: Session, community: CommunityId) -> frozenset[str]:
    """The library's prompts that this community does not want."""
    found = await session.scalars(select(RetiredPrompt.key).where(RetiredPrompt.community == community))
    return frozenset(found.all())


async def retire_key(session: Session, community: CommunityId, key: str) -> None:
    """Leave a prompt of the library out from now on."""
    await insert_once(session, RetiredPrompt, {"community": community, "key": key})


async def restore_key(session: Session, community: CommunityId, key: str) -> None:
    """Use a prompt of the library again."""
    await session.execute(delete(RetiredPrompt).where(RetiredPrompt.community == community, RetiredPrompt.key == key))


# --- nudges -----------------------------------------------------------------------------------------


async def sent_slots(session: Session, schedule_id: int) -> frozenset[str]:
    """The slots of this schedule that have had their nudge."""
    return frozenset((await session.scalars(select(Nudge.slot).where(Nudge.schedule_id == schedule_id))).all())


async def nudge_of(session: Session, schedule_id: int, slot: str) -> Nudge | None:
    """The nudge of one slot."""
    return await session.scalar(select(Nudge).where(Nudge.schedule_id == schedule_id, Nudge.slot == slot))


async def to_say(session: Session, its: int, slot: str, day: date) -> Row[Nudge, Schedule, Community, bool] | None:
    """The same with its schedule, unless that was removed, its community, and whether that day became a quiet one."""
    return (await session.execute(TO_SAY, {"its_schedule": its, "its_slot": slot, "its_day": day})).first()


async def nudge_to_answer(session: Session, community: CommunityId, id_: int) -> Nudge | None:
    """The community's nudge of this number, held until the transaction ends: answers are counted one after another."""
    return await session.scalar(HELD, {"its_community": community, "its_id": id_})


async def newest_nudge(session: Session, community: CommunityId, since: datetime) -> int | None:
    """The number of the community's newest nudge since then, if there is one."""
    newest = select(Nudge.id).where(Nudge.community == community, Nudge.due_at > since)
    return await session.scalar(newest.order_by(Nudge.due_at.desc(), Nudge.id.desc()).limit(1))


async def count_brew(session: Session, nudge_id: int, member: Member, now: datetime, band: str | None) -> bool:
    """True if this member had not said yes to this nudge before."""
    row = {"nudge_id": nudge_id, "member": member, "shows_name": False, "at": now, "band": band}
    if await insert_once(session, BrewAnswer, row) == 0:
        return False
    await _move_brews(session, nudge_id, 1)
    return True


async def withdraw_brew(session: Session, nudge_id: int, member: Member) -> bool:
    """True if the member had said yes and now has not."""
    mine = delete(BrewAnswer).where(BrewAnswer.nudge_id == nudge_id, BrewAnswer.member == member)
    if (await session.execute(mine.returning(BrewAnswer.member))).first() is None:
        return False
    await _move_brews(session, nudge_id, -1)
    return True


async def show_name(session: Session, nudge_id: int, member: Member, band: str) -> bool:
    """Show the member's name to the others of their age band who agreed; False where they have not said yes."""
    mine = await session.get(BrewAnswer, (nudge_id, member))
    if mine is None:
        return False
    mine.shows_name, mine.band = True, band
    await session.flush()
    return True


async def names_shown(session: Session, nudge_id: int, band: str) -> Sequence[Member]:
    """Those of this age band who said yes and agreed that the others who agreed see their names."""
    agreed = select(BrewAnswer.member).where(BrewAnswer.nudge_id == nudge_id, BrewAnswer.shows_name.is_(True))
    agreed = agreed.where(BrewAnswer.band == band)
    return (await session.scalars(agreed.order_by(BrewAnswer.at))).all()


async def withdraw_brews(session: Session, member: Member) -> None:
    """The member is up for no brew any more; the nudges are held first, as for every answer under them."""
    mine = select(BrewAnswer.nudge_id).where(BrewAnswer.member == member)
    held = select(Nudge.id).where(Nudge.id.in_(mine)).order_by(Nudge.id).with_for_update()
    for nudge_id in (await session.scalars(held)).all():
        await withdraw_brew(session, nudge_id, member)


# --- the weather ------------------------------------------------------------------------------------


async def count_weather(
    session: Session, nudge_id: int, weather: Weather, hash_: str, until: datetime
) -> Answered | None:
    """What has been answered now, or None if this pseudonym had answered this nudge before and nothing moved.

    The first answer writes a row for every kind, so that the order of the rows tells nobody's; so does every answer.
    """
    row = {"nudge_id": nudge_id, "hash": hash_, "expires_at": until}
    if await insert_once(session, WeatherPress, row) == 0:
        return None
    if (answered := await _add_weather(session, nudge_id, weather)) is None:
        rows = [{"nudge_id": nudge_id, "weather": kind.value, "count": 0, "shown": 0} for kind in Weather]
        await insert_once(session, WeatherCount, *rows)
        answered = await _add_weather(session, nudge_id, weather)
    return answered


async def weather_counts(session: Session, nudge_id: int) -> Answered:
    """How many gave each answer, and the counts that everybody was last shown."""
    wanted = select(WeatherCount.weather, WeatherCount.count, WeatherCount.shown)
    return _answered((await session.execute(wanted.where(WeatherCount.nudge_id == nudge_id))).all())


async def weather_pressed(session: Session, community: CommunityId) -> Sequence[tuple[int, datetime]]:
    """The community's nudges under which pseudonyms are kept, each with when it was due."""
    pressed = select(WeatherPress.nudge_id)
    wanted = select(Nudge.id, Nudge.due_at).where(Nudge.community == community, Nudge.id.in_(pressed))
    return [(id_, due_at) for id_, due_at in (await session.execute(wanted)).all()]


async def let_tallies_stand(session: Session, hashes: Collection[str]) -> None:
    """Where one of these pseudonyms answered, what is shown of the kinds moves no more."""
    theirs = select(WeatherPress.nudge_id).where(WeatherPress.hash.in_(hashes))
    held = select(Nudge).where(Nudge.id.in_(theirs)).order_by(Nudge.id).with_for_update()
    for nudge in (await session.scalars(held)).all():
        nudge.tally_stands = True
    await session.flush()


async def move_shown(session: Session, nudge_id: int) -> None:
    """Let the shown counts catch up with the real ones."""
    await session.execute(
        update(WeatherCount).where(WeatherCount.nudge_id == nudge_id).values(shown=WeatherCount.count)
    )


async def tidy(session: Session, now: datetime) -> None:
    """Delete what has had its time."""
    await session.execute(delete(WeatherPress).where(WeatherPress.expires_at <= now))
    await session.execute(delete(BrewAnswer).where(BrewAnswer.at < now - ANSWERS_KEPT))
    await session.execute(delete(ScheduleDraft).where(ScheduleDraft.created_at < now - DRAFTS_KEPT))
    await session.execute(delete(QuietDay).where(QuietDay.day < (now - QUIET_KEPT).date()))
    await session.execute(delete(Nudge).where(Nudge.due_at < now - NUDGES_KEPT))
    await session.execute(delete(Schedule).where(Schedule.removed_at < now - NUDGES_KEPT))


async def _move_brews(session: Session, nudge_id: int, by: int) -> None:
    """The nudge is held by this transaction (``nudge_to_answer``), so what was read is still true."""
    nudge = await session.get_one(Nudge, nudge_id)
    nudge.brews += by
    await session.flush()


async def _add_weather(session: Session, nudge_id: int, weather: Weather) -> Answered | None:
    """One more of this kind; None where the nudge has no rows yet."""
    rows = (await session.execute(ONE_MORE, {"its_nudge": nudge_id, "the_kind": weather.value})).all()
    return _answered(rows) if rows else None


def _answered(rows: Sequence[Row[str, int, int]]) -> Answered:
    return Answered(
        {Weather(kind): count for kind, count, _ in rows}, {Weather(kind): shown for kind, _, shown in rows}
    )
