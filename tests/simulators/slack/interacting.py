"""What people do and how the bot answers: triggers, forms, and addresses of their own."""

from __future__ import annotations

import asyncio
import secrets
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from tests.simulators.slack.world import Json, Refusal, Said, World

TRIGGERS_LAST = timedelta(seconds=3)
MOST_USES = 5
ADDRESSES_LAST = timedelta(minutes=30)


@dataclass(slots=True)
class Interaction:
    """One of them: what was said to it, and the form that it opened."""

    token: str
    user: str
    place: str
    at: datetime
    uses: int = 0
    is_triggered: bool = False
    shown: list[Said] = field(default_factory=list)
    form: Json | None = None
    errors: Json = field(default_factory=dict)
    _answered: asyncio.Event = field(default_factory=asyncio.Event)

    def answers(self, said: Said) -> None:
        """Something was said at its own address."""
        self.shown.append(said)
        self._answered.set()

    async def answered(self) -> list[Said]:
        """What was said to it, once something was."""
        await self._answered.wait()
        return self.shown


class Interactions:
    """All of them, by their tokens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: dict[str, Interaction] = {}
        self.triggers_last = TRIGGERS_LAST
        self.url = ""

    def begun(self, user: str, place: str) -> Interaction:
        """Somebody does something."""
        found = Interaction(secrets.token_hex(8), user, place, self._world.clock())
        self._by_token[found.token] = found
        return found

    def opened(self, given: Json) -> Json:
        """A form: a trigger serves once, and not for long."""
        asked = self._by_token.get(str(given.get("trigger_id")))
        if asked is None:
            raise Refusal("invalid_trigger_id")
        if asked.is_triggered:
            raise Refusal("exchanged_trigger_id")
        if self._world.clock() - asked.at > self.triggers_last:
            raise Refusal("expired_trigger_id")
        asked.is_triggered = True
        asked.form = {**given["view"], "id": self._world.new_id("V"), "hash": "1"}
        return {"view": asked.form}

    def responded(self, token: str, body: Json) -> None:
        """One more message at an interaction's own address."""
        asked = self._by_token.get(token)
        if asked is None or asked.uses >= MOST_USES or self._world.clock() - asked.at > ADDRESSES_LAST:
            raise Refusal("used_url")
        asked.uses += 1
        seen_by = asked.user if body.get("response_type", "ephemeral") == "ephemeral" else None
        shown: Json = {name: body[name] for name in ("text", "blocks") if name in body}
        place, bot = self._world.places[asked.place], self._bot(asked.place)
        asked.answers(self._world.say(place, bot, shown, seen_by=seen_by))

    def _bot(self, place: str) -> str:
        return self._world.teams[self._world.places[place].team].bot
