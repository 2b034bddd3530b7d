"""Everything moves from one database to another and means the same there, or nothing does."""

from __future__ import annotations

import sqlite3
import tracemalloc
from asyncio import ensure_future, sleep
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import ExitStack, asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import count
from pathlib import Path

import psycopg
import pytest
from sqlalchemy import delete, func, insert, make_url, select, text

from adapters.room.clock import MovableClock
from bot import assembly
from bot.config import load
from bot.contract.installing import Installation, Tokens
from bot.contract.places import Channel, CommunityId, Member
from bot.delivery.tables import Delivery, QueueShape
from bot.installing.keeping import KeptInstallations
from bot.installing.sealing import Keyring, new_key
from bot.installing.tables import Installed
from bot.nudges.tables import PromptRow, ScheduleDraft
from bot.storage import Base, Session, Storage, StorageError, open_storage
from bot.storage.moving import Moved, move
from bot.storage.upgrading import is_current
from tests.community.filling import Filling
from tests.databases import PostgresServer, SqliteFiles
from tests.stage import staged

assert assembly.build is not None  # imported so that every feature's tables are known

HERE = CommunityId("discord", "42")
AT = datetime(2027, 3, 28, 1, 30, 0, 123456, tzinfo=timezone(timedelta(hours=1)))
ANA, BEN = Member(CommunityId("room", "fernhill"), "ana"), Member(CommunityId("slack", "T1/E 2"), "U%:🫖")
PEOPLE = "Nia \U0001f469\U0001f3fd\u200d\U0001f91d says “brew?” 🫖 — ñ, e\u0301, ß, 中文, \u200f\u202e, \\x00, ';--\r\n"
PAIRS = [("sqlite", "postgresql"), ("postgresql", "sqlite")]
EVERY_PAIR = [*PAIRS, ("sqlite", "sqlite"), ("postgresql", "postgresql")]


@pytest.fixture(params=PAIRS, ids="-to-".join)
def urls(
    request: pytest.FixtureRequest, sqlite_files: SqliteFiles, postgres_server: PostgresServer
) -> Iterator[tuple[str, str]]:
    """An old database and a new one, both empty and migrated."""
    made: dict[str, SqliteFiles | PostgresServer] = {"sqlite": sqlite_files, "postgresql": postgres_server}
    with ExitStack() as stack:
        old, new = (stack.enter_context(made[kind].fresh()) for kind in request.param)
        yield old, new


@asynccontextmanager
async def opened(url: str) -> AsyncIterator[Storage]:
    """The database there, for as long as the block lasts."""
    storage = open_storage(url)
    try:
        yield storage
    finally:
        await storage.close()


@asynccontextmanager
async def writing(url: str) -> AsyncIterator[Session]:
    """One transaction on the database there."""
    async with opened(url) as storage, storage.write() as session:
        yield session


async def contents(url: str) -> dict[str, list[str]]:
    """Every row of every table as its class reads it, every value with its type."""
    found: dict[str, list[str]] = {}
    async with opened(url) as storage, storage.read() as session:
        for mapper in (each for each in Base.registry.mappers if each.class_ is not QueueShape):
            rows = (await session.scalars(select(mapper.class_))).all()
            names = [each.key for each in mapper.column_attrs]
            found[mapper.class_.__tablename__] = sorted(repr([getattr(row, key) for key in names]) for row in rows)
    return found


async def fill(url: str) -> None:
    """Rows in every table, and some with signs that are easily lost."""
    async with writing(url) as session:
        await Filling(session).everything_about(ANA, BEN)
        session.add(
            PromptRow(community=HERE, text=PEOPLE, mood="gentle", alt="", picture=None, created_at=AT, id=9_000)
        )
        session.add(PromptRow(community=HERE, text="", mood="gentle", created_at=AT, id=9_002))


