"""Makes a torchvision that was built for CUDA work beside a torch that was built for the CPU.

    python installer/cpu_torch.py       looks at the torch and torchvision of this interpreter

PyTorch's own index has CPU builds of both for Linux; elsewhere torchvision for Linux is there only
as a build for CUDA. All operations for the CPU are in that build, too, but it asks for three
libraries that a CPU torch comes without. Only their names are needed: none of their functions is
called where torch finds no CUDA device, but those that make kernels known when the library is
loaded. So this writes libraries with these names beside torchvision's own, and has them found
there. Their functions end the process with a message, should one be called after all.

Needs gcc, binutils and patchelf. Changes nothing where torchvision works already.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

_CHECK = """
import torch, torchvision
boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0]])
assert torchvision.ops.nms(boxes, torch.tensor([0.9, 0.8]), 0.5).tolist() == [0]
"""
_SOURCE = """
#include <stdio.h>
#include <stdlib.h>
static long loaded(void) { return 0; }
static long called(void) {
    fputs("a CUDA function was called in a build for the CPU\\n", stderr);
    abort();
}
"""


def works(python: str) -> bool:
    """Whether this interpreter's torch and torchvision work together."""
    return subprocess.run([python, "-c", _CHECK], capture_output=True).returncode == 0


def wanted_libraries(library: Path) -> list[str]:
    """The names of the libraries of CUDA, torch's among them, that an ELF file asks for."""
    text = _output("readelf", "--dynamic", "--wide", str(library))
    needed = re.findall(r"\(NEEDED\).*\[(.+)\]", text)
    return [name for name in needed if re.search(r"cudart|_cuda\.so", name)]


def wanted_names(library: Path) -> tuple[set[str], set[str]]:
    """The names of CUDA that an ELF file takes from elsewhere: (the runtime's, torch's)."""
    text = _output("nm", "--dynamic", "--undefined-only", "--without-symbol-versions", str(library))
    names = {line.split()[-1] for line in text.splitlines()}
    runtime = {name for name in names if re.match(r"(__)?cuda[A-Z]", name)}
    return runtime, {name for name in names if re.match(r"_ZN?K?[\w]*4cuda", name)}


def source(names: Iterable[str]) -> str:
    """C for a library that exports these names."""
    lines = [_SOURCE]
    for name in sorted(names):
        if name.endswith("9allocatorE"):  # the one variable among them: a pointer
            lines.append(f"void *{name};")
        else:
            body = "loaded" if name.startswith("__cuda") else "called"
            lines.append(f'long {name}(void) __attribute__((alias("{body}")));')
    return "\n".join(lines) + "\n"


def build(names: Iterable[str], target: Path, version: str | None = None) -> None:
    """Compile a library that exports these names, all of one symbol version, if one is given."""
    with tempfile.TemporaryDirectory() as work:
        code, script = Path(work) / "names.c", Path(work) / "versions"
        code.write_text(source(names))
        command = ["gcc", "-shared", "-fPIC", "-w", f"-Wl,-soname,{target.name}"]
        if version is not None:
            script.write_text(f"{version} {{ global: *; }};\n")
            command.append(f"-Wl,--version-script={script}")
        subprocess.run([*command, "-o", str(target), str(code)], check=True)


def mend(folder: Path) -> list[str]:
    """Write what torchvision's libraries lack into its folder; returns the names of the files."""
    libraries: dict[str, set[str]] = {}
    for library in (folder / "_C.so", folder / "image.so"):
        runtime, torch = wanted_names(library)
        for name in wanted_libraries(library):
            libraries.setdefault(name, set()).update(runtime if "cudart" in name else torch)
        subprocess.run(
            ["patchelf", "--set-rpath", "$ORIGIN:$ORIGIN/../torchvision.libs", str(library)],
            check=True,
        )
    for name, names in libraries.items():
        version = f"libcudart.so.{name.rpartition('.')[2]}" if "cudart" in name else None
        build(names, folder / name, version)
    return sorted(libraries)


def main() -> int:
    if sys.platform != "linux" or works(sys.executable):
        print("torch and torchvision work together: nothing to do")
        return 0
    spec = importlib.util.find_spec("torchvision")
    if spec is None or spec.origin is None:
        print("cpu_torch: torchvision is not installed here", file=sys.stderr)
        return 1
    names = mend(Path(spec.origin).parent)
    if not works(sys.executable):
        print("cpu_torch: torch and torchvision still do not work together", file=sys.stderr)
        return 1
    print(f"torchvision for the CPU: wrote {', '.join(names)}")
    return 0


def _output(*command: str) -> str:
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
