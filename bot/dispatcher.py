"""One event in: check the audience, find the handler, one transaction, commit, hand back the replies."""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from random import Random

import structlog

from bot.audit.recording import Recorder, Run
from bot.catalogue import Catalogue
from bot.community import leaving, limits, seen, store
from bot.community.context import Bare, Context
from bot.community.features import MessageHandler
from bot.community.tables import Community, Preference
from bot.contract import messages
from bot.contract.commands import Ask, Audience
from bot.contract.events import (
    ButtonPressed,
    CommandInvoked,
    CommunityJoined,
    CommunityLeft,
    DirectMessageSeen,
    Event,
    HomeOpened,
    MemberLeft,
    MessageSeen,
    PostWithdrawn,
)
from bot.contract.places import Channel, Member, Role
from bot.contract.ports import Clock, Suggestion
from bot.contract.replies import Again, Home, Replies, Reservation, Say
from bot.metrics import Handling, Metrics
from bot.storage import Session, Storage, StorageError
from bot.texts import Translator, mark, translator

log = structlog.get_logger("brewmate.dispatcher")

MODERATORS_ONLY = mark(
    "Only moderators can use that here. If you moderate here, another moderator can check your role."
)
NOT_SAVED = mark(
    "I couldn’t save that just now, and nothing was changed. Please try again in a minute. (Reference {id})"
)
WENT_WRONG = mark(
    "Sorry, something went wrong on my side, and nothing was changed. You did nothing wrong. "
    "If it happens again, tell a moderator this reference: {id}"
)
UNAWAITED = (PostWithdrawn, CommunityJoined, CommunityLeft, MemberLeft)
"""Nobody waits for an answer to these, nor to a plain message, so that a platform may tell them again."""

