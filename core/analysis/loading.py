"""Bringing torch in without stalling the other threads of the program."""

from __future__ import annotations

import atexit
import ctypes
import gc
import importlib.util
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Each needs the ones before it, so all are opened in this order; the first is for all to see, as
# torch itself has it. Builds for CUDA bring the second line, and on Linux triton.
_GLOBAL = "torch/lib/libtorch_global_deps.*"
_LIBRARIES = (
    *(f"nvidia/*/lib/lib{name}.so.*" for name in (
        "cublasLt", "cublas", "cudnn", "nvrtc", "cupti", "cufft", "nvJitLink", "cusparse",
        "cusparseLt", "cusolver", "nccl", "nvshmem_host", "cufile",
    )),
    *(f"torch/lib/lib{name}.*" for name in ("c10", "torch_cpu", "torch", "torch_python")),
    "triton/_C/libtriton.so",
)  # fmt: skip


def load_torch() -> None:
    """Import torch and torchvision; from a worker thread, while a window is in use.

    The import takes seconds. Two parts of it hold Python's global lock for long and would stall
    the window (measured: 630 and 920 ms on a cold start): opening the libraries, which is therefore
    done before by a call that releases the lock, and full garbage collections (up to 180 ms each),
    which wait until the end and then leave out what was imported.
    """
    if "torch" in sys.modules and "torchvision" in sys.modules:
        return
    _open_libraries()
    with _no_collections():
        import torch  # noqa: F401
        import torchvision  # noqa: F401


def _open_libraries() -> None:
    # On Windows torch itself opens its libraries through a call that releases the lock.
    found = importlib.util.find_spec("torch")
    if os.name == "nt" or found is None or not found.submodule_search_locations:
        return
    packages = Path(found.submodule_search_locations[0]).parent
    # Functions called through CDLL run without the lock; `CDLL(path)` itself opens with it held.
    dlopen = ctypes.CDLL(None).dlopen
    dlopen.argtypes = [ctypes.c_char_p, ctypes.c_int]
    dlopen.restype = ctypes.c_void_p
    for pattern in (_GLOBAL, *_LIBRARIES):
        scope = os.RTLD_GLOBAL if pattern == _GLOBAL else os.RTLD_LOCAL
        for path in packages.glob(pattern):
            # A library that does not open is told of by the import that follows.
            dlopen(os.fsencode(path), os.RTLD_NOW | scope)


@contextmanager
def _no_collections() -> Iterator[None]:
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
        # Modules stay: later collections need not look at their hundred thousands of objects.
        gc.freeze()
        # At the end they are let go as usual; some libraries report what then is still there.
        atexit.register(gc.unfreeze)
    finally:
        if enabled:
            gc.enable()
