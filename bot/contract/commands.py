"""A command is declared once; options, argument parsing, forms and help are all read off it."""

from __future__ import annotations

import dataclasses
import typing
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import NoneType
from typing import Any

from bot.contract.places import Channel, Member, Role
from bot.texts import mark

MAX_FIELDS = 5
"""The most fields a form may show: Discord's limit for a modal."""

FOR_MODERATORS = mark("That one is for moderators. Type /help to see what you can do.")
"""What somebody is told whose form may not open; the core says its own where a command was used."""

MOST_LETTERS = 200
"""How long a text may be, unless its option says otherwise."""

MOST_OF_AN_ID = 60
"""How long the id of a channel or member may be; those of Slack and Discord are far shorter."""


class Ask:
    """Base of all asks: a frozen dataclass whose fields are a command's options."""

    __slots__ = ()


class Audience(Enum):
    """Who may use it."""

    MEMBERS = "members"
    MODERATORS = "moderators"


class Answering(Enum):
    """How the answer comes; a platform must know before the handler has answered.

    On Discord a form can't follow a deferred answer, nor another form. So only what is declared WITH_FORM opens one
    at a press. What is declared PRIVATELY may still return a Form in answer to a command or a form whose fields are
    wrong: an adapter that can't open it there shows what bot.contract.reopening makes of it.
    """

    PRIVATELY = "privately"
    IN_PLACE = "in place"
    WITH_FORM = "with a form"


class Menu(Enum):
    """Where a command stands besides its slash: the menu of a message or of a member."""

    MESSAGE = "message"
    MEMBER = "member"


@dataclass(frozen=True, slots=True)
class Option:
    """One field of an ask as every platform sees it; ``label``, ``hint`` and choices are source sentences."""

    name: str
    type: type
    label: str
    hint: str = ""
    required: bool = True
    most: int = MOST_LETTERS
    long: bool = False
    hidden: bool = False
    rest: bool = False
    suggester: str | None = None
    choices: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Command:
    """What adapters know of a command. ``path`` is ``nudges add``; its first word has one audience.

    ``menu_label`` is what its entry in a menu is called where that is short; without it, the summary.
    """

    path: str
    ask: type[Ask]
    summary: str
    audience: Audience = Audience.MEMBERS
    answering: Answering = Answering.PRIVATELY
    menu: Menu | None = None
    menu_label: str = ""

    @property
    def top(self) -> str:
        """The first word of the path."""
        return self.path.split()[0]

    @property
    def options(self) -> tuple[Option, ...]:
        """The ask's fields in the order of their declaration."""
        return options_of(self.ask)


@dataclass(frozen=True, slots=True)
class Action:
    """What adapters know of a button's action: how its answer comes, and who may press it."""

    name: str
    answering: Answering = Answering.PRIVATELY
    audience: Audience = Audience.MEMBERS


class LabelledEnum(Enum):
    """Choices with a source sentence for people: ``SUNNY = "sunny", mark("Sunny")``."""

    label: str

    def __new__(cls, value: str, label: str = "") -> LabelledEnum:
        """A member whose value is the first and whose label is the second."""
        member = object.__new__(cls)
        member._value_ = value
        member.label = label
        return member


def option(
    label: str,
    *,
    hint: str = "",
    most: int | None = None,
    long: bool = False,
    hidden: bool = False,
    rest: bool = False,
    suggester: str | None = None,
    default: object = dataclasses.MISSING,
) -> Any:  # noqa: ANN401  # stands for a field of any type, as dataclasses.field does
    """A dataclass field with what people see of it. Without a default the option is required.

    ``most`` is MOST_LETTERS, for a channel or a member MOST_OF_AN_ID.
    ``hidden`` fields travel with a form (the row it is about) and are never typed.
    ``rest`` takes all the words that were typed and belong to no other option, as a required text does.
    ``suggester`` names a catalogue entry that completes what is being typed.
    """
    about = {
        "label": label,
        "hint": hint,
        "long": long,
        "hidden": hidden,
        "rest": rest,
        "suggester": suggester,
    }
    if most is not None:
        about["most"] = most
    return field(default=default, metadata=about)


def options_of(ask: type[Ask]) -> tuple[Option, ...]:
    """The options that an ask declares."""
    hints = typing.get_type_hints(ask)
    return tuple(_option(each, hints[each.name]) for each in dataclasses.fields(ask))  # type: ignore[arg-type]  # every Ask is a dataclass


def values_of(ask: Ask) -> dict[str, str]:
    """What a form shows for an ask that exists already: the reverse of reading it."""
    pairs = ((each.name, getattr(ask, each.name)) for each in options_of(type(ask)))
    return {name: written(value) for name, value in pairs if value is not None}


def written(value: object) -> str:
    """A field's value as it stands in a form."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Enum():
            return str(value.value)
        case Channel() | Member() | Role():
            return value.native
        case _:
            return str(value)


def _option(declared: dataclasses.Field[object], hint: object) -> Option:
    kind = _plain_type(hint)
    about: Mapping[str, Any] = {"most": _most(kind), **declared.metadata}
    return Option(
        name=declared.name,
        type=kind,
        required=declared.default is dataclasses.MISSING and not about.get("hidden", False),
        choices=_choices(kind),
        **about,
    )


def _plain_type(hint: object) -> type:
    """``str`` for ``str | None``; a field's type is one class besides None."""
    kinds = [kind for kind in typing.get_args(hint) or (hint,) if kind is not NoneType]
    return typing.cast("type", kinds[0])


def _most(kind: type) -> int:
    return MOST_OF_AN_ID if kind in {Channel, Member, Role} else MOST_LETTERS


def _choices(kind: type) -> tuple[tuple[str, str], ...]:
    if not issubclass(kind, Enum):
        return ()
    return tuple((str(each.value), getattr(each, "label", str(each.value))) for each in kind)
