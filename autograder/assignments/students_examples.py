"""Judge examples that a student has written, by what right and wrong functions say.

Hidden checks of "write the test" exercises use this. Neither the right functions nor
the wrong ones leave the grader.
"""

from collections.abc import Callable

from autograder.checking.answers import Outcome

__all__ = ["demand_a_catch", "demand_agreement"]

Agrees = Callable[[Callable, object], bool]


def demand_agreement(
    outcome: Outcome, agrees: Agrees, right_functions: tuple[Callable, ...]
) -> None:
    """Demand examples with which every right function agrees.

    Parameters
    ----------
    outcome : Outcome
        A list of examples.
    agrees : callable
        ``agrees(function, example)`` tells whether a function does what an example
        says.
    right_functions : tuple of callable
        The reference, and other right answers.
    """
    outcome.satisfies(outcome.value, "examples")
    for function in right_functions:
        fine = all(agrees(function, example) for example in outcome.value)
        outcome.satisfies(fine, "examples with which every right function agrees")


def demand_a_catch(
    outcome: Outcome,
    agrees: Agrees,
    right_functions: tuple[Callable, ...],
    wrong_function: Callable,
) -> None:
    """Demand right examples of which a wrong function fails at least one.

    Parameters
    ----------
    outcome : Outcome
    agrees : callable
    right_functions : tuple of callable
        As for `demand_agreement`.
    wrong_function : callable
        A known wrong answer.
    """
    demand_agreement(outcome, agrees, right_functions)
    agree = [agrees(wrong_function, example) for example in outcome.value]
    outcome.satisfies(not all(agree), "an example that catches it")
