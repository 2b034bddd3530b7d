"""Every setting, by the tables of the file."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, field_validator
from pydantic import ValidationInfo as Info

from bot.config.faults import NAME_SIZE, Fault, Source, shown
from bot.config.values import (
    area_code,
    channel_name,
    database_url,
    encryption_keys,
    is_loopback,
    locale_tag,
    refused,
    token,
    zone_name,
)

ChannelName = Annotated[str, AfterValidator(channel_name)]
Token = Annotated[SecretStr, AfterValidator(token)]


class Section(BaseModel):
    """What all sections share: nothing unknown, nothing converted, nothing changed later.

    A field's description completes "expected …" when its value is refused.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, hide_input_in_errors=True)


class CommunityDefaults(Section):
    """What a new community starts with, until its moderators change it."""

    locale: Annotated[str, AfterValidator(locale_tag)] = Field(
        default="en-GB", description="a BCP 47 tag such as en-GB or cy"
    )
    zone: Annotated[str, AfterValidator(zone_name)] = Field(
        default="Europe/London", description="an IANA zone, Europe/London say"
    )
    area: Annotated[str, AfterValidator(area_code)] = Field(
        default="GB", description="an ISO 3166 code such as GB or GB-SCT"
    )
    kept_after_leaving: int = Field(default=7, ge=0, le=365, description="a whole number of days from 0 to 365")


class Database(Section):
    """Where everything is kept. ``url`` is the one to use, wherever it came from.

    Locks and notifications need a connection that leads to PostgreSQL itself: ``direct_url``, where ``url`` doesn't.
    """

    url: Annotated[SecretStr, AfterValidator(database_url)] = Field(
        default=SecretStr("sqlite:///brewmate.db"),
        description="sqlite:///brewmate.db, say, or postgresql://user@host/name",
    )
    url_file: str | None = Field(
        default=None, min_length=1, description="the path of a file that holds the database's URL"
    )
    direct_url: Annotated[SecretStr, AfterValidator(database_url)] | None = Field(
        default=None, description="postgresql://user@host/name, past any pooler"
    )
    direct_url_file: str | None = Field(
        default=None, min_length=1, description="the path of a file that holds that URL"
    )


class Web(Section):
    """Where the room's page and the health checks are served."""

    allow_remote: bool = Field(default=False, description="true or false")
    host: str = Field(
        default="127.0.0.1", description="127.0.0.1, ::1 or localhost, or allow_remote = true under [web]"
    )
    port: int = Field(default=8080, ge=1, le=65535, description="a whole number from 1 to 65535")
    public_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s/?#]+$", description="an address such as https://brewmate.example.org"
    )

    @field_validator("host")
    @classmethod
    def _loopback_unless_meant(cls, host: str, info: Info) -> str:
        if not is_loopback(host) and info.data.get("allow_remote") is False:
            why = "whoever can reach the page can act as any member of its room"
            raise refused(f"{shown(host)} may be reached from other machines, and {why}")
        return host


class Discord(Section):
    """How Discord is reached. Where there is a ``token``, wherever it came from, Brewmate runs there."""

    token: Token | None = Field(default=None, description="a bot's token")
    token_file: str | None = Field(default=None, min_length=1, description="the path of a file that holds the token")
    message_content: Literal["auto", "on", "off"] = Field(default="auto", description='"auto", "on" or "off"')
    members: Literal["auto", "on", "off"] = Field(default="auto", description='"auto", "on" or "off"')
    test_guild: int | None = Field(
        default=None, ge=10**16, lt=2**63, description="a server's id, a number of 17 to 19 digits"
    )
    shards: int | None = Field(default=None, ge=1, le=10_000, description="a whole number from 1 to 10000")
    shards_each: int | None = Field(default=None, ge=1, le=10_000, description="a whole number from 1 to 10000")
    api_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s/]+(/\S*)?$",
        description="an address such as http://localhost:8081/api/v10",
    )
    gateway_url: str | None = Field(
        default=None, pattern=r"^wss?://[^\s/]+(/\S*)?$", description="an address such as ws://localhost:8081/"
    )


