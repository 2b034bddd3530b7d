"""The template holds every sentence that the source says, also where extraction can't see it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.texts.test_languages import sources, template

ROOT = Path(__file__).parents[2]
SAYING = {"t": 1, "mark": 1, "spans": 1, "plural": 2}
"""The functions that take source sentences, and how many each takes."""


def said() -> Iterator[tuple[str, str]]:
    """Each sentence that stands in a call of one of these, and where."""
    for path in (each for folder in ("bot", "adapters") for each in sorted((ROOT / folder).rglob("*.py"))):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call):
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                for given in node.args[: SAYING.get(name, 0)]:
                    if isinstance(given, ast.Constant) and isinstance(given.value, str) and given.value:
                        yield f"{path.relative_to(ROOT)}:{node.lineno}", given.value


def test_every_sentence_is_in_the_template() -> None:
    """No sentence stays English for standing inside an f-string, where Babel doesn't look."""
    known = {sentence for message in template() for sentence in sources(message)}
    assert [(where, sentence) for where, sentence in said() if sentence not in known] == []
    assert len(list(said())) > 500
