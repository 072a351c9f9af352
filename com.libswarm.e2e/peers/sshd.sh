#!/bin/bash
# A real OpenSSH server for tests, on 127.0.0.1 (or SSHD_ADDRESS, another one of 127.0.0.0/8) only, for the user who runs it.
#
#   sshd.sh start DIR PORT     start it; idempotent
#   sshd.sh stop DIR           stop it, and every connection that it serves
#   sshd.sh drop DIR           kill the connections that it serves; it takes new ones
#   sshd.sh freeze DIR         SIGSTOP it and its connections: it takes bytes, and does nothing
#   sshd.sh thaw DIR           SIGCONT them
#
# DIR gets host keys (host_ed25519, host_ecdsa, host_rsa), the key that lets in (id_ed25519), authorized_keys, known_hosts, and
# sshd.log. Nobody gets in by a password. Lines of SSHD_OPTIONS go into its configuration before all others, where the first counts:
# SSHD_OPTIONS='AllowStreamLocalForwarding no'. Needs, of Debian's packages: openssh-server openssh-client procps.
set -euo pipefail

# shellcheck source=peer.sh
. "$(dirname "$(readlink -f "$0")")/peer.sh"
PATH=$PATH:/usr/sbin

ours() { runs "$dir/sshd.pid" "sshd.* $dir/sshd_config"; }

# All processes that a process has started, and theirs.
below() {
	local child
	for child in $(ps -o pid= --ppid "$1"); do
		echo "$child"
		below "$child"
	done
}

connections() { if ours; then below "$(cat "$dir/sshd.pid")"; fi; }

signal() { # SIGNAL PID...
	local name=$1
	shift
	[ $# = 0 ] || kill "-$name" "$@" 2>/dev/null || true
}

case $verb in
start)
	port=$3
	address=${SSHD_ADDRESS:-127.0.0.1}
	for command in sshd ssh-keygen ssh-keyscan ps; do
		command -v "$command" >/dev/null || { say "there is no $command (Debian: openssh-server openssh-client procps)"; exit 1; }
	done
	chmod 700 "$dir"
	# where sshd locks its children in; the system makes it when it starts a service
	[ "$(id -u)" != 0 ] || mkdir -p -m 0755 /run/sshd
	for type in ed25519 ecdsa rsa; do
		[ -f "$dir/host_$type" ] || ssh-keygen -q -t "$type" -N '' -C test-host -f "$dir/host_$type"
	done
	[ -f "$dir/id_ed25519" ] || ssh-keygen -q -t ed25519 -N '' -C test-user -f "$dir/id_ed25519"
	[ -f "$dir/authorized_keys" ] || cp "$dir/id_ed25519.pub" "$dir/authorized_keys"
	chmod 600 "$dir/authorized_keys"
	for type in ed25519 ecdsa rsa; do
		echo "[$address]:$port $(cut -d' ' -f1,2 "$dir/host_$type.pub")"
	done >"$dir/known_hosts"
	cat >"$dir/sshd_config" <<-CONFIG
		${SSHD_OPTIONS:-}
		ListenAddress $address
		Port $port
		HostKey $dir/host_ed25519
		HostKey $dir/host_ecdsa
		HostKey $dir/host_rsa
		PidFile $dir/sshd.pid
		AuthorizedKeysFile $dir/authorized_keys
		AllowUsers $(id -un)
		PermitRootLogin prohibit-password
		PasswordAuthentication no
		KbdInteractiveAuthentication no
		UsePAM no
		StrictModes no
		UseDNS no
		PrintMotd no
		PrintLastLog no
		AllowAgentForwarding no
		PermitListen none
		MaxStartups 100
		LogLevel VERBOSE
	CONFIG
	if ! ours; then
		"$(command -v sshd)" -f "$dir/sshd_config" -E "$dir/sshd.log" || { say "it does not start; the end of its log:"; tail -5 "$dir/sshd.log" >&2; exit 1; }
	fi
	for _ in $(seq 100); do
		ssh-keyscan -t ed25519 -T 2 -p "$port" "$address" 2>/dev/null | grep -q ed25519 && exit 0
		sleep 0.1
	done
	say "it does not answer; the end of its log:"
	tail -5 "$dir/sshd.log" >&2
	exit 1
	;;
stop)
	served=$(connections)
	if ours; then
		# shellcheck disable=SC2086
		signal CONT "$(cat "$dir/sshd.pid")" $served
		mv "$dir/sshd.pid" "$dir/ended.pid"
		# shellcheck disable=SC2086
		signal TERM "$(cat "$dir/ended.pid")" $served
		# only then is its port free for the next one
		for _ in $(seq 200); do
			runs "$dir/ended.pid" "sshd.* $dir/sshd_config" || break
			sleep 0.05
		done
	fi
	rm -f "$dir/sshd.pid" "$dir/ended.pid"
	;;
# shellcheck disable=SC2046
drop) signal KILL $(connections) ;;
# shellcheck disable=SC2046
freeze) signal STOP "$(cat "$dir/sshd.pid")" $(connections) ;;
# shellcheck disable=SC2046
thaw) signal CONT "$(cat "$dir/sshd.pid")" $(connections) ;;
*)
	say "what is '$verb'?"
	exit 2
	;;
esac
