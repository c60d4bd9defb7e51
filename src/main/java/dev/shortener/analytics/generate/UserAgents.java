package dev.shortener.analytics.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/** Some 250 user agents as browsers, apps and bots send them, in the proportions of a public web site. */
final class UserAgents {

    private static final String WEBKIT = " AppleWebKit/537.36 (KHTML, like Gecko) ";
    private static final List<String> CHROME =
            List.of("124.0.0.0", "126.0.0.0", "128.0.0.0", "129.0.0.0", "130.0.0.0", "131.0.0.0");
    private static final List<String> FIREFOX = List.of("115.0", "128.0", "130.0", "131.0", "132.0");
    private static final List<String> SAFARI = List.of("16.6", "17.4", "17.6", "18.0", "18.1");
    private static final List<String> IOS = List.of("16_6", "17_4", "17_6_1", "18_0", "18_1");
    private static final List<String> DESKTOPS = List.of(
            "Windows NT 10.0; Win64; x64",
            "Macintosh; Intel Mac OS X 10_15_7",
            "X11; Linux x86_64",
            "X11; CrOS x86_64 14541.0.0");
    private static final List<String> PHONES = List.of(
            "Linux; Android 10; K",
            "Linux; Android 13; SM-A536B",
            "Linux; Android 14; SM-S918B",
            "Linux; Android 14; Pixel 8",
            "Linux; Android 13; 22101316G",
            "Linux; Android 12; CPH2271");
    private static final List<String> TABLETS =
            List.of("Linux; Android 13; SM-X700", "Linux; Android 12; SM-T500", "Linux; Android 11; Lenovo TB-X606F");

    private static final List<String> TELEVISIONS = List.of(
            "Mozilla/5.0 (SMART-TV; LINUX; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) 76.0.3809.146/6.0 TV Safari/537.36",
            "Mozilla/5.0 (SMART-TV; LINUX; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) 94.0.4606.31/7.0 TV Safari/537.36",
            "Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36 WebAppManager",
            "Mozilla/5.0 (Linux; Android 11; BRAVIA 4K VH2) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
            "Mozilla/5.0 (Linux; Android 9; AFTMM) AppleWebKit/537.36 (KHTML, like Gecko) Silk/120.4.1 like Chrome/120.0.0.0 Safari/537.36",
            "Roku/DVP-12.5 (12.5.0.4178-C2)");

    private static final List<String> OTHER_DEVICES = List.of(
            "Mozilla/5.0 (PlayStation; PlayStation 5/6.50) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/15.4 Safari/605.1.15",
            "Mozilla/5.0 (PlayStation 4 11.00) AppleWebKit/605.1.15 (KHTML, like Gecko)",
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64; Xbox; Xbox Series X) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edge/44.18363.8131",
            "Mozilla/5.0 (Nintendo Switch; WifiWebAuthApplet) AppleWebKit/609.4 (KHTML, like Gecko) NF/6.0.2.20.5 NintendoBrowser/5.1.0.22023",
            "Mozilla/5.0 (X11; GNU/Linux) AppleWebKit/537.36 (KHTML, like Gecko) Chromium/109.0.5414.119 Chrome/109.0.5414.119 Safari/537.36 Tesla/2023.44.30.8");

    private static final List<String> BOTS = List.of(
            "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.6723.91 Mobile Safari/537.36 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
            "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
            "Mozilla/5.0 (compatible; YandexBot/3.0; +http://yandex.com/bots)",
            "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
            "Mozilla/5.0 (compatible; SemrushBot/7~bl; +http://www.semrush.com/bot.html)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; +https://openai.com/gptbot)",
            "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; ClaudeBot/1.0; +claudebot@anthropic.com)",
            "facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
            "Twitterbot/1.0",
            "LinkedInBot/1.0 (compatible; Mozilla/5.0; Apache-HttpClient +http://www.linkedin.com)",
            "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
            "TelegramBot (like TwitterBot)",
            "WhatsApp/2.23.20.0",
            "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
            "DuckDuckBot/1.1; (+http://duckduckgo.com/duckduckbot.html)",
            "curl/8.5.0",
            "python-requests/2.32.3",
            "Go-http-client/2.0");

    private static final WeightedChoice<List<String>> CLASSES = new WeightedChoice<>(List.of(
            Map.entry(mobile(), 52),
            Map.entry(desktop(), 33),
            Map.entry(BOTS, 7),
            Map.entry(tablet(), 4),
            Map.entry(TELEVISIONS, 2),
            Map.entry(OTHER_DEVICES, 1),
            Map.entry(List.of(""), 1)));

    private UserAgents() {}

    /** Empty now and then: not every client says what it is. */
    static String next(SplittableRandom random) {
        List<String> ofClass = CLASSES.next(random);
        return ofClass.get(random.nextInt(ofClass.size()));
    }

    private static List<String> desktop() {
        List<String> agents = new ArrayList<>();
        for (String system : DESKTOPS) {
            for (String version : CHROME) {
                agents.add("Mozilla/5.0 (" + system + ")" + WEBKIT + "Chrome/" + version + " Safari/537.36");
                agents.add("Mozilla/5.0 (" + system + ")" + WEBKIT + "Chrome/" + version + " Safari/537.36 Edg/"
                        + version);
            }
            FIREFOX.forEach(version ->
                    agents.add("Mozilla/5.0 (" + system + "; rv:" + version + ") Gecko/20100101 Firefox/" + version));
        }
        SAFARI.forEach(version -> agents.add("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 "
                + "(KHTML, like Gecko) Version/" + version + " Safari/605.1.15"));
        return agents;
    }

    private static List<String> mobile() {
        List<String> agents = new ArrayList<>(iphones());
        for (String phone : PHONES) {
            for (String version : CHROME) {
                agents.add("Mozilla/5.0 (" + phone + ")" + WEBKIT + "Chrome/" + version + " Mobile Safari/537.36");
            }
            agents.add("Mozilla/5.0 (" + phone + ")" + WEBKIT
                    + "SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36");
            agents.add("Mozilla/5.0 (" + phone + "; wv)" + WEBKIT
                    + "Version/4.0 Chrome/130.0.0.0 Mobile Safari/537.36 Instagram 355.1.0.44.103 Android");
        }
        return agents;
    }

    private static List<String> iphones() {
        return IOS.stream()
                .flatMap(system -> Stream.concat(
                        SAFARI.stream().map(version -> apple("iPhone; CPU iPhone OS " + system, version)),
                        Stream.of(
                                apple("iPhone; CPU iPhone OS " + system, "18.1") + " [FBAN/FBIOS;FBAV/489.0.0.51.77]")))
                .toList();
    }

    private static List<String> tablet() {
        List<String> agents = new ArrayList<>();
        IOS.forEach(system -> SAFARI.forEach(version -> agents.add(apple("iPad; CPU OS " + system, version))));
        TABLETS.forEach(tablet -> CHROME.forEach(version ->
                agents.add("Mozilla/5.0 (" + tablet + ")" + WEBKIT + "Chrome/" + version + " Safari/537.36")));
        return agents;
    }

    private static String apple(String device, String version) {
        return "Mozilla/5.0 (" + device + " like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/" + version
                + " Mobile/15E148 Safari/604.1";
    }
}
