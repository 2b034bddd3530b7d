"""What a community changes in the directory for itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from signposting import Choice, DirectoryError, Overlay, Topic, choose, load_directory, read_overlay
from signposting.overlay import load_overlay, read_service

DIRECTORY = load_directory()
TUESDAY_NOON = datetime(2026, 11, 24, 14, 0, tzinfo=UTC)
NIGHT = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)

LOCAL: dict[str, Any] = {
    "id": "leith-listeners",
    "name": "Leith Listeners",
    "summary": "Neighbours who listen, over tea.",
    "areas": ["GB-SCT"],
    "topics": ["loneliness"],
    "contacts": [{"kind": "phone", "value": "0131 496 0000"}],
    "zone": "Europe/London",
    "hours": ["mon-fri 10:00-16:00"],
    "languages": ["en"],
    "sources": [{"publisher": "our moderators", "address": "https://example.org", "dated": "undated"}],
    "as_of": "",
    "checked": "2026-11-20",
    "checked_by": "moderators",
}


def seen(overlay: Overlay, *topics: Topic, area: str = "GB-SCT", at: datetime = TUESDAY_NOON) -> Choice:
    return choose(DIRECTORY.with_overlay(overlay), topics=topics, area=area, at=at)


def ids(choice: Choice) -> list[str]:
    return [option.service.id for option in choice.options]


def reasons(raised: pytest.ExceptionInfo[DirectoryError]) -> str:
    return str(raised.value)


def test_an_own_service_is_named_beside_ours() -> None:
    """A community's own service is chosen like any other, for its area and topic."""
    own = read_service(LOCAL, "own")
    assert own.id == "own-leith-listeners"
    assert own.id in ids(seen(Overlay((own,)), Topic.LONELINESS))
    assert own.id not in ids(seen(Overlay((own,)), Topic.LONELINESS, area="IE"))


def test_what_is_hidden_is_never_named() -> None:
    """A hidden service is on no card of that community, and on every other's as before."""
    overlay = Overlay(hidden=frozenset({"gb-samaritans"}))
    assert "gb-samaritans" not in ids(seen(overlay, Topic.CRISIS))
    assert DIRECTORY.with_overlay(overlay).get("gb-samaritans") is None
    assert "gb-samaritans" in ids(seen(Overlay(), Topic.CRISIS))


def test_pinned_services_come_first_in_their_order() -> None:
    """Of those that answer now, the pinned ones come first, in the order in which they were pinned."""
    usual = choose(DIRECTORY, topics={Topic.ANXIETY_DEPRESSION}, area="GB", at=TUESDAY_NOON, most=50)
    awake = [each.service.id for each in usual.options if each.open_now]
    pinned = (awake[-1], awake[-2])
    assert ids(seen(Overlay(pinned=pinned), Topic.ANXIETY_DEPRESSION, area="GB"))[:2] == list(pinned)


def test_a_pinned_service_that_listens_whatever_the_topic_comes_first_too() -> None:
    """A community's own line for everything, put first, stands before lines about the topic alone."""
    own = replace(read_service(LOCAL, "own"), topics=frozenset({Topic.LONELINESS}), general=True)
    choice = seen(Overlay((own,), pinned=(own.id,)), Topic.MONEY)
    assert choice.options[0].service.id == own.id
    assert "put first here" in choice.options[0].reason


def test_nobody_is_sent_to_a_closed_door_first() -> None:
    """At night a pinned service that is closed gives way to those that answer, and stands first among the closed."""
    own = read_service(LOCAL, "own")
    options = seen(Overlay((own,), pinned=(own.id,)), Topic.LONELINESS, at=NIGHT).options
    assert options[0].open_now
    assert next(each.service.id for each in options if not each.open_now) == own.id


def test_in_danger_only_a_known_answer_comes_first() -> None:
    """A pinned service whose hours nobody knows comes first for loneliness; in a crisis one that answers does."""
    both = ["loneliness", "crisis"]
    own = read_service({**LOCAL, "hours": "unknown", "topics": both}, "own")
    overlay = Overlay((own,), pinned=(own.id,))
    assert ids(seen(overlay, Topic.LONELINESS))[0] == own.id
    crisis = seen(overlay, Topic.CRISIS)
    assert crisis.emergency is not None
    assert crisis.options[0].open_now


