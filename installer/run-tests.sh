#!/usr/bin/env bash
# Runs the tests in two layers and stops at the first that fails:
#   1. what must work without Qt (core, media, package), in an interpreter in which Qt cannot be imported;
#   2. the plugins, the window and the way from end to end, on Qt's offscreen platform.
# tests/installer is not among them: it needs NSIS, Wine and a compiler for Windows (`make installer`).
# Arguments go to both runs of pytest; with arguments a layer in which nothing is selected is fine.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
PYTHON=.venv/bin/python
# Two threads at most: the tests' arrays are small, and more threads only get in each other's way.
export OMP_NUM_THREADS="${OMP_NUM_THREADS:-2}"

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
run_layer "Without Qt" tests/package tests/media tests/core -- \
    -p no:pytest-qt -p tests.no_qt "$@" || exit
QT_QPA_PLATFORM="${QT_QPA_PLATFORM:-offscreen}" \
    run_layer "With Qt" tests/plugins tests/gui tests/e2e -- "$@" || exit
