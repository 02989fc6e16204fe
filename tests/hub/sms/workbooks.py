"""The smallest workbooks that Excel would open, for tests."""

import io
import zipfile
from datetime import date

TYPES = """<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">
<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
<Default Extension="xml" ContentType="application/xml"/>
<Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>
{sheets}</Types>"""
SHEET_TYPE = (
    '<Override PartName="/xl/worksheets/sheet{n}.xml"'
    ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>'
)
RELS = """<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>"""
REL = '<Relationship Id="rId{n}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
#: Style 1 is a date.
STYLES = f"""<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"""


def workbook(*sheets: list[list[object]], hidden: int = 0) -> bytes:
    """An .xlsx of these sheets, the first `hidden` of them hidden. Cells are texts, numbers or dates."""
    out = io.BytesIO()
    numbers = range(1, len(sheets) + 1)
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(sheets="".join(SHEET_TYPE.format(n=n) for n in numbers)))
        archive.writestr("_rels/.rels", RELS.format(REL.format(n=1, kind="officeDocument", target="xl/workbook.xml")))
        rels = [REL.format(n=n, kind="worksheet", target=f"worksheets/sheet{n}.xml") for n in numbers]
        rels.append(REL.format(n=len(sheets) + 1, kind="styles", target="styles.xml"))
        archive.writestr("xl/_rels/workbook.xml.rels", RELS.format("".join(rels)))
        listed = "".join(
            f'<sheet name="Sheet{n}" sheetId="{n}" r:id="rId{n}"{" state=" + chr(34) + "hidden" + chr(34) if n <= hidden else ""}/>'
            for n in numbers
        )
        space = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        book = f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{space}"><sheets>{listed}</sheets></workbook>'
        archive.writestr("xl/workbook.xml", book)
        archive.writestr("xl/styles.xml", STYLES)
        for n, rows in zip(numbers, sheets, strict=True):
            lines = "".join(
                f'<row r="{r}">' + "".join(_cell(r, c, cell) for c, cell in enumerate(row)) + "</row>"
                for r, row in enumerate(rows, 1)
            )
            sheet = f'<?xml version="1.0"?><worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData></worksheet>'
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet)
    return out.getvalue()


def _cell(row: int, column: int, value: object) -> str:
    where = f"{chr(ord('A') + column)}{row}"
    if value in (None, ""):
        return ""
    if isinstance(value, date):
        return f'<c r="{where}" s="1"><v>{(value - date(1899, 12, 30)).days}</v></c>'
    if isinstance(value, int | float):
        return f'<c r="{where}"><v>{value}</v></c>'
    return f'<c r="{where}" t="inlineStr"><is><t>{value}</t></is></c>'
