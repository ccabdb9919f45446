import pytest
import yaml

from datacell_lib.files.index_spec import IndexSpec, draft_index_spec, load_index_spec
from datacell_lib.governance.index_sources import check_directions
from datacell_lib.schema import ConfigError
from tests import example_index
from tests.example_index import indicator


def content(**changes):
    domains = [
        {"name": "clinical", "indicators": [indicator("age"), indicator("illness")]},
        {
            "name": "living",
            "domains": [{"name": "home", "indicators": [indicator("crowding")]}],
            "indicators": [indicator("access", direction="lower_is_more_vulnerable")],
        },
    ]
    return example_index.content(domains=domains) | changes


@pytest.fixture
def load(tmp_path):
    def write_and_load(changed):
        path = tmp_path / "example.yml"
        path.write_text(yaml.safe_dump(changed), encoding="utf-8")
        return load_index_spec(path)

    return write_and_load


class TestPeopleToReach:
    def test_a_share_of_people_has_its_title(self, load):
        share = indicator("age", denominator="residents", title="Older people")
        spec = load(content(domains=[], indicators=[share], people_to_reach=["age"]))
        assert spec.reach_titles == {"age": "Older people"}

    @pytest.mark.parametrize("name", ["age", "nobody"])
    def test_what_is_no_share_is_refused(self, load, name):
        with pytest.raises(
            ConfigError,
            match=rf"example.yml: .*'people_to_reach' names '{name}'.*those are none",
        ):
            load(content(people_to_reach=[name]))


class TestLoadIndexSpec:
    def test_remembers_its_file_for_messages(self, load):
        assert load(content()).file == "example.yml"

    def test_names_a_missing_file(self, tmp_path):
        with pytest.raises(ConfigError, match=r"absent.yml cannot be read .* Check its path"):
            load_index_spec(tmp_path / "absent.yml")

    def test_names_a_file_that_is_not_yaml(self, tmp_path):
        path = tmp_path / "broken.yml"
        path.write_text("title: [", encoding="utf-8")
        with pytest.raises(ConfigError, match=r"broken.yml is not valid YAML"):
            load_index_spec(path)

    def test_refuses_a_file_without_keys(self, tmp_path):
        path = tmp_path / "list.yml"
        path.write_text("- a\n- b\n", encoding="utf-8")
        with pytest.raises(
            ConfigError, match=r"list.yml must hold keys and values, such as .*; found list"
        ):
            load_index_spec(path)

    @pytest.mark.parametrize(
        ("changes", "message"),
        [
            (
                {"tilte": "x"},
                "example.yml: unknown key 'tilte'. Did you mean 'title'[?] Allowed are",
            ),
            (
                {"domains": [{"name": "health", "weight": "30%", "indicators": [indicator("x")]}]},
                "key 'domains.0.weight' .of health.: must be a number; found '30%'. Write 0.3 inst",
            ),
            (
                {"aggregation": {"method": "average"}},
                "key 'aggregation': found 'average'. Choose one of .*'copeland'",
            ),
            ({"aggregation": {"power": 2}}, "key 'aggregation' must name its 'method'"),
            (
                {"missing": {"rule": "refus"}},
                "found 'refus'. Did you mean 'refuse'[?] Choose one of 'refuse'",
            ),
            (
                {"missing": {"rule": "zero"}},
                "key 'missing.rule': found 'zero'. Choose one of 'refuse'.* or 'model'",
            ),
            (
                {"grouping": {"method": "count", "groups": 1}},
                "key 'grouping.groups': input should be greater than or equal to 2; found 1",
            ),
            (
                {
                    "domains": [],
                    "indicators": [
                        indicator("a", normalisation={"method": "goalposts", "low": 9, "high": 1})
                    ],
                },
                r"low goalpost \(9\) must be below the high one \(1\); exchange them",
            ),
        ],
    )
    def test_names_file_key_and_what_is_allowed(self, load, changes, message):
        with pytest.raises(ConfigError, match=message):
            load(content(**changes))

    def test_names_a_missing_key(self, load):
        changed = content()
        del changed["purpose"]
        with pytest.raises(ConfigError, match=r"example.yml: key 'purpose' is missing. Add it"):
            load(changed)

    def test_lists_every_problem_on_a_line_of_its_own(self, load):
        changed = content(tilte="x")
        del changed["purpose"]
        with pytest.raises(ConfigError) as caught:
            load(changed)
        assert len(str(caught.value).splitlines()) == 2


