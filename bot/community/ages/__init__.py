"""Under-18s: whether they may be here, and the age bands within which people are brought together."""
