"""What operators load: every metric that a rule or a panel names is one that the bot counts."""

import json
import re
from pathlib import Path

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


def test_every_alert_is_explained() -> None:
    """The operator's page says of each alert what it means."""
    page = (DOCS / "operations.md").read_text()
    assert [rule["alert"] for rule in rules() if f"`{rule['alert']}`" not in page] == []
