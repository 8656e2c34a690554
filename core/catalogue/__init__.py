"""The packaged data as frozen values: each file is read once, here and nowhere else."""

from core.catalogue.assets import (
    AssetFacts,
    asset_facts,
    is_dollars,
    issuers,
    pegs,
    stablecoins,
    staked_coin,
    staked_coins,
)
from core.catalogue.constants import Figure, figures
from core.catalogue.failures import Failure, failures
from core.catalogue.files import data_names, read_bytes, read_toml
from core.catalogue.history import CRASH_YEAR, MonthlyReturns, crash_returns, monthly_returns
from core.catalogue.house import (
    HouseRange,
    IncomeSource,
    coin_of,
    house_yields,
    income_sources,
    reference_readings,
)
from core.catalogue.index import Constituent, Index, coin_sleeve, index_named, indices
from core.catalogue.policy import (
    ConcentrationLimit,
    Policy,
    PolicyLeg,
    concentration_limits,
    crash_budgets,
    default_bands,
    policies,
)
from core.catalogue.pools import KnownPool, known_pools
from core.catalogue.protocols import (
    Incident,
    ProtocolFacts,
    is_for_staking,
    protocol_facts,
    protocol_of,
)
from core.catalogue.staking import Dilution, StakingFacts, StakingRoute, dilutions, staking_facts
from core.catalogue.stress import StressScenario, stress_scenarios
from core.catalogue.topic import Topic, topics

__all__ = [
    "CRASH_YEAR",
    "AssetFacts",
    "ConcentrationLimit",
    "Constituent",
    "Dilution",
    "Failure",
    "Figure",
    "HouseRange",
    "Incident",
    "IncomeSource",
    "Index",
    "KnownPool",
    "MonthlyReturns",
    "Policy",
    "PolicyLeg",
    "ProtocolFacts",
    "StakingFacts",
    "StakingRoute",
    "StressScenario",
    "Topic",
    "asset_facts",
    "coin_of",
    "coin_sleeve",
    "concentration_limits",
    "crash_budgets",
    "crash_returns",
    "data_names",
    "default_bands",
    "dilutions",
    "failures",
    "figures",
    "house_yields",
    "income_sources",
    "index_named",
    "indices",
    "is_dollars",
    "is_for_staking",
    "issuers",
    "known_pools",
    "monthly_returns",
    "pegs",
    "policies",
    "protocol_facts",
    "protocol_of",
    "read_bytes",
    "read_toml",
    "reference_readings",
    "stablecoins",
    "staked_coin",
    "staked_coins",
    "staking_facts",
    "stress_scenarios",
    "topics",
]
