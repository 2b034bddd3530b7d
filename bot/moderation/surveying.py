"""What the platform says the bot isn't allowed, in words that a moderator can act on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import assert_never

from bot.contract.events import Surveyed
from bot.contract.messages import Spans
from bot.contract.permissions import Lack, Permission
from bot.contract.places import Channel
from bot.texts import Translator, mark

NEEDED = mark("{channel}: I’m not allowed to {permission}, so nothing can be posted there yet. {where}")
MISSED = mark("{channel}: I’m not allowed to {permission}; {lost} {where}")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What was found out about the channels; nothing before anybody looked."""

    lacks: Mapping[Channel, tuple[Lack, ...]] = field(default_factory=dict)
    open_to_all: frozenset[Channel] = frozenset()

    @classmethod
    def of(cls, event: Surveyed) -> Allowed:
        """What the platform said."""
        return cls(event.lacks, event.open_to_all)

    @property
    def may_post(self) -> bool:
        """Whether nothing is missing without which nothing can be posted."""
        return not any(lack.permission.is_needed for lacks in self.lacks.values() for lack in lacks)

    def said(self, t: Translator) -> tuple[Spans, ...]:
        """A line for each missing permission, those first that hold everything back."""
        found = [(channel, lack) for channel, lacks in self.lacks.items() for lack in lacks]
        found.sort(key=lambda each: not each[1].permission.is_needed)
        return tuple(_line(channel, lack, t) for channel, lack in found)


def _line(channel: Channel, lack: Lack, t: Translator) -> Spans:
    permission, where = t(lack.permission.label), t(lack.where)
    if lack.permission.is_needed:
        return t.spans(NEEDED, channel=channel, permission=permission, where=where)
    return t.spans(MISSED, channel=channel, permission=permission, lost=t(_lost(lack.permission)), where=where)


def _lost(permission: Permission) -> str:
    """What is lost without it, in a source sentence."""
    match permission:
        case Permission.SEE | Permission.POST:
            return mark("nothing can be posted.")
        case Permission.HISTORY:
            return mark("after a lost connection I ask a moderator to look whether a post arrived.")
        case Permission.PIN:
            return mark("a notice there isn’t pinned, and scrolls away.")
        case Permission.GROUPS:
            return mark("people who want to chat aren’t brought together in a conversation of their own.")
        case _:
            assert_never(permission)
