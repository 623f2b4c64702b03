"""What operators run: purge, verify, back up, spread over a cluster."""
