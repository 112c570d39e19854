"""BibTeX fields as they were written: names in order, each with its raw value."""

from collections.abc import Iterable, Mapping
from typing import Any, NoReturn, Self


class Bare(str):
    """A raw value that stood without braces or quotes: a macro (`jan`) or pieces joined by `#`."""

    __slots__ = ()

    def __repr__(self) -> str:
        return f"Bare({str.__repr__(self)})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Bare) and str.__eq__(self, other)

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __hash__(self) -> int:
        return hash((Bare, str(self)))


class Fields(dict[str, str]):
    """A dict that cannot change; its values are LaTeX without the outer braces, or `Bare`."""

    __slots__ = ()

    def __hash__(self) -> int:  # type: ignore[override]  # frozen, so it may be hashed
        return hash(tuple(self.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fields) and tuple(self.items()) == tuple(other.items())

    def __ne__(self, other: object) -> bool:
        return not self == other

    def __repr__(self) -> str:
        return f"Fields({dict.__repr__(self)})"

    def __reduce__(self) -> tuple[type[Self], tuple[dict[str, str]]]:
        return type(self), (dict(self),)

    def with_(self, changes: Mapping[str, str | None]) -> "Fields":
        """The same fields with some set; a value of None drops the field."""
        merged: dict[str, str | None] = {**self, **changes}
        return Fields({name: value for name, value in merged.items() if value is not None})

    def without(self, names: Iterable[str]) -> "Fields":
        dropped = set(names)
        return Fields({name: value for name, value in self.items() if name not in dropped})

    def _frozen(self, *_args: Any, **_named: Any) -> NoReturn:
        raise TypeError("Fields cannot be changed in place; use with_() to make new ones.")

    __setitem__ = __delitem__ = update = pop = popitem = clear = setdefault = _frozen
    __ior__ = _frozen
