"""What became of each press, command and form: one first answer within three seconds, then what follows."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from tests.simulators.discord.limits import message_faults, modal_faults
from tests.simulators.discord.world import EPHEMERAL, Json, Refusal, Said, World

SAY, DEFER_SAYING, DEFER_REVISING, REVISE, SUGGEST, FORM = 4, 5, 6, 7, 8, 9
UNKNOWN_INTERACTION, ANSWERED_ALREADY, UNKNOWN_MESSAGE = 10062, 40060, 10008

Check = Callable[[Iterable[str]], None]


@dataclass(slots=True)
class Interaction:
    """One of them. ``first`` is done with the kind of the first answer; ``shown`` is what it said, ``form`` opened."""

    token: str
    user: int
    place: int
    on: int | None = None
    is_form: bool = False
    first: asyncio.Future[int] = field(default_factory=lambda: asyncio.get_running_loop().create_future())
    settled: asyncio.Event = field(default_factory=asyncio.Event)
    flags: int = 0
    original: int | None = None
    shown: list[Said] = field(default_factory=list)
    form: Json | None = None
    suggested: list[Json] = field(default_factory=list)


class Interactions:
    """All of them, by their tokens."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._by_token: dict[str, Interaction] = {}
        self._awaited: asyncio.Future[Interaction] | None = None

    def add(self, interaction: Interaction) -> None:
        """Somebody did something."""
        self._by_token[interaction.token] = interaction
        if self._awaited is not None:
            self._awaited.set_result(interaction)
            self._awaited = None

    async def next(self) -> Interaction:
        """What somebody does next, as soon as they do it."""
        self._awaited = asyncio.get_running_loop().create_future()
        return await self._awaited

    def answered(self, token: str, body: Json, check: Check) -> Said | None:
        """The first answer."""
        asked = self._find(token)
        if asked.first.done():
            raise Refusal(400, ANSWERED_ALREADY)
        kind, data = body["type"], body.get("data") or {}
        said = None
        match kind:
            case 4:
                check(message_faults(data))
                asked.original = (said := self._say(asked, data)).id
                asked.settled.set()
            case 5:
                asked.flags = int(data.get("flags") or 0)
            case 6:
                asked.original = asked.on
                asked.settled.set()
            case 7:
                said = self._world.said[asked.on or 0]
                check(message_faults({**said.body, **data}))
                self._world.revise(said, data)
                asked.settled.set()
            case 8:
                asked.suggested = data["choices"]
                check(["more than 25 suggestions"] if len(asked.suggested) > 25 else [])
                asked.settled.set()
            case 9:
                check(["a form in answer to a form"] if asked.is_form else modal_faults(data))
                asked.form = data
                asked.settled.set()
            case _:
                check([f"an answer of the kind {kind}"])
        asked.first.set_result(kind)
        return said

    def followed(self, token: str, body: Json, check: Check) -> Said:
        """One more message."""
        asked = self._find(token)
        if not asked.first.done():
            raise Refusal(404, UNKNOWN_INTERACTION)
        check(message_faults(body))
        said = self._say(asked, body)
        asked.settled.set()
        return said

    def edited(self, token: str, message: str, body: Json, check: Check) -> Said:
        """The answer drawn anew, or at last."""
        asked = self._find(token)
        if message == "@original" and asked.original is None and asked.first.done():
            check(message_faults(body))
            said = self._say(asked, {**body, "flags": asked.flags})
            asked.original = said.id
            asked.settled.set()
            return said
        said = self.answer(token, message)
        check(message_faults({**said.body, **body}))
        self._world.revise(said, body)
        asked.settled.set()
        return said

    def answer(self, token: str, message: str) -> Said:
        """A message that was said in answer."""
        asked = self._find(token)
        id_ = asked.original if message == "@original" else int(message)
        if id_ not in self._world.said:
            raise Refusal(404, UNKNOWN_MESSAGE)
        return self._world.said[id_]

    def deleted(self, token: str, message: str) -> None:
        """Taken away; of an answer that was only announced nothing is left to wait for."""
        asked = self._find(token)
        if message == "@original" and asked.original is None:
            asked.settled.set()
            return
        del self._world.said[self.answer(token, message).id]
        asked.settled.set()

    def _find(self, token: str) -> Interaction:
        if token not in self._by_token:
            raise Refusal(404, UNKNOWN_INTERACTION)
        return self._by_token[token]

    def _say(self, asked: Interaction, body: Json) -> Said:
        flags = int(body.get("flags") or 0)
        seen_by = asked.user if flags & EPHEMERAL else None
        said = self._world.say(self._world.places[asked.place], self._world.bot.id, body, seen_by=seen_by)
        asked.shown.append(said)
        return said
