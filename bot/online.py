"""In front of real platforms: Discord where there is a token for it, Slack where there are two, or both at once."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Protocol

from pydantic import SecretStr

from bot.assembly import Running, build, examine, now, prepare
from bot.community import store as communities
from bot.config import Config, ConfigError, Fault
from bot.contract.doors import Door
from bot.contract.locking import Locks
from bot.contract.places import Channel
from bot.contract.ports import Platform
from bot.nudges import store as schedules
from bot.signposts.store import all_heard
from bot.storage import Session, Storage, open_storage
from bot.teamwork import Role, Team, team
from bot.texts import translator

if TYPE_CHECKING:
    from adapters.discord.connection import Settings
    from adapters.discord.gateway import Gateway
    from adapters.slack.app import SlackApp
    from adapters.slack.connection import Settings as SlackSettings
    from bot.installing.keeping import KeptInstallations

Say = Callable[[str], None]

NO_TOKENS = (
    "There is nobody to ask: for Discord put a token into BREWMATE_DISCORD_TOKEN, for Slack the two into "
    "BREWMATE_SLACK_BOT_TOKEN and BREWMATE_SLACK_APP_TOKEN."
)
NO_WAY_IN = (
    "the app-level token in BREWMATE_SLACK_APP_TOKEN, for Socket Mode; or the signing secret in "
    "BREWMATE_SLACK_SIGNING_SECRET, where Slack calls over HTTP"
)
NO_ONE_TO_SERVE = (
    "the bot token of one workspace in BREWMATE_SLACK_BOT_TOKEN; or BREWMATE_SLACK_CLIENT_ID and "
    "BREWMATE_SLACK_CLIENT_SECRET, by which any workspace can install it"
)
NO_KEYS = "one in BREWMATE_ENCRYPTION_KEYS, or in a file that keys_file names; `brewmate keys new` prints one"


class Line(Protocol):
    """A platform's connection: it stays until it is closed, or until only the operator can help (Unusable)."""

    @property
    def platform(self) -> Platform:
        """What the core asks it."""

    async def run_until_closed(self, say: Say) -> None:
        """Connect, and stay connected; what passes by itself is waited for, and said."""

    async def close(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class Online:
    """All that was built: the core, the platforms' connections, and the addresses at which platforms call."""

    running: Running
    lines: tuple[Line, ...]
    doors: tuple[Door, ...]
    team: Team | None


@asynccontextmanager
async def online(config: Config, say: Say, role: Role = Role.ALL) -> AsyncIterator[Online]:
    """Everything over the configured database in front of its platforms, not connected yet; closed with the block.

    As far as ``role`` asks for it: connections for who listens, doors for who is called, at least a way to post for
    who sends.
    """
    examine(config, now())
    async with AsyncExitStack() as stack:
        settings = slack_settings(config) if config.slack.is_wanted else None
        storage = await stack.enter_async_context(_prepared(config))
        shared = await stack.enter_async_context(team(config, role, storage, now))
        wanted = config.discord.token is not None
        gateway = await _discord(config, say, shared.locks if shared else None) if wanted and role.listens else None
        posting = await stack.enter_async_context(_posting(config)) if wanted and role is Role.WORKER else None
        app = await stack.enter_async_context(_slack(config, settings, storage)) if settings else None
        platforms = [each.platform for each in (gateway, app) if each is not None] + ([posting] if posting else [])
        running = build(config, storage, {each.name: each for each in platforms}, team=shared)
        if gateway is not None:
            gateway.attach(running.house, partial(_held_on, storage, gateway.platform.name))
        if app is not None:
            app.attach(running.house)
        slack_listens = app is not None and (role.listens if config.slack.app_token else role.is_called)
        lines: list[Line] = [*([gateway] if gateway else []), *([app] if app and slack_listens else [])]
        yield Online(running, tuple(lines), app.doors if app and role.is_called else (), shared)


def discord_settings(config: Config) -> Settings:
    """How Discord is reached; ConfigError without a token."""
    from adapters.discord.connection import Settings  # noqa: PLC0415  # discord.py takes half a second

    about = config.discord
    if about.token is None:
        place = "it in the environment variable BREWMATE_DISCORD_TOKEN, or in a file that token_file names"
        raise ConfigError([config.fault("discord.token", "there is no token", place)])
    return Settings(
        about.token.get_secret_value(),
        about.api_url,
        about.gateway_url,
        about.message_content,
        about.members,
        about.test_guild,
        about.shards,
        about.shards_each,
    )


def slack_settings(config: Config) -> SlackSettings:
    """How Slack is reached, and how it reaches us; ConfigError where a part of it is missing."""
    from adapters.slack.connection import SLACK, Settings  # noqa: PLC0415

    about = config.slack
    if faults := tuple(_lacking_for_slack(config)):
        raise ConfigError(faults)
    return Settings(
        bot_token=_told(about.bot_token),
        app_token=_told(about.app_token),
        signing_secret=_told(about.signing_secret),
        client_id=_told(about.client_id),
        client_secret=_told(about.client_secret),
        api_url=about.api_url or SLACK,
        public_url=config.web.public_url,
        prefix=about.prefix,
    )


def _told(secret: SecretStr | None) -> str | None:
    return secret.get_secret_value() if secret is not None else None


def _lacking_for_slack(config: Config) -> Iterator[Fault]:
    about = config.slack
    if about.app_token is None and about.signing_secret is None:
        yield config.fault("slack.app_token", "Slack can't reach Brewmate", NO_WAY_IN)
    if about.app_token is not None and about.bot_token is None:
        place = "it in the environment variable BREWMATE_SLACK_BOT_TOKEN, or in a file that bot_token_file names"
        yield config.fault("slack.bot_token", "there is no token", place)
    elif about.bot_token is None and about.client_id is None:
        yield config.fault("slack.bot_token", "there is no workspace to serve", NO_ONE_TO_SERVE)
    for key, other in (("client_id", "client_secret"), ("client_secret", "client_id")):
        if getattr(about, key) is None and getattr(about, other) is not None:
            place = f"it in the environment variable BREWMATE_SLACK_{key.upper()}, beside the {other.replace('_', ' ')}"
            yield config.fault(f"slack.{key}", "it is missing", place)
    if about.client_id is not None and about.signing_secret is None and about.app_token is not None:
        place = "the signing secret in BREWMATE_SLACK_SIGNING_SECRET: Socket Mode serves one workspace"
        yield config.fault("slack.client_id", "it can't be used without HTTP", place)
    if about.client_id is not None and config.encryption.keys is None:
        yield config.fault("encryption.keys", "there is no key to encrypt the workspaces' tokens with", NO_KEYS)


async def examine_online(config: Config) -> tuple[tuple[str, bool], ...]:
    """What the platforms say to the tokens, and to each channel that is in use: a sentence each, and if it's bad."""
    found: list[tuple[str, bool]] = []
    if config.slack.is_wanted:
        from adapters.slack import checking as slack  # noqa: PLC0415

        settings = slack_settings(config)
        async with _prepared(config) as storage:
            installations = await _installations(config, storage) if settings.is_installed_by_many else None
            found += await slack.examined(settings, await _in_use(storage, "slack"), now, installations)
    if config.discord.token is not None:
        from adapters.discord import checking as discord  # noqa: PLC0415

        async with _prepared(config) as storage:
            examined = await discord.examined(discord_settings(config), await _in_use(storage, "discord"))
        found += [(each.sentence, each.is_fault) for each in examined]
    return tuple(found) or ((NO_TOKENS, True),)


async def _in_use(storage: Storage, platform: str) -> frozenset[Channel]:
    async with storage.read() as session:
        return await _channels_in_use(session, platform)


@asynccontextmanager
async def _prepared(config: Config) -> AsyncIterator[Storage]:
    """The configured database, brought up to date; closed with the block."""
    storage = open_storage(config.database.url.get_secret_value())
    try:
        await prepare(storage)
        yield storage
    finally:
        await storage.close()


async def invite(config: Config) -> tuple[str, tuple[tuple[str, str], ...]]:
    """The link by which a server adds the bot, and what each permission it asks for is for."""
    from adapters.discord import connection, permissions  # noqa: PLC0415

    application = (await connection.look(discord_settings(config))).application
    return permissions.invite_link(application), tuple(permissions.PURPOSES.items())


async def slack_manifest(config: Config, *, listening: bool, url: str | None, by_many: bool) -> str:
    """The app manifest as JSON, which YAML is, too: for Socket Mode, or for HTTP at this address."""
    from adapters.slack.manifest import Way, manifest  # noqa: PLC0415

    storage = open_storage(config.database.url.get_secret_value())
    try:
        declared = build(config, storage, {}).catalogue.declarations
    finally:
        await storage.close()
    way = Way((url or "").rstrip("/"), by_many and bool(url))
    made = manifest(declared, translator("en-GB"), prefix=config.slack.prefix, listening=listening, way=way)
    return json.dumps(made, indent=2, ensure_ascii=False)


@asynccontextmanager
async def _posting(config: Config) -> AsyncIterator[Platform]:
    """Discord for who only posts there: no gateway, so nothing is heard."""
    from adapters.discord import connection  # noqa: PLC0415
    from adapters.discord.platform import DiscordPlatform  # noqa: PLC0415

    async with connection.logged_in(discord_settings(config)) as client:
        yield DiscordPlatform(client)


async def _discord(config: Config, say: Say, locks: Locks | None) -> Gateway:
    from adapters.discord import connection  # noqa: PLC0415
    from adapters.discord.gateway import Gateway  # noqa: PLC0415

    settings = discord_settings(config)
    intents = connection.intents(settings, await connection.look(settings))
    for sentence in connection.mode(intents):
        say(sentence)
    return Gateway(settings, intents, locks=locks)


@asynccontextmanager
async def _slack(config: Config, settings: SlackSettings, storage: Storage) -> AsyncIterator[SlackApp]:
    from adapters.slack.app import app  # noqa: PLC0415

    installations = await _installations(config, storage) if settings.is_installed_by_many else None
    async with app(settings, now, installations) as found:
        yield found


async def _installations(config: Config, storage: Storage) -> KeptInstallations:
    """Those that are kept, every token of which can be read; Unusable where one can't."""
    from bot.installing.keeping import KeptInstallations  # noqa: PLC0415  # cryptography takes a moment
    from bot.installing.sealing import Keyring  # noqa: PLC0415

    keys = config.encryption.keys
    if keys is None:
        raise ConfigError([config.fault("encryption.keys", "there is no key", NO_KEYS)])
    kept = KeptInstallations(storage, Keyring(keys.get_secret_value()))
    await kept.examine()
    return kept


async def rotate_keys(config: Config) -> int:
    """Encrypt every kept token with the first key; how many installations there are."""
    async with _prepared(config) as storage:
        return await (await _installations(config, storage)).rotate()


async def _channels_in_use(session: Session, platform: str) -> frozenset[Channel]:
    """Every channel that a schedule, the listening or the moderators' notices go by."""
    found: set[Channel | None] = {each for each in await all_heard(session) if each.community.platform == platform}
    for community in await communities.on_platform(session, platform):
        found |= {community.channel, community.notices}
        found |= {each.channel for each in await schedules.schedules(session, community.id)}
    return frozenset(each for each in found if each is not None)


async def _held_on(storage: Storage, platform: str) -> Mapping[str, bool]:
    """The native ids of the communities there that something is held of, and whether they had removed the bot."""
    async with storage.read() as session:
        return {each.native: is_left for each, is_left in (await communities.held_on(session, platform)).items()}
