"""What stands between granian's connections and Django's threads.

A thread is occupied only by a request that is there in full, and only until its answer is made: bodies arrive in
an event loop, with a deadline and a budget; large answers go to a file that granian sends by itself.
"""
