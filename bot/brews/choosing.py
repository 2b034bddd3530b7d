"""What a member chooses about brews: free now, every round, what they'd like, who may ask, with whom not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from bot.brews import apart, store
from bot.brews import choice_wording as wording
from bot.brews.people import Wish
from bot.brews.rounds import refusal
from bot.brews.wishes import store as wishes
from bot.community.context import Context
from bot.community.naming import named
from bot.contract.commands import Ask, LabelledEnum, option
from bot.contract.events import ButtonPressed
from bot.contract.lettering import is_id
from bot.contract.places import Member
from bot.contract.replies import Replies, Say
from bot.texts import mark


class HowLong(LabelledEnum):
    """For how long somebody is free."""

    HALF_AN_HOUR = "30", mark("half an hour")
    AN_HOUR = "60", mark("an hour")
    TWO_HOURS = "120", mark("two hours")

    @property
    def time(self) -> timedelta:
        """As a time."""
        return timedelta(minutes=int(self.value))


@dataclass(frozen=True, slots=True)
class BrewNow(Ask):
    """Free for a brew, from now on."""

    free: HowLong = option(mark("For how long?"), hint=mark("an hour, unless you say"), default=HowLong.AN_HOUR)


@dataclass(frozen=True, slots=True)
class BrewChoices(Ask):
    """Everything that somebody chose about brews."""


@dataclass(frozen=True, slots=True)
class BrewNotWith(Ask):
    """Somebody with whom not."""

    member: Member = option(mark("With whom not?"))


async def now(ask: BrewNow, context: Context) -> Replies:
    """On the list of those who are free, until a time that they are told."""
    return await _wait(ask.free, context)


async def press_now(event: ButtonPressed, context: Context) -> Replies:
    """The same by a button, for an hour."""
    return await _wait(HowLong.AN_HOUR, context)


async def stop(event: ButtonPressed, context: Context) -> Replies:
    """Off the list."""
    was_on = await wishes.stop_waiting(context.session, [context.by])
    return (Say(wording.stopped(context.t) if was_on else wording.not_waiting(context.t)),)


async def show(ask: BrewChoices, context: Context) -> Replies:
    """The card."""
    return await _card(context)


async def press_show(event: ButtonPressed, context: Context) -> Replies:
    """The card, by a button."""
    return await _card(context)


async def every(event: ButtonPressed, context: Context) -> Replies:
    """In every round from now on, or no longer."""
    if event.choice not in {"on", "off"}:
        return await _card(context)
    if event.choice == "on" and (why := await refusal(context)) is not None:
        return (Say(why),)
    chosen = await wishes.brewer_to_change(context.session, context.by, context.now)
    chosen.every_round, chosen.paused_at, chosen.unanswered = event.choice == "on", None, 0
    if event.choice == "on":
        rows = [
            {"round_id": each.id, "member": context.by, "at": context.now}
            for each in await store.open_rounds(context.session, context.id)
            if context.now < each.closes_at
        ]
        await store.join(context.session, rows)
    return await _card(context, wording.EVERY_ON if event.choice == "on" else wording.EVERY_OFF)


async def wish(event: ButtonPressed, context: Context) -> Replies:
    """Glad to listen, glad to be listened to, or either."""
    known = {each.value for each in Wish}
    if event.choice not in {*known, "either"}:
        return await _card(context)
    chosen = await wishes.brewer_to_change(context.session, context.by, context.now)
    chosen.wish = event.choice if event.choice in known else None
    return await _card(context, wording.SAVED)


async def asks(event: ButtonPressed, context: Context) -> Replies:
    """Whether others may ask them."""
    if event.choice not in {"on", "off"}:
        return await _card(context)
    chosen = await wishes.brewer_to_change(context.session, context.by, context.now)
    chosen.asks_off = event.choice == "off"
    return await _card(context, wording.SAVED)


async def not_with(ask: BrewNotWith, context: Context) -> Replies:
    """Not with this person. Nobody learns of it, they least of all."""
    return await _kept_apart(ask.member, context)


async def press_not_with(event: ButtonPressed, context: Context) -> Replies:
    """The same by a button."""
    other = _named_by(event, context)
    return await (_card(context) if other is None else _kept_apart(other, context))


async def fine_with(event: ButtonPressed, context: Context) -> Replies:
    """With this person after all."""
    other = _named_by(event, context)
    if other is not None:
        await apart.let_meet(context.session, context.by, other)
    return await _card(context, wording.SAVED)


async def fine_with_all(event: ButtonPressed, context: Context) -> Replies:
    """With everybody after all."""
    await apart.let_meet_everybody(context.session, context.by)
    return await _card(context, wording.SAVED)


async def _wait(free: HowLong, context: Context) -> Replies:
    if (why := await refusal(context)) is not None:
        return (Say(why),)
    await wishes.brewer_to_change(context.session, context.by, context.now)
    until = context.now + free.time
    await wishes.wait(context.session, context.by, context.now, until)
    return (Say(wording.waiting(context.t, until)),)


async def _kept_apart(other: Member, context: Context) -> Replies:
    if other == context.by:
        return (Say(wording.yourself(context.t)),)
    await apart.keep_apart(context.session, context.by, other)
    (who,) = await named(context.session, [other])
    return (Say(wording.kept_apart(context.t, who, other.native)),)


async def _card(context: Context, said: str = "") -> Replies:
    chosen = await wishes.brewer(context.session, context.by)
    count = await apart.how_many(context.session, context.by)
    return (Say(wording.card(context.t, chosen, count, said=context.t(said) if said else "")),)


def _named_by(event: ButtonPressed, context: Context) -> Member | None:
    member = Member(context.id, event.subject)
    return member if event.subject.strip() and is_id(event.subject) and member != context.by else None
