package dev.shortener.analytics.app;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The manual page of a command with its commands, in the format of man(7). Confined to one thread. */
final class ManPage {

    private final CommandSpec root;
    private final StringBuilder page = new StringBuilder();

    ManPage(CommandSpec root) {
        this.root = root;
    }

    String text() {
        line(".TH " + root.name().toUpperCase(Locale.ROOT) + " 1 \"\" \"" + escaped(Version.current()) + "\"");
        section("NAME");
        line(escaped(root.name()) + " \\- " + escaped(firstSentence(root)));
        section("SYNOPSIS");
        line(".B " + escaped(root.name()));
        line("[command] [options]");
        section("DESCRIPTION");
        paragraphs(root.usageMessage().description());
        section("OPTIONS");
        parameters(root);
        section("COMMANDS");
        root.subcommands().values().forEach(command -> command(command.getCommandSpec(), ""));
        section("NOTES");
        verbatim(root.usageMessage().footer());
        return page.toString();
    }

    private void command(CommandSpec command, String above) {
        String name = above + command.name();
        line(".SS " + escaped(name));
        paragraphs(command.usageMessage().description());
        parameters(command);
        verbatim(command.usageMessage().footer());
        command.subcommands().values().forEach(below -> command(below.getCommandSpec(), name + " "));
    }

    private void parameters(CommandSpec command) {
        for (PositionalParamSpec parameter : command.positionalParameters()) {
            item(parameter.paramLabel(), parameter.description(), parameter.defaultValueString());
        }
        for (OptionSpec option : command.options()) {
            if (!option.hidden()) {
                String label = option.arity().max() > 0 ? " " + option.paramLabel() : "";
                item(String.join(", ", option.names()) + label, option.description(), option.defaultValueString());
            }
        }
    }

    private void item(String term, String[] description, String defaultValue) {
        line(".TP");
        line(".B " + escaped(term));
        paragraphs(Arrays.stream(description)
                .map(text -> text.replace("${DEFAULT-VALUE}", defaultValue))
                .toArray(String[]::new));
    }

    private void paragraphs(String[] texts) {
        line(escaped(Arrays.stream(texts)
                .map(text -> Ansi.OFF.string(text).replace("%n", " "))
                .collect(Collectors.joining("\n.br\n"))));
    }

    /** What keeps its lines, such as examples. */
    private void verbatim(String[] texts) {
        List<String> lines = Arrays.stream(texts)
                .map(text -> Ansi.OFF.string(text).replace("%n", ""))
                .dropWhile(String::isEmpty)
                .toList();
        if (!lines.isEmpty()) {
            line(".PP");
            line(".nf");
            lines.forEach(text -> line(escaped(text)));
            line(".fi");
        }
    }

    private void section(String title) {
        line(".SH " + title);
    }

    private void line(String text) {
        page.append(text).append('\n');
    }

    private static String firstSentence(CommandSpec command) {
        UsageMessageSpec usage = command.usageMessage();
        return usage.description().length == 0 ? "" : usage.description()[0].replaceFirst("(?s)\\.( .*)?$", "");
    }

    /** Backslashes and hyphens are the format's own, and so is a dot or an apostrophe that begins a line; breaks of ours stay. */
    private static String escaped(String text) {
        return text.replace("\\", "\\e").replace("-", "\\-").replaceAll("(?m)^(['.])(?!br$)", "\\\\&$1");
    }
}
