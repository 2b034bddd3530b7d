"""What a button or a key carries is a row's number, or none."""

from __future__ import annotations

import pytest

from bot.community.numbers import row_number


@pytest.mark.parametrize(("text", "number"), [("1", 1), ("0042", 42), ("2147483647", 2**31 - 1)])
def test_a_number_that_a_row_can_have(text: str, number: int) -> None:
    """Every number of a row is read."""
    assert row_number(text) == number


@pytest.mark.parametrize("text", ["", "0", "-1", "1.5", "²", "٣", "2147483648", "4294967297", "9" * 80, "9" * 5000])
def test_a_number_that_no_row_can_have(text: str) -> None:
    """Whatever no database holds as a row's number is none."""
    assert row_number(text) is None
