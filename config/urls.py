from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language

from config.health import healthz
from config.reading import large_type

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("i18n/setlang/", login_not_required(set_language), name="set_language"),
    path("i18n/type/", large_type, name="large_type"),
    path("accounts/", include("townships.account_urls")),
    path("hazards/", include("hazards.urls")),
    path("publicity/", include("publicity.urls")),
    path("reports/", include("reports.urls")),
    path("", include("townships.urls")),
    path("", include("reports.dashboard_urls")),
]
