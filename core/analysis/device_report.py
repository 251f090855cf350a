"""What the networks run on, measured: devices, driver, memory, and a product that is timed."""

from __future__ import annotations

import platform
import time
from collections.abc import Callable
from dataclasses import dataclass, replace

from core.analysis.device import resolve_device
from core.analysis.loading import load_torch
from core.jobs import JobContext
from core.sync.precision import half_of

_SIDE = {"cpu": 1024, "cuda": 8192, "mps": 4096}
"""Of the square matrices that are multiplied: large enough that starting it costs nothing."""
_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Product:
    """A timed product of two square matrices: tera operations a second (2 n^3 of each)."""

    precision: str
    tflops: float
    deviation: float
    """Largest difference from the product in double precision, as a share of the largest value."""


@dataclass(frozen=True, slots=True)
class DeviceReport:
    """One device of this computer.

    Args:
        id: "cpu", "cuda" or "mps".
        name: as its maker calls it.
        facts: (what, value), e.g. the driver; in English.
        chosen: it is what "auto" takes.
        problem: why it cannot be used; "" if it can.
    """

    id: str
    name: str
    facts: tuple[tuple[str, str], ...] = ()
    products: tuple[Product, ...] = ()
    chosen: bool = False
    problem: str = ""


def device_reports(ctx: JobContext) -> list[DeviceReport]:
    """All devices, each with a product that is really computed; takes a few seconds.

    A device that fails is told of and does not stop the others.
    """
    ctx.progress(0, 0, "Loading the models")
    load_torch()
    import torch

    chosen = resolve_device("auto")
    found = ["cpu"]
    if torch.cuda.is_available():
        found.append("cuda")
    if torch.backends.mps.is_available():
        found.append("mps")
    reports = []
    for number, id in enumerate(found):
        ctx.progress(number, len(found), f"Measuring {id}")
        report = DeviceReport(id, id.upper(), chosen=id == chosen)
        try:
            report = replace(report, name=_name(id))
            report = replace(report, facts=_facts(id))
            precisions = dict.fromkeys(["fp32", half_of(id)])
            report = replace(report, products=tuple(_product(id, p, ctx) for p in precisions))
        except (RuntimeError, TypeError, AssertionError) as error:
            # What drivers and torch say of a device that is there but does not work.
            report = replace(report, problem=(str(error).strip().splitlines() or ["?"])[0])
        reports.append(report)
    return reports


def _name(id: str) -> str:
    import torch

    if id == "cuda":
        return torch.cuda.get_device_name(0)
    return platform.processor() or platform.machine()


def _facts(id: str) -> tuple[tuple[str, str], ...]:
    import torch

    facts = [("PyTorch", str(torch.__version__))]
    if id == "cpu":
        facts.append(("Threads", str(torch.get_num_threads())))
        facts.append(("Half precision", "bf16" if half_of("cpu") == "bf16" else "none of its own"))
    elif id == "cuda":
        free, total = torch.cuda.mem_get_info()
        major, minor = torch.cuda.get_device_capability(0)
        facts += [
            ("CUDA", str(torch.version.cuda)),
            ("Driver", _driver()),
            ("Compute capability", f"{major}.{minor}"),
            ("Memory", f"{free / 2**30:.1f} of {total / 2**30:.1f} GiB free"),
        ]
    return tuple(facts)


def _driver() -> str:
    """The version of NVIDIA's driver, as its own tool tells it."""
    import shutil
    import subprocess

    tool = shutil.which("nvidia-smi")
    if tool is None:
        return "unknown"
    command = [tool, "--query-gpu=driver_version", "--format=csv,noheader"]
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            text=True,
            timeout=10,
            check=False,
            # No console flashes up behind the window.
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except (OSError, subprocess.TimeoutExpired):
        return "unknown"
    return done.stdout.strip().splitlines()[0] if done.stdout.strip() else "unknown"


def _product(id: str, precision: str, ctx: JobContext) -> Product:
    import torch

    dtype = {"fp32": torch.float32, "fp16": torch.float16, "bf16": torch.bfloat16}[precision]
    side = _SIDE[id]
    make = torch.Generator().manual_seed(1)
    a, b = (torch.randn(side, side, generator=make).to(id, dtype) for _ in range(2))
    wait: Callable[[], None] = {
        "cuda": torch.cuda.synchronize,
        "mps": torch.mps.synchronize,
    }.get(id, lambda: None)
    result = a @ b
    wait()
    count, begin = 0, time.perf_counter()
    while (seconds := time.perf_counter() - begin) < _SECONDS or not count:
        ctx.check()
        result = a @ b
        wait()
        count += 1
    some = slice(0, 64)
    # On the CPU first: MPS knows no double precision.
    exact = a[some].cpu().double() @ b.cpu().double()
    off = (result[some].cpu().double() - exact).abs().max() / exact.abs().max()
    return Product(precision, 2.0 * side**3 * count / seconds / 1e12, float(off))
