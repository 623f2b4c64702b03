"""A project that has nothing to do with tasks, and adopts the bridge."""

import os

SECRET_KEY = "adoption-only-django-key-4Gh7Kp2Ws9Zt6Xc3Vb8Nm1Qd5"
ROOT_URLCONF = "urls"
ALLOWED_HOSTS = ["testserver"]
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True

INSTALLED_APPS = ["notes"]

# begin: the five lines
INSTALLED_APPS += ["authbridge"]
AUTHBRIDGE = {"SECRET": os.environ["BETTER_AUTH_SECRET"], "BASE_URL": "https://app.example"}
REST_FRAMEWORK = globals().get("REST_FRAMEWORK", {}) | {
    "DEFAULT_AUTHENTICATION_CLASSES": ["authbridge.authentication.BetterAuthAuthentication"],
    "UNAUTHENTICATED_USER": "authbridge.principal.Anonymous",
}
# end: the five lines
