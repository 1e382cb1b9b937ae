"""Each safety step that is taken out is noticed by a check, which holds when nothing is."""

from __future__ import annotations

import pytest

from annotations.errors import AnnotationsError
from tests.crash.extent import LINUX
from tests.crash.mutants import MUTANTS, Check, Mutant

pytestmark = [LINUX, pytest.mark.usefixtures("no_waiting")]

NOTICED = (AssertionError, pytest.fail.Exception, AnnotationsError)
"""How a check fails; any other exception may be a mutant that is out of date."""

CHECKS = {mutant.noticed_by.__name__: mutant.noticed_by for mutant in MUTANTS}


@pytest.mark.parametrize("check", CHECKS.values(), ids=CHECKS)
def test_a_check_holds_for_the_store_as_it_is(tmp_path, check: Check):
    check(tmp_path)


@pytest.mark.parametrize("mutant", MUTANTS, ids=lambda mutant: mutant.name)
def test_a_missing_safety_step_is_noticed(tmp_path, mutant: Mutant):
    with mutant.at_work(), pytest.raises(NOTICED):
        mutant.noticed_by(tmp_path)
