#!/usr/bin/env bash
# Sets up everything that SyncReview needs on a Debian (12, 13) or Ubuntu (22.04, 24.04) machine: system
# packages, a virtual environment in .venv, and the Python packages. What is there is left alone: a second run
# installs and updates nothing.
#
#   installer/bootstrap.sh [--system | --no-dev] [--packaging]
#
# --system stops after the system packages; --no-dev leaves out what only the tests and checks need; --packaging
# adds what builds the program and the Windows installer, and tries it: compilers, NSIS, Wine.
#
# SYNCREVIEW_SKIP_SYSTEM=1 leaves the system packages to you (other distributions, no root rights).
set -euo pipefail

# Kept in step with core/ and requires-python by tests/package/test_setup.py.
MIN_MINOR=11
MAX_MINOR=14   # newer ones may lack wheels of torch or PySide6
FETCHED_PYTHON=3.12

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"
VENV="$ROOT/.venv"
STAMP="$VENV/.syncreview-installed"
REQUIREMENTS=(requirements.txt requirements-dev.txt)
SYSTEM_ONLY=
PACKAGING=

say() { printf '== %s\n' "$*"; }
die() {
    printf 'bootstrap: %s\n' "$@" >&2
    exit 1
}

for option in "$@"; do
    case "$option" in
        --system) SYSTEM_ONLY=1 ;;
        --no-dev) REQUIREMENTS=(requirements.txt) ;;
        --packaging) PACKAGING=1 ;;
        *) die "unknown option $option; see the head of $0" ;;
    esac
done

# --- system packages ------------------------------------------------------------------------------

# One need a line; names that differ between releases are separated by "|", the newest first.
SYSTEM_PACKAGES=(
    # Python and the build
    python3 python3-venv make git ca-certificates
    # Qt without a screen
    libgl1 libegl1 libxkbcommon0 libdbus-1-3 libfontconfig1 "libglib2.0-0t64|libglib2.0-0"
    libx11-6 libfreetype6
    # Qt on X11, and sound
    libxkbcommon-x11-0 libxcb-cursor0 libxcb-icccm4 libxcb-image0 libxcb-keysyms1 libxcb-randr0
    libxcb-render-util0 libxcb-shape0 libxcb-xkb1 "libpulse0t64|libpulse0"
    "libgssapi-krb5-2t64|libgssapi-krb5-2"
    # fonts: without the second every Korean letter is a box
    fonts-dejavu-core fonts-nanum
    # the tests: a screen in memory, keys and mouse, pictures of it, a voice, a second opinion on media
    xvfb xauth xdotool imagemagick espeak-ng ffmpeg openssl
    # and a sound card that plays into nothing
    pulseaudio pulseaudio-utils
)

# wine has the command of that name, wine64 what it runs; nothing 32-bit is needed. The rest is for the build for
# Linux: PyInstaller reads libraries with objdump, installer/cpu_torch.py compiles some.
PACKAGING_PACKAGES=(nsis wine wine64 gcc-mingw-w64-x86-64 gcc libc6-dev binutils)

installed() {
    [[ "$(dpkg-query -W -f='${db:Status-Status}\n' "$1" 2>/dev/null | head -n 1)" == "installed" ]]
}

