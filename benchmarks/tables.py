"""The tables that ``python -m benchmarks`` prints."""

from rich.table import Table

from .cats import compare_gram
from .convolution import LAYERS, compare_with_loops
from .fruit import compare_features
from .grading import OTTER, STOCK, compare_graders, cost_of_class
from .mnist import GOOD, QUICK, compare_steps, run_recipe
from .mnist import compare_epochs as compare_digit_epochs
from .painting import compare_epochs, compare_paintings

__all__ = [
    "show_convolutions",
    "show_digit_epochs",
    "show_digit_steps",
    "show_epochs",
    "show_features",
    "show_grading",
    "show_gram",
    "show_growth",
    "show_paintings",
    "show_recipes",
]

SECONDS = "{:.2f} s"
STEP_ROUNDS = 10


def show_grading(console, students, rounds, otter=None):
    """Grade one class with stock nbgrader, perhaps otter-grader, and with us."""
    peers = {STOCK: "stock"} if otter is None else {STOCK: "stock", OTTER: "otter"}
    for number in range(1, rounds + 1):
        console.print(f"Round {number} of {rounds}: {STOCK} is slow, wait ...")
        costs = compare_graders(students, otter)
        table = Table(title=f"Grading {students} submissions of one_neuron")
        for name in ("grader", "time", "CPU time"):
            table.add_column(name, justify="right")
        for peer in peers.values():
            table.add_column(f"faster than {peer}", justify="right")
            table.add_column("less CPU time", justify="right")
        for grader, cost in costs.items():
            ratios = []
            for peer in peers:
                ratios.append(costs[peer].seconds / cost.seconds)
                ratios.append(costs[peer].cpu_seconds / cost.cpu_seconds)
            table.add_row(
                grader,
                SECONDS.format(cost.seconds),
                SECONDS.format(cost.cpu_seconds),
                *map("{:.1f}".format, ratios),
            )
        console.print(table)


def show_growth(console, sizes):
    """Show that a submission costs the same in a large class."""
    table = Table(title="Cost of one submission, 2 workers")
    for name in ("class", "time", "CPU time", "largest process"):
        table.add_column(name, justify="right")
    for size in sizes:
        console.print(f"Grading {size:,} submissions ...")
        cost = cost_of_class(size, workers=2)
        table.add_row(
            f"{size:,}",
            f"{cost.seconds / size:.3f} s",
            f"{cost.cpu_seconds / size:.3f} s",
            f"{cost.peak_bytes / 2**20:.0f} MB",
        )
    console.print(table)


def show_epochs(console, rounds):
    """Paint one epoch with scikit-learn and with us."""
    table = Table(title="One epoch of ten layers of 100, 10,000 pixels, CPU time")
    for name in ("round", "MLPRegressor", "ours", "ratio"):
        table.add_column(name, justify="right")
    table.add_column("MLPRegressor, float32", justify="right")
    table.add_column("ratio", justify="right")
    for number in range(1, 2 * rounds + 1):
        ours, library, library_float32 = compare_epochs(seed=number)
        table.add_row(
            str(number),
            SECONDS.format(library),
            SECONDS.format(ours),
            f"{library / ours:.1f}",
            SECONDS.format(library_float32),
            f"{library_float32 / ours:.1f}",
        )
    console.print(table)


def show_paintings(console):
    """Paint a whole picture, each painter in its own way."""
    console.print("Four painters paint 10,000 pixels; wait a minute or two ...")
    *others, ours = compare_paintings(seed=0)
    table = Table(title="A painting of 100 by 100 pixels, CPU time")
    for name in ("painter", "epochs", "time", "dB", "ours: time ratio", "more dB"):
        table.add_column(name, justify="right")
    for run in (*others, ours):
        table.add_row(
            run.name,
            str(run.epochs),
            SECONDS.format(run.seconds),
            f"{run.decibels:.1f}",
            f"{run.seconds / ours.seconds:.1f}",
            f"{ours.decibels - run.decibels:.1f}",
        )
    console.print(table)


