from django.urls import path

from townships.kept_forms import LogIn, LogOut
from townships.views.passwords import OwnPasswordChange

urlpatterns = [
    path("login/", LogIn.as_view(), name="login"),
    path("logout/", LogOut.as_view(), name="logout"),
    path("password/", OwnPasswordChange.as_view(), name="password_change"),
]
