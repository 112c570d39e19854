"""A command in a process of its own, which sees the same modules as this one."""

import sys

CODE = "import sys; sys.path[:] = {path!r}; from commands import {module} as m; m.{function}{given}"


def calling(module: str, function: str, *given: str) -> list[str]:
    """What to start for a function of one of these modules to be called with these."""
    code = CODE.format(path=sys.path, module=module, function=function, given=given)
    return [sys.executable, "-c", code]
