"""Series: weeks, growth, trends, control charts and outbreak detection.

Here belongs what needs periods in order.
What compares areas at one time does not (`rates`).
Look first at `series`, which reads one. To find weeks that stand out: `detect_farrington_flexible`
with three years of weeks or more, `detect_ears_c2` with less, `detect_ears_c1` for sudden and
`detect_ears_c3` for slow rises. An alarm is a reason to look, not an outbreak.
"""

from datacell_lib.analysis.time.alarms import detect_by_history, detect_in_districts
from datacell_lib.analysis.time.control_charts import (
    calculate_p_chart,
    calculate_u_chart,
    calculate_xmr_chart,
)
from datacell_lib.analysis.time.control_judgement import judge_control_chart
from datacell_lib.analysis.time.ears import detect_ears_c1, detect_ears_c2, detect_ears_c3
from datacell_lib.analysis.time.farrington import (
    detect_farrington_classic,
    detect_farrington_flexible,
    detect_farrington_flexible_delta,
)
from datacell_lib.analysis.time.growth import calculate_doubling_time, calculate_growth_rate
from datacell_lib.analysis.time.late_reports import expect_late_reports, judge_snapshots
from datacell_lib.analysis.time.recent_trend import (
    calculate_recent_trend_of_proportions,
    calculate_recent_trend_of_values,
)
from datacell_lib.analysis.time.reporting_delay import mark_provisional
from datacell_lib.analysis.time.reproduction import calculate_reproduction_number
from datacell_lib.analysis.time.reproduction_by_week import follow_reproduction_number
from datacell_lib.analysis.time.rolling import calculate_rolling_rate, calculate_rolling_sum
from datacell_lib.analysis.time.serial_interval import SerialInterval, SerialIntervalByDay
from datacell_lib.analysis.time.surveillance import (
    add_up_districts,
    arrange_weeks,
    calculate_funnel_with_curve,
    calculate_latest_funnel,
    keep_complete_weeks,
    summarise_latest_weeks,
    total_latest_week,
)
from datacell_lib.analysis.time.weeks import calculate_weekly_counts, compare_weekly_counts

__all__ = [
    "SerialInterval",
    "SerialIntervalByDay",
    "add_up_districts",
    "arrange_weeks",
    "calculate_doubling_time",
    "calculate_funnel_with_curve",
    "calculate_growth_rate",
    "calculate_latest_funnel",
    "calculate_p_chart",
    "calculate_recent_trend_of_proportions",
    "calculate_recent_trend_of_values",
    "calculate_reproduction_number",
    "calculate_rolling_rate",
    "calculate_rolling_sum",
    "calculate_u_chart",
    "calculate_weekly_counts",
    "calculate_xmr_chart",
    "compare_weekly_counts",
    "detect_by_history",
    "detect_ears_c1",
    "detect_ears_c2",
    "detect_ears_c3",
    "detect_farrington_classic",
    "detect_farrington_flexible",
    "detect_farrington_flexible_delta",
    "detect_in_districts",
    "expect_late_reports",
    "follow_reproduction_number",
    "judge_control_chart",
    "judge_snapshots",
    "keep_complete_weeks",
    "mark_provisional",
    "summarise_latest_weeks",
    "total_latest_week",
]
