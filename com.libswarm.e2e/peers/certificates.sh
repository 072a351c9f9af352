#!/bin/bash
# Certificates for tests of TLS, valid for two days.
#
#   certificates.sh DIR        makes what is not there yet
#
# DIR/                 what a client of docker needs: ca.pem, cert.pem, key.pem (fit for DOCKER_CERT_PATH)
# DIR/server/          the same for a server that is called localhost, 127.0.0.1 or ::1
# DIR/elsewhere/       the same for a server that is called elsewhere.example only, of the same authority
# DIR/stranger/        the same for a client of another authority
# DIR/ca-key.pem       the authority's private key, to sign more
#
# Needs openssl.
set -euo pipefail

[ $# = 1 ] || {
	sed -n '2,/^set /{/^set /d;s/^# \{0,1\}//;p}' "$0"
	exit 2
}
command -v openssl >/dev/null || { echo "certificates: there is no openssl" >&2; exit 1; }
mkdir -p "$1"
dir=$(cd "$1" && pwd -P)
umask 077

key() { openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null; }

authority() { # FOLDER NAME
	mkdir -p "$dir/$1"
	[ -s "$dir/$1/ca.pem" ] && return
	key "$dir/$1/ca-key.pem"
	openssl req -x509 -new -key "$dir/$1/ca-key.pem" -subj "/CN=$2" -days 2 -sha256 -out "$dir/$1/ca.pem"
}

signed() { # FOLDER AUTHORITY'S-FOLDER NAME EXTENSIONS
	local to=$dir/$1 by=$dir/$2
	mkdir -p "$to"
	[ -s "$to/cert.pem" ] && return
	[ "$to" = "$by" ] || cp "$by/ca.pem" "$to/ca.pem"
	key "$to/key.pem"
	openssl req -new -key "$to/key.pem" -subj "/CN=$3" -out "$to/request.pem"
	openssl x509 -req -in "$to/request.pem" -CA "$by/ca.pem" -CAkey "$by/ca-key.pem" -set_serial "0x$(openssl rand -hex 8)" \
		-days 2 -sha256 -extfile <(printf '%s\n' "$4") -out "$to/cert.pem" 2>/dev/null
	rm "$to/request.pem"
}

authority . "test authority"
authority stranger "another authority"
signed . . "test client" "extendedKeyUsage = clientAuth"
signed server . "test server" $'extendedKeyUsage = serverAuth\nsubjectAltName = DNS:localhost,IP:127.0.0.1,IP:::1'
signed elsewhere . "server elsewhere" $'extendedKeyUsage = serverAuth\nsubjectAltName = DNS:elsewhere.example'
signed stranger stranger "stranger" "extendedKeyUsage = clientAuth"
