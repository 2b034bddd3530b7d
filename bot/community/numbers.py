"""A row's number as a button or a command carries it."""

from __future__ import annotations

LARGEST = 2**31 - 1
"""The largest number that a row can have."""


def row_number(text: str) -> int | None:
    """The number, or None for what no row can have."""
    number = int(text) if text.isascii() and text.isdecimal() and len(text) <= len(str(LARGEST)) else 0
    return number if 0 < number <= LARGEST else None
