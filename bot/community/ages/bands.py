"""Whom the bot may bring together where people under 18 may be: only those of the same age band."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from bot.community.ages import store
from bot.community.tables import Community
from bot.contract.commands import LabelledEnum
from bot.contract.places import Role
from bot.storage import Session
from bot.texts import mark

EVERYBODY = ""
"""The band where everybody here is 18 or over."""


class Under18s(LabelledEnum):
    """Whether people under 18 may be in the community."""

    YES = "yes", mark("They may be here")
    NO = "no", mark("Everybody here is 18 or over")
    UNSURE = "unsure", mark("We aren’t sure")
    OPEN = "open", mark("Not answered yet")


@dataclass(frozen=True, slots=True)
class Ages:
    """What the moderators answered, and the roles that they named as age bands."""

    answer: Under18s = Under18s.OPEN
    bands: tuple[Role, ...] = ()

    @property
    def is_answered(self) -> bool:
        """Whether anybody may be brought together at all."""
        return self.answer is not Under18s.OPEN

    def band(self, roles: Collection[Role]) -> str | None:
        """The band of who has these roles; None for who can't be brought together with anybody.

        Somebody with two bands is in none: it can't be told which of them is right.
        """
        if self.answer is Under18s.NO:
            return EVERYBODY
        if self.answer is Under18s.OPEN:
            return None
        theirs = [each.native for each in self.bands if each in roles]
        return theirs[0] if len(theirs) == 1 else None

    def may_meet(self, one: Collection[Role], other: Collection[Role]) -> bool:
        """Whether these two may be brought together."""
        band = self.band(one)
        return band is not None and band == self.band(other)


async def ages(session: Session, community: Community) -> Ages:
    """What holds in the community."""
    return Ages(Under18s(community.under_18s or Under18s.OPEN.value), await bands(session, community))


async def rule(session: Session, community: Community) -> Ages:
    """The same, as far as it decides who may meet whom: where all are adults the bands aren't even read."""
    answer = Under18s(community.under_18s or Under18s.OPEN.value)
    is_simple = answer in {Under18s.NO, Under18s.OPEN}
    return Ages(answer) if is_simple else Ages(answer, await bands(session, community))


async def bands(session: Session, community: Community) -> tuple[Role, ...]:
    """The roles that are age bands there, in the order they were named."""
    return tuple(row.role for row in await store.age_bands(session, community.id))


async def choose_bands(session: Session, community: Community, wanted: Sequence[Role]) -> None:
    """These roles are the age bands from now on, and no others."""
    for row in await store.age_bands(session, community.id):
        if row.role not in wanted:
            await store.drop_age_band(session, row)
    known = await bands(session, community)
    for role in wanted:
        if role not in known:
            await store.name_age_band(session, role)
