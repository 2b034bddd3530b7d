"""How Babel finds the sentences that live in TOML data; ``babel.cfg`` names ``extract_toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Collection, Iterator, Mapping
from typing import IO

TEXT_LINE = re.compile(r"\s*text\s*=")

Found = tuple[int, None, str, list[str]]
"""Babel's own shape: the line, the function's name (data have none), the sentence, and comments for translators."""


def extract_toml(
    fileobj: IO[bytes], keywords: Collection[str], comment_tags: Collection[str], options: Mapping[str, str]
) -> Iterator[Found]:
    """The ``text`` of each table in each list of tables, with its key and mood as a comment for translators.

    Each ``text`` stands on a line of its own, as it does in ``[[headed]]`` tables; ValueError where it doesn't.
    """
    source = fileobj.read().decode("utf-8")
    lists = (value for value in tomllib.loads(source).values() if isinstance(value, list))
    tables = [table for each in lists for table in each if "text" in table]
    lines = (number for number, line in enumerate(source.split("\n"), start=1) if TEXT_LINE.match(line))
    for line, table in zip(lines, tables, strict=True):
        about = ", ".join(str(table[name]) for name in ("mood", "key") if name in table)
        yield line, None, table["text"], [about]
