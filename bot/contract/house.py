"""What an adapter is handed: the core, and what there is to type and to press."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from bot.contract.commands import Action, Command
from bot.contract.ports import Clock, Core


@dataclass(frozen=True, slots=True)
class House:
    """The core; every command by its path and every button's action by its name; and the present."""

    core: Core
    commands: Mapping[str, Command]
    actions: Mapping[str, Action]
    clock: Clock
