"""The words of a task, and the deadline that they or those beside them set."""

from typing import Any

import pytest
import readings
import yaml

CASES: list[dict[str, Any]] = yaml.safe_load((readings.CASES / "tasks.yaml").read_text("utf-8"))


def test_so_many_cases_were_collected() -> None:
    assert len(CASES) >= 16


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:24])
def test_task_and_deadline(case: dict[str, Any]) -> None:
    first = readings.statements(case["text"])[0]
    assert (first.task, first.due) == (case["task"], case["due"])
