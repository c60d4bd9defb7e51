package dev.shortener.analytics.enrich;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the published list does not have: one of each kind. */
class RefererGapsTest {

    private final RefererClassifier classifier = RefererClassifier.load(List.of());

    RefererGapsTest() throws IOException {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    https://poczta.onet.pl/                        | onet             | Email
                    https://mail.example.org/inbox                 | mail.example.org | Email
                    https://mail.gmx.net/                          | gmx              | Email
                    https://www.gmx.net/magazine                   | gmx              | Email
                    android-app://com.fsck.k9/                     | k-9 mail         | Email
                    https://search.gmx.net/web                     | gmx              | Search
                    https://oceanhero.today/web?q=x                | oceanhero        | Search
                    android-app://org.ecosia.android/              | ecosia           | Search
                    https://lumo.proton.me/                        | lumo             | AI
                    https://yiyan.baidu.com/                       | ernie            | AI
                    android-app://com.deepseek.chat/               | deepseek         | AI
                    https://b23.tv/abc                             | bilibili         | Social
                    https://m.weibo.cn/status/1                    | weibo            | Social
                    android-app://free.reddit.news/                | reddit           | Social
                    https://www.google.com/?gad_source=1           | google           | Paid
                    https://example.org/?utm_medium=Paid%20Social  | example.org      | Paid
                    https://example.org/?utm_medium=cpc-brand      | example.org      | Paid
                    https://example.org/?utm_medium=email          | example.org      | Email
                    https://example.org/?gad_source=               | example.org      | Referral
                    https://example.org/?utm_medium=organic-social | example.org      | Social
                    https://example.org/?utm_medium=referral       | example.org      | Referral
                    https://example.org/?utm_medium=social&gclid=1 | example.org      | Paid
                    https://example.org/?utm_source=google         | example.org      | Referral
                    https://www.facebook.com/?utm_medium=email     | facebook         | Social
                    https://www.bing.com/chat?q=x                  | copilot          | AI
                    https://www.bing.com/Chat                      | copilot          | AI
                    https://www.bing.com/chatter                   | bing             | Search
                    https://x.com/i/grok/share/1                   | grok             | AI
                    https://x.com/i/grokking                       | twitter          | Social
                    https://www.google.com/aclk?sa=l               | google           | Paid
                    https://www.google.de/imgres?q=x               | google           | Search
                    https://mail7.orange.fr/webmail/fr/read.html   | orange webmail   | Email
                    https://example.org/owa/auth/logon.aspx        | example.org      | Email
                    https://example.org/RoundCube                  | example.org      | Email
                    https://example.org/owattribution/             | example.org      | Referral
                    https://example.org/x/owa/                     | example.org      | Referral
                    https://mail2.example.org/                     | mail2.example.org | Email
                    https://blogspot.com/                          | blogger          | Social
                    https://someone.blogspot.com/                  | someone.blogspot.com | Referral
                    https://someone.tumblr.com/                    | tumblr           | Social
                    https://www-example-org.translate.goog/        | google           | Referral
                    com.reddit.frontpage                           | reddit           | Social
                    https://com.google.android.gm/                 | com.google.android.gm | Referral
                    https://mailing.example.org/                   | mailing.example.org | Referral
                    https://xpi.ai/                                | xpi.ai           | Referral
                    """)
    void a_gap_of_the_published_list_is_filled(String referer, String name, String channel) {
        TrafficSource told = classifier.classify(referer);
        assertThat(told.name()).isEqualTo(name);
        assertThat(told.channel().label()).isEqualTo(channel);
    }
}
