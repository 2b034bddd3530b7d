"""Slack, through slack_sdk and slack-bolt."""
