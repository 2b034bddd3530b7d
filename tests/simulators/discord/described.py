"""Discord's own description of its API: whether a request's body is what it asks for."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import best_match
from referencing import Registry
from referencing.jsonschema import DRAFT202012

DESCRIPTION = Path(__file__).parents[4] / "shared" / "specs" / "discord-openapi.json"
"""It stands beside the project and not in it; where it is absent, this check alone is left out."""

HERE = "urn:discord"


def is_there() -> bool:
    """Whether there is a description to check against."""
    return DESCRIPTION.is_file()


def body_faults(method: str, path: str, body: Any) -> Iterator[str]:
    """What the description has against this body; nothing where there is none of either."""
    if not is_there():
        return
    for pattern, checks in _routes():
        check = checks.get(method.lower())
        if check is not None and pattern.fullmatch(path):
            error = best_match(check.iter_errors(body))
            if error is not None:
                yield f"{method} {path}: {'/'.join(map(str, error.absolute_path))}: {error.message[:300]}"
            return


@cache
def _routes() -> list[tuple[re.Pattern[str], dict[str, Draft202012Validator]]]:
    """For each path what a body must be, by method; a path with fewer blanks goes first."""
    document = json.loads(DESCRIPTION.read_text("utf-8"))
    registry: Registry[Any] = Registry().with_resource(HERE, DRAFT202012.create_resource(document))
    found = [(path, _checks(path, methods, registry)) for path, methods in document["paths"].items()]
    found.sort(key=lambda each: each[0].count("{"))
    return [(re.compile(re.sub(r"\{\w+\}", "[^/]+", path)), checks) for path, checks in found if checks]


def _checks(path: str, methods: dict[str, Any], registry: Registry[Any]) -> dict[str, Draft202012Validator]:
    found = {}
    for method, operation in methods.items():
        content = operation.get("requestBody", {}).get("content", {}) if isinstance(operation, dict) else {}
        if "application/json" in content:
            at = "/".join(
                part.replace("~", "~0").replace("/", "~1").replace("{", "%7B").replace("}", "%7D")
                for part in ("paths", path, method, "requestBody", "content", "application/json", "schema")
            )
            found[method] = Draft202012Validator({"$ref": f"{HERE}#/{at}"}, registry=registry)
    return found
