"""The pictures of the scale are those of the scale that we ship, and the page says of coverage what is so."""

import pytest
from bench.scale_pictures import IMAGES, PICTURES, complete

PAGE = (IMAGES.parent / "explanation" / "the-scale.md").read_text("utf-8")


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_is_what_is_drawn_now(name):
    """If not: `python -m bench.scale_pictures`."""
    assert (IMAGES / name).read_text("utf-8") == PICTURES[name]()


@pytest.mark.parametrize("area", ["reading", "writing", "mathematics"])
def test_the_coverage_on_the_page_is_what_is_covered(area):
    table = complete(area)
    inside, outside = table.coverage[table.inner], table.coverage[~table.inner]
    spans = " | ".join(f"{part.min():.1%} to {part.max():.1%}" for part in (inside, outside))
    assert f"| {area}, every aspect | {spans} |" in PAGE
