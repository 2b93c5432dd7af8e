"""True or false: nine sentences about layers, and the reason for each verdict."""

__all__ = ["judge_claims"]


def judge_claims():
    """Judge nine sentences: say of each one whether it is true, and why.

    The sentences:

    - "weights": The weights of a trained neuron lie between -1 and 1.
    - "activation": Whatever the activation, it normalises a sum to a number from
      0 to 1.
    - "step": "0 for x below 0, and 1 for x above 0" says what the step function
      gives for every number.
    - "feedback": A feed-back network is one that is trained with
      back-propagation.
    - "deep": A network is called deep if it is trained for many epochs.
    - "count": A dense layer with 20 units behind 10 inputs has 220 parameters.
    - "linear": Three dense layers without activations can be replaced by one
      dense layer that gives the same outputs.
    - "equal": If all ten logits of each example are equal, the cross-entropy is
      log 10, whatever the labels are.
    - "adam": The first step of Adam moves a weight whose slope is 5 about as far
      as one whose slope is 0.0005.

    The reasons; three of them fit no sentence:

    - "any number": training takes it as far as the loss asks, and nothing stops
      it at a border
    - "range differs": one such function is unbounded above, another one goes
      below 0
    - "gap": one number is left without a value
    - "two directions": one is a way of wiring, in which outputs return as inputs;
      the other a way of computing slopes
    - "layers": it is how many stand behind each other that counts
    - "pairs and units": one number for each input of each unit, and one more for
      each unit
    - "chain": sums of sums are sums
    - "same share": each class gets the same share
    - "own size": each slope is divided by its own size
    - "convention": everybody agreed on it, it could be otherwise
    - "rounding": a computer keeps about 16 digits only
    - "on average": it holds for the mean over many networks only

    Returns
    -------
    dict of str to tuple (bool, str)
        For each of the nine names True or False, and one of the reasons, by its
        name. Each reason is used at most once.

    Notes
    -----
    A general sentence is false if a single example contradicts it. Look for one
    with two numbers, and try it in a cell.
    """
    return {
        "weights": (False, "any number"),
        "activation": (False, "range differs"),
        "step": (False, "gap"),
        "feedback": (False, "two directions"),
        "deep": (False, "layers"),
        "count": (True, "pairs and units"),
        "linear": (True, "chain"),
        "equal": (True, "same share"),
        "adam": (True, "own size"),
    }
