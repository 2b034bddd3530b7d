"""Discord's command tree, read off the one declaration of each command.

discord.py reads options off a callback's signature; here the signature is written (``__signature__``). No option is
required of Discord: one that is missing opens the command's form, as on every platform.
"""

from __future__ import annotations

import inspect
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from enum import Enum
from itertools import groupby
from typing import Any, Protocol

import discord
import structlog
from discord import AppCommandOptionType as Kind
from discord import app_commands
from discord.app_commands import AppCommandContext, AppInstallationType, Choice, ContextMenu, Transform, locale_str

from adapters.discord.render import shortened
from bot.contract.commands import Audience, Command, Menu, Option
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Suggestion
from bot.texts import translator

log = structlog.get_logger("brewmate.discord")

LONGEST_DESCRIPTION = 100
LONGEST_CHOICE = 100
LONGEST_MENU = 32
MOST_CHOICES = 25

POSTABLE = (discord.ChannelType.text, discord.ChannelType.news)
KINDS: Mapping[type, Kind] = {
    bool: Kind.boolean,
    int: Kind.integer,
    Channel: Kind.channel,
    Member: Kind.user,
    Role: Kind.role,
}

About = discord.Message | discord.Member | discord.User
Interaction = discord.Interaction[Any]


class Hands(Protocol):
    """The client, as far as commands know it."""

    async def invoked(self, interaction: Interaction, command: Command, values: Mapping[str, str]) -> None:
        """Somebody used the slash command with these options."""

    async def chosen(self, interaction: Interaction, command: Command, about: About) -> None:
        """Somebody chose it from the menu of a message or of a member."""

    async def suggested(self, interaction: Interaction, suggester: str, typed: str) -> Sequence[Suggestion]:
        """Completions of what is being typed."""


class Words(app_commands.Translator):
    """Descriptions and choices in the languages that Brewmate speaks; the commands' own names stay as they are."""

    async def translate(
        self, string: locale_str, locale: discord.Locale, context: app_commands.TranslationContextTypes
    ) -> str | None:
        """In that language, or None where it has no words of its own."""
        source, most = string.extras.get("source"), string.extras.get("most")
        if not isinstance(source, str) or not isinstance(most, int):
            return None
        translated = translator(locale.value)(source)
        return shortened(translated, most) if translated != source else None


def declare(tree: app_commands.CommandTree[Any], commands: Iterable[Command], hands: Hands) -> None:
    """Add every command to the tree: groups by the first word, and what stands in a menu there, too."""
    ordered = sorted(commands, key=lambda each: each.top)
    for top, declared in groupby(ordered, key=lambda each: each.top):
        together = list(declared)
        tree.add_command(_group(top, together, hands) if " " in together[0].path else _command(together[0], hands))
        for each in together:
            if each.menu is not None:
                tree.add_command(_menu(each, each.menu, hands))


async def payload(tree: app_commands.CommandTree[Any], words: Words) -> list[dict[str, Any]]:
    """What Discord is to be told: every command with its translations."""
    return [await each.get_translated_payload(tree, words) for each in tree.get_commands()]


def is_same(registered: Iterable[Mapping[str, Any]], declared: Iterable[Mapping[str, Any]]) -> bool:
    """Whether Discord knows just these commands; what it adds of its own (ids, versions, defaults) doesn't count."""
    return _by_name(registered) == _by_name(declared)


def _group(top: str, commands: Sequence[Command], hands: Hands) -> app_commands.Group:
    group = app_commands.Group(
        name=top,
        description=shortened(", ".join(each.path.partition(" ")[2] for each in commands), LONGEST_DESCRIPTION),
        auto_locale_strings=False,
        **_where(commands[0]),
    )
    for each in commands:
        group.add_command(_command(each, hands))
    return group


def _command(command: Command, hands: Hands) -> app_commands.Command[Any, ..., Any]:
    async def use(interaction: Interaction, **values: str | None) -> None:
        await hands.invoked(interaction, command, {name: each for name, each in values.items() if each is not None})

    shown = [each for each in command.options if not each.hidden]
    use.__signature__ = _signature(shown, hands)  # type: ignore[attr-defined]  # read by inspect.signature
    described = {each.name: _words(each.hint or each.label, LONGEST_DESCRIPTION) for each in shown}
    is_subcommand = " " in command.path
    made: app_commands.Command[Any, ..., Any] = app_commands.Command(
        name=command.path.rpartition(" ")[2],
        description=_words(command.summary, LONGEST_DESCRIPTION),
        callback=app_commands.describe(**described)(use) if described else use,
        auto_locale_strings=False,
    )
    if not is_subcommand:
        where = _where(command)
        made.allowed_contexts, made.allowed_installs = where["allowed_contexts"], where["allowed_installs"]
        made.default_permissions = where["default_permissions"]
    return made


def _signature(options: Sequence[Option], hands: Hands) -> inspect.Signature:
    first = inspect.Parameter("interaction", inspect.Parameter.POSITIONAL_OR_KEYWORD, annotation=Interaction)
    rest = [
        inspect.Parameter(
            each.name,
            inspect.Parameter.POSITIONAL_OR_KEYWORD,
            default=None,
            annotation=Transform[str, (_Suggesting if each.suggester else _Typed)(each, hands)],
        )
        for each in options
    ]
    return inspect.Signature([first, *rest])


