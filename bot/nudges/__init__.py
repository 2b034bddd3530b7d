"""Prompts that go out on a schedule, and the weather check-in they may carry."""
