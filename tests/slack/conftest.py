"""A workspace for each test."""

from tests.journeys.conftest import slack_stage, sqlite_url

__all__ = ["slack_stage", "sqlite_url"]
