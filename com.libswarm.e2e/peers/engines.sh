#!/bin/bash
# Real Docker engines for tests, each with its own state, on this machine only.
#
#   engines.sh start DIR [N]   start N engines (default 1), e1 ... eN; idempotent; prints `export ENGINE1_HOST=unix://...` lines
#   engines.sh stop DIR        stop them all; the state stays (rm -rf DIR forgets it)
#   engines.sh kill DIR K      kill -9 engine K (a crash: its containers run on as orphans until it is started again)
#   engines.sh freeze DIR K    SIGSTOP engine K (it hangs)
#   engines.sh thaw DIR K      SIGCONT engine K (it wakes)
#
# Engine K listens on unix:///DIR/eK/docker.sock and tcp://127.0.0.1:(23750+K) (ENGINES_PORT_BASE changes 23750). DIR is to be
# short: a unix socket's path has no more than 107 bytes, and the engine makes longer ones in it.
# With ENGINES_TLS=1 at their start, TCP is served with TLS, for clients with a certificate: DIR/certificates has what they need, as
# certificates.sh makes it. ENGINES_LABELS at their start are labels that they get besides engine=eK, with spaces between them. Each
# engine has an id of its own, as on machines of their own, until its data are deleted (rm -rf DIR/eK/data).
# Every engine has the image busybox:latest (also tagged busybox:1 and alpine:latest), made from Debian's busybox-static, so no
# registry is needed. Needs root, and of Debian's packages: docker.io busybox-static iptables iproute2 curl.
set -euo pipefail

# shellcheck source=peer.sh
. "$(dirname "$(readlink -f "$0")")/peer.sh"
base=${ENGINES_PORT_BASE:-23750}

ours() { runs "$dir/e$1/docker.pid" "dockerd .*$dir/e$1/"; }
pid() { cat "$dir/e$1/docker.pid"; }
# What dockerd is to do on TCP.
tls() {
	if [ "${ENGINES_TLS:-}" = 1 ]; then
		local server=$dir/certificates/server
		echo "--tlsverify --tlscacert $server/ca.pem --tlscert $server/cert.pem --tlskey $server/key.pem"
	else
		echo --tls=false
	fi
}

labels() {
	local label
	for label in ${ENGINES_LABELS:-}; do echo "--label $label"; done
}

answers() { [ "$(curl -s -m 2 --unix-socket "$dir/e$1/docker.sock" http://d/_ping 2>/dev/null || true)" = OK ]; }
api() { curl -sf --unix-socket "$dir/e$1/docker.sock" "${@:3}" "http://d$2"; }

# The engine's own containerd outlives a killed dockerd and would keep the next one from starting.
reap() {
	local file=$dir/e$1/exec/containerd/containerd.pid
	[ -s "$file" ] || return 0
	if runs "$file" "containerd .*$dir/e$1/"; then kill -9 "$(cat "$file")" 2>/dev/null || true; fi
	rm -f "$file"
}

# A bridge of its own for each engine, with room for 61 containers at a time. Published ports go through docker's user-land proxy, so no
# iptables rule is shared.
bridge() {
	local name=swe$base-$1 slot=$(((base + $1) % 1024))
	if ! ip link show "$name" >/dev/null 2>&1; then
		ip link add name "$name" type bridge
		ip addr add "172.28.$((slot / 4)).$((slot % 4 * 64 + 1))/26" dev "$name"
		ip link set "$name" up
	fi
	echo "$name" >"$dir/e$1/bridge"
	echo "$name"
}

# A root file system of busybox and its applets, as a tar on standard output.
image() {
	local root
	root=$(mktemp -d)
	mkdir -p "$root"/{bin,sbin,etc,tmp,root,dev,proc,sys,usr/bin,usr/sbin,var/tmp}
	chmod 1777 "$root/tmp" "$root/var/tmp"
	cp "$(command -v busybox)" "$root/bin/busybox"
	local applet
	for applet in $(busybox --list); do
		[ "$applet" = busybox ] || ln -s busybox "$root/bin/$applet"
	done
	printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/bin/false\n' >"$root/etc/passwd"
	printf 'root:x:0:\nnobody:x:65534:\n' >"$root/etc/group"
	tar -C "$root" --owner=0 --group=0 --numeric-owner --sort=name --mtime=@0 -c .
	rm -rf "$root"
}

