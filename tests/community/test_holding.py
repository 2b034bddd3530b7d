"""Whatever is held about a member is found, shown to them alone, and erased; no table can be forgotten."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from random import Random

from sqlalchemy import String, select
from sqlalchemy.orm import Mapped, mapped_column

from bot.assembly import build
from bot.community.holding import Holdings
from bot.community.tables import SeenEvent
from bot.config import Config
from bot.contract.events import MemberLeft
from bot.contract.places import Member
from bot.nudges.tables import Nudge
from bot.storage import Base, Erasing, MemberKey, Storage, TargetKey, write_target
from bot.texts import translator
from tests.community.filling import AT, HERE, Filling, knowing_columns, table_of
from tests.test_house import sentences
from tests.test_promises import dump

ANA, BEN = Member(HERE, "zaphod"), Member(HERE, "marvin")


def faults(holdings: Holdings) -> list[str]:
    """What the tables leave out that know a member."""
    known = {table_of(mapper.class_): mapper.class_ for mapper in Base.registry.mappers}
    found: list[str] = []
    for table, columns in knowing_columns():
        class_ = known[table]
        says = {each.column: each for each in class_.knows}
        found += [f"{table.name}.{column} says nothing" for column in columns if column not in says]
        found += [f"{table.name}.{column} is not there" for column in says if column not in table.columns]
        found += [] if getattr(class_, "retention", "") else [f"{table.name} says not how long"]
        stays = "hash" in says and says["hash"].erasing is Erasing.STAYS
        is_told = "hash" not in columns or stays or holdings.can_tell(class_)
        found += [] if is_told else [f"{table.name} has a hash nobody knows"]
        for knows in class_.knows:
            shown = [table.columns[name] for name in knows.shows]
            found += [f"{each} names people" for each in shown if isinstance(each.type, MemberKey | TargetKey)]
            may_be_null = knows.column not in table.columns or table.columns[knows.column].nullable
            found += [] if knows.erasing is not Erasing.NAME or may_be_null else [f"{table.name} must have a name"]
    return found


def holdings_of(storage: Storage) -> Holdings:
    """What the whole catalogue holds."""
    return build(Config(), storage, {}, draw=Random(1)).catalogue.holdings


@contextmanager
def another_table(**says: object) -> Iterator[None]:
    """A table that somebody adds and forgets, for as long as the block lasts."""
    columns = {"member": mapped_column(MemberKey, primary_key=True), "hash": mapped_column(String(64))}
    typed = {"__annotations__": {"member": Mapped[Member], "hash": Mapped[str]}}
    class_ = type("Forgotten", (Base,), {"__tablename__": "forgotten", **columns, **typed, **says})
    try:
        yield
    finally:
        Base.metadata.remove(table_of(class_))
        Base.registry._dispose_cls(class_)  # noqa: SLF001  # a class can't be taken back otherwise
        class_.__mapper__._set_dispose_flags()  # type: ignore[attr-defined]  # noqa: SLF001  # as above


def test_every_table_that_knows_a_member_says_what_and_how_long(storage: Storage) -> None:
    """Each column that may hold a member or a pseudonym says what it tells, how long, and how it is erased."""
    assert faults(holdings_of(storage)) == []


def test_a_forgotten_table_does_not_pass(storage: Storage) -> None:
    """A new table that knows members and says nothing is found, column by column."""
    with another_table():
        assert faults(holdings_of(storage)) == [
            "forgotten.member says nothing",
            "forgotten.hash says nothing",
            "forgotten says not how long",
            "forgotten has a hash nobody knows",
        ]


def test_members_read_what_is_held_in_their_language() -> None:
    """What a table holds, its labels and how long it is kept are sentences of the template."""
    known = set(sentences())
    missing = [
        sentence
        for mapper in Base.registry.mappers
        for knows in mapper.class_.knows
        for sentence in (knows.holds, *knows.shows.values(), mapper.class_.retention)
        if sentence not in known
    ]
    assert missing == []


async def test_a_member_who_leaves_is_in_no_table_any_more(storage: Storage) -> None:
    """With every table filled about two members, one leaves: no row knows them, and the other's are all there."""
    core = build(Config(), storage, {}, draw=Random(1)).core
    async with storage.write() as session:
        await Filling(session).everything_about(ANA, BEN)
    before = await about(storage, BEN)
    assert len(await about(storage, ANA)) == len(before) > 5
    await core.handle(MemberLeft(id="left", by=ANA, where=None, at=AT))
    assert await columns_naming(storage, ANA) == staying()
    assert [line for line in await about(storage, ANA) if not stays(line)] == []
    assert await about(storage, BEN) == before


