"""What operators load: every metric that a rule or a panel names is one that the bot counts."""

import json
import re
from pathlib import Path

import pytest
import yaml
from prometheus_client import REGISTRY

from bot import metrics

DEPLOY = Path(__file__).parent.parent / "deploy"
DOCS = Path(__file__).parent.parent / "docs"
NAME = re.compile(r"evenkeel_\w+")


def known() -> set[str]:
    assert metrics.turns
    return {sample.name for metric in REGISTRY.collect() for sample in metric.samples} | {
        f"{metric.name}{suffix}"
        for metric in REGISTRY.collect()
        for suffix in ("", "_total", "_bucket")
    }


def rules() -> list[dict[str, str]]:
    (group,) = yaml.safe_load((DEPLOY / "alerts.yml").read_text())["groups"]
    return list(group["rules"])


def test_rules_and_panels_name_metrics_that_are_there() -> None:
    """No rule waits for, and no panel shows, what is never counted."""
    panels = json.loads((DEPLOY / "grafana.json").read_text())["panels"]
    texts = [rule["expr"] for rule in rules()]
    texts += [target["expr"] for panel in panels for target in panel["targets"]]
    named = {name for text in texts for name in NAME.findall(text)}
    assert named <= known(), named - known()


@pytest.mark.parametrize(
    "metric",
    [
        "updates_received_total",
        "updates_refused_total",
        "inbox_age_seconds_bucket",
        "turns_total",
        "sends_total",
        "unasked_handed_out_total",
        "market_as_of_seconds",
    ],
)
def test_dashboard_shows_what_matters(metric: str) -> None:
    """Updates, latencies, sends, refusals and the age of the market each have a panel."""
    assert f"evenkeel_{metric}" in (DEPLOY / "grafana.json").read_text()


def test_profiles() -> None:
    """One process, or two receivers behind a proxy and two workers; PostgreSQL with either."""
    services = yaml.safe_load((DEPLOY.parent / "docker-compose.yml").read_text())["services"]
    profiles = {name: one.get("profiles") for name, one in services.items()}
    scaled = {name: ["scaled"] for name in ("web", "worker", "proxy")}
    assert profiles == {"bot": ["one"], "postgres": None, **scaled}
    for role in ("web", "worker"):
        assert services[role]["deploy"]["replicas"] == 2
        assert services[role]["command"] == ["run", "--role", role]
    assert "http://web:8080" in (DEPLOY / "nginx.conf").read_text()


def test_every_alert_is_explained() -> None:
    """The operator's page says of each alert what it means."""
    page = (DOCS / "operations.md").read_text()
    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in page] == []
