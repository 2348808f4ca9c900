# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=sh disable=SC2034,SC2154
# Sourced by tools/run and tools/check: which Debian and Ubuntu packages Percept needs, and how they get installed.
# Names that exist in Debian 12 and in Ubuntu 24.04 alike.

# One line: the compiler and the build; the libraries; what the window needs besides (icons, a font, SVG).
build_packages="gcc libc6-dev meson ninja-build pkg-config gettext desktop-file-utils shared-mime-info libxml2-utils
  libglib2.0-dev libglib2.0-dev-bin libgtk-4-dev libgtk-4-bin libadwaita-1-dev libopenblas-dev libopenblas0-pthread
  libjson-glib-dev libmatio-dev libzip-dev
  adwaita-icon-theme fonts-cantarell librsvg2-common gsettings-desktop-schemas ca-certificates"

# A private screen; driving it by accessibility, pointer and pictures; validators; fuzzers.
test_packages="util-linux procps xvfb xauth x11-utils dbus-daemon at-spi2-core gir1.2-atspi-2.0 gir1.2-gtk-4.0 python3
  python3-gi python3-numpy xdotool imagemagick appstream clang-14 libclang-rt-14-dev"

say () {
  printf '%s\n' "$*" >&2
}

die () {
  say "$@"
  exit 1
}

# Prints those of the named packages that are not installed.
missing_packages () {
  installed=$(dpkg-query -W -f '${db:Status-Status} ${Package}\n' "$@" 2>/dev/null | sed -n 's/^installed //p')
  for package in "$@"; do
    printf '%s\n' "$installed" | grep -qxF -- "$package" || printf '%s ' "$package"
  done
}

as_root () {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  else
    sudo "$@"
  fi
}

apt () {
  as_root env DEBIAN_FRONTEND=noninteractive apt-get -y -q -o DPkg::Lock::Timeout=300 "$@" >&2
}

# Installs those of the named packages that are missing, and ends the script with a reason if that cannot be done.
install_packages () {
  if ! command -v dpkg-query >/dev/null 2>&1 || ! command -v apt-get >/dev/null 2>&1; then
    say "This is not Debian or Ubuntu: nothing is installed here by itself. What these packages of Debian hold is" \
        "needed:" "$@"
    return 0
  fi
  missing=$(missing_packages "$@")
  [ -n "$missing" ] || return 0

  say "Installing: $missing"
  if [ "$(id -u)" != 0 ] && ! command -v sudo >/dev/null 2>&1; then
    die "Installing needs root, and there is no sudo here. As root, give this command and then try again:
  apt-get update && apt-get install --no-install-recommends $missing"
  fi
  apt update || say "The list of packages could not be brought up to date; trying with the list that is there."
  # shellcheck disable=SC2086 # a list of words
  apt install --no-install-recommends $missing || die "
The packages could not be installed; the reason stands above. Most often there is no network connection, another
program is installing at this moment, or on Ubuntu the section 'universe' is switched off (it is switched on by:
sudo add-apt-repository universe). What is missing:
  $missing
Then try again."
}

# configure FOLDER [MESON-OPTION...]: makes FOLDER a build folder of this tree, unless it is one already.
# Says why and returns non-zero if it cannot.
configure () {
  folder=$1
  shift
  if [ -e "$folder" ] && [ ! -w "$folder" ]; then
    say "$folder belongs to somebody else ($(stat -c %U "$folder")), perhaps from a call as root: remove it," \
        "and try again."
    return 1
  fi
  # A tree that was moved or copied has a build folder that still looks at the old place.
  wanted="$source_root $*"
  if [ -f "$folder/build.ninja" ] && [ "$(cat "$folder/configured" 2>/dev/null)" = "$wanted" ]; then
    return 0
  fi
  rm -rf "$folder"
  mkdir -p "$folder" || return 1
  meson setup "$@" "$folder" "$source_root" >&2 && printf '%s\n' "$wanted" >"$folder/configured"
}