class TestCoherence:
    def test_refuses_a_name_used_in_two_domains(self, load):
        changed = content()
        changed["domains"][1]["indicators"][0]["name"] = "age"
        with pytest.raises(
            ConfigError, match=r"name 'age' is used twice: in 'clinical' and in 'living'; .*remove"
        ):
            load(changed)

    def test_refuses_the_same_column_under_two_names(self, load):
        changed = content()
        changed["domains"][1]["indicators"][0]["column"] = "age"
        with pytest.raises(ConfigError, match=r"'age' and 'access' are the same column 'age'"):
            load(changed)

    def test_refuses_weights_that_do_not_add_up(self, load):
        changed = content(weighting={"method": "given"})
        changed["domains"][0]["weighting"] = {"method": "equal"}
        changed["domains"][1]["weighting"] = {"method": "equal"}
        changed["domains"][1]["domains"][0]["weighting"] = {"method": "equal"}
        for domain, weight in zip(changed["domains"], (0.5, 0.4), strict=True):
            domain["weight"] = weight
        message = (
            r"weights in 'example' add up to 0.9, not 1 \(clinical 0.5 \+ living 0.4\); "
            "divide each by 0.9"
        )
        with pytest.raises(ConfigError, match=message):
            load(changed)

    def test_takes_weights_as_multipliers_in_a_sum(self, load):
        spec = load(
            content(
                domains=[],
                indicators=[indicator("a", weight=2), indicator("b", weight=3)],
                weighting={"method": "given"},
                aggregation={"method": "sum"},
            )
        )
        assert [part.weight for part in spec.children] == [2, 3]

    def test_refuses_a_weight_left_out(self, load):
        changed = content(domains=[], indicators=[indicator("a")], weighting={"method": "given"})
        with pytest.raises(ConfigError, match=r"'given', but 'a' has no weight; state it"):
            load(changed)

    def test_refuses_weights_where_they_would_be_ignored(self, load):
        changed = content(domains=[], indicators=[indicator("a", weight=1.0)])
        with pytest.raises(ConfigError, match=r"'equal', so its components must not state weights"):
            load(changed)

    def test_refuses_an_empty_domain(self, load):
        changed = content(domains=[{"name": "empty"}])
        with pytest.raises(ConfigError, match=r"'empty' has no indicators and no domains"):
            load(changed)

    @pytest.mark.parametrize(
        ("sets", "message"),
        [
            ({}, "names no experts"),
            ({"one": {"a": 1.0}}, "expert 'one' must weigh exactly 'a', 'b' .* found 'a'"),
            ({"one": {"a": 0.7, "b": 0.7}}, "weights of expert 'one' .* add up to 1.4, not 1"),
        ],
    )
    def test_refuses_experts_who_do_not_weigh_every_component(self, load, sets, message):
        changed = content(
            domains=[],
            indicators=[indicator("a"), indicator("b")],
            weighting={"method": "experts", "sets": sets},
        )
        with pytest.raises(ConfigError, match=message):
            load(changed)


class TestCheckDirections:
    def test_refuses_a_direction_that_the_catalogue_contradicts(self, load):
        declared = {("census", "access"): "higher_is_more_vulnerable"}
        with pytest.raises(
            ConfigError,
            match=r"example.yml: access.direction: is 'lower_is_more_vulnerable', but the "
            r"catalogue says 'higher_is_more_vulnerable' of column 'access' in 'census'",
        ):
            check_directions(load(content()), declared=declared)

    def test_accepts_agreement_and_silence(self, load):
        declared = {("census", "age"): "higher_is_more_vulnerable"}
        assert check_directions(load(content()), declared=declared) is None


