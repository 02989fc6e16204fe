"""What somebody brought, as rows of cells: a text, a CSV file, or a workbook (.xlsx, .xls, .ods)."""

import zipfile
from datetime import date, datetime, time
from typing import BinaryIO

from python_calamine import CalamineError, SheetVisibleEnum, load_workbook

from openpact.sheet import MAX_ROWS, Table, Unreadable, decoded, of_cells, parse

MAX_BYTES = 5 * 1024 * 1024
#: A workbook is a packed archive: what it unpacks to is limited before it is.
MAX_UNPACKED = 100 * 1024 * 1024
ZIP, OLD_EXCEL = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"


def of_file(file: BinaryIO) -> Table:
    """Raises openpact.sheet.Unreadable, with the codes too-large and bad-workbook besides its own."""
    data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise Unreadable("too-large")
    if data.startswith((ZIP, OLD_EXCEL)):
        file.seek(0)
        return of_cells(_cells(file, packed=data.startswith(ZIP)))
    return parse(decoded(data))


def is_ide_file(file: BinaryIO) -> bool:
    """Whether it says so itself: its columns have the names of the format."""
    head = file.read(4096)
    file.seek(0)
    return b"mlepsmspersonid" in head.lower()


def _cells(file: BinaryIO, *, packed: bool) -> list[list[str]]:
    """The first sheet that anybody sees and that has something in it."""
    try:
        if packed:
            with zipfile.ZipFile(file) as archive:
                if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED:
                    raise Unreadable("too-large")
            file.seek(0)
        workbook = load_workbook(file)
        for sheet in workbook.sheets_metadata:
            if sheet.visible != SheetVisibleEnum.Visible:
                continue
            rows = workbook.get_sheet_by_name(sheet.name).to_python(skip_empty_area=False, nrows=4 * MAX_ROWS)
            texts = [[_text(cell) for cell in row] for row in rows]
            if any(any(row) for row in texts):
                return texts
    except (CalamineError, zipfile.BadZipFile, OSError, ValueError) as error:
        raise Unreadable("bad-workbook") from error
    return []


def _text(cell: object) -> str:
    """As somebody would type it: whole numbers without a point, dates with the year first."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date | time):
        return cell.isoformat()
    return "" if cell is None else str(cell)
