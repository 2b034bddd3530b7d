"""Everything that is in this Slack: workspaces, people, channels, messages; and what the API says of each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from typing import Any

Json = dict[str, Any]

EVERY_SCOPE = frozenset(
    {
        *("chat:write", "commands", "channels:read", "groups:read", "im:write", "im:history", "mpim:write"),
        *("pins:write", "users:read", "usergroups:read", "app_mentions:read", "channels:history", "groups:history"),
    }
)


class Refusal(Exception):
    """What the API answers instead: Slack's own word for why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(slots=True)
class User:
    """Somebody in a workspace."""

    id: str
    name: str
    team: str
    is_bot: bool = False
    is_admin: bool = False
    takes_direct: bool = True
    zone: str = "Europe/London"
    locale: str = "en-GB"
    is_closed: bool = False
    """Whether the account was closed."""


@dataclass(slots=True)
class Place:
    """A channel (``C``), a conversation of a few (``G``) or of two (``D``), with who is in it."""

    id: str
    name: str
    team: str
    people: set[str] = field(default_factory=set)
    is_private: bool = False
    is_archived: bool = False

    @property
    def is_channel(self) -> bool:
        """Whether it is one that people join by its name."""
        return self.id.startswith("C")


@dataclass(slots=True)
class Said:
    """A message. ``seen_by`` is the one person who sees an ephemeral one; ``changed`` orders what happens to all."""

    ts: str
    place: str
    by: str
    at: datetime
    body: Json
    seen_by: str | None = None
    thread: str | None = None
    pinned: bool = False
    changed: int = 0

    @property
    def text(self) -> str:
        """What a notification shows."""
        return str(self.body.get("text") or "")

    @property
    def buttons(self) -> list[Json]:
        """Its buttons, in order."""
        rows = (each for each in self.body.get("blocks") or () if each["type"] == "actions")
        return [each for row in rows for each in row["elements"]]


@dataclass(slots=True)
class Team:
    """A workspace, its bot, and what the bot may do there."""

    id: str
    name: str
    bot: str
    token: str
    scopes: set[str] = field(default_factory=lambda: set(EVERY_SCOPE))
    organisation: str = ""
    groups: dict[str, tuple[str, set[str]]] = field(default_factory=dict)
    """User groups by their ids: the name, and who is in it."""


class World:
    """All of it, by ids."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._numbers = count(1)
        self.changes = 0
        self.teams: dict[str, Team] = {}
        self.users: dict[str, User] = {}
        self.places: dict[str, Place] = {}
        self.said: dict[tuple[str, str], Said] = {}
        self.homes: dict[str, Json] = {}
        """What stands on the bot's own page, for whom."""

    def new_id(self, kind: str) -> str:
        """An id as Slack's look: a letter that says what it is of."""
        return f"{kind}{next(self._numbers):010d}"

    def add_team(self, name: str, *, is_installed: bool = True) -> Team:
        """A workspace, with the bot installed by its token."""
        team = Team(self.new_id("T"), name, "", "")
        team.bot = self.add_user("Brewmate", team.id, is_bot=True).id
        team.token = f"xoxb-{team.id}" if is_installed else ""
        self.teams[team.id] = team
        return team

    def add_user(self, name: str, team: str, *, is_bot: bool = False, is_admin: bool = False) -> User:
        """Somebody."""
        user = User(self.new_id("U"), name, team, is_bot, is_admin)
        self.users[user.id] = user
        return user

    def add_channel(self, name: str, team: str, *, people: set[str] | None = None, is_private: bool = False) -> Place:
        """A channel, with everybody in it who is there already, or only with these."""
        everybody = {each.id for each in self.users.values() if each.team == team}
        place = Place(self.new_id("C"), name, team, everybody if people is None else people, is_private)
        self.places[place.id] = place
        return place

    def team_of(self, arguments: Json) -> str:
        """The workspace that a call is about, by what it names."""
        users = arguments.get("users") or [arguments.get("user") or arguments.get("user_id")]
        named = self.places.get(str(arguments.get("channel"))) or self.users.get(str(next(iter(users))))
        return str(arguments.get("team_id") or (named.team if named else ""))

    def conversation(self, people: set[str], team: str) -> Place:
        """The one conversation of these people."""
        for place in self.places.values():
            if not place.is_channel and place.people == people:
                return place
        kind = "D" if len(people) == 2 else "G"  # of two
        place = Place(self.new_id(kind), "", team, people, is_private=True)
        self.places[place.id] = place
        return place

    def say(self, place: Place, by: str, body: Json, *, seen_by: str | None = None, thread: str | None = None) -> Said:
        """Write something there."""
        at = self.clock()
        ts = f"{int(at.timestamp())}.{next(self._numbers):06d}"
        said = Said(ts, place.id, by, at, {}, seen_by, thread)
        self.said[place.id, ts] = said
        self.revise(said, body)
        return said

    def revise(self, said: Said, body: Json) -> None:
        """Let it say something else; what is left out stays."""
        self.changes += 1
        said.body, said.changed = {**said.body, **body}, self.changes

    def messages(self, place: str) -> list[Said]:
        """What stands there, the oldest first."""
        return sorted((each for each in self.said.values() if each.place == place), key=lambda each: each.ts)

    def shown_to(self, user: str) -> list[Said]:
        """What somebody sees anywhere, the oldest first."""
        mine = {place.id for place in self.places.values() if user in place.people}
        seen = [each for each in self.said.values() if each.place in mine and each.seen_by in {None, user}]
        return sorted((each for each in seen if not self._is_hidden(each)), key=lambda each: each.ts)

    def _is_hidden(self, said: Said) -> bool:
        """An ephemeral in a thread that nobody has answered in yet is shown nowhere."""
        if said.seen_by is None or said.thread is None:
            return False
        return not any(each.thread == said.thread and each.seen_by is None for each in self.said.values())
