#!/usr/bin/env bash
# Runs the tests in two layers, the first in two halves side by side, and stops at the first that fails:
#   1. what must work without Qt (core, media, package, plugins), in an interpreter in which Qt cannot be imported;
#   2. the window and the way from end to end, on Qt's offscreen platform.
# tests/installer and tests/windows are not among them: they need Wine and more (`make installer`, `make windows`).
# Arguments go to both runs of pytest; with arguments a layer in which nothing is selected is fine.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python
# Two threads at most: the tests' arrays are small, and more threads only get in each other's way.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"
# And they sleep while they wait: threads that spin keep the cores from whatever runs beside.
export OMP_WAIT_POLICY="${OMP_WAIT_POLICY:-PASSIVE}"

# run_layer TITLE FOLDERS -- PYTEST_OPTIONS
run_layer() {
    local title="$1" folders=() folder status
    shift
    while [[ "$1" != "--" ]]; do
        folder="$1"
        # A folder without a test yet is not an error; a folder whose tests vanish is (pytest's status 5).
        if compgen -G "$folder/test_*.py" >/dev/null || compgen -G "$folder/**/test_*.py" >/dev/null; then
            folders+=("$folder")
        fi
        shift
    done
    shift
    if ((${#folders[@]} == 0)); then
        printf 'No tests: %s\n' "$title"
        return 0
    fi
    printf '\n== %s: %s\n' "$title" "${folders[*]}"
    "$PYTHON" -m pytest "${folders[@]}" "$@"
    status=$?
    if ((status == 5 && USER_ARGUMENTS > 0)); then
        return 0
    fi
    return "$status"
}

shopt -s globstar
USER_ARGUMENTS=$#
# The first layer in two halves that take about as long, side by side: neither draws or measures anything. What
# the second half prints comes when the first is through.
without_qt() {
    local title="$1"
    shift
    run_layer "Without Qt, $title" "$@" -p no:pytest-qt -p tests.no_qt
}
printed="$(mktemp)"
beside=
# Ctrl+C does not reach what runs beside this.
trap 'rm -f "$printed"; [[ -z "$beside" ]] || pkill -TERM -P "$beside"; true' EXIT
without_qt "media, packages and plugins" tests/package tests/media tests/core/media tests/plugins -- "$@" >"$printed" 2>&1 &
beside=$!
without_qt "the rest of core" tests/core -- --ignore=tests/core/media "$@"
status=$?
wait "$beside"
status_beside=$?
beside=
cat "$printed"
((status == 0)) || exit "$status"
((status_beside == 0)) || exit "$status_beside"

QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" \
    run_layer "With Qt" tests/gui tests/e2e -- "$@" || exit
