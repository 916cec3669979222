#!/bin/sh
# What the tests need beyond Python: a browser, an office, a malware scanner, a database server and two unpackers. Installed where we may; otherwise said.
set -u
wanted=""
command -v chromium-headless-shell >/dev/null || command -v chromium >/dev/null || wanted="$wanted chromium-headless-shell"
command -v soffice >/dev/null || wanted="$wanted libreoffice-writer-nogui libreoffice-calc-nogui"
command -v clamd >/dev/null || [ -x /usr/sbin/clamd ] || wanted="$wanted clamav-daemon"
command -v initdb >/dev/null || ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || wanted="$wanted postgresql"
command -v unzip >/dev/null || wanted="$wanted unzip"
command -v 7z >/dev/null || wanted="$wanted p7zip-full"
[ -z "$wanted" ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing for the tests:$wanted (a minute or two)."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -q && apt-get install -q -y --no-install-recommends $wanted; } >/tmp/install-engines.log 2>&1 \
    || { echo "That failed; the last lines were:"; tail -n 5 /tmp/install-engines.log; }
else
  echo "Not installed, so their tests are skipped:$wanted. Debian's packages have these names."
fi
exit 0
