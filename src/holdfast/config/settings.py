"""Django's settings, derived from the installation's configuration."""

from __future__ import annotations

import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from urllib.parse import parse_qsl, unquote, urlsplit

from csp.constants import NONE, SELF

from .configuration import CHECKOUT, DATABASE_FILE, BadConfiguration, read_configuration

try:
    CONFIGURATION = read_configuration()
except BadConfiguration as refusal:
    sys.exit(str(refusal))

try:
    VERSION = version("holdfast")
except PackageNotFoundError:  # run from a checkout that was not installed
    VERSION = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["version"]
MODE = CONFIGURATION.mode
DEMO = MODE == "demo"
DEBUG = False
SECRET_KEY = CONFIGURATION.secret_key or CONFIGURATION.kept_secret("secret-key")
SECRET_KEY_FALLBACKS = CONFIGURATION.old_secret_keys
ALLOWED_HOSTS = [*CONFIGURATION.hosts, *(["testserver"] if MODE == "test" else [])]
PUBLIC_URL = CONFIGURATION.public_url
PROXIES = CONFIGURATION.proxies
# Another key than the secret key, so that one can be changed without the other.
AUDIT_KEY = CONFIGURATION.audit_key or CONFIGURATION.kept_secret("audit-key")
AUDIT_KEY_FALLBACKS = CONFIGURATION.old_audit_keys
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "holdfast.doors.workspace",
    "holdfast.doors.demonstration",
    "holdfast.oversight.assurance",
    "holdfast.casework.casefile",
    "holdfast.casework.liaison",
    "holdfast.casework.violence",
    "holdfast.casework.sanctions",
    "holdfast.casework.incidents",
    "holdfast.tools.actions",
    "holdfast.foundation.notifications",
    "holdfast.foundation.records",
    "holdfast.foundation.organisation",
    "holdfast.foundation.audit",
    "holdfast.foundation.schedule",
    "holdfast.foundation.pages",  # before django.forms: its templates for fields win
    "django.forms",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "django_htmx",
    "django_filters",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "holdfast.foundation.organisation.middleware.ScopeMiddleware",
    "holdfast.foundation.organisation.accounts.middleware.SigningInMiddleware",
]

ROOT_URLCONF = "holdfast.config.urls"
WSGI_APPLICATION = "holdfast.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "holdfast.foundation.organisation.context.trust_and_viewer",
                "holdfast.foundation.organisation.accounts.context.account",
                "holdfast.doors.workspace.context.navigation",
                "holdfast.doors.workspace.context.record_pages",
                *(["holdfast.doors.demonstration.context.change_person"] if DEMO else []),
            ],
        },
    }
]
FORM_RENDERER = "holdfast.foundation.pages.forms.NHSRenderer"

if CONFIGURATION.embedded:
    CONFIGURATION.make_folder()
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": CONFIGURATION.data / DATABASE_FILE,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # synchronous=FULL: what a receipt acknowledged survives a power cut
                "init_command": (
                    "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; "
                    "PRAGMA cache_size=-65536; PRAGMA temp_store=MEMORY"
                ),
            },
        }
    }
else:
    _address = urlsplit(CONFIGURATION.database)
    DATABASES = {
        "default": {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": _address.path.lstrip("/"),
            "USER": unquote(_address.username or ""),
            "PASSWORD": unquote(_address.password or ""),
            "HOST": _address.hostname or "",
            "PORT": _address.port or "",
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Without jit=off PostgreSQL compiles the one statement behind "my work" for half a minute, and then answers
            # it in half a second. What the address says, such as sslmode=verify-full, comes on top.
            "OPTIONS": {"options": "-c jit=off"} | dict(parse_qsl(_address.query)),
        }
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits and used one-time codes must be seen by every process: the database holds them, not each worker's memory.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "holdfast_cache",
        # Django's own limit is 300, and beyond it entries go by chance: an attacker could wash their tries away.
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}
if MODE == "test":
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

AUTH_USER_MODEL = "organisation.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
if MODE == "test":
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "demonstration:people" if DEMO else "account_login"
LOGIN_REDIRECT_URL = "/"

SESSION_COOKIE_AGE = CONFIGURATION.session_hours * 3600
SESSION_SAVE_EVERY_REQUEST = False
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
CSRF_FAILURE_VIEW = "holdfast.doors.workspace.views.errors.session_ended"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIGURATION.proxies else None
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "Europe/London"
DATE_FORMAT = "j F Y"
TIME_FORMAT = "H:i"
DATETIME_FORMAT = "j F Y, H:i"
DATE_INPUT_FORMATS = ["%Y-%m-%d", "%d/%m/%Y", "%d/%m/%y", "%d %B %Y", "%d %b %Y"]

BUILT_ASSETS = CHECKOUT / "build" / "static"
FONTS = CHECKOUT / "build" / "fonts"  # for paper only; pages use what the reader's machine has
STATIC_URL = "/static/"
STATIC_ROOT = CONFIGURATION.data / "static"
STATICFILES_DIRS = [BUILT_ASSETS] if BUILT_ASSETS.exists() else []
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {
            "location": CONFIGURATION.data / "evidence",
            "file_permissions_mode": 0o600,
            "directory_permissions_mode": 0o700,
        },
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if MODE == "test"
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}
if MODE == "test":
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
EVIDENCE_MAX_BYTES = CONFIGURATION.evidence_megabytes * 1024 * 1024
VIRUS_SCANNER = CONFIGURATION.virus_scanner

DEFAULT_FROM_EMAIL = SERVER_EMAIL = CONFIGURATION.mail_from
if CONFIGURATION.mail == "console":
    EMAIL_BACKEND = (
        "django.core.mail.backends.console.EmailBackend"
        if CONFIGURATION.prints_mail
        else "holdfast.doors.operating.mail.NoMail"
    )
else:
    _mail = urlsplit(CONFIGURATION.mail)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname
    EMAIL_PORT = _mail.port or (465 if _mail.scheme == "smtps" else 587)
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = _mail.scheme == "smtp" and bool(_mail.username)
    EMAIL_TIMEOUT = 20

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"holdfast": {"level": "INFO"}},
}

from .accounts import *  # noqa: E402, F403  the settings of django-allauth, kept by themselves
from .records import RECORD_KINDS as RECORD_KINDS  # noqa: E402  whose records are seen by whom
