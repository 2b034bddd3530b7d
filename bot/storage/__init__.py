"""The engine, the base of all tables and their column types, and the migrations."""

from bot.storage.base import (
    Base,
    ChannelKey,
    CommunityKey,
    Erasing,
    Knows,
    MemberKey,
    ReceiptKey,
    RoleKey,
    TargetKey,
    UtcDateTime,
    read_target,
    write_community,
    write_target,
)
from bot.storage.engine import Session, Storage, StorageBusy, StorageError, open_storage
from bot.storage.once import insert_new, insert_once

__all__ = [
    "Base",
    "ChannelKey",
    "CommunityKey",
    "Erasing",
    "Knows",
    "MemberKey",
    "ReceiptKey",
    "RoleKey",
    "Session",
    "Storage",
    "StorageBusy",
    "StorageError",
    "TargetKey",
    "UtcDateTime",
    "insert_new",
    "insert_once",
    "open_storage",
    "read_target",
    "write_community",
    "write_target",
]
