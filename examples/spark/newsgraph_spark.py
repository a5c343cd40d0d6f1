"""newsgraph on Apache Spark: a folder of JSON Lines to N-Quads parts and a table of facts.

    spark-submit newsgraph_spark.py INPUT OUTPUT [--partitions N] [--program newsgraph]

INPUT is a folder of `.jsonl` files, an article a line. OUTPUT gets two folders: `nquads`,
text files of whole article graphs, and `facts`, a Parquet table with a row for each fact.
What comes of an article depends on that article alone, so the rows are the same however
the input is partitioned.
"""

import argparse
import json
import subprocess
import threading

import pandas as pd
from pyspark.sql import SparkSession
from pyspark.sql.types import (
    ArrayType,
    BooleanType,
    DoubleType,
    LongType,
    StringType,
    StructField,
    StructType,
)

TEXT = (
    "article publisher headline url reported fact subject subject_name subject_type relation "
    "object object_name object_type standing polarity factuality attributed_to "
    "attributed_to_name cue timex event_start event_end rule spans quote link"
).split()
NUMBERS = "sentence start end".split()
ARGUMENT = StructType([StructField(it, StringType()) for it in ("entity", "name", "role")])
FACTS = StructType(
    [StructField(it, StringType()) for it in TEXT]
    + [StructField(it, LongType()) for it in NUMBERS]
    + [
        StructField("in_schema", BooleanType()),
        StructField("confidence", DoubleType()),
        StructField("args", ArrayType(ARGUMENT)),
    ]
)
ROWS = 1024


def extract(program, form, frames):
    """The lines that newsgraph writes about the articles of a partition, in frames."""
    command = [program, "extract", "-", "--to", form, "--quiet"]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def feed():
        with process.stdin:
            for frame in frames:
                for line in frame["value"]:
                    process.stdin.write(line.encode() + b"\n")

    feeder = threading.Thread(target=feed)
    feeder.start()
    lines = []
    for line in process.stdout:
        lines.append(line.decode().removesuffix("\n"))
        if len(lines) == ROWS:
            yield lines
            lines = []
    if lines:
        yield lines
    feeder.join()
    # 3: no article could be read; 6: no fact was found. Both may be true of a partition.
    if process.wait() not in (0, 3, 6):
        raise RuntimeError(f"newsgraph ended with {process.returncode}")


def nquads(program):
    """A function for `mapInPandas`: articles to lines of N-Quads."""

    def of_partition(frames):
        for lines in extract(program, "nq", frames):
            # A line that could not be read becomes a comment, which Spark need not keep.
            quads = [it for it in lines if not it.startswith("#")]
            yield pd.DataFrame({"value": quads}, dtype="object")

    return of_partition


def facts(program):
    """A function for `mapInPandas`: articles to rows of facts."""

    def of_partition(frames):
        for lines in extract(program, "jsonl", frames):
            rows = [json.loads(it) for it in lines]
            rows = [it for it in rows if "error" not in it]
            columns = {it: [row.get(it) for row in rows] for it in FACTS.names}
            yield pd.DataFrame(columns, dtype="object")

    return of_partition


def main():
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    arguments.add_argument("input")
    arguments.add_argument("output")
    arguments.add_argument("--partitions", type=int, help="spread the articles anew over so many")
    arguments.add_argument("--program", default="newsgraph", help="where newsgraph is")
    arguments = arguments.parse_args()
    spark = SparkSession.builder.appName("newsgraph").getOrCreate()
    articles = spark.read.text(arguments.input, pathGlobFilter="*.jsonl")
    if arguments.partitions:
        articles = articles.repartition(arguments.partitions)
    program = arguments.program
    articles.mapInPandas(nquads(program), "value string").write.text(
        f"{arguments.output}/nquads", compression="gzip"
    )
    articles.mapInPandas(facts(program), FACTS).write.parquet(f"{arguments.output}/facts")
    spark.stop()


if __name__ == "__main__":
    main()
