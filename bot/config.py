"""The settings of one installation, from a TOML file and the environment; or every fault in them, at once."""

from __future__ import annotations

import difflib
import ipaddress
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Annotated, Any, Literal, get_args

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, field_validator
from pydantic import ValidationInfo as Info
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails, PydanticCustomError

ENVIRONMENT = "environment"
VARIABLES = ("BREWMATE_DATABASE_URL", "BREWMATE_DISCORD_TOKEN", "BREWMATE_SLACK_BOT_TOKEN", "BREWMATE_SLACK_APP_TOKEN")
"""The environment variables that are read. Each wins over the file; an empty one counts as not set."""

SECRETS = {
    ("database", "url"): "one URL",
    ("discord", "token"): "one token",
    ("slack", "bot_token"): "one token",
    ("slack", "app_token"): "one token",
}
"""What may be a secret: from its variable or from a file, and what such a file holds."""

NEARLY_OURS = 0.9  # catches a slip of the finger, but not BREWMATE_DATABASE_PORT, which Kubernetes may set by itself
NAME_SIZE = 80
SHOWN_SIZE = 60
DEEPEST_SECRET = 8

SECRET_KEY = re.compile(r"(^|[._])(\w+_token|token|secret|password|passwd|api_key|private_key)$", re.IGNORECASE)
PASSWORD_IN_URL = re.compile(r"^\w[\w+]*://[^:/@]*:[^@]+@|[?&](ssl)?password=[^&]", re.IGNORECASE)
DATABASE_URL = re.compile(r"(sqlite|postgres|postgresql)(\+\w+)?://\S*")
HOST_NAME = re.compile(r"(?=.{1,253}$)\w([\w-]*\w)?(\.\w([\w-]*\w)?)*\.?", re.ASCII)
LOCALE = re.compile(r"[a-z]{2,3}([-_][a-z0-9]{2,8})*", re.IGNORECASE | re.ASCII)
AREA = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
TOML_KEY = re.compile(r"""\s*(?P<table>\[{0,2})\s*(?P<name>[\w.\-"' ]+?)\s*(=|\]{1,2}\s*(#.*)?$)""")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong with the settings, in words for whoever can put it right; ``line`` may be unknown."""

    file: str
    line: int | None
    key: str
    problem: str
    expected: str = ""
    suggestion: str | None = None

    def __str__(self) -> str:
        """One line: ``config.toml:12: web.port: 99999 can't be used; expected a whole number from 1 to 65535.``."""
        place = self.file if self.line is None else f"{self.file}:{self.line}"
        said = ": ".join(part for part in (place, self.key, self.problem) if part)
        expected = f"; expected {self.expected}" if self.expected else ""
        suggestion = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        return _printable(f"{said}{expected}.{suggestion}")


class ConfigError(Exception):
    """The settings cannot be used. Callers print ``str(error)``, a line for each fault, and exit with 2."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))


@dataclass(frozen=True, slots=True)
class Source:
    """Where settings were written: a line for each key, and the keys whose value came from elsewhere. All are equal."""

    file: str = field(default="built-in defaults", compare=False)
    lines: Mapping[str, int] = field(default_factory=dict, compare=False)
    elsewhere: Mapping[str, tuple[str, str]] = field(default_factory=dict, compare=False)

    def fault(self, key: str, problem: str, expected: str = "", suggestion: str | None = None) -> Fault:
        """A fault at this key, on its own line or on that of the nearest table around it."""
        file, written = self.elsewhere.get(key, (self.file, key))
        line = next((self.lines[name] for name in _outwards(written) if name in self.lines), None)
        return Fault(file, line, written, problem, expected, suggestion)


def _refused(problem: str, suggestion: str | None = None) -> PydanticCustomError:
    return PydanticCustomError("refused", "refused", {"problem": problem, "suggestion": suggestion})


def _locale(tag: str) -> str:
    try:
        found = str(Locale.parse(tag.replace("_", "-"), sep="-")).replace("_", "-") if LOCALE.fullmatch(tag) else ""
    except (UnknownLocaleError, ValueError):
        found = ""
    kept = set(re.split("[-_]", tag.casefold())) <= set(found.casefold().split("-"))  # Babel reads en-ZZ as en-US
    if not found or not kept:
        known = (name.replace("_", "-") for name in locale_identifiers())
        raise _refused(f"there is no locale {_shown(tag)}", _nearest(tag, known))
    return found


def _zone(name: str) -> str:
    if name not in _zones():
        by_city = {zone.rpartition("/")[2].casefold(): zone for zone in reversed(_zones())}
        near = by_city.get(name.strip().replace(" ", "_").casefold()) or _nearest(name, _zones())
        raise _refused(f"there is no time zone {_shown(name)}", near)
    return name


@cache
def _zones() -> tuple[str, ...]:
    """Every IANA zone; tzdata's list, because asking zoneinfo opens 600 files."""
    return tuple(resources.files("tzdata").joinpath("zones").read_text("utf-8").split())