LONGEST_NAME = 100
NO_SUCH_THING = mark("That isn’t there any more, so there is nothing to do.")


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What every context is built from."""

    storage: Storage
    defaults: store.Defaults
    clock: Clock
    draw: Random
    metrics: Metrics = field(default_factory=Metrics)
    kept_after_leaving: timedelta = timedelta()


class Dispatcher:
    """The core as adapters see it (``Core`` in bot.contract.ports)."""

    def __init__(self, catalogue: Catalogue, around: Surroundings) -> None:
        self._catalogue = catalogue
        self._around = around
        self._metrics = around.metrics
        self._recorder = Recorder(each for feature in catalogue.features for each in feature.audited)

    async def handle(self, event: Event) -> Replies:
        """Take effect once and return the answers; whatever goes wrong is said kindly and privately."""
        if isinstance(event, MessageSeen):
            self._metrics.words()
            return await self._handle(event, Handling())
        with self._metrics.handling(type(event).__name__) as told:
            return await self._handle(event, told)

    def ignores(self, where: Channel, text: str) -> bool:
        """As Core; what goes wrong here goes wrong again when it is handled, and is told there."""
        try:
            is_ignored = not self._catalogue.minds(where, text)
        except Exception:  # noqa: BLE001  # the dispatcher is one of the two places that may
            return False
        if is_ignored:
            self._metrics.words()
        return is_ignored

    async def suggest(self, suggester: str, typed: str, by: Member, locale: str | None) -> tuple[Suggestion, ...]:
        """Completions; none where they can't be had just now."""
        event = HomeOpened(id="", by=by, where=None, at=self._around.clock(), locale=locale)
        run = self._catalogue.suggesters.get(suggester)
        if run is None:
            return ()
        try:
            async with self._around.storage.read() as session:
                community = await store.community(session, event.community)
                chosen = await store.preference(session, by)
                return await run(typed, self._within(event, session, community or self._unmet(event), chosen))
        except StorageError as error:
            self._metrics.storage_failed("suggesting")
            log.warning("no_suggestions", error=type(error).__name__)
        except Exception as error:  # noqa: BLE001  # the dispatcher is one of the two places that may
            self._metrics.suggestion_failed()
            log.error("suggester_failed", error=type(error).__name__, at=_where(error))
        return ()

    async def moderates(self, member: Member, roles: frozenset[Role]) -> bool:
        """As Core; nobody where the database can't tell."""
        try:
            async with self._around.storage.read() as session:
                return await store.is_chosen_moderator(session, member, roles)
        except StorageError as error:
            self._metrics.storage_failed("answering")
            log.warning("moderators_unknown", error=type(error).__name__)
            return False

    async def settle(self, reservation: Reservation, *, accepted: bool) -> None:
        """Let a limit count, or not, now that the platform has answered."""
        try:
            async with self._around.storage.write() as session:
                await limits.settle(session, reservation, accepted=accepted, now=self._around.clock())
        except StorageError as error:
            self._metrics.storage_failed("answering")
            log.warning("limit_not_settled", error=type(error).__name__)

    async def _handle(self, event: Event, told: Handling) -> Replies:
        try:
            wanted = self._catalogue.hears(event) if type(event) is MessageSeen else None
            if wanted is None and type(event) is MessageSeen:
                return ()
            async with self._around.storage.write() as session:
                replies = await self._answer(event, session, wanted)
        except StorageError as error:
            told.outcome = "failed"
            self._metrics.storage_failed("answering")
            return self._failed(event, error, NOT_SAVED)
        except Exception as error:  # noqa: BLE001  # the dispatcher is one of the two places that may
            told.outcome = "failed"
            self._metrics.handler_failed()
            return self._failed(event, error, WENT_WRONG)
        told.outcome = "answered" if replies else "silent"
        return replies

    async def _answer(self, event: Event, session: Session, wanted: MessageHandler | None) -> Replies:
        context = await self._context(event, session)
        if not await seen.first_time(context):
            return ()
        match event:
            case CommandInvoked():
                return (*await self._command(event.command, event.ask, context), *await self._catalogue.beside(context))
            case ButtonPressed():
                return (*await self._press(event, context), *await self._catalogue.beside(context))
            case DirectMessageSeen():
                return await self._catalogue.answers_direct(event)(context)
            case MessageSeen():
                return await wanted(context) if wanted else ()
            case HomeOpened():
                return (Home(await self._catalogue.home(context)),)
            case _:
                await self._happened(event, context)
        return ()

    async def _happened(self, event: Event, context: Context) -> None:
        """What nobody expects an answer to."""
        match event:
            case PostWithdrawn():
                await self._withdrawn(event, context)
            case CommunityJoined(name=name):
                context.community.name = name[:LONGEST_NAME]
                leaving.come_back(context.community)
            case CommunityLeft():
                kept = self._around.kept_after_leaving
                await leaving.leave(context.session, context.community, now=context.now, kept=kept)
            case MemberLeft():
                await self._catalogue.holdings.erase(context.session, event.by)
            case _:
                log.error("unknown_event", kind=type(event).__name__)

    async def _command(self, path: str, ask: Ask, context: Context) -> Replies:
        handled = self._catalogue.commands.get(path)
        if handled is None:
            return _say(context.t(NO_SUCH_THING))
        if not _may(handled.declared.audience, context):
            return _say(context.t(MODERATORS_ONLY))
        return await self._run(handled.declared.audience, path, partial(handled.run, ask, context), context)

    async def _press(self, event: ButtonPressed, context: Context) -> Replies:
        handled = self._catalogue.actions.get(event.action)
        if handled is None:
            return _say(context.t(NO_SUCH_THING))
        if not _may(handled.declared.audience, context):
            return _say(context.t(MODERATORS_ONLY))
        return await self._run(handled.declared.audience, event.action, partial(handled.run, event, context), context)

    async def _run(self, audience: Audience, what: str, run: Run, context: Context) -> Replies:
        """The handler's answer; what a moderator's handler changed is written down with it."""
        return await (self._recorder.run(what, run, context) if audience is Audience.MODERATORS else run())

    async def _withdrawn(self, event: PostWithdrawn, context: Context) -> None:
        for feature in self._catalogue.features:
            if feature.withdrawn is not None:
                await feature.withdrawn(event, context)

    async def _context(self, event: Event, session: Session) -> Context:
        around = self._around
        met = await store.met(session, event.by, event.roles, around.defaults, around.clock())
        may = event.is_moderator or met.is_chosen
        return self._within(event, session, met.community, met.preference, by_moderator=may)

    def _unmet(self, event: Event) -> Community:
        """A community that nobody has acted in yet, with the defaults; it is not written down."""
        about = self._around.defaults
        return Community(id=event.community, name="", locale=about.locale, zone=about.zone, area=about.area)

    def _within(
        self,
        event: Event,
        session: Session,
        community: Community,
        preference: Preference | None = None,
        *,
        by_moderator: bool = False,
    ) -> Context:
        around = self._around
        t = translator((preference and preference.locale) or event.locale or community.locale)
        return Context(event, session, community, t, around.clock(), around.draw, preference, by_moderator)

    def _failed(self, event: Event, error: Exception, sentence: str) -> Replies:
        """One log event and one private sentence with the same reference; a plain message gets no sentence.

        What wasn't saved and nobody waits for is asked for again: nothing of it has taken effect.
        """
        reference = secrets.token_hex(4)
        log.error("handler_failed", reference=reference, error=type(error).__name__, at=_where(error))
        if type(event) is MessageSeen or isinstance(event, UNAWAITED):
            return (Again(),) if isinstance(error, StorageError) else ()
        if not isinstance(event, CommandInvoked | ButtonPressed | DirectMessageSeen):
            return ()
        t = translator(event.locale or self._around.defaults.locale)
        return self._instead(event, t) or _say(t(sentence, id=reference))

    def _instead(self, event: Event, t: Translator) -> Replies:
        """What must be answered even now; nothing where that fails, too."""
        try:
            about = self._around
            bare = Bare(t, about.defaults.area, about.clock(), community=event.community)
            return self._catalogue.without_storage(event, bare)
        except Exception as error:  # noqa: BLE001  # the dispatcher is one of the two places that may
            log.error("answer_failed", error=type(error).__name__, at=_where(error))
            return ()


def _may(audience: Audience, context: Context) -> bool:
    return audience is Audience.MEMBERS or context.by_moderator


def _say(sentence: str) -> Replies:
    return (Say(messages.text(sentence)),)


def _where(error: Exception) -> str:
    """File and line of the fault's last step. Never its message, which could repeat what somebody wrote."""
    step = error.__traceback__
    while step is not None and step.tb_next is not None:
        step = step.tb_next
    if step is None:
        return ""
    return f"{step.tb_frame.f_code.co_filename.rpartition('/')[2]}:{step.tb_lineno}"
