"""A form as Discord's modal, and what came back with it."""

from __future__ import annotations

import secrets
from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import discord
from discord import ui

from adapters.discord.commands import POSTABLE
from adapters.discord.render import shortened
from adapters.discord.translate import number
from bot.contract.commands import Command, Option
from bot.contract.events import About
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Clock
from bot.contract.reopening import KEPT_FOR
from bot.contract.replies import Form
from bot.texts import Translator, mark

LONGEST_TITLE = 45
LONGEST_LABEL = 45
LONGEST_HINT = 100
LONGEST_TEXT = 4_000
LONGEST_OPTION = 100
MOST_KEPT = 10_000
LONG_FROM = 200

YES, NO = mark("Yes"), mark("No")


@dataclass(frozen=True, slots=True)
class Kept:
    """A form that was opened or refused, and what it was about."""

    form: Form
    about: About | None
    until: datetime


class Forms:
    """Forms by their keys, for as long as Discord lets one be answered; never longer, and nowhere but in memory."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._kept: OrderedDict[str, Kept] = OrderedDict()

    def keep(self, form: Form, about: About | None) -> str:
        """The key under which it is found again."""
        now = self._clock()
        while self._kept and (len(self._kept) >= MOST_KEPT or next(iter(self._kept.values())).until < now):
            self._kept.popitem(last=False)
        key = secrets.token_urlsafe(9)
        self._kept[key] = Kept(form, about, now + KEPT_FOR)
        return key

    def find(self, key: str) -> Kept | None:
        """The form, if it isn't too long ago and there was no restart."""
        kept = self._kept.get(key)
        return kept if kept is not None and kept.until >= self._clock() else None


def written(command: Command, key: str) -> str:
    """A modal's custom id."""
    return f"f|{command.path}|{key}"


def read_id(custom_id: str) -> tuple[str, str] | None:
    """The command's path and the key; None for a modal that is none of ours."""
    kind, _, rest = custom_id.partition("|")
    path, _, key = rest.partition("|")
    return (path, key) if kind == "f" and path else None


def modal(form: Form, command: Command, key: str, t: Translator) -> ui.Modal:
    """The command's form with what is known already; what is wrong stands in its field's description."""
    made = ui.Modal(
        title=shortened(t(command.summary), LONGEST_TITLE),
        custom_id=written(command, key),
        timeout=KEPT_FOR.total_seconds(),
    )
    for option in command.options:
        if not option.hidden:
            made.add_item(_field(option, form, t))
    return made


def values(components: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """What was filled in, by field; what was left empty is empty."""
    return {each["custom_id"]: _value(each) for each in _fields(components)}


def _fields(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for each in components:
        if "custom_id" in each:
            yield each
        inner = each.get("component")
        yield from _fields([*each.get("components", ()), *([inner] if inner else ())])


def _value(field: Mapping[str, Any]) -> str:
    chosen = field.get("values")
    return str(chosen[0]) if chosen else str(field.get("value") or "")


def _field(option: Option, form: Form, t: Translator) -> ui.Label[ui.Modal]:
    hint = form.errors.get(option.name) or t(option.hint)
    return ui.Label(
        text=shortened(t(option.label), LONGEST_LABEL),
        description=shortened(hint, LONGEST_HINT) or None,
        component=_component(option, form.filled.get(option.name, ""), t),
    )


def _component(option: Option, filled: str, t: Translator) -> ui.Item[ui.Modal]:
    if option.type is bool:
        return _select(option, (("yes", t(YES)), ("no", t(NO))), filled)
    if option.choices:
        return _select(option, [(value, t(label)) for value, label in option.choices], filled)
    if option.type in {Channel, Member, Role}:
        return _picker(option, filled)
    most = min(option.most, LONGEST_TEXT)
    is_long = option.long or option.most > LONG_FROM
    return ui.TextInput(
        custom_id=option.name,
        style=discord.TextStyle.paragraph if is_long else discord.TextStyle.short,
        default=filled[:most] or None,
        required=option.required,
        max_length=most,
    )


def _select(option: Option, choices: Iterable[tuple[str, str]], filled: str) -> ui.Select[Any]:
    given = filled.casefold()
    options = [
        discord.SelectOption(
            label=shortened(label, LONGEST_OPTION), value=value, default=given in {value.casefold(), label.casefold()}
        )
        for value, label in choices
    ]
    return ui.Select(custom_id=option.name, options=options, required=option.required, min_values=int(option.required))


def _picker(option: Option, filled: str) -> ui.Item[ui.Modal]:
    """A choice among the server's channels, people or roles, with the one that is known already."""
    least, known = int(option.required), number(filled)
    chosen = [discord.Object(known)] if known else []
    if option.type is Channel:
        defaults = [discord.SelectDefaultValue.from_channel(each) for each in chosen]
        return ui.ChannelSelect(
            custom_id=option.name,
            channel_types=list(POSTABLE),
            default_values=defaults,
            required=option.required,
            min_values=least,
        )
    picker = ui.UserSelect if option.type is Member else ui.RoleSelect
    kind = discord.SelectDefaultValueType.user if option.type is Member else discord.SelectDefaultValueType.role
    given = [discord.SelectDefaultValue(id=each.id, type=kind) for each in chosen]
    return picker(custom_id=option.name, default_values=given, required=option.required, min_values=least)
