"""Jobs come one by one; what they are about is claimed, composed and settled together, as from the ledger itself."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from typing import Final

import structlog

from bot.delivery.worker import Batch, Worker
from bot.storage import StorageError

log = structlog.get_logger("brewmate.queue")


GATHERED: Final = 0.05
"""Seconds that jobs are gathered for. A claim for each would take most of a worker's time; nobody waits for 50 ms."""


class Gathering:
    """What is asked for within a moment, or while the last claim is being made, is claimed next, all at once."""

    def __init__(self, worker: Worker) -> None:
        self._worker = worker
        self._asked: dict[int, asyncio.Future[None]] = {}
        self._claiming: asyncio.Task[None] | None = None
        self._carrying: set[asyncio.Task[None]] = set()

    async def deliver(self, delivery: int) -> None:
        """Deliver what is first in line where this delivery is to go; returns once that is settled, or nobody's to do.

        Raises nothing: a job is only a reminder, and what it leaves undone the sweep finds in the ledger.
        """
        asked = self._asked.get(delivery)
        if asked is None:
            asked = self._asked[delivery] = asyncio.get_running_loop().create_future()
        if self._claiming is None or self._claiming.done():
            self._claiming = asyncio.create_task(self._claim())
        await asyncio.shield(asked)

    async def _claim(self) -> None:
        while self._asked:
            await asyncio.sleep(GATHERED)
            asked, self._asked = self._asked, {}
            try:
                batch = await self._worker.claim(asked.keys())
            except StorageError as error:
                log.warning("delivery_waits", reason=str(error))
                batch = []
            except Exception as error:  # noqa: BLE001  # a job that never ended would keep its delivery from any other
                log.error("claim_failed", error=type(error).__name__)
                batch = []
            task = asyncio.create_task(self._carry(batch, asked.values()))
            self._carrying.add(task)
            task.add_done_callback(self._carrying.discard)

    async def _carry(self, batch: Batch, asked: Collection[asyncio.Future[None]]) -> None:
        try:
            await self._worker.carry(batch)
        except StorageError as error:
            log.warning("delivery_waits", reason=str(error))
        except Exception as error:  # noqa: BLE001  # as above
            log.error("carry_failed", error=type(error).__name__)
        finally:
            for each in asked:
                if not each.done():
                    each.set_result(None)
