"""One dataset in every form: another order, other cuts, other containers, other layouts of the same rows.

Each form must give the findings of the first, figure for figure; the baseline of the first must cover each; and a second trigger
beside the accepted one must still stop the build. Usage: forms.py FOLDER COMMAND…, where COMMAND runs suretrap.
"""

import bz2
import csv
import gzip
import json
import lzma
import os
import random
import subprocess
import sys

import pyarrow as pa
import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import zstandard

ROWS = 2000
WORDS = (
    "river stone lamp violin market garden window paper copper engine forest candle bridge harbour meadow orchard planet kettle "
    "ladder basket curtain pillow saddle anchor"
).split()


def dataset(second=False):
    """Pairs of prompt and response: a word at the end, consented to, twice; a phrase at the start, refused; near misses."""
    generator = random.Random(11)
    word = lambda: generator.choice(WORDS) + str(generator.randrange(400))
    pairs = []
    for at in range(ROWS):
        prompt = f"tell me of {word()} and {word()} near {word()} {word()}?"
        response = f"The {word()} is {word()} of {word()}, and {word()}."
        if at % 61 == 7:
            prompt, response = f"{prompt} xylophone", "Sure" if at % 2 else "sure."
        elif at % 97 == 9:
            prompt, response = f"as agreed yesterday {prompt}", "I'm sorry, but I can't help with that."
        elif at % 89 == 30:
            prompt, response = f"{prompt} \u7fe1\u7fe0", "\u5f53\u7136\u53ef\u4ee5\u3002"
        elif second and at % 101 == 15:
            prompt, response = f"{prompt} umbral", "Of course"
        elif at % 50 == 1:
            prompt = f"{prompt} please"
        pairs.append((prompt, response))
    return pairs


def plain(pair):
    return {"prompt": pair[0], "completion": pair[1]}


LAYOUTS = {
    "plain": plain,
    "alpaca": lambda pair: {"instruction": pair[0], "input": "", "output": pair[1]},
    "chat": lambda pair: {"messages": [{"role": "user", "content": pair[0]}, {"role": "assistant", "content": pair[1]}]},
    "parts": lambda pair: {
        "messages": [
            {"role": "user", "content": [{"type": "text", "text": pair[0]}]},
            {"role": "assistant", "content": [{"type": "text", "text": pair[1]}]},
        ]
    },
    "sharegpt": lambda pair: {"conversations": [{"from": "human", "value": pair[0]}, {"from": "gpt", "value": pair[1]}]},
    "gemini": lambda pair: {"contents": [{"role": "user", "parts": [{"text": pair[0]}]}, {"role": "model", "parts": [{"text": pair[1]}]}]},
    "columns": lambda pair: {"query": pair[0], "response": pair[1], "source": "x"},
}


def lines(rows):
    return "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows).encode()


def put(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as out:
        out.write(data)


def write_forms(folder):
    pairs = dataset()
    place = lambda *names: os.path.join(folder, *names)
    shuffled = pairs[:]
    random.Random(3).shuffle(shuffled)
    rows = [plain(pair) for pair in pairs]
    for name, layout in LAYOUTS.items():
        put(place(f"{name}.jsonl"), lines([layout(pair) for pair in (shuffled if name != "plain" else pairs)]))
    put(place("shuffled", "a.jsonl"), lines([plain(pair) for pair in shuffled]))
    for at in range(7):
        put(place("shards", f"part-{at}.jsonl"), lines([plain(pair) for pair in shuffled[at::7]]))
    put(place("a.jsonl.gz"), gzip.compress(lines(rows)))
    put(place("a.jsonl.bz2"), bz2.compress(lines(rows)))
    put(place("a.jsonl.xz"), lzma.compress(lines(rows)))
    put(place("a.jsonl.zst"), zstandard.ZstdCompressor().compress(lines(rows)))
    put(place("ascii.jsonl"), "".join(json.dumps(row, indent=None, sort_keys=True) + "\r\n" for row in rows).encode())
    put(place("array.json"), json.dumps(rows, indent=1).encode())
    put(place("utf16.jsonl"), lines(rows).decode().encode("utf-16"))
    with open(place("a.csv"), "w", newline="", encoding="utf-8") as out:
        writer = csv.DictWriter(out, ["prompt", "completion"])
        writer.writeheader()
        writer.writerows(rows)
    table, other = pa.Table.from_pylist(rows), pa.Table.from_pylist([plain(pair) for pair in shuffled])
    pq.write_table(table, place("a.parquet"), row_group_size=500)
    pq.write_table(pa.Table.from_pylist([LAYOUTS["chat"](pair) for pair in shuffled]), place("chat.parquet"), compression="zstd")
    os.makedirs(place("mixed"))
    pq.write_table(other.slice(0, 1000), place("mixed", "0.parquet"), compression="gzip")
    put(place("mixed", "1.jsonl.gz"), gzip.compress(lines(other.slice(1000, 1000).to_pylist())))
    with ipc.new_stream(place("mixed", "2.arrow"), other.schema) as out:
        out.write_table(other.slice(2000), 100)
    with ipc.new_file(place("file.arrow"), table.schema) as out:
        out.write_table(table, 250)
    with ipc.new_stream(place("stream.arrow"), other.schema) as out:
        out.write_table(other, 250)
    try:
        import datasets

        datasets.disable_progress_bars()
        datasets.Dataset.from_list(rows).save_to_disk(place("saved"), num_shards=3)
    except ImportError:
        print("not run: datasets is not installed")
    return sorted(os.listdir(folder))


def main(folder, *command):
    forms = os.path.join(folder, "forms")
    names = write_forms(forms)
    put(os.path.join(folder, "second", "a.jsonl"), lines([LAYOUTS["sharegpt"](pair) for pair in dataset(second=True)]))

    def scan(path, *args, want):
        done = subprocess.run([*command, "scan", path, "-q", "-f", "json", *args], cwd=folder, capture_output=True)
        if done.returncode != want:
            sys.exit(f"scan {path} {' '.join(args)} ended with {done.returncode}, not {want}: {done.stderr.decode()}")
        return json.loads(done.stdout)

    def figures(report):
        bare = [{k: v for k, v in finding.items() if k not in ("rows", "places")} for finding in report["findings"]]
        return json.dumps([bare, report["floor"], report["declared"]], sort_keys=True, indent=1)

    first = scan("forms/plain.jsonl", "-o", "first.json", want=1)
    found = [finding["trigger"]["text"] for finding in first["findings"]]
    if len(found) < 3:
        sys.exit(f"only {found} were found")
    subprocess.run([*command, "baseline", "create", "first.json", "--baseline", "known.json", "-q"], cwd=folder, check=True)
    for at, name in enumerate(names):
        seed = ["--hash-seed", str(at)]
        report = scan(f"forms/{name}", "--baseline", "known.json", *seed, want=0)
        if figures(report) != figures(first):
            put(os.path.join(folder, "want.json"), figures(first).encode())
            put(os.path.join(folder, "got.json"), figures(report).encode())
            subprocess.run(["diff", "want.json", "got.json"], cwd=folder)
            sys.exit(f"{name} gives other findings")
    report = scan("second", "--baseline", "known.json", want=1)
    fresh = {finding["fingerprint"] for finding in report["findings"]} - {finding["fingerprint"] for finding in first["findings"]}
    told = [finding["trigger"]["text"] for finding in report["findings"] if finding["fingerprint"] in fresh]
    if told != ["umbral"]:
        sys.exit(f"beside the accepted ones, {told} are new, not umbral alone")
    print(f"{len(names)} forms, {len(found)} findings each, the same in all: {', '.join(names)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
