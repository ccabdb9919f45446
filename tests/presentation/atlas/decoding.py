"""Makes shapes again from coded ones, as the page's script does."""

import geopandas as gpd
import numpy as np
import shapely


def decode_shapes(coded):
    """Make shapes from what `CodedShapes.to_plain` returns: rings are filled by turns."""
    lines = [
        np.cumsum(np.reshape(line, (-1, 2)), axis=0) * coded["step"] + coded["origin"]
        for line in coded["lines"]
    ]
    shapes = []
    for rings in coded["shapes"]:
        shape = shapely.Polygon()
        for ring in rings:
            parts = [lines[n] if n >= 0 else lines[-1 - n][::-1] for n in ring]
            whole = shapely.make_valid(shapely.Polygon(np.vstack(parts)))
            shape = shapely.symmetric_difference(shape, whole)
        shapes.append(shape)
    return gpd.GeoSeries(shapes, crs=27700)
