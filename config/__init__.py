"""The project: wires the apps together. Nothing imports it."""
