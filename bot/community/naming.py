"""How the bot names people to others: by a mention, or by the name alone for whoever wants no mentions."""

from __future__ import annotations

from collections.abc import Sequence

from bot.community import store
from bot.contract.messages import Named
from bot.contract.places import Member
from bot.storage import Session


async def named(session: Session, members: Sequence[Member]) -> tuple[Member | Named, ...]:
    """The members in their order, each as they want to be named. Whatever names people to others goes through here."""
    unmentioned = await store.without_mentions(session, members)
    return tuple(Named(each) if each in unmentioned else each for each in members)
