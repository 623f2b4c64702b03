"""The support desk: what staff see of people and their tasks, in the Django admin."""
