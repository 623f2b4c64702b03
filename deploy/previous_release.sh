#!/bin/sh
# deploy/previous_release.sh TAG [TESTS…]: the API tests of the release TAG on the database schema of this tree.
# While an upgrade is under way the old code runs on the new schema, so it has to work there.
set -eu
tag=${1:?Name the tag of the previous release, such as v1.0.0. Before the first release there is nothing to test.}
shift
cd "$(dirname "$0")/.."
git rev-parse --verify --quiet "$tag^{commit}" >/dev/null || { echo "There is no release $tag. git tag lists them." >&2; exit 2; }
python=$PWD/.venv/bin/python
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
git archive "$tag" | tar -x -C "$old"
# The migrations of this tree in place of the old ones: Django's test runner makes the new schema of them, and the old
# code runs on it. An app that the release did not have has no tables that its code would touch.
find authbridge todos -type d -name migrations | while read -r migrations; do
  [ -d "$old/$migrations" ] || continue
  rm -f "$old/$migrations"/*.py
  cp "$migrations"/*.py "$old/$migrations/"
done
cd "$old"
if [ $# -eq 0 ]; then
  for tests in tests/todos tests/todos_sync tests/accounts tests/authbridge/accounts; do [ ! -d "$tests" ] || set -- "$@" "$tests"; done
fi
for backend in ${TEST_BACKENDS:-sqlite postgres}; do
  echo "The API tests of $tag on the schema of this tree, $backend:"
  TEST_BACKEND=$backend "$python" -m pytest -q -n 2 --dist loadfile -m "not slow" "$@"
done
