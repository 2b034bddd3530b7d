"""What pydantic has against the settings, in our words."""

from __future__ import annotations

from typing import get_args

from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from bot.config.faults import Fault, Source, nearest, shown
from bot.config.sections import Config, Database, Section


def fault_in(details: ErrorDetails, source: Source) -> Fault:
    """What pydantic found, in our words."""
    section, declared = _declared(details["loc"])
    key, given = _key(details["loc"]), details["input"]
    if declared is None:
        name, known = str(details["loc"][-1]), list(section.model_fields)
        return source.fault(key, "there is no such key", _one_of(known), nearest(name, known) or _section_of(name))
    expected = declared.description or ""
    if details["type"] == "refused":
        return source.fault(key, details["ctx"]["problem"], expected, details["ctx"]["suggestion"])
    if details["type"] == "missing":
        return source.fault(key, "this key is missing", expected)
    what = (
        "this"
        if section is Database or (declared.annotation is not None and "Secret" in str(declared.annotation))
        else shown(given)
    )
    known = [word for word in get_args(declared.annotation) if isinstance(word, str)]
    near = nearest(given, known) if isinstance(given, str) else None
    return source.fault(key, f"{what} can't be used", expected, near)


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
