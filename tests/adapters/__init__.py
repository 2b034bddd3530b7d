"""Adapters that stand by themselves."""
