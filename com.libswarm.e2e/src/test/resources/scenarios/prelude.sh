# What stands in front of each scenario's script. $N is a name of the run's own; the script runs in a folder of its own, and every
# container whose name begins with $N is removed at its end.
mkdir "/tmp/$N" && cd "/tmp/$N" || exit 99
finish() {
	docker ps -aq --filter "name=$N" 2>/dev/null | xargs -r docker rm -f -v >/dev/null 2>&1
	[ -z "$SOCAT" ] || kill "$SOCAT"
	cd / && rm -rf "/tmp/$N"
}
trap finish EXIT
trap 'exit 124' TERM

# They would replace the authority that python programs are given.
unset REQUESTS_CA_BUNDLE CURL_CA_BUNDLE

# terminal COMMAND: runs it in a terminal. The pipe is opened for both directions, so that its end never comes: script would pass it
# on as a character.
mkfifo typed && exec 3<>typed && rm typed
terminal() { script -qefc "tty >tty; $*" /dev/null <&3; }

# keys TEXT: types it, as printf writes it, once the command has the terminal for itself: before, some keys mean something else.
keys() { await sh -c 'stty -F "$(cat tty)" -a | grep -e -icanon'; printf "$1" >&3; }

# own_socket: over plain tcp the docker command does not end rightly when it is left by keys, also with the engine itself. From here on
# it uses a unix socket there.
own_socket() {
	[ "${DOCKER_HOST%%:*}$DOCKER_TLS_VERIFY" = tcp ] || return 0
	socat "UNIX-LISTEN:/tmp/$N/socket,fork" "TCP:${DOCKER_HOST#tcp://}" 2>/dev/null &
	SOCAT=$!
	await test -S socket
	DOCKER_HOST=unix:///tmp/$N/socket
}

# tell COMMAND...: runs it and prints its exit status.
tell() { "$@"; echo "exit $?"; }

# await COMMAND...: repeats it until it succeeds.
await() { until "$@" >/dev/null 2>&1; do sleep 0.05; done; }

# again HINDRANCE COMMAND...: repeats it while it fails and says so; its last try counts.
again() {
	hindrance=$1; shift
	while :; do
		"$@" >again.out 2>again.err; outcome=$?
		[ $outcome != 0 ] && grep -q -e "$hindrance" again.err || break
		sleep 0.05
	done
	cat again.out; cat again.err >&2
	return $outcome
}

# pause CONTAINER: on a busy machine an engine may not be able to freeze it in time.
pause() { again freeze docker pause "$1"; }

# prune KIND OPTION...: docker KIND prune; an engine prunes one thing at a time, and refuses another.
prune() { kind=$1; shift; again 'already running' docker "$kind" prune "$@"; }

# change WORD...: docker WORD..., which changes something of a swarm; that refuses it if it has changed the same by itself just now.
change() { again 'out of sequence' docker "$@"; }

# unread COMMAND...: a docker command whose program leaves input unread. dockerserver closes the connection a second after the last output,
# which is a reset to a client that has not seen the end by then, as on a machine that is very busy.
unread() { again 'connection reset by peer' "$@"; }

# printed TEXT [CONTAINER]: whether it is in the container's log.
printed() { docker logs "${2:-$N}" 2>&1 | grep -q -e "$1"; }

# state CONTAINER: running, exited, ...
state() { docker inspect -f '{{.State.Status}}' "$1"; }
is() { [ "$(state "$2")" = "$1" ]; }

# attached TIMES: whether that many clients are attached to the container $N.
attached() {
	[ "$(docker events --since 10m --until "$(date +%s.%N)" --filter container="$N" --filter event=attach --format . | wc -l)" -ge "$1" ]
}

# said FORMAT...: sends what printf writes of it to the engine, byte for byte, and prints what comes back until the connection ends.
said() {
	mkfifo said && docker system dial-stdio <said & SAID=$!
	await test -p said
	exec 4>said
	printf "$@" >&4
	wait $SAID
	exec 4>&-
	rm said
}

# second: waits for the next one. Engines tell when a container was created in whole seconds.
second() { s=$(date +%s); until [ "$(date +%s)" != "$s" ]; do sleep 0.05; done; }
