"""Reading the settings from a file and the environment: every fault in them at once, each with its line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.faults import ENVIRONMENT, ConfigError, Fault, Source, nearest, shown
from bot.config.sections import Config
from bot.config.wording import fault_in

SECRETS = {
    ("database", "url"): "one URL",
    ("database", "direct_url"): "one URL",
    ("discord", "token"): "one token",
    ("slack", "bot_token"): "one token",
    ("slack", "app_token"): "one token",
    ("slack", "signing_secret"): "one secret",
    ("slack", "client_id"): "one client id",
    ("slack", "client_secret"): "one secret",
    ("encryption", "keys"): "one key or more",
}
"""What may be a secret: from its variable or from a file, and what such a file holds."""

VARIABLES = tuple(f"BREWMATE_{section}_{key}".upper() for section, key in SECRETS)
"""The environment variables that are read. Each wins over the file; an empty one counts as not set."""

URLS = frozenset({"database.url", "database.direct_url"})

NEARLY_OURS = 0.9  # catches a slip of the finger, but not BREWMATE_DATABASE_PORT, which Kubernetes may set by itself
DEEPEST_SECRET = 8

SECRET_KEY = re.compile(r"(^|[._])(\w+_token|token|secret|password|passwd|api_key|private_key|keys)$", re.IGNORECASE)
PASSWORD_IN_URL = re.compile(r"^\w[\w+]*://[^:/@]*:[^@]+@|[?&](ssl)?password=[^&]", re.IGNORECASE)
TOML_KEY = re.compile(r"""\s*(?P<table>\[{0,2})\s*(?P<name>[\w.\-"' ]+?)\s*(=|\]{1,2}\s*(#.*)?$)""")


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
        found = (fault_in(details, source) for details in error.errors(include_url=False))
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
        return tomllib.loads(text), Source(file, dict(lines_of(text)))
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


def lines_of(text: str) -> Iterator[tuple[str, int]]:
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


def _misnamed(env: Mapping[str, str]) -> Iterator[Fault]:
    for name in sorted(set(env) - set(VARIABLES)):
        if name.startswith("BREWMATE_") and (near := nearest(name, VARIABLES, NEARLY_OURS)):
            yield Fault(ENVIRONMENT, None, name, "Brewmate reads no such variable", "", near)


def _secrets(value: object, source: Source, key: str = "", depth: int = 0) -> Iterator[Fault]:
    """A fault for each secret in the file, naming the variable where it belongs and never the secret."""
    if key in URLS and isinstance(value, str) and PASSWORD_IN_URL.search(value):
        variable = f"BREWMATE_{key.replace('.', '_').upper()}"
        named = key.partition(".")[2]
        place = f"the whole URL in the environment variable {variable}, or in a file that {named}_file names"
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
        problem = f"{shown(name)} can't be read ({error.strerror})"
    except ValueError:
        problem = f"{shown(name)} can't be read as UTF-8"
    raise ConfigError([source.fault(at, problem, expected)])
