import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from kb.bootstrap import assemble
from kb.settings import Settings
from kb.web.app import create_app
from tests.builders import PROJECT
from tests.torture.agreement import require_agreement
from tests.torture.campaign import new_base
from tests.torture.life import LIFE, Life


def test_whatever_is_killed_nothing_is_lost_half_done_or_done_twice() -> None:
    """The short part of `make torture`."""
    command = [sys.executable, "-W", "ignore", "-m", "tests.torture"]

    campaign = subprocess.run(
        [*command, "--most", "1", "--rounds", "1"],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert campaign.returncode == 0, campaign.stderr
    assert [line.partition(":")[0] for line in campaign.stdout.splitlines()[: len(LIFE)]] == [*LIFE]
    assert "death 1 under load" in campaign.stdout


@pytest.mark.parametrize("harm", ["file", "trail", "index"])
def test_what_differs_is_noticed(tmp_path: Path, harm: str) -> None:
    home = tmp_path / "base"
    new_base(home)
    life = Life(home, "vie").begun()
    for action in ("submit", "approve"):
        life.do(action)
    settings = Settings(home=home)
    knowledge_base = assemble(settings)
    client = create_app(knowledge_base, settings).test_client()

    def get(path: str) -> tuple[int, str]:
        answer = client.get(path)
        return answer.status_code, answer.text

    require_agreement(home, get)
    (file,) = (home / "cases").glob("vie-*.md")
    if harm == "file":
        file.write_text(file.read_text("utf-8") + "\nUn mot.\n", encoding="utf-8")
    elif harm == "trail":
        with knowledge_base.publishing.work.writing() as unit:
            (last,) = unit.audit.page(limit=1)
            unit.audit.record(replace(last, id=0))
    else:
        with knowledge_base.indexing.index.writing() as writing:
            writing.remove(file.stem)

    with pytest.raises((AssertionError, IndexError)):
        require_agreement(home, get)
