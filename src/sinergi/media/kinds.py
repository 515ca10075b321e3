"""What a file is, told by its content and never by its name."""

import zipfile
from typing import IO

PDF = "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JPEG = "image/jpeg"

#: Content types of pictures, as they arrive.
PICTURES = frozenset({JPEG, "image/png", "image/webp", "image/heic"})
#: Content types of documents, which are only ever downloaded.
DOCUMENTS = frozenset({PDF, XLSX, DOCX})

#: Pillow's names of the picture formats that are opened; no other decoder runs.
PILLOW_FORMATS = {
    JPEG: "JPEG",
    "image/png": "PNG",
    "image/webp": "WEBP",
    "image/heic": "HEIF",
}
HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}
PARTS_LIMIT = 5000
HEAD = 32


def content_type_of(file: IO[bytes]) -> str:
    """The content type of a file that is taken in, or '' for any other."""
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    if head.startswith(b"\xff\xd8\xff"):
        return JPEG
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return "image/png"
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp" and head[8:12] in HEIC_BRANDS:
        return "image/heic"
    if head.startswith(b"%PDF-"):
        return PDF
    return _office_type(file) if head.startswith(b"PK\x03\x04") else ""


def _office_type(file: IO[bytes]) -> str:
    """The kind of an office file; one with macros is none of ours."""
    try:
        with zipfile.ZipFile(file) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    has_macros = any(name.endswith("vbaProject.bin") for name in names)
    if len(names) > PARTS_LIMIT or has_macros or "[Content_Types].xml" not in names:
        return ""
    if "xl/workbook.xml" in names:
        return XLSX
    return DOCX if "word/document.xml" in names else ""
