"""The product: people's tasks."""
