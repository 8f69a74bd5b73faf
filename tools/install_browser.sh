#!/usr/bin/env bash
# Installs Debian's Chromium for the browser journeys when there is no browser yet.
set -euo pipefail
for candidate in "${ERDEM_CHROMIUM:-}" chromium chromium-browser google-chrome; do
  if [ -n "$candidate" ] && command -v "$candidate" >/dev/null 2>&1; then exit 0; fi
done
if ! command -v apt-get >/dev/null 2>&1; then
  echo "The browser journeys need Chromium. Install it and set ERDEM_CHROMIUM to its path." >&2
  exit 1
fi
echo "Installing Chromium …"
sudo=""; [ "$(id -u)" -eq 0 ] || sudo="sudo"
$sudo apt-get update -qq
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -y -qq --no-install-recommends chromium >/dev/null
