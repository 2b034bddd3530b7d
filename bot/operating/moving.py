"""`brewmate move`: everything from one database to another, for whoever outgrows SQLite."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from bot.operating.starting import ConfigPath, run_to_its_end, settings_in

if TYPE_CHECKING:
    from bot.storage.moving import Moved

STOP_FIRST = (
    "Please stop Brewmate first, wherever it runs: what it writes from now on stays behind in the old database. "
    "Whether it runs can’t always be told from here."
)
WHAT_NEXT = (
    "Everything is in the new database. Put its URL into [database] url, or into BREWMATE_DATABASE_URL where it holds "
    "a password, keep the same encryption keys, and start Brewmate. The old database is as it was."
)


def move(
    to: Annotated[
        str,
        typer.Option(
            "--to",
            metavar="URL",
            help="An empty database: postgresql://brewmate@db.example.org/brewmate, or sqlite:///brewmate.db. "
            "PGPASSWORD or ~/.pgpass may hold its password.",
        ),
    ],
    config: ConfigPath = None,
) -> None:
    """Copy everything from the configured database into an empty one, and count it on both sides."""
    settings = settings_in(config)
    import bot.assembly  # noqa: F401  # so that every feature's tables are known
    from bot.delivery.upgrading import upgrade
    from bot.storage.moving import move as copy

    typer.echo(STOP_FIRST)

    async def carry() -> None:
        moved = await copy(settings.database.url.get_secret_value(), to, upgrade)
        for line in _told(moved):
            typer.echo(line)

    run_to_its_end(carry())


def _told(moved: Moved) -> list[str]:
    lines = [f"{table}: {count}" for table, count in moved.rows]
    if moved.others:
        connections = "1 other connection was" if moved.others == 1 else f"{moved.others} other connections were"
        lines.append(f"{connections} open to the old database. If that was Brewmate, what it wrote since isn’t here.")
    return [*lines, WHAT_NEXT]
