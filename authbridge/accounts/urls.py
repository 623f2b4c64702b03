"""The routes of local accounts. Include them where the API keeps its authentication, without a slash at the end."""

from __future__ import annotations

from django.urls import path

from authbridge.accounts import password_views, views

app_name = "accounts"
urlpatterns = [
    path("register", views.RegisterView.as_view(), name="register"),
    path("login", views.LoginView.as_view(), name="login"),
    path("refresh", views.RefreshView.as_view(), name="refresh"),
    path("logout", views.LogoutView.as_view(), name="logout"),
    path("me", views.MeView.as_view(), name="me"),
    path("password/reset", password_views.ResetView.as_view(), name="password-reset"),
    path("password/reset/confirm", password_views.ResetConfirmView.as_view(), name="password-reset-confirm"),
    path("password/reset/page", password_views.reset_page, name="password-reset-page"),
    path("password/change", password_views.PasswordChangeView.as_view(), name="password-change"),
]
