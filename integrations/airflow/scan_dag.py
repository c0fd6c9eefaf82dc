"""Airflow: a scan that stops the run before training. Exit 1 (findings) fails at once, 2 (could not complete) is retried."""

import os
import subprocess

import pendulum
from airflow.exceptions import AirflowException, AirflowFailException
from airflow.sdk import dag, task

SURETRAP = os.environ.get("SURETRAP", "npx suretrap").split()


@dag(schedule=None, start_date=pendulum.datetime(2026, 1, 1), catchup=False, tags=["suretrap"])
def scan_before_training(dataset: str = "/data/train.jsonl", report: str = "/data/reports/suretrap.json"):
    @task(retries=2)
    def scan(dataset: str, report: str) -> str:
        command = [*SURETRAP, "scan", dataset, "--no-progress", "--fail-on", "high", "-o", f"json:{report}"]
        done = subprocess.run(command, check=False)
        if done.returncode == 1:
            raise AirflowFailException(f"planted triggers in {dataset}: see {report}")
        if done.returncode != 0:
            raise AirflowException(f"the scan ended with {done.returncode}")
        return dataset

    @task
    def train(dataset: str):
        print(f"train on {dataset}")

    train(scan("{{ params.dataset }}", "{{ params.report }}"))


scan_before_training()
