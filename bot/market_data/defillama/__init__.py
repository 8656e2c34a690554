"""DefiLlama: yields, prices, protocols, incidents and stablecoins, each at a host of its own."""

SOURCE = "DefiLlama"
