"""Everything that is in this Discord: people, servers, channels, messages; and what the API says of each."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

import discord

Json = dict[str, Any]

EPOCH_MS = 1_420_070_400_000
NONCES_LAST = timedelta(minutes=2)
EPHEMERAL = 64
JOINED = datetime(2026, 1, 1, tzinfo=UTC)
"""When everybody joined every server."""
TEXT, DIRECT, NEWS, PRIVATE_THREAD = 0, 1, 5, 12
EVERYTHING = discord.Permissions.all().value


class Refusal(Exception):
    """What the API answers instead: HTTP's status and Discord's own code."""

    def __init__(self, status: int, code: int, message: str = "") -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message


@dataclass(slots=True)
class User:
    """An account."""

    id: int
    name: str
    is_bot: bool = False
    takes_direct: bool = True
    locale: str = "en-GB"


@dataclass(slots=True)
class Role:
    """A role in a server; the one with the server's own id is everybody's."""

    id: int
    name: str
    permissions: int


@dataclass(slots=True)
class Place:
    """A channel, a thread or a direct conversation. ``people`` are those of a thread or a conversation."""

    id: int
    kind: int
    name: str
    guild: int | None = None
    parent: int | None = None
    is_nsfw: bool = False
    people: set[int] = field(default_factory=set)
    denied: dict[int, int] = field(default_factory=dict)
    granted: dict[int, int] = field(default_factory=dict)


@dataclass(slots=True)
class Said:
    """A message. ``seen_by`` is the one person who sees an ephemeral one; ``changed`` orders what happens to all."""

    id: int
    place: int
    by: int
    at: datetime
    body: Json
    seen_by: int | None = None
    pinned: bool = False
    edited: datetime | None = None
    changed: int = 0

    @property
    def content(self) -> str:
        """Its text."""
        return str(self.body.get("content") or "")

    @property
    def buttons(self) -> list[Json]:
        """Its buttons, in order."""
        return [each for row in self.body.get("components") or () for each in row.get("components", ())]


@dataclass(slots=True)
class Guild:
    """A server."""

    id: int
    name: str
    owner: int
    roles: dict[int, Role] = field(default_factory=dict)
    members: dict[int, set[int]] = field(default_factory=dict)


class World:
    """All of it, by ids."""

    def __init__(self, clock: Callable[[], datetime]) -> None:
        self.clock = clock
        self._numbers = count(1)
        self.changes = 0
        self.users: dict[int, User] = {}
        self.guilds: dict[int, Guild] = {}
        self.places: dict[int, Place] = {}
        self.said: dict[int, Said] = {}
        self.nonces: dict[tuple[int, str], tuple[datetime, int]] = {}
        self.bot = self.add_user("Brewmate", is_bot=True)

    def new_id(self) -> int:
        """A snowflake of now."""
        ms = int(self.clock().timestamp() * 1000) - EPOCH_MS
        return (ms << 22) | (next(self._numbers) & 0x3FFFFF)

    def add_user(self, name: str, *, is_bot: bool = False) -> User:
        """An account."""
        user = User(self.new_id(), name, is_bot)
        self.users[user.id] = user
        return user

    def add_guild(self, name: str, *, everybody: discord.Permissions) -> Guild:
        """A server with nobody in it but its owner."""
        owner = self.add_user(f"{name}'s owner")
        guild = Guild(self.new_id(), name, owner.id)
        guild.roles[guild.id] = Role(guild.id, "@everyone", everybody.value)
        guild.members[owner.id] = set()
        self.guilds[guild.id] = guild
        return guild

    def add_place(self, name: str, guild: Guild | None, kind: int = TEXT, **more: Any) -> Place:
        """A channel."""
        place = Place(self.new_id(), kind, name, guild.id if guild else None, **more)
        self.places[place.id] = place
        return place

    def direct(self, user: int) -> Place:
        """The bot's conversation with somebody."""
        for place in self.places.values():
            if place.kind == DIRECT and user in place.people:
                return place
        return self.add_place("", None, DIRECT, people={user, self.bot.id})

    def messages(self, place: int) -> list[Said]:
        """What stands there, the oldest first."""
        return sorted((each for each in self.said.values() if each.place == place), key=lambda each: each.id)

    def say(self, place: Place, by: int, body: Json, *, seen_by: int | None = None) -> Said:
        """Write something there."""
        said = Said(self.new_id(), place.id, by, self.clock(), body, seen_by)
        self.said[said.id] = said
        self.revise(said, body)
        return said

    def revise(self, said: Said, body: Json) -> None:
        """Let it say something else; what is left out stays."""
        self.changes += 1
        said.body, said.changed = {**said.body, **body}, self.changes

    # --- who may do what ----------------------------------------------------------------------------

    def allowed(self, user: int, place: Place) -> discord.Permissions:
        """What somebody may do in a channel, as Discord works it out; a thread has its channel's."""
        if place.guild is None:
            return discord.Permissions.all() if user in place.people else discord.Permissions.none()
        guild = self.guilds[place.guild]
        over = self.places[place.parent] if place.parent else place
        base = self.base(user, guild)
        if base & discord.Permissions.administrator.flag:
            return discord.Permissions.all()
        for whose in (guild.id, *guild.members.get(user, ()), user):
            base = base & ~over.denied.get(whose, 0) | over.granted.get(whose, 0)
        if place.kind == PRIVATE_THREAD and user not in place.people:
            base = 0
        return discord.Permissions(base)

    def base(self, user: int, guild: Guild) -> int:
        """The permissions of somebody's roles together."""
        if user == guild.owner:
            return EVERYTHING
        found = guild.roles[guild.id].permissions if user in guild.members else 0
        for role in guild.members.get(user, ()):
            found |= guild.roles[role].permissions
        return found

    # --- what the API says --------------------------------------------------------------------------

    def user_json(self, user: int) -> Json:
        """An account."""
        each = self.users[user]
        shown: Json = {"id": str(each.id), "username": each.name, "discriminator": "0", "global_name": each.name}
        return {**shown, "avatar": None, "bot": each.is_bot, "public_flags": 0, "flags": 0}

    def member_json(self, user: int, guild: Guild, *, within: Place | None = None) -> Json:
        """Somebody in a server."""
        shown: Json = {"user": self.user_json(user), "roles": [str(each) for each in guild.members[user]]}
        shown |= {"joined_at": JOINED.isoformat(), "deaf": False, "mute": False, "nick": None, "flags": 0}
        if within is not None:
            shown["permissions"] = str(self.allowed(user, within).value)
        return shown

    def place_json(self, place: Place) -> Json:
        """A channel."""
        shown: Json = {"id": str(place.id), "type": place.kind, "name": place.name, "position": 0}
        if place.kind == DIRECT:
            people = [self.user_json(each) for each in place.people if each != self.bot.id]
            return {"id": str(place.id), "type": DIRECT, "recipients": people, "last_message_id": None, "flags": 0}
        kinds = self.guilds[place.guild].roles if place.guild else {}
        shown["permission_overwrites"] = [
            {"id": str(whose), "type": 0 if whose in kinds else 1} | _bits(place, whose)
            for whose in place.denied.keys() | place.granted.keys()
        ]
        shown |= {"guild_id": str(place.guild), "nsfw": place.is_nsfw, "parent_id": None, "topic": None, "flags": 0}
        if place.kind == PRIVATE_THREAD:
            meta: Json = {"archived": False, "auto_archive_duration": 10080, "locked": False, "invitable": False}
            meta |= {"archive_timestamp": "2026-01-01T00:00:00+00:00"}
            shown |= {"parent_id": str(place.parent), "owner_id": str(self.bot.id), "thread_metadata": meta}
            shown |= {"message_count": 0, "member_count": len(place.people)}
            shown["member"] = self.thread_member_json(place, self.bot.id)
        return shown

    def thread_member_json(self, place: Place, user: int) -> Json:
        """Somebody in a thread."""
        return {"id": str(place.id), "user_id": str(user), "join_timestamp": "2026-01-01T00:00:00+00:00", "flags": 0}

    def guild_json(self, guild: Guild) -> Json:
        """A server as it comes over the gateway: of its members only the bot."""
        places = [each for each in self.places.values() if each.guild == guild.id]
        shown: Json = {"id": str(guild.id), "name": guild.name, "owner_id": str(guild.owner), "icon": None}
        shown |= {"roles": [_role_json(each) for each in guild.roles.values()], "emojis": [], "features": []}
        shown |= {"verification_level": 0, "default_message_notifications": 0, "explicit_content_filter": 0}
        shown |= {"mfa_level": 0, "system_channel_id": None, "premium_tier": 0, "preferred_locale": "en-GB"}
        shown |= {"member_count": len(guild.members), "afk_timeout": 300, "nsfw_level": 0, "large": False}
        shown |= {"channels": [self.place_json(each) for each in places if each.kind != PRIVATE_THREAD]}
        shown |= {"threads": [self.place_json(each) for each in places if each.kind == PRIVATE_THREAD]}
        shown |= {"members": [self.member_json(self.bot.id, guild)] if self.bot.id in guild.members else []}
        return {**shown, "presences": [], "voice_states": [], "stage_instances": [], "guild_scheduled_events": []}

    def message_json(self, said: Said, *, hides_content: bool = False) -> Json:
        """A message; its nonce is never told again."""
        place = self.places[said.place]
        body = said.body
        shown: Json = {"id": str(said.id), "channel_id": str(place.id), "author": self.user_json(said.by), "type": 0}
        shown |= {"content": said.content, "timestamp": said.at.isoformat(), "tts": False, "attachments": []}
        shown |= {"edited_timestamp": said.edited.isoformat() if said.edited else None, "mention_everyone": False}
        shown |= {"embeds": body.get("embeds") or [], "components": body.get("components") or []}
        named = [each for each in self.users if f"<@{each}>" in said.content]
        shown |= {"mentions": [self.user_json(each) for each in named], "mention_roles": [], "pinned": said.pinned}
        shown["flags"] = int(body.get("flags") or 0)
        if hides_content and said.by != self.bot.id and place.kind != DIRECT and self.bot.id not in named:
            shown |= {"content": "", "embeds": [], "components": []}
        return shown

    def shown_to(self, user: int, places: Iterable[Place]) -> list[Said]:
        """What somebody sees there, the oldest first."""
        seen = (
            each
            for place in places
            if self.allowed(user, place).view_channel
            for each in self.messages(place.id)
            if each.seen_by in {None, user}
        )
        return sorted(seen, key=lambda each: each.id)


def _bits(place: Place, whose: int) -> Json:
    return {"allow": str(place.granted.get(whose, 0)), "deny": str(place.denied.get(whose, 0))}


def _role_json(role: Role) -> Json:
    shown: Json = {"id": str(role.id), "name": role.name, "permissions": str(role.permissions), "color": 0}
    shown |= {"colors": {"primary_color": 0, "secondary_color": None, "tertiary_color": None}, "position": 0}
    return {**shown, "hoist": False, "managed": False, "mentionable": False, "flags": 0}
