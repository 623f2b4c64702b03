"""The routes of local accounts: views, bodies, answers."""
