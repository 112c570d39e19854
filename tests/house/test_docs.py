"""The reference pages say what the programs do."""

import pytest

from docs.write import HERE, PAGES


@pytest.mark.parametrize("name", PAGES)
def test_a_reference_page_is_up_to_date(name: str) -> None:
    assert (HERE / name).read_text("utf8") == PAGES[name](), "make docs writes it anew"
