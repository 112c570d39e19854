"""Where text of several lines is written."""

from textual.widgets import TextArea


class WrittenText(TextArea):
    """Textual's app remembers each text area that it ever had, and so the screen that it was on."""

    def on_unmount(self) -> None:
        watchers = getattr(self.app, "__watchers", {}).get("theme", [])
        watchers[:] = [each for each in watchers if each[0] is not self]
