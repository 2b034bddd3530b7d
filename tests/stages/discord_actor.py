"""People of the journeys' stage on Discord."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, cast

from bot.contract.commandline import Typed, parse
from bot.contract.commands import Command
from bot.contract.places import Channel, Member, Role
from bot.texts import translator
from tests.simulators.discord.connecting import dealt_with
from tests.simulators.discord.interacting import Interaction
from tests.simulators.discord.people import BOOLEAN, CHANNEL, ROLE, USER, Person
from tests.simulators.discord.world import Place, Said
from tests.stages.acting import Actor, Opened, Seen

if TYPE_CHECKING:
    from tests.stages.on_discord import DiscordStage

PICKS_A_PERSON, PICKS_A_ROLE, PICKS_A_CHANNEL = 5, 6, 8
REOPEN = "Open the form again"


class DiscordActor(Actor):
    """Somebody on Discord."""

    def __init__(self, stage: DiscordStage, name: str, person: Person) -> None:
        super().__init__(stage)
        self.name = name
        self.person = person
        self._there = stage
        self._looked = 0
        self._form: Interaction | None = None

    # --- doing ---

    async def says(self, text: str, channel: str = "general") -> None:
        place = self._there.places[channel]
        if text.startswith("/"):
            command, values = self._typed(text)
            await self._note(await self.person.types(place, command.path, **values))
            return
        await self._writes(place, text)

    async def tells_brewmate(self, text: str) -> None:
        await self._writes(self._there.world.direct(self.person.user.id), text)

    async def presses(self, label: str, post: Seen | None = None) -> None:
        for said in [cast("Said", post.handle)] if post else reversed(self._visible()):
            shown = next((each["label"] for each in said.buttons if label in each["label"]), None)
            if shown is not None:
                await self._note(await self.person.presses(shown, said))
                return
        message = f"{self.name} sees no button “{label}”"
        raise AssertionError(message)

    async def opens(self) -> Opened | None:
        form = await self._opened()
        if form is None or form.form is None:
            return None
        command = self._command(form.form["custom_id"].split("|")[1])
        fields = {each["component"]["custom_id"]: each for each in _fields(form)}
        t = translator(self.person.user.locale)
        hints = {option.name: t(option.hint) for option in command.options}
        filled = {name: _standing(each["component"]) for name, each in fields.items()}
        described = {name: each.get("description") or "" for name, each in fields.items()}
        errors = {name: each for name, each in described.items() if each and each != hints[name]}
        return Opened({name: each for name, each in filled.items() if each}, errors)

    async def fills_in(self, **values: str) -> None:
        form = await self._opened()
        assert form is not None, "no form is open"
        self._form = None
        kinds = {each["component"]["custom_id"]: each["component"]["type"] for each in _fields(form)}
        filled = {name: self._picked(kinds[name], each) for name, each in values.items()}
        await self._note(await self.person.submits(form, **filled))

    async def offers_support(self, about: Seen) -> None:
        await self._note(await self.person.chooses("Offer support", cast("Said", about.handle)))

    async def deletes(self, post: Seen) -> None:
        await self.person.deletes(cast("Said", post.handle))
        await self._there.settled()

    async def leaves(self) -> None:
        await self.person.leaves()
        await self._there.settled()

    def takes_direct_messages(self, *, taken: bool) -> None:
        self.person.user.takes_direct = taken

    def speaks(self, locale: str) -> None:
        self.person.user.locale = locale

    def moderates_no_more(self) -> None:
        self._there.guild.members[self.person.user.id].clear()

    # --- looking ---

    def everything(self) -> Sequence[Seen]:
        return [self._there.seen(each) for each in self._visible()]

    def fresh(self) -> Sequence[Seen]:
        fresh = [each for each in self._visible() if each.changed > self._looked]
        self._looked = self._there.world.changes
        return [self._there.seen(each) for each in sorted(fresh, key=lambda each: each.changed)]

    def _visible(self) -> list[Said]:
        return self._there.world.shown_to(self.person.user.id, self._there.world.places.values())

    # --- private ---

    async def _note(self, answered: Interaction) -> None:
        await dealt_with()
        self._form = answered if answered.form is not None else None

    async def _opened(self) -> Interaction | None:
        """The form that opened; a refused one can be opened again by the button under what is wrong."""
        if self._form is None:
            newest = next((each for each in reversed(self._visible()) if each.by == self._there.world.bot.id), None)
            if newest is not None and REOPEN in [each["label"] for each in newest.buttons]:
                await self._note(await self.person.presses(REOPEN, newest))
        return self._form

    async def _writes(self, place: Place, text: str) -> None:
        mention = f"<@{self._there.world.bot.id}>"
        await self.person.says(place, text.replace("@Brewmate", mention).replace("@brewmate", mention))
        await self._there.settled()

    def _command(self, path: str) -> Command:
        return next(each for each in self._there.running.catalogue.declarations if each.path == path)

    def _typed(self, line: str) -> tuple[Command, Mapping[str, Any]]:
        """The command and its options as the app sends them."""
        typed = parse(line, self._there.running.catalogue.declarations, self._resolve)
        assert isinstance(typed, Typed), f"the app knows no {line}"
        kinds = self.person.kinds(typed.command.path)
        return typed.command, {name: _given(kinds[name], value) for name, value in typed.values.items()}

    def _picked(self, kind: int, value: str) -> str:
        """What is chosen from a list of channels, people or roles, by the name; or what is written."""
        if kind == PICKS_A_CHANNEL and value in self._there.places:
            return self._there.native(value)
        if kind == PICKS_A_PERSON and value.capitalize() in self._there.people:
            return str(self._there.people[value.capitalize()].person.user.id)
        return (kind == PICKS_A_ROLE and self._resolve(Role, value)) or value

    def _resolve(self, kind: type, word: str) -> str | None:
        if kind is Channel and word.removeprefix("#") in self._there.places:
            return self._there.native(word.removeprefix("#"))
        if kind is Member and word.removeprefix("@").capitalize() in self._there.people:
            return str(self._there.people[word.removeprefix("@").capitalize()].person.user.id)
        if kind is Role:
            roles = self._there.guild.roles.values()
            return next((str(each.id) for each in roles if each.name.lower() == word.removeprefix("@")), None)
        return None


def _fields(form: Interaction) -> Sequence[Mapping[str, Any]]:
    assert form.form is not None
    found: Sequence[Mapping[str, Any]] = form.form["components"]
    return found


def _given(kind: int, value: str) -> object:
    if kind == BOOLEAN:
        return value == "yes"
    return int(value) if kind in {USER, CHANNEL, ROLE} else value


def _standing(component: Mapping[str, Any]) -> str:
    """What a field holds."""
    chosen = [each["value"] for each in component.get("options") or () if each.get("default")]
    chosen += [each["id"] for each in component.get("default_values") or ()]
    return str(component.get("value") or (chosen[0] if chosen else ""))