def _area(code: str) -> str:
    countries, meant = Locale("en").territories, code.strip().upper()
    if AREA.fullmatch(code) and code[:2] in countries:
        return code
    current = get_global("territory_aliases").get(meant[:2], [meant[:2]])[0]  # UK is GB
    meant = current + meant[2:]
    known = AREA.fullmatch(meant) and current in countries
    raise _refused(f"there is no area {_shown(code)}", meant if known else None)


def _channel(name: str) -> str:
    meant = "-".join(name.casefold().replace("#", " ").split())
    possible = 0 < len(meant) <= NAME_SIZE and all(letter.isalnum() or letter in "-_" for letter in meant)
    if name != meant or not possible:
        raise _refused(f"{_shown(name)} can't be a channel's name", meant if possible else None)
    return name


def _database_url(url: SecretStr) -> SecretStr:
    given = url.get_secret_value()
    if DATABASE_URL.fullmatch(given) and given.isprintable():
        return url
    scheme = re.match(r"(\w{1,20})(\+\w+)?://", given)
    if scheme and not DATABASE_URL.match(given):
        raise _refused(f"Brewmate keeps its data in SQLite or PostgreSQL, not in {_shown(scheme[1])}")
    raise _refused("this is not a database's URL")


def _token(token: SecretStr) -> SecretStr:
    given = token.get_secret_value()
    if given.isprintable() and given.isascii() and " " not in given:
        return token
    raise _refused("this is not a token: there are blanks or odd characters in it")


ChannelName = Annotated[str, AfterValidator(_channel)]


class Section(BaseModel):
    """What all sections share: nothing unknown, nothing converted, nothing changed later.

    A field's description completes "expected …" when its value is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class CommunityDefaults(Section):
    """What a new community starts with, until its moderators change it."""

    locale: Annotated[str, AfterValidator(_locale)] = Field(
        default="en-GB", description="a BCP 47 tag such as en-GB or cy"
    )
    zone: Annotated[str, AfterValidator(_zone)] = Field(
        default="Europe/London", description="an IANA zone, Europe/London say"
    )
    area: Annotated[str, AfterValidator(_area)] = Field(
        default="GB", description="an ISO 3166 code such as GB or GB-SCT"
    )
    kept_after_leaving: int = Field(default=7, ge=0, le=365, description="a whole number of days from 0 to 365")


class Database(Section):
    """Where everything is kept. ``url`` is the one to use, wherever it came from."""

    url: Annotated[SecretStr, AfterValidator(_database_url)] = Field(
        default=SecretStr("sqlite:///brewmate.db"),
        description="sqlite:///brewmate.db, say, or postgresql://user@host/name",
    )
    url_file: str | None = Field(
        default=None, min_length=1, description="the path of a file that holds the database's URL"
    )


class Web(Section):
    """Where the room's page and the health checks are served."""

    allow_remote: bool = Field(default=False, description="true or false")
    host: str = Field(
        default="127.0.0.1", description="127.0.0.1, ::1 or localhost, or allow_remote = true under [web]"
    )
    port: int = Field(default=8080, ge=1, le=65535, description="a whole number from 1 to 65535")

    @field_validator("host")
    @classmethod
    def _loopback_unless_meant(cls, host: str, info: Info) -> str:
        if not _is_loopback(host) and info.data.get("allow_remote") is False:
            why = "whoever can reach the page can act as any member of its room"
            raise _refused(f"{_shown(host)} may be reached from other machines, and {why}")
        return host


