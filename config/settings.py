"""The only settings file, in sections. Every value a deployment may change comes from the environment.

`docs/settings.md` lists the variables. Readers live in `config/env.py`.
"""

from __future__ import annotations

from pathlib import Path

from authbridge.conf.settings import KEYS
from config import databases, env, logs, security

BASE_DIR = Path(__file__).resolve().parent.parent
if not env.flag("IGNORE_DOTENV", default=False):
    env.load(BASE_DIR / ".env")

# --- The process ---------------------------------------------------------------------------------
DEBUG = env.flag("DJANGO_DEBUG", default=False)
SECRET_KEY = env.secret("DJANGO_SECRET_KEY")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "todos.support.apps.StaffAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "corsheaders",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "authbridge",
    "authbridge.accounts",
    "authbridge.auditlog",
    "authbridge.directory",
    "todos",
    "todos.support.apps.SupportConfig",
]

# The API pays only for the first two; the rest serve pages (the admin, the API's viewer) and step aside
# for every other path (config/middleware.py).
MIDDLEWARE = [
    "config.middleware.RequestMiddleware",
    "config.middleware.ApiCorsMiddleware",
    "config.middleware.PageSecurityMiddleware",
    "config.middleware.PageStaticMiddleware",
    "config.middleware.PageSessionMiddleware",
    "config.middleware.PageCsrfMiddleware",
    "config.middleware.PageAuthenticationMiddleware",
    "config.middleware.PageSecondFactorMiddleware",
    "config.middleware.PageMessageMiddleware",
    "config.middleware.PageFrameMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "todos" / "support" / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    }
]

# --- Data ----------------------------------------------------------------------------------------
_statement_ms = env.number("DATABASE_STATEMENT_TIMEOUT_MS", 15_000)
DATABASES = {
    "default": databases.database(
        env.secret("DATABASE_URL") or "sqlite:///db.sqlite3",
        BASE_DIR,
        statement_ms=_statement_ms,
        lock_ms=env.number("DATABASE_LOCK_TIMEOUT_MS", 10_000),
    )
}
# A hot standby that lists are read from where the reader's own writes stay visible; empty: none.
if _replica := env.secret("DATABASE_REPLICA_URL"):
    DATABASES["replica"] = {
        **databases.database(_replica, BASE_DIR, statement_ms=15_000, lock_ms=10_000),
        "TEST": {"MIRROR": "default"},
    }
# Better Auth's own tables, where they are in a database of their own.
_directory = databases.add_directory(
    DATABASES, env.secret("AUTHBRIDGE_DIRECTORY_DATABASE_URL"), env.text("AUTHBRIDGE_DIRECTORY_DATABASE"), BASE_DIR
)
CACHES = {
    "default": databases.cache(
        env.url("CACHE_URL", "locmem://", schemes=("locmem", "redis", "rediss")),
        prefix=env.text("CACHE_PREFIX", "todo"),
    )
}

# --- Who may call --------------------------------------------------------------------------------
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
BETTER_AUTH_ORIGIN = env.origin("BETTER_AUTH_URL", "http://localhost:3000")
CORS_ALLOWED_ORIGINS = env.origins("CORS_ALLOWED_ORIGINS", BETTER_AUTH_ORIGIN)

AUTHBRIDGE = {
    "SECRET": env.secret("BETTER_AUTH_SECRET"),
    "PREVIOUS_SECRETS": tuple(env.words("BETTER_AUTH_SECRET_PREVIOUS")),
    "SECRETS": env.secret("BETTER_AUTH_SECRETS"),
    "BASE_URL": BETTER_AUTH_ORIGIN,
    "LOCAL_SECRET": env.secret("JWT_SECRET_KEY"),
    # A link in a mail leads to the first host that is named, whatever `Host` the request came with.
    "SERVICE_URL": security.service_url(
        ALLOWED_HOSTS, https=env.flag("HTTPS", default=False), port=env.number("PORT", 8000)
    ),
    "REGISTRATION_OPEN": env.flag("REGISTRATION_OPEN", default=True),
    # The pages that CORS lets in are the pages that may act by a cookie.
    "TRUSTED_ORIGINS": tuple(CORS_ALLOWED_ORIGINS),
    # `__Host-` demands https, which development on this machine does not have.
    **({"ACCESS_COOKIE": "access_token"} if DEBUG else {}),
    "THROTTLE_RATE": env.text("THROTTLE_RATE"),
    "TRUSTED_PROXY_COUNT": env.number("TRUSTED_PROXY_COUNT", 0, most=10),
    **_directory,
    # Any key of the bridge from AUTHBRIDGE_<KEY>: a deployment changes no code.
    **{
        key.name: env.as_kind(f"AUTHBRIDGE_{key.name}", key.kind)
        for key in KEYS
        if env.is_set(f"AUTHBRIDGE_{key.name}")
    },
    # A misspelt one goes along, so that the check authbridge.E006 names the key that was meant.
    **dict.fromkeys(env.unknown("AUTHBRIDGE_", {"DIRECTORY_DATABASE_URL", *(key.name for key in KEYS)}), ""),
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["authbridge.accounts.staff.backends.GuardedBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.BCryptSHA256PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("email", "name")},
    },
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator"},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
]

