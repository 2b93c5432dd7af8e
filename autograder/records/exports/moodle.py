"""Moodle: its grading worksheet of one assignment, or a table to import.

The worksheet is what "Download grading worksheet" gives and "Upload grading
worksheet" takes back. The table is for the gradebook's "Import: CSV file", which
asks what each column means.
"""

from ...collecting.naming import student_of
from .grades import Grade, number
from .merging import Layout, Merged, column_named, merge
from .sheet import ExportError, Sheet, Table, as_csv, fold

__all__ = ["import_table", "worksheet"]

REQUIRED = ("Identifier", "Grade")
ID_COLUMNS = ("Identifier", "Username", "ID number", "Email address")
NAME_COLUMNS = ("Full name", "Email address", "Identifier")


def worksheet(
    sheet: Sheet,
    grades: list[Grade],
    *,
    match_by: str = "",
    column: str = "",
    rescale: bool = False,
) -> Merged:
    """Put the grades of one assignment into Moodle's grading worksheet.

    Parameters
    ----------
    sheet : Sheet
        As downloaded from the assignment in Moodle.
    grades : list of Grade
    match_by : str
        The one column by which students are recognised; "" looks at the
        identifier, with or without the word Participant, the username, the
        ID number and the email address.
    column : str
        Heading of the column for the grade; "" is "Grade".
    rescale : bool
        Convert points to Moodle's scale.

    Returns
    -------
    Merged

    Raises
    ------
    ExportError
        If the sheet is no worksheet, or grades are of several assignments.
    """
    names = list(dict.fromkeys(grade.assignment for grade in grades))
    if len(names) > 1:
        problem = (
            "Moodle's worksheet is for one assignment; name it with --assignment. "
            f"The gradebook has {', '.join(names)}."
        )
        raise ExportError(problem)
    header = sheet.header(REQUIRED)
    headings = [fold(cell) for cell in sheet.rows[header]]
    known = [name for name in ID_COLUMNS if fold(name) in headings]
    title = next(name for name in NAME_COLUMNS if fold(name) in headings)
    identifier = column_named(sheet, header, "Identifier")
    target = column_named(sheet, header, column or "Grade")
    below = range(header + 1, len(sheet.rows))
    students = [row for row in below if sheet.cell(row, identifier)]
    layout = Layout(
        header,
        students,
        column_named(sheet, header, title),
        [column_named(sheet, header, n) for n in ([match_by] if match_by else known)],
        {names[0]: target},
    )
    if "maximum grade" in headings and students:
        most = sheet.cell(students[0], headings.index("maximum grade"))
        layout.possible = _possible(names[0], most)
    if "grade can be changed" in headings:
        place = headings.index("grade can be changed")
        layout.locked = {
            (row, target): "has a grade that Moodle does not let you change"
            for row in students
            if fold(sheet.cell(row, place)) == "no"
        }
    return merge(sheet, layout, grades, rescale=rescale)


def import_table(grades: list[Grade]) -> Table:
    """Make a table for Moodle's gradebook: a row for each student.

    Parameters
    ----------
    grades : list of Grade

    Returns
    -------
    Table
        A cell is empty where nothing was handed in; Moodle leaves those alone.
    """
    names = list(dict.fromkeys(grade.assignment for grade in grades))
    rows: dict[str, list[str]] = {}
    for grade in grades:
        name = student_of(grade.student)
        person = [name, grade.first_name, grade.last_name, grade.email]
        row = rows.setdefault(grade.student, person + [""] * len(names))
        if grade.is_handed_in:
            row[4 + names.index(grade.assignment)] = number(grade.points)
    header = ["username", "firstname", "lastname", "email", *names]
    return Table(as_csv([header, *rows.values()]), grades)


def _possible(name, text):
    try:
        return {name: float(text.replace(",", "."))}
    except ValueError:
        return {}  # a scale in words
