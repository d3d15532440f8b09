"""A base in a temporary folder, with real files, a real index and the real vocabulary."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.bases import Base


@pytest.fixture
def base(tmp_path: Path) -> Base:
    return Base(tmp_path)


@pytest.fixture
def base_of(base: Base) -> Callable[..., Base]:
    """`base_of(a={...}, b={...})`: a base with these cases, indexed."""

    def build(**cases: dict[str, Any]) -> Base:
        for slug, changes in cases.items():
            base.write(slug, **changes)
        base.catch_up()
        return base

    return build
