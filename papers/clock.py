"""Times as the library keeps them: UTC, ISO 8601, whole seconds."""

import time


def timestamp(seconds: float) -> str:
    """Seconds since 1970, as `time.time()` gives them, written as 2026-11-21T03:32:57Z."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