class Discord(Section):
    """How Discord is reached. Where there is a ``token``, wherever it came from, Brewmate runs there."""

    token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(default=None, description="a bot's token")
    token_file: str | None = Field(default=None, min_length=1, description="the path of a file that holds the token")
    message_content: Literal["auto", "on", "off"] = Field(default="auto", description='"auto", "on" or "off"')
    members: Literal["auto", "on", "off"] = Field(default="auto", description='"auto", "on" or "off"')
    test_guild: int | None = Field(
        default=None, ge=10**16, lt=2**63, description="a server's id, a number of 17 to 19 digits"
    )
    api_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="an address such as http://localhost:8081/api/v10",
    )
    gateway_url: str | None = Field(
        default=None, pattern=r"^wss?://[^\s/]+(/\S*)?$", description="an address such as ws://localhost:8081/"
    )


class Slack(Section):
    """How Slack is reached. Where there is a ``bot_token``, wherever it came from, Brewmate runs there."""

    bot_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None, description="a bot token, which begins with xoxb-"
    )
    bot_token_file: str | None = Field(default=None, min_length=1, description="the path of a file with the bot token")
    app_token: Annotated[SecretStr, AfterValidator(_token)] | None = Field(
        default=None, description="an app-level token, which begins with xapp-"
    )
    app_token_file: str | None = Field(default=None, min_length=1, description="the path of a file with the app token")
    prefix: str = Field(
        default="", pattern=r"^([a-z][a-z0-9-]{0,15})?$", description="a few letters such as bm-, or none"
    )
    api_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s/]+/\S*$", description="an address such as http://localhost:8081/api/"
    )


class Log(Section):
    """How the log is written, one event per line."""

    format: Literal["console", "json"] = Field(default="console", description="console or json")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )


class Nudge(Section):
    """A schedule of a new playground community. ``when`` and ``mood`` are words that assembly reads."""

    channel: ChannelName = Field(description="a channel's name such as tea-room")
    when: str = Field(min_length=1, max_length=200, description="a recurrence such as every monday 10:00")
    weather: bool = Field(default=False, description="true or false")
    mood: str | None = Field(default=None, min_length=1, max_length=NAME_SIZE, description="a mood such as gentle")


class Listening(Section):
    """The channels of a new playground community where trigger words are heard from the start."""

    channels: tuple[ChannelName, ...] = Field(
        default=("general", "tea-room"), strict=False, description='a list of channel names such as ["general"]'
    )


NUDGES = (
    Nudge(channel="tea-room", when="every monday 10:00", mood="brew-monday"),
    Nudge(channel="tea-room", when="every wednesday 14:00", weather=True),
)


class Config(Section):
    """All settings of one installation; what the file leaves out has its default."""

    community: CommunityDefaults = Field(default=CommunityDefaults(), description="a table headed [community]")
    database: Database = Field(default=Database(), description="a table headed [database]")
    web: Web = Field(default=Web(), description="a table headed [web]")
    discord: Discord = Field(default=Discord(), description="a table headed [discord]")
    slack: Slack = Field(default=Slack(), description="a table headed [slack]")
    log: Log = Field(default=Log(), description="a table headed [log]")
    nudges: tuple[Nudge, ...] = Field(
        default=NUDGES, strict=False, description="tables headed [[nudges]], or nudges = []"
    )
    listening: Listening = Field(default=Listening(), description="a table headed [listening]")

    _source: Source = Source()

    def model_post_init(self, context: object, /) -> None:
        """Remember where the settings were written."""
        if isinstance(context, Source):
            self._source = context

    def fault(self, key: str, problem: str, expected: str = "", suggestion: str | None = None) -> Fault:
        """A fault that was found later, at ``nudges[0].when`` say, with the file and line where that was written."""
        return self._source.fault(key, problem, expected, suggestion)


def load(path: Path | None, env: Mapping[str, str]) -> Config:
    """The settings in this file, or the defaults for None; the environment wins. ConfigError holds every fault."""
    data, source = _read(path) if path else ({}, Source())
    faults = [*_misnamed(env), *_secrets(data, source)]
    try:
        for section, key in SECRETS:
            data, source = _with_secret(data, source, env, path.parent if path else Path(), section, key)
    except ConfigError as error:
        faults += error.faults
    try:
        config = Config.model_validate(data, context=source)
    except ValidationError as error:
        told = {fault.key for fault in faults}
        found = (_fault(details, source) for details in error.errors(include_url=False))
        faults += [fault for fault in found if fault.key not in told]
    else:
        if not faults:
            return config
    raise ConfigError(sorted(faults, key=lambda fault: fault.line or 0))


