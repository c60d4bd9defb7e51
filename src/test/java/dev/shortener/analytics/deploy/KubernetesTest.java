package dev.shortener.analytics.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.hazelcast.config.Config;
import com.hazelcast.config.YamlConfigBuilder;
import dev.shortener.analytics.config.AppConfig;
import dev.shortener.analytics.config.ConfigLoader;
import dev.shortener.analytics.config.DevServerConfig;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.yaml.snakeyaml.Yaml;

/** The manifests against what Kubernetes and KEDA take, against each other, and against the service. */
class KubernetesTest {

    /** The longest drain that can be configured, and the seconds that closing may take. */
    private static final int LONGEST_STOP = 25 + 4;

    static List<Path> manifests() throws IOException {
        return Manifests.all();
    }

    @ParameterizedTest
    @MethodSource("manifests")
    void a_manifest_has_no_field_that_its_kind_does_not_have(Path file) throws IOException {
        assertThat(Manifests.read(file)).isNotNull();
    }

    /** The control of the test before. */
    @Test
    void a_misspelt_field_is_noticed() throws IOException {
        String deployment = Files.readString(Manifests.FOLDER.resolve("deployment.yaml"));

        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifests.read(deployment.replace("readinessProbe", "readynessProbe")))
                .withMessageContaining("readynessProbe");
        String scaled = Files.readString(Manifests.FOLDER.resolve("scaledobject.yaml"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Manifests.read(scaled.replace("maxReplicaCount", "maxReplicas")))
                .withMessageContaining("maxReplicas");
    }

    @Test
    void the_probes_ask_the_service_where_it_answers() throws IOException {
        Container container = consumer();
        AppConfig config = configuration();

        assertThat(container.getLivenessProbe().getHttpGet().getPath()).isEqualTo(DevServerConfig.LIVENESS_PATH);
        assertThat(container.getStartupProbe().getHttpGet().getPath()).isEqualTo(DevServerConfig.LIVENESS_PATH);
        assertThat(container.getReadinessProbe().getHttpGet().getPath()).isEqualTo(DevServerConfig.READINESS_PATH);
        assertThat(container.getPorts()).singleElement().satisfies(port -> {
            assertThat(port.getName()).isEqualTo("dev");
            assertThat(port.getContainerPort()).isEqualTo(config.devServer().port());
        });
        assertThat(config.devServer().host()).isEqualTo("0.0.0.0");
        assertThat(deployment().getSpec().getTemplate().getMetadata().getAnnotations())
                .containsEntry(
                        "prometheus.io/port",
                        Integer.toString(config.devServer().port()))
                .containsEntry("prometheus.io/path", config.devServer().metricsPath());
    }

    @Test
    void a_pod_has_time_to_drain_and_few_rights() throws IOException {
        PodSpec pod = deployment().getSpec().getTemplate().getSpec();

        assertThat(pod.getTerminationGracePeriodSeconds()).isGreaterThan(LONGEST_STOP);
        for (PodSpec each : List.of(pod, migration().getSpec().getTemplate().getSpec())) {
            assertThat(each.getAutomountServiceAccountToken()).isFalse();
            assertThat(each.getSecurityContext().getRunAsNonRoot()).isTrue();
            assertThat(each.getContainers()).singleElement().satisfies(container -> {
                assertThat(container.getSecurityContext().getReadOnlyRootFilesystem())
                        .isTrue();
                assertThat(container.getSecurityContext().getAllowPrivilegeEscalation())
                        .isFalse();
                assertThat(container.getSecurityContext().getCapabilities().getDrop())
                        .containsExactly("ALL");
                assertThat(container.getResources().getLimits()).containsKey("memory");
            });
        }
    }

    @Test
    void whatever_selects_pods_selects_these() throws IOException {
        Map<String, String> labels =
                deployment().getSpec().getTemplate().getMetadata().getLabels();
        PodDisruptionBudget budget = (PodDisruptionBudget) read("poddisruptionbudget.yaml");
        Service service = (Service) read("service.yaml");
        ScaledObject scaled = (ScaledObject) read("scaledobject.yaml");

        assertThat(labels)
                .containsAllEntriesOf(deployment().getSpec().getSelector().getMatchLabels())
                .containsAllEntriesOf(budget.getSpec().getSelector().getMatchLabels())
                .containsAllEntriesOf(service.getSpec().getSelector());
        assertThat(service.getSpec().getClusterIP()).isEqualTo("None");
        assertThat(scaled.spec().scaleTargetRef().name())
                .isEqualTo(deployment().getMetadata().getName());
    }

    @Test
    void the_scaler_watches_what_the_service_reads() throws IOException {
        AppConfig config = configuration();
        ScaledObject scaled = (ScaledObject) read("scaledobject.yaml");

        assertThat(scaled.spec().triggers()).singleElement().satisfies(trigger -> {
            assertThat(trigger.type()).isEqualTo("kafka");
            assertThat(trigger.metadata())
                    .containsEntry("topic", config.kafka().topic())
                    .containsEntry("consumerGroup", config.kafka().group())
                    .containsEntry(
                            "bootstrapServers", String.join(",", config.kafka().brokers()));
        });
        assertThat(scaled.spec().maxReplicaCount()).isGreaterThan(scaled.spec().minReplicaCount());
    }

    @Test
    void the_configuration_in_the_manifest_is_one_without_a_notice() throws IOException {
        assertThat(configuration().notices()).isEmpty();
    }

    @Test
    void members_of_a_cluster_find_each_other_by_the_headless_service() throws IOException {
        String text = ((ConfigMap) read("cluster.yaml")).getData().get("cluster.yaml");
        Config hazelcast =
                new YamlConfigBuilder(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8))).build();

        assertThat(hazelcast.getNetworkConfig().getJoin().getKubernetesConfig().isEnabled())
                .isTrue();
        assertThat(hazelcast.getNetworkConfig().getJoin().getKubernetesConfig().getProperty("service-dns"))
                .startsWith(((Service) read("service.yaml")).getMetadata().getName() + ".");
    }

    private static AppConfig configuration() throws IOException {
        String text = ((ConfigMap) read("configmap.yaml")).getData().get("consumer.yaml");
        Map<String, String> secret = ((Secret) read("secret.example.yaml")).getStringData();
        return ConfigLoader.load(new Yaml().load(text), secret, Map.of());
    }

    private static Deployment deployment() throws IOException {
        return (Deployment) read("deployment.yaml");
    }

    private static Job migration() throws IOException {
        return (Job) read("migrate.yaml");
    }

    private static Container consumer() throws IOException {
        return deployment().getSpec().getTemplate().getSpec().getContainers().get(0);
    }

    private static Object read(String file) throws IOException {
        return Manifests.read(Manifests.FOLDER.resolve(file));
    }
}
