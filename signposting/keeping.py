"""Keeping compiled lexicons beside their source, as Python keeps its modules: found again, or simply made again."""

from __future__ import annotations

import marshal
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from hashlib import blake2b
from importlib.util import cache_from_source
from os import getpid
from pathlib import Path

from signposting.packing import packed, unpacked
from signposting.preparing import Prepared

_SIZE = 16  # bytes of a fingerprint
_ENDING = ".kept"


class Kept:
    """The file that may hold what was made of the lexicons in a folder.

    Its name bears a fingerprint of all that goes into it: the lexicons, our own modules, and the interpreter. Nothing
    here is a reason to fail: what cannot be read, or is damaged, is not there, and what cannot be written is not kept.
    """

    def __init__(self, folder: Path) -> None:
        self._stem = Path(cache_from_source(str(folder / "lexicon.py"))).with_suffix("")
        self._path = self._named(_fingerprint(folder) + _ENDING)

    def read(self) -> Sequence[Prepared] | None:
        """What was kept; None if nothing was, or not all of it is there."""
        try:
            written = memoryview(self._path.read_bytes())
        except OSError:
            return None
        if _digest(written[_SIZE:]) != written[:_SIZE]:
            return None
        languages = unpacked(marshal.loads(written[_SIZE:]))  # noqa: S302  # ours: the fingerprint is that of our sources
        return languages if isinstance(languages, tuple) else None

    def write(self, languages: Sequence[Prepared]) -> None:
        """Keep it, in place of what was made of lexicons as they were earlier; two processes may do so at once."""
        plain = marshal.dumps(packed(tuple(languages)))  # type: ignore[arg-type]  # what is packed is plain
        unfinished = self._named(str(getpid()))
        with suppress(OSError):
            self._path.parent.mkdir(exist_ok=True)
            try:
                unfinished.write_bytes(_digest(plain) + plain)
                unfinished.replace(self._path)
            finally:
                unfinished.unlink(missing_ok=True)
            for earlier in self._path.parent.glob(f"{self._stem.name}.*{_ENDING}"):
                if earlier != self._path:
                    earlier.unlink(missing_ok=True)

    def _named(self, ending: str) -> Path:
        return self._stem.with_name(f"{self._stem.name}.{ending}")


def _fingerprint(folder: Path) -> str:
    """Of the lexicons in the folder and of what makes something of them; what cannot be read is as if it were empty."""
    found = blake2b(f"{sys.version} {sys.byteorder}".encode(), digest_size=_SIZE)
    for source in _sources(folder):
        text = b""
        with suppress(OSError):
            text = source.read_bytes()
        found.update(f"{source.parent.name}/{source.name} {len(text)} ".encode())
        found.update(text)
    return found.hexdigest()


def _sources(folder: Path) -> Iterator[Path]:
    yield from sorted(folder.glob("*/*.toml"))
    yield from sorted(Path(__file__).parent.glob("*.py*"))


def _digest(text: bytes | memoryview) -> bytes:
    return blake2b(text, digest_size=_SIZE).digest()
