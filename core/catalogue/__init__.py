"""The packaged data as frozen values: each file is read once, here and nowhere else."""

from core.catalogue.assets import stablecoins
from core.catalogue.constants import Figure, figures
from core.catalogue.files import data_names, read_bytes, read_toml
from core.catalogue.history import CRASH_YEAR, MonthlyReturns, crash_returns, monthly_returns
from core.catalogue.house import HouseRange, IncomeSource, coin_of, house_yields, income_sources
from core.catalogue.index import Constituent, Index, indices
from core.catalogue.policy import (
    ConcentrationLimit,
    Policy,
    PolicyLeg,
    concentration_limits,
    crash_budgets,
    policies,
)
from core.catalogue.protocols import Incident, ProtocolFacts, protocol_facts
from core.catalogue.staking import StakingFacts, StakingRoute, staking_facts
from core.catalogue.stress import StressScenario, stress_scenarios
from core.catalogue.topic import Topic, topics

__all__ = [
    "CRASH_YEAR",
    "ConcentrationLimit",
    "Constituent",
    "Figure",
    "HouseRange",
    "Incident",
    "IncomeSource",
    "Index",
    "MonthlyReturns",
    "Policy",
    "PolicyLeg",
    "ProtocolFacts",
    "StakingFacts",
    "StakingRoute",
    "StressScenario",
    "Topic",
    "coin_of",
    "concentration_limits",
    "crash_budgets",
    "crash_returns",
    "data_names",
    "figures",
    "house_yields",
    "income_sources",
    "indices",
    "monthly_returns",
    "policies",
    "protocol_facts",
    "read_bytes",
    "read_toml",
    "stablecoins",
    "staking_facts",
    "stress_scenarios",
    "topics",
]
