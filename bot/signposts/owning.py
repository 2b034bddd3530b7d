"""A community's own phrases and services: remembered in memory, read anew when they change, in every process."""

from __future__ import annotations

import secrets
from datetime import datetime

from bot.community import store as communities
from bot.community.wording import why_button
from bot.contract.messages import Choices, Message, say
from bot.contract.places import CommunityId
from bot.delivery import store as ledger
from bot.delivery.ledger import Claimed, Planned, Skip
from bot.signposts import store
from bot.signposts.directories import Directories
from bot.signposts.engines import Engines, Unreadable
from bot.storage import Session, Storage
from bot.texts import mark, translator

UNREADABLE = "own.unreadable"

NO_PHRASE = mark(
    "I can’t read one of this community’s own phrases any more, so I’ve left it out: #{number}, “{name}”. The others "
    "still count. /triggers retire takes it away, and /triggers add takes it in other words."
)
NO_SERVICE = mark(
    "I can’t read one of this community’s own services any more: #{number}, {name}. The others are still named. "
    "/services list says what is wrong with it, and /services edit puts it right."
)
WHY = mark("You see this because something that moderators added here stopped working, and only they can mend it.")


class Owning:
    """Keeps engines and directories as the tables have them.

    What a moderator changes counts at once here; other processes look every few seconds. Where a change is rolled
    back in the end, the stamp isn't the one remembered, so it is read anew.
    """

    def __init__(self, storage: Storage, engines: Engines, directories: Directories) -> None:
        self._storage = storage
        self._engines = engines
        self._directories = directories
        self._phrases: dict[CommunityId, str] = {}
        self._services: dict[CommunityId, str] = {}
        self._unreadable: dict[CommunityId, dict[str, tuple[Unreadable, ...]]] = {}
        self._to_tell: set[CommunityId] = set()

    async def phrases_changed(self, session: Session, community: CommunityId) -> None:
        """Judge by the community's phrases as this transaction has them, and let other processes know."""
        stamp = secrets.token_hex(8)
        await store.stamp_phrases(session, community, stamp)
        await self._read_phrases(session, community, stamp)

    async def services_changed(self, session: Session, community: CommunityId) -> None:
        """Choose from the community's services as this transaction has them, and let other processes know."""
        stamp = secrets.token_hex(8)
        await store.stamp_services(session, community, stamp)
        await self._read_services(session, community, stamp)

    def unreadable(self, community: CommunityId) -> tuple[Unreadable, ...]:
        """What of the community's own can't be used."""
        return tuple(each for found in self._unreadable.get(community, {}).values() for each in found)

    async def refresh(self, now: datetime) -> None:
        """Read what changed since the last look, and tell moderators of what can't be read."""
        async with self._storage.read() as session:
            stamps = await store.stamps(session)
            for each in stamps:
                if self._phrases.get(each.community, "") != each.phrases:
                    await self._read_phrases(session, each.community, each.phrases)
                if self._services.get(each.community, "") != each.services:
                    await self._read_services(session, each.community, each.services)
        for gone in (self._phrases.keys() | self._services.keys()) - {each.community for each in stamps}:
            self._forget(gone)
        for community in tuple(self._to_tell):
            async with self._storage.write() as session:
                await self._tell(session, community, now)
            self._to_tell.discard(community)

    async def tidy(self, now: datetime) -> None:
        """Delete what has had its time."""
        async with self._storage.write() as session:
            await store.tidy_own(session, now)

    async def compose(self, session: Session, claimed: Claimed, now: datetime) -> Message | Skip:
        """To the moderators: which of their own can't be used any more."""
        community = await communities.community(session, claimed.community)
        what, _, number = claimed.subject.rpartition(":")
        read = self._read_phrases if what == "phrase" else self._read_services
        await read(session, claimed.community, "")  # another process may have planned this
        found = (each for each in self.unreadable(claimed.community) if (each.what, str(each.number)) == (what, number))
        one = next(found, None)
        if community is None or one is None:
            return Skip("it has been mended or taken away")
        t = translator(community.locale)
        sentence = t(NO_PHRASE if what == "phrase" else NO_SERVICE, number=one.number, name=one.called)
        return Message(t("Something of yours needs a look"), (say(sentence), Choices((why_button(t, claimed.key),))))

    async def _tell(self, session: Session, community: CommunityId, now: datetime) -> None:
        """Each of them once for as long as the ledger remembers, and again once it was changed and can't be read."""
        about = await communities.community(session, community)
        if about is None or about.notices is None:
            return
        planned = [
            Planned(UNREADABLE, f"{each.what}:{each.number}", f"v{each.version}", about.notices, now)
            for each in self.unreadable(community)
        ]
        await ledger.plan(session, planned)

    async def _read_phrases(self, session: Session, community: CommunityId, stamp: str) -> None:
        rows = await store.own_phrases(session, community)
        self._note(community, "phrase", self._engines.put(community, rows))
        self._phrases[community] = stamp

    async def _read_services(self, session: Session, community: CommunityId, stamp: str) -> None:
        rows, marks = await store.own_services(session, community), await store.service_marks(session, community)
        self._note(community, "service", self._directories.put(community, rows, marks))
        self._services[community] = stamp

    def _note(self, community: CommunityId, what: str, found: tuple[Unreadable, ...]) -> None:
        self._unreadable.setdefault(community, {})[what] = found
        if found:
            self._to_tell.add(community)

    def _forget(self, community: CommunityId) -> None:
        for remembered in (self._phrases, self._services, self._unreadable):
            remembered.pop(community, None)
        self._engines.forget(community)
        self._directories.forget(community)
