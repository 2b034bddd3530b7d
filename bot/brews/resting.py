"""Somebody who is in every round and hasn't been heard of lately is taken out, kindly, and back with one press."""

from __future__ import annotations

from datetime import datetime

from bot.brews import wording
from bot.community import store as communities
from bot.contract.messages import Message
from bot.contract.places import Member
from bot.delivery.ledger import Claimed, Skip
from bot.storage import Session
from bot.texts import translator


async def compose(session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
    """In their own language."""
    community = await communities.community(session, claimed.community)
    if community is None or not isinstance(claimed.target, Member):
        return Skip("it is for nobody")
    chosen = await communities.preference(session, claimed.target)
    return wording.paused(translator((chosen and chosen.locale) or community.locale), claimed.key)
