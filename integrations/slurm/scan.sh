#!/usr/bin/env bash
# One dataset on many nodes: three array jobs, each followed by a merge that waits for all of its parts.
#
#   scan.sh WORK PARTS PATH…      WORK: a folder that all nodes see; PARTS: how many tasks an array has
#
# The report is WORK/report.json, the same that one machine would write. Flags for every job: SBATCH_FLAGS, for every
# reading: SCAN_FLAGS (the same for all three: --schema, --min-support …).
set -euo pipefail

work=$1 parts=$2
shift 2
suretrap=${SURETRAP:-npx suretrap}
mkdir -p "$work"
w=$(printf %q "$(cd "$work" && pwd)") # as it stands in the commands of the jobs
quoted=$(printf ' %q' "$@")
last=$((parts - 1))

# submit NAME AFTER ARRAY COMMAND: prints the job's id. ARRAY empty: one task. In COMMAND, $I is the part.
submit() {
  local name=$1 after=$2 array=$3
  shift 3
  # shellcheck disable=SC2086
  sbatch --parsable --job-name="suretrap-$name" --output="$work/$name-%a.log" ${SBATCH_FLAGS:-} \
    ${after:+--dependency=afterok:$after} ${array:+--array=0-$last} \
    --wrap="set -e; cd $(printf %q "$PWD"); I=\${SLURM_ARRAY_TASK_ID:-0}; $*"
}

# What a task writes, it writes whole: a task that is run again does no harm. --shards with the task's id says which part.
read_all() { echo "$suretrap $1 --shards $parts --out $w/$1-\$I.state ${*:2} ${SCAN_FLAGS:-} --no-progress$quoted"; }
merge() { echo "$suretrap merge $w/$1-*.state --out $w/$1.merged"; }

id=$(submit collect '' array "$(read_all collect)")
id=$(submit merge-1 "$id" '' "$(merge collect)")
id=$(submit suspect "$id" array "$(read_all suspect --profile "$w/collect.merged")")
id=$(submit merge-2 "$id" '' "$(merge suspect)")
id=$(submit confirm "$id" array "$(read_all confirm --candidates "$w/suspect.merged")")
id=$(submit merge-3 "$id" '' "$(merge confirm)")
id=$(submit judge "$id" '' "$suretrap judge $w/confirm.merged -o json:$w/report.json -o html:$w/report.html")
echo "$id"
