package dev.shortener.analytics.house.bad.demo;

/** What only a demo may know. */
public final class Broker {}
