"""System checks by number. Each says what is wrong, why it matters, and how to mend it."""

from authbridge.checks.settings import check_deployment, check_settings

__all__ = ["check_deployment", "check_settings"]
