"""Brewmate on Slack: the whole of it, through real slack-bolt, on the simulator."""
