#!/bin/sh
# One step of the trial of the installed package, in a bare Debian: trial.sh STEP. It must not look outside of that system.
set -eu

# The ways of an ordinary user.

version() { order-console --version | grep "^Order Console $1"; }

diagnose() { order-console --diagnose > "$HOME/diagnosis"; test -s "$HOME/diagnosis"; }

desk() { order-console desk check --url postgresql://anna@127.0.0.1:1/desk < /dev/null 2>&1 | grep "Nothing answers at 127.0.0.1, port 1"; }

tour() { order-console tour "$HOME/tour" && test "$(ls "$HOME"/tour/*.png | wc -l)" -gt 20; }

# The main job: a server, an environment for it, and a file of shipments that it is asked about.
job() {
    server
    word client_secret | connected
    printf 'Order;Tracking;Carrier\n#1003;1Z5R89390000010035;UPS Ground\n' > "$HOME/shipments.csv"
    order-console check "$HOME/shipments.csv" --environment Trial | tee "$HOME/checked"
    grep -q 1003 "$HOME/checked"
}

server() {
    rm -f "$HOME/sandbox.log" # or the one of the step before is read
    order-console sandbox --port 8099 --orders 20 > "$HOME/sandbox.log" &
    sandbox=$!
    trap 'kill $sandbox' EXIT
    tries 60 grep -q client_secret "$HOME/sandbox.log"
}

word() { sed -n "1s/.*\"$1\": *\"\([^\"]*\)\".*/\1/p" "$HOME/sandbox.log"; }

connected() {
    order-console connect --test --name Trial --colour test --api-url "$(word url)" --token-url "$(word token_url)" \
        --client-id "$(word client_id)"
}

# It waits for the secret while root puts another file in the program's place, and goes on to its end all the same.
outliving() {
    server
    rm -f "$HOME/secret" "$HOME/replaced"
    mkfifo "$HOME/secret"
    connected < "$HOME/secret" &
    waiting=$!
    exec 9> "$HOME/secret"
    tries 60 asleep
    touch "$HOME/waits"
    tries 60 test -e "$HOME/replaced"
    word client_secret >&9
    exec 9>&-
    wait $waiting
}

# Whether a console reads the secret, which is not there yet.
asleep() {
    for process in /proc/[0-9]*; do
        { tr '\0' ' ' < "$process/cmdline"; } 2> /dev/null | grep -q "^order-console connect" || continue
        readlink "$process/fd/0" | grep -q "/secret$" && grep -q "^State:.*S" "$process/status" || continue
        read -r number _ < "$process/syscall" 2> /dev/null && test "$number" = 0 && return
    done
    return 1
}

window() {
    Xvfb :97 -screen 0 1280x800x24 -fbdir "$HOME" -nolisten tcp 2> "$HOME/xvfb.log" &
    screen=$!
    trap 'kill $screen' EXIT
    export DISPLAY=:97
    tries 30 xprop -root > /dev/null
    order-console --sandbox > "$HOME/window.log" 2>&1 &
    console=$!
    tries 60 shown
    xprop -id "$(shown)" WM_CLASS | grep order-console
    tries 60 pictured
    kill -TERM $console
    wait $console
    test ! -s "$HOME/window.log"
}

# The program's window, as X11 numbers it; it is wider than what Qt keeps for itself.
shown() { xwininfo -root -tree | sed -n 's/^ *\(0x[0-9a-f]*\) .*: ("order-console" .*)  [0-9]\{3,\}x[0-9]\{3,\}+.*/\1/p' | grep -m1 .; }

pictured() { xprop -id "$(shown)" _NET_WM_ICON | grep -q "Icon ("; }

link() { test "$(xdg-mime query default x-scheme-handler/order-console)" = order-console.desktop; }

page() { MANWIDTH=100 man --warnings order-console > "$HOME/page" 2> "$HOME/page.said"; test ! -s "$HOME/page.said"; grep -q -- --sandbox "$HOME/page"; }

kept() { cd "$HOME"; find .config .local -type f -exec md5sum {} + | sort -k 2; }

# The ways of root.

installed() { apt-get -q -y install --no-install-recommends "$1" && dpkg -V order-console; }

tools() { apt-get -q -y install --no-install-recommends xdg-utils desktop-file-utils man-db xvfb x11-utils; }

# Another file in the program's place while the user's step goes on, as an upgrade brings one.
replaced() {
    home=/home/$1 program=/usr/lib/order-console/order-console
    rm -f "$home/waits"
    runuser -u "$1" -- env -C "$home" HOME="$home" LANG=C.UTF-8 trial.sh outliving &
    step=$!
    tries 120 test -e "$home/waits"
    mv $program $program.old
    cp /bin/true $program
    touch "$home/replaced"
    ended=0
    wait $step || ended=$?
    mv $program.old $program
    rm "$home/secret" "$home/waits" "$home/replaced"
    return $ended
}

purged() { apt-get -q -y purge order-console && ! dpkg-query -W order-console; }

files() { find / -xdev \( -path /proc -o -path /sys -o -path /dev -o -path /tmp -o -path /root -o -path /var/lib/dpkg -o -path /var/log -o -path /var/cache -o -path /var/lib/apt \) -prune -o -print | sort; }

tries() {
    left=$1
    shift
    until "$@"; do
        left=$((left - 1))
        test $left -gt 0 || return 1
        sleep 0.5
    done
}

export DEBIAN_FRONTEND=noninteractive
"$@"
