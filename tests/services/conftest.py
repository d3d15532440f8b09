"""The desks of a base of one's own."""

import pytest

from tests.bases import Base
from tests.desks import Desks


@pytest.fixture
def desks(base: Base) -> Desks:
    return Desks(base.knowledge_base, base.home)
