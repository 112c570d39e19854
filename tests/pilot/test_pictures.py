"""The pictures in the README show the app as it is."""

from pathlib import Path

from screenshots.draw import HERE, draw


def test_the_pictures_are_up_to_date() -> None:
    drawn = draw()
    committed = {path.name: path.read_text("utf8") for path in Path(HERE).glob("*.svg")}
    stale = [name for name in drawn.keys() | committed if drawn.get(name) != committed.get(name)]
    assert stale == [], "make shots draws them anew"
