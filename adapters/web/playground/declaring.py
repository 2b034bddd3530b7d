"""Commands as the page draws them: what they take, in one language."""

from __future__ import annotations

from enum import Enum

from adapters.web.playground.asking import Json
from bot.contract.commands import Command, Option
from bot.contract.places import Channel, Member, Role
from bot.texts import Translator

KINDS: dict[type, str] = {bool: "bool", int: "int", Channel: "channel", Member: "member", Role: "role"}
"""How the page calls the type of an option; any other is text."""


def declared(command: Command, t: Translator) -> Json:
    """A declaration without its hidden fields."""
    return {
        "path": command.path,
        "summary": t(command.summary),
        "menu": command.menu.value if command.menu else None,
        "options": [_option(each, t) for each in command.options if not each.hidden],
    }


def _option(option: Option, t: Translator) -> Json:
    return {
        "name": option.name,
        "kind": "choice" if issubclass(option.type, Enum) else KINDS.get(option.type, "text"),
        "label": t(option.label),
        "hint": t(option.hint),
        "required": option.required,
        "long": option.long,
        "suggests": option.suggester is not None,
        "choices": [[value, t(label)] for value, label in option.choices],
    }
