"""Keeps auth events in a table: who was refused, revoked, denied, and what happened to accounts. Opt-in."""
