"""Who may tell us anything over HTTP: Slack, by its signature on the very bytes, just now, and once.

Source of the rules: Slack's "Verifying requests from Slack" (HMAC-SHA256 over ``v0:timestamp:body``, five minutes).
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from typing import Final

import structlog
from slack_sdk.signature import Clock as SlackClock
from slack_sdk.signature import SignatureVerifier

from bot.contract.doors import Answered, Called
from bot.contract.ports import Clock

log = structlog.get_logger("brewmate.slack")

WINDOW: Final = timedelta(minutes=5)
TYPES: Final = frozenset({"application/json", "application/x-www-form-urlencoded"})
TAKEN, UNAUTHORIZED, UNSUPPORTED = 200, 401, 415
CERTIFICATE_LOOK: Final = b"ssl_check=1"
"""How a look at our certificate begins: nothing is asked, so an empty answer is all there is."""


class Gate:
    """Lets in what Slack signed, and nothing twice."""

    def __init__(self, secret: str, clock: Clock, inside: Callable[[Called], Awaitable[Answered]]) -> None:
        self._verifier = SignatureVerifier(secret, _Present(clock))
        self._clock = clock
        self._inside = inside
        self._seen: set[bytes] = set()
        self._seen_before: set[bytes] = set()
        self._turned_at = clock()

    async def answer(self, called: Called) -> Answered:
        """As Door: 415 for a type that Slack never sends, 401 for what isn't Slack's, is old, or was here before."""
        if called.headers.get("content-type", "").partition(";")[0].strip().lower() not in TYPES:
            return _refused(UNSUPPORTED, "type")
        if called.body.startswith(CERTIFICATE_LOOK):
            return Answered()
        signature = called.headers.get("x-slack-signature", "")
        if not self._is_slacks(called, signature):
            return _refused(UNAUTHORIZED, "signature")
        if not self._is_first(signature.encode()):
            return _refused(UNAUTHORIZED, "replay")
        answered = await self._inside(called)
        if answered.status != TAKEN:  # Slack repeats it, and may do so within the same second
            self._seen.discard(signature.encode())
        return answered

    def _is_slacks(self, called: Called, signature: str) -> bool:
        stamp = called.headers.get("x-slack-request-timestamp", "")
        try:
            return self._verifier.is_valid(called.body, stamp, signature)
        except (ValueError, TypeError, OverflowError):  # no number of seconds, no UTF-8, no ASCII
            return False

    def _is_first(self, signature: bytes) -> bool:
        """Signatures are remembered for twice their time at most; Slack signs anew what it repeats by itself."""
        now = self._clock()
        if now - self._turned_at >= 2 * WINDOW:  # a stamp may lie as far ahead as behind
            self._seen_before, self._seen, self._turned_at = self._seen, set(), now
        if signature in self._seen or signature in self._seen_before:
            return False
        self._seen.add(signature)
        return True


class _Present(SlackClock):
    """Our clock, as the SDK asks it."""

    def __init__(self, clock: Clock) -> None:
        self._clock: Callable[[], datetime] = clock

    def now(self) -> float:
        """Seconds since 1970."""
        return self._clock().timestamp()


def _refused(status: int, reason: str) -> Answered:
    log.warning("request_refused", reason=reason)
    return Answered(status, "refused")
