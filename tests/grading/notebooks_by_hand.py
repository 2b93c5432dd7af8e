"""Notebooks for the tests of this folder, and what a whole run of one gives."""

import contextlib
import copy
import io
import json
from functools import cache

import numpy as np
from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions

from autograder.authoring.assignment import Assignment
from autograder.authoring.source_notebook import POINTS_SUFFIX, source_notebook
from autograder.checking.answers import ask_namespace
from autograder.checking.judging import judge
from autograder.grading.submission import read_submission


@cache
def one_neuron():
    return Assignment.load("one_neuron")


@cache
def _released():
    notebook, _ = ClearSolutions().preprocess(source_notebook(one_neuron()), {})
    notebook, _ = ClearHiddenTests().preprocess(notebook, {})
    return json.dumps(notebook)


def stubs():
    """The cells as nbgrader releases them."""
    return json.loads(_released())["cells"]


def reference(name):
    return one_neuron().references[name].source


def answered(**answers):
    """The released cells with the reference answers, or with these instead."""
    cells = stubs()
    for name in one_neuron().exercises:
        at(cells, name)["source"] = answers.get(name, reference(name))
    return cells


def id_of(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id", "")


def place_of(cells, grade_id):
    return next(i for i, cell in enumerate(cells) if id_of(cell) == grade_id)


def at(cells, grade_id):
    return cells[place_of(cells, grade_id)]


def code(source, grade_id=None):
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": []}


def text(source, kind="markdown"):
    return {"cell_type": kind, "metadata": {}, "source": source}


def without_metadata(cells):
    """What is left when a program drops everything that it does not know."""
    return [
        {**copy.deepcopy(cell), "metadata": {}, "id": f"made-up-{number}"}
        for number, cell in enumerate(cells)
    ]


def write(folder, cells, name="one_neuron.ipynb", **fields):
    notebook = {"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells}
    path = folder / name
    path.write_text(json.dumps({**notebook, **fields}))
    return path


def read(folder, cells, **fields):
    return read_submission(write(folder, cells, **fields), one_neuron())


def points_of_a_whole_run(cells):
    """Run a notebook from top to bottom, as stock nbgrader does."""
    namespace = _fresh()
    points = {}
    for cell in cells:
        name = id_of(cell).removesuffix(POINTS_SUFFIX)
        if name != id_of(cell):
            points[name] = _points(name, namespace)
        elif cell["cell_type"] == "code" and id_of(cell) != "given_1":
            _run(cell["source"], namespace)
    return points


def points_of_plans(submission):
    """Run what each exercise is given, and nothing else."""
    points = {}
    for name, exercise in one_neuron().exercises.items():
        namespace = _fresh()
        for cell in submission.plan(name, exercise.uses):
            _run(cell.source, namespace)
        points[name] = _points(name, namespace)
    return points


def _fresh():
    return {"np": np, "check": print, "hint": print, "last_failure": None}


def _run(source, namespace):
    with contextlib.suppress(Exception), contextlib.redirect_stdout(io.StringIO()):
        exec(source, namespace)


def _points(name, namespace):
    exercise = one_neuron().exercises[name]
    if name not in namespace:
        return 0
    return judge(exercise, ask_namespace(namespace), 1).points
