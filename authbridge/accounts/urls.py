"""The routes of local accounts. Include them where the API keeps its authentication, without a slash at the end."""

from __future__ import annotations

from django.urls import path

from authbridge.accounts.api import password_views, session_views, token_views

app_name = "accounts"
urlpatterns = [
    path("register", session_views.RegisterView.as_view(), name="register"),
    path("login", session_views.LoginView.as_view(), name="login"),
    path("refresh", token_views.RefreshView.as_view(), name="refresh"),
    path("logout", session_views.LogoutView.as_view(), name="logout"),
    path("me", session_views.MeView.as_view(), name="me"),
    path("password/reset", password_views.ResetView.as_view(), name="password-reset"),
    path("password/reset/confirm", password_views.ResetConfirmView.as_view(), name="password-reset-confirm"),
    path("password/reset/page", password_views.reset_page, name="password-reset-page"),
    path("password/change", password_views.PasswordChangeView.as_view(), name="password-change"),
]
