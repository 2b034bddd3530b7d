"""A number that nobody in its country can dial is refused."""

import pytest

from signposting.numbers import check_number


@pytest.mark.parametrize(
    ("written", "country"),
    [
        ("0808 801 0677", "GB"),
        ("0800 1111", "GB"),
        ("116 123", "GB"),
        ("999", "GB"),
        ("85258", "GB"),
        ("1800 247 247", "IE"),
        ("50808", "IE"),
        ("3114", "FR"),
        ("988", "US"),
        ("13 11 14", "AU"),
    ],
)
def test_what_people_dial_is_taken(written: str, country: str) -> None:
    """Numbers of every length, as they are written on a card, in their own country."""
    check_number(written, country, named=False)


@pytest.mark.parametrize(
    ("written", "country", "reason"),
    [
        ("0808 801 067", "GB", "cannot be dialled in GB"),
        ("0808 801 06777", "GB", "cannot be dialled in GB"),
        ("1800 247 247", "GB", "cannot be dialled in GB"),
        ("0801 801 0677", "GB", "cannot be dialled in GB"),
        ("116 124", "GB", "no short code that we know in GB"),
        ("113", "NL", "no short code that we know in NL"),
        ("116 123", "UK", "not a country"),
        ("116 123", "", "needs a country"),
        ("1", "GB", "not a number in GB"),
    ],
)
def test_what_cannot_be_dialled_is_refused(written: str, country: str, reason: str) -> None:
    """A digit too few or too many, another country's number, a code that nobody knows: each says what is wrong."""
    with pytest.raises(ValueError, match=reason):
        check_number(written, country, named=False)


@pytest.mark.parametrize(("written", "country"), [("113", "NL"), ("*4141", "CL"), ("1553", "PH")])
def test_a_short_code_with_its_country_is_taken_on_its_sources_word(written: str, country: str) -> None:
    """The library's lists lag behind; a contact that names its country may have a code they don't know."""
    check_number(written, country, named=True)


def test_naming_the_country_excuses_no_longer_number() -> None:
    """Only short codes are taken on trust."""
    with pytest.raises(ValueError, match="cannot be dialled"):
        check_number("0808 801 067", "GB", named=True)
