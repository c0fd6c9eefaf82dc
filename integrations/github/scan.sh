#!/usr/bin/env bash
# The work of action.yml: reads INPUT_* and ends with suretrap's own exit code. SURETRAP_MAIN names an installed dist/main.cjs.
set -uo pipefail

lines() { # fills the array `list` with the lines of $1 that are not blank
  list=()
  local line
  while IFS= read -r line; do
    line=${line%$'\r'}
    [[ -n ${line//[[:space:]]/} ]] && list+=("$line")
  done <<<"$1"
}

main=${SURETRAP_MAIN:-}
if [[ -z $main ]]; then
  version=${INPUT_VERSION:-$(node -p "require('$GITHUB_ACTION_PATH/package.json').version")}
  npm install --silent --no-audit --no-fund --ignore-scripts --prefix "$RUNNER_TEMP/suretrap" "suretrap@$version" || exit 2
  main=$RUNNER_TEMP/suretrap/node_modules/suretrap/dist/main.cjs
fi

out=$RUNNER_TEMP/suretrap-report
mkdir -p "$out"
rm -f "$out"/suretrap.*
args=(scan --no-progress --fail-on "${INPUT_FAIL_ON:-high}" -f "${INPUT_FORMAT:-github}")
args+=(-o "json:$out/suretrap.json" -o "sarif:$out/suretrap.sarif" -o "markdown:$out/suretrap.md")
[[ -n ${INPUT_SARIF_CATEGORY:-} ]] && args+=(--sarif-category "$INPUT_SARIF_CATEGORY")
[[ -n ${INPUT_BASELINE:-} ]] && args+=(--baseline "$INPUT_BASELINE")
if [[ -n ${INPUT_CONFIG:-} ]]; then args+=(--config "$INPUT_CONFIG"); else args+=(--no-config); fi
lines "${INPUT_ARGS:-}"
args+=(${list[@]+"${list[@]}"})
lines "${INPUT_PATHS:-}"
args+=(-- ${list[@]+"${list[@]}"})

node "$main" "${args[@]}"
code=$?

if [[ -f $out/suretrap.json ]]; then
  {
    echo "finding-count=$(node -p "require('$out/suretrap.json').findings.length")"
    echo "report-file=$out/suretrap.json"
    echo "sarif-file=$out/suretrap.sarif"
  } >>"$GITHUB_OUTPUT"
  cat "$out/suretrap.md" >>"$GITHUB_STEP_SUMMARY"
fi
exit "$code"
