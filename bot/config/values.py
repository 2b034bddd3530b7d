"""What a setting may be: each refused in words, with what was perhaps meant."""

from __future__ import annotations

import base64
import ipaddress
import re
from functools import cache
from importlib import resources

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers
from pydantic import SecretStr
from pydantic_core import PydanticCustomError

from bot.config.faults import NAME_SIZE, nearest, shown

KEY_BYTES = 32
DATABASE_URL = re.compile(r"(sqlite|postgres|postgresql)(\+\w+)?://\S*")
HOST_NAME = re.compile(r"(?=.{1,253}$)\w([\w-]*\w)?(\.\w([\w-]*\w)?)*\.?", re.ASCII)
LOCALE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
AREA = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")


def refused(problem: str, suggestion: str | None = None) -> PydanticCustomError:
    """What a validator raises; the sentence around it is put together where the fault is told."""
    return PydanticCustomError("refused", "refused", {"problem": problem, "suggestion": suggestion})


def locale_tag(tag: str) -> str:
    """A BCP 47 tag of a language that there is."""
    try:
        found = str(Locale.parse(tag.replace("_", "-"), sep="-")).replace("_", "-") if LOCALE.fullmatch(tag) else ""
    except (UnknownLocaleError, ValueError):
        found = ""
    kept = set(re.split("[-_]", tag.casefold())) <= set(found.casefold().split("-"))  # Babel reads en-ZZ as en-US
    if not found or not kept:
        known = (name.replace("_", "-") for name in locale_identifiers())
        raise refused(f"there is no locale {shown(tag)}", nearest(tag, known))
    return found


def zone_name(name: str) -> str:
    """The name of an IANA time zone."""
    if name not in _zones():
        by_city = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(_zones())}
        near = by_city.get(name.strip().replace(" ", "_").casefold()) or nearest(name, _zones())
        raise refused(f"there is no time zone {shown(name)}", near)
    return name


@cache
def _zones() -> tuple[str, ...]:
    """Every IANA zone; tzdata's list, because asking zoneinfo opens 600 files."""
    return tuple(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def area_code(code: str) -> str:
    """The ISO 3166 code of a country, or of a part of one."""
    countries, meant = Locale("en").territories, code.strip().upper()
    if AREA.fullmatch(code) and code[:2] in countries:
        return code
    current = get_global("territory_aliases").get(meant[:2], [meant[:2]])[0]  # UK is GB
    meant = current + meant[2:]
    known = AREA.fullmatch(meant) and current in countries
    raise refused(f"there is no area {shown(code)}", meant if known else None)


def channel_name(name: str) -> str:
    """A channel's name as it is written after the #."""
    meant = "-".join(name.casefold().replace("#", " ").split())
    possible = 0 < len(meant) <= NAME_SIZE and all(letter.isalnum() or letter in "-_" for letter in meant)
    if name != meant or not possible:
        raise refused(f"{shown(name)} can't be a channel's name", meant if possible else None)
    return name


def database_url(url: SecretStr) -> SecretStr:
    """Where SQLite or PostgreSQL is."""
    given = url.get_secret_value()
    if DATABASE_URL.fullmatch(given) and given.isprintable():
        return url
    scheme = re.match(r"(\w{1,20})(\+\w+)?://", given)
    if scheme and not DATABASE_URL.match(given):
        raise refused(f"Brewmate keeps its data in SQLite or PostgreSQL, not in {shown(scheme[1])}")
    raise refused("this is not a database's URL")


def token(written: SecretStr) -> SecretStr:
    """A token or secret: one word of plain signs."""
    given = written.get_secret_value()
    if given.isprintable() and given.isascii() and " " not in given:
        return written
    raise refused("this is not a token: there are blanks or odd characters in it")


def encryption_keys(written: SecretStr) -> SecretStr:
    """Fernet keys, as ``brewmate keys new`` prints them: the one to encrypt with first, older ones after it."""
    for each in written.get_secret_value().replace(",", " ").split():
        try:
            is_key = len(base64.urlsafe_b64decode(each)) == KEY_BYTES
        except ValueError:
            is_key = False
        if not is_key:
            raise refused("one of these is not an encryption key: `brewmate keys new` prints one")
    return written


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach it; refused where it is no address at all."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        if not HOST_NAME.fullmatch(host):
            raise refused(f"{shown(host)} is not an address") from None
        return host.casefold().removesuffix(".") == "localhost"
