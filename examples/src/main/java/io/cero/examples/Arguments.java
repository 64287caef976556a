package io.cero.examples;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What is given to a {@link Program} on its command line. Immutable. */
public final class Arguments {
  private final List<Parameter> parameters;
  private final Map<String, List<String>> given;

  Arguments(List<Parameter> parameters) {
    this(parameters, Map.of());
  }

  private Arguments(List<Parameter> parameters, Map<String, List<String>> given) {
    this.parameters = parameters;
    this.given = given;
  }

  /**
   * Returns these with one of them replaced.
   *
   * @param values one, or as many as there are for a list
   * @throws ArgumentException if that is not possible
   */
  public Arguments with(String name, String... values) {
    Parameter parameter = parameter(name);
    for (String value : values) {
      parameter.check(value);
    }
    Map<String, List<String>> more = new HashMap<>(given);
    more.put(name, List.of(values));
    return new Arguments(parameters, Map.copyOf(more));
  }

  /**
   * Returns one of them.
   *
   * @throws ArgumentException if it must be given and is not
   */
  public String text(String name) {
    Parameter parameter = parameter(name);
    List<String> values = given.get(name);
    if (values != null) {
      return values.get(0);
    }
    String standard = parameter.standard();
    if (standard == null) {
      throw new ArgumentException(name + " is missing: " + parameter.description());
    }
    return standard;
  }

  /** Returns one of them as a number. */
  public int number(String name) {
    return Integer.parseInt(text(name));
  }

  /** Returns one of them, a number of milliseconds, as a time. */
  public Duration milliseconds(String name) {
    return Duration.ofMillis(number(name));
  }

  /** Returns the list at the end. */
  public List<String> list(String name) {
    parameter(name);
    return given.getOrDefault(name, List.of());
  }

  private Parameter parameter(String name) {
    for (Parameter parameter : parameters) {
      if (parameter.name().equals(name)) {
        return parameter;
      }
    }
    throw new IllegalArgumentException("this program takes no argument '" + name + "'");
  }
}
