# The production image: a JRE of the modules that are used, one jar, the data it looks things up in. The migrations are inside the jar.
#   docker build -t analytics-consumer .
#   docker run --read-only --tmpfs /tmp -v "$PWD/conf:/app/conf:ro" analytics-consumer [command and its arguments]
# JVM options go into the environment variable JAVA_TOOL_OPTIONS.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -q -DskipTests -Dassembly.skipAssembly package
RUN jlink --output /jre --strip-debug --no-man-pages --no-header-files --compress=2 \
      --add-modules java.base,java.desktop,java.instrument,java.logging,java.management,java.naming,java.net.http,java.rmi,java.security.jgss,java.security.sasl,java.sql,java.xml,jdk.crypto.ec,jdk.jfr,jdk.management,jdk.naming.dns,jdk.net,jdk.random,jdk.unsupported,jdk.zipfs \
 && /jre/bin/java -Xshare:dump

# The same C library as in the stage before.
FROM ubuntu:24.04
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin consumer \
 && install -d -o consumer -g consumer -m 0700 /var/cache/analytics-consumer
COPY --from=build /jre /opt/jre
ENV PATH=/opt/jre/bin:$PATH
WORKDIR /app
COPY --from=build /build/target/analytics-consumer.jar ./
COPY conf/ conf/
COPY data/ data/
COPY deploy/class-data.sh /tmp/
# Classes as the service loads them, parsed and checked once.
RUN sh /tmp/class-data.sh /opt/jre/bin/java /app/analytics-consumer.jar /app/analytics-consumer.jsa && rm /tmp/class-data.sh
# Known user agents, for a quicker next start: with a volume there; a read-only system without one keeps none.
ENV CACHE_DIRECTORY=/var/cache/analytics-consumer
USER 10001
# The process drains and commits before it ends, within 25 s; it is process 1 and gets the signal itself.
STOPSIGNAL SIGTERM
# Asked by the shell itself, as there is no program here that fetches URLs.
HEALTHCHECK --interval=10s --timeout=5s --start-period=30s --retries=5 \
  CMD ["bash", "-c", "exec 3<>/dev/tcp/127.0.0.1/6060 && printf 'GET /readyz HTTP/1.1\\r\\nHost: localhost\\r\\nConnection: close\\r\\n\\r\\n' >&3 && head -n 1 <&3 | grep -q ' 200 '"]
ENTRYPOINT ["java", "-XX:SharedArchiveFile=/app/analytics-consumer.jsa", "-Xshare:auto", "-XX:MaxRAMPercentage=60", "-XX:+ExitOnOutOfMemoryError", "-jar", "/app/analytics-consumer.jar"]
CMD ["-conf", "/app/conf/consumer.yaml"]
