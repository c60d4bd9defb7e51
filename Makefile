# "make" lists what there is. Only a JDK 17, Maven and make are needed, and a container engine for kafka-up and db-up.

JAVA ?= java
JAVA_OPTS ?=
MVN ?= mvn -B
CONF ?= conf/consumer.yaml
ARGS ?=
SOAK ?= PT30M
RATE ?= 20000
ROWS ?= 2000000
WRITES ?= 10000
COMPOSE = $(shell docker compose version >/dev/null 2>&1 && echo docker compose || echo docker-compose)

JAR := target/analytics-consumer.jar
DEMO_JAR := target/analytics-consumer-demo.jar
CLASS_DATA := target/analytics-consumer.jsa
BENCH_JAR := bench/target/analytics-consumer-bench.jar
SOURCES := pom.xml LICENSE NOTICE $(shell find src/main src/assembly migrations data -type f 2>/dev/null)

.DEFAULT_GOAL := help
.PHONY: help package kafka-up db-up db-migrate run-consumer run-all infra demo test chaos soak pictures jmh bench scale-bench counts-bench fmt clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  %-14s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

kafka-up: ## Start Kafka in a container at localhost:9092 and wait until it is healthy
	$(call up-and-healthy,kafka)

db-up: ## Start PostgreSQL in a container at localhost:5433 and wait until it is healthy
	$(call up-and-healthy,postgres)

db-migrate: $(JAR) ## Create or extend the tables in the configured database
	$(JAVA) $(JAVA_OPTS) -jar $(JAR) migrate -conf $(CONF) $(ARGS)

package: $(JAR) $(CLASS_DATA) ## Build the jar, and beside it class data, manual page and shell completion
	$(JAVA) -jar $(JAR) man > target/analytics-consumer.1
	$(JAVA) -jar $(JAR) completion > target/analytics-consumer.bash

run-consumer: $(JAR) $(CLASS_DATA) ## Run the consumer until Ctrl-C (CONF=file, ARGS="...", JAVA_OPTS="...")
	$(JAVA) -XX:SharedArchiveFile=$(CLASS_DATA) -Xshare:auto $(JAVA_OPTS) -jar $(JAR) -conf $(CONF) $(ARGS)

run-all: ## Start Kafka and PostgreSQL in containers, migrate, run the consumer
	$(MAKE) kafka-up
	$(MAKE) db-up
	$(MAKE) db-migrate
	$(MAKE) run-consumer

infra: $(DEMO_JAR) ## Serve Kafka at 9092 and PostgreSQL at 5433 without containers until Ctrl-C
	$(JAVA) $(JAVA_OPTS) -jar $(DEMO_JAR) infra $(ARGS)

demo: $(DEMO_JAR) ## See clicks go from Kafka to PostgreSQL, nothing to install (ARGS=--until-drained ends by itself)
	@$(JAVA) $(JAVA_OPTS) -jar $(DEMO_JAR) demo $(ARGS)

test: ## Run every test, on real servers inside the build
	$(MVN) verify

pictures: ## Take the pictures in docs/ of a "make demo" that runs beside it
	$(MVN) -q verify -Dit.test=PagePictures $(ONLY_IT)

jmh: ## Measure each step alone, a few minutes (ARGS="decode -f 1": JMH's own options; the first is a pattern of names)
	$(MVN) -q test-compile dependency:build-classpath -Dmdep.outputFile=target/jmh.classpath
	$(JAVA) $(JAVA_OPTS) -cp "target/test-classes:target/classes:$$(cat target/jmh.classpath)" org.openjdk.jmh.Main $(ARGS)

bench: $(BENCH_JAR) ## Measure the whole service beside other consumers, some 35 minutes (ARGS="--rounds 1 --only service,spring": --help lists all)
	@$(JAVA) $(JAVA_OPTS) -cp "$(BENCH_JAR):$$(cat bench/target/classpath)" dev.shortener.analytics.bench.BenchMain $(ARGS)

scale-bench: $(BENCH_JAR) ## Measure how the cost grows, some 40 minutes (ARGS="--only members": --help lists all)
	@$(JAVA) $(JAVA_OPTS) -cp "$(BENCH_JAR):$$(cat bench/target/classpath)" dev.shortener.analytics.bench.ScaleMain $(ARGS)

counts-bench: ## How long answers of the read API take (ROWS=2000000) while clicks are written (WRITES=10000 a second)
	$(MVN) -q test-compile dependency:build-classpath -Dmdep.outputFile=target/bench.classpath
	$(JAVA) $(JAVA_OPTS) -cp "target/test-classes:target/classes:$$(cat target/bench.classpath)" dev.shortener.analytics.http.CountsBench $(ROWS) $(WRITES)

chaos: ## Put every fault to the service, for as long as in life, and write docs/FAULTS.md (half an hour)
	rm -rf target/faults
	$(MVN) verify -Dchaos=full -Dleft.out=soak -Dit.forks=1 -Dit.test='**/chaos/*IT' $(ONLY_IT)
	cp target/FAULTS.md docs/FAULTS.md

soak: ## As many clicks as the machine takes, with a fault every 20 s (SOAK=PT30M, RATE=clicks a second)
	$(MVN) verify -Dsoak=$(SOAK) -Dsoak.rate=$(RATE) -Dleft.out=none -Dit.test=SoakIT $(ONLY_IT)

fmt: ## Format the sources
	$(MVN) -q spotless:apply
	$(MVN) -q -f bench/pom.xml spotless:apply

clean: ## Remove what was built (the data of "make infra" stays in .infra)
	$(MVN) -q clean
	rm -rf bench/target

# No unit tests, and no jars.
ONLY_IT := -Dtest=NoSuchTest -Dsurefire.failIfNoSpecifiedTests=false -Dmaven.shade.skip=true -Dassembly.skipAssembly=true

# One build makes both jars, this one last.
$(DEMO_JAR): $(SOURCES)
	$(MVN) -q -DskipTests package
	@touch $(DEMO_JAR)

$(JAR): $(DEMO_JAR)
	@test -f $@ || $(MVN) -q -DskipTests package

# Of this jar and this JVM: with others, a JVM starts without it.
$(CLASS_DATA): $(JAR) deploy/class-data.sh
	sh deploy/class-data.sh $(JAVA) $(JAR) $@

# The product comes to the benchmark, a project of its own, through the local repository.
$(BENCH_JAR): $(DEMO_JAR) bench/pom.xml $(shell find bench/src -type f 2>/dev/null)
	$(MVN) -q org.apache.maven.plugins:maven-install-plugin:3.1.4:install-file -DpomFile=pom.xml \
	  -Dfile=target/without-dependencies/analytics-consumer.jar
	$(MVN) -q -f bench/pom.xml package

# Starts a service and waits for its health check: two minutes at most.
define up-and-healthy
	$(COMPOSE) up -d $(1)
	@for second in $$(seq 120); do \
	  state=$$(docker inspect -f '{{.State.Health.Status}}' $$($(COMPOSE) ps -q $(1))); \
	  [ "$$state" = healthy ] && echo "$(1) is healthy" && exit 0; \
	  sleep 1; \
	done; echo "$(1) is not healthy after two minutes, see: $(COMPOSE) logs $(1)" >&2; exit 1
endef
