"""How every command of the command line begins and ends: with the settings, and with a sentence where they won't do."""

from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn, Optional

import typer

if TYPE_CHECKING:
    from collections.abc import Coroutine

    from bot.config import Config

REFUSED = 2

ConfigPath = Annotated[
    Optional[Path],  # noqa: UP045  # Typer reads this at run time
    typer.Option("--config", "-c", help="The settings; config.toml if there is one, else the defaults."),
]


def settings_in(path: Path | None) -> Config:
    """The settings in this file, or in the one beside us; every fault in them, and exit code 2."""
    from bot.config import ConfigError, load
    from bot.logs import configure

    beside = Path("config.toml")
    chosen = path or (beside if beside.exists() else None)
    try:
        settings = load(chosen, os.environ)
    except ConfigError as error:
        refuse(str(error))
    configure(settings.log.format, settings.log.level)
    return settings


def run_to_its_end(work: Coroutine[None, None, None]) -> None:
    """Run it to its end. What an operator can mend is one sentence and exit code 2."""
    from bot.config import ConfigError
    from bot.contract.ports import Unusable
    from bot.storage import StorageError
    from signposting import FaultyFileError

    try:
        asyncio.run(work)
    except (ConfigError, FaultyFileError, OSError, StorageError, Unusable) as error:
        refuse(str(error))


def refuse(sentence: str) -> NoReturn:
    """One sentence, and exit code 2."""
    typer.echo(sentence, err=True)
    raise typer.Exit(REFUSED)
