"""Platforms that stand on loopback, for the real SDKs to talk to."""

PATIENCE = 30.0
"""Seconds. The platforms' own three are for benchmarks/commands to measure: a busy machine is no fault of the bot."""
