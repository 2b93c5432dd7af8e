"""What the cells of a notebook show when they run, as nbformat's outputs."""

import base64
import re

import numpy as np

from ..answering.messages import printable, read_error
from ..answering.plain_data import MalformedMessageError, unpack
from ..sandbox import AnswerLostError, Worker

__all__ = ["shown_by"]

PNG = b"\x89PNG\r\n\x1a\n"
ADDRESS = re.compile(r"0x[0-9a-f]{6,}")
MAX_BYTES = 8 * 2**20


def shown_by(sources: list[str], worker: Worker) -> tuple[list[list[dict]], bool]:
    """Run cells one after the other in one session and keep what they show.

    Nothing that they show is believed to be anything but text and pictures.

    Parameters
    ----------
    sources : list of str
    worker : Worker

    Returns
    -------
    outputs : list of list of dict
        For each cell that was run, its outputs. A cell that does not end is the
        last one.
    is_starved : bool
        Whether a busy machine may have ended that cell.
    """
    found: list[list[dict]] = []
    is_starved = False
    room = MAX_BYTES
    with worker.session() as session:
        for source in sources:
            try:
                outputs = _outputs(session.show(source))
            except AnswerLostError as lost:
                found.append([_error("Stopped", f"{lost}.", "")])
                is_starved = lost.is_starved
                break
            except MalformedMessageError:
                found.append([_error("Stopped", "it sent no outputs.", "")])
                break
            size = sum(len(str(one)) for one in outputs)
            room -= size
            found.append(outputs if room > 0 else [_stream("(too large to keep)\n")])
    return found, is_starved


def _outputs(message):
    match unpack(message):
        case [error, list(parts)]:
            outputs = [_output(part) for part in parts]
            if error is not None:
                outputs.append(_error(*read_error(error)))
            return outputs
    raise MalformedMessageError


def _output(part):
    match part:
        case ("stream", str(text)):
            return _stream(_readable(text))
        case ("text/plain", str(text)):
            return _display({"text/plain": _readable(text)})
        case ("image/png", np.ndarray() as picture) if picture.dtype == np.uint8:
            content = picture.tobytes()
            if content.startswith(PNG):
                return _display({"image/png": base64.b64encode(content).decode()})
    raise MalformedMessageError


def _readable(text):
    """Leave out what steers a terminal, and addresses, which differ each time."""
    return ADDRESS.sub("0x...", printable(text))


def _stream(text):
    return {"output_type": "stream", "name": "stdout", "text": text}


def _display(data):
    return {"output_type": "display_data", "data": data, "metadata": {}}


def _error(name, value, place):
    line = f"{name}: {value}" + (f" ({place})" if place else "")
    return {
        "output_type": "error",
        "ename": name,
        "evalue": value,
        "traceback": [line],
    }
