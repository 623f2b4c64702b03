"""Hard to exhaust: memory, threads and connections under floods, slow clients and large bodies."""
