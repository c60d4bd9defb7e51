package dev.shortener.analytics.store;

import java.util.List;

class FakeClickWriterTest extends ClickWriterContract {

    private final FakeClickTable table = new FakeClickTable();

    @Override
    ClickWriter createWriter() {
        return new FakeClickWriter(vertx, table);
    }

    @Override
    List<ClickRow> stored() {
        return table.rows();
    }

    @Override
    void breakWorld() {
        table.breakWorld();
    }

    @Override
    void mendWorld() {
        table.mendWorld();
    }

    @Override
    void makeUnusable() {
        table.makeUnusable();
    }
}
