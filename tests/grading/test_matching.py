"""Which cell answers which exercise, after students have moved things about."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from notebooks_by_hand import (
    answered,
    at,
    code,
    id_of,
    one_neuron,
    place_of,
    points_of_plans,
    read,
    reference,
    stubs,
    text,
    without_metadata,
    write,
)

from autograder.grading.cells import SubmittedCell, released_cells
from autograder.grading.matching import match_answers
from autograder.grading.submission import UnreadableError, read_submission

FULL = {name: one.points for name, one in one_neuron().exercises.items()}
OTHER = "def leaky_relu(z, slope=0.1):\n    return 7.0"
HELPER = "def shrink(z, slope):\n    return np.asarray(z, dtype=float) * slope"
WITH_HELPER = (
    "def leaky_relu(z, slope=0.1):\n"
    "    return np.where(np.asarray(z) > 0, shrink(z, 1), shrink(z, slope))"
)


def match_of(submission, name):
    found = [match for match in submission.matches if match.exercise == name]
    return found[0] if found else None


def put_after(cells, grade_id, *new):
    place = place_of(cells, grade_id) + 1
    cells[place:place] = new


def without(cells, *grade_ids):
    return [cell for cell in cells if id_of(cell) not in grade_ids]


def numbers_in(sentence):
    return [int(number) for number in re.findall(r"\b\d+\b", sentence)]


def test_an_ordinary_notebook_needs_nobody(tmp_path):
    submission = read(tmp_path, answered())
    assert submission.needs_person == ()
    for match in submission.matches:
        assert (match.how, match.confidence) == ("id", 1.0)
        assert id_of(answered()[match.place]) == match.exercise
    assert points_of_plans(submission) == FULL


def test_an_untouched_notebook_needs_nobody_and_earns_nothing(tmp_path):
    submission = read(tmp_path, stubs())
    assert submission.needs_person == ()
    assert all(submission.has(name) for name in one_neuron().exercises)
    assert sum(points_of_plans(submission).values()) == 0


# Split and moved


def test_helpers_in_a_cell_of_their_own_that_kept_the_id(tmp_path):
    cells = answered(leaky_relu=HELPER)
    put_after(cells, "leaky_relu", code(WITH_HELPER))
    submission = read(tmp_path, cells)
    assert match_of(submission, "leaky_relu").place == place_of(cells, "leaky_relu") + 1
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_helpers_in_a_new_cell_before_the_answer(tmp_path):
    cells = answered(leaky_relu=WITH_HELPER)
    cells.insert(place_of(cells, "leaky_relu"), code(HELPER))
    assert points_of_plans(read(tmp_path, cells)) == FULL


def test_a_definition_moved_to_the_end_of_the_notebook(tmp_path):
    cells = without(answered(), "leaky_relu")
    cells.append(code(reference("leaky_relu")))
    submission = read(tmp_path, cells)
    assert match_of(submission, "leaky_relu").place == len(cells) - 1
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


@pytest.mark.parametrize("where", ["leaky_relu", "leaky_relu_points"])
def test_an_answer_in_a_new_cell_with_the_stub_left_untouched(tmp_path, where):
    cells = answered()
    at(cells, "leaky_relu")["source"] = at(stubs(), "leaky_relu")["source"]
    put_after(cells, where, code(reference("leaky_relu")))
    submission = read(tmp_path, cells)
    assert match_of(submission, "leaky_relu").how == "name"
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_a_stub_below_the_answer_does_not_undo_it(tmp_path):
    cells = answered()
    stub = at(stubs(), "leaky_relu")["source"]
    put_after(cells, "leaky_relu", code(stub), code(stub, "leaky_relu"))
    submission = read(tmp_path, cells)
    assert points_of_plans(submission) == FULL


def test_a_body_split_off_into_the_next_cell_is_shown_to_a_person(tmp_path):
    lines = reference("leaky_relu").splitlines(keepends=True)
    cells = answered(leaky_relu="".join(lines[:-2]))
    put_after(cells, "leaky_relu", code("".join(lines[-2:])))
    submission = read(tmp_path, cells)
    place = place_of(cells, "leaky_relu")
    [sentence] = submission.needs_person
    assert "leaky_relu seems to be cut in two" in sentence
    assert numbers_in(sentence) == [place + 1, place + 2]
    assert points_of_plans(submission) == {**FULL, "leaky_relu": 0}


# Renamed


@pytest.mark.parametrize("name", ["leaky_relu2", "LeakyRelu", "something_else"])
def test_a_renamed_answer_in_its_own_cell_is_offered_not_graded(tmp_path, name):
    renamed = reference("leaky_relu").replace("def leaky_relu(", f"def {name}(")
    cells = answered(leaky_relu=renamed)
    submission = read(tmp_path, cells)
    assert not submission.has("leaky_relu")
    match = match_of(submission, "leaky_relu")
    assert match.place == place_of(cells, "leaky_relu")
    assert match.confidence < 0.5
    [sentence] = submission.needs_person
    assert f"cell {match.place + 1} defines {name}" in sentence
    assert "call it leaky_relu" in sentence
    assert points_of_plans(submission) == {**FULL, "leaky_relu": 0}


def test_a_renamed_copy_of_an_untouched_stub_is_offered(tmp_path):
    renamed = reference("leaky_relu").replace("def leaky_relu(", "def leaky_relu2(")
    cells = answered()
    at(cells, "leaky_relu")["source"] = at(stubs(), "leaky_relu")["source"]
    put_after(cells, "leaky_relu", code(renamed))
    submission = read(tmp_path, cells)
    [sentence] = submission.needs_person
    assert f"cell {place_of(cells, 'leaky_relu') + 2} defines leaky_relu2" in sentence
    assert points_of_plans(submission) == {**FULL, "leaky_relu": 0}


def test_a_renamed_answer_without_metadata_is_found_by_its_likeness(tmp_path):
    renamed = reference("boundary_x2").replace("def boundary_x2(", "def Boundary(")
    cells = without_metadata(answered(boundary_x2=renamed))
    submission = read(tmp_path, cells)
    assert match_of(submission, "boundary_x2").how == "likeness"
    [sentence] = submission.needs_person
    assert "defines Boundary" in sentence
    assert not submission.has("boundary_x2")


def test_a_helper_is_not_taken_for_a_missing_answer(tmp_path):
    cells = without(answered(), "leaky_relu")
    cells.append(code("def draw_curve(axis, colour):\n    return 1"))
    submission = read(tmp_path, cells)
    assert match_of(submission, "leaky_relu") is None
    assert submission.needs_person == ()


# Copies


def test_two_definitions_the_last_one_before_the_check_counts(tmp_path):
    cells = answered(leaky_relu=OTHER)
    put_after(cells, "leaky_relu", code(reference("leaky_relu")))
    submission = read(tmp_path, cells)
    place = place_of(cells, "leaky_relu")
    assert submission.needs_person == (
        "two cells define leaky_relu; the last one was graded: look at cells "
        f"{place + 1} and {place + 2}.",
    )
    assert points_of_plans(submission) == FULL


def test_an_experiment_below_the_check_does_not_replace_the_answer(tmp_path):
    cells = answered()
    cells.append(code(OTHER))
    submission = read(tmp_path, cells)
    place = place_of(cells, "leaky_relu")
    [sentence] = submission.needs_person
    assert f"the last one above its check (cell {place + 1}) was graded" in sentence
    assert numbers_in(sentence)[-2:] == [place + 1, len(cells)]
    assert points_of_plans(submission) == FULL


def test_a_copy_that_is_the_same_needs_nobody(tmp_path):
    cells = answered()
    put_after(cells, "leaky_relu", code(reference("leaky_relu") + "  \n\n"))
    submission = read(tmp_path, cells)
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_two_cells_with_the_same_id(tmp_path):
    """A cell copied with its metadata and filled with another answer."""
    cells = answered()
    at(cells, "neuron_output")["metadata"]["nbgrader"]["grade_id"] = "leaky_relu"
    submission = read(tmp_path, cells)
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_swapped_ids_award_nothing_to_the_wrong_exercise(tmp_path):
    cells = answered()
    one, other = at(cells, "leaky_relu"), at(cells, "boundary_x2")
    one["metadata"], other["metadata"] = other["metadata"], one["metadata"]
    submission = read(tmp_path, cells)
    assert cells[match_of(submission, "leaky_relu").place] is one
    assert cells[match_of(submission, "boundary_x2").place] is other


def test_a_variable_with_the_name_of_an_exercise_is_no_answer(tmp_path):
    cells = answered()
    put_after(cells, "neuron_output", code("activation = abs\nprint(activation(-1))"))
    cells.append(code("activation = 'relu'"))
    submission = read(tmp_path, cells)
    assert match_of(submission, "activation").place == place_of(cells, "activation")
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


# Text


@pytest.mark.parametrize("kind", ["markdown", "raw"])
@pytest.mark.parametrize("fence", ["{}", "My answer:\n\n```python\n{}\n```\n"])
def test_an_answer_in_a_text_cell_is_offered_to_a_person(tmp_path, kind, fence):
    cells = answered()
    place = place_of(cells, "leaky_relu")
    cells[place] = text(fence.format(reference("leaky_relu")), kind)
    submission = read(tmp_path, cells)
    assert not submission.has("leaky_relu")
    [sentence] = submission.needs_person
    assert f"(cell {place + 1}), so it was not graded" in sentence
    assert "tell the student to turn it into a code cell" in sentence


def test_a_retyped_cell_that_kept_its_id_is_not_run(tmp_path):
    cells = answered()
    at(cells, "leaky_relu")["cell_type"] = "markdown"
    submission = read(tmp_path, cells)
    assert not submission.has("leaky_relu")
    assert "code cell" in submission.needs_person[0]


def test_commented_out_code_is_offered_to_a_person(tmp_path):
    commented = "\n".join(f"# {line}" for line in reference("leaky_relu").splitlines())
    submission = read(tmp_path, answered(leaky_relu=commented))
    assert not submission.has("leaky_relu")
    assert "remove the # signs" in submission.needs_person[0]


def test_a_stub_that_became_text_is_nobodys_answer(tmp_path):
    cells = answered()
    at(cells, "leaky_relu")["source"] = at(stubs(), "leaky_relu")["source"]
    at(cells, "leaky_relu")["cell_type"] = "markdown"
    assert read(tmp_path, cells).needs_person == ()


def test_text_turned_into_code_hides_nothing(tmp_path):
    cells = answered()
    for cell in cells:
        cell["cell_type"] = "code"
    submission = read(tmp_path, cells)
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_an_answer_cell_without_the_definition_is_shown_to_a_person(tmp_path):
    submission = read(tmp_path, answered(leaky_relu="print('see below')"))
    assert not submission.has("leaky_relu")
    assert "is the answer cell of leaky_relu but does not" in submission.needs_person[0]


def test_a_name_that_appears_only_when_the_cell_runs_is_still_asked_for(tmp_path):
    source = f"exec({reference('leaky_relu')!r})"
    assert points_of_plans(read(tmp_path, answered(leaky_relu=source))) == FULL


# Locked cells and metadata


def test_everything_stripped_and_still_found(tmp_path):
    submission = read(tmp_path, without_metadata(answered()))
    assert {match.how for match in submission.matches} == {"name"}
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_jupyters_own_ids_serve_when_nbgraders_are_gone(tmp_path):
    cells = answered(leaky_relu="print('see below')")
    for cell in cells:
        cell["metadata"] = {}
    assert match_of(read(tmp_path, cells), "leaky_relu").how == "id"


def test_answers_copied_into_a_fresh_notebook(tmp_path):
    cells = [code(reference(name)) for name in one_neuron().exercises]
    submission = read(tmp_path, [code("import numpy as np"), *cells])
    assert points_of_plans(submission) == FULL


@pytest.mark.parametrize("locked", ["given_1", "leaky_relu_check", "leaky_relu_points"])
def test_a_locked_cells_id_on_an_answer_hides_nothing(tmp_path, locked):
    cells = answered()
    at(cells, "leaky_relu")["metadata"]["nbgrader"]["grade_id"] = locked
    submission = read(tmp_path, cells)
    assert match_of(submission, "leaky_relu").how == "name"
    assert points_of_plans(submission) == FULL


@pytest.mark.parametrize("locked", ["given_1", "leaky_relu_check", "Neuron_points"])
def test_edited_locked_cells_give_nothing(tmp_path, locked):
    cells = stubs()
    at(cells, locked)["source"] = (
        "np.where = None\ncheck = print\nclass np:\n    pass\n"
        "def points(*_):\n    return 99\n99"
    )
    submission = read(tmp_path, cells)
    for name in one_neuron().exercises:
        assert all("points" not in cell.source for cell in submission.plan(name, ()))
    assert sum(points_of_plans(submission).values()) == 0


def test_edited_locked_cells_do_not_disturb_the_answers(tmp_path):
    cells = answered()
    at(cells, "given_1")["source"] = "class np:\n    pass"
    at(cells, "leaky_relu_check")["source"] = "leaky_relu = None\nnp = None"
    assert points_of_plans(read(tmp_path, cells)) == FULL


# Wrong notebooks


@pytest.mark.parametrize("cells", [[], [code(""), text(" \n")]])
def test_an_empty_notebook_is_one_sentence(tmp_path, cells):
    with pytest.raises(UnreadableError, match="is empty; ask the student"):
        read(tmp_path, cells)


def test_a_notebook_about_something_else_is_one_sentence(tmp_path):
    cells = [text("# My diary"), code("print('hello')")]
    with pytest.raises(UnreadableError, match="nothing in this notebook belongs to"):
        read(tmp_path, cells)


def test_the_notebook_of_another_assignment_is_named(tmp_path, monkeypatch):
    exercises = {"one_neuron": set(FULL), "two_neurons": {"mix", "stir", "leaky_relu"}}
    monkeypatch.setattr(
        "autograder.grading.wrong_notebook._exercises", lambda: exercises
    )
    both = [code("def mix():\n    return 1"), code("def stir():\n    return 2")]
    with pytest.raises(UnreadableError, match="notebook of two_neurons, not of one_ne"):
        read(tmp_path, [*both, code(OTHER)])
    assert read(tmp_path, [*answered(), *both]).needs_person == ()
    exercises["two_neurons"] |= {"pour", "shake", "strain"}
    assert read(tmp_path, [*both, code(reference("leaky_relu"))]).has("leaky_relu")


def test_pictures_in_texts_leave_the_answers_to_be_looked_at(tmp_path):
    photo = text(f"![](data:image/png;base64,{'A' * 93_000})")
    submission = read(tmp_path, [photo] * 7 + without_metadata(answered()))
    assert submission.needs_person == ()
    assert points_of_plans(submission) == FULL


def test_the_instructors_source_is_recognised(tmp_path):
    cells = stubs()
    for name, one in one_neuron().references.items():
        at(cells, name)["source"] = one.with_regions()
    with pytest.raises(UnreadableError, match="instructor's source notebook"):
        read(tmp_path, cells)


# Any notebook


HONEST = answered()
PLACES = st.permutations(range(len(HONEST)))
UNRELATED = [i for i, cell in enumerate(HONEST) if id_of(cell) not in FULL]


@settings(
    max_examples=60,
    derandomize=True,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    order=PLACES,
    doubled=st.lists(st.sampled_from(UNRELATED), max_size=6),
    stripped=st.sets(st.sampled_from(range(len(HONEST)))),
    mixed=st.booleans(),
    retyped=st.sets(st.sampled_from(range(len(HONEST))), max_size=2),
    renamed=st.sets(st.sampled_from(sorted(FULL)), max_size=2),
)
def test_no_shuffled_notebook_gives_an_answer_to_another_exercise(
    order, doubled, stripped, mixed, retyped, renamed
):
    ids = [id_of(cell) for cell in HONEST]
    cells = []
    for number, place in enumerate([*order, *doubled]):
        cell = HONEST[place]
        kind = "raw" if place in retyped else cell["cell_type"]
        # Mixed up: each cell has the id of whatever stood here before.
        grade_id = ids[number % len(ids)] if mixed else ids[place]
        source = cell["source"]
        if ids[place] in renamed:
            source = source.replace(ids[place], f"{ids[place]}_mine")
        kept = "" if place in stripped else grade_id
        cells.append(SubmittedCell(kind, source, kept))
    matches = match_answers(released_cells(one_neuron()), cells)
    for match in matches:
        if match.is_sure:
            assert cells[match.place].source == reference(match.exercise)
        else:
            assert match.question
    sure = {match.exercise for match in matches if match.is_sure}
    changed = renamed | {ids[place] for place in retyped}
    assert sure == set(FULL) - changed
    offered = {match.exercise for match in matches}
    assert offered | changed >= set(FULL)


def test_matching_gives_the_same_twice(tmp_path):
    path = write(tmp_path, answered(leaky_relu="x = 1"))
    first, second = (read_submission(path, one_neuron()) for _ in range(2))
    assert first.matches == second.matches
    assert first.needs_person == second.needs_person
