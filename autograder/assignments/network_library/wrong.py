"""Known wrong answers, each with the mistake that it makes."""

import numpy as np

from autograder.authoring.variants import wrong
from solutions.activations import softmax

SHARED = (
    "Two data sets share one list: make the lists in `__init__`. A list in the class "
    "body or in a default argument is made once and is the same for all."
)

# 4.1 SupervisedDataSet ------------------------------------------------------


@wrong(
    "SupervisedDataSet",
    fails={
        "keeps_copies",
    },
    because="The data set shares its arrays with the caller. When the caller's "
    "array changes later, the data change with it.",
)
class StoresReferences:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.asarray(x, dtype=float), np.asarray(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "can_be_iterated_more_than_once",
        "keeps_copies",
        "is_empty_at_first",
        "refuses_wrong_lengths",
        "refuses_what_is_not_finite",
        "keeps_two_data_sets_apart",
        "takes_lists_and_knows_its_names",
    },
    because=SHARED,
)
class SharesOneList:
    xs = []
    ts = []

    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs.clear()
        self.ts.clear()


@wrong(
    "SupervisedDataSet",
    fails={
        "can_be_iterated_more_than_once",
        "keeps_copies",
        "is_empty_at_first",
        "refuses_wrong_lengths",
        "refuses_what_is_not_finite",
        "keeps_two_data_sets_apart",
        "takes_lists_and_knows_its_names",
    },
    because=SHARED,
)
class StartsFromADefaultArgument:
    def __init__(self, n_inputs, n_targets, samples=[]):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.samples = samples

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.samples.append((x, target))

    def __len__(self):
        return len(self.samples)

    def __iter__(self):
        return iter(self.samples)

    def __getitem__(self, name):
        if name == "input":
            rows = [x for x, _ in self.samples]
            return np.array(rows).reshape(-1, self.n_inputs)
        if name == "target":
            rows = [target for _, target in self.samples]
            return np.array(rows).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.samples = []


@wrong(
    "SupervisedDataSet",
    fails={
        "stacks_its_samples_in_rows",
        "is_empty_at_first",
        "refuses_wrong_lengths",
        "clears_itself",
        "keeps_two_data_sets_apart",
        "takes_lists_and_knows_its_names",
    },
    because="`data['input']` and `data['target']` come back as lists. The "
    "description promises arrays with one example in each row.",
)
class ReturnsLists:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name not in ("input", "target"):
            raise KeyError("choose input or target")
        return list(self.xs if name == "input" else self.ts)

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "stacks_its_samples_in_rows",
        "is_empty_at_first",
        "clears_itself",
        "takes_lists_and_knows_its_names",
    },
    because="The targets come back with one axis. They are a table like the inputs, "
    "one row for each example, also if a row holds one number only.",
)
class FlattensTheTargets:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).ravel()
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "is_empty_at_first",
        "clears_itself",
    },
    because="Without examples the tables lose their second axis: shape (0,). How "
    "many columns there would be is known before the first example comes.",
)
class EmptyWithoutColumns:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.samples["input"].append(x)
        self.samples["target"].append(target)

    def __len__(self):
        return len(self.samples["input"])

    def __iter__(self):
        return zip(*self.samples.values())

    def __getitem__(self, name):
        if name not in self.samples:
            raise KeyError("choose input or target")
        return np.array(self.samples[name])

    def clear(self):
        self.samples = {"input": [], "target": []}


@wrong(
    "SupervisedDataSet",
    fails={
        "clears_itself",
    },
    because="`clear` empties the data, and the length is still the old one: a "
    "counter of its own was forgotten.",
)
class ClearKeepsTheLength:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.count = 0
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)
        self.count += 1

    def __len__(self):
        return self.count

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "refuses_wrong_lengths",
        "refuses_what_is_not_finite",
    },
    because="A sample of a wrong length is let in. The mistake will show much later "
    "and far from here, when somebody asks for the table.",
)
class LetsEverythingIn:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        self.xs.append(np.array(x, dtype=float))
        self.ts.append(np.array(target, dtype=float))

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "refuses_wrong_lengths",
    },
    because="A sample with a wrong target is refused, but its input is already "
    "stored. From then on inputs and targets do not belong together.",
)
class RefusesTooLate:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        self.xs.append(x)
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.ts.append(target)

    def __len__(self):
        return len(self.ts)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "SupervisedDataSet",
    fails={
        "can_be_iterated_more_than_once",
    },
    because="A loop over the data set works once. `__iter__` has to give a new "
    "iterator each time it is called.",
)
class IteratesOnce:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.position = 0
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        if not (np.isfinite(x).all() and np.isfinite(target).all()):
            raise ValueError("all numbers must be finite")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return self

    def __next__(self):
        if self.position == len(self.xs):
            raise StopIteration
        self.position += 1
        return self.xs[self.position - 1], self.ts[self.position - 1]

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