def show_gram(console, rounds):
    """Train the cat classifier step by step and through the Gram matrix."""
    console.print(f"{rounds} rounds of logistic regression; wait half a minute ...")
    found, is_real = compare_gram(rounds)
    which = "the photographs" if is_real else "drawn pictures"
    table = Table(title=f"Cat or not, {which}, 2,000 steps, CPU time")
    for name in ("round", "plain", "Gram matrix", "ratio", "weights differ by"):
        table.add_column(name, justify="right")
    for number, one in enumerate(found, 1):
        table.add_row(
            str(number),
            SECONDS.format(one.plain),
            f"{one.gram:.3f} s",
            f"{one.plain / one.gram:.0f}",
            f"{one.largest_difference:.0e}",
        )
    best = min(one.plain for one in found) / min(one.gram for one in found)
    table.add_row("minima", "", "", f"{best:.0f}", "")
    console.print(table)


def show_features(console, rounds):
    """Compute hue features the popular way and ours."""
    console.print(f"Hue histograms of 1,962 pictures, {rounds} rounds; wait ...")
    found = compare_features(rounds)
    table = Table(title=f"Hue features of {found.origin}, CPU time")
    for name in ("of the rounds", "matplotlib, np.histogram", "ours", "ratio"):
        table.add_column(name, justify="right")
    for name, popular, ours in found.summary():
        row = SECONDS.format(popular), SECONDS.format(ours), f"{popular / ours:.1f}"
        table.add_row(name, *row)
    console.print(table)


def show_digit_epochs(console, rounds):
    """Print epochs of 784-100-10; return the seconds of a popular one."""
    table = Table(title="One epoch of 60,000 digits, batches of 64, CPU time")
    for name in ("round", "popular: read", "train", "ours", "ratio", "Nesterov"):
        table.add_column(name, justify="right")
    table.add_column("ratio", justify="right")
    popular = []
    for number in range(1, rounds + 1):
        part = compare_digit_epochs()
        popular.append(part["parse"] + part["train"])
        row = [part["parse"], part["train"], part["plain"]]
        table.add_row(
            str(number),
            *map(SECONDS.format, row),
            f"{popular[-1] / part['plain']:.0f}",
            SECONDS.format(part["nesterov"]),
            f"{popular[-1] / part['nesterov']:.0f}",
        )
    console.print(table)
    return min(popular)


def show_digit_steps(console):
    """Take training steps on digits: ours, libraries, and the bare products."""
    runs = [compare_steps() for _ in range(STEP_ROUNDS)]
    best = {name: min(run[name] for run in runs) for name in runs[0]}
    table = Table(
        title=f"100 steps of 784-100-10, batches of 64, CPU time, best of {len(runs)}"
    )
    columns = ("what", "time", "over the products", "over our Adam")
    for name in columns:
        table.add_column(name, justify="right")
    for name, seconds in best.items():
        table.add_row(
            name,
            f"{1000 * seconds:.1f} ms",
            f"{seconds / best['products']:.2f}",
            f"{seconds / best['adam']:.2f}",
        )
    console.print(table)


def show_recipes(console, popular_epoch):
    """Train until an accuracy that is asked for."""
    table = Table(title="60,000 digits, rate chosen on 10,000 held out, three seeds")
    for name in ("recipe", "rate", "worst accuracy", "slowest", "5 popular epochs"):
        table.add_column(name, justify="right")
    for recipe in (QUICK, GOOD):
        run = run_recipe(recipe)
        slowest = max(run["seconds"])
        table.add_row(
            f"{recipe.optimiser}, {recipe.batch_size}, {recipe.epochs} epochs",
            str(run["lr"]),
            f"{min(run['accuracy']):.4f}",
            SECONDS.format(slowest),
            f"{5 * popular_epoch / slowest:.0f} times that",
        )
    console.print(table)


def show_convolutions(console):
    """Print the times of loops and of Winograd's form."""
    table = Table(title="A convolutional layer forward and back, CPU time")
    for name in ("network", "Python loops", "ours", "ratio"):
        table.add_column(name, justify="right")
    for name in LAYERS:
        times = compare_with_loops(name)
        table.add_row(
            name,
            SECONDS.format(times["loops"]),
            f"{times['ours']:.4f} s",
            f"{times['ratio']:.0f}",
        )
    console.print(table)
