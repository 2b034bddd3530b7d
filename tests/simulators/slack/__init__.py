"""Slack as far as Brewmate meets it, on loopback: its Web API and its people."""

from tests.simulators.slack.server import SlackSimulator

__all__ = ["SlackSimulator"]
