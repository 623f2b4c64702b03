#!/bin/sh
# deploy/previous_release.sh TAG: the API tests of the release TAG against the database schema of this tree.
# The old code has to work on the new schema: that is what runs while an upgrade is under way.
set -eu
tag=${1:?Name the tag of the previous release, such as v1.0.0. Before the first release there is nothing to test.}
cd "$(dirname "$0")/.."
git rev-parse --verify --quiet "$tag^{commit}" >/dev/null || { echo "There is no release $tag. git tag lists them." >&2; exit 2; }
old=$(mktemp -d)
trap 'rm -rf "$old"' EXIT
git archive "$tag" | tar -x -C "$old"
# The new migrations beside the old code: Django's test runner makes the new schema and the old code runs on it.
for app in todos authbridge/accounts authbridge/auditlog authbridge/directory; do
  [ -d "$app/migrations" ] && cp "$app"/migrations/*.py "$old/$app/migrations/"
done
python=$PWD/.venv/bin/python
cd "$old"
"$python" -m pytest tests/todos tests/accounts -q
