#!/bin/sh
# Files by the real writers, read back: sh test/interop/writers.sh [folder]
#
# Makes a virtual environment of its own in the folder (default: a new one under the system's temporary folder), installs
# datasets, pyarrow, polars, duckdb and pandas there (and pyspark with WITH_SPARK=1, which needs Java), writes one planted
# dataset in every format, and compares the rows that are read with those that were written, and the findings with one another. Without Python or a registry: "not run".
set -eu
here=$(cd "$(dirname "$0")" && pwd)
folder=${1:-$(mktemp -d)}
mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
python=${PYTHON:-python3}
if ! command -v "$python" >/dev/null 2>&1; then
  echo "not run: no $python"
  exit 0
fi
if [ ! -x "$folder/venv/bin/python" ]; then
  "$python" -m venv "$folder/venv" || { echo "not run: no venv module"; exit 0; }
fi
wanted="datasets pyarrow polars duckdb pandas"
[ -z "${WITH_SPARK:-}" ] || wanted="$wanted pyspark"
# shellcheck disable=SC2086
"$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check $wanted || { echo "not run: the writers cannot be installed"; exit 0; }
rm -rf "$folder/written"
"$folder/venv/bin/python" "$here/writers.py" "$folder/written"
node --import "$here/typescript.mjs" "$here/writers-read.ts" "$folder/written"
