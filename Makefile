SHELL := /bin/bash
COMPOSE := docker compose
JAVA_OPTS ?=
CONF ?= conf/consumer.yaml
ARGS ?=
JAR := target/analytics-consumer.jar
DEMO_JAR := target/analytics-consumer-demo.jar
SOURCES := pom.xml $(shell find src/main src/assembly migrations data -type f)

.DEFAULT_GOAL := help
.PHONY: help kafka-up db-up db-migrate run-consumer run-all infra demo test fmt clean

help: ## list the targets
	@grep -E '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  \1\t\2/' | expand -t 18

kafka-up: ## start Kafka in Docker and wait until it is healthy
	$(COMPOSE) up -d --wait kafka

db-up: ## start PostgreSQL in Docker and wait until it is healthy
	$(COMPOSE) up -d --wait postgres

db-migrate: $(JAR) ## create or extend the tables
	java $(JAVA_OPTS) -jar $(JAR) migrate -conf $(CONF)

run-consumer: $(JAR) ## run the service
	java $(JAVA_OPTS) -jar $(JAR) -conf $(CONF) $(ARGS)

run-all: kafka-up db-up db-migrate run-consumer ## servers in Docker, tables, service

infra: $(DEMO_JAR) ## run a broker and a PostgreSQL without Docker
	java $(JAVA_OPTS) -jar $(DEMO_JAR) infra $(ARGS)

demo: $(DEMO_JAR) ## watch clicks flow into PostgreSQL, nothing to install
	java $(JAVA_OPTS) -jar $(DEMO_JAR) demo $(ARGS)

test: ## run every test
	mvn -B verify

fmt: ## format the sources
	mvn -B -q spotless:apply

clean: ## remove what was built
	mvn -B -q clean

$(JAR) $(DEMO_JAR) &: $(SOURCES)
	mvn -B -q -DskipTests package
	@touch $(JAR) $(DEMO_JAR)
