"""Passwords: comparing, replacing, hashing within bounds, reset links."""
