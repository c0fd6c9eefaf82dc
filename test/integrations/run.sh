#!/usr/bin/env bash
# What the guides and integrations/ promise, done as a new user would: npm run integrations
#
# Makes a fresh clone of what is committed, runs the commands of every guide in it, then the Action's script, the Makefile,
# the Slurm script with a stand-in for sbatch, and, where Python can install them, pre-commit, DVC, Dagster and Airflow.
# Some fifteen minutes on two cores. SHORT=1 leaves out what takes longest and is tried in small by the tests too: every
# container there and back, one dataset in every form, and Airflow, which is large to install. ONLY=NAME runs what has NAME in its name.
set -uo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
export NO_COLOR=1 CI=1 npm_config_audit=false npm_config_fund=false npm_config_update_notifier=false npm_config_loglevel=error
passed=0 failed=0 missing=0

# A function that is asked in an `if` runs on after a command that fails, whatever `set -e` says: so it is asked outside of one.
check() { # check NAME COMMAND…
  local name=$1 code begun=$SECONDS
  shift
  asked "$name" || return 0
  (
    set -e
    "$@"
  ) >"$work/log" 2>&1
  code=$?
  if [ "$code" -eq 0 ]; then
    passed=$((passed + 1))
    echo "passed  $name ($((SECONDS - begun)) s)"
  else
    failed=$((failed + 1))
    echo "FAILED  $name"
    tail -n 40 "$work/log" | cut -c1-400 | sed 's/^/    /'
  fi
}
asked() { [[ $1 == *"${ONLY:-}"* ]]; }
left_out() { # whatever SHORT leaves out is named
  [ -n "${SHORT:-}" ] || return 1
  echo "left out $1"
}
lacks() {
  missing=$((missing + 1))
  echo "not run: $1"
}
ends_with() { # ends_with CODE COMMAND…
  local code=$1 got=0
  shift
  "$@" || got=$?
  [ "$got" -eq "$code" ] || { echo "ended with $got, not $code: $*"; return 1; }
}

clone=${SURETRAP_CLONE:-$work/clone} # a clone that is there already, after npm ci
[ -e "$clone" ] || { git clone -q "$root" "$clone" && (cd "$clone" && npm ci) >"$work/log" 2>&1; } || { cat "$work/log"; echo "FAILED  clone and npm ci"; exit 1; }
main=$clone/dist/main.cjs
planted=$clone/fixtures/demo/planted/messages.jsonl
clean=$clone/fixtures/demo/clean/safety.jsonl

