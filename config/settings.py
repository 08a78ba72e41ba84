"""All settings. Without SECRET_KEY in the environment this is a first look: one machine, everything in var/.

With SECRET_KEY it is production, and DATABASE_URL, REDIS_URL, ALLOWED_HOSTS and MEDIA_ROOT must be given too.
"""

from pathlib import Path

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config.first_look import local_secret_key, local_socket
from config.redis_address import for_cache

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var"))).absolute()
FIRST_LOOK = "SECRET_KEY" not in env

if FIRST_LOOK:
    SECRET_KEY = local_secret_key(VAR_DIR)
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
    DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
    REDIS_URL = env.str("REDIS_URL", default=local_socket(VAR_DIR))
    MEDIA_ROOT = env.str("MEDIA_ROOT", default=str(VAR_DIR / "media"))
else:
    SECRET_KEY = env.str("SECRET_KEY")
    ALLOWED_HOSTS = env.list("ALLOWED_HOSTS")
    DATABASES = {"default": env.db_url("DATABASE_URL")}
    REDIS_URL = env.str("REDIS_URL")
    MEDIA_ROOT = env.str("MEDIA_ROOT")

# script/server starts a Redis of its own unless the environment names one.
HAS_OWN_BROKER = local_socket(VAR_DIR) == REDIS_URL

VERSION = "0.1"
DEBUG = env.bool("DEBUG", default=False)

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Django's own defaults answer "database is locked" as soon as the worker and two browsers write together.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "django_tables2",
    "csp",
    "papers",
    "townships",
    "hazards",
    "publicity",
    "reports",
    "config",
    "demo",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "config.language.LanguageSwitchMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "townships.kept_forms.KeepingLoginRequiredMiddleware",
    "townships.access.PasswordChangeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.only_by_post.OnlyByPostMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
                "config.reading.reading",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
DJANGO_TABLES2_TEMPLATE = "components/table.html"

FILTERS_EMPTY_CHOICE_LABEL = _("全部")

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "townships.User"
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "dashboard"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]

# Message ids are Chinese: a county never depends on a compiled catalogue. English is the catalogue.
LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "中文"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "config.vendor.VendorFinder",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
# Static name -> file below node_modules, which `npm ci` fills.
VENDOR_ROOT = BASE_DIR / "node_modules"
VENDOR_FILES = {
    "vendor/bootstrap/bootstrap.min.css": "bootstrap/dist/css/bootstrap.min.css",
    "vendor/bootstrap/bootstrap.min.css.map": "bootstrap/dist/css/bootstrap.min.css.map",
    "vendor/bootstrap/bootstrap.bundle.min.js": "bootstrap/dist/js/bootstrap.bundle.min.js",
    "vendor/bootstrap/bootstrap.bundle.min.js.map": "bootstrap/dist/js/bootstrap.bundle.min.js.map",
}

# Uploaded evidence and papers are served by views that ask who may see them, never by address alone.
MEDIA_URL = "media/"
FONT_DIRS = [Path(folder) for folder in env.list("FONT_DIRS", default=[str(VAR_DIR / "fonts")])]

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        # Bootstrap's own style sheet draws its arrows and ticks with data: pictures.
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
if not FIRST_LOOK:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_SSL_REDIRECT = True
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31536000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    SECURE_HSTS_PRELOAD = True
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True

# A phone photo is 3 to 8 MB; the form refuses above MAX_PHOTO_BYTES with a message, the server above this without one.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
MAX_PHOTO_BYTES = 15 * 1024 * 1024
MAX_DOCUMENT_BYTES = 20 * 1024 * 1024

# Legal clocks that papers print and the workflow keeps: 请按现行法律核对.
PROGRESS_MONTHS = 3  # progress of a major hazard is reported for so many months: 1, 2, 3, 4, 6 or 12 (闽: every quarter; 请核对)
PROGRESS_WORKDAYS = 5  # ... within so many working days after they are over (示例，请核对)
REDO_DAYS = 15  # that a township's failed re-inspection gives at the most; more is an extension, the bureau's (示例，请按本县规定核对)
ON_THE_SPOT_DAYS = 3  # within which a visit's 当场整改 may be typed; what is typed later is re-inspected (示例，请按本县规定核对)
BUREAU_REDO_DAYS = 90  # ... and the bureau's own (示例，请按本县规定核对)
SUSPENSION_MONTHS = 6  # for which production is suspended at the most, unless longer was approved
FIRST_DEADLINE_DAYS = 90  # a general hazard's deadline further off is asked about (示例，请按本县规定核对)
EXTENSION_WORKDAYS = 15  # an extension is asked for so many working days before the deadline
REVIEW_DAYS = 60  # 行政复议法
SUIT_MONTHS = 6  # 行政诉讼法
RESUMPTION_REVIEW_DAYS = 10  # 总局令第16号 第十八条: an application to resume is reviewed on site within so many days
ACCEPTANCE_REVIEW_DAYS = 10  # the same for an application for acceptance (示例，请按本县规定核对)
OLD_VISIT_DAYS = 31  # a visit that is entered later is asked about (示例)
RECEIPT_SOUGHT_DAYS = 365  # an older one is nobody's work any more (示例)
RECEIPT_DAYS = 7  # a receipt that is out longer is a to-do (示例: 行政处罚法 第六十一条 serves a decision within seven; 请核对)
CUT_OFF_NOTICE_HOURS = 24  # 安全生产法 (2021) 第七十条: notice before the power is stopped
# What a suspension stands on where the deed names nothing else; 请按案情核对.
SUSPENSION_BASIS = "《中华人民共和国安全生产法》第六十五条、第一百零二条"

