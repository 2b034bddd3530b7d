"""Alembic runs this with the connection that ``bot.storage.upgrading`` hands over."""

from __future__ import annotations

from alembic import context

from bot.storage.base import Base
from bot.storage.upgrading import as_plain_type, is_ours

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=as_plain_type,
    include_name=is_ours,
)
with context.begin_transaction():
    context.run_migrations()
