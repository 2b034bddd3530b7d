"""The queue on PostgreSQL: procrastinate carries deliveries to any number of workers; the ledger decides."""
