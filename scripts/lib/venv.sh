# Sourced by the scripts beside this folder, from the top of the project.
# Makes .venv, or the environment that $venv names, with the project in it, and sets $python to its
# interpreter.

# The first Python that is new enough; PYTHON, when set, is the only one tried.
find_python() {
    new_enough='import sys; sys.exit(sys.version_info < (3, 11))'
    if [ -n "${PYTHON:-}" ]; then
        "$PYTHON" -c "$new_enough" 2>/dev/null && printf '%s\n' "$PYTHON" && return
        echo "PYTHON=$PYTHON does not run, or is older than Python 3.11" >&2
        return 1
    fi
    for candidate in python3 python3.13 python3.12 python3.11 python3.14 python; do
        "$candidate" -c "$new_enough" 2>/dev/null && printf '%s\n' "$candidate" && return
    done
    echo "No Python 3.11 or newer found; install one, or name it: PYTHON=/path/to/python $0" >&2
    return 1
}

# The Python of a version such as 3.13: on the path, or one that uv or pyenv keep.
find_version() {
    right="import sys; sys.exit('%d.%d' % sys.version_info[:2] != '$1')"
    for candidate in "python$1" "$(uv python find "$1" 2>/dev/null)" \
        "${PYENV_ROOT:-$HOME/.pyenv}/versions/$1".*/bin/python; do
        "$candidate" -c "$right" 2>/dev/null && printf '%s\n' "$candidate" && return
    done
    echo "No Python $1 found; install it, with \`uv python install $1\` say" >&2
    return 1
}

# Installs the project, with the extras given ("" or "[test]"), unless that was done before.
install_project() {
    venv=${venv:-.venv}
    python=$PWD/$venv/bin/python
    if ! "$python" -m pip --version >/dev/null 2>&1; then
        base=$(find_python) || exit 2
        echo "Making $venv with $("$base" --version)"
        # Some systems ship Python without the part that puts pip into a venv.
        if "$base" -c 'import ensurepip' 2>/dev/null; then
            "$base" -m venv --clear "$venv"
        else
            "$base" -m venv --clear --without-pip "$venv"
            "$base" -m pip --python "$python" install --quiet pip
        fi
    fi
    # The stamp holds all that the installation depends on.
    wanted=$(pwd && cat pyproject.toml)
    stamp=$venv/installed$1
    if [ "$(cat "$stamp" 2>/dev/null)" != "$wanted" ]; then
        echo "Installing the project and what it needs"
        "$python" -m pip install --quiet --disable-pip-version-check --editable ".$1"
        printf '%s\n' "$wanted" >"$stamp"
    fi
    # So that the first run is as fast as all others, where Python may not keep what it compiles too.
    "$python" -m compileall -q qa
}
