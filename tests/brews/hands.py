"""What moderators may have settled about brews before a test begins."""

from __future__ import annotations

from sqlalchemy import update

from bot.assembly import Running
from bot.nudges.tables import Schedule


async def counts_only(running: Running) -> None:
    """Nudges open no rounds: whoever is up for a brew is counted, and shown by name to the others who agreed."""
    async with running.storage.write() as session:
        await session.execute(update(Schedule).values(brews=False))
