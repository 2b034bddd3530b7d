"""Reading what somebody typed or filled in, by a command's one declaration."""

from __future__ import annotations

import difflib
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import Enum

from bot.contract.commands import Ask, Command, Option
from bot.contract.lettering import lettering_faults
from bot.contract.places import Channel, CommunityId, Member, Role
from bot.texts import Translator, mark

YES = frozenset({"yes", "y", "true", "on", "1"})
NO = frozenset({"no", "n", "false", "off", "0"})

LARGEST = 2**31 - 1
"""The largest figure either way that a column of every database holds."""

MOST_DIGITS = 12
"""More than any figure here has; a longer one isn't even computed."""

Knows = Callable[[Channel | Member | Role], bool]
"""Whether it is a channel that the bot can see, or a person or a role here. Pure and quick: it looks in memory."""


@dataclass(frozen=True, slots=True)
class Unreadable:
    """What was understood, and what is wrong by field; a form shows both."""

    filled: Mapping[str, str]
    errors: Mapping[str, str]


def read(
    command: Command, values: Mapping[str, str], *, community: CommunityId, t: Translator, knows: Knows
) -> Ask | Unreadable:
    """The ask that these values make, or what is missing or wrong with them. Pure and quick.

    An adapter reads before it hands over, so every channel and member in an ask is one that ``knows`` knows.
    """
    fields: dict[str, object] = {}
    errors: dict[str, str] = {}
    for option in command.options:
        raw = _typed(values.get(option.name, ""))
        problem = _problem(option, raw, t) or _unknown(option, raw, community, t, knows)
        if problem is not None:
            errors[option.name] = problem
        elif raw:
            fields[option.name] = _value(option, raw, community, t)
    if errors:
        return Unreadable(dict(values), errors)
    return command.ask(**fields)


def _typed(value: str) -> str:
    """What was typed, without blanks around it; nothing where nobody could see any of it."""
    return "" if all(unicodedata.category(letter) in {"Cf", "Zs"} for letter in value) else value.strip()


def _problem(option: Option, raw: str, t: Translator) -> str | None:
    if not raw:
        return t(mark("Please fill this in.")) if option.required else None
    if len(raw) > option.most:
        return t.plural(
            "That is longer than {count} character; please shorten it.",
            "That is longer than {count} characters; please shorten it.",
            option.most,
        )
    if faults := lettering_faults(raw):
        return " ".join(t(fault) for fault in faults)
    if option.choices:
        return _choice_problem(option, raw, t)
    if option.type is bool and raw.casefold() not in YES | NO:
        return t("Please answer yes or no.")
    if option.type is int:
        return _number_problem(raw.removeprefix("#"), t)
    return None


def _number_problem(raw: str, t: Translator) -> str | None:
    digits = raw.removeprefix("-")
    if not digits.isdecimal():
        return t("Please give a whole number.")
    if len(digits) > MOST_DIGITS or int(digits) > LARGEST:
        return t("Please give a smaller number.")
    return None


def _unknown(option: Option, raw: str, community: CommunityId, t: Translator, knows: Knows) -> str | None:
    """What to say of a place or a person that isn't here."""
    if not raw:
        return None
    if option.type is Channel and not knows(Channel(community, raw)):
        return t("I don’t know a channel called “{given}” here, or I can’t post in it.", given=raw)
    if option.type is Member and not knows(Member(community, raw)):
        return t("I don’t know anybody called “{given}” here.", given=raw)
    if option.type is Role and not knows(Role(community, raw)):
        return t("I don’t know a role called “{given}” here.", given=raw)
    return None


def _choice_problem(option: Option, raw: str, t: Translator) -> str | None:
    if _chosen(option, raw, t) is not None:
        return None
    labels = {t(label).casefold(): t(label) for _, label in option.choices}
    near = difflib.get_close_matches(raw.casefold(), labels, n=1)
    if near:
        return t("I don't know “{given}”. Did you mean {near}?", given=raw, near=labels[near[0]])
    return t("I don't know “{given}”. It can be {known}.", given=raw, known=t.listed(labels.values(), "or"))


def _chosen(option: Option, raw: str, t: Translator) -> str | None:
    """The choice by its value or its label, in the source's words or the reader's."""
    given = raw.casefold()
    named = ((value, {value.casefold(), label.casefold(), t(label).casefold()}) for value, label in option.choices)
    return next((value for value, names in named if given in names), None)


def _value(option: Option, raw: str, community: CommunityId, t: Translator) -> object:
    if issubclass(option.type, Enum):
        return option.type(_chosen(option, raw, t))
    if option.type is bool:
        return raw.casefold() in YES
    if option.type is int:
        return int(raw.removeprefix("#"))
    if option.type in {Channel, Member, Role}:
        return option.type(community, raw)
    return raw
