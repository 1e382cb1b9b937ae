"""The contract of the stores asserts like a test."""

from __future__ import annotations

import pytest

pytest.register_assert_rewrite("tests.annotations.store_contract")
