"""The buttons in a group: can't make it, another question, did you manage to chat. Every answer is private."""

from __future__ import annotations

from datetime import datetime, timedelta

from bot.brews import chat_wording as wording
from bot.brews import store
from bot.brews.icebreakers import BREAKERS
from bot.brews.introducing import CHANGE, drop
from bot.brews.tables import Match, Matched
from bot.brews.wishes import store as wishes
from bot.brews.wording import follow_up
from bot.community import store as communities
from bot.community.context import Context
from bot.community.numbers import row_number
from bot.contract.events import ButtonPressed
from bot.contract.messages import Message
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Settlement, Skip, Status
from bot.storage import Session
from bot.texts import translator

ANOTHER_WITHIN = timedelta(days=1)
"""For how long somebody else is looked for after "can't make it"."""

ANSWERS = ("met", "not_yet", "not_met")


async def cant(event: ButtonPressed, context: Context) -> Replies:
    """Can't make it: two ways out, and the way back. Nothing happens yet."""
    found = await mine(event, context)
    return (Say(wording.cant(context.t, found[0].id) if found else wording.over(context.t)),)


async def release(event: ButtonPressed, context: Context) -> Replies:
    """Out of it, with or without somebody else instead; those who are left hear it, without a name."""
    found = await mine(event, context)
    if found is None:
        return (Say(wording.over(context.t)),)
    await let_go(found[0], found[1], context)
    if event.choice != "another":
        return (Say(wording.released(context.t)),)
    return await another(context)


async def again(event: ButtonPressed, context: Context) -> Replies:
    """Whoever was left behind would like somebody else."""
    found = await mine(event, context)
    if found is None:
        return (Say(wording.over(context.t)),)
    if len(await store.still_in(context.session, found[0].id)) > 1:
        return (Say(wording.still_there(context.t)),)
    found[1].released_at = context.now
    return await another(context)


async def another(context: Context) -> Replies:
    """Free for a brew with somebody else, for a day."""
    until = context.now + ANOTHER_WITHIN
    await wishes.wait(context.session, context.by, context.now, until)
    return (Say(wording.looking(context.t, until)),)


async def question(event: ButtonPressed, context: Context) -> Replies:
    """Another one to begin with."""
    number = row_number(event.choice) or 0
    return (Say(wording.question(context.t, event.subject, number % len(BREAKERS))),)


async def met(event: ButtonPressed, context: Context) -> Replies:
    """Counted once, in the round's tally; what somebody said is in no row of theirs."""
    found = await mine(event, context)
    if found is None or event.choice not in ANSWERS:
        return (Say(wording.over(context.t)),)
    match, part = found
    if not part.has_answered:
        part.has_answered = True
        held = await store.round_of(context.session, context.id, match.round_id) if match.round_id else None
        if held is not None:
            setattr(held, event.choice, getattr(held, event.choice) + 1)
    brewer = await wishes.brewer_to_change(context.session, context.by, context.now)
    brewer.unanswered = 0
    return (Say(wording.answered(context.t, event.choice)),)


async def compose_follow_up(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """Did you manage to chat? Only where there still are two."""
    members = await store.still_in(session, int(claimed.subject))
    community = await communities.community(session, claimed.community)
    if community is None or len(members) < 2:  # noqa: PLR2004
        return Skip("they weren’t to meet any more")
    return follow_up(translator(community.locale), int(claimed.subject), claimed.key)


async def followed_up(session: Session, claimed: Claimed, settlement: Settlement, now: datetime) -> None:
    """Whoever is in every round has one more to answer; an answer to any of them ends the count."""
    if settlement.status is not Status.SENT:
        return
    members = await store.still_in(session, int(claimed.subject))
    for brewer in (await wishes.brewers(session, members)).values():
        if brewer.every_round:
            brewer.unanswered += 1
    await session.flush()


async def let_go(match: Match, part: Matched, context: Context) -> None:
    """Whoever acted is out of it; before they were introduced, nobody else even hears of it where two are left."""
    part.released_at = context.now
    await context.session.flush()
    left = await store.still_in(context.session, match.id)
    if match.group is None:
        if len(left) < 2:  # noqa: PLR2004
            await drop(context.session, match, context.now)
        return
    slot = str(3 - len(left))
    await ledger.plan(context.session, [Planned(CHANGE, str(match.id), slot, match.group, context.now)])


async def mine(event: ButtonPressed, context: Context) -> tuple[Match, Matched] | None:
    """The match that the button is about, and the part in it of whoever pressed; None where they have none."""
    number = row_number(event.subject)
    match = None if number is None else await store.match_of(context.session, context.id, number)
    if match is None:
        return None
    parts = await store.members_of(context.session, match.id)
    part = next((each for each in parts if each.member == context.by and each.released_at is None), None)
    return None if part is None else (match, part)


async def parting(session: Session, member: Member) -> None:
    """Before the member's rows go: whoever was about to be introduced to them isn't left waiting."""
    for match in await store.open_matches_of(session, member):
        left = [each for each in await store.still_in(session, match.id) if each != member]
        for part in await store.members_of(session, match.id):
            if part.member == member:
                part.released_at = match.made_at
        await session.flush()
        if len(left) < 2:  # noqa: PLR2004
            await drop(session, match, match.made_at)
