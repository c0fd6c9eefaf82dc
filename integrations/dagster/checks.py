"""Dagster: an asset check that blocks what comes after the dataset, with the findings as its metadata."""

import json
import os
import subprocess

import dagster as dg

DATASET = os.environ.get("SFT_DATASET", "data/train.jsonl")
SURETRAP = os.environ.get("SURETRAP", "npx suretrap").split()


@dg.asset
def sft_dataset() -> str:
    return DATASET


@dg.asset_check(asset=sft_dataset, blocking=True)
def no_planted_trigger(sft_dataset: str) -> dg.AssetCheckResult:
    done = subprocess.run([*SURETRAP, "scan", sft_dataset, "-f", "json", "--quiet"], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise dg.Failure(f"the scan ended with {done.returncode}: {done.stderr}")
    report = json.loads(done.stdout)
    found = [f"{one['severity']} {one['rule']}: {one['message']}" for one in report["findings"]]
    return dg.AssetCheckResult(
        passed=done.returncode == 0,
        severity=dg.AssetCheckSeverity.ERROR,
        metadata={"findings": len(found), "what": dg.MetadataValue.md("\n".join(f"* {line}" for line in found) or "none")},
    )


@dg.asset(deps=[sft_dataset])
def model() -> None:
    """Training; not started while the check fails."""


defs = dg.Definitions(assets=[sft_dataset, model], asset_checks=[no_planted_trigger])
