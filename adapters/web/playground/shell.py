"""The page itself: a small shell with its sentences filled in, and its own script and style beside it."""

from __future__ import annotations

import gzip
import hashlib
from html import escape
from pathlib import Path
from string import Template

from aiohttp import web
from aiohttp.typedefs import Handler

from adapters.web.playground.wording import sentences
from bot.texts import Translator

FOLDER = Path(__file__).parent / "page"
SHELL = "index.html"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


def add_page(app: web.Application, t: Translator) -> None:
    """Serve the page at ``/``, in that language, and its files under ``/page/``, all read once, here."""
    texts = {key: escape(sentence) for key, sentence in sentences(t).items()}
    shell = Template((FOLDER / SHELL).read_text("utf-8")).substitute(texts, lang=t.locale)
    app.router.add_get("/", _serving(shell.encode(), "text/html"))
    for file in sorted(FOLDER.iterdir()):
        if file.suffix in KINDS:
            app.router.add_get(f"/page/{file.name}", _serving(file.read_bytes(), KINDS[file.suffix]))


def _serving(content: bytes, kind: str) -> Handler:
    """A handler that sends the bytes once, packed here and not at each request; a browser that has them is told so."""
    etag = hashlib.sha256(content).hexdigest()[:16]
    headers = {"Cache-Control": "no-cache", "ETag": f'"{etag}"', "Vary": "Accept-Encoding"}
    packed = gzip.compress(content, mtime=0)

    async def handle(request: web.Request) -> web.Response:
        known = request.if_none_match or ()
        if any(each.value == etag for each in known):
            return web.Response(status=web.HTTPNotModified.status_code, headers=headers)
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return web.Response(body=content, content_type=kind, charset="utf-8", headers=headers)
        as_packed = {**headers, "Content-Encoding": "gzip"}
        return web.Response(body=packed, content_type=kind, charset="utf-8", headers=as_packed)

    return handle
