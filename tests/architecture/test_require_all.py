import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.builders import PROJECT

SKIPPED = """
import pytest

{module}

@pytest.mark.skipif({condition}, reason="cela manque")
def test_nothing():
    pass
"""


@pytest.mark.parametrize(
    "text",
    [
        SKIPPED.format(module="", condition=True),
        SKIPPED.format(module="pytest.importorskip('no_such_module')", condition=False),
    ],
    ids=["test", "module"],
)
@pytest.mark.parametrize("workers", ["0", "1"])
def test_in_continuous_integration_a_skip_is_a_failure(
    tmp_path: Path, text: str, workers: str
) -> None:
    (tmp_path / "test_skipped.py").write_text(text)
    command = [sys.executable, "-m", "pytest", "-p", "tests.conftest", "-n", workers, str(tmp_path)]

    for required, statuses in (("", {0, 5}), ("1", {1, 2})):  # 5: nothing to run, 2: not collected
        environment = {**os.environ, "KB_REQUIRE_ALL": required}
        result = subprocess.run(
            command, cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
        )

        assert result.returncode in statuses, result.stdout
        assert ("KB_REQUIRE_ALL=1" in result.stdout) is bool(required)
