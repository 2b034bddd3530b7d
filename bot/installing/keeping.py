"""Keeping installations (``Installations`` in bot.contract.installing) in the database, encrypted."""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from hmac import compare_digest

import structlog

from bot.contract.installing import Installation, Renew, Tokens
from bot.contract.places import CommunityId
from bot.contract.ports import Busy, Unusable
from bot.installing import store
from bot.installing.sealing import Keyring, UnknownKeyError
from bot.installing.tables import Installed
from bot.storage import Session, Storage, StorageError

log = structlog.get_logger("brewmate.installing")

LEASE = timedelta(seconds=60)
"""How long one process may take to trade tokens; the platform answers within ten seconds or not at all."""

SOON = timedelta(seconds=5)
"""When what can't be had now may be asked for again."""

ATTEMPTS = 3
"""How often new tokens are written down: the old ones may not be good any more."""

UNREADABLE = (
    "The tokens of {names} were encrypted with a key that isn't in BREWMATE_ENCRYPTION_KEYS. Put the key back, "
    "after the newer ones, or let the workspace install Brewmate again."
)


class KeptInstallations:
    """Every promise of ``Installations``."""

    def __init__(self, storage: Storage, keyring: Keyring) -> None:
        self._storage = storage
        self._keyring = keyring

    async def keep(self, installation: Installation, communities: tuple[CommunityId, ...]) -> None:
        """As Installations."""
        row = {
            "id": installation.id,
            "name": installation.name[:100],
            "bot_user": installation.bot_user,
            "scopes": " ".join(sorted(installation.scopes)),
            "installed_by": installation.installed_by,
            "installed_at": installation.installed_at,
            **self._sealed(installation.tokens),
        }
        async with self._writing() as session:
            await store.keep(session, row, communities)

    async def of(self, community: CommunityId) -> Installation | None:
        """As Installations."""
        async with self._reading() as session:
            return self._read(await store.of(session, community))

    async def belongs(self, community: CommunityId, installation: str) -> bool:
        """As Installations."""
        async with self._writing() as session:
            return await store.belongs(session, community, installation)

    async def leaves(self, community: CommunityId) -> None:
        """As Installations."""
        async with self._writing() as session:
            await store.leaves(session, community)

    async def communities(self) -> tuple[CommunityId, ...]:
        """As Installations."""
        async with self._reading() as session:
            return tuple(await store.communities(session))

    async def belonging(self, id_: str) -> tuple[CommunityId, ...]:
        """As Installations."""
        async with self._reading() as session:
            return tuple(await store.belonging(session, id_))

    async def drop(self, id_: str) -> None:
        """As Installations."""
        async with self._writing() as session:
            await store.drop(session, id_)

    async def renewed(self, id_: str, renew: Renew, *, now: datetime, soon: datetime) -> Installation | None:
        """As Installations. The lease is a row's, so that no transaction waits for the platform."""
        async with self._writing() as session:
            claimed = self._read(await store.claim(session, id_, now=now, soon=soon, until=now + LEASE))
        if claimed is not None:
            try:
                tokens = await renew(claimed.tokens)
            except BaseException:
                await self._write(id_, {"renewing_until": None})
                raise
            await self._write(id_, {**self._sealed(tokens), "renewing_until": None})
        async with self._reading() as session:
            return self._read(await store.by_id(session, id_))

    async def begin(self, state: str, browser: str, *, now: datetime, until: datetime) -> None:
        """As Installations; only hashes are kept."""
        async with self._writing() as session:
            await store.set_out(session, _hash(state), _hash(browser), now=now, until=until)

    async def arrive(self, state: str, browser: str, *, now: datetime) -> bool:
        """As Installations; whoever comes first deletes the row, on whatever process."""
        async with self._writing() as session:
            known = await store.arrived(session, _hash(state), now=now)
        return known is not None and compare_digest(known, _hash(browser))

    async def examine(self) -> None:
        """Unusable where a token can't be read with these keys."""
        async with self._storage.read() as session:
            unreadable = [each.name or each.id for each in await store.all_of_them(session) if not self._fits(each)]
        if unreadable:
            raise Unusable(UNREADABLE.format(names=_listed(unreadable)))

    async def rotate(self) -> int:
        """Encrypt every token with the first key; how many installations there are. Unusable as ``examine``."""
        await self.examine()
        async with self._storage.write() as session:
            rows = await store.all_of_them(session)
            for each in rows:
                anew = self._keyring.sealed_anew
                refresh = anew(each.refresh) if each.refresh else None
                await store.change(session, each.id, access=anew(each.access), refresh=refresh)
        return len(rows)

    # --- private ------------------------------------------------------------------------------------

    @asynccontextmanager
    async def _reading(self) -> AsyncIterator[Session]:
        with _busy():
            async with self._storage.read() as session:
                yield session

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Session]:
        with _busy():
            async with self._storage.write() as session:
                yield session

    async def _write(self, id_: str, values: dict[str, object]) -> None:
        for attempt in range(1, ATTEMPTS + 1):
            try:
                async with self._writing() as session:
                    await store.change(session, id_, **values)
            except Busy:
                log.warning("tokens_not_written")
                if attempt == ATTEMPTS:
                    raise
            else:
                return

    def _sealed(self, tokens: Tokens) -> dict[str, object]:
        refresh = self._keyring.seal(tokens.refresh) if tokens.refresh else None
        return {"access": self._keyring.seal(tokens.access), "refresh": refresh, "expires_at": tokens.expires_at}

    def _fits(self, row: Installed) -> bool:
        try:
            self._read(row)
        except UnknownKeyError:
            return False
        return True

    def _read(self, row: Installed | None) -> Installation | None:
        if row is None:
            return None
        refresh = self._keyring.opened(row.refresh) if row.refresh else None
        tokens = Tokens(self._keyring.opened(row.access), refresh, row.expires_at)
        scopes = frozenset(row.scopes.split())
        return Installation(row.id, row.name, row.bot_user, scopes, tokens, row.installed_by, row.installed_at)


@contextmanager
def _busy() -> Iterator[None]:
    """What the contract calls it when something can't be had just now."""
    try:
        yield
    except StorageError as error:
        log.warning("installations_unreachable", error=type(error).__name__)
        raise Busy(SOON) from None
    except UnknownKeyError:
        log.error("token_unreadable")
        raise Busy(SOON) from None


def _hash(word: str) -> str:
    return hashlib.sha256(word.encode()).hexdigest()


def _listed(names: Iterable[str]) -> str:
    *before, last = names
    return f"{', '.join(before)} and {last}" if before else last