class Slack(Section):
    """How Slack is reached. Where there is a ``bot_token`` or a ``signing_secret``, Brewmate runs there.

    By Socket Mode with ``bot_token`` and ``app_token``; over HTTP with ``signing_secret`` and either ``bot_token``, for
    one workspace, or ``client_id`` and ``client_secret``, by which any number of workspaces can install it.
    """

    bot_token: Token | None = Field(default=None, description="a bot token, which begins with xoxb-")
    bot_token_file: str | None = Field(default=None, min_length=1, description="the path of a file with the bot token")
    app_token: Token | None = Field(default=None, description="an app-level token, which begins with xapp-")
    app_token_file: str | None = Field(default=None, min_length=1, description="the path of a file with the app token")
    signing_secret: Token | None = Field(default=None, description="the app's signing secret")
    signing_secret_file: str | None = Field(default=None, min_length=1, description="the path of a file with it")
    client_id: Token | None = Field(default=None, description="the app's client id, such as 123.456")
    client_id_file: str | None = Field(default=None, min_length=1, description="the path of a file with the client id")
    client_secret: Token | None = Field(default=None, description="the app's client secret")
    client_secret_file: str | None = Field(default=None, min_length=1, description="the path of a file with it")
    prefix: str = Field(
        default="", pattern=r"^([a-z][a-z0-9-]{0,15})?$", description="a few letters such as bm-, or none"
    )
    api_url: str | None = Field(
        default=None, pattern=r"^https?://[^\s/]+/\S*$", description="an address such as http://localhost:8081/api/"
    )

    @property
    def is_wanted(self) -> bool:
        """Whether anything was given by which Slack can be reached, or can reach us."""
        given = (self.bot_token, self.app_token, self.signing_secret, self.client_id, self.client_secret)
        return any(each is not None for each in given)


class Encryption(Section):
    """With what tokens are encrypted before they are written to the database."""

    keys: Annotated[SecretStr, AfterValidator(encryption_keys)] | None = Field(
        default=None, description="one key or more, the newest first, with blanks between"
    )
    keys_file: str | None = Field(default=None, min_length=1, description="the path of a file with the keys")


class Log(Section):
    """How the log is written, one event per line."""

    format: Literal["console", "json"] = Field(default="console", description="console or json")
    level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="debug, info, warning or error"
    )


class Nudge(Section):
    """A schedule of a new playground community. ``when`` and ``mood`` are words that assembly reads."""

    channel: ChannelName = Field(description="a channel's name such as tea-room")
    when: str = Field(min_length=1, max_length=200, description="a recurrence such as every monday 10:00")
    weather: bool = Field(default=False, description="true or false")
    mood: str | None = Field(default=None, min_length=1, max_length=NAME_SIZE, description="a mood such as gentle")


class Listening(Section):
    """The channels of a new playground community where trigger words are heard from the start."""

    channels: tuple[ChannelName, ...] = Field(
        default=("general", "tea-room"), strict=False, description='a list of channel names such as ["general"]'
    )


NUDGES = (
    Nudge(channel="tea-room", when="every monday 10:00", mood="brew-monday"),
    Nudge(channel="tea-room", when="every wednesday 14:00", weather=True),
)


class Config(Section):
    """All settings of one installation; what the file leaves out has its default."""

    community: CommunityDefaults = Field(default=CommunityDefaults(), description="a table headed [community]")
    database: Database = Field(default=Database(), description="a table headed [database]")
    web: Web = Field(default=Web(), description="a table headed [web]")
    discord: Discord = Field(default=Discord(), description="a table headed [discord]")
    slack: Slack = Field(default=Slack(), description="a table headed [slack]")
    encryption: Encryption = Field(default=Encryption(), description="a table headed [encryption]")
    log: Log = Field(default=Log(), description="a table headed [log]")
    nudges: tuple[Nudge, ...] = Field(
        default=NUDGES, strict=False, description="tables headed [[nudges]], or nudges = []"
    )
    listening: Listening = Field(default=Listening(), description="a table headed [listening]")

    _source: Source = Source()

    def model_post_init(self, context: object, /) -> None:
        """Remember where the settings were written."""
        if isinstance(context, Source):
            self._source = context

    def fault(self, key: str, problem: str, expected: str = "", suggestion: str | None = None) -> Fault:
        """A fault that was found later, at ``nudges[0].when`` say, with the file and line where that was written."""
        return self._source.fault(key, problem, expected, suggestion)
