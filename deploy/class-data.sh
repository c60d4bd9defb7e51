#!/bin/sh
# Makes an archive of class data: starts the service with no servers to be found, as far as it comes, and keeps what it has loaded.
#   class-data.sh JAVA JAR ARCHIVE
# A JVM uses it by -XX:SharedArchiveFile=ARCHIVE, as long as it and the jar are the ones the archive was made of; otherwise it starts
# without.
set -eu
java=$1 jar=$2 archive=$3
log=$(mktemp) conf=$(mktemp)
trap 'rm -f "$log" "$conf"' EXIT

cat >"$conf" <<'EOF'
Brokers: ["127.0.0.1:9"]
Group: training
Topic: training
Offset: first
DataSource: postgres://nobody@127.0.0.1:9/none?sslmode=disable
GeoIPDbPath: data/country.mmdb
DevServer: {Port: 0}
EOF
"$java" -XX:ArchiveClassesAtExit="$archive" -jar "$jar" -conf "$conf" >"$log" 2>&1 &
service=$!
# User agents are learned last, which takes seconds; the database is asked for meanwhile.
tries=0
until grep -q 'enriching is ready' "$log" || [ "$tries" -ge 240 ]; do
  kill -0 "$service" 2>/dev/null || break
  tries=$((tries + 1))
  sleep 0.5
done
kill -TERM "$service" 2>/dev/null || true
wait "$service" || true
# A service that does not come so far, as for want of a module, leaves an archive all the same.
if ! grep -q 'enriching is ready' "$log" || [ ! -s "$archive" ]; then
  rm -f "$archive"
  cat "$log" >&2
  echo "no archive was made" >&2
  exit 1
fi
