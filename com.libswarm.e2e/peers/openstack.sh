#!/bin/bash
# A small real OpenStack for tests, on 127.0.0.1 only: keystone (v3), glance, placement and nova with a hypervisor that only pretends; and in
# front of it an identity service as Rackspace has one (v2.0, with API keys).
#
#   openstack.sh start DIR     start what does not run; prints `export OS_...` and `export OPENSTACK_...` lines
#   openstack.sh stop DIR      stop it all; the state stays (rm -rf DIR forgets it)
#   openstack.sh revoke DIR USER   have keystone revoke all tokens that a user has; done when new ones are good
#
# OPENSTACK_PORTS are six free ports, for identity, images, placement, compute, networks and Rackspace's identity; needed at the first start.
# OPENSTACK_INSTANCES is the quota of servers of a project (40). The user demo is an ordinary one of the project demo, admin an
# administrator; their password is random, and demo's API key at Rackspace's identity is that, too. The project tight has the user tight and
# a quota of one server; the project brief has the user brief, whose tokens may be revoked.
# A server gets the address 127.0.0.1 when it is active, or the first free one of a line "addresses: A B" in its user data; what it
# has printed on its console is in the file that a line "console: FILE" names there. What becomes of it, its flavor says: m1.tiny (1) and m1.small (2) are built at once,
# m1.slow (slow) in 3 seconds, m1.slower (slower) in 20, m1.never (never) not before OPENSTACK_DIR/go exists, m1.broken (broken) fails, for m1.huge (huge) there is no room.
#
# Databases are SQLite's; nova's API, conductor, scheduler and compute are one process without a broker. Needs, of Debian's packages:
# curl python3-keystone python3-glance python3-placement python3-nova uwsgi-plugin-python3.
set -euo pipefail
umask 077

# shellcheck source=peer.sh
. "$(dirname "$(readlink -f "$0")")/peer.sh"
here=$(dirname "$(readlink -f "$0")")/openstack
python=/usr/bin/python3
etc=$dir/etc log=$dir/log run=$dir/run db=$dir/db

ours() { runs "$run/$1.pid" "$dir/|ostack-"; } # NAME

# In a session of its own, so that it is stopped with all that it has started.
launch() { # NAME COMMAND...
	local name=$1
	shift
	ours "$name" && return 0
	setsid "$@" >>"$log/$name.log" 2>&1 </dev/null &
	echo $! >"$run/$name.pid"
}

wsgi() { # NAME PORT MODULE CALLABLE
	launch "$1" uwsgi_python3 --http-socket "127.0.0.1:$2" --module "$3" --callable "$4" --master --processes 1 --threads 4 --enable-threads \
		--lazy-apps --need-app --die-on-term --thunder-lock --buffer-size 65535 --post-buffering 8192 --add-header 'Connection: close' \
		--disable-logging --log-5xx --procname-prefix "ostack-$1 "
}

answers() { # NAME URL
	for _ in $(seq 900); do
		ours "$1" || break
		[ "$(curl -s -o /dev/null -m 5 -w '%{http_code}' "$2")" = 000 ] || return 0
		sleep 0.1
	done
	say "$1 does not answer at $2; the end of its log:"
	tail -15 "$log/$1.log" >&2
	exit 1
}

nova() { launch nova "$python" "$here/compute.py" "$etc/nova.conf" "$network_port" "$db/nova.done" "$dir/go"; }

