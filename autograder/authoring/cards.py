"""What a page says about each exercise of an assignment."""

from dataclasses import dataclass
from pathlib import Path

from ..course_folder import default_course
from .assignment import Assignment

__all__ = ["Card", "cards", "release_zip"]


@dataclass(frozen=True)
class Card:
    """Facts about one exercise that readers may know.

    Parameters
    ----------
    name, signature, summary : str
        Summary is the first line of the docstring.
    points, minutes, difficulty : int
        Difficulty goes from 1 to 3.
    looks_at : tuple of str
        What hidden checks look at.
    hints : tuple of str
        Three hints.
    """

    name: str
    signature: str
    summary: str
    points: int
    minutes: int
    difficulty: int
    looks_at: tuple[str, ...]
    hints: tuple[str, str, str]


def cards(assignment_name: str) -> list[Card]:
    """Return the cards of an assignment in the order of its notebook.

    Parameters
    ----------
    assignment_name : str

    Returns
    -------
    list of Card
    """
    assignment = Assignment.load(assignment_name)
    return [
        Card(
            name=name,
            signature=assignment.references[name].signature,
            summary=assignment.references[name].summary,
            points=exercise.points,
            minutes=exercise.minutes,
            difficulty=exercise.difficulty,
            looks_at=exercise.looks_at,
            hints=exercise.hints,
        )
        for name, exercise in assignment.exercises.items()
    ]


def release_zip(assignment_name: str) -> Path:
    """Return where the released archive of an assignment is.

    Parameters
    ----------
    assignment_name : str

    Returns
    -------
    Path
        Relative to the project's folder; it may not exist yet.
    """
    return default_course() / "downloads" / f"{assignment_name}.zip"
