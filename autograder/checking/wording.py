"""Put the result of an exercise into words: plain text and HTML."""

import html

from .judging import CheckResult, ExerciseResult

__all__ = ["as_html", "as_text", "check_details", "hidden_line", "status_line"]

NOT_ATTEMPTED = (
    "Write your code above in place of raise NotImplementedError(), run that cell, "
    "then this one."
)
GREEN, RED, GREY = "#1b6e3c", "#a3301f", "#5b5b5b"


def status_line(result: ExerciseResult) -> str:
    """Say how many public checks pass and what remains unchecked.

    Parameters
    ----------
    result : ExerciseResult
        Of a student's copy, where hidden checks do not run.

    Returns
    -------
    str
        One line.
    """
    exercise = result.exercise
    if result.status == "not attempted":
        return f"{exercise.name}: not attempted yet, 0 of {exercise.points} points"
    if result.status == "missing":
        return f"{exercise.name}: not defined, 0 of {exercise.points} points"
    total = len(result.checks)
    return (
        f"{exercise.name}: {len(result.passed)} of {total} public "
        f"{'check passes' if total == 1 else 'checks pass'}, "
        f"{result.points} of {exercise.points} points so far"
    )


def hidden_line(result: ExerciseResult) -> str:
    """Say what hidden checks look at.

    Parameters
    ----------
    result : ExerciseResult

    Returns
    -------
    str
        One sentence, or "" if there are no hidden checks.
    """
    topics = result.exercise.looks_at
    if not topics:
        return ""
    return f"Hidden checks also look at: {'; '.join(topics)}."


def as_text(result: ExerciseResult) -> str:
    """Write the result as plain text.

    Parameters
    ----------
    result : ExerciseResult

    Returns
    -------
    str
        Several lines.
    """
    lines = [status_line(result)]
    if result.problem:
        lines.append(f"  {result.problem}")
    if result.status == "not attempted":
        lines.append(f"  {NOT_ATTEMPTED}")
    else:
        for check in result.checks:
            lines.append(f"  {'pass' if check.passed else 'FAIL'}  {check.check.title}")
            lines += [
                f"        {label:<9} {text}" for label, text in check_details(check)
            ]
    if result.diagnosis:
        lines.append(f"  Likely cause: {result.diagnosis}")
    if result.status != "passed":
        lines.append(f'  Next hint: hint("{result.exercise.name}")')
    if hidden_line(result):
        lines.append(hidden_line(result))
    return "\n".join(lines)


def as_html(result: ExerciseResult) -> str:
    """Write the result as HTML that works in light and dark notebooks.

    Parameters
    ----------
    result : ExerciseResult

    Returns
    -------
    str
        One element without scripts.
    """
    color = GREEN if result.status == "passed" else RED
    if result.status == "not attempted":
        color = GREY
    parts = [f"<strong>{html.escape(status_line(result))}</strong>"]
    if result.problem:
        parts.append(f"<div>{html.escape(result.problem)}</div>")
    if result.status == "not attempted":
        parts.append(f"<div>{html.escape(NOT_ATTEMPTED)}</div>")
    else:
        parts += [_check_as_html(check) for check in result.checks]
    if result.diagnosis:
        cause = html.escape(result.diagnosis)
        parts.append(f"<div><strong>Likely cause:</strong> {cause}</div>")
    if result.status != "passed":
        name = html.escape(result.exercise.name)
        parts.append(f"<div>Next hint: <code>hint(&quot;{name}&quot;)</code></div>")
    parts.append(f"<div>{html.escape(hidden_line(result))}</div>")
    style = f"border-left:4px solid {color};padding:.4em .9em;line-height:1.5"
    return f'<div style="{style}">{"".join(parts)}</div>'


def check_details(check: CheckResult) -> list[tuple[str, str]]:
    """List what a failed public check says.

    Parameters
    ----------
    check : CheckResult

    Returns
    -------
    list of tuple (label, text)
        Empty if the check passed.
    """
    if check.reason:
        return [("because", check.reason)]
    failure = check.failure
    if failure is None:
        return []
    details = [
        ("called", failure.called),
        ("expected", failure.expected),
        ("got", failure.got),
    ]
    if failure.why:
        details.append(("why", failure.why))
    return details


def _check_as_html(check):
    word = "pass" if check.passed else "FAIL"
    rows = "".join(
        f'<tr><td style="text-align:left;padding:0 1em 0 0">{label}</td>'
        f'<td style="text-align:left"><code>{html.escape(text)}</code></td></tr>'
        for label, text in check_details(check)
    )
    table = f'<table style="margin:0 0 0 3.5em">{rows}</table>' if rows else ""
    title = html.escape(check.check.title)
    color = GREEN if check.passed else RED
    verdict = f'<strong style="color:{color}">{word}</strong>'
    return f"<div>{verdict}&ensp;{title}</div>{table}"
