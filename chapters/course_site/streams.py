"""Printed text in one piece.

A kernel sends what is printed in pieces, whenever some time has passed, on a busy
machine also in the middle of a line. MyST-NB puts a line break between the pieces.
"""

from myst_nb.core import render

__all__ = ["join_streams", "setup"]

_of_myst_nb = render.coalesce_streams


def join_streams(outputs):
    """Merge the pieces of each stream as they are, then let MyST-NB go on.

    Parameters
    ----------
    outputs : list of nbformat.NotebookNode
        Of one cell.

    Returns
    -------
    list of nbformat.NotebookNode
    """
    joined, streams = [], {}
    for output in outputs:
        name = output.get("name") if output["output_type"] == "stream" else None
        if name in streams:
            streams[name]["text"] += output["text"]
            continue
        joined.append(type(output)(output))
        if name is not None:
            streams[name] = joined[-1]
    return _of_myst_nb(joined)


def setup(app):
    """Take the place of MyST-NB's own function."""
    render.coalesce_streams = join_streams
