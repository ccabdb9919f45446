"""The methods that an index file may name, each with its options."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from datacell_lib.files.reader import Strict

Ties = Annotated[
    Literal["minimum", "average", "maximum"],
    Field(description="Which of their ranks equal values are given."),
]
Scaling = Annotated[
    Literal["rank_over_n", "rank_minus_one_over_n_minus_one"],
    Field(description="How ranks are put between 0 and 1."),
]
Transformation = Literal["none", "log", "log_plus_one", "square_root"]


class NoNormalisation(Strict):
    """Values are used as they are, in their own units."""

    method: Literal["none"]


class Ranks(Strict):
    """Ascending ranks: the most vulnerable of N areas scores N."""

    method: Literal["rank"]
    ties: Ties = "average"


class PercentileRanks(Strict):
    """Ranks put between 0 and 1."""

    method: Literal["percentile_rank"]
    scaling: Scaling = "rank_over_n"
    ties: Ties = "average"
    decimals: int | None = Field(default=None, ge=1, le=15, description="Round to so many places.")


class ZScores(Strict):
    """Distance from the mean in sample standard deviations."""

    method: Literal["z_score"]


class RankZScores(Strict):
    """Ranks, then z-scores of the ranks, as in the Red Cross domain weighting."""

    method: Literal["rank_z_score"]
    ties: Ties = "average"


class MinMax(Strict):
    """Linear between the lowest observed value (0) and the highest (1)."""

    method: Literal["min_max"]


class DistanceToTarget(Strict):
    """Share of the way from the least vulnerable observed value to a target."""

    method: Literal["distance_to_target"]
    target: float = Field(description="In the indicator's own units.")
    capped: bool = Field(default=False, description="Whether scores stop at 1 past the target.")


class Goalposts(Strict):
    """Linear between two fixed values, with scores held to 0 and 1 beyond them."""

    method: Literal["goalposts"]
    low: float = Field(description="The lower goalpost, in the indicator's own units.")
    high: float = Field(description="The upper goalpost, in the indicator's own units.")

    @model_validator(mode="after")
    def _low_is_below_high(self) -> Goalposts:
        if self.low >= self.high:
            raise ValueError(
                f"the low goalpost ({self.low:g}) must be below the high one ({self.high:g}); "
                "exchange them, and state the direction under 'direction'"
            )
        return self


class Exponential(Strict):
    """The exponential transformation of ranks used by the English indices of deprivation."""

    method: Literal["exponential"]
    scaling: Scaling = "rank_over_n"
    ties: Ties = "average"


Normalisation = Annotated[
    NoNormalisation
    | Ranks
    | PercentileRanks
    | ZScores
    | RankZScores
    | MinMax
    | DistanceToTarget
    | Goalposts
    | Exponential,
    Field(discriminator="method"),
]


class EqualWeights(Strict):
    """Every component counts the same (1/n in a mean, 1 in a sum)."""

    method: Literal["equal"]


class GivenWeights(Strict):
    """Every component states its 'weight'; in a mean they add up to 1, in a sum they multiply."""

    method: Literal["given"]


class FirstPrincipalComponent(Strict):
    """Squared loadings on the first principal component of the normalised components."""

    method: Literal["first_principal_component"]


class MaximumLikelihoodFactor(Strict):
    """Absolute loadings on one maximum-likelihood factor, over their sum."""

    method: Literal["maximum_likelihood_factor"]


class OutcomeWeights(Strict):
    """Coefficients of a Poisson regression of an outcome on the components, over their sum."""

    method: Literal["outcome_regression"]
    outcome: str = Field(description="Column of the table with the number of events.")
    exposure: str = Field(description="Column with the expected events or the population.")
    negative_coefficients: Literal["refuse", "zero"] = Field(
        default="refuse", description="What is done about them: an error, or no weight."
    )


class ExpertWeights(Strict):
    """The mean of several experts' sets of weights; stability is judged across the sets."""

    method: Literal["experts"]
    sets: dict[str, dict[str, float]] = Field(
        description="For each expert, a weight for each component; each expert's add up to 1."
    )


Weighting = Annotated[
    EqualWeights
    | GivenWeights
    | FirstPrincipalComponent
    | MaximumLikelihoodFactor
    | OutcomeWeights
    | ExpertWeights,
    Field(discriminator="method"),
]


class SimpleAggregation(Strict):
    """A weighted mean, a weighted sum, or Copeland's comparison of pairs."""

    method: Literal["arithmetic_mean", "sum", "geometric_mean", "harmonic_mean", "copeland"] = (
        Field(description="Which of them.")
    )


class GeneralisedMean(Strict):
    """The weighted power mean: 1 is arithmetic, 0 geometric, -1 harmonic."""

    method: Literal["generalised_mean"]
    power: float = Field(description="1 is arithmetic, 0 geometric, -1 harmonic.")


Aggregation = Annotated[SimpleAggregation | GeneralisedMean, Field(discriminator="method")]


class OutlierTreatment(Strict):
    """What is done to an indicator past both the skew and the kurtosis limit."""

    treatment: Literal["none", "winsorise", "log", "winsorise_then_log"] = Field(
        default="none", description="What is done to it."
    )
    skew: float = Field(default=2.0, gt=0, description="Treated only if |skew| reaches this.")
    kurtosis: float = Field(default=3.5, description="And excess kurtosis reaches this.")
    max_points: int = Field(default=5, ge=1, description="Most values winsorised per indicator.")


class MissingRule(Strict):
    """What is done about missing values; they are never taken as least vulnerable."""

    rule: Literal["refuse", "leave_unranked", "neighbours_median", "model"] = Field(
        default="refuse",
        description="An error; no rank; the median of the areas most like it; or a model.",
    )
    neighbours: int = Field(default=10, ge=1, description="For 'neighbours_median'.")
    most_imputed: float = Field(
        default=0.25,
        ge=0,
        le=1,
        description="An area has no score, in the index or a domain, where more than this share "
        "of its weight is estimated.",
    )
    fewest_known: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="The index is refused where an indicator is known for fewer than this share "
        "of areas.",
    )


class Grouping(Strict):
    """How areas are put in groups, counted from the most vulnerable (1)."""

    method: Literal["count", "population", "fisher_jenks"] = Field(
        default="count", description="By equal numbers of areas, of people, or by natural breaks."
    )
    groups: int = Field(default=10, ge=2, le=100, description="How many.")
