"""`leadbook bench`: what the parts of the product cost on this machine, beside their peers, as a table and as JSON.

Each benchmark is a module `bench_*.py` of its own; this one holds their common command.
"""

import typer

from gallery.command.bench_faces import bench_faces
from gallery.command.bench_index import bench_index

bench = typer.Typer(
    no_args_is_help=True,
    help="Measure what this machine does, beside peers, with the same data in one run.",
)
bench.command("faces")(bench_faces)
bench.command("index")(bench_index)
