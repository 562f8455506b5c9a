"""How soon the studio answers a slider, measured in Chromium; whether sliding makes memory grow.

    python benchmarks/studio_latency.py [CASE] [--name NUMBER] [--steps N] [--slide SECONDS]

A slider is moved by one step at a time, each after the answers to the last one came, and it is
noted after how long the text of the answers (``frame-now``), the middle curve, and, once it is let
go, the full forecast stand on the page. Then it slides without a pause, for memory: of the server
with its workers, and of the page. At last keys are typed into the text, a fault and back, and it is
noted when the findings stand. Two quiet cores are needed for figures that mean something; on busy
ones the CPU seconds of server and workers say more, and are printed beside.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from math import isnan
from pathlib import Path
from shutil import which

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from studio_running import running

from stickpoint.case import library

TICK = "SC_CLK_TCK"
WATCH = """
(names) => {
  window.came = {};
  for (const name of names) new MutationObserver(() => { window.came[name] = performance.now(); })
    .observe(document.getElementById(name), { childList: true });
}
"""
STEP = """
([name, k]) => {
  const box = document.querySelector(`.three[data-name="${name}"]`);
  const slider = box.querySelector(".mid");
  const share = 0.2 + 0.6 * ((k * 0.381966) % 1);
  slider.value = Number(slider.min) + share * (slider.max - slider.min);
  window.came = {};
  window.began = performance.now();
  slider.dispatchEvent(new Event("input", { bubbles: true }));
}
"""
RELEASE = """
(name) => {
  const slider = document.querySelector(`.three[data-name="${name}"] .mid`);
  window.came = {};
  window.began = performance.now();
  document.dispatchEvent(new PointerEvent("pointerdown"));
  slider.dispatchEvent(new Event("change", { bubbles: true }));
}
"""


KEY = """
(k) => {
  const area = document.getElementById("yaml");
  const at = area.value.indexOf("horizon: ") + 9;
  if (k % 2) area.setRangeText("", at, at + 1, "end"); else area.setRangeText("x", at, at, "end");
  window.came = {};
  window.began = performance.now();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}
"""


def family(pid: int) -> list[int]:
    """List a process and all below it."""
    found = [pid]
    for one in found:
        for task in Path(f"/proc/{one}/task").glob("*/children"):
            found += [int(child) for child in task.read_text().split()]
    return found


def megabytes(pids: list[int]) -> float:
    """Sum what processes hold in memory."""
    total = 0.0
    for pid in pids:
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS"):
                total += int(line.split()[1]) / 1024
    return total


def cpu(pids: list[int]) -> float:
    """Sum the seconds that processes have computed."""
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in pids]
    return sum(int(one[11]) + int(one[12]) for one in fields) / os.sysconf(TICK)


def quantiles(name: str, found: list[float]) -> None:
    """Print the middle and the ninety-fifth of a hundred."""
    found = sorted(found)
    if found:
        late = found[min(len(found) - 1, int(0.95 * len(found)))]
        print(f"{name:34} p50 {found[len(found) // 2]:7.0f} ms  p95 {late:7.0f} ms  n {len(found)}")


def waited(page, name: str, limit: float = 60.0) -> float:
    """Return after how many milliseconds an element was filled."""
    end = time.monotonic() + limit
    while time.monotonic() < end:
        came = page.evaluate(f"window.came['{name}'] - window.began")
        if came is not None and not isnan(came):
            return came
        time.sleep(0.004)
    return float("nan")


def main() -> None:
    from playwright.sync_api import sync_playwright

    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("case", nargs="?", default="korea-1952")
    ask.add_argument("--name", default="parties.us.pace")
    ask.add_argument("--steps", type=int, default=40)
    ask.add_argument("--slide", type=float, default=30.0)
    given = ask.parse_args()
    text = library.path_of(given.case).read_text(encoding="utf-8")
    folder = tempfile.TemporaryDirectory()
    path = Path(folder.name) / f"{given.case}.case.yaml"
    with running(path, text) as studio, sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=which("chromium"), args=["--no-sandbox"])
        page = browser.new_context(viewport={"width": 1400, "height": 900}).new_page()
        page.goto(studio.address)
        page.goto(f"{studio.origin}/forecast")
        slider = page.locator(f'.three[data-name="{given.name}"]')
        slider.wait_for(state="attached", timeout=120_000)
        while page.evaluate("document.querySelector('[aria-busy]') !== null"):
            time.sleep(0.1)
        page.evaluate(WATCH, ["frame-now", "forecast-middle", "forecast-curve", "frame-when"])
        workers = family(studio.process.pid)
        print("load of the machine at the beginning:", *(f"{x:.1f}" for x in os.getloadavg()))
        steps(page, given, workers)
        memory(page, given, workers)
        page.goto(f"{studio.origin}/case")
        page.locator("#case-marks p").wait_for(state="attached", timeout=120_000)
        page.evaluate(WATCH, ["case-marks", "frame-findings"])
        keys(page, given, workers)
        browser.close()


def steps(page, given, workers: list[int]) -> None:
    """Measure single steps, then releases."""
    text, middle, bands = [], [], []
    begun = cpu(workers)
    for k in range(given.steps):
        page.evaluate(STEP, [given.name, k])
        text.append(waited(page, "frame-now"))
        middle.append(waited(page, "forecast-middle"))
    spent = (cpu(workers) - begun) / given.steps
    quantiles("text of why, stability", text)
    quantiles("middle curve", middle)
    print(f"{'CPU of server and workers a step':34} {1000 * spent:11.0f} ms")
    spent = []
    for k in range(max(3, given.steps // 4)):
        page.evaluate(STEP, [given.name, k + 0.5])
        waited(page, "forecast-middle")
        begun = cpu(workers)
        page.evaluate(RELEASE, given.name)
        bands.append(waited(page, "forecast-curve"))
        spent.append(1000 * (cpu(workers) - begun))
    quantiles("full bands after rest", bands)
    quantiles("CPU of server and workers for them", spent)


def keys(page, given, workers: list[int]) -> None:
    """Type keys one by one, each a fault or its mending, and note when the findings stand."""
    found, begun = [], cpu(workers)
    for k in range(given.steps):
        page.evaluate(KEY, k)
        found.append(waited(page, "case-marks"))
        time.sleep(0.2)  # as one who types
    quantiles("faults of a typed text", found)
    spent = 1000 * (cpu(workers) - begun) / given.steps
    print(f"{'CPU of server and workers a key':34} {spent:11.0f} ms")


def memory(page, given, workers: list[int]) -> None:
    """Slide without a pause, and print what memory does meanwhile; the last value must be shown."""
    heap = "performance.memory.usedJSHeapSize / 1048576"
    end, k, shown = time.monotonic() + given.slide, 0, time.monotonic()
    print(f"sliding {given.slide:.0f} s: seconds, steps, MB of server and workers, MB of the page")
    while time.monotonic() < end:
        page.evaluate(STEP, [given.name, k])
        k += 1
        time.sleep(0.02)
        if time.monotonic() >= shown:
            shown += given.slide / 6
            left = end - time.monotonic()
            print(
                f"  {given.slide - left:6.0f} {k:6} {megabytes(workers):8.0f}", page.evaluate(heap)
            )
    page.evaluate(RELEASE, given.name)
    print(f"  last answer after {waited(page, 'forecast-middle'):.0f} ms", f"{k} steps")


if __name__ == "__main__":
    main()
