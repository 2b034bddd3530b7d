"""The journeys' stage in the playground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from adapters.room import Post
from adapters.room.village import NAME
from bot.contract.events import CommunityJoined
from bot.contract.messages import Message
from bot.contract.permissions import Permission
from bot.contract.places import Member, MessageRef
from bot.contract.plain import buttons
from tests import stage as room
from tests.stages.acting import Actor, Opened, Seen, Stage


class RoomStage(Stage):
    """The playground's community."""

    has_cover = False

    def __init__(self, inner: room.Stage) -> None:
        self.inner = inner
        self.clock = inner.clock
        self.running = inner.running
        self._actors = {person.name: RoomActor(self, person.name) for person in inner.room.people.values()}

    def __getitem__(self, name: str) -> RoomActor:
        return self._actors[name]

    def posts(self, channel: str) -> list[Seen]:
        return [self.seen(post) for post in self.inner.posts(channel)]

    def mentioned(self) -> set[str]:
        messages = [post.content for post in self.inner.room.posts if isinstance(post.content, Message)]
        found: set[str] = set()
        for block in (block for message in messages for block in message.blocks):
            rows = (*getattr(block, "items", ()), getattr(block, "spans", ()))
            members = {span for row in rows for span in row if isinstance(span, Member)}
            found |= {person.name for person in self.inner.room.people.values() if person.member in members}
        return found

    def native(self, channel: str) -> str:
        return channel

    def row(self, name: str) -> str:
        return f"@/{name.lower()}"

    async def group(self, *names: str) -> str:
        members = tuple(self.inner[name].visitor.member for name in names)
        return (await self.inner.room.open(members, key="group")).native

    async def invited(self) -> None:
        by, id_ = self.inner["Ana"].visitor.member, self.inner.room.new_id("e")
        joined = CommunityJoined(id=id_, by=by, where=None, at=self.clock(), name=NAME)
        assert await self.running.core.handle(joined) == ()

    async def restart(self) -> None:
        self.inner.restart()
        self.running = self.inner.running
        for actor in self._actors.values():
            actor.meets_it_anew()

    async def remove_channel(self, name: str) -> None:
        self.inner.room.remove_channel(self.inner.channel(name))

    async def allow(self, channel: str, permission: Permission, *, allowed: bool) -> None:
        self.inner.room.allow(self.inner.channel(channel), permission, allowed=allowed)

    def seen(self, post: Post) -> Seen:
        """A post as it stands before somebody's eyes."""
        content = post.content
        labels = tuple(each.label for each in buttons(content)) if isinstance(content, Message) else ()
        native = post.receipt.channel.native
        place = "" if native.startswith("@") else native
        is_private = post.seen_by is not None and len(post.seen_by) == 1
        return Seen(self.inner.text(post), labels, post.at, place, is_private, post.by is None, post)


class RoomActor(Actor):
    """Somebody in the playground."""

    def __init__(self, stage: RoomStage, name: str) -> None:
        super().__init__(stage)
        self.name = name
        self._in_room = stage
        self._inner = stage.inner[name]

    def meets_it_anew(self) -> None:
        """Everything was built anew."""
        self._inner = self._in_room.inner[self.name]

    async def says(self, text: str, channel: str = "general") -> None:
        await self._inner.says(text, channel)

    async def tells_brewmate(self, text: str) -> None:
        await self._inner.tells_brewmate(text)

    async def presses(self, label: str, post: Seen | None = None) -> None:
        await self._inner.presses(label, cast("Post", post.handle) if post else None)

    async def opens(self) -> Opened | None:
        form = self._inner.form
        return Opened(form.form.filled, form.form.errors) if form else None

    async def fills_in(self, **values: str) -> None:
        await self._inner.fills_in(**values)

    async def offers_support(self, about: Seen) -> None:
        post = cast("Post", about.handle)
        assert post.by is not None
        command = next(each for each in self._in_room.running.catalogue.declarations if each.path == "offer-help")
        await self._inner.visitor.chooses(command, MessageRef(post.receipt, post.by))

    async def deletes(self, post: Seen) -> None:
        await self._inner.visitor.deletes(cast("Post", post.handle).receipt)

    async def leaves(self) -> None:
        await self._inner.visitor.leaves()

    def takes_direct_messages(self, *, taken: bool) -> None:
        self._inner.visitor.person.takes_direct = taken

    def speaks(self, locale: str) -> None:
        self._inner.visitor.person.locale = locale

    def moderates_no_more(self) -> None:
        self._inner.visitor.person.is_moderator = False

    def everything(self) -> Sequence[Seen]:
        room, me = self._in_room.inner.room, self._inner.visitor.member
        return [self._in_room.seen(post) for post in room.posts if room.sees(me, post)]

    def fresh(self) -> Sequence[Seen]:
        return [self._in_room.seen(post) for post in self._inner.fresh()]
