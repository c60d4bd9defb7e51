package dev.shortener.analytics.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import java.util.List;
import java.util.Map;

/** What KEDA 2 takes as a ScaledObject, as far as it is used here; any other field is an error. */
record ScaledObject(
        @JsonProperty(required = true) String apiVersion,
        @JsonProperty(required = true) String kind,
        @JsonProperty(required = true) ObjectMeta metadata,
        @JsonProperty(required = true) Spec spec) {

    record Spec(
            @JsonProperty(required = true) Target scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            Advanced advanced,
            @JsonProperty(required = true) List<Trigger> triggers) {}

    record Target(String apiVersion, String kind, @JsonProperty(required = true) String name) {}

    record Advanced(Autoscaler horizontalPodAutoscalerConfig) {}

    record Autoscaler(Behaviour behavior) {}

    record Behaviour(Scaling scaleDown) {}

    record Scaling(int stabilizationWindowSeconds, List<Policy> policies) {}

    record Policy(String type, int value, int periodSeconds) {}

    /** Of type kafka: its metadata are texts. */
    record Trigger(
            @JsonProperty(required = true) String type, @JsonProperty(required = true) Map<String, String> metadata) {}
}
