from django.contrib.auth import views
from django.urls import path

from townships.kept_forms import LogIn
from townships.views.passwords import OwnPasswordChange

urlpatterns = [
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", views.LogoutView.as_view(), name="logout"),
    path("password/", OwnPasswordChange.as_view(), name="password_change"),
]
