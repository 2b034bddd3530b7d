"""Every body that the simulator is sent is checked against Discord's own description; here, that the check can fail."""

from __future__ import annotations

from typing import Any

import pytest

from tests.simulators.discord.described import body_faults, is_there

pytestmark = pytest.mark.skipif(
    not is_there(), reason="Discord's description isn't beside this project: bodies are held to our own limits alone"
)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "/channels/1/messages", {"content": 5}),
        ("POST", "/interactions/1/a/callback", {"type": 9, "data": {"title": "t", "custom_id": "c", "components": []}}),
        ("PUT", "/applications/1/commands", [{"name": "x" * 40, "description": "too long a name"}]),
        ("POST", "/channels/1/threads", {"name": "", "type": 12}),
    ],
)
def test_a_wrong_body_is_found(method: str, path: str, body: Any) -> None:
    """With the path, and what the description has against it."""
    (fault,) = body_faults(method, path, body)
    assert fault.startswith(f"{method} {path}: ")


def test_a_right_body_is_not() -> None:
    """A plain message is what Discord asks for."""
    assert not list(body_faults("POST", "/channels/1/messages", {"content": "Hello.", "nonce": "k1"}))