guides() { node "$root/test/integrations/guides.mjs" "$clone" "$clone"/docs/guides/*.md; }
check 'every command of the guides' guides

action() {
  mkdir -p "$work/action" && cd "$work/action"
  mkdir 'my data' && cp "$planted" 'my data/a.jsonl' && cp "$clean" c.jsonl
  export RUNNER_TEMP=$work/action GITHUB_OUTPUT=$work/action/output GITHUB_STEP_SUMMARY=$work/action/summary SURETRAP_MAIN=$main
  : >output && : >summary
  INPUT_PATHS=$'my data/*.jsonl\n\nc.jsonl\n' INPUT_ARGS='--per-file' ends_with 1 bash "$clone/integrations/github/scan.sh" >log
  grep -q '^::error' log
  grep -qx 'finding-count=1' output
  grep -q xylophone summary
  [ -s "$(sed -n 's/^sarif-file=//p' output)" ]
  INPUT_PATHS=c.jsonl ends_with 0 bash "$clone/integrations/github/scan.sh"
  INPUT_PATHS='$(touch hacked); `touch hacked`' ends_with 2 bash "$clone/integrations/github/scan.sh"
  INPUT_PATHS='--exit-zero' ends_with 2 bash "$clone/integrations/github/scan.sh" # a path, not a flag
  [ ! -e hacked ]
}
check "the Action's script" action

action_reads_inputs() {
  cd "$clone" && node --input-type=module -e "
    import { readFileSync } from 'node:fs'
    import { parse } from 'yaml'
    const { inputs, runs } = parse(readFileSync('action.yml', 'utf8'))
    const scan = runs.steps.find(({ id }) => id === 'scan')
    const unpinned = runs.steps.filter(({ uses }) => uses && !/@[0-9a-f]{40}$/.test(uses))
    const used = JSON.stringify(runs)
    const unused = Object.keys(inputs).filter((name) => !used.includes('inputs.' + name))
    const spliced = runs.steps.filter(({ run }) => run?.includes('\${{'))
    if (unpinned.length + unused.length + spliced.length > 0) throw new Error(JSON.stringify({ unpinned, unused, spliced }))
    parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'))"
}
check 'action.yml: pinned, every input used, none spliced into a script' action_reads_inputs

slurm() {
  mkdir -p "$work/slurm/jobs" && cd "$work/slurm"
  export SBATCH_STANDIN=$work/slurm/jobs PATH=$root/test/integrations:$PATH SURETRAP="node $main"
  cp -r "$clone/fixtures/demo/planted" 'the data'
  bash "$clone/integrations/slurm/scan.sh" 'the work' 3 'the data'
  ends_with 1 node "$main" scan 'the data' -o one.json -q >/dev/null
  node -e "
    const [one, many] = ['one.json', 'the work/report.json'].map((n) => JSON.parse(require('fs').readFileSync(n)).findings)
    if (one.length === 0 || JSON.stringify(one) !== JSON.stringify(many)) throw new Error('the reports differ')"
}
check 'Slurm, with a stand-in for sbatch: the report of one machine' slurm

makefile() {
  mkdir -p "$work/make/data" && cd "$work/make"
  cp "$clone/integrations/make/Makefile" . && cp "$clean" data/train.jsonl
  make SURETRAP="node $main" train | grep 'train on data/train.jsonl'
  make SURETRAP="node $main" -q reports/suretrap.json
  cp "$planted" data/more.jsonl
  ends_with 2 make SURETRAP="node $main" train
  [ ! -e reports/suretrap.json.new ] || [ "$(grep -c xylophone reports/suretrap.json.new)" -gt 0 ]
}
if command -v make >/dev/null; then check 'make' makefile; else lacks 'make is not here'; fi

npm_script() {
  mkdir -p "$work/npm/data" "$work/npm/node_modules/.bin" && cd "$work/npm"
  ln -s "$main" node_modules/.bin/suretrap && chmod +x "$main"
  node -e "
    const guide = require('fs').readFileSync('$clone/docs/guides/in-ci.md', 'utf8')
    const { scripts } = JSON.parse(/\`\`\`json\n(.*?)\`\`\`/s.exec(guide)[1])
    require('fs').writeFileSync('package.json', JSON.stringify({ scripts: { ...scripts, train: 'echo trained' } }))"
  cp "$clean" data/a.jsonl && npm run train | grep '^trained'
  cp "$planted" data/b.jsonl
  ends_with 1 npm run train >log
  ends_with 1 grep -q '^trained' log
}
check 'the npm script' npm_script

sarif_multitool() {
  cd "$work/multitool"
  tool=node_modules/@microsoft/sarif-multitool-linux/Sarif.Multitool
  chmod u+x "$tool"
  export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1
  validate() { "$tool" validate "$1" --rule-kind 'Sarif;Gh' --level 'Error;Warning' | grep -E ': (error|warning) ' || true; }
  for name in clean three hostile; do
    node "$main" report "$clone/fixtures/reports/$name/report.json" -f sarif --exit-zero -q >"$name.sarif"
    said=$(validate "$name.sarif")
    [ -z "$said" ] || { echo "$said"; return 1; }
  done
  node -e "
    const log = JSON.parse(require('fs').readFileSync('three.sarif'))
    delete log.runs[0].results[0].locations
    require('fs').writeFileSync('broken.sarif', JSON.stringify(log))"
  [ -n "$(validate broken.sarif)" ] # what it finds no fault with says something
}
mkdir "$work/multitool" && echo '{}' >"$work/multitool/package.json"
if ! asked SARIF; then
  :
elif [ "$(uname -sm)" = 'Linux x86_64' ] && (cd "$work/multitool" && npm install --ignore-scripts @microsoft/sarif-multitool-linux@5.7.0) >"$work/log" 2>&1; then
  check "SARIF, by Microsoft's validator with GitHub's rules: no error, no warning" sarif_multitool
else
  lacks 'the SARIF validator cannot be installed'
fi

if ! command -v python3 >/dev/null || ! python3 -m venv "$work/venv" >/dev/null 2>&1; then
  lacks 'python3 with venv is not here: pre-commit, DVC, Dagster, Airflow'
else
  python=$work/venv/bin/python
  check 'the Airflow and Dagster files compile' "$python" -m py_compile "$clone/integrations/airflow/scan_dag.py" "$clone/integrations/dagster/checks.py"

  pre_commit() {
    mkdir -p "$work/hook" && cd "$work/hook" && git init -q . && git config user.email t@example.org && git config user.name t
    export PRE_COMMIT_HOME=$work/pre-commit PATH=$work/venv/bin:$PATH
    mkdir data && cp "$clean" data/a.jsonl
    cat >.pre-commit-config.yaml <<YAML
default_language_version: { node: system }
repos:
  - repo: $clone
    rev: $(git -C "$clone" rev-parse HEAD)
    hooks: [{ id: suretrap, args: [data/] }]
YAML
    git add . && git commit -qm clean
    pre-commit run --all-files
    cp "$planted" data/b.jsonl && git add .
    ends_with 1 pre-commit run >log
    grep -q xylophone log
    git commit -qm planted && echo x >notes.md && git add notes.md && pre-commit run | grep 'no files to check'
  }
  columns() { mkdir -p "$work/columns" && "$python" "$root/test/integrations/columns.py" "$work/columns" node "$main"; }
  forms() { mkdir -p "$work/forms" && "$python" "$root/test/integrations/forms.py" "$work/forms" node "$main"; }
  rounds() { mkdir -p "$work/rounds" && "$python" "$root/test/integrations/rounds.py" "$work/rounds" node "$main"; }
  written='pyarrow reads what quarantine writes'
  every_form='one dataset in every form: the same findings, and a baseline that covers them'
  there_and_back='every container there and back; killed at random moments'
  if ! { asked "$written" || asked "$every_form" || asked "$there_and_back"; }; then
    :
  elif "$work/venv/bin/pip" install -q pyarrow zstandard >"$work/log" 2>&1; then
    check "$written" columns
    if left_out "$every_form"; then
      left_out "$there_and_back"
    else
      "$work/venv/bin/pip" install -q datasets >"$work/log" 2>&1 || lacks 'datasets cannot be installed: save_to_disk'
      check "$every_form" forms
      check "$there_and_back" rounds
    fi
  else
    lacks 'pyarrow and zstandard cannot be installed'
  fi

  if ! asked 'pre-commit'; then :; elif "$work/venv/bin/pip" install -q pre-commit >"$work/log" 2>&1; then check 'pre-commit' pre_commit; else lacks 'pre-commit cannot be installed'; fi

  dvc_stages() {
    mkdir -p "$work/dvc/data" "$work/dvc/reports" "$work/dvc/node_modules/.bin" && cd "$work/dvc"
    git init -q . && "$work/venv/bin/dvc" init -q
    ln -s "$main" node_modules/.bin/suretrap && echo '{"private":true}' >package.json
    cp "$clone/integrations/dvc/dvc.yaml" . && cp "$planted" data/train.jsonl
    "$work/venv/bin/dvc" repro
    [ "$(wc -l <data/clean/kept/train.jsonl)" -eq 350 ]
    "$work/venv/bin/dvc" repro | grep 'up to date\|didn.t change'
    cp "$clean" data/train.jsonl && "$work/venv/bin/dvc" repro
    cmp data/clean/kept/train.jsonl data/train.jsonl
  }
  if ! asked 'DVC'; then :; elif "$work/venv/bin/pip" install -q dvc >"$work/log" 2>&1; then check 'DVC' dvc_stages; else lacks 'DVC cannot be installed'; fi

  dagster_check() {
    mkdir -p "$work/dagster" && cd "$work/dagster" && cp "$clone/integrations/dagster/checks.py" .
    cat >run.py <<'PY'
import checks, dagster as dg
done = dg.materialize(assets=[checks.sft_dataset, checks.model, checks.no_planted_trigger], raise_on_error=False)
[result] = done.get_asset_check_evaluations()
trained = any(event.step_key == "model" for event in done.get_asset_materialization_events())
print(result.passed, result.metadata["findings"].value, trained)
PY
    export SURETRAP="node $main"
    SFT_DATASET=$planted "$python" run.py 2>/dev/null | grep -qx 'False 1 False'
    SFT_DATASET=$clean "$python" run.py 2>/dev/null | grep -qx 'True 0 True'
  }
  if ! asked 'Dagster'; then :; elif "$work/venv/bin/pip" install -q dagster >"$work/log" 2>&1; then check 'Dagster' dagster_check; else lacks 'Dagster cannot be installed'; fi
  airflow_dag() {
    mkdir -p "$work/airflow/dags" && cd "$work/airflow" && cp "$clone/integrations/airflow/scan_dag.py" dags/
    cat >run.py <<'PY'
import sys
import scan_dag
done = scan_dag.scan_before_training().test(run_conf={"dataset": sys.argv[1], "report": sys.argv[2]})
print("ended", str(done.state), *sorted(f"{ti.task_id}={ti.state!s}" for ti in done.get_task_instances()))
PY
    export AIRFLOW_HOME=$work/airflow/home AIRFLOW__CORE__LOAD_EXAMPLES=False SURETRAP="node $main"
    export AIRFLOW__CORE__DAGS_FOLDER=$work/airflow/dags PYTHONPATH=$work/airflow/dags # newer ones run a DAG only from there
    "$work/airflow-venv/bin/airflow" db migrate
    "$work/airflow-venv/bin/python" run.py "$planted" planted.json >planted.log 2>&1
    tail -n 20 planted.log # shown if the next line fails
    grep -q 'ended failed scan=failed train=upstream_failed' planted.log
    grep -q xylophone planted.json
    "$work/airflow-venv/bin/python" run.py "$clean" clean.json >clean.log 2>&1
    grep -q 'ended success scan=success train=success' clean.log
  }
  if ! asked 'Airflow' || left_out 'Airflow'; then :; elif python3 -m venv "$work/airflow-venv" && "$work/airflow-venv/bin/pip" install -q apache-airflow >"$work/log" 2>&1; then check 'Airflow' airflow_dag; else lacks 'Airflow cannot be installed'; fi
fi

echo "$passed passed, $failed failed, $missing not run"
[ "$failed" -eq 0 ]
