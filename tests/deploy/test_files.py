"""What deploy/ ships is well-formed, and names what the service really has."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests import real_parts
from tests.better_auth.service import ROOT

pytestmark = pytest.mark.anywhere
DEPLOY = ROOT / "deploy"
METRICS = {
    "up",
    "http_request_duration_seconds",
    "authbridge_refusals_total",
    "database_up",
    "database_connections",
    "database_revision_lag_seconds",
}


def test_systemd_accepts_the_units(tmp_path: Path) -> None:
    tool = shutil.which("systemd-analyze")
    real_parts.require("systemd-analyze", available=tool is not None, why="not installed (Debian: systemd)")
    for unit in sorted((DEPLOY / "systemd").iterdir()):
        text = unit.read_text(encoding="utf-8")
        # The installed paths do not exist on a machine that only runs the tests.
        text = text.replace("/opt/todo/.venv/bin/python", "/bin/true").replace("WorkingDirectory=/opt/todo\n", "")
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    units = [str(path) for path in sorted(tmp_path.iterdir())]
    done = subprocess.run([str(tool), "verify", "--man=no", *units], capture_output=True, text=True)
    complaints = [line for line in done.stderr.splitlines() if "todo" in line]
    assert complaints == []


@pytest.mark.parametrize("unit", sorted(path.name for path in (DEPLOY / "systemd").glob("*.service")))
def test_every_unit_is_hardened_like_the_service(unit: str) -> None:
    """systemd's own judgement: 0 is locked up, 10 is open; what the timers start has the same secrets."""
    tool = shutil.which("systemd-analyze")
    real_parts.require("systemd-analyze", available=tool is not None, why="not installed (Debian: systemd)")
    command = [str(tool), "security", "--offline=yes", "--threshold=15", str(DEPLOY / "systemd" / unit)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout[-200:]


@pytest.mark.parametrize("name", ["compose.yaml", "prometheus/prometheus.yml", "prometheus/alerts.yml"])
def test_yaml(name: str) -> None:
    assert yaml.safe_load((DEPLOY / name).read_text(encoding="utf-8"))


def test_every_secret_that_compose_names_is_one_of_its_secrets() -> None:
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    for service in compose["services"].values():
        assert set(service.get("secrets", [])) <= set(compose["secrets"])
        for name, value in service.get("environment", {}).items():
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in compose["secrets"]


def test_the_dashboard_and_the_alerts_ask_for_metrics_that_exist() -> None:
    dashboard = json.loads((DEPLOY / "grafana" / "todo.json").read_text(encoding="utf-8"))
    alerts = yaml.safe_load((DEPLOY / "prometheus" / "alerts.yml").read_text(encoding="utf-8"))
    asked = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    asked += [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    names = {name for expr in asked for name in re.findall(r"\b(?:http_|authbridge_|database_|up\b)\w*", expr)}
    assert {re.sub(r"_(bucket|count|sum)$", "", name) for name in names} <= METRICS
    assert len(names) > 4


def test_compose_names_files_users_and_ports_that_exist() -> None:
    """No container engine reads it here, so at least what it refers to is there."""
    compose = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
    services, container = compose["services"], (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    mounted = [volume.split(":")[0] for each in services.values() for volume in each.get("volumes", [])]
    assert [path for path in mounted if path.startswith(".") and not (DEPLOY / path).exists()] == []
    assert {path for path in mounted if not path.startswith(".")} == set(compose["volumes"])
    for each in services.values():
        assert set(each.get("depends_on", [])) <= set(services)
        waited_for = each["depends_on"].items() if isinstance(each.get("depends_on"), dict) else ()
        healthy = [name for name, how in waited_for if how["condition"] == "service_healthy"]
        assert [name for name in healthy if "healthcheck" not in services[name]] == []
    proxied = re.findall(r"reverse_proxy (\S+):(\d+)", (DEPLOY / "caddy" / "compose.Caddyfile").read_text("utf-8"))
    assert {name for name, _ in proxied} <= set(services)
    assert f"PORT={dict(proxied)['service']}" in container
    copied = re.findall(r"^COPY (?!--from)(\S+) ", container, re.MULTILINE)
    assert len(copied) > 4
    assert [path for path in copied if not (ROOT / path).exists()] == []


def test_nginx_takes_debians_main_file_as_the_page_changes_it(tmp_path: Path) -> None:
    """The two edits of docs/operations.md, on a copy."""
    main = Path("/etc/nginx/nginx.conf")
    real_parts.require("nginx", available=main.exists(), why="not installed (Debian: apt install nginx-light)")
    page = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    command = next(line for line in page.splitlines() if line.startswith("sudo sed") and "worker_connections" in line)
    copy = tmp_path / "nginx.conf"
    copy.write_text(main.read_text(encoding="utf-8"), encoding="utf-8")
    edit = command.removeprefix("sudo ").replace("/etc/nginx/nginx.conf", str(copy))
    subprocess.run(edit, shell=True, check=True)
    changed = copy.read_text(encoding="utf-8")
    assert changed.startswith("worker_rlimit_nofile 20000;")
    assert "worker_connections 8192;" in changed
