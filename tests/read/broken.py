"""Thirty files that no reader can make anything of, each broken in its own way."""

import io
import os
import struct
import zipfile
import zlib

import written

BOMB = b"0" * 30_000_000
ENTITIES = b"""<?xml version="1.0"?><!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">%s]><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body><w:p><w:r><w:t>&h;</w:t></w:r></w:p></w:body></w:document>""" % b"".join(
    b'<!ENTITY %c "%s">' % (name, b"&%c;" % (name - 1) * 10) for name in range(ord("b"), ord("i"))
)
OUTSIDE = b"""<?xml version="1.0"?><!DOCTYPE d SYSTEM "http://127.0.0.1:9/a.dtd"><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body/></w:document>"""


def container(parts, **options):
    """The bytes of a ZIP with these entries."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, **options) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return out.getvalue()


def encrypted(data):
    """The ZIP with the mark of encryption on every entry."""
    out = bytearray(data)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = out.find(signature)
        while at >= 0:
            out[at + offset] |= 1
            at = out.find(signature, at + 4)
    return bytes(out)


def png(width, height):
    """A PNG that says it is that large and holds nothing."""
    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b"")


def ole(name):
    """The head of an old container that names a stream."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500) + name.encode("utf-16le") + bytes(1500)


def write_all(folder):
    """Write the broken files into a folder; their names."""
    whole = {}
    for suffix, write in ((".docx", written.write_docx), (".xlsx", written.write_xlsx), (".pdf", written.write_pdf)):
        path = folder / f"whole{suffix}"
        write(path)
        whole[suffix] = path.read_bytes()
        path.unlink()
    files = {
        "empty.txt": b"", "empty.html": b"", "empty.docx": b"", "empty.xlsx": b"", "empty.pdf": b"", "empty.csv": b"", "empty.zip": b"", "empty.doc": b"", "empty.png": b"",
        "cut.docx": whole[".docx"][:len(whole[".docx"]) // 2], "cut.xlsx": whole[".xlsx"][:len(whole[".xlsx"]) // 2], "cut.pdf": whole[".pdf"][:200],
        "noise.docx": os.urandom(3000), "noise.xlsx": b"PK\x03\x04" + bytes(range(256)) * 9, "noise.pdf": b"%PDF-1.7\n" + bytes(range(256)) * 9,
        "noise.html": bytes(range(256)) * 20, "noise.txt": b"\x00\x01\x02\x03" * 500, "noise.csv": bytes(range(256)) * 20, "noise.tif": b"II*\x00" + bytes(200),
        "noise.jpg": b"\xff\xd8\xff\xe0" + bytes(300),
        "entities.docx": container({"word/document.xml": ENTITIES}), "outside.docx": container({"word/document.xml": OUTSIDE}),
        "bomb.docx": container({"word/document.xml": BOMB}), "bomb.zip": container({f"{n}.txt": BOMB for n in range(3)}),
        "encrypted.docx": ole("EncryptedPackage"), "encrypted.zip": encrypted(container({"a.txt": "全县共有农户3782户。".encode()})),
        "wrong.docx": container({"hello.xml": b"<a/>"}), "wrong.xlsx": container({"xl/workbook.xml": b"<workbook/>"}),
        "huge.png": png(60_000, 60_000), "scripts.html": b"<html><script>var a = 1;</script></html>",
        "rubbish.doc": ole("WordDocument"), "nested.zip": container({"inner.zip": container({"a.txt": b"a"})}),
    }
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return list(files)
