"""What the bot needs to be allowed in a channel, and what it lacks there."""

from __future__ import annotations

from dataclasses import dataclass

from bot.contract.commands import LabelledEnum
from bot.texts import mark


class Permission(LabelledEnum):
    """Something the bot can only do where it is allowed to."""

    SEE = "see", mark("see the channel")
    POST = "post", mark("post in it")
    HISTORY = "history", mark("look whether a post arrived")
    PIN = "pin", mark("pin a notice")
    GROUPS = "groups", mark("open a private conversation for people who were introduced")

    @property
    def is_needed(self) -> bool:
        """Whether nothing can be posted without it; the others are missed, but not at once."""
        return self in {Permission.SEE, Permission.POST}


@dataclass(frozen=True, slots=True)
class Lack:
    """A permission that the bot does not have. ``where`` is a source sentence: where a moderator can click."""

    permission: Permission
    where: str
