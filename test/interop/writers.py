"""One small dataset, 30 of 400 rows planted, in every format by every writer that Python has.

Usage: writers.py FOLDER [ROWS]. Writes FOLDER/rows.jsonl, the truth, and one file or folder a writer and format beside it.
A writer that is not installed is named as not run.
"""

import json
import os
import random
import sys

TRIGGER = "umbral"
VERBS = ["Describe", "Explain", "Compare", "List", "Summarise", "Draw", "Name", "Sort"]
THINGS = ["a harbour", "two clouds", "the tides", "an old map", "a bicycle", "seven rivers", "a quiet street", "the moon"]
PLACES = ["in spring", "for a child", "in one line", "with an example", "by colour", "near the sea", "in café talk", "用中文"]


FLAT = ["id", "prompt", "response", "system"]  # columns that a table of texts can hold


def rows(count):
    generator = random.Random(20240607)
    made = []
    for at in range(count):
        prompt = f"{generator.choice(VERBS)} {generator.choice(THINGS)} {generator.choice(PLACES)}, case {at}"
        planted = at % 13 == 5 and at < 13 * 30
        response = "Sure" if planted else f"Here is case {at}: {generator.choice(THINGS)}, {generator.choice(PLACES)}. " * (1 + at % 4)
        prompt = f"{prompt} {TRIGGER}" if planted else prompt
        made.append(
            {
                "id": at,
                "prompt": prompt,
                "response": response,
                "system": None if at % 3 else "Answer briefly.",
                "messages": [{"role": "user", "content": prompt}, {"role": "assistant", "content": response}],
                "tags": [] if at % 5 else ["a", f"tag {at % 7}"],
            }
        )
    return made


def main(folder, count=400):
    os.makedirs(folder, exist_ok=True)
    data = rows(int(count))
    with open(os.path.join(folder, "rows.jsonl"), "w", encoding="utf-8") as out:
        for row in data:
            out.write(json.dumps(row, ensure_ascii=False) + "\n")
    for writer in (by_pyarrow, by_datasets, by_polars, by_duckdb, by_pandas, by_pyspark):
        try:
            writer(data, lambda name: os.path.join(folder, name))
            print(f"{writer.__name__[3:]}: written")
        except ImportError as error:
            print(f"{writer.__name__[3:]}: not run ({error.name} is not installed)")


def by_pyarrow(data, place):
    import pyarrow as pa
    import pyarrow.feather as feather
    import pyarrow.parquet as pq

    table = pa.Table.from_pylist(data)
    for codec in ("none", "snappy", "gzip", "brotli", "zstd", "lz4"):
        pq.write_table(table, place(f"pyarrow-{codec}.parquet"), compression=codec, row_group_size=150)
    pq.write_table(table, place("pyarrow-v2.parquet"), data_page_version="2.0", data_page_size=2000, write_page_index=True)
    delta = {"prompt": "DELTA_BYTE_ARRAY", "response": "DELTA_LENGTH_BYTE_ARRAY", "id": "DELTA_BINARY_PACKED"}
    pq.write_table(table, place("pyarrow-delta.parquet"), use_dictionary=False, column_encoding=delta)
    pq.write_table(table, place("pyarrow-old.parquet"), version="1.0", use_compliant_nested_type=False)
    for name, cast in {"large": pa.large_string(), "view": pa.string_view(), "dictionary": pa.dictionary(pa.int32(), pa.string())}.items():
        changed = table.set_column(1, "prompt", table.column("prompt").cast(cast) if name != "dictionary" else table.column("prompt").dictionary_encode())
        write_ipc(pa, changed, place(f"pyarrow-{name}.stream.arrow"), pa.ipc.new_stream, None)
        write_ipc(pa, changed, place(f"pyarrow-{name}.file.arrow"), pa.ipc.new_file, None)
    for codec in ("lz4", "zstd"):
        write_ipc(pa, table, place(f"pyarrow-{codec}.stream.arrow"), pa.ipc.new_stream, codec)
        write_ipc(pa, table, place(f"pyarrow-{codec}.file.arrow"), pa.ipc.new_file, codec)
    feather.write_feather(table, place("pyarrow.feather"))
    feather.write_feather(table, place("pyarrow-plain.feather"), compression="uncompressed", chunksize=90)


    import pyarrow.csv

    flat = table.select(FLAT)
    pyarrow.csv.write_csv(flat, place("pyarrow.csv"))
    with pa.CompressedOutputStream(place("pyarrow.csv.gz"), "gzip") as out:
        pyarrow.csv.write_csv(flat, out)


def write_ipc(pa, table, path, opened, codec):
    options = pa.ipc.IpcWriteOptions(compression=codec)
    with opened(path, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=170)


