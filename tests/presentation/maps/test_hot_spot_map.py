"""The map of hot spots: hatching beside colours, alt text that counts, a sentence for nothing."""

import geopandas as gpd
import numpy as np
from shapely.geometry import box

from datacell_lib.presentation.maps import hot_spot_map


class TestPlotHotSpots:
    def make_places(self, labels, clusters):
        return gpd.GeoDataFrame(
            {"area_name": [f"Place {n}" for n in range(len(labels))], "label": labels}
            | {"cluster": clusters},
            geometry=[box(k, 0, k + 1000, 1000) for k in range(0, 1000 * len(labels), 1000)],
            crs="EPSG:27700",
        )

    def test_low_neighbours_are_hatched_and_circles_have_their_numbers(self, make_released, drawn):
        places = self.make_places(["low-low", "not significant", "high-high"], [np.nan, np.nan, 2])
        output = hot_spot_map.plot_hot_spots(make_released(places), title="Where?", absent="None.")
        assert "\\\\\\\\" in [drawn.get_hatch() for drawn in drawn[0].collections]
        assert [text.get_text() for text in drawn[0].texts] == ["2"]
        assert "Of 3 places 1 lies in 1 circle" in output.alt
        assert "low among low neighbours: 1" in output.alt

    def test_a_map_without_any_still_says_so(self, make_released):
        places = self.make_places(["not significant"] * 2, [np.nan] * 2)
        output = hot_spot_map.plot_hot_spots(make_released(places), title="Where?", absent="None.")
        assert "none lies in a circle" in output.alt
        assert "none that chance would not make" in output.alt

    def test_nothing_is_a_sentence(self, make_released):
        places = self.make_places(["low-low"], [np.nan]).head(0)
        output = hot_spot_map.plot_hot_spots(make_released(places), title="Where?", absent="None.")
        assert output.content["text/plain"] == "None."