# A killed engine leaves mounts behind, which would keep its folder from being removed.
unmount() {
	awk -v folder="$dir/e$1/" 'index($2, folder) == 1 { print $2 }' /proc/self/mounts | sort -r | while read -r mount; do
		umount -l "$mount" || true
	done
}

launch() {
	local e=$dir/e$1 slot=$(((base + $1) % 96))
	reap "$1"
	rm -f "$e/docker.pid" "$e/docker.sock"
	# What an engine's id is made of is one for the machine, if nobody says otherwise.
	echo "{\"deprecated-key-path\": \"$e/data/key.json\"}" >"$e/daemon.json"
	# shellcheck disable=SC2046
	setsid dockerd --data-root "$e/data" --exec-root "$e/exec" -p "$e/docker.pid" \
		-H "unix://$e/docker.sock" -H "tcp://127.0.0.1:$((base + $1))" $(tls) \
		--bridge="$(bridge "$1")" --iptables=false --ip6tables=false \
		--default-address-pool "base=172.$((29 + slot / 32)).$((slot % 32 * 8)).0/21,size=27" \
		--config-file "$e/daemon.json" --label "engine=e$1" $(labels) >>"$e/log" 2>&1 </dev/null &
}

load_images() {
	api "$1" /images/busybox:latest/json >/dev/null && return 0
	image | api "$1" '/images/create?fromSrc=-&repo=busybox&tag=latest&changes=CMD%20%5B%22sh%22%5D' \
		-X POST -H 'Content-Type: application/x-tar' --data-binary @- >/dev/null
	api "$1" '/images/busybox:latest/tag?repo=busybox&tag=1' -X POST
	api "$1" '/images/busybox:latest/tag?repo=alpine&tag=latest' -X POST
}

case $verb in
start)
	n=${3:-1}
	[ "$(id -u)" = 0 ] || { say "a Docker engine needs root"; exit 1; }
	for command in dockerd busybox iptables ip curl; do
		command -v "$command" >/dev/null || { say "there is no $command (Debian: docker.io busybox-static iptables iproute2 curl)"; exit 1; }
	done
	if [ "${ENGINES_TLS:-}" = 1 ]; then "$(dirname "$0")/certificates.sh" "$dir/certificates"; fi
	for k in $(seq "$n"); do
		mkdir -p "$dir/e$k"
		ours "$k" || launch "$k"
	done
	for k in $(seq "$n"); do
		for _ in $(seq 300); do
			answers "$k" && break
			sleep 0.2
		done
		answers "$k" || { say "engine $k does not answer; the end of its log:"; tail -5 "$dir/e$k/log" >&2; exit 1; }
		load_images "$k"
		echo "export ENGINE${k}_HOST=unix://$dir/e$k/docker.sock ENGINE${k}_TCP=tcp://127.0.0.1:$((base + k)) ENGINE${k}_PID=$(pid "$k")"
	done
	;;
stop)
	for e in "$dir"/e*; do
		[ -d "$e" ] || continue
		k=${e##*/e}
		if ours "$k"; then
			p=$(pid "$k")
			kill -CONT "$p" 2>/dev/null || true
			kill "$p" 2>/dev/null || true
			for _ in $(seq 100); do
				kill -0 "$p" 2>/dev/null || break
				sleep 0.1
			done
			if kill -0 "$p" 2>/dev/null; then kill -9 "$p" || true; fi
		fi
		reap "$k"
		unmount "$k"
		if [ -s "$e/bridge" ]; then ip link delete "$(cat "$e/bridge")" 2>/dev/null || true; fi
	done
	;;
kill) ours "$3" && kill -9 "$(pid "$3")" && reap "$3" ;;
freeze) ours "$3" && kill -STOP "$(pid "$3")" ;;
thaw) ours "$3" && kill -CONT "$(pid "$3")" ;;
*)
	say "what is '$verb'?"
	exit 2
	;;
esac
