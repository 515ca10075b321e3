"""Printing a meeting's certificates into one file, so that a restart loses nothing.

What is made lies in a folder of the job: finished pieces are kept and skipped when
the job is taken up again.
"""

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from django.conf import settings

from sinergi.meetings import printing
from sinergi.meetings.models import Certificate

#: Certificates between two notes of progress.
CHUNK = 50
THREADS = 2
#: How many packs are kept, the newest ones: they hold names.
KEPT = 20
FORMS = {"pdf": "application/pdf", "zip": "application/zip"}


def pack_path(job_id: str, form: str) -> Path:
    """Where the finished file of a job lies."""
    return _root() / job_id / f"certificates.{form}"


def make_pack(*, meeting_id: int, form: str, job_id: str) -> Iterator[tuple[int, int]]:
    """Print all valid certificates of a meeting; tells how many of how many are done.

    `pdf` is one file with a page each, `zip` a file for each.
    """
    folder = _root() / job_id
    folder.mkdir(parents=True, exist_ok=True)
    numbers = _numbers(folder, meeting_id)
    write = _write_pages if form == "pdf" else _write_files
    yield 0, len(numbers)
    with ThreadPoolExecutor(THREADS) as threads:
        for start in range(0, len(numbers), CHUNK):
            chunk = numbers[start : start + CHUNK]
            write(folder / f"{start:06d}", chunk, threads)
            yield start + len(chunk), len(numbers)
    pieces = sorted(folder.glob("[0-9]*.piece"))
    _replace(
        pack_path(job_id, form),
        lambda target: (_bound if form == "pdf" else _zipped)(pieces, target),
    )
    for piece in pieces:
        piece.unlink()
    _forget_older()


def _numbers(folder: Path, meeting_id: int) -> list[str]:
    """Which certificates belong to the pack, settled when it was begun."""
    path = folder / "numbers.json"
    if not path.exists():
        rows = Certificate.objects.filter(meeting_id=meeting_id, state="valid")
        found = list(rows.order_by("number").values_list("number", flat=True))
        _replace(path, lambda target: target.write_text(json.dumps(found)))
    numbers: list[str] = json.loads(path.read_text())
    return numbers


def _certificates(numbers: Sequence[str]) -> list[Certificate]:
    return list(Certificate.objects.filter(number__in=numbers).order_by("number"))


def _write_pages(
    base: Path, numbers: Sequence[str], _threads: ThreadPoolExecutor
) -> None:
    """What is drawn, without setting it yet: a PDF is set in one go at the end."""
    piece = base.with_suffix(".piece")
    if piece.exists():
        return
    text = json.dumps([printing.sheet_of(one) for one in _certificates(numbers)])
    _replace(piece, lambda target: target.write_text(text))


def _bound(pieces: Sequence[Path], target: Path) -> None:
    sheets = [sheet for piece in pieces for sheet in json.loads(piece.read_text())]
    target.write_bytes(printing.pages(sheets))


def _write_files(
    base: Path, numbers: Sequence[str], threads: ThreadPoolExecutor
) -> None:
    piece = base.with_suffix(".piece")
    if piece.exists():
        return
    rows = _certificates(numbers)
    sheets = (printing.sheet_of(one) for one in rows)
    files = threads.map(lambda sheet: printing.pages([sheet]), sheets)

    def write(target: Path) -> None:
        with zipfile.ZipFile(target, "w") as archive:
            for row, pdf in zip(rows, files, strict=True):
                archive.writestr(file_name(row), pdf)

    _replace(piece, write)


def _zipped(pieces: Sequence[Path], target: Path) -> None:
    with zipfile.ZipFile(target, "w") as archive:
        for piece in pieces:
            with zipfile.ZipFile(piece) as part:
                for name in part.namelist():
                    archive.writestr(name, part.read(name))


def file_name(certificate: Certificate) -> str:
    """`2022-PLM-0418 Siti Rahayu.pdf`."""
    name = "".join(
        sign if sign.isalnum() else " " for sign in certificate.printed["name"]
    )
    number = certificate.number.replace("/", "-")
    return f"{number} {' '.join(name.split())[:80]}.pdf"


def _replace(path: Path, write: Callable[[Path], object]) -> None:
    """Write a file so that it is there whole or not at all."""
    target = path.with_suffix(".unfinished")
    write(target)
    target.replace(path)


def _forget_older() -> None:
    folders = sorted(_root().iterdir(), key=lambda path: path.stat().st_mtime)
    for folder in folders[:-KEPT]:
        shutil.rmtree(folder, ignore_errors=True)


def _root() -> Path:
    return Path(settings.SINERGI_HOME) / "packs"
