"""Arrays that grow at their end: what was mapped, copied once, and what came since."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

ROOM = 1024


class Growing:
    """Columns of one length; a row more costs nothing but the row."""

    def __init__(self, **columns: NDArray[Any]) -> None:
        self._columns = columns
        self.count = max((column.shape[-1] for column in columns.values()), default=0)
        self._room = 0
        self._make_room(self.count)
        self._shown = {name: column[..., : self.count] for name, column in columns.items()}

    def __getitem__(self, name: str) -> NDArray[Any]:
        return self._shown[name]

    def extend(self, **columns: Any) -> None:
        """Add rows at the end; a single value counts for all of them."""
        given = {name: np.asarray(column) for name, column in columns.items()}
        end = self.count + max([each.shape[-1] for each in given.values() if each.ndim], default=1)
        if end > self._room:
            self._make_room(end)
        for name, rows in given.items():
            self._columns[name][..., self.count : end] = rows
        self.count = end
        self._shown = {name: column[..., :end] for name, column in self._columns.items()}

    def _make_room(self, least: int) -> None:
        self._room = least + max(ROOM, least // 8)
        for name, column in self._columns.items():
            grown = np.zeros((*column.shape[:-1], self._room), column.dtype)
            grown[..., : self.count] = column[..., : self.count]
            self._columns[name] = grown
