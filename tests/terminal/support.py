"""A real terminal for the tests: tmux, with a shell in it and somebody at the keys."""

import os
import subprocess
import uuid
from pathlib import Path

from tests.terminal.watching import Watched

ROOT = Path(__file__).resolve().parents[2]


class Terminal(Watched):
    """A terminal of 80x24 with a shell in it."""

    patience = 20.0

    def __init__(self, folder: Path) -> None:
        self.server = f"carrel-test-{uuid.uuid4().hex}"
        editor = folder / "editor"
        editor.write_text('#!/bin/sh\necho "seen in the editor" >> "$1"\n', "utf8")
        editor.chmod(0o755)
        environment = {
            **os.environ, "HOME": str(folder), "EDITOR": str(editor), "LANG": "C.UTF-8",
            "COLUMNS": "80", "LINES": "24",  # as a shell may have left them
        }  # fmt: skip
        self._tmux(
            "-f", "/dev/null", "new-session", "-d", "-x", "80", "-y", "24", "-c", str(ROOT), "sh",
            environment=environment,
        )  # fmt: skip

    def type(self, text: str) -> None:
        self._tmux("send-keys", "-l", text)

    def press(self, *keys: str) -> None:
        self._tmux("send-keys", *keys)

    def run(self, command: str) -> None:
        self.type(command)
        self.press("Enter")

    def paste(self, text: str) -> None:
        """As a terminal does it where bracketed paste is on."""
        self._tmux("set-buffer", text)
        self._tmux("paste-buffer", "-p")

    def resize(self, columns: int, rows: int) -> None:
        self._tmux("resize-window", "-x", str(columns), "-y", str(rows))

    @property
    def text(self) -> str:
        return self._tmux("capture-pane", "-p")

    @property
    def lines(self) -> list[str]:
        return self.text.split("\n")

    def hang_up(self) -> None:
        """Close the window with everything in it, as a click on its corner does."""
        self._tmux("new-session", "-d", "sleep", "60")
        self._tmux("kill-window", "-t", "0")

    def close(self) -> None:
        self._tmux("kill-server")

    def _tmux(self, *arguments: str, environment: dict[str, str] | None = None) -> str:
        done = subprocess.run(
            ["tmux", "-L", self.server, *arguments],
            env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout
