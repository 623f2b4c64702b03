"""This service beside what a user would pick instead, measured in one run."""
