"""People of the journeys' stage on Slack."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, cast

from adapters.slack.forms import read_carried
from tests.simulators.slack.connecting import dealt_with
from tests.simulators.slack.interacting import Interaction
from tests.simulators.slack.people import Person
from tests.simulators.slack.world import Said
from tests.stages.acting import Actor, Opened, Seen

if TYPE_CHECKING:
    from tests.stages.on_slack import SlackStage


class SlackActor(Actor):
    """Somebody on Slack."""

    def __init__(self, stage: SlackStage, name: str, person: Person) -> None:
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
            command, _, rest = text.partition(" ")
            await self._note(await self.person.types(place, command, self._spelt(rest)))
            return
        await self.person.says(place, self._spelt(text))
        await dealt_with()

    async def tells_brewmate(self, text: str) -> None:
        direct = self._there.world.conversation({self._there.team.bot, self.person.user.id}, self._there.team.id)
        await self.person.says(direct, self._spelt(text))
        await dealt_with()

    async def presses(self, label: str, post: Seen | None = None) -> None:
        for said in [cast("Said", post.handle)] if post else reversed(self._visible()):
            labels = [each["text"]["text"] for each in said.buttons]
            shown = next((each for each in labels if label in each), None)
            if shown is not None:
                await self._note(await self.person.presses(shown, said))
                return
        message = f"{self.name} sees no button “{label}”"
        raise AssertionError(message)

    async def opens(self) -> Opened | None:
        if self._form is None or self._form.form is None:
            return None
        filled: dict[str, str] = {}
        errors = dict(self._form.errors)
        warning = ""
        for block in self._form.form["blocks"]:
            if block["type"] == "section":
                warning = block["text"]["text"]
                continue
            element = block["element"]
            standing = element.get("initial_value") or element.get("initial_conversation")
            standing = standing or element.get("initial_user") or (element.get("initial_option") or {}).get("value")
            if standing:
                filled[block["block_id"]] = standing
            if warning:
                errors[block["block_id"]] = warning
            warning = ""
        return Opened(filled, errors)

    async def fills_in(self, **values: str) -> None:
        assert self._form is not None, "no form is open"
        form, self._form = self._form, None
        filled = {name: self._picked(each) for name, each in values.items()}
        await self._note(await self.person.submits(form, **filled))

    async def offers_support(self, about: Seen) -> None:
        await self._note(await self.person.chooses("menu-offer-help", cast("Said", about.handle)))

    async def deletes(self, post: Seen) -> None:
        await self.person.deletes(cast("Said", post.handle))
        await dealt_with()

    async def leaves(self) -> None:
        await self.person.leaves()
        await dealt_with()

    def takes_direct_messages(self, *, taken: bool) -> None:
        self.person.user.takes_direct = taken

    def speaks(self, locale: str) -> None:
        self.person.user.locale = locale

    def moderates_no_more(self) -> None:
        self.person.user.is_admin = False

    # --- looking ---

    def everything(self) -> Sequence[Seen]:
        return [self._there.seen(each) for each in self._visible()]

    def fresh(self) -> Sequence[Seen]:
        fresh = [each for each in self._visible() if each.changed > self._looked]
        self._looked = self._there.world.changes
        return [self._there.seen(each) for each in sorted(fresh, key=lambda each: each.changed)]

    def _visible(self) -> list[Said]:
        return self._there.world.shown_to(self.person.user.id)

    # --- private ---

    async def _note(self, answered: Interaction) -> None:
        await dealt_with()
        self._form = answered if answered.form is not None else None
        if self._form is not None and self._form.form is not None:
            assert read_carried(self._form.form["private_metadata"]).command

    def _spelt(self, text: str) -> str:
        """As Slack hands it over: escaped, with mentions spelt out."""
        escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        escaped = re.sub(r"#([\w-]+)", self._channel, escaped)
        return re.sub(r"@(\w+)", self._person, escaped)

    def _channel(self, found: re.Match[str]) -> str:
        place = self._there.places.get(found[1])
        return f"<#{place.id}|{place.name}>" if place else found[0]

    def _person(self, found: re.Match[str]) -> str:
        name = found[1].capitalize()
        if name == "Brewmate":
            return f"<@{self._there.team.bot}>"
        actor = self._there.people.get(name)
        return f"<@{actor.person.user.id}|{name.lower()}>" if actor else found[0]

    def _picked(self, value: str) -> str:
        """What is chosen from a list of channels, people or groups, by the name; or what is written."""
        if value in self._there.places:
            return self._there.native(value)
        groups = {name.lower(): id_ for id_, (name, _) in self._there.team.groups.items()}
        if value in groups:
            return groups[value]
        actor = self._there.people.get(value.capitalize())
        return actor.person.user.id if actor else value
