"""The Django app that rivals (b) and (c) share: one model over the plain table."""
