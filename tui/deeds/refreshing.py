"""What other processes did to the library appears here, without a wait however much it is."""

from collections.abc import Iterable, Sequence

from textual import work
from textual.message import Message

from papers import CarrelError, Change
from storage import Library
from tui.desk import Desk
from tui.glyphs import Glyphs
from tui.toasts import tell, tell_error


class Refreshing(Desk):
    """Looks now and again at what others changed, and takes it over."""

    class Read(Message):
        """What others changed has been read behind the screen, or could not be."""

        def __init__(self, changes: Sequence[Change], error: CarrelError | None) -> None:
            self.changes = changes
            self.error = error
            super().__init__()

    def __init__(self, library: Library, glyphs: Glyphs) -> None:
        super().__init__(library, glyphs)
        self._told = 0  # of the library's notices
        self._trouble = ""
        self._meanwhile: set[str] | None = None  # what is changed here while a thread reads

    def look_at_others(self) -> None:
        """Take over what others changed since the last look; very much is read by a thread."""
        if self.busy or self._meanwhile is not None:
            return
        if self.library.is_far_behind:
            self._meanwhile = set()
            self._read_behind()
        else:
            self._take_over(self._read_others())

    @work(thread=True, group="refresh")
    def _read_behind(self) -> None:
        self.post_message(self._read_others())

    def _read_others(self) -> Read:
        try:
            return self.Read(self.library.refresh(), None)
        except CarrelError as error:
            return self.Read((), error)

    def on_refreshing_read(self, message: Read) -> None:
        """What was changed here since is newer than what was read: it is looked up anew."""
        ours, self._meanwhile = self._meanwhile or set(), None
        if ours:
            message.changes = [
                Change(read.before, self.library.get(read.uid)) if read.uid in ours else read
                for read in message.changes
            ]
        self._take_over(message)

    def _take_over(self, read: Read) -> None:
        if read.error:
            if str(read.error) != self._trouble:  # said once, not twice a second
                tell_error(self, read.error)
            self._trouble = str(read.error)
            return
        self._trouble = ""
        if read.changes:
            self.take(read.changes)
        self.tell_notices()

    def changed_here(self, changes: Iterable[Change]) -> None:
        """These were changed, perhaps while a thread reads what others changed."""
        if self._meanwhile is not None:
            self._meanwhile.update(change.uid for change in changes)

    def tell_notices(self) -> None:
        """What the library has to say and did not say yet."""
        notices = self.library.notices
        for notice in notices[self._told :]:
            tell(self, notice, "warning")
        self._told = len(notices)
