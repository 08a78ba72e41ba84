from django.urls import path

from reports.views.dashboard import dashboard

urlpatterns = [path("", dashboard, name="dashboard")]
