"""Whether a telephone or text number can be dialled in its country."""

import re

_SHORT = re.compile(r"\*?[0-9]{3,6}")


def check_number(written: str, country: str, *, named: bool) -> None:
    """ValueError with a sentence unless somebody in that country (ISO 3166) can dial the number as written.

    It is a valid number there, or a short code. Where the library's lists don't know a short code, it is taken on its
    source's word, but only if the contact itself has been given the country (`named`).
    """
    # Imported here: facts whose seal holds have been through this before, and most starts need none of it.
    from phonenumbers import (  # noqa: PLC0415
        SUPPORTED_REGIONS,
        NumberParseException,
        is_valid_number_for_region,
        is_valid_short_number_for_region,
        parse,
    )

    if not country:
        raise ValueError(f'"{written}" needs a country = "…", as its service is not for one country alone')
    if country not in SUPPORTED_REGIONS:
        raise ValueError(f'"{country}" is not a country whose numbers we know, such as "GB"')
    try:
        number = parse(written, country)
    except NumberParseException as error:
        raise ValueError(f'"{written}" is not a number in {country}') from error
    if is_valid_number_for_region(number, country) or is_valid_short_number_for_region(number, country):
        return
    if not _SHORT.fullmatch(written.replace(" ", "")):
        raise ValueError(f'"{written}" cannot be dialled in {country}: no such number exists there')
    if not named:
        raise ValueError(f'"{written}" is no short code that we know in {country}; if it is one, add country = "…"')
