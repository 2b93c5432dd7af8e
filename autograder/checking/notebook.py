"""What students call in their notebook: check, hint and last_failure."""

import json
import sys
from pathlib import Path
from types import SimpleNamespace

from .answers import ask_namespace
from .exercise import Exercise, find_exercises
from .fingerprints import KnownMistake, diagnose
from .judging import ExerciseResult, judge
from .wording import as_html, as_text, status_line

__all__ = ["ChecksFailedError", "Desk", "open_desk"]

PUBLIC_SEED = 0


class ChecksFailedError(Exception):
    """Some public checks do not pass; notebooks show one line, no traceback."""

    def _render_traceback_(self):
        return [str(self)]


class Desk:
    """The desk of one student: exercises, hints taken, the last failure.

    Parameters
    ----------
    exercises : dict
        `Exercise` by name.
    mistakes : dict
        List of `KnownMistake` by exercise name.
    namespace : dict, optional
        Where answers are looked up; the notebook's own names by default.

    Attributes
    ----------
    last_failure : SimpleNamespace
        ``exercise``, ``check``, ``called``, ``arguments``, ``keywords``,
        ``got``, ``expected`` and ``why`` of the latest failed check; ``got`` is
        the value, or the error as text.
    """

    def __init__(
        self,
        exercises: dict[str, Exercise],
        mistakes: dict[str, list[KnownMistake]],
        namespace: dict | None = None,
    ):
        self._exercises = exercises
        self._mistakes = mistakes
        self._namespace = namespace
        self._hints_taken = dict.fromkeys(exercises, 0)
        self.last_failure = SimpleNamespace()
        self._forget_failure()

    def check(self, name: str) -> None:
        """Run the public checks of an exercise and show the result.

        Parameters
        ----------
        name : str
            The function or class that the exercise asks for.

        Raises
        ------
        ChecksFailedError
            If not all public checks pass.
        """
        exercise = self._find(name)
        if exercise is None:
            return
        result = self._judge(exercise)
        _show(as_text(result), as_html(result))
        if result.status != "passed":
            raise ChecksFailedError(status_line(result))

    def hint(self, name: str) -> None:
        """Show the next hint of an exercise.

        Parameters
        ----------
        name : str
            The function or class that the exercise asks for.
        """
        exercise = self._find(name)
        if exercise is None:
            return
        number = self._hints_taken[name]
        last = len(exercise.hints)
        if number == last:
            number = 0
        self._hints_taken[name] = number + 1
        text = f"Hint {number + 1} of {last} for {name}: {exercise.hints[number]}"
        if number + 1 == last:
            text += "\nThis was the last hint. The next call starts again."
        print(text)  # noqa: T201

    def _find(self, name):
        if name in self._exercises:
            return self._exercises[name]
        known = ", ".join(self._exercises)
        print(f"There is no exercise {name!r} here; choose one of {known}.")  # noqa: T201
        return None

    def _judge(self, exercise) -> ExerciseResult:
        namespace = self._namespace
        if namespace is None:
            namespace = vars(sys.modules["__main__"])
        if exercise.name not in namespace:
            return ExerciseResult(
                exercise,
                status="missing",
                problem=f"{exercise.name} is not defined; run the cell above first.",
            )
        self._forget_failure()
        result = judge(exercise, ask_namespace(namespace), PUBLIC_SEED)
        result.diagnosis = diagnose(
            result.checks, self._mistakes.get(exercise.name, [])
        )
        for check in result.checks:
            if check.failure is not None:
                self._remember(exercise, check)
        return result

    def _forget_failure(self):
        vars(self.last_failure).update(
            exercise=None,
            check=None,
            called="",
            arguments=(),
            keywords={},
            got=None,
            expected=None,
            why="",
        )

    def _remember(self, exercise, check):
        failure = check.failure
        vars(self.last_failure).update(
            exercise=exercise.name,
            check=check.check.title,
            called=failure.called,
            arguments=failure.arguments,
            keywords=failure.keywords,
            got=failure.got if failure.value is None else failure.value,
            expected=failure.expected,
            why=failure.why,
        )


def open_desk(names: dict, folder: Path):
    """Make what a student's notebook imports.

    Parameters
    ----------
    names : dict
        Names and values of the module with the public checks.
    folder : Path
        Holds ``known_mistakes.json``.

    Returns
    -------
    check, hint : callable
    last_failure : SimpleNamespace
    """
    stored = json.loads((folder / "known_mistakes.json").read_text())
    mistakes = {
        name: [KnownMistake(**mistake) for mistake in known]
        for name, known in stored.items()
    }
    desk = Desk(find_exercises(names), mistakes)
    return desk.check, desk.hint, desk.last_failure


def _show(text, html):
    """Show HTML where it can be shown and plain text elsewhere."""
    shell = "IPython" in sys.modules and sys.modules["IPython"].get_ipython()
    if not shell:
        print(text)  # noqa: T201
        return
    from IPython.display import display

    display({"text/plain": text, "text/html": html}, raw=True)
