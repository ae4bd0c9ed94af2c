#!/usr/bin/env python3
"""Measures the page over many findings: time and memory to draw it, its size, and how a browser takes it.

    benches/report.py DEIDBENCH RUN [FINDINGS]

The findings of the folder RUN are repeated under other patients, files and values until there are FINDINGS (1,000,000).
Work goes to a temporary folder and is removed at the end.
"""

import csv
import hashlib
import os
import re
import shutil
import sys
import tempfile
import time

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "../tests/browser"))
from chromium import Browser

STATUS = "document.getElementById('status').textContent"


def multiply(source, target, count):
    """Writes so many findings."""
    with open(source, newline="") as file:
        rows = list(csv.DictReader(file))
    with open(target, "w", newline="") as file:
        table = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        table.writeheader()
        for number in range(count):
            turn, row = number // len(rows), dict(rows[number % len(rows)])
            mark = hashlib.sha256(f"{number}".encode()).hexdigest()
            for name in ("patient", "instance", "plant"):
                row[name] = re.sub(r"^DEID-\d+", f"DEID-{turn:06}", row[name])
            row["output"] = row["output"].replace("/", f"/{turn:06}-", 1)
            row["evidence"] = re.sub(r"\d", lambda _: mark[number % 60].translate(str.maketrans("abcdef", "012345")), row["evidence"])
            row["value"] = f"sha256:{mark[:12]}" if row["value"] else ""
            row["crop"] = ""
            table.writerow(row)


def measured(command):
    """Seconds, seconds of CPU and peak memory in MB of a command."""
    start = time.time()
    child = os.fork()
    if child == 0:
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        os.execvp(command[0], command)
    _, ended, used = os.wait4(child, 0)
    if ended != 0:
        raise SystemExit(f"{command} failed")
    return time.time() - start, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024


def browse(page):
    """Opens the page and uses its list; gives what each step took in seconds."""
    program = next((name for name in ("chromium", "chromium-browser", "google-chrome") if shutil.which(name)), None)
    if program is None:
        return {"opened": "no chromium on this machine"}
    act = {
        "filtered by verdict": (
            "(() => { const list = document.querySelector('[data-word=verdict]'); list.value = list.options[1].value;"
            "list.dispatchEvent(new Event('change', {bubbles: true})); })()",
            f"{STATUS}.includes(' of ')",
        ),
        "all shown again": ("document.querySelector('#filters [type=reset]').click()", f"!{STATUS}.includes(' of ')"),
        "sorted by patient": (
            "document.querySelector('[data-sort=patient] button').click()",
            "document.querySelector('#list tbody tr').cells[5].textContent.endsWith('000000')",
        ),
        "every text searched": (
            "(() => { const box = document.getElementById('search'); box.value = '/000007-';"
            "box.dispatchEvent(new Event('input', {bubbles: true})); })()",
            f"{STATUS}.includes(' of ')",
        ),
    }
    with Browser(program) as browser:
        took = {"opened": f"{browser.open(page):.2f} s"}
        for name, (script, condition) in act.items():
            start = time.time()
            browser.run(script)
            browser.until(condition, 120)
            took[name] = f"{time.time() - start:.2f} s"
        took["errors"] = len(browser.errors)
    return took


def main(program, run, count=1_000_000):
    with tempfile.TemporaryDirectory(prefix="deidbench-report-") as folder:
        shutil.copy(os.path.join(run, "scorecard.json"), folder)
        multiply(os.path.join(run, "findings.csv"), os.path.join(folder, "findings.csv"), int(count))
        page = os.path.join(folder, "report.html")
        wall, cpu, memory = measured([program, "report", folder, "--report", f"html={page}"])
        print(f"{int(count):,} findings, {os.path.getsize(os.path.join(folder, 'findings.csv')) / 1e6:.0f} MB of findings.csv")
        print(f"table and page drawn: {wall:.2f} s ({cpu:.2f} s of CPU), peak memory {memory:.0f} MB")
        print(f"page: {os.path.getsize(page) / 1e6:.1f} MB")
        for name, value in browse(page).items():
            print(f"{name}: {value}")


if __name__ == "__main__":
    main(*sys.argv[1:])
