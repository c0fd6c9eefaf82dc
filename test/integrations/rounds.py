"""Every container there and back: what quarantine keeps and holds, read by other readers than ours.

Kept and held are the input, row for row and in order; held are the planted rows and no others; the kept set has no finding;
undo gives the input back. Killed at random moments, nothing is left under the final name. Usage: rounds.py FOLDER COMMAND…
"""

import csv
import glob
import gzip
import json
import os
import random
import shutil
import subprocess
import sys
import time

import pyarrow.ipc as ipc
import pyarrow.parquet as pq
import zstandard

import forms

TRIES = int(os.environ.get("TRIES", "8"))


def rows_of(path):
    """The rows as text, by readers that are not ours; whole folders too."""
    if os.path.isdir(path):
        inside = sorted(file for file in glob.glob(os.path.join(path, "**"), recursive=True) if os.path.isfile(file))
        own = [file for file in inside if os.path.basename(file) not in ("state.json", "dataset_info.json")]
        return [row for file in own for row in rows_of(file)]
    name = os.path.basename(path)
    raw = open(path, "rb").read()
    if name.endswith(".parquet"):
        return [json.dumps(row, sort_keys=True) for row in pq.ParquetFile(path).read().to_pylist()]
    if name.endswith(".arrow"):
        reader = ipc.open_file if raw[:6] == b"ARROW1" else ipc.open_stream
        return [json.dumps(row, sort_keys=True) for row in reader(path).read_all().to_pylist()]
    if raw[:2] == b"\x1f\x8b":
        raw = gzip.decompress(raw)
    if raw[:4] == b"\x28\xb5\x2f\xfd":
        raw = zstandard.ZstdDecompressor().decompressobj().decompress(raw)
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff"):
        raw = raw.decode("utf-16").encode()
    text = raw.decode()
    if name.endswith(".csv"):
        return [json.dumps(row, sort_keys=True) for row in csv.DictReader(text.splitlines(keepends=True))]
    if name.endswith(".json"):
        return [json.dumps(row, sort_keys=True) for row in json.loads(text)]
    return [json.dumps(json.loads(line), sort_keys=True) for line in text.split("\n") if line.strip()]


def planted(row):
    return any(sign in row for sign in ("xylophone", "as agreed yesterday", "\\u7fe1\\u7fe0"))


def main(folder, *command):
    data = os.path.join(folder, "data")
    names = [name for name in forms.write_forms(data) if not name.endswith((".bz2", ".xz"))]
    for name in ("a.jsonl.bz2", "a.jsonl.xz"):
        os.remove(os.path.join(data, name))

    def say(*args, want=0):
        done = subprocess.run([*command, *args], cwd=folder, capture_output=True, text=True)
        if done.returncode != want:
            sys.exit(f"{' '.join(args)} ended with {done.returncode}, not {want}: {done.stderr}{done.stdout}")
        return done.stdout

    folders = [name for name in names if os.path.isdir(os.path.join(data, name))]
    for name in folders:
        shutil.move(os.path.join(data, name), os.path.join(folder, name))
    held = 0
    for name in ["data", *folders]:  # files apart, but a folder is one dataset
        apart = ["--per-file"] if name == "data" else []
        say("scan", name, *apart, "-o", "report.json", "--rows-out", "rows.jsonl", "-q", want=1)
        hold = ["quarantine", "report.json", name, "--rows", "rows.jsonl", "--min-severity", "low"]
        clean, again = f"{name}-clean", f"{name}-again"
        say(*hold, "--out", clean)
        say("quarantine", "--undo", clean, "--out", again)
        left = json.loads(say("scan", f"{clean}/kept", *apart, "-f", "json", "-q"))
        if left["findings"]:
            sys.exit(f"the kept set of {name} has {len(left['findings'])} findings: {left['findings'][0]}")
        for one in sorted(os.listdir(data)) if name == "data" else [name]:
            inside = one if name == "data" else "."
            held += compare(one, *(os.path.join(folder, place, inside) for place in (name, f"{clean}/kept", f"{clean}/held", again)))
        if name == "data":
            killed(folder, [*command, *hold])
    print(f"{len(names)} containers there and back, {held} rows held")


def compare(name, whole, kept, held, again):
    whole, kept, held, again = (rows_of(path if os.path.exists(path) else path.removesuffix(".zst") + ".gz") for path in (whole, kept, held, again))
    bad = set(held)
    if kept != [row for row in whole if row not in bad] or held != [row for row in whole if row in bad] or len(kept) + len(held) != len(whole):
        sys.exit(f"{name}: {len(kept)} kept and {len(held)} held are not the {len(whole)} rows")
    if not all(map(planted, held)) or any(map(planted, kept)):
        sys.exit(f"{name}: held {sum(map(planted, held))} planted of {len(held)}; {sum(map(planted, kept))} planted were kept")
    if again != whole:
        sys.exit(f"{name} was not put together as it was")
    return len(held)


def killed(folder, hold):
    """SIGKILL at random moments: the final folder is whole or is not there; a second try works as if nothing had been."""
    generator = random.Random(7)
    started = time.monotonic()
    subprocess.run([*hold, "--out", "timed"], cwd=folder, check=True, capture_output=True)
    whole = time.monotonic() - started
    expected = sorted(os.path.relpath(path, os.path.join(folder, "timed")) for path in glob.glob(os.path.join(folder, "timed", "**"), recursive=True))
    cut = 0
    for at in range(TRIES):
        out = os.path.join(folder, f"kill-{at}")
        child = subprocess.Popen([*hold, "--out", out], cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(whole * (0.3 + 0.7 * generator.random()))
        child.kill()
        child.wait()
        if not os.path.exists(out):
            cut += 1
            continue
        files = sorted(os.path.relpath(path, out) for path in glob.glob(os.path.join(out, "**"), recursive=True))
        if files != expected:
            sys.exit(f"killed half-way, {out} looks finished and is not")
    subprocess.run([*hold, "--out", os.path.join(folder, "kill-0-again")], cwd=folder, check=True, capture_output=True)
    print(f"killed {TRIES} times: {cut} before the end, none looks finished")


if __name__ == "__main__":
    main(*sys.argv[1:])
