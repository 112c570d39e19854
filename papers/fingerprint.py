"""A short name for a paper's bibliographic part, to tell whether it is still as it was imported."""

from papers.fields import Bare, Fields


def fingerprint(entry_type: str, key: str, fields: Fields, strings: Fields) -> str:
    """16 hexadecimal digits; another type, key, value or order gives others."""
    import hashlib  # only importing and exporting need it

    pieces = [entry_type, key, *fields, *fields.values(), *strings, *strings.values()]
    bare = "." * len(pieces)
    if Bare in map(type, pieces):
        bare = "".join(["#" if type(piece) is Bare else "." for piece in pieces])
    # the lengths say where each piece ends, whatever the pieces hold
    text = f"{len(fields)} {[*map(len, pieces)]} {bare}{''.join(pieces)}"
    return hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
