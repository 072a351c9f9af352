# Sourced by the scripts beside it, which set $here.

# Builds the modules $1 and what they need, quietly unless it fails.
build() {
	log=$here/target/build.log
	mkdir -p "$here/target"
	echo "building" >&2
	(cd "$here/.." && mvn -B -ntp -DskipTests -pl "$1" -am package) >"$log" 2>&1 || {
		grep '^\[ERROR\]' "$log" | head -n 20 >&2
		exit 1
	}
}

java=${JAVA_HOME:+$JAVA_HOME/bin/}java
