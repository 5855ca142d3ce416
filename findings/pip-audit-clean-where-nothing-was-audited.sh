#!/bin/sh
# pip-audit 2.10.1, Python 3.11.7, Debian 12: it ends with 0 and "No known vulnerabilities found" though the list of flaws knew nothing
# of any package that it was asked about.
#
# One would guess: a check of security that could not check anything fails, or ends with something else than 0.
# So it is: a package that the list has no page for (a company's own, or any package at all behind a mirror that serves files but not
# the pages with flaws: each answers "404") is "skipped". The skipped ones stand in a table on standard output; the verdict and the exit
# code are those of a clean audit, so that a green build says nothing. --strict fails at the first one, without naming the others.
# What to do: read --format json, and take every "skip_reason" for a failure.
#
# Seen 2026-11-28 (an address that serves no pages of flaws):
#   No known vulnerabilities found
#   exit code 0, audited 0, skipped 1
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/python -m pip install -q --disable-pip-version-check pip-audit==2.10.1
echo 'a-package-of-our-own-shop-0f3c==1.0.0' > requirements.txt
code=0
venv/bin/pip-audit --disable-pip --no-deps --progress-spinner off --format json -r requirements.txt > told.json 2> verdict.txt || code=$?
cat verdict.txt
audited=$(venv/bin/python -c 'import json; print(sum("vulns" in one for one in json.load(open("told.json"))["dependencies"]))')
skipped=$(venv/bin/python -c 'import json; print(sum("skip_reason" in one for one in json.load(open("told.json"))["dependencies"]))')
echo "exit code $code, audited $audited, skipped $skipped"
grep -q '^No known vulnerabilities found$' verdict.txt
test "$code $audited $skipped" = "0 0 1"
