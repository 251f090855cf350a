"""Which modules and files the frozen program holds, and the check that none of ours is missing."""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# What must stay though it looks unused: torch imports at run time unittest, multiprocessing,
# torch.testing._internal, torch.distributed(.rpc), torch.ao, torch.quantization, torch._dynamo,
# torch._inductor, torch.export, torchgen, torch.utils.data and sympy.
# `python -m installer.bundle.barred` runs the self-test from source without all of these.
EXCLUDES = [
    # tools of development, and what only notebooks want
    "IPython", "jupyter", "matplotlib", "pytest", "_pytest", "hypothesis", "skimage", "scipy",
    "setuptools", "pip", "wheel", "pkg_resources", "lib2to3", "pygments", "tensorboard", "psutil",
    # parts of torch that train, export or look at models
    "caffe2", "torch.utils.benchmark", "torch.utils.model_dump",
    "torch.utils.tensorboard", "torch.utils.viz", "torch.distributed.pipelining",
    "torch.distributed.checkpoint", "torch.distributed.elastic",
    "torch._inductor.fx_passes", "torch._inductor.kernel", "torchvision.prototype",
    # parts of pyqtgraph, OpenCV and Qt that no window of ours uses
    "pyqtgraph.examples", "pyqtgraph.opengl", "pyqtgraph.flowchart", "pyqtgraph.jupyter",
    "pyqtgraph.console", "cv2.gapi",
    "PySide6.QtDBus", "PySide6.QtDesigner", "PySide6.QtPdf", "PySide6.QtQml", "PySide6.QtQuick",
    "PySide6.QtSql", "PySide6.QtTest", "PySide6.QtWebEngineCore", "PIL.ImageQt",
    # editing lines in a terminal; its library is under the GPL
    "readline",
]  # fmt: skip
"""Modules that stay outside, with all below them."""

_DROPPED = re.compile(
    r"^("
    # torch: tests, headers and tools
    r"torch/(test|include|share)/|torch/bin/(?!torch_shm_manager)"
    r"|torch/lib/lib(jitbackend_test|torchbind_test|backend_with_compiler|aoti_custom_ops)\.so"
    # Qt: other languages than ours, QML, a second renderer, plugins for what is not used
    r"|(PySide6/)?opengl32sw\.dll"
    r"|PySide6/(Qt/)?(translations/(?!qt(base)?_ko)|qml/|resources/)"
    r"|PySide6/(Qt/)?plugins/(assetimporters|designer|egldeviceintegrations|generic|geo\w+|help"
    r"|networkinformation|platformthemes|position|qmllint|qmltooling|renderers"
    r"|sceneparsers|scxmldatamodel|sensors|sqldrivers|tls|vectorimageformats|virtualkeyboard"
    r"|wayland[\w-]*|webview)/"
    r"|PySide6/(Qt/)?plugins/platforminputcontexts/(lib)?qtvirtualkeyboard"
    r"|PySide6/(Qt/)?plugins/imageformats/(lib)?qpdf"
    r"|PySide6/(Qt/)?plugins/platforms/(lib)?q(wayland|eglfs|linuxfb|vnc|vkkhrdisplay|minimal|direct2d)"
    r"|PySide6/(Qt/lib/lib)?Qt6(3D\w*|Charts\w*|DataVis\w*|Designer\w*|Egl\w*|Graphs\w*|Help|Location\w*"
    r"|Pdf\w*|Qml\w*|Quick\w*|Sql|Test|VirtualKeyboard\w*|Wayland\w*|WebEngine\w*|WebSockets|WlShell\w*)[.\w]*"
    # OpenCV's own decoder (PyAV decodes), and samples and tests of others
    r"|cv2/opencv_videoio_ffmpeg|cv2/gapi/"
    r"|(numpy|sympy|networkx|mpmath)/(.*/)?tests?/"
    r"|share/(icons|themes|mime)"
    r")"
)

_INPUT_CONTEXTS = ("ibus", "compose")


LICENCES = "resources/licences/third-party.txt"
"""The licences of all that is in a build, made for each build by installer/licences.py."""


