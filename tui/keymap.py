"""The keys as they are bound at this moment: told to the user, and checked where changed."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import NamedTuple

from textual.app import App
from textual.binding import ActiveBinding, Binding

from tui.keys import PLACES, SUBJECTS

PALETTE = "Every command by name, and the themes"


class Row(NamedTuple):
    """One thing that can be done, and the keys for it."""

    keys: str
    what: str


def described(app: App[None], active: Mapping[str, ActiveBinding]) -> list[Row]:
    """What can be done, and by which keys, as they are bound at this moment."""
    return [
        *_rows(app, active),
        Row(app.get_key_display(Binding(app.COMMAND_PALETTE_BINDING, "")), PALETTE),
    ]


def _rows(app: App[None], active: Mapping[str, ActiveBinding]) -> list[Row]:
    rows: dict[str, list[str]] = {}  # by what they do
    for binding in (each.binding for each in active.values()):
        if binding.id:  # Textual's own go without saying
            what = binding.tooltip or binding.description
            rows.setdefault(what, []).append(app.get_key_display(binding))
    return [Row(" ".join(keys), what) for what, keys in rows.items()]


def by_subject(app: App[None], active: Mapping[str, ActiveBinding]) -> list[tuple[str, list[Row]]]:
    """What the main screen's keys do, subject by subject, the most wanted first."""
    told = []
    rest = dict(active)
    for subject, bindings in SUBJECTS.items():
        ids = {binding.id for binding in bindings}
        its = {key: rest.pop(key) for key, each in active.items() if each.binding.id in ids}
        told.append((subject, _rows(app, its)))
    return [*told, ("Everywhere", described(app, rest))]


def bound(key: str, bindings: Iterable[Binding], app: App[object]) -> str:
    """The action that one of these has for the key, as they are bound at this moment, or ""."""
    for binding in bindings:
        if key in app._keymap.get(binding.id or "", binding.key).replace(" ", "").split(","):
            return binding.action
    return ""


def problems(keymap: Mapping[str, str]) -> list[str]:
    """What is wrong with a user's keys: ids that nothing has, keys that would do two things."""
    known = {binding.id or "": binding for place in PLACES.values() for binding in place}
    said = []
    for id in keymap:
        if id not in known:
            near = get_close_matches(id, known, n=1)
            hint = f": did you mean {near[0]}?" if near else "; the help lists them."
            said.append(f"[keys] in the config file: there is no {id!r}{hint}")
    for where, bindings in PLACES.items():
        said += _clashes(where, bindings, keymap)
    return said


def _clashes(where: str, bindings: Iterable[Binding], keymap: Mapping[str, str]) -> list[str]:
    taken: dict[str, Binding] = {}
    said = []
    for binding in bindings:
        for key in keymap.get(binding.id or "", binding.key).replace(" ", "").split(","):
            other = taken.setdefault(key, binding)
            if other is not binding and {other.id, binding.id} & keymap.keys():
                said.append(
                    f"[keys] in the config file: in {where} {key} would do both"
                    f" {other.description!r} ({other.id}) and {binding.description!r}"
                    f" ({binding.id}). Give one of them another key."
                )
    return said
