"""What makes a use lawful, judged on a given day."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pydantic import ValidationError

from datacell_lib.config import Edition, note_edition
from datacell_lib.governance.catalogue.entries import Dataset
from datacell_lib.governance.catalogue.terms import Agreement
from datacell_lib.governance.lawfulness import require_lawful_use
from datacell_lib.schema import ConfigError, LawfulnessError
from tests.conftest import PARTNER

Write = Callable[..., Dataset]
PERIOD = {"starts": "2024-04-01", "ends": "2025-03-31"}
INSIDE = date(2024, 9, 1)


class TestRequireLawfulUse:
    def test_published_statistics_may_be_used_on_any_day_for_anything(
        self, catalogue: Write
    ) -> None:
        for day in (date(1990, 1, 1), date(2090, 1, 1)):
            require_lawful_use(catalogue(), purpose="anything", today=day)

    @pytest.mark.parametrize("day", [date(2024, 4, 1), INSIDE, date(2025, 3, 31)])
    def test_an_agreement_covers_its_first_and_its_last_day(
        self, catalogue: Write, day: date
    ) -> None:
        require_lawful_use(catalogue(partner=True, agreement=PERIOD), today=day)

    @pytest.mark.parametrize("day", [date(2024, 3, 31), date(2025, 4, 1)])
    def test_a_day_outside_the_agreement_is_refused_and_the_register_named(
        self, catalogue: Write, day: date
    ) -> None:
        dataset = catalogue(partner=True, agreement=PERIOD)
        with pytest.raises(
            LawfulnessError, match=r"DSA-7 runs from 2024-04-01 to 2025-03-31\. Renew"
        ) as caught:
            require_lawful_use(dataset, today=day)
        assert "open edition" in str(caught.value)
        assert "data/catalogue/things.yml" in str(caught.value)

    def test_today_is_the_clocks_day_unless_told(self, catalogue: Write) -> None:
        require_lawful_use(catalogue(partner=True))  # until 2099
        with pytest.raises(LawfulnessError, match="2025-03-31"):
            require_lawful_use(catalogue(partner=True, agreement=PERIOD))

    def test_another_purpose_is_refused_with_those_that_are_agreed(self, catalogue: Write) -> None:
        dataset = catalogue(partner=True)
        with pytest.raises(
            LawfulnessError, match=r"for 'fraud': agreement DSA-7 allows neighbourhood reporting"
        ):
            require_lawful_use(dataset, purpose="fraud", today=INSIDE)

    @pytest.mark.parametrize("signed", [None, "2024-09-02"])
    def test_an_assessment_not_signed_or_only_signed_later_is_refused(
        self, catalogue: Write, signed: str | None
    ) -> None:
        dataset = catalogue(partner=True, agreement={"dpia_signed": signed})
        with pytest.raises(LawfulnessError, match=r"no data protection impact assessment"):
            require_lawful_use(dataset, today=INSIDE)

    @pytest.mark.parametrize("edition", list(Edition))
    def test_an_edition_that_the_agreement_does_not_name_is_refused(
        self, catalogue: Write, run: Path, edition: Edition
    ) -> None:
        run.mkdir()
        note_edition(edition, run=run)
        (other,) = set(Edition) - {edition}
        require_lawful_use(catalogue(partner=True, agreement={"editions": [edition.value]}))
        with pytest.raises(
            LawfulnessError,
            match=rf"in the {edition} edition: agreement DSA-7 lets it appear in the {other} "
            r"edition alone.*'agreement.editions' in data/catalogue/things.yml",
        ):
            require_lawful_use(catalogue(partner=True, agreement={"editions": [other.value]}))

    @pytest.mark.parametrize("key", ["editions", "parties"])
    def test_an_agreement_has_no_edition_or_party_that_nobody_wrote(
        self, catalogue: Write, key: str
    ) -> None:
        with pytest.raises(ConfigError, match=f"agreement.{key}"):
            catalogue(partner=True, agreement={key: []})
        agreement = {name: value for name, value in PARTNER["agreement"].items() if name != key}
        with pytest.raises(ValidationError, match="Field required"):
            Agreement.model_validate(agreement)
