"""Posts that nobody asked for: one ledger, one worker, one clockwork."""
