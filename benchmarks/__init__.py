"""How fast Brewmate is and how much memory it takes: ``python -m benchmarks`` prints one table."""
