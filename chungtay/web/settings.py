"""Settings of the site. Each variable has a line in docs/settings.md."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.utils.translation import gettext_lazy as _

from chungtay.web.environment import (
    read_bool,
    read_database,
    read_folder,
    read_list,
    read_mail_relay,
    read_mail_sender,
    read_secret,
)

TREE = Path(__file__).resolve().parents[2]
VAR = read_folder("CHUNGTAY_VAR", default=TREE / "var")

DEBUG = False
SECRET_KEY = read_secret("CHUNGTAY_SECRET_KEY_FILE", default=VAR / "secret_key")
ALLOWED_HOSTS = read_list("CHUNGTAY_HOSTS", default=["localhost", "127.0.0.1", "[::1]"])
CSRF_TRUSTED_ORIGINS = read_list("CHUNGTAY_ORIGINS", default=[])
BEHIND_TLS = read_bool("CHUNGTAY_TLS", default=False)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_htmx",
    "pgtrigger",
    "pghistory",
    "procrastinate.contrib.django",
    "chungtay.core",
    "chungtay.territory",
    "chungtay.organisations",
    "chungtay.documents",
    "chungtay.programmes",
    "chungtay.registry",
    "chungtay.reporting",
    "chungtay.analytics",
    "chungtay.portal",
    "chungtay.demo",
    "chungtay.web",
    # After our rooms, so that our templates of its pages win.
    "allauth",
    "allauth.account",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    # Pages travel packed. The tokens of forms are masked in each response, so their length tells nothing.
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "chungtay.web.middleware.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "chungtay.organisations.middleware.HatMiddleware",
    "chungtay.organisations.shared_machine.SharedMachineMiddleware",
    "chungtay.web.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "chungtay.web.urls"
WSGI_APPLICATION = "chungtay.web.wsgi.application"

TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "chungtay.web.context.shell",
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "chungtay.web.templatetags.chungtay",
            ],
        },
    }
]

DATABASES = {"default": read_database("DATABASE_URL")}
DATABASES["default"].setdefault("OPTIONS", {})
DATABASES["default"]["CONN_MAX_AGE"] = 600
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "organisations.User"
AUTHENTICATION_BACKENDS = ["chungtay.organisations.backends.OfficerBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "today"
ACCOUNT_LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_USER_MODEL_EMAIL_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "chungtay.organisations.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "chungtay.organisations.forms.SignInForm",
    "change_password": "chungtay.organisations.forms.PasswordForm",
}
ACCOUNT_SESSION_REMEMBER = False
# Lock-out is our own (`organisations.lockout`): per account and device, never per address.
ACCOUNT_RATE_LIMITS: dict[str, Any] = {
    "login": None,
    "login_failed": None,
    "signup": None,
    "reset_password": None,
    "change_password": "10/m/user",
}

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", _("Vietnamese")), ("en", _("English"))]
LOCALE_PATHS = [TREE / "locale"]
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True
# Numbers for people go through the filter vn_number; keys and years must never be grouped.
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
MEDIA_ROOT = VAR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
# Uploads live in memory alone: forbidden matter must never reach the disk, not even a temporary file.
FILE_UPLOAD_HANDLERS = ["chungtay.core.uploads.BoundedMemoryUploadHandler"]
UPLOAD_LIMIT_BYTES = 20 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = UPLOAD_LIMIT_BYTES
DATA_UPLOAD_MAX_MEMORY_SIZE = 4 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000

SESSION_ENGINE = "chungtay.organisations.sessions"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BEHIND_TLS
SECURE_SSL_REDIRECT = False
SECURE_HSTS_SECONDS = 31536000 if BEHIND_TLS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_TLS else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "chungtay.web.views.form_expired"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# Reminders by mail through the province's own relay; off without it.
_RELAY = read_mail_relay("CHUNGTAY_MAIL_RELAY")
EMAIL_BACKEND, EMAIL_HOST, EMAIL_PORT = _RELAY["BACKEND"], _RELAY["HOST"], _RELAY["PORT"]
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _RELAY["HOST_USER"], _RELAY["HOST_PASSWORD"]
EMAIL_USE_TLS, EMAIL_USE_SSL, EMAIL_TIMEOUT = _RELAY["USE_TLS"], _RELAY["USE_SSL"], 10
DEFAULT_FROM_EMAIL = read_mail_sender("CHUNGTAY_MAIL_FROM", relay="CHUNGTAY_MAIL_RELAY")

PROCRASTINATE_IMPORT_PATHS = ["chungtay.reporting.tasks"]
PROCRASTINATE_ON_APP_READY = None
PGHISTORY_APPEND_ONLY = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
TEST_RUNNER = "django.test.runner.DiscoverRunner"
