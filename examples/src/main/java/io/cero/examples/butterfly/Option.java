package io.cero.examples.butterfly;

/**
 * The right to buy something that now costs 100 at a price at a time; interest is 2 % a year.
 *
 * @param strike the price at which it may be bought
 * @param volatility how much the price moves in a year, 0.2 for 20 %
 * @param years when it may be bought
 */
record Option(double strike, double volatility, double years) {
  private static final double SPOT = 100;
  private static final double INTEREST = 0.02;

  static Option parse(String text) {
    String[] fields = text.split(" ", -1);
    return new Option(
        Double.parseDouble(fields[0]),
        Double.parseDouble(fields[1]),
        Double.parseDouble(fields[2]));
  }

  /** What it is worth now if the price moves by chance as a normal variable says. */
  double payoff(double normal) {
    double drift = (INTEREST - volatility * volatility / 2) * years;
    double price = SPOT * Math.exp(drift + volatility * Math.sqrt(years) * normal);
    return Math.exp(-INTEREST * years) * Math.max(price - strike, 0);
  }

  /** What it is worth by the formula of Black and Scholes (1973). */
  double formula() {
    double spread = volatility * Math.sqrt(years);
    double d = (Math.log(SPOT / strike) + INTEREST * years) / spread + spread / 2;
    return SPOT * normal(d) - strike * Math.exp(-INTEREST * years) * normal(d - spread);
  }

  /** The normal distribution, to seven places: Abramowitz and Stegun, 26.2.17. */
  private static double normal(double x) {
    if (x < 0) {
      return 1 - normal(-x);
    }
    double t = 1 / (1 + 0.2316419 * x);
    double sum =
        t
            * (0.319381530
                + t * (-0.356563782 + t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
    return 1 - Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI) * sum;
  }

  @Override
  public String toString() {
    return strike + " " + volatility + " " + years;
  }
}
