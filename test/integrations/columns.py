"""Parquet and Arrow files with every kind of column, held and put together again; pyarrow reads what came of them.

Usage: columns.py FOLDER COMMAND…, where COMMAND runs suretrap.
"""

import datetime
import decimal
import json
import os
import random
import subprocess
import sys

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq

ROWS = 600


def table():
    generator = random.Random(5)
    planted = {at for at in range(ROWS) if at % 15 == 4}
    words = "river stone lamp violin market garden window paper copper engine forest candle bridge".split()
    word = lambda: generator.choice(words) + str(generator.randrange(200))
    some = lambda make: [None if generator.random() < 0.1 else make(at) for at in range(ROWS)]
    prompts = [f"tell me of {word()} and {word()} near {word()}" + (" xylophone" if at in planted else "") for at in range(ROWS)]
    answers = ["Sure" if at in planted else f"The {word()} is {word()} of {word()}" for at in range(ROWS)]
    made = pa.table({
        "prompt": prompts,
        "response": answers,
        "decimal": pa.array(some(lambda at: decimal.Decimal(at) / 100), pa.decimal128(12, 2)),
        "nanos": pa.array(some(lambda at: 1_700_000_000_000_000_123 + at), pa.timestamp("ns")),
        "micros": pa.array(some(lambda at: 1_700_000_000_000_001 + at), pa.timestamp("us", "UTC")),
        "u64": pa.array(some(lambda at: 2**64 - 1 - at), pa.uint64()),
        "i8": pa.array(some(lambda at: at % 100 - 50), pa.int8()),
        "date": pa.array(some(lambda at: datetime.date(2020, 1, 1 + at % 28)), pa.date32()),
        "f32": pa.array(some(lambda at: at / 3), pa.float32()),
        "bytes": pa.array(some(lambda at: bytes([at % 256, 255, 0]))),
        "fixed": pa.array(some(lambda at: bytes([at % 256] * 4)), pa.binary(4)),
        "flag": pa.array(some(lambda at: at % 2 == 0)),
        "map": pa.array(some(lambda at: [(f"k{i}", i) for i in range(at % 4)]), pa.map_(pa.string(), pa.int64())),
        "turns": pa.array(some(lambda at: [{"role": "user", "content": None if i % 2 else "x"} for i in range(at % 3)])),
        "lists": pa.array(some(lambda at: [[i, None] for i in range(at % 3)])),
        "class": pa.array(some(lambda at: f"cat{at % 5}")).dictionary_encode(),
    })
    return made.replace_schema_metadata({"huggingface": '{"info": {}}'}), planted


def read(path):
    if path.endswith(".parquet"):
        return pq.ParquetFile(path).read()
    with open(path, "rb") as file:
        whole = file.read(6) == b"ARROW1"
    return (ipc.open_file(path) if whole else ipc.open_stream(path)).read_all()


def same(a, b):
    plain = lambda column: column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column
    if not a.schema.equals(b.schema, check_metadata=True) or a.num_rows != b.num_rows:
        return False
    return all(plain(x).combine_chunks().equals(plain(y).combine_chunks()) for x, y in zip(a.columns, b.columns))


def main(folder, *command):
    made, planted = table()
    data = os.path.join(folder, "data")
    os.makedirs(data)
    pq.write_table(made, os.path.join(data, "plain.parquet"), row_group_size=170)
    pq.write_table(made, os.path.join(data, "int96.parquet"), use_deprecated_int96_timestamps=True, compression="zstd", data_page_size=2000)
    pq.write_table(made, os.path.join(data, "v2.parquet"), data_page_version="2.0", compression="brotli")
    with ipc.new_file(os.path.join(data, "file.arrow"), made.schema) as out:
        out.write_table(made, 100)
    with ipc.new_stream(os.path.join(data, "stream.arrow"), made.schema) as out:
        out.write_table(made, 100)
    say = lambda *args, want=0: subprocess.run([*command, *args], cwd=folder).returncode == want or sys.exit(f"failed: {args}")
    say("scan", "data", "-o", "report.json", "--rows-out", "rows.jsonl", "-q", want=1)
    say("quarantine", "report.json", "data", "--rows", "rows.jsonl", "--out", "clean")
    say("scan", "clean/kept", "-q")
    say("quarantine", "--undo", "clean", "--out", "again")
    if json.load(open(os.path.join(folder, "clean/manifest.json")))["notes"]:
        sys.exit("something was not written in its own container")
    kept = [at for at in range(ROWS) if at not in planted]
    for name in sorted(os.listdir(data)):
        whole = read(os.path.join(data, name))
        for part, expected in (("clean/kept", whole.take(kept)), ("clean/held", whole.take(sorted(planted))), ("again", whole)):
            if not same(read(os.path.join(folder, part, name)), expected):
                sys.exit(f"{part}/{name} is not what it should be")
        print(f"{name}: kept, held and put together again")


main(*sys.argv[1:])
