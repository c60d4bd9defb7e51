package dev.shortener.analytics.bus;

import io.vertx.core.eventbus.EventBus;
import io.vertx.core.eventbus.MessageCodec;
import java.lang.reflect.Proxy;
import java.util.List;

/** An event bus that only remembers which codecs are registered. For the thread of one test. */
record RememberingBus(List<MessageCodec<?, ?>> codecs) {

    EventBus proxy() {
        return (EventBus) Proxy.newProxyInstance(
                RememberingBus.class.getClassLoader(), new Class<?>[] {EventBus.class}, (proxy, method, arguments) -> {
                    if (!method.getName().equals("registerDefaultCodec")) {
                        throw new UnsupportedOperationException(method.getName());
                    }
                    codecs.add((MessageCodec<?, ?>) arguments[1]);
                    return proxy;
                });
    }
}
