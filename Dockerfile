FROM maven:3-eclipse-temurin-17 AS build
WORKDIR /build
COPY . .
RUN mvn -B -q -DskipTests package

FROM eclipse-temurin:17-jre-alpine
RUN adduser -S -D -H analytics
WORKDIR /app
COPY --from=build /build/target/analytics-consumer.jar analytics-consumer.jar
COPY conf conf
COPY data data
USER analytics
EXPOSE 6060
STOPSIGNAL SIGTERM
ENTRYPOINT ["java", "-jar", "/app/analytics-consumer.jar"]
CMD ["-conf", "/app/conf/consumer.yaml"]
