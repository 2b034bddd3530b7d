"""A workspace for each test, by either way."""

from tests.journeys.conftest import postgresql_url, slack_over_http, slack_stage, sqlite_url

__all__ = ["postgresql_url", "slack_over_http", "slack_stage", "sqlite_url"]
