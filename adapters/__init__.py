"""Platform adapters in front of the shared core."""
