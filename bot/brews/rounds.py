"""Opting in, with one press and out again, until a round closes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.brews import store, wording
from bot.brews.tables import Round
from bot.brews.wishes import store as wishes
from bot.community.ages import bands as ages
from bot.community.ages.bands import Ages, Under18s
from bot.community.ages.store import answered
from bot.community.brewing import Begun, Standing
from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.places import CommunityId
from bot.contract.replies import Replies, Revise, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Planned
from bot.storage import Session

POST = "brew.round"
"""The kind of the post in which moderators open a round without a nudge."""

PAUSED = "brew.paused"
UNANSWERED = 3
"""So many follow-ups in a row without an answer, and somebody who is in every round is paused."""


class NudgeRounds:
    """As ``Rounds``: the rounds that nudges open."""

    async def begin(self, session: Session, begun: Sequence[Begun], now: datetime) -> None:
        """As Rounds. Whoever wants to be in every round has joined."""
        where = {each.channel.community for each in begun}
        chosen = await wishes.settings_of(session, where)
        has_answered = await answered(session, where)
        rows: list[dict[str, object]] = []
        for each in begun:
            settings = chosen.get(each.channel.community)
            if each.channel.community in has_answered and (settings is None or settings.is_on):
                hours = settings.hours if settings else wishes.DEFAULTS["hours"]
                rows.append(_row(each, each.at + timedelta(hours=hours)))
        await join_standing(session, {row.id: row.community for row in await store.add_rounds(session, rows)}, now)

    async def standing(self, session: Session, nudge: int) -> Standing | None:
        """As Rounds."""
        found = await store.standing(session, nudge)
        if found is None:
            return None
        closes_at, state, joined = found
        return Standing(closes_at, joined if state == "open" else None)

    async def coming(self, session: Session, community: CommunityId, at: datetime) -> Standing | None:
        """As Rounds."""
        settings = await wishes.settings(session, community)
        return Standing(at + timedelta(hours=settings.hours), 0) if settings.is_on else None

    async def cancel(self, session: Session, nudge: int) -> None:
        """As Rounds."""
        found = (await store.rounds_of_nudges(session, [nudge])).get(nudge)
        if found is not None and found.state == "open":
            found.state = "cancelled"
            await store.forget_joined(session, found.id)

    async def join(self, nudge: int, context: Context) -> Replies | None:
        """As Rounds."""
        found = await store.round_of_nudge(context.session, context.id, nudge)
        return None if found is None else (await joined(found, context, "nudges.unbrew", str(nudge)))[0]

    async def leave(self, nudge: int, context: Context) -> Replies | None:
        """As Rounds."""
        found = await store.round_of_nudge(context.session, context.id, nudge)
        return None if found is None else await left(found, context)


async def join_standing(session: Session, rounds: dict[int, CommunityId], now: datetime) -> None:
    """Whoever wants to be in every round is in these, unless they have been silent for too long: then they are told."""
    rows: list[dict[str, object]] = []
    for brewer in await wishes.in_every_round(session, set(rounds.values())):
        mine = [id_ for id_, community in rounds.items() if community == brewer.community]
        if brewer.unanswered >= UNANSWERED:
            brewer.paused_at = now
            slot = now.date().isoformat()
            await ledger.plan(session, [Planned(PAUSED, "paused", slot, brewer.member, now)])
        else:
            rows += [{"round_id": id_, "member": brewer.member, "at": now} for id_ in mine]
    await store.join(session, rows)


async def stands(session: Session, found: Round) -> Standing:
    """How a round stands."""
    is_open = found.state == "open"
    return Standing(found.closes_at, await store.count_joined(session, found.id) if is_open else None)


async def refusal(context: Context) -> Message | None:
    """Why whoever acted can't be brought together with anybody just now; None where they can."""
    settings = await wishes.settings(context.session, context.id)
    if not settings.is_on:
        return wording.off(context.t)
    if (why := refused_by_age(await ages.rule(context.session, context.community), context)) is not None:
        return why
    if not settings.newcomers_wait:
        return None
    brewer = await wishes.brewer_to_change(context.session, context.by, context.now)
    may_from = (context.event.since or brewer.first_at) + timedelta(days=settings.newcomers_wait)
    return wording.newcomer(context.t, may_from) if context.now < may_from else None


async def joined(found: Round, context: Context, leave: str, subject: str) -> tuple[Replies, bool]:
    """Whoever acted is in, or learns why not; and whether they are new in it."""
    if (why := await refusal(context)) is not None:
        return (Say(why),), False
    if found.state != "open" or context.now >= found.closes_at:
        return (Say(wording.closed(context.t)),), False
    brewer = await wishes.brewer_to_change(context.session, context.by, context.now)
    brewer.unanswered, brewer.paused_at = 0, None
    row = {"round_id": found.id, "member": context.by, "at": context.now}
    first = await store.join(context.session, [row]) > 0
    card = wording.joined(context.t, found.closes_at, leave, subject, is_first=first, in_every_round=brewer.every_round)
    return (Say(card),), first


async def left(found: Round, context: Context) -> Replies:
    """Whoever acted is out of it, if that can still be."""
    if found.state != "open" or context.now >= found.closes_at:
        return (Say(wording.closed(context.t)),)
    await store.leave(context.session, found.id, context.by)
    brewer = await wishes.brewer(context.session, context.by)
    return (Say(wording.left(context.t, in_every_round=bool(brewer and brewer.every_round))),)


async def press_join(event: ButtonPressed, context: Context) -> Replies:
    """Somebody is up for a brew, under a round that moderators opened."""
    found = await _pressed(event, context)
    if found is None:
        return (Say(wording.closed(context.t)),)
    replies, is_new = await joined(found, context, "brews.leave", str(found.id))
    return (*replies, *await revised(found, context)) if is_new else replies


async def press_leave(event: ButtonPressed, context: Context) -> Replies:
    """A change of mind."""
    found = await _pressed(event, context)
    if found is None:
        return (Say(wording.closed(context.t)),)
    return (*await left(found, context), *await revised(found, context))


async def revised(found: Round, context: Context) -> Replies:
    """The round's own post drawn anew, where it stands."""
    standing = await ledger.standing(context.session, POST, str(found.id), "")
    if standing is None:
        return ()
    receipt, key = standing
    t = wording.of_community(context.community)
    return (Revise(receipt, wording.round_post(t, found.id, await stands(context.session, found), key)),)


def refused_by_age(found: Ages, context: Context) -> Message | None:
    """Why whoever acted can't be brought together with anybody under the community's rule about ages."""
    if not found.is_answered:
        return wording.unanswered(context.t)
    if found.answer is not Under18s.NO and found.band(context.event.roles) is None:
        return wording.no_band(context.t)
    return None


async def _pressed(event: ButtonPressed, context: Context) -> Round | None:
    number = row_number(event.subject)
    return None if number is None else await store.round_of(context.session, context.id, number)


def _row(begun: Begun, closes_at: datetime) -> dict[str, object]:
    return {
        "community": begun.channel.community,
        "nudge": begun.nudge,
        "channel": begun.channel,
        "state": "open",
        "opened_at": begun.at,
        "closes_at": closes_at,
        **dict.fromkeys(("joined", "matched", "in_threes", "repeats", "met", "not_yet", "not_met"), 0),
    }
