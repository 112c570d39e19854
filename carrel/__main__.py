"""The launcher: puts the rooms first on the path and hands over to the command line.

An installed wheel keeps the rooms in carrel/_app; a checkout keeps them at its root.
"""

import gc
import os
import sys


def main() -> int:
    here = os.path.dirname(os.path.abspath(__file__))
    packed = os.path.join(here, "_app")
    # First: a folder named papers/ where the user stands must not become ours.
    sys.path.insert(0, packed if os.path.isdir(packed) else os.path.dirname(here))

    # A tenth of a short command's time is spent on looking for garbage where there is none.
    gc.disable()
    try:
        from cli.main import main as run
    except KeyboardInterrupt:
        return 130  # nothing has begun

    code = run()
    gc.freeze()
    return code


if __name__ == "__main__":
    sys.exit(main())