def draft() -> ScheduleDraft:
    """Something typed and not saved."""
    tea = Channel(HERE, "tea")
    return ScheduleDraft(community=HERE, channel=tea, rule="FREQ=DAILY", start=AT.date(), zone="UTC", created_at=AT)


async def test_nothing_is_moved_into_memory(sqlite_files: SqliteFiles) -> None:
    """A database that would be gone at once is no place to move to."""
    with sqlite_files.fresh() as old:
        for url in ("sqlite://", "sqlite:///:memory:"):
            assert await refused(old, url) == (
                "The new database: It would be in memory alone. Please name a file, as in "
                "sqlite:////var/lib/brewmate/brewmate.db."
            )


def any_in(folder: Path) -> bool:
    """Whether there is anything in the folder."""
    return any(folder.iterdir())


def bytes_of(path: str) -> bytes:
    """The file as it is."""
    return Path(path).read_bytes()


async def held(url: str) -> int:
    """How many rows there are in all tables together."""
    return sum(map(len, (await contents(url)).values()))


async def refused(old: str, new: str) -> str:
    """What a move is refused with."""
    with pytest.raises(StorageError) as caught:
        await move(old, new)
    return str(caught.value)


@pytest.mark.parametrize("urls", EVERY_PAIR, ids="-to-".join, indirect=True)
async def test_everything_means_the_same_there(urls: tuple[str, str]) -> None:
    """Rows of every table arrive with equal values of equal types, and the old database keeps its own."""
    old, new = urls
    await fill(old)
    before = await contents(old)
    assert min(map(len, before.values())) >= 1
    moved = await move(old, new)
    assert await contents(new) == before
    assert await contents(old) == before
    assert dict(moved.rows) == {table: len(rows) for table, rows in before.items()}
    async with opened(new) as storage, storage.read() as session:
        prompt = await session.get_one(PromptRow, 9_000)
    assert (prompt.text, prompt.created_at, prompt.created_at.tzinfo) == (PEOPLE, AT, UTC)


async def test_brewmate_goes_on_where_it_was(urls: tuple[str, str], clock: MovableClock) -> None:
    """What was posted before a move is not posted again after it, and what comes next comes once."""
    old, new = urls
    async with staged(load(None, {"BREWMATE_DATABASE_URL": old}), clock) as stage:
        await stage.next_nudge()
        before = await stage.panel.next_nudge()
    await move(old, new)
    async with staged(load(None, {"BREWMATE_DATABASE_URL": new}), clock) as stage:
        assert stage.nudges() == []
        assert await stage.panel.next_nudge() == before
        await stage["Cal"].presses("up for a brew", await stage.next_nudge())
        assert len(stage.nudges()) == 1


