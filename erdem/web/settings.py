"""Settings, read from the environment through `erdem.base.env`. Every variable is listed in docs/reference/settings.md."""

from __future__ import annotations

import logging
import os
from pathlib import Path
from typing import Any

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from erdem.base import env, server
from erdem.base.database import databases

PACKAGE = Path(__file__).resolve().parent.parent
HOME = env.folder("ERDEM_HOME", Path.home() / ".local" / "share" / "erdem")
SEARCH_INDEX = env.folder("ERDEM_SEARCH_DIR", HOME / "search")
NOTARY = env.folder("ERDEM_NOTARY_DIR", HOME / "notary")
NOTARY_STORAGE = env.text("ERDEM_NOTARY_STORAGE")
NOTARY_STORAGE_ENDPOINT = env.text("ERDEM_NOTARY_STORAGE_ENDPOINT", os.environ.get("AWS_ENDPOINT_URL", ""))
NOTARY_STORAGE_REGION = env.text("ERDEM_NOTARY_STORAGE_REGION", os.environ.get("AWS_REGION", "us-east-1"))
NOTARY_STORAGE_KEY = env.secret("ERDEM_NOTARY_STORAGE_KEY", os.environ.get("AWS_ACCESS_KEY_ID", ""))
NOTARY_STORAGE_SECRET = env.secret("ERDEM_NOTARY_STORAGE_SECRET", os.environ.get("AWS_SECRET_ACCESS_KEY", ""))
NOTARY_STORAGE_TOKEN = env.secret("ERDEM_NOTARY_STORAGE_TOKEN", os.environ.get("AWS_SESSION_TOKEN", ""))
NOTARY_NAME = env.text("ERDEM_NOTARY_NAME")
NOTARY_WITNESSES = env.words("ERDEM_NOTARY_WITNESSES")
NOTARY_WITNESS_SECONDS = env.number("ERDEM_NOTARY_WITNESS_SECONDS", 10)
NOTARY_AUTHORITIES = env.text("ERDEM_NOTARY_AUTHORITIES")
NOTARY_PROFILE = env.choice("ERDEM_NOTARY_PROFILE", "intl", ("intl", "gm", "dual"))
NOTARY_STAMPS_NEEDED = env.number("ERDEM_NOTARY_STAMPS_NEEDED", 1)
NOTARY_STRENGTHS = env.text("ERDEM_NOTARY_STRENGTHS")
NOTARY_RENEW_DAYS = env.number("ERDEM_NOTARY_RENEW_DAYS", 90)
IDENTITY_KEYS = env.folder("ERDEM_IDENTITY_KEY_DIR", HOME / "identity-keys")

DEBUG = env.flag("ERDEM_DEBUG")
SECRET_KEY = env.secret("ERDEM_SECRET_KEY") or env.kept_secret(HOME / "secret-key")
ALLOWED_HOSTS = env.words("ERDEM_ALLOWED_HOSTS", ("localhost", "127.0.0.1", "[::1]"))
CSRF_TRUSTED_ORIGINS = env.words("ERDEM_TRUSTED_ORIGINS")
HTTPS = env.flag("ERDEM_HTTPS")
DEMONSTRATION = env.flag("ERDEM_DEMONSTRATION", default=True)
SIGN_UP_IS_OPEN = env.flag("ERDEM_SIGN_UP")

INSTALLED_APPS = [
    # Ours stand first: their templates and translations go before those of the packages.
    "erdem.web",
    "erdem.base",
    "erdem.people",
    "erdem.notary",
    "erdem.ledger",
    "erdem.knowledge",
    "erdem.literature",
    "erdem.overlap",
    "erdem.sharing",
    "erdem.cases",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "csp",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "procrastinate.contrib.django",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "erdem.web.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "erdem.web.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "erdem.web.urls"
WSGI_APPLICATION = "erdem.web.wsgi.application"
FORM_RENDERER = "erdem.base.rendering.FormRenderer"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "django.templatetags.i18n",
                "django.templatetags.static",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "erdem.web.navigation.context",
            ],
        },
    }
]

