"""Reports of invented areas in every shape that was seen or guessed: each read right, or doubted where it is not."""

import pytest

from tests.reports.corpus import VARIANTS
from tests.reports.fenmarsh import EXPECTED
from tests.reports.judge import assert_doubts_are_real, assert_right_or_doubted
from tests.reports.variant import Variant


@pytest.mark.timeout(20)
@pytest.mark.parametrize("variant", VARIANTS, ids=lambda each: each.name)
def test_a_variant_is_read_right_or_doubted(variant: Variant):
    variant.judge()


def test_the_corpus_is_as_large_as_promised():
    names = [each.name for each in VARIANTS]
    assert len(set(names)) == len(names) >= 25