@pytest.mark.parametrize(
    ("overlay", "reason"),
    [
        (Overlay(hidden=frozenset({"gb-999"})), "gb-999: the emergency number always comes first"),
        (Overlay(pinned=("ie-emergency",)), "ie-emergency"),
        (Overlay(hidden=frozenset({"int-findahelpline"})), "the last resort always comes last"),
        (Overlay(hidden=frozenset({"gb-samaritan"})), 'did you mean "gb-samaritans"?'),
        (Overlay(pinned=("gb-samaritan",)), 'pin: no service has the id "gb-samaritan"; did you mean'),
        (Overlay(hidden=frozenset({"gb-mind"}), pinned=("gb-mind",)), "gb-mind"),
        (Overlay(pinned=("gb-samaritans", "gb-samaritans")), "names the same service twice"),
    ],
)
def test_what_cannot_be_hidden_or_pinned_is_refused(overlay: Overlay, reason: str) -> None:
    """Emergency numbers, the last resort and ids that aren't there are refused with a sentence that helps."""
    with pytest.raises(DirectoryError) as raised:
        DIRECTORY.with_overlay(overlay)
    assert reason in reasons(raised)


def test_every_emergency_number_is_beyond_hiding() -> None:
    """No emergency entry of any country can be hidden, and all reasons come at once."""
    emergencies = frozenset(each.id for each in DIRECTORY.services if each.emergency)
    with pytest.raises(DirectoryError) as raised:
        DIRECTORY.with_overlay(Overlay(hidden=emergencies))
    assert len(raised.value.faults) == len(emergencies)


def test_an_own_service_never_takes_the_place_of_ours() -> None:
    """An added service needs an id of its own kind, once, and is neither emergency nor last resort."""
    own, ours = read_service(LOCAL, "own"), DIRECTORY.services[0]
    for added in ((ours,), (own, own), (replace(own, emergency=True),), (replace(own, last_resort=True),)):
        with pytest.raises(DirectoryError):
            DIRECTORY.with_overlay(Overlay(added))


def test_a_wrong_service_gets_every_reason_at_once() -> None:
    """An own service is held to the rules for ours: wrong number, topic and hours are all named."""
    wrong = {
        **LOCAL,
        "topics": ["lonelyness"],
        "hours": ["mon-fri 10-16"],
        "contacts": [{"kind": "phone", "value": "call us"}],
        "emergency": True,
    }
    with pytest.raises(DirectoryError) as raised:
        read_service(wrong, "form")
    said = reasons(raised)
    for part in ("form: own-leith-listeners", 'did you mean "loneliness"?', "hours", "call us", "emergency"):
        assert part in said


FILE = """
hide = ["gb-cruse"]
pin = ["own-leith-listeners"]

[[service]]
id = "leith-listeners"
name = "Leith Listeners"
summary = "Neighbours who listen, over tea."
areas = ["GB-SCT"]
topics = ["loneliness"]
contacts = [{ kind = "phone", value = "0131 496 0000" }]
zone = "Europe/London"
hours = ["mon-fri 10:00-16:00"]
languages = ["en"]
sources = [{ publisher = "our moderators", address = "the noticeboard", dated = "undated" }]
as_of = ""
checked = "2026-11-20"
checked_by = "moderators"
"""


def test_an_overlay_is_a_file_like_ours(tmp_path: Path) -> None:
    """One TOML file holds a community's own services, what it hides and what it puts first."""
    overlay = read_overlay(FILE, "leith.toml")
    assert (overlay.hidden, overlay.pinned) == (frozenset({"gb-cruse"}), ("own-leith-listeners",))
    assert ids(seen(overlay, Topic.LONELINESS))[0] == "own-leith-listeners"
    (tmp_path / "leith.toml").write_text(FILE, "utf-8")
    assert load_overlay(tmp_path / "leith.toml") == overlay


def test_a_faulty_file_is_told_by_line() -> None:
    """Every fault of an overlay is named with file and line; unreadable files and unknown keys too."""
    faulty = FILE.replace('["loneliness"]', '["lonelyness"]').replace("hide", "hyde")
    with pytest.raises(DirectoryError) as raised:
        read_overlay(faulty, "leith.toml")
    assert "leith.toml:10: own-leith-listeners: topics:" in reasons(raised)
    assert 'did you mean "hide"?' in reasons(raised)
    for text, reason in (("hide = [", "cannot be read"), ("pin = 3", "pin: needs a list"), ("pin = [3]", "needs some")):
        with pytest.raises(DirectoryError) as raised:
            read_overlay(text, "leith.toml")
        assert f"leith.toml: {reason}" in reasons(raised) or reason in reasons(raised)
    with pytest.raises(DirectoryError):
        load_overlay(Path("nowhere.toml"))


def test_nothing_changed_is_nothing_changed() -> None:
    """An empty overlay leaves the directory as it is."""
    assert DIRECTORY.with_overlay(Overlay()) == DIRECTORY
    assert read_overlay("", "empty.toml") == Overlay()
