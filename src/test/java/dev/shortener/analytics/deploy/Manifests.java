package dev.shortener.analytics.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;

/** Reads manifests as strictly as a server that validates them: a field that a kind does not have is an error. Stateless. */
final class Manifests {

    static final Path FOLDER = Path.of("deploy/kubernetes");

    private static final Map<String, Class<?>> KINDS = Map.of(
            "v1 ConfigMap", ConfigMap.class,
            "v1 Secret", Secret.class,
            "v1 Service", Service.class,
            "apps/v1 Deployment", Deployment.class,
            "batch/v1 Job", Job.class,
            "policy/v1 PodDisruptionBudget", PodDisruptionBudget.class,
            "keda.sh/v1alpha1 ScaledObject", ScaledObject.class);

    private static final ObjectMapper STRICT = new ObjectMapper()
            .setAnnotationIntrospector(new JacksonAnnotationIntrospector() {
                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                    return false;
                }
            });

    private Manifests() {}

    static List<Path> all() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    /** The one object of a file. */
    static Object read(Path file) throws IOException {
        return read(Files.readString(file));
    }

    /**
     * @throws IllegalArgumentException naming the field that is unknown, missing or of the wrong type
     */
    static Object read(String text) {
        LoaderOptions once = new LoaderOptions();
        once.setAllowDuplicateKeys(false);
        JsonNode tree = STRICT.valueToTree(new Yaml(once).load(text));
        String kind = tree.path("apiVersion").asText() + " " + tree.path("kind").asText();
        Class<?> type = KINDS.get(kind);
        if (type == null) {
            throw new IllegalArgumentException("kind " + kind + " is unknown, allowed: " + KINDS.keySet());
        }
        return STRICT.convertValue(tree, type);
    }
}
