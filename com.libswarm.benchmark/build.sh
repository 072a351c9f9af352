# Sourced by the scripts beside it: builds what they run, quietly unless it fails. $1: the modules.
log=$here/target/build.log
mkdir -p "$here/target"
echo "building" >&2
(cd "$here/.." && mvn -B -ntp -DskipTests -pl "$1" -am package) >"$log" 2>&1 || {
	grep '^\[ERROR\]' "$log" | head -n 20 >&2
	exit 1
}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java
