# Sourced by script/server and script/test: brings this folder to where they can start, and is quick when it is there already.
# Until .venv stands nothing but a POSIX shell may be counted on: a bare Debian has neither make nor curl nor node.

VAR_DIR=${VAR_DIR:-$PWD/var}
FONT_PACKAGE=texlive-lang-chinese
export VAR_DIR PIP_DISABLE_PIP_VERSION_CHECK=1

say() { printf '%s\n' "$*"; }
fail() { printf '%s\n' "$*" >&2; exit 1; }
has() { command -v "$1" >/dev/null 2>&1; }
has_file() { [ -e "$1" ]; }  # called with a pattern: the shell has spread it over what exists

# The newest Python is not the best tested one: 3.11 first, then whatever is new enough.
find_python() {
    for name in python3.11 python3 python3.12 python3.13; do
        if "$name" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1; then
            say "$name"
            return
        fi
    done
}

venv_works() { .venv/bin/python -c '' 2>/dev/null; }

missing_packages() {
    venv_works || [ -n "$(find_python)" ] || printf ' python3 python3-venv'
    has redis-server || printf ' redis-server'
    has msgfmt || printf ' gettext'
    has_file /usr/lib/*/libpangoft2-1.0.so.0 || printf ' libpangoft2-1.0-0'
    has_file /usr/lib/*/libharfbuzz-subset.so.0 || printf ' libharfbuzz-subset0'
    has_file /usr/share/fonts/*/noto/NotoSerifCJK-Bold.ttc || printf ' fonts-noto-cjk'
    has_file /usr/share/fonts/*/babelstone/BabelStoneHan.ttf || printf ' fonts-babelstone-han'
    [ "$1" = test ] || return 0
    has_file /usr/lib/postgresql/*/bin/postgres || printf ' postgresql'
    has chromium || printf ' chromium'
}

# Prints the word to put before a command that needs root: nothing, or sudo. Fails where there is neither.
as_root() {
    [ "$(id -u)" != 0 ] || return 0
    has sudo && { sudo -n true 2>/dev/null || [ -t 0 ]; } && say sudo
}

# The servers that Debian brings are run by us, privately: while we install them it must not start its own, nor make a cluster.
keep_servers_from_starting() {
    policy=/usr/sbin/policy-rc.d
    clusters=/etc/postgresql-common/createcluster.conf
    ours=
    trap '[ -z "$ours" ] || $root rm -f $ours' EXIT
    if [ ! -e $policy ]; then
        ours=$policy
        printf '#!/bin/sh\nexit 101\n' | $root tee $policy >/dev/null
        $root chmod 755 $policy
    fi
    if [ ! -e $clusters ]; then
        ours="$ours $clusters"
        $root mkdir -p "${clusters%/*}"
        say 'create_main_cluster = false' | $root tee $clusters >/dev/null
    fi
}

install_packages() (
    line="apt-get install -y --no-install-recommends $*"
    has apt-get || fail "缺少系统软件（以下为 Debian 包名），请先手工安装 / missing, by their Debian names: $*"
    root=$(as_root) || fail "缺少系统软件，请管理员执行一次 / missing system packages, to be installed once by an administrator:
    $line"
    say "安装系统软件 / installing: $*"
    keep_servers_from_starting
    $root apt-get -qq update
    $root env DEBIAN_FRONTEND=noninteractive apt-get -qq -o DPkg::Lock::Timeout=120 install -y --no-install-recommends "$@" >/dev/null
)

set_up_system() {
    packages=$(missing_packages "$1")
    # shellcheck disable=SC2086 # one word a package
    [ -z "$packages" ] || install_packages $packages
}

# A copy of the lock file in .venv says what is installed there.
install_locked() {
    cmp -s "$1" ".venv/$1" && return
    say "安装 $1"
    .venv/bin/python -m pip install -q --require-hashes -r "$1"
    cp "$1" ".venv/$1"
}

set_up_python() {
    if ! venv_works; then
        say "建立 .venv"
        rm -rf .venv
        "$(find_python)" -m venv .venv
    fi
    install_locked requirements.lock
    [ "$1" != test ] || install_locked requirements-dev.lock
}

set_up_front_end() {
    cmp -s package-lock.json node_modules/installed-lock.json && return
    say "安装前端文件"
    # npm looks for a program named node: the one that came with it.
    PATH="$PWD/.venv/bin:$PATH" .venv/bin/npm ci --ignore-scripts --no-audit --no-fund --no-update-notifier --loglevel=error >/dev/null
    cp package-lock.json node_modules/installed-lock.json
}

# 仿宋 and 楷体 for official papers (GB/T 9704) exist as free fonts only inside Debian's TeX; the fonts alone are taken from it.
set_up_fonts() {
    [ -z "${FONT_DIRS:-}" ] && [ ! -e "$VAR_DIR/fonts/FandolSong-Bold.otf" ] || return 0
    say "取公文字体（仿宋、黑体、楷体、宋体）"
    mkdir -p "$VAR_DIR/fonts"
    if ! fetch_fonts; then
        say "取不到公文字体，文书暂不能印制。联网后再运行一次，或自行把 FandolFang-Regular.otf 等文件放入 $VAR_DIR/fonts" >&2
    fi
}

fetch_fonts() (
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    cd "$folder" &&
        { download_font_package 2>/dev/null || { refresh_package_lists && download_font_package; }; } &&
        dpkg -x $FONT_PACKAGE*.deb . &&
        find . -name 'Fandol*.otf' ! -name 'FandolBraille*' -exec cp {} "$VAR_DIR/fonts/" \;
)

download_font_package() { apt-get -qq download $FONT_PACKAGE; }
refresh_package_lists() { root=$(as_root) && $root apt-get -qq update; }

set_up_translations() {
    [ -d locale ] || return 0
    find locale -name '*.po' | while read -r catalogue; do
        compiled="${catalogue%.po}.mo"
        [ -z "$(find "$catalogue" -newer "$compiled" 2>/dev/null || say new)" ] || msgfmt --check-format -o "$compiled" "$catalogue"
    done
}

# Django writes the manifest last: whatever is newer than it has not been collected.
set_up_static_files() {
    manifest=$VAR_DIR/static/staticfiles.json
    if [ -e "$manifest" ] && [ -z "$(find static ./*/static config/settings.py requirements.lock package-lock.json -newer "$manifest" 2>/dev/null)" ]; then
        return
    fi
    .venv/bin/python manage.py collectstatic --noinput --clear -v 0
}

# set_up server|test
set_up() {
    set_up_system "$1"
    set_up_python "$1"
    set_up_front_end
    set_up_fonts
    set_up_translations
}
