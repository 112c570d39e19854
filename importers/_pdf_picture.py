"""A picture of a PDF's first page, in the process that reads PDFs."""

import struct
import zlib

from importers._pdf_document import Document, DocumentError, Unfit

WIDEST, HIGHEST = 4_000, 8_000


def png(document: Document, width: int) -> bytes:
    """The first page, so many pixels wide; a page that is too high for that is made to fit."""
    try:
        page = document[0]
        across, down = page.get_size()
        if not (across > 0 and down > 0):
            raise Unfit("Its first page has no size.")
        scale = min(max(width, 1), WIDEST) / across
        scale = min(scale, HIGHEST / down)
        bitmap = page.render(scale=scale, rev_byteorder=True)
    except DocumentError as error:
        raise Unfit("Its first page cannot be drawn.") from error
    pixels, row = memoryview(bitmap.buffer).cast("B"), bitmap.width * 3
    packer = zlib.compressobj(6)
    packed = b"".join(
        packer.compress(b"\0" + bytes(pixels[start : start + row]))
        for start in range(0, bitmap.height * bitmap.stride, bitmap.stride)
    )
    head = struct.pack(">IIBBBBB", bitmap.width, bitmap.height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        _chunk(kind, data)
        for kind, data in ((b"IHDR", head), (b"IDAT", packed + packer.flush()), (b"IEND", b""))
    )


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
