"""Memory that was used for a moment goes back to the system.

glibc keeps what is freed between what is still used: after thousands of keys that was more than all
that Carrel holds."""


def give_back() -> None:
    """Where the system's allocator can do so; elsewhere nothing."""
    import ctypes

    if trim := getattr(ctypes.CDLL(None), "malloc_trim", None):
        trim(0)
