"""The suite's settings: the product's own, read after the suite has set the environment that they come from.

pytest-django reads settings before any conftest.py is imported, and a worker of pytest-xdist inherits the
environment of the process that started it: without this module two workers would share one cache prefix, and a
`DJANGO_SETTINGS_MODULE` of the developer's shell would bring its own.
"""

from tests import environment  # noqa: F401 - imported for what it does; isort: skip

from config.settings import *  # noqa: F403 - a settings module is its names

# The product's algorithm with the fewest rounds it has: made as the product makes it a password costs a quarter of a
# second, and the desk's tests make one for everybody they log in. A test of hashing names its hasher; a served process
# has the product's.
PASSWORD_HASHERS = ["tests.authbridge.accounts.hashers.QuickHasher"]
