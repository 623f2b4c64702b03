"""Delete what is past its end: refresh families of local accounts, audit events."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand
from django.utils.module_loading import import_string, module_has_submodule


class Command(BaseCommand):
    help = "Delete, in batches, what the installed apps of the bridge no longer need."

    def handle(self, *args: Any, **options: Any) -> None:
        for config in apps.get_app_configs():
            if config.name.startswith("authbridge.") and module_has_submodule(config.module, "pruning"):
                prune: Callable[[], Iterator[int]] = import_string(f"{config.name}.pruning.prune")
                total = 0
                for removed in prune():
                    total += removed
                    self.stdout.write(f"{config.verbose_name}: {total} removed so far")
                self.stdout.write(f"{config.verbose_name}: {total} removed")
