"""Answering one interaction on Slack: privately, by its own address while that lasts, and never twice."""

from __future__ import annotations

from collections.abc import Awaitable
from typing import Any, Final

import aiohttp
import structlog
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from adapters.slack.render import Drawn, Json

log = structlog.get_logger("brewmate.slack")

MOST_USES: Final = 5
"""How often an interaction's own address can be used."""

ACCEPTED: Final = 200
NOT_THERE: Final = frozenset({"user_not_in_channel", "not_in_channel", "channel_not_found", "is_archived"})
"""Why an answer can't be shown in a channel; nothing was."""

NOT_ACCEPTED: Final = (SlackApiError, aiohttp.ClientError, OSError, TimeoutError)
"""What comes where it is too late, or Slack didn't understand; an answer is never repeated."""


class Answer:
    """Where somebody acted, and how they can be answered there so that only they see it."""

    def __init__(
        self,
        client: AsyncWebClient,
        user: str,
        channel: str,
        *,
        response_url: str = "",
        trigger: str = "",
        thread: str = "",
        team: str = "",
    ) -> None:
        self._client = client
        self._user = user
        self._thread = thread
        self._trigger = trigger
        self._asked = bool(trigger)  # nobody is written to directly for what they only said
        self._uses = 0
        self._was_said = False
        self.team = team
        self.channel = channel
        self.response_url = response_url

    @property
    def is_direct(self) -> bool:
        """Whether it is their own conversation with the bot, where an answer may stay to be read again."""
        return self.channel.startswith("D")

    @property
    def may_open(self) -> bool:
        """Whether a form can be opened: once, and within three seconds."""
        return bool(self._trigger)

    async def say(self, message: Drawn) -> bool:
        """Privately; whether Slack took it."""
        if self.is_direct and not await self._is_elsewhere(message):
            return self._was_said
        if self.response_url and self._uses < MOST_USES:
            self._uses += 1
            return await self._try(self._by_its_address(message))
        return await self._try(self._privately(message))

    async def publish(self, page: Json) -> bool:
        """Draw the bot's own page anew."""
        return await self._try(self._client.views_publish(user_id=self._user, view=page))

    async def open(self, view: Json) -> bool:
        """Open a form."""
        trigger, self._trigger = self._trigger, ""
        return await self._try(self._client.views_open(trigger_id=trigger, view=view))

    async def _is_elsewhere(self, message: Drawn) -> bool:
        """Say it in the conversation with the bot; whether they aren't in that one: people write to each other, too."""
        self._was_said = True
        try:
            await self._client.chat_postMessage(channel=self.channel, **shown(message))
        except NOT_ACCEPTED as error:
            code = error.response.get("error") if isinstance(error, SlackApiError) else None
            if code in NOT_THERE and self.response_url:
                return True
            _not_accepted(error)
            self._was_said = False
        return False

    async def _privately(self, message: Drawn) -> None:
        """In the channel where they acted; who did something that it can't be answered in is answered directly."""
        if not self.channel:
            await self._directly(message)
            return
        try:
            await self._in_the_channel(message)
        except SlackApiError as error:
            if error.response.get("error") not in NOT_THERE or not self._asked:
                raise
            await self._directly(message)

    async def _in_the_channel(self, message: Drawn) -> None:
        await self._client.chat_postEphemeral(
            channel=self.channel,
            user=self._user,
            text=message.text,
            blocks=list(message.blocks),
            link_names=False,
            thread_ts=self._thread or None,
        )

    async def _directly(self, message: Drawn) -> None:
        """What was done on the bot's own page is answered in their conversation with it."""
        opened = await self._client.conversations_open(users=[self._user])
        await self._client.chat_postMessage(channel=str(opened["channel"]["id"]), **shown(message))

    async def _by_its_address(self, message: Drawn) -> None:
        hook = AsyncWebhookClient(self.response_url, session=self._client.session, retry_handlers=[])
        hook.proxy = self._client.proxy
        body: Json = {"response_type": "ephemeral", "replace_original": False}
        body |= {"text": message.text, "blocks": list(message.blocks)}
        answer = await hook.send_dict(body | ({"thread_ts": self._thread} if self._thread else {}))
        if answer.status_code != ACCEPTED:
            msg = f"status {answer.status_code}"
            raise OSError(msg)

    async def _try(self, request: Awaitable[object]) -> bool:
        try:
            await request
        except NOT_ACCEPTED as error:
            _not_accepted(error)
            return False
        return True


def _not_accepted(error: Exception) -> None:
    code = error.response.get("error") if isinstance(error, SlackApiError) else None
    log.warning("answer_not_accepted", error=type(error).__name__, reason=code)


def shown(picture: Drawn) -> dict[str, Any]:
    """What every message of ours is sent with: no names linked, no addresses unfurled."""
    return {
        "text": picture.text,
        "blocks": list(picture.blocks),
        "link_names": False,
        "unfurl_links": False,
        "unfurl_media": False,
    }
