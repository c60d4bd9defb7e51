package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import com.maxmind.db.DatabaseRecord;
import com.maxmind.db.Network;
import com.maxmind.db.Reader;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The table is held against the reader that the database's makers wrote. */
class V4PlacesTest {

    @Test
    void both_ends_of_every_network_have_the_place_of_their_record() throws Exception {
        try (Reader reader = new Reader(CountryFile.SHIPPED.toFile())) {
            V4Places places = places(CountryFile.SHIPPED, reader);
            int networks = 0;
            Iterator<DatabaseRecord<Object>> all = reader.networks(Object.class);
            while (all.hasNext()) {
                Network network = all.next().network();
                if (network.networkAddress() instanceof Inet4Address first) {
                    assertSame(places, reader, first.getAddress());
                    assertSame(places, reader, last(first.getAddress(), network.prefixLength()));
                    networks++;
                }
            }
            assertThat(networks).isGreaterThan(100_000);
        }
    }

    @Test
    void any_address_has_the_place_of_its_record() throws IOException {
        try (Reader reader = new Reader(CountryFile.SHIPPED.toFile())) {
            V4Places places = places(CountryFile.SHIPPED, reader);
            assertSame(places, reader, new byte[] {0, 0, 0, 0});
            assertSame(places, reader, new byte[] {-1, -1, -1, -1});
            SplittableRandom random = new SplittableRandom(1);
            for (int i = 0; i < 200_000; i++) {
                byte[] address = new byte[4];
                random.nextBytes(address);
                assertSame(places, reader, address);
            }
        }
    }

    @Test
    void databases_of_maxminds_own_types_are_read_too() throws IOException {
        for (String name : List.of("GeoLite2-Country-Test.mmdb", "GeoLite2-City-Test.mmdb")) {
            Path file = SharedData.file("geo/" + name);
            try (Reader reader = new Reader(file.toFile())) {
                PlaceSource source = new MaxMindPlaceSource(reader);
                V4Places places =
                        Objects.requireNonNull(V4Places.read(SearchTree.read(file, reader.getMetadata()), source));
                byte[] address = {2, 125, (byte) 160, (byte) 216};
                assertThat(places.find(address)).isEqualTo(source.find(InetAddress.getByAddress(address)));
            }
        }
    }

    @Test
    void more_places_than_are_allowed_get_no_table() throws IOException {
        try (Reader reader = new Reader(CountryFile.SHIPPED.toFile())) {
            SearchTree tree = SearchTree.read(CountryFile.SHIPPED, reader.getMetadata());
            PlaceSource source = new FlatPlaceSource(reader);
            assertThat(V4Places.read(tree, source, 100)).isNull();
            assertThat(V4Places.read(tree, source, 1_000)).isNotNull();
        }
    }

    private static V4Places places(Path file, Reader reader) throws IOException {
        return Objects.requireNonNull(
                V4Places.read(SearchTree.read(file, reader.getMetadata()), new FlatPlaceSource(reader)));
    }

    private static void assertSame(V4Places places, Reader reader, byte[] address) throws IOException {
        Place expected = new FlatPlaceSource(reader).find(InetAddress.getByAddress(address));
        Place found = places.find(address);
        if (!found.equals(expected)) {
            assertThat(found).as(InetAddress.getByAddress(address).toString()).isEqualTo(expected);
        }
    }

    private static byte[] last(byte[] first, int prefixLength) {
        byte[] last = first.clone();
        for (int bit = prefixLength; bit < 32; bit++) {
            last[bit / 8] |= (byte) (0x80 >> bit % 8);
        }
        return last;
    }
}
