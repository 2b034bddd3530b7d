"""The Room: channels, members, posts and who sees them. It keeps every promise of ``Platform``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from adapters.room.changes import Changes
from adapters.room.things import Change, Happening, Kind, OpenForm, Person, Place, Post
from bot.contract.messages import Message
from bot.contract.people import Profile
from bot.contract.permissions import Lack, Permission
from bot.contract.places import Channel, CommunityId, Member, Receipt, Role, Target
from bot.contract.ports import Absent, Allowance, Clock, Finding, Found, Undeliverable
from bot.texts import mark

LET_IT = mark("In the channel’s settings, under Permissions, choose Brewmate.")


@dataclass(slots=True)
class _State:
    people: dict[Member, Person] = field(default_factory=dict)
    places: dict[Channel, Place] = field(default_factory=dict)
    roles: dict[Role, str] = field(default_factory=dict)
    forbidden: dict[Channel, set[Permission]] = field(default_factory=dict)
    posts: dict[Receipt, Post] = field(default_factory=dict)
    by_key: dict[str, Receipt] = field(default_factory=dict)
    groups: dict[str, Channel] = field(default_factory=dict)
    forms: dict[str, OpenForm] = field(default_factory=dict)


class Room:
    """One community in memory. ``run`` makes its ids differ from those of an earlier start."""

    name = "room"
    allowance = Allowance()

    def __init__(self, clock: Clock, *, run: str = "0", community: str = "playground") -> None:
        self.community = CommunityId(self.name, community)
        self.clock = clock
        self._state = _State()
        self._numbers = count(1)
        self._run = run
        self._changes = Changes()

    # --- the place itself ---------------------------------------------------------------------------

    def add_person(self, name: str, *, is_moderator: bool = False, zone: str | None = None) -> Person:
        """Somebody joins."""
        person = Person(Member(self.community, name.lower()), name, is_moderator, zone=zone, since=self.clock())
        self._state.people[person.member] = person
        return person

    def remove_person(self, member: Member) -> None:
        """Somebody leaves; what they wrote stays, and who it was from is no longer known."""
        del self._state.people[member]

    def add_role(self, name: str, *members: Member) -> Role:
        """A role, and who has it."""
        role = Role(self.community, name.lower())
        self._state.roles[role] = name
        for member in members:
            self._state.people[member].roles |= {role}
        return role

    def allow(self, channel: Channel, permission: Permission, *, allowed: bool) -> None:
        """Let the bot do something in a channel, or not."""
        forbidden = self._state.forbidden.setdefault(channel, set())
        (forbidden.discard if allowed else forbidden.add)(permission)

    def add_channel(self, name: str, *, members: Iterable[Member] | None = None) -> Channel:
        """A new channel, open to all unless its members are named."""
        only = None if members is None else frozenset(members)
        return self._add_place(Place(Channel(self.community, name), name, Kind.CHANNEL, only))

    def remove_channel(self, channel: Channel) -> None:
        """The channel is gone for good; what was in it can't be seen any more."""
        del self._state.places[channel]

    @property
    def people(self) -> Mapping[Member, Person]:
        """Everybody here."""
        return self._state.people

    @property
    def places(self) -> Mapping[Channel, Place]:
        """Every channel, group and direct conversation."""
        return self._state.places

    @property
    def posts(self) -> tuple[Post, ...]:
        """Everything said that still stands, oldest first."""
        return tuple(post for post in self._state.posts.values() if not post.withdrawn)

    def post_at(self, receipt: Receipt) -> Post | None:
        """The post that stands there, if it does."""
        post = self._state.posts.get(receipt)
        stands = post is not None and not post.withdrawn and receipt.channel in self._state.places
        return post if stands else None

    def form(self, id_: str) -> OpenForm | None:
        """The open form with this id."""
        return self._state.forms.get(id_)

    def forms(self, member: Member) -> tuple[OpenForm, ...]:
        """The forms that stand open for this member, oldest first."""
        return tuple(form for form in self._state.forms.values() if form.member == member)

    def close_form(self, id_: str) -> None:
        """The member sent or closed it."""
        self._state.forms.pop(id_, None)

    def sees(self, member: Member, post: Post) -> bool:
        """Whether the member can see this post."""
        place = self._state.places.get(post.receipt.channel)
        if place is None or (place.members is not None and member not in place.members):
            return False
        return post.seen_by is None or member in post.seen_by

    def direct(self, member: Member) -> Channel:
        """The member's conversation with the bot, begun when first needed."""
        channel = Channel(self.community, f"@{member.native}")
        if channel not in self._state.places:
            self._add_place(Place(channel, self._state.people[member].name, Kind.DIRECT, frozenset({member})))
        return channel

    def resolve(self, kind: type, word: str) -> str | None:
        """The native id behind ``#tea-room`` or ``@ana``, of what it ``knows``."""
        if kind is Channel and word.startswith("#"):
            return word[1:] if self.knows(Channel(self.community, word[1:])) else None
        if kind in {Member, Role} and word.startswith("@"):
            return word[1:].lower() if self.knows(kind(self.community, word[1:].lower())) else None
        return None

    def knows(self, who: Channel | Member | Role) -> bool:
        """Whether it is somebody or a role here, or a channel: no group, no direct conversation."""
        if isinstance(who, Member):
            return who in self._state.people
        if isinstance(who, Role):
            return who in self._state.roles
        place = self._state.places.get(who)
        return place is not None and place.kind is Kind.CHANNEL

    def called(self, who: Member | Channel | Role) -> str:
        """How text names a member, a role or a channel."""
        if isinstance(who, Role):
            return f"@{self._state.roles.get(who, 'nobody')}"
        if isinstance(who, Member):
            person = self._state.people.get(who)
            return f"@{person.name}" if person else "@somebody"
        place = self._state.places.get(who)
        return f"#{place.name}" if place else "#gone"

    # --- what happens in it -------------------------------------------------------------------------

    def put(
        self,
        channel: Channel,
        content: Message | str,
        *,
        by: Member | None = None,
        seen_by: frozenset[Member] | None = None,
        key: str | None = None,
        is_reply: bool = False,
    ) -> Receipt:
        """Say something there; Undeliverable where there is no such place."""
        if channel not in self._state.places:
            msg = "that channel is gone"
            raise Undeliverable(msg)
        if by is None and seen_by is None and any(each.is_needed for each in self._state.forbidden.get(channel, ())):
            msg = "the bot may not post there"
            raise Undeliverable(msg)
        receipt = Receipt(channel, self.new_id("m"))
        post = Post(receipt, self.clock(), by, content, seen_by, key, is_reply=is_reply)
        self._state.posts[receipt] = post
        if key is not None:
            self._state.by_key[key] = receipt
        self._changes.note(Happening.POSTED, self.clock(), post=post)
        return receipt

    def open_form(self, opened: OpenForm) -> None:
        """Show a form to one member."""
        self._state.forms[opened.id] = opened
        self._changes.note(Happening.FORM, self.clock(), form=opened)

    def note_press(self, post: Post, by: Member, label: str) -> None:
        """Somebody pressed a button under a post."""
        pressed = Post(post.receipt, self.clock(), by, label, frozenset({by}))
        self._changes.note(Happening.PRESSED, self.clock(), post=pressed, note=label)

    def new_id(self, kind: str) -> str:
        """An id that no other thing in this room has or had."""
        return f"{kind}{self._run}-{next(self._numbers)}"

    def changes(self, after: int) -> tuple[Change, ...] | None:
        """What changed after that number; None where that is too long ago and a page must load anew."""
        return self._changes.after(after)

    @property
    def newest_change(self) -> int:
        """The number of the newest change; 0 before the first."""
        return self._changes.newest

    async def changed(self) -> None:
        """Wait for the next change."""
        await self._changes.wait()

    # --- Platform -----------------------------------------------------------------------------------

    async def post(self, to: Target, message: Message, *, key: str) -> Receipt:
        """As Platform: said once for each key, as Discord does with an enforced nonce."""
        if key in self._state.by_key:
            return self._state.by_key[key]
        return self.put(self._place_for(to), message, key=key)

    async def open(self, members: tuple[Member, ...], *, key: str) -> Channel:
        """As Platform: one group for each key."""
        if key not in self._state.groups:
            if not self._state.people.keys() >= set(members):
                msg = "somebody of them is not here any more"
                raise Undeliverable(msg)
            name = ", ".join(self._state.people[member].name for member in members)
            channel = Channel(self.community, self.new_id("g"))
            self._state.groups[key] = self._add_place(Place(channel, name, Kind.GROUP, frozenset(members)))
        return self._state.groups[key]

    async def find(self, to: Target, *, key: str, since: datetime) -> Finding:
        """As Platform: the Room always knows."""
        receipt = self._state.by_key.get(key)
        if receipt is None or self._state.posts[receipt].at < since - timedelta(seconds=1):
            return Absent()
        return Found(receipt)

    async def revise(self, receipt: Receipt, message: Message) -> None:
        """As Platform."""
        post = self.post_at(receipt)
        if post is None:
            msg = "that message is gone"
            raise Undeliverable(msg)
        self._state.posts[receipt] = replace(post, content=message, revised=True)
        self._changes.note(Happening.REVISED, self.clock(), post=self._state.posts[receipt])

    async def withdraw(self, receipt: Receipt) -> None:
        """As Platform."""
        post = self.post_at(receipt)
        if post is not None:
            self._state.posts[receipt] = replace(post, withdrawn=True)
            self._changes.note(Happening.WITHDRAWN, self.clock(), post=self._state.posts[receipt])

    async def pin(self, receipt: Receipt) -> None:
        """As Platform."""
        post = self.post_at(receipt)
        if post is None or Permission.PIN in self._state.forbidden.get(receipt.channel, ()):
            msg = "that message can't be pinned"
            raise Undeliverable(msg)
        self._state.posts[receipt] = replace(post, pinned=True)
        self._changes.note(Happening.REVISED, self.clock(), post=self._state.posts[receipt])

    async def lacks(self, channel: Channel) -> tuple[Lack, ...]:
        """As Platform; where to click is in the room's own hands. A channel that is gone can't be seen."""
        forbidden = self._state.forbidden.get(channel, set()) if channel in self._state.places else {Permission.SEE}
        return tuple(Lack(each, LET_IT) for each in Permission if each in forbidden)

    async def profile(self, member: Member) -> Profile:
        """As Platform."""
        person = self._state.people.get(member)
        if person is None:
            return Profile(member.native, is_here=False)
        return Profile(person.name, person.zone, person.locale, person.roles, person.since)

    async def is_moderator(self, member: Member) -> bool:
        """As Platform."""
        person = self._state.people.get(member)
        return person is not None and person.is_moderator

    async def channels(self, community: CommunityId) -> tuple[tuple[Channel, str], ...]:
        """As Platform: open channels only, not groups or direct conversations."""
        known = self._state.places.values()
        return tuple((place.channel, place.name) for place in known if place.kind is Kind.CHANNEL)

    # --- private ------------------------------------------------------------------------------------

    def _place_for(self, to: Target) -> Channel:
        if isinstance(to, Channel):
            return to
        person = self._state.people.get(to)
        if person is None or not person.takes_direct:
            msg = "they don't take direct messages"
            raise Undeliverable(msg)
        return self.direct(to)

    def _add_place(self, place: Place) -> Channel:
        self._state.places[place.channel] = place
        self._changes.note(Happening.PLACE, self.clock(), place=place)
        return place.channel
