"""The engine, the column types and the migrations, on both databases."""
