"""`carrel config`, `completion` and `help`."""

import os

from cli.desk import Desk
from cli.grammar import UsageError
from cli.settings import SETTINGS, Config, checked, known
from papers.text import visible, width


def config(desk: Desk, setting: str | None, value: str | None, unset: bool, json: bool) -> int:
    """Show every setting, show one, or change one."""
    if setting is None:
        return _show_all(desk, json)
    known(setting)
    if value is None and not unset:
        return _show_one(desk, setting, json)
    if value is not None and unset:
        raise UsageError("--unset takes no value.")
    from cli.config_file import change

    new = None
    if value is not None:
        absolute = os.path.abspath(os.path.expanduser(value)) if value else value
        new = checked(setting, absolute if known(setting).kind == "folder" else value)
    change(desk.settings.path, setting, new)
    desk.settings.forget_file()
    found = desk.settings.find(setting)
    if new is not None and found.value != new:
        desk.screen.tell(f"Saved, but {found.origin} has the last word: {_said(found.value)}")
    return _show_one(desk, setting, json)


def _show_one(desk: Desk, setting: str, json: bool) -> int:
    found = desk.settings.find(setting)
    if json:
        from cli import as_json

        desk.screen.say(as_json.dumps({"value": found.value, "origin": found.origin}))
    else:
        desk.screen.say(visible(_said(found.value)))
    return 0


def _show_all(desk: Desk, json: bool) -> int:
    rows = {name: desk.settings.find(name) for name in SETTINGS}
    if json:
        from cli import as_json

        shown = {name: {"value": f.value, "origin": f.origin} for name, f in rows.items()}
        desk.screen.say(as_json.dumps(shown, indent=1))
        return 0
    names = max(map(len, rows))
    values = max(width(_said(found.value)) for found in rows.values())
    for name, found in rows.items():
        said = visible(_said(found.value))
        gap = " " * (min(values, 48) - width(said) + 2)
        origin = desk.screen.styled(visible(found.origin), "dim")
        desk.screen.say(f"{name.ljust(names)}  {said}{gap or '  '}{origin}")
    desk.screen.say()
    desk.screen.say(f"The file is {visible(desk.settings.path)}")
    return 0


def _said(value: Config) -> str:
    return ",".join(value) if isinstance(value, tuple) else value or "-"


def completion(desk: Desk, shell: str) -> int:
    from cli.shells import SCRIPTS

    desk.screen.out.write(SCRIPTS[shell])
    return 0


def show_help(desk: Desk, topic: tuple[str, ...]) -> int:
    from cli.help import print_help

    return print_help(desk, " ".join(topic))
