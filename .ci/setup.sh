#!/bin/sh
# Makes .venv with what requirements-dev.txt names. Does nothing when that is done already.
# PYTHON chooses the Python; without it the first that is new enough is taken.
set -eu
cd "$(dirname "$0")/.."

which_python() {
    "$1" -c "import sys; print(sys.base_prefix, sys.version)" 2>/dev/null
}

# The copy of the requirements in .venv says what is installed there.
if cmp -s requirements-dev.txt .venv/requirements-dev.txt && installed=$(which_python .venv/bin/python); then
    if [ -z "${PYTHON:-}" ] || [ "$(which_python "$PYTHON")" = "$installed" ]; then
        exit
    fi
fi

# A command that exists can still fail: pyenv leaves one for each version that it knows of. So each is run.
suits() {
    "$1" -c "import sys, sqlite3, ssl, venv; sys.exit(sys.version_info < (3, 12))" >/dev/null 2>&1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        suits "$PYTHON" && echo "$PYTHON"
        return
    fi
    pyenv_root=${PYENV_ROOT:-$HOME/.pyenv}
    for candidate in python3.13 python3.14 python3.12 python3 python \
        "$pyenv_root"/versions/3.13.*/bin/python "$pyenv_root"/versions/3.14.*/bin/python \
        "$pyenv_root"/versions/3.12.*/bin/python "$(uv python find '>=3.12' 2>/dev/null)"; do
        if suits "$candidate"; then
            echo "$candidate"
            return
        fi
    done
    return 1
}

if ! python=$(find_python); then
    if [ -n "${PYTHON:-}" ]; then
        echo "PYTHON=$PYTHON cannot be used: it does not run, is older than 3.12, or lacks SQLite or SSL." >&2
    else
        echo "No Python was found that is 3.12 or newer and has SQLite and SSL." >&2
    fi
    cat >&2 <<END
Install one, for instance with
    uv python install 3.13
    pyenv install 3.13
    apt-get install python3 python3-venv    (Debian 13, Ubuntu 24.04 and newer)
or name one that you have:
    make setup PYTHON=/path/to/python3.13
END
    exit 1
fi

echo "Setting up .venv with $("$python" --version). This takes a minute the first time."
rm -rf .venv
if uv --version >/dev/null 2>&1; then
    uv venv --quiet --python "$python" .venv
    uv pip install --quiet --python .venv/bin/python --require-hashes -r requirements-dev.txt
else
    "$python" -m venv .venv
    .venv/bin/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
fi
cp requirements-dev.txt .venv/
