"""Nothing lost, nothing said twice: what members see while everything around the ledger breaks."""
