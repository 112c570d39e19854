"""Moving the cursor and marking papers."""

from tui.desk import Desk
from tui.view import NO_MARKS, Marks
from tui.widgets.paper_list import PaperList


class Moving(Desk):
    """A range begins where `v` was pressed and ends at the cursor, until a mark is set by hand."""

    range_start: str = ""  # the paper where a range began
    _before: Marks = NO_MARKS  # what was marked when it did

    def move_to(self, place: int) -> None:
        self.view = self.view.at(place)
        if self.range_start:
            self._stretch()

    def action_move(self, places: int) -> None:
        self.move_to(self.view.cursor + places)

    def action_page(self, pages: float) -> None:
        self.action_move(round(pages * self.query_one(PaperList).page))

    def action_first(self) -> None:
        self.move_to(0)

    def action_last(self) -> None:
        self.move_to(len(self.view.uids))

    def action_mark(self) -> None:
        """Mark the paper, or end a range; and go on to the next."""
        if self.range_start:
            self.range_start = ""
        elif self.view.uid:
            self.marks = self.marks.flip(self.view.uid)
            self.view = self.view.at(self.view.cursor + 1)

    def action_mark_move(self, places: int) -> None:
        if not self.range_start:
            self._begin_range()
        self.action_move(places)

    def action_range(self) -> None:
        if self.range_start:
            self.range_start = ""
        else:
            self._begin_range()
            self._stretch()

    def action_mark_all(self) -> None:
        """Mark all that the list shows; again, and nothing is marked."""
        self.range_start = ""
        if self.marks and len(self.marks) >= len(self.view.uids):
            self.marks = NO_MARKS
        else:
            whole = Marks(self.view.uids)
            self.marks = self.marks.with_all(self.view.uids) if self.marks else whole

    def drop_marks(self) -> bool:
        """Mark nothing; whether something was."""
        self.range_start = ""
        had, self.marks = bool(self.marks), NO_MARKS
        return had

    def mark_at(self, place: int) -> None:
        uid = self.view.uids[place]
        self.range_start = ""
        self.marks = self.marks.flip(uid)

    def mark_up_to(self, place: int) -> None:
        if not self.range_start:
            self._begin_range()
        self.move_to(place)
        self.range_start = ""

    def _begin_range(self) -> None:
        self.range_start, self._before = self.view.uid, self.marks

    def _stretch(self) -> None:
        try:
            begin = self.view.uids.index(self.range_start)
        except ValueError:
            self.range_start = ""
            return
        first, last = sorted((begin, self.view.cursor))
        self.marks = self._before.with_all(self.view.uids[first : last + 1])