def _read(path: Path) -> tuple[dict[str, Any], Source]:
    """The file's tables; ConfigError with one fault where it cannot be read as TOML."""
    file, toml = str(path), "TOML, like config.example.toml"
    try:
        text = path.read_bytes().decode("utf-8-sig")
        return tomllib.loads(text), Source(file, dict(_lines(text)))
    except FileNotFoundError:
        fault = Fault(file, None, "", "there is no such file", "a copy of config.example.toml, say")
    except OSError as error:
        fault = Fault(file, None, "", f"the file can't be read ({error.strerror})", "one that Brewmate may read")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        fault = Fault(file, line, "", "this is not UTF-8", "a text file saved as UTF-8")
    except tomllib.TOMLDecodeError as error:
        said, _, at = str(error).rpartition(" (at ")
        found = re.match(r"line (\d+)", at)
        fault = Fault(file, int(found[1]) if found else None, "", f"this is not TOML: {said}", toml)
    except (ValueError, RecursionError):  # tomllib lets these two through
        fault = Fault(file, None, "", "a number is too long or a value nested too deeply", toml)
    raise ConfigError([fault])


def _lines(text: str) -> Iterator[tuple[str, int]]:
    """Each key, ``nudges[0].when``, and its line; those inside inline tables and long strings have none."""
    table, seen, quotes = "", dict[str, int](), ""
    for number, line in enumerate(text.split("\n"), start=1):
        found = None if quotes else TOML_KEY.match(line)
        for mark in re.findall(r'"""|\'\'\'', line):
            quotes = "" if quotes == mark else quotes or mark
        if found is None:
            continue
        name = re.sub(r"[\"' ]", "", found["name"])
        if found["table"] == "[[":
            seen[name] = seen.get(name, -1) + 1
            name = f"{name}[{seen[name]}]"
        if found["table"]:
            table = name
        yield (name if found["table"] or not table else f"{table}.{name}"), number


def _outwards(key: str) -> Iterator[str]:
    """``nudges[0].when``, ``nudges[0]``, ``nudges``."""
    yield key
    while (end := max(key.rfind("."), key.rfind("["))) > 0:
        key = key[:end]
        yield key


def _misnamed(env: Mapping[str, str]) -> Iterator[Fault]:
    for name in sorted(set(env) - set(VARIABLES)):
        if name.startswith("BREWMATE_") and (near := _nearest(name, VARIABLES, NEARLY_OURS)):
            yield Fault(ENVIRONMENT, None, name, "Brewmate reads no such variable", "", near)


def _secrets(value: object, source: Source, key: str = "", depth: int = 0) -> Iterator[Fault]:
    """A fault for each secret in the file, naming the variable where it belongs and never the secret."""
    if key == "database.url" and isinstance(value, str) and PASSWORD_IN_URL.search(value):
        place = "the whole URL in the environment variable BREWMATE_DATABASE_URL, or in a file that url_file names"
        yield source.fault(key, "a password has no place in this file", place)
    elif value and SECRET_KEY.search(key):
        variable = "BREWMATE_" + re.sub(r"\W+", "_", re.sub(r"\[\d+\]", "", key)).upper()
        place = f"it in the environment variable {variable}, or in a file that {key}_file names"
        yield source.fault(key, "a secret has no place in this file", place)
    elif depth < DEEPEST_SECRET and isinstance(value, dict):
        for name, inner in value.items():
            yield from _secrets(inner, source, f"{key}.{name}" if key else name, depth + 1)
    elif depth < DEEPEST_SECRET and isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _secrets(inner, source, f"{key}[{index}]", depth + 1)