# Prints the needs of which no alternative is installed.
missing_needs() {
    local need name found
    for need in "${SYSTEM_PACKAGES[@]}"; do
        found=
        for name in ${need//|/ }; do
            if installed "$name"; then
                found=1
                break
            fi
        done
        [[ -n "$found" ]] || printf '%s\n' "$need"
    done
}

# The first alternative that this release has.
available_name() {
    local name policy
    for name in ${1//|/ }; do
        policy="$(apt-cache policy "$name" 2>/dev/null)"
        if [[ "$policy" == *"Candidate: "* && "$policy" != *"Candidate: (none)"* ]]; then
            printf '%s\n' "$name"
            return 0
        fi
    done
    return 1
}

install_system_packages() {
    if [[ -n "${SYNCREVIEW_SKIP_SYSTEM:-}" ]]; then
        say "System packages: left to you (SYNCREVIEW_SKIP_SYSTEM)"
        return
    fi
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        say "System packages: this is not Debian or Ubuntu; install the equivalents of: ${SYSTEM_PACKAGES[*]}"
        return
    fi
    local needs=() as_root=() names=() need name
    mapfile -t needs < <(missing_needs)
    if ((${#needs[@]} == 0)); then
        say "System packages: all there"
        return
    fi
    if ((EUID != 0)); then
        if ! command -v sudo >/dev/null; then
            for need in "${needs[@]}"; do
                names+=("$(available_name "$need" || printf '%s' "${need%%|*}")")
            done
            die "system packages are missing and there is neither root nor sudo. Let an administrator run:" \
                "    apt-get install ${names[*]}" \
                "or set SYNCREVIEW_SKIP_SYSTEM=1 to go on without them."
        fi
        as_root=(sudo)
    fi
    say "System packages: installing ${needs[*]//|/ or }"
    # A broken third-party source must not stop us: what matters is whether the names below are found.
    "${as_root[@]}" apt-get -q update || say "apt-get update failed; going on with the lists that are there"
    for need in "${needs[@]}"; do
        name="$(available_name "$need")" ||
            die "no package $need is available here. On Ubuntu, is the 'universe' component enabled?"
        names+=("$name")
    done
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        -o DPkg::Lock::Timeout=300 "${names[@]}"
}

# --- Python ----------------------------------------------------------------------------------------

usable_python() {
    "$1" - "$MIN_MINOR" "$MAX_MINOR" >/dev/null 2>&1 <<'PY'
import ensurepip, sys, venv
low, high = map(int, sys.argv[1:])
sys.exit(not (sys.version_info[0] == 3 and low <= sys.version_info[1] <= high))
PY
}

make_venv() {
    if [[ -e "$VENV" ]]; then
        if usable_python "$VENV/bin/python"; then
            return
        fi
        say "Python: the interpreter of .venv is gone or too old; making .venv anew"
        rm -rf "$VENV"
    fi
    local candidate
    for candidate in python3 python3.13 python3.12 python3.11; do
        if command -v "$candidate" >/dev/null && usable_python "$candidate"; then
            say "Python: $("$candidate" --version) in .venv"
            "$candidate" -m venv "$VENV"
            return
        fi
    done
    command -v python3 >/dev/null || die "no python3 was found."
    say "Python: none from 3.$MIN_MINOR to 3.$MAX_MINOR here; fetching $FETCHED_PYTHON with uv"
    helper="$(mktemp -d)"  # global, for the trap
    trap 'rm -rf "$helper"' EXIT
    python3 -m venv "$helper"
    "$helper/bin/python" -m pip install -q --disable-pip-version-check uv
    "$helper/bin/python" -m uv venv --seed --managed-python --python "$FETCHED_PYTHON" "$VENV" ||
        die "uv could not fetch Python $FETCHED_PYTHON (the message is above). Install a Python from" \
            "3.$MIN_MINOR to 3.$MAX_MINOR with its venv module by other means and run this again."
}

wanted_stamp() {
    printf '%s\n' "${REQUIREMENTS[@]}"
    "$VENV/bin/python" --version
    sha256sum "${REQUIREMENTS[@]}"
}

install_python_packages() {
    local files=() file
    if [[ -f "$STAMP" && "$(<"$STAMP")" == "$(wanted_stamp)" ]]; then
        say "Python packages: all there"
        return
    fi
    for file in "${REQUIREMENTS[@]}"; do
        files+=(-r "$file")
    done
    say "Python packages: installing ${REQUIREMENTS[*]}"
    if ! "$VENV/bin/python" -m uv --version >/dev/null 2>&1; then
        # A .venv that uv made has no pip.
        "$VENV/bin/python" -m pip --version >/dev/null 2>&1 || "$VENV/bin/python" -m ensurepip
        "$VENV/bin/python" -m pip install -q --disable-pip-version-check uv
    fi
    # One resolution for all: torch and torchvision must match, and pip would take minutes. Compiled here, since
    # compiling torch at its first import would take seconds of the first analysis.
    UV_HTTP_TIMEOUT="${UV_HTTP_TIMEOUT:-300}" "$VENV/bin/python" -m uv pip install -q --compile-bytecode \
        --python "$VENV/bin/python" "${files[@]}"
    "$VENV/bin/python" -c '
import torch, torchvision
boxes = torch.tensor([[0.0, 0.0, 2.0, 2.0], [0.0, 0.0, 2.0, 2.0]])
kept = torchvision.ops.nms(boxes, torch.tensor([0.9, 0.8]), 0.5)
assert kept.tolist() == [0], kept
print(f"== torch {torch.__version__} with torchvision {torchvision.__version__}: works")
' || die "torch and torchvision do not work together; remove .venv and try again."
    wanted_stamp >"$STAMP"
}

[[ -n "$PACKAGING" ]] && SYSTEM_PACKAGES+=("${PACKAGING_PACKAGES[@]}")
install_system_packages
[[ -n "$SYSTEM_ONLY" ]] && exit 0
make_venv
install_python_packages