async def test_a_new_database_is_made(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """Where the new one has no tables yet, it is brought up to date first."""
    with sqlite_files.fresh() as old:
        await fill(old)
        new = f"sqlite:///{tmp_path}/a folder/new%20é.db"
        await move(old, new)
        async with opened(new) as storage:
            assert await is_current(storage)
        assert await contents(new) == await contents(old)


async def test_how_far_the_queue_was_brought_stays(urls: tuple[str, str]) -> None:
    """What one database says of its own queue is not told to the other, whose queue may be at another point."""
    old, new = urls
    shape = select(QueueShape.newest)
    async with writing(old) as session:
        await session.execute(delete(QueueShape))
        session.add(QueueShape(newest="as the old one has it"))
    async with opened(new) as storage, storage.read() as session:
        before = (await session.scalars(shape)).all()
    await move(old, new)
    async with opened(new) as storage, storage.read() as session:
        assert (await session.scalars(shape)).all() == before


async def test_the_next_row_gets_a_new_number(urls: tuple[str, str]) -> None:
    """After a move rows go on after the highest number, in every table that numbers its own."""
    old, new = urls
    await fill(old)
    await move(old, new)
    async with writing(new) as session:
        for table in Base.metadata.sorted_tables:
            if (number := table.autoincrement_column) is None:
                continue
            highest = await session.scalar(select(func.max(number))) or 0
            row = {**(await session.execute(select(table).limit(1))).mappings().one(), **UNIQUE}
            given = {name: value for name, value in row.items() if name in table.columns and name != "id"}
            made = await session.scalar(insert(table).returning(number), given)
            assert (table.name, made) == (table.name, highest + 1)


UNIQUE = {"key": "new", "slot": "new", "undoes": None, "nudge": None}
"""What no two rows may share, but for their numbers."""


async def test_a_number_that_was_given_is_not_given_again(urls: tuple[str, str]) -> None:
    """A draft that is gone keeps its number: an older message may still have a button for it."""
    old, new = urls
    async with writing(old) as session:
        for _ in range(3):
            session.add(draft())
            await session.flush()
        await session.execute(text("DELETE FROM schedule_drafts"))
    await move(old, new)
    async with writing(new) as session:
        session.add(following := draft())
        await session.flush()
        assert following.id == 4


async def test_tokens_arrive_byte_for_byte(urls: tuple[str, str]) -> None:
    """What is encrypted is copied as it stands, and the same key reads it there."""
    old, new = urls
    key = new_key()
    tokens = Tokens("xoxe.xoxb-1-🫖", "xoxe-1-refresh", AT)
    installation = Installation("T1", "Fernhill", "B1", frozenset({"chat:write"}), tokens, BEN, AT)
    async with opened(old) as storage:
        await KeptInstallations(storage, Keyring(key)).keep(installation, (BEN.community,))
    await move(old, new)
    sealed = select(Installed.access, Installed.refresh)
    async with opened(old) as one, opened(new) as other, one.read() as was, other.read() as now:
        assert (await was.execute(sealed)).all() == (await now.execute(sealed)).all() != []
    async with opened(new) as storage:
        assert await KeptInstallations(storage, Keyring(key)).of(BEN.community) == installation


async def test_a_long_ledger_is_never_held_at_once(urls: tuple[str, str]) -> None:
    """Twenty thousand deliveries move in a fraction of the memory that they fill."""
    old, new = urls
    common = {"community": HERE, "kind": "nudge", "subject": "s" * 80, "status": "sent", "reason": "r" * 200}
    common |= {"target": Channel(HERE, "tea"), "due_at": AT, "attempts": 1, "settled_at": AT}
    rows = [{**common, "id": n, "key": f"k{n}", "slot": f"{n}"} for n in range(1, 20_001)]
    async with writing(old) as session:
        await session.execute(insert(Delivery), rows)
    del rows
    tracemalloc.start()
    try:
        moved = await move(old, new)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert dict(moved.rows)["deliveries"] == 20_000
    assert peak < 10_000_000  # the rows alone are 20 million bytes and more
    assert await contents(new) == await contents(old)


async def test_a_new_database_that_holds_anything_is_refused(urls: tuple[str, str]) -> None:
    """One row in any table is enough, the sentence names the table, and nothing is changed."""
    old, new = urls
    await fill(old)
    async with writing(new) as session:
        session.add(draft())
    assert await refused(old, new) == (
        "The new database: It already holds something, in schedule_drafts. Please give an empty one; nothing was "
        "changed in it."
    )
    assert await held(new) == 1


async def test_a_database_is_not_moved_onto_itself(urls: tuple[str, str]) -> None:
    """Source and target may not be the same, however they are spelt."""
    old, _ = urls
    again = old.replace("sqlite:///", "sqlite+aiosqlite:////./").replace("postgresql:", "postgres:")
    assert await refused(old, again) == "The new database: It is the old one: there is nothing to move."


async def test_a_link_to_the_file_is_the_file(sqlite_files: SqliteFiles, tmp_path: Path) -> None:
    """A symbolic link is no second database."""
    with sqlite_files.fresh() as old:
        (tmp_path / "link.db").symlink_to(make_url(old).database or "")
        assert "It is the old one" in await refused(old, f"sqlite:///{tmp_path}/link.db")


async def test_another_shape_is_refused(urls: tuple[str, str], tmp_path: Path) -> None:
    """What another version wrote is not guessed at, and the new database is not even touched."""
    old, _ = urls
    async with writing(old) as session:
        await session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    said = await refused(old, f"sqlite:///{tmp_path}/new.db")
    assert said.startswith("The old database is of another shape than this version needs.")
    assert not any_in(tmp_path)


async def test_a_file_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    """A slip in the old database's path leaves no empty file and no folder behind."""
    for url in (f"sqlite:///{tmp_path}/deep/old.db", f"sqlite:///file:{tmp_path}/old.db?uri=true"):
        assert "The old database: " in await refused(url, f"sqlite:///{tmp_path}/new.db")
    assert not any_in(tmp_path)


@pytest.mark.parametrize("journal", ["WAL", "DELETE"])
async def test_the_old_file_is_not_written_to(sqlite_files: SqliteFiles, tmp_path: Path, journal: str) -> None:
    """Not one byte of the old file changes, whether Brewmate or a backup wrote it last."""
    with sqlite_files.fresh() as old:
        await fill(old)
        path = make_url(old).database or ""
        with closing(sqlite3.connect(path)) as connection:
            connection.execute(f"PRAGMA journal_mode={journal}")
        before = bytes_of(path)
        await move(old, f"sqlite:///{tmp_path}/new.db")
        assert bytes_of(path) == before
        assert await contents(f"sqlite:///{tmp_path}/new.db") == await contents(old)


async def test_rows_that_do_not_arrive_are_noticed(urls: tuple[str, str]) -> None:
    """Where the new database swallows rows of one table, the counts differ and nothing at all is kept."""
    old, new = urls
    await fill(old)
    async with writing(new) as session:
        for statement in SWALLOW["sqlite" if new.startswith("sqlite") else "postgresql"]:
            await session.execute(text(statement))
    count = len((await contents(old))["quiet_days"])
    assert await refused(old, new) == f"Of quiet_days, {count} rows were read and 0 arrived, so nothing was moved."
    assert await held(new) == 0


SWALLOW = {
    "sqlite": ("CREATE TRIGGER swallow AFTER INSERT ON quiet_days BEGIN DELETE FROM quiet_days; END",),
    "postgresql": (
        "CREATE FUNCTION swallow() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RETURN NULL; END $$",
        "CREATE TRIGGER swallow BEFORE INSERT ON quiet_days FOR EACH ROW EXECUTE FUNCTION swallow()",
    ),
}


@pytest.mark.parametrize("value", ["x" * 300, "nothing\0here"], ids=["too long", "with a NUL"])
async def test_a_row_that_postgresql_does_not_take_stops_the_move(
    sqlite_files: SqliteFiles, postgres_server: PostgresServer, value: str
) -> None:
    """SQLite holds longer texts than it promises; the table is named, the text is not, and nothing is kept."""
    with sqlite_files.fresh() as old, postgres_server.fresh() as new:
        await fill(old)
        async with writing(old) as session:
            await session.execute(text("UPDATE prompts SET mood = :mood"), {"mood": value})
        said = await refused(old, new)
        assert said == (
            "The new database doesn’t take a row of prompts, so nothing was moved. The old one is as it was."
        )
        assert await held(new) == 0


CHANGE = "UPDATE communities SET name = hex(randomblob(8))"


async def meanwhile(moving: Awaitable[Moved], write: Callable[[], None]) -> Moved:
    """Write again and again while the move goes on."""
    task = ensure_future(moving)
    while not task.done():
        write()
        await sleep(0)
    return await task


@pytest.mark.parametrize("which", ["old", "new"])
async def test_a_user_without_rights_is_told(
    sqlite_files: SqliteFiles, postgres_server: PostgresServer, which: str
) -> None:
    """Where PostgreSQL doesn't let the user in at its tables, the sentence says which of the two it is, and why."""
    with sqlite_files.fresh() as file, postgres_server.fresh() as url:
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("DROP ROLE IF EXISTS poor")
            owner.execute("CREATE ROLE poor LOGIN")
        poor = make_url(url).set(username="poor").render_as_string(hide_password=False)
        said = await refused(*((poor, file) if which == "old" else (file, poor)))
        assert said.startswith(f"The {which} database: PostgreSQL does not allow this user to do that")


async def test_a_table_that_may_not_be_read_is_named(postgres_server: PostgresServer, tmp_path: Path) -> None:
    """A user who may read all but one table is told which, and nothing is moved."""
    new = f"sqlite:///{tmp_path}/new.db"
    with postgres_server.fresh() as url:
        await fill(url)
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("DROP ROLE IF EXISTS reader")
            owner.execute("CREATE ROLE reader LOGIN")
            owner.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO reader")
            owner.execute("REVOKE SELECT ON quiet_days FROM reader")
        said = await refused(make_url(url).set(username="reader").render_as_string(hide_password=False), new)
        with psycopg.connect(url, autocommit=True) as owner:
            owner.execute("DROP OWNED BY reader")
    assert said.startswith("PostgreSQL does not allow its user to copy quiet_days, so nothing was moved.")
    assert await held(new) == 0


async def test_what_is_written_meanwhile_stops_the_move(
    sqlite_files: SqliteFiles, postgres_server: PostgresServer
) -> None:
    """When somebody else writes to the old file while it is copied, the move is taken back and says why."""
    with sqlite_files.fresh() as old, postgres_server.fresh() as new:
        await fill(old)
        with (
            closing(sqlite3.connect(make_url(old).database or "", isolation_level=None)) as other,
            pytest.raises(StorageError, match="was written to meanwhile, so nothing was moved"),
        ):
            await meanwhile(move(old, new), lambda: other.execute(CHANGE).close())
        assert await held(new) == 0


async def test_a_busy_server_gives_one_snapshot(postgres_server: PostgresServer, tmp_path: Path) -> None:
    """What two tables get together while they are copied is in both or in neither; the other connection is told."""
    new = f"sqlite:///{tmp_path}/new.db"
    with postgres_server.fresh() as old, psycopg.connect(old, autocommit=True) as other:
        numbers = count()

        def write() -> None:
            day = {"day": date(2000, 1, 1) + timedelta(days=next(numbers)), "key": f"k{next(numbers)}"}
            with other.transaction():
                other.execute("INSERT INTO quiet_days (community, day) VALUES ('room:a', %(day)s)", day)
                other.execute("INSERT INTO retired_prompts (community, key) VALUES ('room:a', %(key)s)", day)

        write()
        moved = await meanwhile(move(old, new), write)
    rows = dict(moved.rows)
    assert rows["quiet_days"] == rows["retired_prompts"] >= 1
    assert moved.others == 1


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://me:hush@127.0.0.1:1/brewmate",
        "postgresql://me:hu/sh@127.0.0.1:1/brewmate",
        "postgresql://me:hush@127.0.0.1:hush/brewmate",
        "postgresql://me:hush@127.0.0.1:1/brewmate?hush=hush",
        "postgresql://me:hush@a..b/brewmate",
        "mysql://me:hush@127.0.0.1/brewmate",
        "sqlite://me:hush@host/brewmate.db",
        "hush",
        "sqlite://",
        "sqlite:///:memory:",
    ],
)
async def test_a_wrong_url_is_one_sentence_without_a_password(sqlite_files: SqliteFiles, url: str) -> None:
    """Whatever is wrong with a URL, the sentence says which of the two it is and repeats no password."""
    with sqlite_files.fresh() as good:
        for said, which in ((await refused(good, url), "new"), (await refused(url, good), "old")):
            assert said.startswith(f"The {which} database: ")
            assert "hush" not in said
            assert "sh@" not in said