def _with_secret(  # where it is sought, and what
    data: dict[str, Any], source: Source, env: Mapping[str, str], folder: Path, section: str, key: str
) -> tuple[dict[str, Any], Source]:
    """The same with the secret from its variable or from the file that ``{key}_file`` names, if either is given."""
    table, variable = data.get(section, {}), f"BREWMATE_{section}_{key}".upper()
    if not isinstance(table, dict):
        return data, source
    if given := env.get(variable, "").strip():
        origin = (ENVIRONMENT, variable)
    elif name := table.get(f"{key}_file"):
        given, origin = _held(table, str(name), source, folder, (section, key)), (source.file, f"{section}.{key}_file")
    else:
        return data, source
    moved = replace(source, elsewhere={**source.elsewhere, f"{section}.{key}": origin})
    return {**data, section: {**table, key: given}}, moved


def _held(table: dict[str, Any], name: str, source: Source, folder: Path, of: tuple[str, str]) -> str:
    section, key = of
    at, expected = f"{section}.{key}_file", f"a text file that holds {SECRETS[of]}"
    if key in table:
        raise ConfigError([source.fault(at, f"{key} and {key}_file are both given", "one of them")])
    try:
        return (folder / name).read_text("utf-8-sig").strip()
    except OSError as error:
        problem = f"{_shown(name)} can't be read ({error.strerror})"
    except ValueError:
        problem = f"{_shown(name)} can't be read as UTF-8"
    raise ConfigError([source.fault(at, problem, expected)])


def _fault(details: ErrorDetails, source: Source) -> Fault:
    """What pydantic found, in our words."""
    section, declared = _declared(details["loc"])
    key, given = _key(details["loc"]), details["input"]
    if declared is None:
        name, known = str(details["loc"][-1]), list(section.model_fields)
        return source.fault(key, "there is no such key", _one_of(known), _nearest(name, known) or _section_of(name))
    expected = declared.description or ""
    if details["type"] == "refused":
        return source.fault(key, details["ctx"]["problem"], expected, details["ctx"]["suggestion"])
    if details["type"] == "missing":
        return source.fault(key, "this key is missing", expected)
    shown = (
        "this"
        if section is Database or (declared.annotation is not None and "Secret" in str(declared.annotation))
        else _shown(given)
    )
    known = [word for word in get_args(declared.annotation) if isinstance(word, str)]
    near = _nearest(given, known) if isinstance(given, str) else None
    return source.fault(key, f"{shown} can't be used", expected, near)


def _declared(location: tuple[int | str, ...]) -> tuple[type[Section], FieldInfo | None]:
    """The section that a location ends in, and how the field there was declared; None where nothing was."""
    section: type[Section] = Config
    declared: FieldInfo | None = None
    for name in (step for step in location if isinstance(step, str)):
        declared = section.model_fields.get(name)
        if declared is None:
            break
        kinds = (declared.annotation, *get_args(declared.annotation))
        section = next((kind for kind in kinds if isinstance(kind, type) and issubclass(kind, Section)), section)
    return section, declared


def _key(location: tuple[int | str, ...]) -> str:
    return "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in location).removeprefix(".")


def _section_of(name: str) -> str | None:
    """``port under [web]`` for a key that stands outside its section."""
    homes = (home for home in Config.model_fields if name in _declared((home,))[0].model_fields)
    return next((f"{name} under [{home}]" for home in homes if home != name), None)


def _one_of(words: list[str]) -> str:
    return f"{', '.join(words[:-1])} or {words[-1]}"


def _nearest(given: str, known: Iterable[str], cutoff: float = 0.6) -> str | None:
    by_folded = {word.casefold(): word for word in sorted(known)}
    near = difflib.get_close_matches(given[:NAME_SIZE].casefold(), by_folded, n=1, cutoff=cutoff)
    return by_folded[near[0]] if near else None


def _is_loopback(host: str) -> bool:
    """ValueError of pydantic's kind where it is no address at all."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        if not HOST_NAME.fullmatch(host):
            raise _refused(f"{_shown(host)} is not an address") from None
        return host.casefold().removesuffix(".") == "localhost"


def _shown(value: object) -> str:
    """A value as somebody would recognise it, and never long."""
    match value:
        case bool():
            return str(value).lower()
        case str():
            return f"“{value}”" if len(value) <= SHOWN_SIZE else f"“{value[:SHOWN_SIZE]}…”"
        case int() if value.bit_length() > SHOWN_SIZE:
            return "a number as long as that"
        case list() | tuple():
            return "a list"
        case dict():
            return "a table"
        case _:
            return str(value)


def _printable(text: str) -> str:
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode("ascii") for c in text)
