"use strict";
// Makes shapes again from the lines that they share: see datacell_lib/presentation/atlas.
(() => {
  const atlas = (window.datacellAtlas = window.datacellAtlas || {});

  // Points as [northing, easting], the order in which Leaflet takes them.
  function readLine(line, origin, step) {
    const points = [];
    let east = 0;
    let north = 0;
    for (let place = 0; place < line.length; place += 2) {
      east += line[place];
      north += line[place + 1];
      points.push([origin[1] + north * step, origin[0] + east * step]);
    }
    return points;
  }

  function joinRing(numbers, lines) {
    const ring = [];
    for (const number of numbers) {
      const line = number >= 0 ? lines[number] : lines[-1 - number].slice().reverse();
      for (let place = 1; place < line.length; place += 1) ring.push(line[place]);
    }
    return ring;
  }

  // The lines with more than one group, or with nothing, on their other side.
  function findBorders(shapes, lines, groups) {
    const sides = lines.map(() => []);
    shapes.forEach((rings, shape) => {
      for (const ring of rings) {
        for (const number of ring) sides[number >= 0 ? number : -1 - number].push(groups[shape]);
      }
    });
    return lines.filter((_, number) => sides[number][0] !== sides[number][1]);
  }

  atlas.readShapes = ({ origin, step, lines, shapes }, groups) => {
    const read = lines.map((line) => readLine(line, origin, step));
    return {
      rings: shapes.map((rings) => rings.map((ring) => joinRing(ring, read))),
      borders: findBorders(shapes, read, groups),
    };
  };
})();
