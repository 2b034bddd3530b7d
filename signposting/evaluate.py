"""How well the engine hears: counts over labelled statements and everyday talk, from one command.

    python -m signposting.evaluate statements.jsonl everyday.jsonl.gz [--wrong]

Each line is a JSON object with `text`. With `expect` (and perhaps `accept`) it is a labelled statement, counted by what
is expected and by `functionality` or `way`; without, it is everyday talk, for which every answer is a false alarm.
"""

import argparse
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from signposting.judging import Engine, load_engine
from signposting.lexicon import Kind

_SAME = {"topic_info": Kind.TOPIC}
"""How other suites name our kinds."""

PER = 10_000


@dataclass(slots=True)
class Tally:
    """How many lines there were, were answered at all, were answered as expected, and rightly or acceptably."""

    lines: int = 0
    answered: int = 0
    exact: int = 0
    right: int = 0

    def add(self, kind: Kind, expected: Kind, accepted: frozenset[Kind]) -> bool:
        """Count one line; whether it was judged rightly."""
        right = is_right(kind, expected, accepted)
        self.lines += 1
        self.answered += kind is not Kind.NONE
        self.exact += kind is expected
        self.right += right
        return right


@dataclass(slots=True)
class Report:
    """What came out for one file: tallies by what was expected and by group, everyday answers, and what was wrong."""

    by_expected: dict[Kind, Tally] = field(default_factory=lambda: defaultdict(Tally))
    by_group: dict[str, Tally] = field(default_factory=lambda: defaultdict(Tally))
    everyday: Counter[Kind] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)


def is_right(kind: Kind, expected: Kind, accepted: frozenset[Kind]) -> bool:
    """Whether a verdict will do. `soft` will where a crisis is accepted, unless silence was expected."""
    if kind is expected or kind in accepted:
        return True
    return kind is Kind.SOFT and Kind.CRISIS in accepted | {expected} and expected is not Kind.NONE


def evaluate(engine: Engine, lines: Iterator[Mapping[str, object]]) -> Report:
    """Judge every line and count."""
    report = Report()
    for line in lines:
        text = str(line["text"])
        verdict = engine.judge(text)
        if "expect" not in line:
            report.everyday[verdict.kind] += 1
            if verdict.kind is not Kind.NONE:
                report.wrong.append(f"{verdict.kind} [{verdict.rule}] for everyday talk: {text}")
            continue
        expected, accepted = _kind(line["expect"]), frozenset(map(_kind, line.get("accept") or ()))  # type: ignore[call-overload]
        if not report.by_expected[expected].add(verdict.kind, expected, accepted):
            report.wrong.append(f"{verdict.kind} [{verdict.rule}] for {expected}: {text}")
        group = str(line.get("functionality") or line.get("way") or "")
        report.by_group[group].add(verdict.kind, expected, accepted)
    return report


def read(path: Path) -> Iterator[Mapping[str, object]]:
    """The lines of a JSONL file, which may be gzipped; ValueError names the line that is at fault."""
    with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            try:
                read_line = json.loads(line)
                if not isinstance(read_line, dict) or "text" not in read_line:
                    raise ValueError("is no object with a text")  # noqa: TRY301  # said with its line below
            except ValueError as error:
                raise ValueError(f"{path}:{number}: {error}") from error
            yield read_line


def main(arguments: Sequence[str] | None = None, say: Callable[[str], None] = print) -> None:
    """Print a table for each file; SystemExit with 2 and a sentence if one cannot be read."""
    parser = argparse.ArgumentParser(prog="python -m signposting.evaluate", description="How well the engine hears.")
    parser.add_argument("files", nargs="+", type=Path, help="JSONL files, gzipped or not")
    parser.add_argument("--wrong", action="store_true", help="print the lines that were judged wrongly")
    parser.add_argument("--lexicon", type=Path, help="another folder of lexicons than ours")
    parser.add_argument("--below", type=float, default=0.8, help="name groups of which a smaller part is right")
    chosen = parser.parse_args(arguments)
    engine = load_engine(chosen.lexicon)
    for path in chosen.files:
        try:
            report = evaluate(engine, read(path))
        except (OSError, ValueError) as error:
            parser.error(str(error))
        say(f"\n{path.name}")
        for line in table(report, chosen.below):
            say(line)
        if chosen.wrong:
            for line in report.wrong:
                say(f"  {line}")


def table(report: Report, below: float) -> Iterator[str]:
    """The report in lines."""
    for kind, tally in sorted(report.by_expected.items()):
        shares = (f"{name} {_share(part, tally.lines)}" for name, part in _parts(tally))
        yield f"  {kind:<14}{tally.lines:>6}  " + "  ".join(shares)
    everyday = sum(report.everyday.values())
    if everyday:
        answered = everyday - report.everyday[Kind.NONE]
        alarms = report.everyday[Kind.CRISIS]
        crisis, answers = (f"{part} ({PER * part / everyday:.1f} in 10,000)" for part in (alarms, answered))
        yield f"  everyday talk {everyday:>6}  crisis {crisis}  any answer {answers}"
    weak = {name: tally for name, tally in report.by_group.items() if tally.right < below * tally.lines}
    for name, tally in sorted(weak.items()):
        yield f"  only {tally.right} of {tally.lines}: {name}"


def _parts(tally: Tally) -> tuple[tuple[str, int], ...]:
    return ("answered", tally.answered), ("exact", tally.exact), ("right", tally.right)


def _share(part: int, whole: int) -> str:
    return f"{100 * part / whole:5.1f} %"


def _kind(name: object) -> Kind:
    return _SAME.get(str(name)) or Kind(str(name))


if __name__ == "__main__":
    main()