# Whom an acceptance visits at least, by the provincial re-check of 2013: 请按当年文件核对. A draw may ask for more.
VISIT_SHARE = 50  # per cent of the townships that applied
VISIT_PLACES = 1  # of each: high-risk enterprise, village committee, school, station or ferry
VISIT_HOUSEHOLDS = 3

# Messages leave the system only where the environment says so: docs/operations.md.
SENDS_MAIL = "EMAIL_URL" in env
EMAIL = env.email_url("EMAIL_URL", default="dummymail://")
EMAIL_BACKEND = EMAIL["EMAIL_BACKEND"]
EMAIL_HOST, EMAIL_PORT = EMAIL.get("EMAIL_HOST") or "localhost", EMAIL.get("EMAIL_PORT") or 25
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = EMAIL.get("EMAIL_HOST_USER") or "", EMAIL.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS, EMAIL_USE_SSL = EMAIL.get("EMAIL_USE_TLS", False), EMAIL.get("EMAIL_USE_SSL", False)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default=EMAIL_HOST_USER or "townships@localhost")
MESSAGE_WEBHOOK_URL = env.str("MESSAGE_WEBHOOK_URL", default="")
MESSAGE_WEBHOOK_SECRET = env.str("MESSAGE_WEBHOOK_SECRET", default="")
MESSAGE_TIMEOUT = env.int("MESSAGE_TIMEOUT", default=10)
# Under which people reach the server: the worker, which sends the links, knows no address of its own.
SITE_ADDRESS = env.str("SITE_ADDRESS", default="")
# 回头看 and 反复隐患. County practice, no law: 请按本县规定核对 (docs/look-back-and-signals.md).
LOOK_BACK = {30: 20, 90: 10}  # days after closing: per cent of the general hazards that a township closed in a month
LOOK_BACK_DAYS_ALLOWED = 15
REPEAT_DAYS = 730  # an earlier hazard of the same place is offered when it was closed so many days ago at most
REPEAT_LIKENESS = 50  # per cent of the pairs of neighbouring characters that two descriptions share

# What the bureau is asked to look at (RULES 11.11). None of it proves anything; the county turns these as it likes.
SIGNAL_DAYS = 365  # what was closed or replied earlier is not looked at; photos are, whatever their age
SIGNAL_HASH_DISTANCE = 4  # of 64 bits that two nearly same photos may differ in
SIGNAL_SAME_VIEW = 17  # grey levels: nearly same photos that differ by more in one place are of one view, not one photo
SIGNAL_MINUTES = 30  # between the order and the closing
SIGNAL_SAME_TEXT = 5  # replies of one township and quarter with the same words
SIGNAL_PAIR_COUNT = 10  # re-inspections of one township and quarter before a pair of people is looked at
SIGNAL_PAIR_SHARE = 90  # per cent of them by the same two
SIGNAL_BURST_DAYS = 3  # the last days of a month
SIGNAL_BURST_COUNT = 8  # closings in them
SIGNAL_BURST_SHARE = 60  # per cent of the month's closings
# A handover may be entered so many days late; what changed earlier is a correction of terms (docs/decisions/0043).
HANDOVER_DAYS_BACK = 31
# Reports from the public: 请按本县文件核对.
REPORT_ANSWER_DAYS = 5  # one that waits longer is marked, and is a to-do
REPORTER_KEPT_DAYS = 180  # name and number, after the report was declined or its hazard closed (个人信息保护法 第十九条)
# Within an hour. Many phones of one village share an address of their telephone company.
REPORTS_PER_ADDRESS = 20
REPORTS_PER_CODE = 30
WRONG_RECEIPTS_PER_ADDRESS = 20
KEPT_PHOTOS_PER_ADDRESS = 20  # forms with photos that came back with an error
# What can be done to many rows of the ledger in one press.
MOST_AT_ONCE = 200
MOST_PAPER_FORMS = 200  # in one batch

# Counters of who asks how often. A key prefix of its own: the broker lives in the same Redis.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": for_cache(REDIS_URL),
        "KEY_PREFIX": "townships",
    }
}
# nginx says whose connection it passes on; without it the connection's own address counts.
CLIENT_ADDRESS = "REMOTE_ADDR" if FIRST_LOOK else "HTTP_X_REAL_IP"

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TIMEZONE = TIME_ZONE
# A worker that dies gives its task back; the job row decides who may finish it (docs/decisions).
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 30 * 60
CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 60 * 60}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
# A worker that is silent for this long has lost its print job to the next one.
PRINT_LEASE_SECONDS = env.int("PRINT_LEASE_SECONDS", default=60)
CELERY_BEAT_SCHEDULE = {
    "sweep-print-jobs": {"task": "papers.tasks.sweep", "schedule": env.int("PRINT_SWEEP_SECONDS", default=15)},
    "remove-orphaned-papers": {"task": "papers.tasks.remove_orphans", "schedule": 60 * 60},
    "lapse-titles": {"task": "townships.tasks.lapse_titles", "schedule": 60 * 60},
    "remind-of-titles": {"task": "townships.tasks.remind_of_titles", "schedule": 60 * 60},
    "forget-reporters": {"task": "hazards.tasks.forget_reporters", "schedule": 24 * 60 * 60},
    "make-visits-due": {"task": "hazards.tasks.make_visits_due", "schedule": 15 * 60},
    "escalate-overdue": {"task": "hazards.tasks.escalate_overdue", "schedule": 5 * 60},
    "forget-kept-files": {"task": "townships.tasks.forget_kept_files", "schedule": 60 * 60},
    "deliver-messages": {"task": "townships.tasks.deliver_messages", "schedule": 15},
    "draw-look-backs": {"task": "hazards.tasks.draw_look_backs", "schedule": 60 * 60},
    "look-for-signals": {"task": "hazards.tasks.look_for_signals", "schedule": 6 * 60 * 60},
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
