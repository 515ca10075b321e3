"""The one settings file, fed by the environment (see .env.example)."""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, NONE, SELF

from sinergi.config import environment as env

PACKAGE = Path(__file__).resolve().parent.parent

# --- where data lives ---------------------------------------------------------
SINERGI_HOME = Path(env.text("SINERGI_HOME", "var")).resolve()
SINERGI_HOME.mkdir(parents=True, exist_ok=True)
LAKE_ROOT = Path(env.text("LAKE_ROOT", str(SINERGI_HOME / "lake")))
MEDIA_ROOT = SINERGI_HOME / "media"
KEYS_ROOT = SINERGI_HOME / "keys"
STATIC_ROOT = SINERGI_HOME / "static"
STATIC_URL = "/static/"

# --- how it is served ---------------------------------------------------------
DEBUG = env.boolean("DEBUG", default=False)
HOST = env.text("HOST", "127.0.0.1")
PORT = env.integer("PORT", 8000)
WEB_WORKERS = env.integer("WEB_WORKERS", 2)
DEMONSTRATION = env.boolean("DEMONSTRATION", default=False)
DEMONSTRATION_PUBLIC = env.boolean("DEMONSTRATION_PUBLIC", default=False)
DEMONSTRATION_TODAY = (
    env.date("DEMONSTRATION_TODAY", "2022-12-31") if DEMONSTRATION else None
)
PUBLIC_URL = env.text("PUBLIC_URL", f"http://{HOST}:{PORT}")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
SECRET_KEY = env.secret("SECRET_KEY", "") or env.own_secret(SINERGI_HOME / "secret-key")
HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "csp",
    "sinergi.config",
    "sinergi.demonstration",
    "sinergi.portal",
    "sinergi.exchange",
    "sinergi.meetings",
    "sinergi.benefits",
    "sinergi.evaluation",
    "sinergi.stories",
    "sinergi.indicators",
    "sinergi.reports",
    "sinergi.network",
    "sinergi.regions",
    "sinergi.notices",
    "sinergi.media",
    "sinergi.accounts",
    "sinergi.audit",
    "sinergi.analytics",
    "sinergi.core",
]

MESSAGE_STORAGE = "sinergi.core.messages.LatestMessages"

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "sinergi.core.middleware.LanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "sinergi.core.middleware.PlainTextMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "sinergi.accounts.middleware.SharedPhoneMiddleware",
    "sinergi.network.middleware.SecondFactorMiddleware",
    "sinergi.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "sinergi.config.urls"
WSGI_APPLICATION = "sinergi.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "sinergi.core.context_processors.platform",
                "sinergi.portal.context_processors.menu",
            ],
            "builtins": ["sinergi.core.templatetags.sinergi"],
        },
    }
]

FORM_RENDERER = "sinergi.core.forms.FormRenderer"
CSRF_FAILURE_VIEW = "sinergi.core.views.errors.csrf_failure"

# --- records ------------------------------------------------------------------
DATABASES = {
    "default": dj_database_url.parse(
        env.secret("DATABASE_URL", f"sqlite:///{SINERGI_HOME / 'sinergi.sqlite3'}"),
        conn_max_age=600,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "sinergi.core.sqlite"
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
            "PRAGMA mmap_size=134217728; PRAGMA cache_size=-65536; "
            "PRAGMA temp_store=MEMORY; PRAGMA journal_size_limit=67108864"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- figures ------------------------------------------------------------------
ANALYTICS_ENGINE = env.text("ANALYTICS_ENGINE", "duckdb")
ANALYTICS_MEMORY = env.text("ANALYTICS_MEMORY", "1GB")
ANALYTICS_THREADS = env.integer("ANALYTICS_THREADS", 2)

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# --- files --------------------------------------------------------------------
MEDIA_BUCKET = env.text("MEDIA_BUCKET", "")
MEDIA_STORAGE = (
    {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": MEDIA_BUCKET,
            "endpoint_url": env.text("MEDIA_ENDPOINT", "") or None,
            "default_acl": None,
            "querystring_auth": True,
            "file_overwrite": False,
        },
    }
    if MEDIA_BUCKET
    else {"BACKEND": "django.core.files.storage.FileSystemStorage"}
)
STORAGES = {
    "default": MEDIA_STORAGE,
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024**2
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "sinergi.media.uploads.BoundedUploadHandler",
]
UPLOAD_LIMIT_BYTES = 20 * 1024**2
# What a phone may send at once (docs/openrosa.md): all of it, and the answers alone.
# Not more than one file may have, beyond which the handler above keeps none of it.
SUBMISSION_LIMIT_BYTES = UPLOAD_LIMIT_BYTES
SUBMISSION_XML_LIMIT_BYTES = 2 * 1024**2

# --- people -------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["sinergi.accounts.backends.NameOrEmailBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "portal:home"
LOGOUT_REDIRECT_URL = "portal:home"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_ADAPTER = "sinergi.accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "sinergi.accounts.forms.LoginForm",
    "reauthenticate": "sinergi.accounts.forms.ConfirmPasswordForm",
}
# Our own counters throttle (sinergi.accounts.services.attempts): they are in the
# database, hence shared by all processes, and tell how long to wait.
ACCOUNT_RATE_LIMITS = False
# How many proxies in front of the platform add to X-Forwarded-For.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", 0)
MFA_ADAPTER = "sinergi.accounts.adapter.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "sinergi.accounts.forms.SecondStepForm",
    "reauthenticate": "sinergi.accounts.forms.ConfirmCodeForm",
    "activate_totp": "sinergi.accounts.forms.ActivateForm",
}
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # the clocks of cheap phones drift by half a minute
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Sinergi"
USERSESSIONS_TRACK_ACTIVITY = False
SESSION_COOKIE_AGE = 30 * 24 * 3600
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_HTTPONLY = True

# --- safety -------------------------------------------------------------------
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
# Without it a page behind a proxy that speaks HTTPS takes itself for plain HTTP.
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
    }
}

# --- words --------------------------------------------------------------------
LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LANGUAGE_COOKIE_NAME = "bahasa"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = 365 * 24 * 3600
FORMAT_MODULE_PATH = "sinergi.core.formats"
TIME_ZONE = "Asia/Jakarta"
USE_TZ = True

EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.smtp.EmailBackend")
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.secret("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "sinergi@localhost")

# --- online rooms (docs/online-room.md) ----------------------------------------
ZOOM_ACCOUNT_ID = env.secret("ZOOM_ACCOUNT_ID", "")
ZOOM_CLIENT_ID = env.secret("ZOOM_CLIENT_ID", "")
ZOOM_CLIENT_SECRET = env.secret("ZOOM_CLIENT_SECRET", "")
ZOOM_WEBHOOK_SECRET = env.secret("ZOOM_WEBHOOK_SECRET", "")
ZOOM_URL = env.text("ZOOM_URL", "https://zoom.us")
BBB_URL = env.secret("BBB_URL", "")
BBB_SECRET = env.secret("BBB_SECRET", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {"sinergi": {"level": env.text("LOG_LEVEL", "INFO")}},
}
