from django.contrib import admin
from django.urls import include, path

from config.health import healthz

urlpatterns = [
    path("healthz", healthz),
    path("admin/", admin.site.urls),
    path("i18n/", include("django.conf.urls.i18n")),
    path("accounts/", include("townships.account_urls")),
    path("papers/", include("papers.urls")),
    path("hazards/", include("hazards.urls")),
    path("publicity/", include("publicity.urls")),
    path("reports/", include("reports.urls")),
    path("", include("townships.urls")),
    path("", include("reports.dashboard_urls")),
]