start() {
	for package in keystone glance placement nova; do
		[ -d "/usr/lib/python3/dist-packages/$package" ] || { say "there is no $package (Debian: python3-$package)"; exit 1; }
	done
	command -v uwsgi_python3 >/dev/null || { say "there is no uwsgi_python3 (Debian: uwsgi-plugin-python3)"; exit 1; }
	# variables of whoever runs the tests are none of a service's
	unset OS_CLOUD "${!OS_@}" 2>/dev/null || true
	mkdir -p "$etc" "$log" "$run/lock" "$db" "$dir/images/store" "$dir/images/staging" "$dir/images/cache" "$dir/nova/instances"
	if [ ! -s "$etc/settings" ]; then
		read -r identity_port image_port placement_port compute_port network_port rax_port <<<"${OPENSTACK_PORTS:?}"
		password=$(head -c 12 /dev/urandom | od -An -tx1 | tr -d ' \n')
		for name in identity_port image_port placement_port compute_port network_port rax_port password; do
			echo "$name=${!name}"
		done >"$etc/settings"
	fi
	# shellcheck source=/dev/null
	. "$etc/settings"
	identity=http://127.0.0.1:$identity_port/v3
	image=http://127.0.0.1:$image_port
	placement=http://127.0.0.1:$placement_port
	compute=http://127.0.0.1:$compute_port
	# shellcheck source=openstack/configuration.sh
	. "$here/configuration.sh"

	if [ ! -e "$db/keystone.done" ]; then
		# with write-ahead logging, which a file keeps, keystone does not block itself
		"$python" "$here/databases.py" wal "$db"/{keystone,glance,placement,nova_api,nova,nova_cell0}.sqlite
		"$python" "$here/databases.py" glance "$etc/glance-api.conf" >>"$log/databases.log" 2>&1 &
		local glance=$!
		mkdir -p "$etc/fernet-tokens" "$etc/fernet-receipts" "$etc/credential-keys"
		"$python" "$here/databases.py" keystone "$etc/keystone.conf" "$(id -un)" "$(id -gn)" "$password" "$identity" >>"$log/databases.log" 2>&1 &&
			wait "$glance" || { tail -5 "$log/databases.log" >&2; exit 1; }
		touch "$db/keystone.done"
	fi
	wsgi keystone "$identity_port" keystone.server.wsgi 'initialize_public_application()'
	wsgi glance "$image_port" glance.common.wsgi_app 'init_app()'
	wsgi placement "$placement_port" placement.wsgi 'init_application()'
	launch rax "$python" "$here/rax_identity.py" "$rax_port" "$identity" "$compute" "$dir/"
	# the first time nova has to find placement in the catalog, or it waits for a minute
	[ ! -e "$db/catalog.done" ] || nova
	answers keystone "$identity"
	local content=("$python" "$here/content.py")
	export OPENSTACK_PASSWORD=$password
	[ -e "$db/catalog.done" ] || { "${content[@]}" catalog "$identity" "$image" "$placement" "$compute/v2.1"; touch "$db/catalog.done"; }
	answers placement "$placement"
	nova
	answers glance "$image"
	answers nova "$compute/"
	answers rax "http://127.0.0.1:$rax_port/"
	[ -s "$dir/openrc" ] || "${content[@]}" resources "$identity" "$image" "$placement" "$compute/v2.1" >"$etc/found"
	{
		echo "export OS_AUTH_URL=$identity OS_REGION_NAME=RegionOne OS_USERNAME=demo OS_PASSWORD=$password OS_PROJECT_NAME=demo"
		echo "export OS_USER_DOMAIN_ID=default OS_PROJECT_DOMAIN_ID=default OPENSTACK_RAX_URL=http://127.0.0.1:$rax_port/v2.0 OPENSTACK_DIR=$dir"
		cat "$etc/found"
	} >"$dir/openrc"
	cat "$dir/openrc"
}

stop() {
	local pids=() file pid
	for file in "$run"/*.pid; do
		[ -s "$file" ] || continue
		if ours "$(basename "$file" .pid)"; then pids+=("$(cat "$file")"); fi
		rm -f "$file"
	done
	for pid in "${pids[@]}"; do kill -INT -- "-$pid" 2>/dev/null || true; done
	for pid in "${pids[@]}"; do
		for _ in $(seq 30); do
			kill -0 -- "-$pid" 2>/dev/null || break
			sleep 0.1
		done
		kill -KILL -- "-$pid" 2>/dev/null || true
	done
}

case $verb in
start) start ;;
stop) stop ;;
revoke)
	# shellcheck source=/dev/null
	. "$etc/settings"
	OPENSTACK_PASSWORD=$password "$python" "$here/content.py" revoke "http://127.0.0.1:$identity_port/v3" "$3"
	;;
*)
	say "what is '$verb'?"
	exit 2
	;;
esac
