"""authbridge: a Better Auth credential in, a `Principal` out.

The kernel (errors, principal, keys, claims, verifier, issuer) knows no Django; the edge plugs it
into Django and Django REST framework. The package has no models: what needs a table is an app of
its own (`authbridge.accounts`, `authbridge.auditlog`, `authbridge.directory`).
"""

__version__ = "0.1.0"
