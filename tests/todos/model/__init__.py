"""What the contract says of tasks, in plain Python: no database, no HTTP, and nothing of the product imported."""
