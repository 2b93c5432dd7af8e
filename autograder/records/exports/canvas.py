"""Canvas: grades go into the sheet that Canvas exports from its gradebook.

Canvas recognises a student by the column ``ID`` and an assignment by the number
after its title, as in ``One neuron (12345)``. Below the headings it may have rows
for posting policies and for "Points Possible"; none of them has an ``ID``.
"""

import re

from .grades import Grade
from .merging import Layout, Merged, column_named, merge
from .sheet import ExportError, Sheet, fold

__all__ = ["canvas"]

REQUIRED = ("Student", "ID")
ID_COLUMNS = ("SIS Login ID", "ID", "SIS User ID")
TITLE = re.compile(r"(?P<title>.*\S)\s*\((?P<number>[0-9]+)\)")
TEST_STUDENT = "Student, Test"


def canvas(
    sheet: Sheet,
    grades: list[Grade],
    *,
    match_by: str = "",
    column: str = "",
    rescale: bool = False,
) -> Merged:
    """Put grades into Canvas's own sheet.

    Parameters
    ----------
    sheet : Sheet
        As exported from Canvas.
    grades : list of Grade
    match_by : str
        The one column by which students are recognised; "" looks at the SIS
        Login ID, the ID and the SIS User ID.
    column : str
        Heading of the assignment's column, or its number; "" finds it by name.
    rescale : bool
        Convert points to Canvas's scale.

    Returns
    -------
    Merged

    Raises
    ------
    ExportError
        If the sheet is not Canvas's, or a column is missing or not the only one.
    """
    header = sheet.header(REQUIRED)
    headings = [fold(cell) for cell in sheet.rows[header]]
    names = [match_by] if match_by else [c for c in ID_COLUMNS if fold(c) in headings]
    student, number = (column_named(sheet, header, name) for name in REQUIRED)
    below = range(header + 1, len(sheet.rows))
    targets = {
        name: _column_of(sheet, header, name, column)
        for name in dict.fromkeys(grade.assignment for grade in grades)
    }
    if len(set(targets.values())) < len(targets):
        problem = f"--column {column!r} is for one assignment; name it: --assignment."
        raise ExportError(problem)
    layout = Layout(
        header,
        [
            row
            for row in below
            if sheet.cell(row, number) and sheet.cell(row, student) != TEST_STUDENT
        ],
        student,
        [column_named(sheet, header, name) for name in names],
        targets,
    )
    for row in below:
        if fold(sheet.cell(row, student)) == "points possible":
            layout.possible = _possible(sheet, row, targets)
    layout.locked = {
        (row, place): "is excused in Canvas (EX)"
        for row in layout.students
        for place in targets.values()
        if fold(sheet.cell(row, place)) == "ex"
    }
    return merge(sheet, layout, grades, rescale=rescale)


def _column_of(sheet, header, assignment, wanted):
    """Find the column of an assignment; only headings with a number count."""
    found = {}
    for place, cell in enumerate(sheet.rows[header]):
        heading = TITLE.fullmatch(cell.strip())
        if heading is None:
            continue
        if wanted:
            names = (cell.strip(), heading["title"], heading["number"])
            fits = wanted.strip() in names
        else:
            fits = _letters(heading["title"]) == _letters(assignment)
        if fits:
            found[place] = cell.strip()
    if len(found) == 1:
        return next(iter(found))
    looked_for = repr(wanted) if wanted else f"the assignment {assignment}"
    if found:
        several = " and ".join(found.values())
        problem = (
            f"{sheet.name} has several columns for {looked_for}: {several}; choose "
            "one with --column."
        )
        raise ExportError(problem)
    titles = [cell.strip() for cell in sheet.rows[header] if TITLE.fullmatch(cell)]
    problem = (
        f"{sheet.name} has no column for {looked_for}; it has "
        f"{', '.join(titles) or 'no assignments'}. Make the assignment in Canvas and "
        "export again, or choose a column with --column."
    )
    raise ExportError(problem)


def _letters(text):
    return "".join(c for c in text.casefold() if c.isalnum())


def _possible(sheet, row, targets):
    possible = {}
    for name, place in targets.items():
        text = sheet.cell(row, place)
        if "read only" in text:
            problem = f"Canvas computes the column of {name} itself; choose another."
            raise ExportError(problem)
        try:
            possible[name] = float(text.replace(",", "."))
        except ValueError:
            continue
    return possible
