package io.cero.campaigns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.cero.testkit.NamedTests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What docs/reliability.md names is there. */
class ReliabilityPageTest {
  private static final Path ROOT = Path.of("..");

  private static final Pattern ROW = Pattern.compile("(?m)^\\| (\\d+) \\|.*$");
  private static final Pattern CAMPAIGN = Pattern.compile("`bin/campaign ([a-z-]+)");

  private static String page() throws IOException {
    return Files.readString(ROOT.resolve("docs/reliability.md"));
  }

  @Test
  void shouldNameTestsThatExist() throws IOException {
    int names = NamedTests.requireAll(ROOT, page());
    assertTrue(names > 80, "only " + names);
  }

  @Test
  void shouldNameCampaignsThatExist() throws IOException {
    Matcher matcher = CAMPAIGN.matcher(page());
    int names = 0;
    while (matcher.find()) {
      names++;
      String name = matcher.group(1);
      assertTrue(Campaigns.named(name).isPresent(), name);
    }
    assertTrue(names > 5, "only " + names);
  }

  @Test
  void shouldHaveARowForEveryComplaintWithATestAndHowItWasShownToFail() throws IOException {
    List<Integer> numbers = new ArrayList<>();
    Matcher matcher = ROW.matcher(page());
    while (matcher.find()) {
      numbers.add(Integer.valueOf(matcher.group(1)));
      String[] cells = matcher.group().split("\\|");
      assertEquals(6, cells.length, matcher.group());
      for (int i = 1; i < cells.length; i++) {
        assertTrue(!cells[i].isBlank(), matcher.group());
      }
    }
    List<Integer> complaints =
        IntStream.rangeClosed(1, 30).filter(number -> number != 22).boxed().toList();
    assertEquals(complaints, numbers);
  }
}
