# The production image: a JRE, one jar, the data it looks things up in. The migrations are inside the jar.
#   docker build -t analytics-consumer .
#   docker run -v "$PWD/conf:/app/conf:ro" analytics-consumer [command and its arguments]
# JVM options go into the environment variable JAVA_TOOL_OPTIONS.

FROM maven:3.9-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -q -DskipTests -Dassembly.skipAssembly package

FROM eclipse-temurin:17-jre
RUN useradd --system --uid 10001 --no-create-home --shell /usr/sbin/nologin consumer
WORKDIR /app
COPY --from=build /build/target/analytics-consumer.jar ./
COPY conf/ conf/
COPY data/ data/
USER 10001
# The process drains and commits before it ends; it is process 1 and gets the signal itself.
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/app/analytics-consumer.jar"]
CMD ["-conf", "/app/conf/consumer.yaml"]
