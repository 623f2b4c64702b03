"""Local accounts for clients without Better Auth: register, log in, refresh, log out, reset.

An app of its own, installed by choice: add `authbridge.accounts` to `INSTALLED_APPS`, set
`AUTH_USER_MODEL = "accounts.User"` and include `authbridge.accounts.urls`. Its access tokens end as
the same `Principal` as Better Auth's; `docs/accounts.md` has the whole story.
"""