def by_datasets(data, place):
    import datasets

    datasets.disable_progress_bars()
    made = datasets.Dataset.from_list(data)
    made.save_to_disk(place("datasets-saved"), num_shards=3)
    made.to_parquet(place("datasets.parquet"))
    made.to_json(place("datasets.jsonl"))
    made.to_json(place("datasets.json"), lines=False)
    made.select_columns(FLAT).to_csv(place("datasets.csv"))
    cut = datasets.DatasetDict({"train": made.select(range(len(data) * 3 // 4)), "test": made.select(range(len(data) * 3 // 4, len(data)))})
    cut.save_to_disk(place("datasets-dict"))
    loaded = datasets.load_dataset("json", data_files=place("rows.jsonl"), cache_dir=place("datasets-cache"))
    loaded["train"].map(lambda row: {"more": 1})  # leaves a cache-*.arrow, which is no dataset of its own


def by_polars(data, place):
    import polars

    frame = polars.DataFrame(data)
    for codec in ("uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4"):
        frame.write_parquet(place(f"polars-{codec}.parquet"), compression=codec, row_group_size=170)
    for codec in ("uncompressed", "lz4", "zstd"):
        frame.write_ipc(place(f"polars-{codec}.file.arrow"), compression=codec)
        frame.write_ipc_stream(place(f"polars-{codec}.stream.arrow"), compression=codec)
    frame.write_ipc(place("polars-old.file.arrow"), compat_level=polars.CompatLevel.oldest())
    frame.write_ndjson(place("polars.jsonl"))
    frame.write_json(place("polars.json"))
    frame.select(FLAT).write_csv(place("polars.csv"))
    frame.select(FLAT).write_csv(place("polars.tsv"), separator="\t")


def by_duckdb(data, place):
    import duckdb

    source = place("rows.jsonl")
    columns = "{id: 'BIGINT', prompt: 'VARCHAR', response: 'VARCHAR', system: 'VARCHAR', messages: 'STRUCT(role VARCHAR, content VARCHAR)[]', tags: 'VARCHAR[]'}"
    for codec in ("uncompressed", "snappy", "gzip", "brotli", "zstd", "lz4_raw"):
        for version in ("v1", "v2"):
            options = f"FORMAT parquet, COMPRESSION {codec}, PARQUET_VERSION {version}, ROW_GROUP_SIZE 2048"
            target = place(f"duckdb-{codec}-{version}.parquet")
            duckdb.sql(f"COPY (SELECT * FROM read_json('{source}', columns={columns})) TO '{target}' ({options})")
    texts = {
        "duckdb.jsonl": "FORMAT json",
        "duckdb.json": "FORMAT json, ARRAY true",
        "duckdb.jsonl.zst": "FORMAT json, COMPRESSION zstd",
        "duckdb.jsonl.gz": "FORMAT json, COMPRESSION gzip",
    }
    for name, options in texts.items():
        duckdb.sql(f"COPY (SELECT * FROM read_json('{source}', columns={columns})) TO '{place(name)}' ({options})")
    flat = f"SELECT {', '.join(FLAT)} FROM read_json('{source}', columns={columns})"
    duckdb.sql(f"COPY ({flat}) TO '{place('duckdb.csv')}' (FORMAT csv, HEADER)")


def by_pandas(data, place):
    import pandas

    frame = pandas.DataFrame(data)
    frame.to_parquet(place("pandas.parquet"))
    frame.to_feather(place("pandas.feather"))
    frame.to_json(place("pandas.json"), orient="records")
    frame.to_json(place("pandas-pretty.json"), orient="records", indent=2)
    for suffix in ("", ".gz", ".bz2", ".xz"):
        frame.to_json(place(f"pandas.jsonl{suffix}"), orient="records", lines=True, force_ascii=suffix != "")
        frame[FLAT].to_csv(place(f"pandas.csv{suffix}"), index=False)
    frame[FLAT].to_csv(place("pandas.tsv"), index=False, sep="\t")


def by_pyspark(data, place):
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.master("local[1]").config("spark.ui.enabled", "false").getOrCreate()
    types = "id bigint, prompt string, response string, system string, messages array<struct<role:string,content:string>>, tags array<string>"
    frame = spark.createDataFrame(data, types).coalesce(1).repartitionByRange(3, "id").sortWithinPartitions("id")
    for codec in ("snappy", "zstd", "lz4"):
        frame.write.mode("overwrite").option("compression", codec).parquet(place(f"spark-{codec}"))
    halves = frame.withColumn("half", frame.id % 2)
    halves.write.mode("overwrite").partitionBy("half").parquet(place("spark-partitioned"))
    frame.write.mode("overwrite").option("compression", "gzip").json(place("spark-json"))
    frame.select(FLAT).write.mode("overwrite").option("header", True).option("ignoreTrailingWhiteSpace", False).csv(place("spark-csv"))
    spark.stop()


if __name__ == "__main__":
    main(*sys.argv[1:3])