SPLASH = "pyi_splash"
"""PyInstaller's module that takes the splash away, which gui/starting.py imports."""


def kept(entries: Iterable[tuple[str, str, str]]) -> list[tuple[str, str, str]]:
    """The entries of a table of contents, (name, source, kind), that go into the program."""
    return [entry for entry in entries if not _DROPPED.match(entry[0].replace("\\", "/"))]


def plugin_ids() -> list[str]:
    """The program's own plugins."""
    return sorted(manifest.parent.name for manifest in ROOT.glob("plugins/*/manifest.toml"))


def our_files() -> list[tuple[str, str]]:
    """The files that are read at run time, as (path, folder inside the program)."""
    found = [(str(ROOT / "LICENSE"), ".")]
    folders = [ROOT / "resources", *(ROOT / "plugins" / id for id in plugin_ids())]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.is_file() and path.suffix not in (".py", ".pyc", ".ts"):
                found.append((str(path), path.parent.relative_to(ROOT).as_posix()))
    return found


def files_of_packages() -> list[tuple[str, str]]:
    """Files of other packages that our plugins name in their `requires`, where the installed
    version has them, as (path, folder inside the program)."""
    found = []
    for id in plugin_ids():
        manifest = (ROOT / "plugins" / id / "manifest.toml").read_text(encoding="utf-8")
        for name in tomllib.loads(manifest).get("requires", ()):
            package, _, inside = name.partition("/")
            spec = find_spec(package) if inside else None
            for folder in (spec.submodule_search_locations or []) if spec is not None else []:
                if (path := Path(folder, inside)).is_file():
                    found.append((str(path), Path(name).parent.as_posix()))
    return found


def operations_of_torchvision() -> list[tuple[str, str]]:
    """torchvision's compiled operations, as (path, folder inside the program).

    Their library has another name since 0.29 (`_C_stable`), which PyInstaller does not look for.
    """
    found = find_spec("torchvision")
    folders = (found.submodule_search_locations or []) if found is not None else []
    return [
        (str(path), "torchvision")
        for folder in folders
        for path in sorted(Path(folder).glob("_C*"))
        if path.suffix in (".so", ".pyd")
    ]


def our_modules() -> list[str]:
    """All modules of core/, gui/ and plugins/: plugins are imported by name, others by a name in a
    text."""
    return sorted(
        ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")
        for package in ("core", "gui", "plugins")
        for path in (ROOT / package).rglob("*.py")
    )


def _platform_plugins() -> list[str]:
    if sys.platform == "win32":
        return [f"PySide6/plugins/platforms/q{name}.dll" for name in ("windows", "offscreen")]
    screen, end = ("cocoa", "dylib") if sys.platform == "darwin" else ("xcb", "so")
    found = [f"PySide6/Qt/plugins/platforms/libq{name}.{end}" for name in (screen, "offscreen")]
    if sys.platform == "linux":
        # Through these Korean is typed, and letters of two keys.
        folder = "PySide6/Qt/plugins/platforminputcontexts"
        found += [f"{folder}/lib{name}platforminputcontextplugin.so" for name in _INPUT_CONTEXTS]
    return found


def missing(modules: Iterable[str], files: Iterable[str]) -> list[str]:
    """What the frozen program lacks.

    Args:
        modules: names of the modules that it holds.
        files: names of the files that it holds, relative to its folder.
    """
    modules, files = set(modules), {name.replace("\\", "/") for name in files}
    operations = operations_of_torchvision() or [("_C", "torchvision")]
    named = [*our_files(), *files_of_packages(), *operations]
    wanted = {Path(folder, Path(path).name).as_posix() for path, folder in named}
    wanted |= {LICENCES, "facenet_pytorch/models/mtcnn.py"}
    wanted |= {f"facenet_pytorch/data/{net}net.pt" for net in "pro"}
    wanted |= set(_platform_plugins())
    return [
        *(f"module {name}" for name in [*our_modules(), SPLASH] if name not in modules),
        *(f"file {name}" for name in sorted(wanted - files)),
    ]