CORS_ALLOW_CREDENTIALS = True
CORS_ALLOW_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
CORS_ALLOW_HEADERS = (
    "authorization", "content-type", "if-match", "if-none-match", "idempotency-key", "x-request-id",
)  # fmt: skip
CORS_EXPOSE_HEADERS = (
    "ETag", "Link", "Location", "X-Total-Count", "Retry-After", "RateLimit", "RateLimit-Policy",
    "Idempotent-Replayed", "X-Request-ID", "WWW-Authenticate",
)  # fmt: skip
CORS_URLS_REGEX = r"^/api/"

# --- The API -------------------------------------------------------------------------------------
APPEND_SLASH = False  # a redirected write loses its body
DATA_UPLOAD_MAX_MEMORY_SIZE = 256 * 1024
IMPORT_MAX_BODY = 5 * 1024 * 1024
TASKS_PER_USER_MAX = env.number("TASKS_PER_USER_MAX", 100_000, least=1)
STORAGE_PER_USER_MAX_MB = env.number("STORAGE_PER_USER_MAX_MB", 256, least=1, most=1_000_000)
# How long a request may work, whether or not its client still waits: less than the proxy in front waits.
REQUEST_SECONDS = env.number("REQUEST_SECONDS", 15, least=1, most=3600)
WEB_THREADS = env.number("WEB_THREADS", 4, least=1, most=256)
# What one request may write: operations on the whole list, and the successors they make.
ROWS_PER_REQUEST_MAX = max(TASKS_PER_USER_MAX, 100_000)
SUCCESSORS_PER_REQUEST_MAX = 2_000

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["authbridge.authentication.BetterAuthAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_PARSER_CLASSES": ["config.parsers.StrictJSONParser", "config.parsers.MergePatchParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "config.negotiation.LenientNegotiation",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "config.errors.exception_handler",
    "UNAUTHENTICATED_USER": "authbridge.principal.Anonymous",
}

SPECTACULAR_SETTINGS = {
    "TITLE": "Todo service",
    "VERSION": "1.0.0",
    "DESCRIPTION": "Tasks of people who sign in with Better Auth. Errors are RFC 9457 problem details.",
    "OAS_VERSION": "3.1.1",
    "LICENSE": {"name": "MIT", "identifier": "MIT"},
    "SERVERS": [{"url": "/", "description": "The service that this document comes from."}],
    "TAGS": [
        {"name": "tasks", "description": "The tasks of one person."},
        {"name": "auth", "description": "Accounts of this service's own, where they are switched on."},
    ],
    "SERVE_INCLUDE_SCHEMA": False,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "COMPONENT_SPLIT_REQUEST": True,
    "SERVE_AUTHENTICATION": [],
    "SERVE_PERMISSIONS": [],
    "PREPROCESSING_HOOKS": ["authbridge.openapi.register"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "todos.api.openapi.schema.add_components",
    ],
}

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedStaticFilesStorage"},
}

# --- Pages: the admin and the API's viewer ---------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = "config.formats"  # dates as 2026-12-31 23:59, in UTC
STATIC_URL = "static/"
OTP_TOTP_ISSUER = "Todo support desk"
DESK_SECOND_FACTOR = env.words("DESK_SECOND_FACTOR")  # roles of the desk that must have one
STATIC_ROOT = BASE_DIR / "staticfiles"
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "admin:index"  # where a log-in leads whose `next` is refused
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
CONTENT_SECURITY_POLICY = security.POLICIES
# Django looks for its three middlewares by name; ours are their subclasses (config/middleware.py), and
# tests/deploy/test_security_headers.py looks at the headers instead.
SILENCED_SYSTEM_CHECKS = ["security.W001", "security.W002", "security.W003"]
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = (
    8 * 60 * 60
)  # a working day; todos/support/session_timeout.py ends a session then, and when nobody is there
DESK_IDLE = 60 * 60  # seconds without a page

# --- TLS: on where the service is reached over https (by a proxy in front of it) ------------------------
vars().update(
    security.https(
        on=env.flag("HTTPS", default=False),
        proxies=env.number("TRUSTED_PROXY_COUNT", 0, most=10),
        hsts_seconds=env.number("HSTS_SECONDS", 63_072_000),
    )
)

# --- Mail and logs -------------------------------------------------------------------------------
vars().update(databases.email(env.secret("EMAIL_URL") or "console://"))
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "todo@localhost")
LOGGING = logs.config(level=env.text("LOG_LEVEL", "INFO"), form=env.text("LOG_FORMAT", "console"), debug=DEBUG)
