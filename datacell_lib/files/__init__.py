"""What people write by hand: area files, index files, policies, and the one reader of them all.

Here belong the models of such files, and errors that name the file, the key and the remedy.
What a file's words lead to does not: governance, intake and analysis act on them.
Look first at `reader.read_model`, then at the model of the file in question.
"""

from datacell_lib.files.area import Area, AreaTotal, ColumnSource, load_area
from datacell_lib.files.explanation import explain
from datacell_lib.files.index_methods import (
    DistanceToTarget,
    EqualWeights,
    ExpertWeights,
    Exponential,
    FirstPrincipalComponent,
    GeneralisedMean,
    GivenWeights,
    Goalposts,
    Grouping,
    MaximumLikelihoodFactor,
    MinMax,
    NoNormalisation,
    OutcomeWeights,
    OutlierTreatment,
    PercentileRanks,
    Ranks,
    RankZScores,
    ZScores,
)
from datacell_lib.files.index_spec import IndexSpec, draft_index_spec, load_index_spec
from datacell_lib.files.plain_yaml import clip, read_yaml
from datacell_lib.files.policy import SmallCounts, load_policy
from datacell_lib.files.reader import Strict, find_named_file, read_named_model

__all__ = [
    "Area",
    "AreaTotal",
    "ColumnSource",
    "DistanceToTarget",
    "EqualWeights",
    "ExpertWeights",
    "Exponential",
    "FirstPrincipalComponent",
    "GeneralisedMean",
    "GivenWeights",
    "Goalposts",
    "Grouping",
    "IndexSpec",
    "MaximumLikelihoodFactor",
    "MinMax",
    "NoNormalisation",
    "OutcomeWeights",
    "OutlierTreatment",
    "PercentileRanks",
    "RankZScores",
    "Ranks",
    "SmallCounts",
    "Strict",
    "ZScores",
    "clip",
    "draft_index_spec",
    "explain",
    "find_named_file",
    "load_area",
    "load_index_spec",
    "load_policy",
    "read_named_model",
    "read_yaml",
]
