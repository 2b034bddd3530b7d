"""Who is answered at all: this machine's own pages, under its own name, and nobody else's."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.texts import Translator, mark, translator

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' https:; connect-src 'self'; "
        "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
OWN_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
HTTP_PORT = 80

BOUND: web.AppKey[set[str]] = web.AppKey("bound", set[str])
"""The host that the application listens on, as somebody would write it in an address."""

OUTER: web.AppKey[set[str]] = web.AppKey("outer", set[str])
"""The paths at which others call, under whatever name they know us by; each checks its callers by itself."""

SPEAKS: web.AppKey[Translator] = web.AppKey("speaks", Translator)
"""The community's language, once something of a community is mounted."""

WRONG_HOST = mark(
    "This page answers only under its own address. Please use the one that Brewmate printed at its start."
)
WRONG_ORIGIN = mark("That came from another website, so nothing was done.")
NOT_JSON = mark("Only application/json is understood here.")


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """Every answer carries the security headers, errors and streams too."""
    response.headers.update(HEADERS)
    response.headers.setdefault("Cache-Control", "no-store")


@web.middleware
async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Refuse what another site could have sent through a visitor's browser."""
    refusal = None if request.path in request.app.get(OUTER, ()) else _refusal(request)
    if refusal is not None:
        t = request.app.get(SPEAKS, translator(None))
        return web.json_response({"error": t(refusal)}, status=web.HTTPForbidden.status_code)
    return await handler(request)


def in_address(host: str) -> str:
    """A host as it stands in an address: IPv6 in brackets."""
    return f"[{host}]" if ":" in host else host.lower()


def _refusal(request: web.Request) -> str | None:
    hosts = request.headers.getall("Host", [])
    if len(hosts) != 1 or hosts[0].lower() not in _own_hosts(request):
        return WRONG_HOST
    if request.method in {"GET", "HEAD"}:
        return None
    if request.content_type != "application/json":
        return NOT_JSON
    return None if _from_own_page(request, hosts[0]) else WRONG_ORIGIN


def _own_hosts(request: web.Request) -> Iterable[str]:
    """Names with the port; an address of this machine is safe as well, as only names can be rebound."""
    names = request.app[BOUND] | OWN_NAMES
    sockname = request.transport.get_extra_info("sockname") if request.transport else None
    port = sockname[1] if sockname else request.url.port
    if sockname:
        names |= {in_address(_plain_ip(sockname[0]))}
    return {f"{name}:{port}" for name in names} | (names if port == HTTP_PORT else set())


def _from_own_page(request: web.Request, host: str) -> bool:
    """Browsers tell the origin of every POST; other programs need not."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc.lower() == host.lower()


def _plain_ip(address: str) -> str:
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return str(mapped or parsed)
