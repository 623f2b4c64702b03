"""Where a request carries its credential, and who that says is calling."""
