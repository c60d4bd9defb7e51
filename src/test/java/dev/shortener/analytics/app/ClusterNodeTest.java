package dev.shortener.analytics.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.hazelcast.config.JoinConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the shipped file says to Hazelcast. */
class ClusterNodeTest {

    private static final Path SHIPPED = Path.of("conf", "cluster.yaml");

    @Test
    void members_are_found_by_their_addresses_and_nothing_by_multicast() {
        JoinConfig join = ClusterNode.hazelcast(SHIPPED).getNetworkConfig().getJoin();
        assertThat(join.getMulticastConfig().isEnabled()).isFalse();
        assertThat(join.getAutoDetectionConfig().isEnabled()).isFalse();
        assertThat(join.getTcpIpConfig().isEnabled()).isTrue();
        assertThat(join.getTcpIpConfig().getMembers()).containsExactly("127.0.0.1");
    }

    @Test
    void the_section_for_kubernetes_works_in_place_of_the_addresses(@TempDir Path folder) throws IOException {
        String shipped = Files.readString(SHIPPED);
        String kubernetes = shipped.substring(0, shipped.indexOf("      tcp-ip:"))
                + shipped.substring(shipped.indexOf("      # kubernetes:")).replaceAll("(?m)^      # ", "      ");
        JoinConfig join = ClusterNode.hazelcast(Files.writeString(folder.resolve("cluster.yaml"), kubernetes))
                .getNetworkConfig()
                .getJoin();
        assertThat(join.getKubernetesConfig().isEnabled()).isTrue();
        assertThat(join.getKubernetesConfig().getProperty("service-dns"))
                .isEqualTo("analytics-consumer-nodes.default.svc.cluster.local");
        assertThat(join.getTcpIpConfig().isEnabled()).isFalse();
    }
}
