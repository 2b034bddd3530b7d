"""Platforms that stand on loopback, for the real SDKs to talk to."""
