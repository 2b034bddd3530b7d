"""The worker sends what is due: claim, commit, send, settle. A crash between any two loses and doubles nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Collection, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final, Literal, assert_never

import structlog

from bot.contract.messages import Message
from bot.contract.places import Receipt
from bot.contract.ports import Absent, Busy, CannotTell, Clock, Found, Platform, Uncertain, Undeliverable
from bot.delivery import store
from bot.delivery.gate import Gate
from bot.delivery.kinds import Kind
from bot.delivery.ledger import (
    ATTEMPT,
    Claimed,
    Gone,
    Later,
    Outcome,
    Restraint,
    Sent,
    Skip,
    Unanswered,
    Untellable,
    settle,
)
from bot.delivery.queue import store as queue
from bot.metrics import Metrics
from bot.storage import Session, Storage, StorageError

BATCH = 100

GATHERED: Final = 0.03
"""Seconds that outcomes are gathered for, so that they are written down in one transaction and not in twenty."""

RETRY = timedelta(seconds=30)
AT_LEAST = timedelta(seconds=1)
"""The shortest wait for a busy platform, so that one that names none is not asked in a loop."""

AGAIN = Later(timedelta(0))

Composed = Message | Skip | Gone | Later
Batch = list[tuple[Claimed, bool]]
"""Claimed deliveries, each with whether it has to be looked for first."""

log = structlog.get_logger("brewmate.delivery")


@dataclass(frozen=True, slots=True)
class Result:
    """How one attempt went, and what it tells of its platform: held from now on, or out of trouble."""

    claimed: Claimed
    outcome: Outcome
    held_until: datetime | None = None
    is_calm_again: bool = False


class Worker:
    """Sends deliveries for the platforms and kinds it is given."""

    def __init__(
        self,
        storage: Storage,
        platforms: Mapping[str, Platform],
        kinds: Mapping[str, Kind],
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self._storage = storage
        self._platforms = platforms
        self._gates = {name: Gate(platform.allowance) for name, platform in platforms.items()}
        self._kinds = kinds
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._stopping = False

    def stop(self) -> None:
        """Claim nothing more; what is being sent is finished and settled."""
        self._stopping = True

    @property
    def platforms(self) -> tuple[str, ...]:
        """The names of those that it sends to."""
        return tuple(self._platforms)

    def shared_by(self, processes: int) -> None:
        """So many processes post just now: this one takes its share of what the platforms allow."""
        for gate in self._gates.values():
            gate.shared_by(processes)

    async def work(self) -> int:
        """Look for what went unanswered, then send what is due, until nothing is; how many were settled."""
        settled = 0
        while not self._stopping and (batch := await self.claim()):
            settled += await self.carry(batch)
        return settled

    async def sweep(self) -> int:
        """Hand the carrier what is due and isn't on its way to a worker; how many."""
        async with self._storage.write() as session:
            await queue.keep_quick(session)
            return await queue.sweep(session, self._clock(), self._restraint(), self.platforms)

    async def claim(self, ids: Collection[int] | None = None) -> Batch:
        """Claim what is due, or what is first in line where these are. Committed before any send."""
        if self._stopping:
            return []
        async with self._storage.write() as session:
            now, restraint = self._clock(), self._restraint()
            lost = await store.claim_unanswered(session, now=now, most=BATCH, restraint=restraint, ids=ids)
            due = await store.claim_due(session, now=now, most=BATCH, restraint=restraint, ids=ids)
        return [(each, True) for each in lost] + [(each, False) for each in due]

    async def carry(self, batch: Batch) -> int:
        """Send side by side; whatever has finished is settled together, at once, or with the next if it can't be."""
        composed = await self._composed([claimed for claimed, lost in batch if not lost])
        running = {asyncio.create_task(self._attempt(claimed, composed.get(claimed.id))) for claimed, _ in batch}
        results: list[Result] = []
        while running:
            first, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            soon, running = await asyncio.wait(running, timeout=GATHERED) if running else (set(), set())
            results += [task.result() for task in (*first, *soon)]
            try:
                await self._settle(results)
            except StorageError:
                if not running:
                    raise
            else:
                results = []
        return len(batch)

    def _restraint(self) -> Restraint:
        now = self._clock()
        held = frozenset(name for name, gate in self._gates.items() if gate.held_until(now) is not None)
        return Restraint(held, {name: gate.between for name, gate in self._gates.items() if gate.between})

    async def _composed(self, batch: list[Claimed]) -> dict[int, Composed]:
        """What each is to say, read in one transaction. A fault costs nobody else's: they are read in another."""
        composed: dict[int, Composed] = {}
        while left := [each for each in batch if each.id not in composed]:
            reading = left[0]
            try:
                async with self._storage.read() as session:
                    for reading in left:
                        composed[reading.id] = await self._compose(session, reading)
            except StorageError:
                return composed | {each.id: Later(RETRY) for each in batch if each.id not in composed}
            except Exception as error:  # noqa: BLE001  # the worker is one of the two places that may
                log.error("compose_failed", kind=reading.kind, delivery=reading.id, error=type(error).__name__)
                composed[reading.id] = Later(RETRY, failed=True)
        return composed

    async def _compose(self, session: Session, claimed: Claimed) -> Composed:
        kind = self._kinds.get(claimed.kind)
        if kind is None or claimed.community.platform not in self._platforms:
            return Gone("nothing here knows how to send it any more")
        if kind.lateness is not None and self._clock() > claimed.due_at + kind.lateness:
            return Skip("it was too late to be of use")
        return await kind.compose(session, claimed, self._clock())

    async def _attempt(self, claimed: Claimed, composed: Composed | None) -> Result:
        """One that was not composed was sent before, and is looked for."""
        result = await (self._look_for(claimed) if composed is None else self._send(claimed, composed))
        kind = self._kinds.get(claimed.kind)
        if isinstance(result.outcome, Sent) and kind is not None and kind.pinned:
            await self._quietly("pin", result.outcome.receipt)
        ended = type(result.outcome).__name__.lower()
        self._metrics.delivered(claimed.kind if claimed.kind in self._kinds else "unknown", ended)
        log.info("delivery", kind=claimed.kind, delivery=claimed.id, outcome=ended)
        return result

    async def _send(self, claimed: Claimed, composed: Composed) -> Result:
        if not isinstance(composed, Message):
            return Result(claimed, composed)
        gate = self._gates[claimed.community.platform]
        async with gate.turn():
            if gate.held_until(self._clock()) or not claimed.may_send(self._clock()):
                return Result(claimed, AGAIN)
            return await self._asked(claimed, self._post(claimed, composed))

    async def _post(self, claimed: Claimed, message: Message) -> Outcome:
        platform = self._platforms[claimed.community.platform]
        return Sent(await platform.post(claimed.target, message, key=claimed.key))

    async def _look_for(self, claimed: Claimed) -> Result:
        name = claimed.community.platform
        if name not in self._platforms:
            return Result(claimed, Untellable())
        gate = self._gates[name]
        async with gate.turn():
            if gate.held_until(self._clock()):
                return Result(claimed, Unanswered())
            result = await self._asked(claimed, self._find(claimed))
        still_unknown = isinstance(result.outcome, Later) and result.outcome != AGAIN
        return replace(result, outcome=Unanswered()) if still_unknown else result

    async def _find(self, claimed: Claimed) -> Outcome:
        platform = self._platforms[claimed.community.platform]
        found = await platform.find(claimed.target, key=claimed.key, since=claimed.attempted_at)
        match found:
            case Found(receipt):
                return Sent(receipt)
            case Absent():
                return AGAIN
            case CannotTell():
                return Untellable()
            case _:
                assert_never(found)

    async def _asked(self, claimed: Claimed, request: Awaitable[Outcome]) -> Result:
        """How one request went; the platform's gate is told, too."""
        gate = self._gates[claimed.community.platform]
        try:
            async with asyncio.timeout(ATTEMPT.total_seconds()):
                outcome = await request
        except Undeliverable as error:
            return Result(claimed, Gone(error.remedy.name if error.remedy else str(error)))
        except Busy as busy:
            return Result(claimed, Later(max(busy.retry_in, AT_LEAST)), gate.failed(self._clock(), busy.retry_in))
        except (Uncertain, TimeoutError):
            return Result(claimed, Unanswered(), gate.failed(self._clock()))
        except Exception as error:  # noqa: BLE001  # an adapter's own fault: it may have been said, so look before repeating
            log.error("asking_failed", kind=claimed.kind, delivery=claimed.id, error=type(error).__name__)
            return Result(claimed, Unanswered())
        return Result(claimed, outcome, is_calm_again=gate.went_well())

    async def _settle(self, results: list[Result]) -> None:
        """Together where all goes well; else each by itself, so that one feature's fault undoes nobody else's."""
        try:
            await self._write_down(results)
        except StorageError:
            raise
        except Exception:  # noqa: BLE001  # logged below, for the one that it came from
            for each in results:
                await self._settle_alone(each)

    async def _settle_alone(self, result: Result) -> None:
        try:
            await self._write_down([result])
        except StorageError:
            raise
        except Exception as error:  # noqa: BLE001  # what was said was said: written down without what should follow
            claimed = result.claimed
            log.error("settled_failed", kind=claimed.kind, delivery=claimed.id, error=type(error).__name__)
            await self._write_down([result], follow=False)

    async def _write_down(self, results: list[Result], *, follow: bool = True) -> None:
        replaced: list[Receipt] = []
        async with self._storage.write() as session:
            now = self._clock()
            for result in results:
                claimed = result.claimed
                settlement = settle(claimed, result.outcome, now, self._held_until(claimed, now))
                ours = await store.write_settlement(session, claimed, settlement, now)
                kind = self._kinds.get(claimed.kind)
                if ours and follow and kind is not None:
                    earlier = await kind.settled(session, claimed, settlement, now)
                    replaced += [earlier] if earlier else []
                await self._spread(session, result, now)
            await queue.carry_on(session, now, self._restraint(), [each.claimed.id for each in results])
        for receipt in replaced:
            await self._quietly("withdraw", receipt)

    def _held_until(self, claimed: Claimed, now: datetime) -> datetime | None:
        gate = self._gates.get(claimed.community.platform)
        return gate.held_until(now) if gate is not None else None

    async def _spread(self, session: Session, result: Result, now: datetime) -> None:
        """What an attempt told of its platform concerns all that is waiting there."""
        platform = result.claimed.community.platform
        if result.held_until is not None:
            log.warning("platform_held", platform=platform, at=result.held_until.isoformat(timespec="seconds"))
            await store.hold_back(session, platform, result.held_until, result.claimed.id, now)
        elif result.is_calm_again:
            log.info("platform_answers", platform=platform)
            await store.let_go(session, platform, now)

    async def _quietly(self, what: Literal["pin", "withdraw"], receipt: Receipt) -> None:
        """What is good to have and harms nobody where it can't be had: logged, never tried again."""
        platform = self._platforms[receipt.channel.community.platform]
        try:
            async with asyncio.timeout(ATTEMPT.total_seconds()):
                await (platform.pin(receipt) if what == "pin" else platform.withdraw(receipt))
        except Exception as error:  # noqa: BLE001  # the post stands, and that is written down
            log.info("left_undone", reason=what, error=type(error).__name__)
