# What the scripts of this folder that start and stop a peer begin with: SCRIPT VERB DIR ... To be sourced, with their arguments.
# Without arguments, they print their first comment.

say() { echo "$(basename "$0" .sh): $*" >&2; }

if [ $# -lt 2 ]; then
	sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
	exit 2
fi
verb=$1
mkdir -p "$2"
dir=$(cd "$2" && pwd -P)

# Whether the process in a pid file is still the one that wrote it: pids are used again.
runs() { # PIDFILE PATTERN
	[ -s "$1" ] && { tr '\0' ' ' <"/proc/$(cat "$1")/cmdline"; } 2>/dev/null | grep -qE "$2"
}
