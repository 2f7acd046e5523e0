#!/bin/sh
# Install what Python packages cannot bring: Pango for the PDF of reports and a font; for tests Chromium and PostgreSQL.
# As root on Debian it installs what is missing; elsewhere it prints the command and, for what is asked, fails.
# Usage: scripts/system_packages.sh run|test
set -eu
packages="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-dejavu-core"
if [ "${1:-run}" = test ]; then packages="$packages chromium postgresql"; fi
missing=""
for package in $packages; do
  if ! dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null | grep -q '^ii'; then missing="$missing $package"; fi
done
if [ -z "$missing" ]; then exit 0; fi
if ! command -v apt-get >/dev/null 2>&1 || [ "$(id -u)" -ne 0 ]; then
  echo "system packages: expected$missing, got none of them; run: sudo apt-get update && sudo apt-get install -y$missing" >&2
  exit 1
fi
log=$(mktemp)
echo "Installing system packages:$missing"
if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends $missing; } >"$log" 2>&1; then
  tail -n 5 "$log" >&2
  echo "system packages: expected to install$missing, got an error (above); check disk and registry, then run make setup again" >&2
  exit 1
fi
rm -f "$log"
