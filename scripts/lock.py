"""Check that requirements.lock holds names and versions only, and everything that pyproject.toml asks for."""

from __future__ import annotations

import re
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).parent.parent
MARKER = r"[a-z_]+ [<>=!]+ '[A-Za-z0-9.]+'"
LINE = re.compile(rf"(#.*|[a-z0-9][a-z0-9.-]*==[0-9][A-Za-z0-9.!+]*( ; {MARKER}( and {MARKER})*)?)?")
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


def main() -> int:
    """0, or 1 with a sentence for every line that is more, and for every dependency that is missing."""
    lines = (ROOT / "requirements.lock").read_text("utf-8").splitlines()
    problems = [
        f"requirements.lock:{number}: {line!r} is more than a name and a version"
        for number, line in enumerate(lines, 1)
        if not LINE.fullmatch(line)
    ]
    locked = {line.split("==")[0] for line in lines if "==" in line}
    problems += [f"requirements.lock lacks {name}" for name in sorted(direct() - locked)]
    print("\n".join(problems) or f"{len(locked)} packages, names and versions only.")
    return 1 if problems else 0


def direct() -> set[str]:
    """The normalised names of what pyproject.toml depends on, extras and build included."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    asked = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for extra in project["project"]["optional-dependencies"].values():
        asked += extra
    return {re.sub(r"[-_.]+", "-", NAME.match(each)[0]).lower() for each in asked}  # type: ignore[index]  # each names a package


if __name__ == "__main__":
    sys.exit(main())