async def test_leaving_twice_is_fine(storage: Storage) -> None:
    """Somebody of whom nothing is held can leave, and a platform may say so twice."""
    core = build(Config(), storage, {}, draw=Random(1)).core
    for id_ in ("left", "left", "left again"):
        assert await core.handle(MemberLeft(id=id_, by=ANA, where=None, at=AT)) == ()
    async with storage.read() as session:
        assert len((await session.scalars(select(SeenEvent))).all()) == 2


async def test_the_name_goes_where_the_row_stays(storage: Storage) -> None:
    """Where a row belongs to others as well it stays, without the name."""
    async with storage.write() as session:
        await Filling(session).everything_about(ANA)
    rows = await count(storage, Erasing.NAME)
    async with storage.write() as session:
        await holdings_of(storage).erase(session, ANA)
    assert await count(storage, Erasing.NAME) == rows > 0
    assert "zaphod" not in "".join(line for line in (await dump(storage)).splitlines() if not stays(line))


async def test_nobody_is_shown_what_is_another_s(storage: Storage) -> None:
    """What is told of a member holds no other member, and nothing from where a row stays for others' protection."""
    async with storage.write() as session:
        await Filling(session).everything_about(ANA, BEN)
    async with storage.read() as session:
        held = await holdings_of(storage).about(session, ANA)
    assert "trillian" not in str(held)
    assert "marvin" not in str(held)
    assert [each for each in held if each.knows.erasing is Erasing.STAYS] == []
    erased = {
        mapper.class_.__tablename__
        for mapper in Base.registry.mappers
        if any(each.erasing is not Erasing.STAYS for each in mapper.class_.knows)
    }
    assert {each.table for each in held} == erased


async def test_a_brew_that_is_erased_is_counted_no_more(storage: Storage) -> None:
    """Whoever erases what is held of them is not up for a brew any more, and the number says so."""
    async with storage.write() as session:
        await Filling(session).everything_about(ANA, BEN)
        (nudge,) = (await session.scalars(select(Nudge))).all()
        nudge.brews = 3
    async with storage.write() as session:
        await holdings_of(storage).erase(session, ANA)
    async with storage.read() as session:
        (nudge,) = (await session.scalars(select(Nudge))).all()
        assert (nudge.brews, nudge.tally_stands) == (2, True)


async def about(storage: Storage, member: Member) -> list[str]:
    """Every row that names the member or holds a pseudonym of theirs."""
    async with storage.read() as session:
        hashes = {
            each
            for provide in holdings_of(storage)._pseudonyms.values()  # noqa: SLF001  # what it can tell is under test
            for each in await provide(session, member)
        }
    signs = (write_target(member), *hashes)
    return [line for line in (await dump(storage)).splitlines() if any(sign in line for sign in signs)]


async def columns_naming(storage: Storage, member: Member) -> set[str]:
    """The columns in which the member stands by name."""
    found = set()
    async with storage.read() as session:
        for table, columns in knowing_columns():
            for column in (table.columns[name] for name in columns if name != "hash"):
                if (await session.execute(select(column).where(column == member))).all():
                    found.add(str(column))
    return found


def staying() -> set[str]:
    """The columns that keep a name for somebody else's protection."""
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    knowing = [(each.__tablename__, knows) for each in tables for knows in each.knows]
    stay = [(table, knows) for table, knows in knowing if knows.erasing is Erasing.STAYS]
    return {f"{table}.{knows.column}" for table, knows in stay if not knows.is_pseudonym}


def stays(line: str) -> bool:
    """Whether this row is of a table in which something stays for somebody else's protection."""
    tables = [mapper.class_ for mapper in Base.registry.mappers]
    staying = {each.__tablename__ for each in tables if any(k.erasing is Erasing.STAYS for k in each.knows)}
    return line.split(" ", maxsplit=1)[0] in staying


async def count(storage: Storage, erasing: Erasing) -> int:
    """How many rows there are in the tables whose names are erased like this."""
    total = 0
    async with storage.read() as session:
        for mapper in Base.registry.mappers:
            if any(each.erasing is erasing for each in mapper.class_.knows):
                total += len((await session.execute(select(table_of(mapper.class_)))).all())
    return total


def test_what_a_table_holds_is_said_in_whole_words() -> None:
    """Nothing that members read about their data is a name of a column."""
    t = translator("en-GB")
    for mapper in Base.registry.mappers:
        for knows in mapper.class_.knows:
            assert "_" not in t(knows.holds) + "".join(knows.shows.values())
