"""Whether the bot may bring whoever acts together with somebody else: the platform is asked where age bands count."""

from __future__ import annotations

from bot.community.ages.bands import Under18s, rule
from bot.community.context import Context
from bot.contract.events import ButtonPressed, Surveyed
from bot.contract.places import Member
from bot.contract.replies import Survey


async def may_meet(event: ButtonPressed, other: Member, context: Context) -> bool | Survey:
    """Whether they may; or the survey whose answer tells, which comes as the same press again."""
    found = await rule(context.session, context.community)
    if found.answer is Under18s.NO:
        return True
    if found.band(context.event.roles) is None:
        return False
    if not isinstance(event, Surveyed):
        return Survey((), event.action, event.subject, event.choice, members=(other,))
    profile = event.people.get(other)
    return profile is not None and profile.is_here and found.may_meet(context.event.roles, profile.roles)
