"""The room as one person sees it, as JSON for the page."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Sequence
from datetime import datetime, tzinfo
from zoneinfo import ZoneInfo

from adapters.html import render, written
from adapters.room import Change, Happening, OpenForm, Person, Place, Post, Room
from adapters.room.people import BOT_NAME
from adapters.room.things import Kind
from adapters.web.playground import wording
from adapters.web.playground.asking import Json
from adapters.web.playground.declaring import declared
from bot.contract.commands import Audience, Command
from bot.contract.messages import Message
from bot.contract.places import Channel, Member
from bot.texts import Translator, translator

MOST_POSTS = 200
"""How many posts of each place the page gets when it loads."""


KINDS = tuple(Kind)
"""Kinds of places in the order in which the page lists them."""


class View:
    """What one person may see of the room; everything that leaves for their page goes through here.

    ``moderates`` is whether the person may use what is for moderators. It comes from outside, anew at each request.
    """

    def __init__(
        self, room: Room, commands: Sequence[Command], person: Person, zone: tzinfo, locale: str | None
    ) -> None:
        self._room = room
        self._commands = commands
        self._person = person
        self.moderates = person.is_moderator
        self._community_zone = zone
        self._community_locale = locale

    @property
    def t(self) -> Translator:
        """The person's language, else the community's."""
        return translator(self._person.locale or self._community_locale)

    @property
    def zone(self) -> tzinfo:
        """The person's own zone where the room knows it, else the community's."""
        return ZoneInfo(self._person.zone) if self._person.zone else self._community_zone

    def state(self) -> Json:
        """Everything the page needs to begin; ``newest`` is the change it stands at."""
        return {
            "newest": self._room.newest_change,
            "locale": self.t.locale,
            "direct": self._person.takes_direct,
            "people": [_person(each) for each in self._room.people.values()],
            "roles": self._roles(),
            "places": [self._place(each) for each in self._places()],
            "posts": [self.post(each) for each in self._latest()],
            "forms": self.forms(),
            **self.standing(),
            "texts": wording.sentences(self.t),
        }

    def standing(self) -> Json:
        """What depends on whether the person moderates, which may change while the page is open."""
        return {
            "me": {**_person(self._person), "moderator": self.moderates},
            "commands": [declared(each, self.t) for each in self.usable()],
        }

    def belongs(self, place: Place) -> bool:
        """Whether the person is in that place."""
        return place.members is None or self._person.member in place.members

    def usable(self) -> tuple[Command, ...]:
        """The commands that are offered to the person."""
        return tuple(each for each in self._commands if self.moderates or each.audience is Audience.MEMBERS)

    def change(self, change: Change) -> tuple[str, Json] | None:
        """A change as the page's event, or None where it is nothing to this person."""
        if change.post is not None:
            return self._post_changed(change.what, change.post)
        if change.form is not None and change.form.member == self._person.member:
            form = self._room.form(change.form.id)
            drawn = None if form is None else self.form(form)
            return None if drawn is None else ("form", drawn)
        if change.place is not None and self.belongs(change.place):
            return "place", self._place(change.place)
        return None

    def places_posted_in(self, after: int) -> list[str]:
        """Where the bot has said something since that change, the latest last."""
        posts = [change.post for change in self._room.changes(after) or () if change.what is Happening.POSTED]
        seen = [post for post in posts if post and post.by is None and self._room.sees(self._person.member, post)]
        return [post.receipt.channel.native for post in seen]

    def post(self, post: Post) -> Json:
        """A post with its content as HTML."""
        place = self._room.places[post.receipt.channel]
        at = post.at.astimezone(self.zone)
        return {
            "id": post.receipt.native,
            "place": post.receipt.channel.native,
            "by": post.by.native if post.by else None,
            "name": self._name(post.by),
            "at": at.isoformat(),
            "time": self.t.time(at.time()),
            "day": self.t.day(at.date()),
            "html": self._html(post.content),
            "summary": post.content.summary if isinstance(post.content, Message) else post.content,
            "tone": post.content.tone.value if isinstance(post.content, Message) else None,
            "private": post.seen_by is not None and place.kind is not Kind.DIRECT,
            "edited": post.revised,
            "pinned": post.pinned,
        }

    def forms(self) -> list[Json]:
        """The forms that stand open for the person, oldest first."""
        drawn = (self.form(each) for each in self._room.forms(self._person.member))
        return [each for each in drawn if each is not None]

    def form(self, opened: OpenForm) -> Json | None:
        """A form with what is filled in and what is wrong; None where its command is not offered to the person.

        Hidden fields stay here; they travel with the form by its id.
        """
        found = next((each for each in self.usable() if each.path == opened.form.command), None)
        if found is None:
            return None
        shown = {option.name for option in found.options if not option.hidden}
        filled = {name: value for name, value in opened.form.filled.items() if name in shown}
        return {
            "id": opened.id,
            "command": declared(found, self.t),
            "filled": filled,
            "errors": dict(opened.form.errors),
        }

    def clock(self, now: datetime, nudge: datetime | None) -> Json:
        """The clock panel, in the community's zone."""
        zone = self._community_zone
        shown = None if nudge is None else self.t.moment(nudge, zone)
        return {"at": now.isoformat(), "shown": self.t.moment(now, zone), "zone": str(zone), "nudge": shown}

    def _place(self, place: Place) -> Json:
        """A place with the names of those who are in it; None means everybody."""
        name = BOT_NAME if place.kind is Kind.DIRECT else place.name
        members = None if place.members is None else sorted(self._name(each) for each in place.members)
        return {"id": place.channel.native, "name": name, "kind": place.kind.value, "members": members}

    def _roles(self) -> list[Json]:
        """The roles that anybody here has."""
        roles = sorted({role for person in self._room.people.values() for role in person.roles})
        return [{"id": role.native, "name": self._room.called(role).removeprefix("@")} for role in roles]

    def _places(self) -> list[Place]:
        """Channels first, then groups, then the conversation with the bot; each kind in the order of their coming."""
        mine = [each for each in self._room.places.values() if self.belongs(each)]
        return sorted(mine, key=lambda place: KINDS.index(place.kind))

    def _post_changed(self, what: Happening, noted: Post) -> tuple[str, Json] | None:
        """The post as it stands now, which may be newer than the change."""
        if what is Happening.PRESSED or not self._room.sees(self._person.member, noted):
            return None
        gone: Json = {"id": noted.receipt.native, "place": noted.receipt.channel.native}
        now = self._room.post_at(noted.receipt)
        if what is Happening.WITHDRAWN or now is None:
            return "withdrawn", gone
        return what.value, self.post(now)

    def _latest(self) -> list[Post]:
        by_place: defaultdict[Channel, deque[Post]] = defaultdict(lambda: deque(maxlen=MOST_POSTS))
        for post in self._room.posts:
            if self._room.sees(self._person.member, post):
                by_place[post.receipt.channel].append(post)
        return [post for posts in by_place.values() for post in posts]

    def _html(self, content: Message | str) -> str:
        if isinstance(content, str):
            return written(content)
        return render(content, name=self._room.called, t=self.t, zone=self.zone)

    def _name(self, by: Member | None) -> str:
        return BOT_NAME if by is None else self._room.called(by).removeprefix("@")


def _person(person: Person) -> Json:
    return {"id": person.member.native, "name": person.name, "moderator": person.is_moderator}
