"use strict";
// Writes values as readers see them, and sorts them into classes that tell places apart.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});
  // From dark to light; distinct without colour vision, because each step is lighter.
  const FIVE = ["#3f1d63", "#7a4fa3", "#ab93c9", "#d6cbe5", "#f3f0f7"];
  const TEN = ["#2a0b49", "#442168", "#5d3786", "#7a4fa3", "#9170b5",
    "#a88fc6", "#beabd5", "#d3c6e4", "#e5ddef", "#f5f2f9"];
  // Where classes of a standing end, in percent: narrow where it matters who comes first.
  const ENDS = [2, 5, 10, 20, 30, 40, 50, 60, 80, 100];
  const UNKNOWN = { colour: "#ffffff", label: "Not known" };
  const MEASURES = { percent: "%", standing: "" };

  // Made once: a browser takes long to make one.
  const WHOLE = new Intl.NumberFormat("en-GB");
  const ONE_DECIMAL = new Intl.NumberFormat("en-GB", { minimumFractionDigits: 1 });
  atlas.count = (number) => WHOLE.format(number);
  atlas.NOT_KNOWN = "not known";

  atlas.writeValue = (value, layer) => {
    if (value === null) return atlas.NOT_KNOWN;
    if (layer.unit === "standing") return `${value}%`;
    if (layer.unit === "percent") {
      return `${ONE_DECIMAL.format(value)}%`;
    }
    return atlas.count(value).replace("-", "−");
  };

  // A value as a person says it; of a larger area, which one it is.
  atlas.tellValue = (place, layer) => {
    const value = atlas.writeValue(layer.values[place], layer);
    return layer.areas?.[place] ? `${value} in all of ${layer.areas[place]}` : value;
  };

  // What stands above a column of a layer's values.
  atlas.nameLayer = (layer) => {
    if (layer.named) return layer.named;
    if (layer.unit === "standing") return `${layer.title}: in the most vulnerable`;
    if (layer.group === "count") return `${layer.title}: how many`;
    const unit = MEASURES[layer.unit] ?? layer.unit;
    return unit ? `${layer.title} (${unit})` : layer.title;
  };

  function classifyStanding(values) {
    const classes = TEN.map((colour, number) => ({
      colour,
      label: number ? `${ENDS[number - 1]}% to ${ENDS[number]}%` : `Most vulnerable ${ENDS[0]}%`,
    }));
    const of = (value) => classes[ENDS.findIndex((end) => value <= end)];
    return { classes: classes.filter((one) => values.some((value) => of(value) === one)), of };
  }

  // Fifths of the places shown; equal values are never parted.
  function classifyFifths(values, layer) {
    const sorted = [...values].sort((one, other) => (layer.low ? one - other : other - one));
    const cut = [1, 2, 3, 4].map((fifth) => sorted[Math.ceil((fifth * sorted.length) / 5)]);
    const edges = [...new Set(cut)].filter((edge) => edge !== undefined && edge !== sorted[0]);
    const find = (value) =>
      edges.filter((edge) => (layer.low ? value >= edge : value <= edge)).length;
    const classes = [];
    for (const value of sorted) {
      const one = (classes[find(value)] = classes[find(value)] || { first: value });
      one.last = value;
    }
    classes.forEach((one, number) => {
      one.colour = FIVE[classes.length > 1 ? Math.round((number * 4) / (classes.length - 1)) : 2];
      const ends = [one.first, one.last].sort((a, b) => a - b);
      const words = [...new Set(ends.map((end) => atlas.writeValue(end, layer)))];
      one.label = words.join(" to ");
    });
    return { classes, of: (value) => classes[find(value)] };
  }

  // Classes for the places shown, each with its colour, its words and how many places it has.
  atlas.classify = (layer, shown) => {
    const values = shown.map((place) => layer.values[place]).filter((value) => value !== null);
    const made = layer.unit === "standing"
      ? classifyStanding(values) : classifyFifths(values, layer);
    const find = (place) => {
      const value = layer.values[place];
      return value === null ? UNKNOWN : made.of(value);
    };
    const counts = new Map();
    for (const place of shown) counts.set(find(place), (counts.get(find(place)) ?? 0) + 1);
    const all = counts.has(UNKNOWN) ? [...made.classes, UNKNOWN] : made.classes;
    return { find, legend: all.map((one) => ({ ...one, count: counts.get(one) })) };
  };
})();