# 4.2 build_network ----------------------------------------------------------


@wrong(
    "SupervisedDataSet",
    fails={
        "refuses_what_is_not_finite",
    },
    because="A sample with nan or infinity in it is let in. One such number spoils "
    "every weight that it meets.",
)
class LetsNotANumberIn:
    def __init__(self, n_inputs, n_targets):
        self.n_inputs, self.n_targets = n_inputs, n_targets
        self.clear()

    def add_sample(self, x, target):
        x, target = np.array(x, dtype=float), np.array(target, dtype=float)
        if x.shape != (self.n_inputs,):
            raise ValueError(f"{x.size} inputs, expected {self.n_inputs}")
        if target.shape != (self.n_targets,):
            raise ValueError(f"{target.size} targets, expected {self.n_targets}")
        self.xs.append(x)
        self.ts.append(target)

    def __len__(self):
        return len(self.xs)

    def __iter__(self):
        return iter(list(zip(self.xs, self.ts)))

    def __getitem__(self, name):
        if name == "input":
            return np.array(self.xs).reshape(-1, self.n_inputs)
        if name == "target":
            return np.array(self.ts).reshape(-1, self.n_targets)
        raise KeyError("choose input or target")

    def clear(self):
        self.xs, self.ts = [], []


@wrong(
    "build_network",
    fails={
        "names_the_layers_of_2_3_1",
        "has_arrays_of_the_right_shapes",
        "stores_the_activations",
        "builds_any_depth",
        "leaves_the_bias_out",
    },
    because="The network for (2, 3, 1) has three hidden layers. The 3 says how many "
    "units the layer in the middle has, not how many layers there are.",
)
def takes_units_for_layers(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    depth = sum(sizes[1:-1])
    names = ["in", *(f"hidden{i}" for i in range(depth)), "out"]
    units = [sizes[0], *[1] * depth, sizes[-1]]
    layers, kinds, weights = dict(zip(names, units)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "stores_the_activations",
    },
    because="The last layer gets the activation of the hidden layers. It has an "
    "option of its own, with another default.",
)
def hidden_activation_everywhere(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "leaves_the_bias_out",
    },
    because="The network has a bias unit even if the caller says `bias=False`.",
)
def always_has_a_bias(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        weights["bias", after] = rng.normal(size=layers[after])
    layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "refuses_what_makes_no_sense",
    },
    because="Any option is accepted, and one with a typing error is silently "
    "forgotten. Whoever writes `biass=False` wants to be told.",
)
def swallows_options(*sizes, **options):
    hidden, out = options.get("hidden", "sigmoid"), options.get("out", "linear")
    bias, rng = options.get("bias", True), options.get("rng")
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "refuses_what_makes_no_sense",
    },
    because="A single size, a layer without units or an activation that does not "
    "exist is accepted. Say what is the matter at once.",
)
def accepts_everything(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        if before in layers and after in layers:
            kinds[after] = out if after == "out" else hidden
            size = (layers[before], layers[after])
            weights[before, after] = rng.normal(size=size)
            if bias:
                weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "has_arrays_of_the_right_shapes",
        "builds_any_depth",
        "leaves_the_bias_out",
    },
    because="The arrays are stored the other way round. Rows belong to the layer "
    "that the connection comes from, columns to the layer that it leads to.",
)
def transposes_the_arrays(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[after], layers[before]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "has_arrays_of_the_right_shapes",
        "builds_any_depth",
    },
    because="The bias unit feeds the last layer only. Every layer but the inputs has "
    "biases.",
)
def biases_for_the_output_only(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
    if bias:
        weights["bias", "out"] = rng.normal(size=layers["out"])
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="Two networks that are built without `rng` get the same weights. A seed "
    "that is fixed inside makes all starts one start.",
)
def fixes_the_seed_inside(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng(0) if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="The weights come from NumPy's own generator, and `rng` is ignored. The "
    "same seed then gives another network each time.",
)
def ignores_the_generator(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = np.random.randn(layers[before], layers[after])
        if bias:
            weights["bias", after] = np.random.randn(layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="A seed is fixed inside the function, and the caller's `rng` is "
    "ignored. All networks that it builds start alike.",
)
def replaces_the_generator(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng(0)
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="A seed is fixed inside the function, and the caller's `rng` is "
    "ignored. All networks that it builds start alike.",
)
def replaces_the_generator_by_another(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng(42)
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="Two networks that are built without `rng` get the same weights. A seed "
    "that is fixed inside makes all starts one start.",
)
def fixes_another_seed_inside(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng(42) if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = rng.normal(size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="The weights are not from the standard normal distribution, which has "
    "mean 0 and standard deviation 1.",
)
def draws_from_an_interval(*sizes, hidden="sigmoid", out="linear", bias=True, rng=None):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.uniform(
            -1, 1, size=(layers[before], layers[after])
        )
        if bias:
            weights["bias", after] = rng.uniform(-1, 1, size=layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


@wrong(
    "build_network",
    fails={
        "draws_its_weights",
    },
    because="The biases are not from the standard normal distribution. They are "
    "drawn like all other weights.",
)
def leaves_the_biases_at_zero(
    *sizes, hidden="sigmoid", out="linear", bias=True, rng=None
):
    if len(sizes) < 2:
        raise ValueError("a network needs at least two sizes")
    if min(sizes) < 1:
        raise ValueError(f"a layer cannot have {min(sizes)} units")
    for name in (hidden, out):
        if name not in ("linear", "sigmoid", "tanh", "softmax"):
            raise ValueError("choose linear, sigmoid, tanh or softmax")
    rng = np.random.default_rng() if rng is None else rng
    names = ["in", *(f"hidden{i}" for i in range(len(sizes) - 2)), "out"]
    layers, kinds, weights = dict(zip(names, sizes)), {}, {}
    for before, after in zip(names, names[1:]):
        kinds[after] = out if after == "out" else hidden
        weights[before, after] = rng.normal(size=(layers[before], layers[after]))
        if bias:
            weights["bias", after] = np.zeros(layers[after])
    if bias:
        layers["bias"] = 1
    return {"layers": layers, "activations": kinds, "weights": weights}


# 4.3 softmax ----------------------------------------------------------------


@wrong(
    "softmax",
    fails={
        "gives_shares_of_each_row",
        "treats_each_row_by_itself",
        "does_not_see_a_shift",
        "works_for_tables_of_one",
        "leaves_its_sums_unchanged",
    },
    because="All shares together add up to 1. For several rows, each row must do so "
    "by itself.",
)
def one_sum_for_all_rows(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    powers = np.exp(Z - Z.max())
    return powers / powers.sum()


@wrong(
    "softmax",
    fails={
        "copes_with_large_sums_in_softmax",
        "treats_each_row_by_itself",
    },
    because="The powers of e overflow: e to the power of 1000 does not fit into a "
    "floating point number.",
)
def overflows(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    powers = np.exp(Z)
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong(
    "softmax",
    fails={
        "gives_shares_of_each_row",
        "treats_each_row_by_itself",
        "does_not_see_a_shift",
        "works_for_tables_of_one",
        "leaves_its_sums_unchanged",
    },
    because="The columns add up to 1, and the rows should. Rows are examples; units "
    "stand side by side.",
)
def adds_up_the_columns(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    powers = np.exp(Z - Z.max(axis=0))
    return powers / powers.sum(axis=0)


@wrong(
    "softmax",
    fails={
        "gives_shares_of_one_row",
        "gives_shares_of_each_row",
        "copes_with_large_sums_in_softmax",
        "treats_each_row_by_itself",
        "does_not_see_a_shift",
        "works_for_tables_of_one",
        "leaves_its_sums_unchanged",
    },
    because="These are the logarithms of the shares. Shares are positive.",
)
def returns_logarithms(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    Z = Z - Z.max(axis=-1, keepdims=True)
    return Z - np.log(np.exp(Z).sum(axis=-1, keepdims=True))


@wrong(
    "softmax",
    fails={
        "treats_each_row_by_itself",
    },
    because="You take the largest sum of the whole table. In a row that lies far "
    "below it, every power becomes 0, and 0 divided by 0 is not a number.",
)
def one_maximum_for_all_rows(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    powers = np.exp(Z - Z.max())
    return powers / powers.sum(axis=-1, keepdims=True)


@wrong(
    "softmax",
    fails={
        "gives_shares_of_each_row",
        "treats_each_row_by_itself",
        "does_not_see_a_shift",
        "works_for_tables_of_one",
        "leaves_its_sums_unchanged",
    },
    because="The maxima or the sums have lost their axis, so they are spread along "
    "the wrong direction of the table, or do not fit at all.",
)
def loses_the_axis(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    powers = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return powers / powers.sum(axis=-1)


@wrong(
    "softmax",
    fails={
        "gives_shares_of_one_row",
        "gives_shares_of_each_row",
        "copes_with_large_sums_in_softmax",
        "treats_each_row_by_itself",
        "does_not_see_a_shift",
        "works_for_tables_of_one",
        "leaves_its_sums_unchanged",
    },
    because="Each sum is divided by the total of the sums. The powers of e are "
    "missing, so negative sums give negative shares.",
)
def shares_without_powers(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    return Z / Z.sum(axis=-1, keepdims=True)


@wrong(
    "softmax",
    fails={
        "leaves_its_sums_unchanged",
    },
    because="Your function writes its results into the caller's array.",
)
def writes_into_the_sums(Z):
    Z = np.asarray(Z, dtype=float)
    if Z.ndim not in (1, 2):
        raise ValueError("one or two axes")
    Z -= Z.max(axis=-1, keepdims=True)
    np.exp(Z, out=Z)
    Z /= Z.sum(axis=-1, keepdims=True)
    return Z


# 4.4 activate ---------------------------------------------------------------


@wrong(
    "activate",
    fails={
        "gives_the_sum_of_a_flat_network",
        "computes_xor",
        "refuses_a_wrong_number_of_inputs",
        "leaves_the_network_unchanged",
    },
    because="A network with one output answers with a number. The description "
    "promises an array, so that every network can be used in the same way.",
)
def returns_a_number_for_one_output(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer]
        z = z + net["weights"].get(("bias", layer), 0)
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer
    return float(a[0]) if len(a) == 1 else a


@wrong(
    "activate",
    fails={
        "follows_deep_networks",
        "computes_xor",
        "refuses_a_wrong_number_of_inputs",
        "leaves_the_network_unchanged",
    },
    because="The biases are added after the activation. They belong to the sum that "
    "the activation receives.",
)
def adds_the_bias_afterwards(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer]
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        a = a + net["weights"].get(("bias", layer), 0)
        before = layer
    return a


@wrong(
    "activate",
    fails={
        "gives_the_sum_of_a_flat_network",
        "follows_deep_networks",
        "computes_xor",
        "refuses_a_wrong_number_of_inputs",
        "leaves_the_network_unchanged",
    },
    because="The biases are left out.",
)
def forgets_the_biases(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer]
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer
    return a


@wrong(
    "activate",
    fails={
        "passes_through_a_hidden_layer",
        "works_without_a_bias",
    },
    because="Your code needs biases. A network that was built with `bias=False` has "
    "none.",
)
def demands_biases(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer] + net["weights"]["bias", layer]
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer
    return a


@wrong(
    "activate",
    fails={
        "leaves_the_network_unchanged",
    },
    because="The network remembers something from call to call: your function "
    "leaves values behind in `net`.",
)
def leaves_values_in_the_network(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    net["state"] = {"in": a}
    before = "in"
    for layer, kind in net["activations"].items():
        z = net["state"][before] @ net["weights"][before, layer]
        z = z + net["weights"].get(("bias", layer), 0)
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        net["state"][layer] = a
        before = layer
    return net["state"]["out"]


@wrong(
    "activate",
    fails={
        "passes_through_a_hidden_layer",
        "follows_deep_networks",
        "works_without_a_bias",
        "leaves_the_network_unchanged",
    },
    because="The last layer answers with its sums: its activation is never applied.",
)
def returns_the_last_sums(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer]
        z = z + net["weights"].get(("bias", layer), 0)
        if layer == "out":
            return z
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer


@wrong(
    "activate",
    fails={
        "passes_through_a_hidden_layer",
        "follows_deep_networks",
        "computes_xor",
        "works_without_a_bias",
        "refuses_a_wrong_number_of_inputs",
        "leaves_the_network_unchanged",
    },
    because="All layers get the activation of the first one. Each layer has its "
    "own, also the last.",
)
def uses_the_first_activation_everywhere(net, x):
    a = np.asarray(x, dtype=float)
    if a.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {a.shape} for {net['layers']['in']} inputs")
    before = "in"
    for layer in net["activations"]:
        kind = next(iter(net["activations"].values()))
        z = a @ net["weights"][before, layer]
        z = z + net["weights"].get(("bias", layer), 0)
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer
    return a


@wrong(
    "activate",
    fails={
        "gives_the_sum_of_a_flat_network",
        "follows_deep_networks",
    },
    because="Your function knows one hidden layer and no other depth. Let a loop "
    "follow the layers that the network has.",
)
def knows_one_hidden_layer(net, x):
    x = np.asarray(x, dtype=float)
    if x.shape != (net["layers"]["in"],):
        raise ValueError(f"shape {x.shape} for {net['layers']['in']} inputs")
    functions = {
        "linear": lambda z: z,
        "tanh": np.tanh,
        "sigmoid": lambda z: (1 + np.tanh(z / 2)) / 2,
        "softmax": softmax,
    }
    weights, kinds = net["weights"], net["activations"]
    z = x @ weights["in", "hidden0"] + weights.get(("bias", "hidden0"), 0)
    h = functions[kinds["hidden0"]](z)
    z = h @ weights["hidden0", "out"] + weights.get(("bias", "out"), 0)
    return functions[kinds["out"]](z)


@wrong(
    "activate",
    fails={
        "refuses_a_wrong_number_of_inputs",
    },
    because="An example with a wrong number of inputs ends in a message about a "
    "matrix product, or is taken for several examples. Look at the shape of x first "
    "and say what is expected.",
)
def never_looks_at_the_shape(net, x):
    a, before = np.asarray(x, dtype=float), "in"
    for layer, kind in net["activations"].items():
        z = a @ net["weights"][before, layer]
        z = z + net["weights"].get(("bias", layer), 0)
        if kind == "softmax":
            a = softmax(z)
        elif kind == "tanh":
            a = np.tanh(z)
        elif kind == "sigmoid":
            a = (1 + np.tanh(z / 2)) / 2
        else:
            a = z
        before = layer
    return a


# 4.5 train_epoch ------------------------------------------------------------


@wrong(
    "train_epoch",
    fails={
        "learns_two_examples_one_after_the_other",
        "follows_the_order_step_by_step",
    },
    because="All gradients are taken at the weights of the beginning, and one step "
    "is made at the end. Each example should meet the weights that the example "
    "before it left behind.",
)
def one_step_for_the_whole_epoch(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total, weights = 0.0, dict(net["weights"])
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        weights = {name: weights[name] - lr * slopes[name] for name in weights}
        total += error
    return {**net, "weights": weights}, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "follows_the_order_step_by_step",
    },
    because="The examples are always visited from first to last. The description "
    "says where the order comes from.",
)
def visits_in_fixed_order(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for x, target in data:
        error, slopes = gradients(net, x, target)
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "asks_once_for_each_example",
        "follows_the_order_step_by_step",
    },
    because="Your order comes from other calls of the generator than the description "
    "says: examples are drawn with replacement, so some come twice and some never.",
)
def draws_with_replacement(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for _ in data:
        error, slopes = gradients(net, *data[rng.integers(len(data))])
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "learns_two_examples_one_after_the_other",
        "asks_once_for_each_example",
        "follows_the_order_step_by_step",
        "starts_anew_with_each_call",
    },
    because="The error of each example is measured after its step. It looks "
    "smaller than what the network made of an example that was new to it, and every "
    "gradient is computed twice.",
)
def measures_after_the_step(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for i in rng.permutation(len(data)):
        _, slopes = gradients(net, *data[i])
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net = {**net, "weights": weights}
        total += gradients(net, *data[i])[0]
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "learns_two_examples_one_after_the_other",
        "follows_the_order_step_by_step",
    },
    because="The gradient of the first example is used for every step. Each example "
    "has a gradient of its own.",
)
def reuses_the_first_gradient(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total, first = 0.0, None
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        first = slopes if first is None else first
        weights = {k: w - lr * first[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "learns_two_examples_one_after_the_other",
        "follows_the_order_step_by_step",
        "starts_anew_with_each_call",
    },
    because="The steps lead uphill: the gradient is added, and the error grows.",
)
def walks_uphill(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        weights = {k: w + lr * slopes[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "learns_two_examples_one_after_the_other",
        "asks_once_for_each_example",
        "follows_the_order_step_by_step",
    },
    because="The errors are added up and never divided by their number. A mean can "
    "be compared between data sets of different size, a sum cannot.",
)
def returns_the_sum_of_the_errors(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total


@wrong(
    "train_epoch",
    fails={
        "leaves_the_network_that_came_in",
    },
    because="The network that came in is changed. Its owner cannot go back to it, "
    "and a network that was kept as the best one goes on changing.",
)
def changes_the_network_that_came_in(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        for name in net["weights"]:
            net["weights"][name] -= lr * slopes[name]
        total += error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "asks_once_for_each_example",
        "follows_the_order_step_by_step",
        "starts_anew_with_each_call",
    },
    because="The errors are collected in a default argument. Python makes that list "
    "once, so the second epoch averages the errors of the first one, too.",
)
def collects_errors_in_a_default_argument(net, data, lr, rng, gradients, errors=[]):
    if len(data) == 0:
        raise ValueError("data is empty")
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net = {**net, "weights": weights}
        errors.append(error)
    return net, sum(errors) / len(errors)


@wrong(
    "train_epoch",
    fails={
        "keeps_the_other_parts",
    },
    because="The network that you return has weights and nothing else. Its layers and "
    "its activations are lost.",
)
def loses_the_other_parts(net, data, lr, rng, gradients):
    if len(data) == 0:
        raise ValueError("data is empty")
    total = 0.0
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        net = {"weights": {k: w - lr * slopes[k] for k, w in net["weights"].items()}}
        total += error
    return net, total / len(data)


@wrong(
    "train_epoch",
    fails={
        "refuses_an_empty_epoch",
    },
    because="Without examples your function divides by 0, or returns as if all were "
    "well. Say that there is nothing to learn from.",
)
def accepts_no_examples(net, data, lr, rng, gradients):
    total = 0.0
    for i in rng.permutation(len(data)):
        error, slopes = gradients(net, *data[i])
        weights = {k: w - lr * slopes[k] for k, w in net["weights"].items()}
        net, total = {**net, "weights": weights}, total + error
    return net, total / len(data)


# 4.6 train_until_convergence ------------------------------------------------


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "may_return_the_network_that_came_in",
    },
    because="You return the last network. The best one was there before, and it is "
    "gone.",
)
def returns_the_last_network(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    errors = [error(net, validation)]
    lowest, waited = errors[0], 0
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            lowest, waited = errors[-1], 0
    return net, errors


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "may_return_the_network_that_came_in",
    },
    because="Training stops at the first epoch that is not better. Patience says how "
    "many of them in a row it takes.",
)
def stops_at_the_first_rise(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors = net, [error(net, validation)]
    while len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        if errors[-1] >= min(errors[:-1]):
            break
        best = net
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "leaves_the_held_out_examples_alone",
    },
    because="The held-out examples are used for training. After that their error "
    "says nothing about examples that the network has never seen.",
)
def trains_on_validation(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data + validation)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "leaves_the_held_out_examples_alone",
        "may_return_the_network_that_came_in",
    },
    because="You measure the error on the examples that are learned. It goes on "
    "falling long after the network has stopped getting better.",
)
def measures_on_training_data(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, data)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, data))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "may_return_the_network_that_came_in",
    },
    because="Training never stops early: it always goes on to the last epoch.",
)
def never_stops_early(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors = net, [error(net, validation)]
    for _ in range(min(max_epochs, 60)):
        net = train(net, data)
        errors.append(error(net, validation))
        if errors[-1] < min(errors[:-1]):
            best = net
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "stops_after_the_last_epoch",
        "leaves_the_held_out_examples_alone",
    },
    because="Nobody looks at max_epochs: training goes on for as long as the error "
    "gets better.",
)
def forgets_max_epochs(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors = net, [error(net, validation)]
    waited = 0
    while waited < patience:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < min(errors[:-1]):
            best, waited = net, 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "waits_as_long_as_it_is_told",
    },
    because="The counter is never set back to 0. You count all epochs that were not "
    "better, and patience is about epochs in a row.",
)
def counts_all_bad_epochs(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        if errors[-1] < lowest:
            best, lowest = net, errors[-1]
        else:
            waited += 1
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "compares_with_the_lowest_error",
    },
    because="An epoch is compared with the epoch before it. After a jump upwards the "
    "error can creep down for a long time without ever being lower than it was.",
)
def compares_with_the_previous_epoch(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, validation)], 0
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited = 0 if errors[-1] < errors[-2] else waited + 1
        if errors[-1] < min(errors[:-1]):
            best = net
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "compares_with_the_lowest_error",
    },
    because="An equal error counts as better. A network that no longer changes then "
    "trains for ever.",
)
def takes_equal_for_better(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= min(max_epochs, 60):
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] <= lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "may_return_the_network_that_came_in",
    },
    because="One epoch too many: training goes on after the patience has run out.",
)
def waits_one_epoch_longer(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited <= patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "keeps_the_best_network",
        "stops_after_the_last_epoch",
        "waits_as_long_as_it_is_told",
        "compares_with_the_lowest_error",
        "leaves_the_held_out_examples_alone",
        "may_return_the_network_that_came_in",
    },
    because="The network that came in is never measured. If training makes it "
    "worse, it is the best one, and nobody knows.",
)
def forgets_the_network_that_came_in(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    if len(validation) == 0:
        raise ValueError("validation is empty")
    best, errors, waited, lowest = net, [], 0, float("inf")
    while waited < patience and len(errors) < max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


@wrong(
    "train_until_convergence",
    fails={
        "refuses_to_stop_without_validation",
    },
    because="Nothing is held out, and training starts nevertheless. Say that there "
    "is nothing to measure on.",
)
def accepts_no_validation(
    net, data, validation, train, error, patience=10, max_epochs=1000
):
    best, errors, waited = net, [error(net, validation)], 0
    lowest = errors[0]
    while waited < patience and len(errors) <= max_epochs:
        net = train(net, data)
        errors.append(error(net, validation))
        waited += 1
        if errors[-1] < lowest:
            best, lowest, waited = net, errors[-1], 0
    return best, errors


# 4.7 recurrent_forward ------------------------------------------------------


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="The state never travels: every moment starts from h0, as if it were the "
    "first.",
)
def starts_every_moment_anew(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        hs[t] = np.tanh(xs[t] @ Wx + h @ Wh + b)
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="Wh is used the other way round. Wh[i, j] leads from unit i of the "
    "previous state to unit j of the new one.",
)
def transposes_the_recurrent_weights(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ Wx + Wh @ h + b)
        hs[t] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "agrees_with_loops",
        "does_not_remember_the_last_call",
    },
    because="The state is kept in a default argument, so the second call starts "
    "where the first one ended.",
)
def keeps_the_state_in_a_default_argument(xs, Wx, Wh, b, h0=None, memory={}):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    if h0 is None:
        h = memory.get(m, np.zeros(m))
    else:
        h = np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ Wx + h @ Wh + b)
        hs[t] = h
    memory[m] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "agrees_with_loops",
        "works_for_short_sequences",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="The layer always starts from zeros, also if the caller gives a state.",
)
def forgets_the_first_state(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    h, hs = np.zeros(m), np.zeros((len(xs), m))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ Wx + h @ Wh + b)
        hs[t] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="The units are renewed one after the other, and a later unit already "
    "sees the new value of an earlier one. All units look at the previous state.",
)
def renews_unit_after_unit(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.array(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        for j in range(m):
            h[j] = np.tanh(xs[t] @ Wx[:, j] + h @ Wh[:, j] + b[j])
        hs[t] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "works_for_short_sequences",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="You return the last state only. The caller wants the state after each "
    "input.",
)
def returns_the_last_state(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    for x in xs:
        h = np.tanh(x @ Wx + h @ Wh + b)
    return h


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "works_for_short_sequences",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="Your result has one row too many: the state before the first input is "
    "not a state after an input.",
)
def returns_the_first_state_too(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = [h]
    for x in xs:
        h = np.tanh(x @ Wx + h @ Wh + b)
        hs.append(h)
    return np.array(hs)


@wrong(
    "recurrent_forward",
    fails={
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "works_for_short_sequences",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="The biases are left out of the sums.",
)
def forgets_the_biases_of_the_layer(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t, x in enumerate(xs):
        h = hs[t] = np.tanh(x @ Wx + h @ Wh)
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="All rows of your result are the same array, so all of them show the last "
    "state.",
)
def stores_the_same_array_again(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.array(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    states = []
    for x in xs:
        h[:] = np.tanh(x @ Wx + h @ Wh + b)
        states.append(h)
    return np.array(states).reshape(len(xs), m)


@wrong(
    "recurrent_forward",
    fails={
        "leaves_its_arguments_unchanged",
    },
    because="The new state is written into the caller's h0. The next call with the "
    "same h0 starts somewhere else.",
)
def writes_into_h0(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        h[:] = np.tanh(xs[t] @ Wx + h @ Wh + b)
        hs[t] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "refuses_shapes_that_do_not_fit",
    },
    because="Shapes that do not fit are let through. NumPy stretches a single entry "
    "over all units, and a wrong result looks right.",
)
def never_looks_at_shapes(xs, Wx, Wh, b, h0=None):
    xs, Wx = np.asarray(xs, dtype=float), np.asarray(Wx, dtype=float)
    m = Wx.shape[1]
    h = np.zeros(m) if h0 is None else h0
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ Wx + h @ Wh + b)
        hs[t] = h
    return hs


@wrong(
    "recurrent_forward",
    fails={
        "passes_the_state_on",
        "starts_at_zero_without_h0",
        "agrees_with_loops",
        "does_not_remember_the_last_call",
        "works_for_short_sequences",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="The states come back as a list of arrays. The description promises one "
    "array with a row for each moment.",
)
def returns_a_list(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = np.zeros(m) if h0 is None else np.asarray(h0, dtype=float)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    states = []
    for x in xs:
        h = np.tanh(x @ Wx + h @ Wh + b)
        states.append(h)
    return states


@wrong(
    "recurrent_forward",
    fails={
        "agrees_with_loops",
        "refuses_shapes_that_do_not_fit",
        "leaves_its_arguments_unchanged",
    },
    because="Your code asks whether h0 is true. The question is whether it was given: "
    "an array of several numbers is neither true nor false.",
)
def asks_whether_h0_is_true(xs, Wx, Wh, b, h0=None):
    xs, Wx, Wh, b = (np.asarray(a, dtype=float) for a in (xs, Wx, Wh, b))
    d, m = Wx.shape
    h = h0 or np.zeros(m)
    for a, shape in [(xs, (len(xs), d)), (Wh, (m, m)), (b, (m,)), (h, (m,))]:
        if a.shape != shape:
            raise ValueError(f"shape {a.shape} where {shape} is expected")
    hs = np.zeros((len(xs), m))
    for t in range(len(xs)):
        h = np.tanh(xs[t] @ Wx + h @ Wh + b)
        hs[t] = h
    return hs


# 4.8 bptt -------------------------------------------------------------------


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "reaches_the_first_of_three_moments",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="Nothing travels back in time: each moment counts its own row of dhs "
    "and forgets what its state does to later moments.",
)
def sends_nothing_back(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dzs = dhs * (1 - hs**2)
    before = np.vstack([h0, hs[:-1]])
    return xs.T @ dzs, before.T @ dzs, dzs.sum(axis=0)


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "reaches_the_first_of_three_moments",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="You return the gradients of one moment: each turn of your loop writes "
    "over what the turn before it found. The weights are used at every moment.",
)
def writes_over_the_gradients(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    back = np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx = np.outer(xs[t], dz)
        dWh = np.outer(hs[t - 1] if t > 0 else h0, dz)
        db = dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "reaches_the_first_of_three_moments",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="Only the last moment counts. The weights were used at every moment "
    "before it, too.",
)
def last_moment_only(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dz = dhs[-1] * (1 - hs[-1] ** 2)
    before = hs[-2] if len(hs) > 1 else h0
    return np.outer(xs[-1], dz), np.outer(before, dz), dz


@wrong(
    "bptt",
    fails={
        "reaches_the_first_of_three_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="What travels back is cut off after one moment. An early state has an "
    "effect on all later ones.",
)
def truncates_after_one_moment(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    slopes = 1 - hs**2
    direct = dhs * slopes
    dzs = direct.copy()
    dzs[:-1] += (direct[1:] @ Wh.T) * slopes[:-1]
    before = np.vstack([h0, hs[:-1]])
    return xs.T @ dzs, before.T @ dzs, dzs.sum(axis=0)


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "uses_the_slope_of_tanh",
        "is_right_for_one_moment",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="You apply tanh to a state before you take its slope. The states have "
    "been through tanh already.",
)
def applies_tanh_twice(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - np.tanh(hs[t]) ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "uses_the_slope_of_tanh",
        "is_right_for_one_moment",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="The slope of tanh is missing: the slope by a state is not yet the slope "
    "by the sum that made it.",
)
def forgets_the_slope_of_tanh(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = dhs[t] + back
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "uses_the_slope_of_tanh",
        "reaches_the_first_of_three_moments",
        "is_right_for_one_moment",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="h * (1 - h) is the slope of the sigmoid. The states come from tanh.",
)
def takes_the_slope_of_the_sigmoid(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * hs[t] * (1 - hs[t])
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "reaches_the_first_of_three_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="What comes back from later moments piles up. A state has a direct effect "
    "on the next state only, and that one has collected the rest.",
)
def never_forgets_what_went_back(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back += Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "reaches_the_first_of_three_moments",
        "is_right_for_two_moments",
        "input_weights_agree_with_differences",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="On the way back Wh is used in the direction of the way forward. A unit "
    "collects from the units that it leads to.",
)
def goes_back_through_the_wrong_side(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back = dz @ Wh
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "uses_the_slope_of_tanh",
        "reaches_the_first_of_three_moments",
        "is_right_for_one_moment",
        "is_right_for_two_moments",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="For the recurrent weights you use the state that they lead to. Their "
    "input is the state of the moment before.",
)
def uses_the_new_state_for_dWh(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t], dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "uses_the_slope_of_tanh",
        "reaches_the_first_of_three_moments",
        "is_right_for_one_moment",
        "is_right_for_two_moments",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="At the first moment the state before it is taken for zeros, or for the "
    "last state of the sequence: hs[t - 1] with t = 0 is hs[-1]. It is h0.",
)
def meets_the_last_state_at_the_first_moment(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape)
    db, back = np.zeros(len(Wh)), np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        dWh += np.outer(hs[t - 1], dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "collects_from_two_moments",
        "reaches_the_first_of_three_moments",
        "is_right_for_two_moments",
        "recurrent_weights_agree_with_differences",
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="The recurrent weights get the gradient of the last moment only, while "
    "the other two are collected from all moments.",
)
def collects_all_but_dWh(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, db = np.zeros((xs.shape[1], len(Wh))), np.zeros(len(Wh))
    dWh, back = None, np.zeros(len(Wh))
    for t in reversed(range(len(xs))):
        dz = (dhs[t] + back) * (1 - hs[t] ** 2)
        dWx += np.outer(xs[t], dz)
        if dWh is None:
            dWh = np.outer(hs[t - 1] if t > 0 else h0, dz)
        db += dz
        back = Wh @ dz
    return dWx, dWh, db


@wrong(
    "bptt",
    fails={
        "refuses_wrong_shapes_and_changes_nothing",
    },
    because="The slopes that travel back are written into the caller's dhs.",
)
def writes_into_dhs(xs, hs, dhs, Wh, h0):
    if dhs.shape != hs.shape or len(xs) != len(hs):
        raise ValueError(f"xs {xs.shape}, hs {hs.shape} and dhs {dhs.shape}")
    dWx, dWh, db = np.zeros((xs.shape[1], len(Wh))), np.zeros(Wh.shape), 0
    for t in reversed(range(len(xs))):
        dhs[t] *= 1 - hs[t] ** 2
        dWx += np.outer(xs[t], dhs[t])
        dWh += np.outer(hs[t - 1] if t > 0 else h0, dhs[t])
        db = db + dhs[t]
        if t > 0:
            dhs[t - 1] += Wh @ dhs[t]
    return dWx, dWh, db
