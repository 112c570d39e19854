"""Our own themes, and which one suits the terminal."""

import os
from collections.abc import Mapping

from textual.theme import Theme

from tui.preferences import DARK, LIGHT, TERMINAL

OURS = (
    Theme(
        name=DARK, dark=True,
        primary="#7aa2d6", secondary="#b39ddb", accent="#d9a866", warning="#e0b050",
        error="#e06c75", success="#8fbf7f", foreground="#d8dce4", background="#14171c",
        surface="#1a1e24", panel="#232830",
        variables={"block-cursor-text-style": "bold", "footer-key-foreground": "#d9a866"},
    ),
    Theme(
        name=LIGHT, dark=False,
        primary="#2b5f9e", secondary="#6d4a9c", accent="#9a5b00", warning="#8a6100",
        error="#b3261e", success="#2e6b34", foreground="#22262c", background="#fbfaf7",
        surface="#f3f1ec", panel="#e6e3db",
        variables={"block-cursor-text-style": "bold", "footer-key-foreground": "#9a5b00"},
    ),
)  # fmt: skip


def suited(
    setting: str, known: Mapping[str, Theme], environ: Mapping[str, str] = os.environ
) -> str:
    """The name of the theme that a setting means; "auto" follows the terminal's background."""
    if setting == TERMINAL:
        return "ansi-light" if is_light(environ) else "ansi-dark"
    if setting in known:
        return setting
    return LIGHT if is_light(environ) else DARK


def is_light(environ: Mapping[str, str]) -> bool:
    """Whether the terminal says that its background is light: `COLORFGBG=0;15`."""
    background = environ.get("COLORFGBG", "").rpartition(";")[2]
    return background in {"7", "15"}
