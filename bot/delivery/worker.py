"""The worker sends what is due: claim, commit, send, settle. A crash between any two loses and doubles nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Mapping
from datetime import timedelta
from typing import Literal, assert_never

import structlog

from bot.contract.messages import Message
from bot.contract.places import Receipt
from bot.contract.ports import Absent, Busy, CannotTell, Clock, Found, Platform, Uncertain, Undeliverable
from bot.delivery import store
from bot.delivery.kinds import Kind
from bot.delivery.ledger import (
    ATTEMPT,
    Claimed,
    Gone,
    Later,
    Outcome,
    Sent,
    Skip,
    Unanswered,
    Untellable,
    settle,
)
from bot.metrics import Metrics
from bot.storage import Session, Storage, StorageError

BATCH = 100
RETRY = timedelta(seconds=30)
AT_LEAST = timedelta(seconds=1)
"""The shortest wait for a busy platform, so that one that names none is not asked in a loop."""

Composed = Message | Skip | Gone | Later
Result = tuple[Claimed, Outcome]

log = structlog.get_logger("brewmate.delivery")


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
        self._kinds = kinds
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._stopping = False

    def stop(self) -> None:
        """Claim nothing more; what is being sent is finished and settled."""
        self._stopping = True

    async def work(self) -> int:
        """Look for what went unanswered, then send what is due, until nothing is; how many were settled."""
        settled = 0
        while not self._stopping and (batch := await self._claim()):
            settled += await self._carry(batch)
        return settled

    async def _claim(self) -> list[tuple[Claimed, bool]]:
        """Claimed deliveries, each with whether it has to be looked for first. Committed before any send."""
        async with self._storage.write() as session:
            now = self._clock()
            lost = await store.claim_unanswered(session, now=now, most=BATCH)
            due = await store.claim_due(session, now=now, most=BATCH)
        return [(each, True) for each in lost] + [(each, False) for each in due]

    async def _carry(self, batch: list[tuple[Claimed, bool]]) -> int:
        """Send side by side; whatever has finished is settled together, at once, or with the next if it can't be."""
        composed = await self._composed([claimed for claimed, lost in batch if not lost])
        running = {asyncio.create_task(self._attempt(claimed, composed.get(claimed.id))) for claimed, _ in batch}
        results: list[Result] = []
        while running:
            done, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
            results += [task.result() for task in done]
            try:
                await self._settle(results)
            except StorageError:
                if not running:
                    raise
            else:
                results = []
        return len(batch)

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
        outcome = await (self._look_for(claimed) if composed is None else self._send(claimed, composed))
        kind = self._kinds.get(claimed.kind)
        if isinstance(outcome, Sent) and kind is not None and kind.pinned:
            await self._quietly("pin", outcome.receipt)
        ended = type(outcome).__name__.lower()
        self._metrics.delivered(claimed.kind if claimed.kind in self._kinds else "unknown", ended)
        log.info("delivery", kind=claimed.kind, delivery=claimed.id, outcome=ended)
        return claimed, outcome

    async def _send(self, claimed: Claimed, composed: Composed) -> Outcome:
        if not isinstance(composed, Message):
            return composed
        if not claimed.may_send(self._clock()):
            return Later(timedelta(0))
        platform = self._platforms[claimed.community.platform]
        return await _answer(platform.post(claimed.target, composed, key=claimed.key))

    async def _look_for(self, claimed: Claimed) -> Outcome:
        platform = self._platforms.get(claimed.community.platform)
        if platform is None:
            return Untellable()
        try:
            async with asyncio.timeout(ATTEMPT.total_seconds()):
                found = await platform.find(claimed.target, key=claimed.key, since=claimed.attempted_at)
        except (Busy, Uncertain, TimeoutError):
            return Unanswered()
        except Undeliverable as error:
            return Gone(str(error))
        except Exception as error:  # noqa: BLE001  # an adapter's own fault must not keep the others waiting
            log.error("find_failed", kind=claimed.kind, delivery=claimed.id, error=type(error).__name__)
            return Unanswered()
        match found:
            case Found(receipt):
                return Sent(receipt)
            case Absent():
                return Later(timedelta(0))
            case CannotTell():
                return Untellable()
            case _:
                assert_never(found)

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
            log.error("settled_failed", kind=result[0].kind, delivery=result[0].id, error=type(error).__name__)
            await self._write_down([result], follow=False)

    async def _write_down(self, results: list[Result], *, follow: bool = True) -> None:
        replaced: list[Receipt] = []
        async with self._storage.write() as session:
            now = self._clock()
            for claimed, outcome in results:
                settlement = settle(claimed, outcome, now)
                ours = await store.write_settlement(session, claimed, settlement, now)
                kind = self._kinds.get(claimed.kind)
                if ours and follow and kind is not None:
                    earlier = await kind.settled(session, claimed, settlement, now)
                    replaced += [earlier] if earlier else []
        for receipt in replaced:
            await self._quietly("withdraw", receipt)

    async def _quietly(self, what: Literal["pin", "withdraw"], receipt: Receipt) -> None:
        """What is good to have and harms nobody where it can't be had: logged, never tried again."""
        platform = self._platforms[receipt.channel.community.platform]
        try:
            async with asyncio.timeout(ATTEMPT.total_seconds()):
                await (platform.pin(receipt) if what == "pin" else platform.withdraw(receipt))
        except Exception as error:  # noqa: BLE001  # the post stands, and that is written down
            log.info("left_undone", reason=what, error=type(error).__name__)


async def _answer(posting: Awaitable[Receipt]) -> Outcome:
    try:
        async with asyncio.timeout(ATTEMPT.total_seconds()):
            return Sent(await posting)
    except Undeliverable as error:
        return Gone(error.remedy.name if error.remedy else str(error))
    except Busy as busy:
        return Later(max(busy.retry_in, AT_LEAST))
    except (Uncertain, TimeoutError):
        return Unanswered()
    except Exception as error:  # noqa: BLE001  # an adapter's own fault: it may have been said, so look before repeating
        log.error("post_failed", error=type(error).__name__)
        return Unanswered()