class TestIndexSpec:
    def test_walks_the_tree_from_the_index_down(self):
        spec = IndexSpec.model_validate(content())
        pairs = [(part.name, home and home.name) for part, home in spec.walk()]
        assert pairs == [
            ("example", None),
            ("clinical", "example"),
            ("age", "clinical"),
            ("illness", "clinical"),
            ("living", "example"),
            ("home", "living"),
            ("crowding", "home"),
            ("access", "living"),
        ]

    def test_lists_indicators_of_all_depths_in_the_order_of_the_file(self):
        spec = IndexSpec.model_validate(content())
        assert [part.name for part in spec.list_indicators()] == [
            "age",
            "illness",
            "crowding",
            "access",
        ]

    def test_reads_direction_as_a_sign(self):
        spec = IndexSpec.model_validate(content())
        assert [part.sign for part in spec.list_indicators()] == [1, 1, 1, -1]

    def test_prefers_a_domain_s_own_methods_to_those_of_the_index(self):
        changed = content()
        changed["domains"][0] |= {
            "normalisation": {"method": "z_score"},
            "weighting": {"method": "first_principal_component"},
            "aggregation": {"method": "generalised_mean", "power": 2},
        }
        spec = IndexSpec.model_validate(changed)
        own, plain = spec.domains
        assert spec.normalisation_of(own).method == "z_score"
        assert spec.normalisation_of(plain).method == "exponential"
        assert spec.weighting_of(own).method == "first_principal_component"
        assert spec.weighting_of(plain).method == "equal"
        assert spec.aggregation_of(own).power == 2
        assert spec.aggregation_of(plain).method == "arithmetic_mean"

    def test_prefers_an_indicator_s_own_normalisation(self):
        target = {"method": "distance_to_target", "target": 10}
        changed = content(domains=[], indicators=[indicator("a", normalisation=target)])
        spec = IndexSpec.model_validate(changed)
        assert spec.normalisation_of(spec.indicators[0]).target == 10

    def test_its_digest_is_of_what_ranks_depend_on_and_not_of_words(self):
        spec, worded = IndexSpec.model_validate(content()), content()
        worded |= {"name": "other", "title": "Other", "purpose": "New.", "tested": "Never."}
        worded["domains"][0] |= {"title": "Other"}
        worded["domains"][0]["indicators"][0]["title"] = "Other"
        assert IndexSpec.model_validate(worded).digest == spec.digest

    @pytest.mark.parametrize(
        "change",
        [
            {"aggregation": {"method": "geometric_mean"}},
            {"missing": {"rule": "leave_unranked"}},
            {"domains": content()["domains"][:1]},
            {"geography": "LSOA 2011"},
        ],
    )
    def test_a_change_of_method_or_of_figures_is_another_digest(self, change):
        spec = IndexSpec.model_validate(content())
        assert IndexSpec.model_validate(content(**change)).digest != spec.digest

    def test_the_other_direction_of_one_indicator_is_another_digest(self):
        turned = content()
        own = turned["domains"][0]["indicators"][0]
        assert own["direction"] == "higher_is_more_vulnerable"
        own["direction"] = "lower_is_more_vulnerable"
        spec = IndexSpec.model_validate(content())
        assert IndexSpec.model_validate(turned).digest != spec.digest


class TestDraftIndexSpec:
    def test_keeps_the_order_and_directions_given(self):
        spec = draft_index_spec({"b": "lower_is_more_vulnerable", "a": "higher_is_more_vulnerable"})
        assert [(part.name, part.sign) for part in spec.children] == [("b", -1), ("a", 1)]

    def test_names_a_direction_that_is_none(self):
        with pytest.raises(
            ConfigError, match=r"key 'indicators.0.direction': found 'up'. Choose one"
        ):
            draft_index_spec({"a": "up"})

    def test_refuses_an_index_of_nothing(self):
        with pytest.raises(ConfigError, match=r"'draft' has no indicators and no domains"):
            draft_index_spec({})
