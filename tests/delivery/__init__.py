"""The ledger, its worker and the clockwork: everything is said once."""