class _Typed(app_commands.Transformer):
    """An option as text, which the declaration reads."""

    def __init__(self, option: Option, hands: Hands) -> None:
        self._option = option
        self._hands = hands

    @property
    def type(self) -> Kind:
        """How Discord asks for it. What completes as it is typed is text, so that words find it, too."""
        return Kind.string if self._option.suggester else KINDS.get(self._option.type, Kind.string)

    @property
    def channel_types(self) -> list[discord.ChannelType]:
        """Channels in which something can be posted."""
        return list(POSTABLE)

    @property
    def max_value(self) -> int | None:
        """The longest text, for text."""
        return self._option.most if self.type is Kind.string and not self._option.choices else None

    @property
    def choices(self) -> list[Choice[str | int | float]] | None:
        """The choices by their labels."""
        if not issubclass(self._option.type, Enum):
            return None
        return [Choice(name=_words(label, LONGEST_CHOICE), value=value) for value, label in self._option.choices]

    async def transform(self, interaction: Interaction, value: object, /) -> str:
        """The value as a form would hold it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return str(getattr(value, "id", value))


class _Suggesting(_Typed):
    async def autocomplete(
        self, interaction: Interaction, value: str | int | float, /
    ) -> list[Choice[str | int | float]]:
        """What it may become."""
        found = await self._hands.suggested(interaction, self._option.suggester or "", str(value))
        return [
            Choice(name=shortened(each.label, LONGEST_CHOICE) or each.value, value=each.value)
            for each in found[:MOST_CHOICES]
            if len(each.value) <= LONGEST_CHOICE
        ]


def _menu(command: Command, menu: Menu, hands: Hands) -> ContextMenu:
    async def on_message(interaction: Interaction, message: discord.Message) -> None:
        await hands.chosen(interaction, command, message)

    async def on_member(interaction: Interaction, member: discord.Member) -> None:
        await hands.chosen(interaction, command, member)

    callbacks: Mapping[Menu, Callable[..., Awaitable[None]]] = {Menu.MESSAGE: on_message, Menu.MEMBER: on_member}
    made = ContextMenu(
        name=_words(command.menu_label or command.summary, LONGEST_MENU),
        callback=callbacks[menu],  # type: ignore[arg-type]  # its two kinds are one or the other
        auto_locale_strings=False,
    )
    where = _where(command)
    made.allowed_contexts, made.allowed_installs = AppCommandContext(guild=True), where["allowed_installs"]
    made.default_permissions = where["default_permissions"]
    return made


def _where(command: Command) -> dict[str, Any]:
    """Where a top-level command is offered, and to whom: a moderators' one to who may manage the server."""
    for_moderators = command.audience is Audience.MODERATORS
    return {
        "allowed_contexts": AppCommandContext(guild=True, dm_channel=not for_moderators),
        "allowed_installs": AppInstallationType(guild=True),
        "default_permissions": discord.Permissions(manage_guild=True) if for_moderators else None,
    }


def _words(source: str, most: int) -> locale_str:
    return locale_str(shortened(source, most), source=source, most=most)


def _by_name(commands: Iterable[Mapping[str, Any]]) -> dict[tuple[object, object], object]:
    return {(each.get("type", 1), each["name"]): _essence(each) for each in commands}


_KEPT = (
    *("type", "name", "description", "name_localizations", "description_localizations"),
    *("default_member_permissions", "contexts", "integration_types", "nsfw"),
    *("options", "required", "choices", "value", "autocomplete", "channel_types"),
    *("min_value", "max_value", "min_length", "max_length"),
)


def _essence(command: object) -> object:
    """What was declared, without what is empty or the default."""
    match command:
        case Mapping():
            kept = {
                name: _essence(command[name]) for name in _KEPT if command.get(name) not in (None, False, [], {}, "")
            }
            if "default_member_permissions" in kept:
                kept["default_member_permissions"] = str(kept["default_member_permissions"])
            return kept
        case list() | tuple():
            return [_essence(each) for each in command]
        case _:
            return command


async def register(client: discord.Client, tree: app_commands.CommandTree[Any], guild: int | None) -> None:
    """Tell Discord the commands, once for all servers or at once for one; and only where it knows others."""
    application = client.application_id or 0
    declared = await payload(tree, Words())
    within = f"/applications/{application}" + (f"/guilds/{guild}" if guild is not None else "")
    if is_same(await client.http.request(_listing(f"{within}/commands")), declared):
        return
    upsert: list[Any] = declared
    if guild is None:
        await client.http.bulk_upsert_global_commands(application, upsert)
    else:
        await client.http.bulk_upsert_guild_commands(application, guild, upsert)
    log.info("commands_registered", count=len(declared))


def _listing(path: str) -> discord.http.Route:
    """The registered commands with their translations, which discord.py doesn't ask for."""
    return discord.http.Route("GET", f"{path}?with_localizations=true")
