"""The libraries that stand in for CUDA's beside a torch for the CPU."""

from __future__ import annotations

import ctypes
import subprocess
import sys
from pathlib import Path

import pytest

from installer import cpu_torch

NAMES = {
    "__cudaRegisterFatBinary",
    "cudaDeviceSynchronize",
    "_ZN3c104cuda12device_countEv",
    "_ZN3c104cuda20CUDACachingAllocator9allocatorE",
}


def test_a_library_has_the_names_that_are_asked_for(tmp_path: Path) -> None:
    file = tmp_path / "libcudart.so.13"
    cpu_torch.build(NAMES, file, "libcudart.so.13")
    made = ctypes.CDLL(str(file))
    assert made["__cudaRegisterFatBinary"]() == 0
    assert (
        ctypes.c_void_p.in_dll(made, "_ZN3c104cuda20CUDACachingAllocator9allocatorE").value is None
    )
    text = subprocess.run(
        ["nm", "--dynamic", "--defined-only", str(file)], capture_output=True, text=True, check=True
    ).stdout
    assert {line.split()[-1] for line in text.splitlines() if " A " not in line} == {
        f"{name}@@libcudart.so.13" for name in NAMES
    }


def test_a_function_that_is_called_ends_the_process(tmp_path: Path) -> None:
    file = tmp_path / "libc10_cuda.so"
    cpu_torch.build(NAMES, file)
    code = f"import ctypes; ctypes.CDLL({str(file)!r})['cudaDeviceSynchronize']()"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == -6
    assert "a CUDA function was called" in done.stderr


def test_what_a_library_asks_for_is_found(tmp_path: Path) -> None:
    for name, names in (("libcudart.so.13", {"cudaEventQuery", "__cudaInitModule"}),
                        ("libc10_cuda.so", {"_ZN3c104cuda12device_countEv"})):  # fmt: skip
        cpu_torch.build(names, tmp_path / name)
    source = tmp_path / "user.c"
    source.write_text(
        "long cudaEventQuery(void); long __cudaInitModule(void); long puts(const char*);\n"
        "long _ZN3c104cuda12device_countEv(void);\n"
        'long f(void) { puts(""); return cudaEventQuery() + __cudaInitModule()'
        " + _ZN3c104cuda12device_countEv(); }\n"
    )
    user = tmp_path / "user.so"
    libraries = [str(tmp_path / name) for name in ("libcudart.so.13", "libc10_cuda.so")]
    subprocess.run(["gcc", "-shared", "-fPIC", "-o", user, source, *libraries], check=True)
    assert cpu_torch.wanted_libraries(user) == ["libcudart.so.13", "libc10_cuda.so"]
    assert cpu_torch.wanted_names(user) == (
        {"cudaEventQuery", "__cudaInitModule"},
        {"_ZN3c104cuda12device_countEv"},
    )


def test_an_environment_that_works_is_left_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(cpu_torch, "mend", lambda folder: pytest.fail("it was changed"))
    assert cpu_torch.main() == 0
    assert "nothing to do" in capsys.readouterr().out