DATABASES = databases(
    HOME / "postgres", url=env.secret("ERDEM_DATABASE_URL"), owner_url=env.secret("ERDEM_DATABASE_OWNER_URL")
)
DATABASE_IS_EMBEDDED = not env.secret("ERDEM_DATABASE_URL")
DATABASE_ROUTERS = ["erdem.base.router.OwnerMigrates"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPLICATION_ROLE = server.APPLICATION

PROCRASTINATE_AUTODISCOVER_MODULE_NAME = "jobs"

AUTH_USER_MODEL = "people.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_FORMS = {"login": "erdem.web.account_forms.LoginForm"}
ACCOUNT_ADAPTER = "erdem.web.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "optional"
ACCOUNT_USER_DISPLAY = "erdem.web.accounts.shown_name"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": None}  # lockout is the business of axes, which also survives restarts
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = "Erdem"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not HTTPS
AXES_FAILURE_LIMIT = env.number("ERDEM_LOGIN_ATTEMPTS", 8)
AXES_COOLOFF_TIME = 0.5  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "account/locked_out.html"
AXES_VERBOSE = False
AXES_USERNAME_FORM_FIELD = "login"
AXES_USERNAME_CALLABLE = "erdem.web.accounts.name_tried"
AXES_ENABLE_ADMIN = False
EMAIL_BACKEND = env.text("ERDEM_EMAIL_BACKEND", "django.core.mail.backends.console.EmailBackend")
EMAIL_HOST = env.text("ERDEM_EMAIL_HOST", "localhost")
EMAIL_PORT = env.number("ERDEM_EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("ERDEM_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.secret("ERDEM_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("ERDEM_EMAIL_TLS")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = env.text("ERDEM_EMAIL_FROM", "erdem@localhost")
SITE_ADDRESS = env.text("ERDEM_SITE_ADDRESS", "http://localhost:8000")

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "erdem_language"
TIME_ZONE = env.text("ERDEM_TIME_ZONE", "Asia/Shanghai")
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = env.text("ERDEM_STATIC_ROOT") or None  # only for installations that collect static files elsewhere
STORAGES: dict[str, Any] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": HOME / "files"},
    },
    "blobs": {
        "BACKEND": env.text("ERDEM_BLOB_STORAGE", "django.core.files.storage.FileSystemStorage"),
        "OPTIONS": env.options("ERDEM_BLOB_STORAGE_OPTIONS", {"location": str(HOME / "blobs")}),
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = DEBUG
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
UPLOAD_LIMIT_MB = env.number("ERDEM_UPLOAD_LIMIT_MB", 200)
MEDIA_UPLOADS = env.folder("ERDEM_MEDIA_UPLOAD_DIR", HOME / "uploads")
MEDIA_LIMIT_MB = env.number("ERDEM_MEDIA_LIMIT_MB", 2048)
MEDIA_FORM_LIMIT_MB = env.number("ERDEM_MEDIA_FORM_LIMIT_MB", 100)
MEDIA_RESERVE_MB = env.number("ERDEM_MEDIA_RESERVE_MB", 512)
MEDIA_UPLOAD_HOURS = env.number("ERDEM_MEDIA_UPLOAD_HOURS", 72)

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "worker-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("ERDEM_BEHIND_PROXY") else None
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "erdem.web.errors.csrf_failure"
SILENCED_SYSTEM_CHECKS = ["models.W042"]

logging.raiseExceptions = False  # a log that cannot be written, on a full disk for instance, stays quiet
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "erdem.base.logs.OneLine", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
        "detail": {"()": "erdem.base.logs.Discreet", "format": "{asctime} {levelname} {name}: {message}", "style": "{"},
    },
    "handlers": {
        "console": {"class": "logging.StreamHandler", "formatter": "line"},
        "file": {
            "class": "logging.FileHandler",
            "filename": HOME / "erdem.log",
            "encoding": "utf-8",
            "delay": True,
            "formatter": "detail",
            "level": "ERROR",
        },
    },
    "root": {"handlers": ["console", "file"], "level": env.text("ERDEM_LOG_LEVEL", "WARNING")},
}
