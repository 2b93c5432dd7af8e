"""Exercises that are proved, released, graded and reported.

The packages build on each other in one direction:

``answering``
    What runs beside an answer: plain data in, plain data out.
``checking``
    Named checks, messages, hints and diagnosis; students receive it too.
``authoring``
    From ``notebook.md`` and the reference solutions to a release and its proof.
``sandbox``
    An isolated process for answers that nobody has read.
``grading``
    One class: find the answers, ask them, judge them.
``collecting``
    From what was handed in to the course folder, with a receipt for each.
``records``
    Gradebook, feedback pages and the instructor's report.
"""
