"""Local accounts: what their clients see, and what attackers do not get."""
