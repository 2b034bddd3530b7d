"""What is served: doors that only the right callers find open, and the playground behind them."""
