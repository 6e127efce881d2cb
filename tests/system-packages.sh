#!/bin/sh
# Installs the programs that are not ours and that some tests use, through the system's package manager (as root):
# Chromium for the tests in a browser, age and minisign to open a parcel, Java for veraPDF, poppler for pages of a PDF.
# Without them those tests are skipped, and say so.
set -eu
if command -v apt-get >/dev/null; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends \
    chromium fonts-dejavu-core age minisign default-jdk-headless libjaxb-java libjaxb-api-java poppler-utils >/dev/null
elif command -v dnf >/dev/null; then
  dnf install -y -q chromium dejavu-sans-fonts age minisign java-17-openjdk-headless jaxb-api jaxb-runtime poppler-utils
elif command -v apk >/dev/null; then
  apk add -q chromium font-dejavu age minisign openjdk17-jre-headless poppler-utils
else
  echo "This script knows apt-get, dnf and apk; install Chromium, age, minisign, Java and poppler-utils by hand." >&2
  exit 1
fi
