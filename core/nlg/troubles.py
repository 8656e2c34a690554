"""Kind answers to what makes no sense: each says what would."""

from core.facts import FactBook
from core.nlg.draft import Draft
from core.nlg.writing import write
from core.slot_checks import InvalidSlot, Problem


def trouble(slot: InvalidSlot) -> Draft:
    """Return a kind answer to a slot that makes no sense, saying what would."""
    said = _TROUBLES.get((slot.slot, slot.problem)) or _TROUBLES.get(("", slot.problem))
    assert said, slot
    return write(said, FactBook(), closing="")


_TROUBLES = {
    ("", Problem.NOT_POSITIVE): "That has to be more than nothing to count with. Which sum is it?",
    ("capital", Problem.NOT_POSITIVE): (
        "There has to be something to put to work: a sum above zero. How much is it?"
    ),
    ("income", Problem.NOT_POSITIVE): (
        "An income to aim for has to be above zero. How much would you like a month?"
    ),
    ("holdings", Problem.NOT_POSITIVE): (
        "A number of coins has to be above zero, so nothing was changed. How many do you hold?"
    ),
    ("", Problem.TOO_LARGE): "That is more money than there is. Which sum did you mean?",
    ("", Problem.OUT_OF_RANGE): "That figure is outside what can be counted with. Which is it?",
    ("shock", Problem.OUT_OF_RANGE): (
        "Nothing can lose more than all it is worth, and a move of nothing changes nothing. "
        "How far should it fall or rise?"
    ),
    ("yield_", Problem.OUT_OF_RANGE): (
        "That is no rate to count with: it has to be above zero, and nothing pays beyond all "
        "counting. Which rate a year is it?"
    ),
    ("inflation", Problem.OUT_OF_RANGE): (
        "At that inflation nothing can be planned so far ahead. Which rate a year is it?"
    ),
    ("growth", Problem.OUT_OF_RANGE): (
        "No plan can count on prices that grow or fall like that year after year. Which growth a "
        "year is to be assumed?"
    ),
    ("volatility", Problem.OUT_OF_RANGE): "No coin swings like that. How much a year is it?",
    ("fee", Problem.OUT_OF_RANGE): (
        "Costs like that leave nothing to plan with. Which share of the money do they take a year?"
    ),
    ("reinvest_share", Problem.OUT_OF_RANGE): (
        "From nothing to all of what is paid can be put back. Which part of it is it?"
    ),
    ("offer", Problem.OUT_OF_RANGE): (
        "That is no offer to count with: it needs a return above zero and a term. "
        "How much is it, and for how long?"
    ),
    ("utilisation", Problem.OUT_OF_RANGE): (
        "A pool can be lent out from nothing to all of it. Which part of it is it?"
    ),
    ("loop", Problem.OUT_OF_RANGE): (
        "That is no loop to count with: the money works more than once and fewer than thirty "
        "times, and what is borrowed is less than what is pledged. Which is it?"
    ),
    ("lending", Problem.OUT_OF_RANGE): (
        "That is no curve to count with: its kink is a share of the pool, above nothing and at "
        "most all of it, and its rates are not below zero. Which is it?"
    ),
    ("quote", Problem.OUT_OF_RANGE): (
        "A fee has to leave something over. Which share of the yield does it take?"
    ),
    ("pool", Problem.OUT_OF_RANGE): (
        "That is no pool to count with: a range needs a lower and a higher price."
    ),
    ("horizon_years", Problem.OUT_OF_RANGE): (
        "A plan looks ahead from a month to a century. How many years is it to be?"
    ),
    ("tax_rate", Problem.OUT_OF_RANGE): (
        "A tax rate has to leave something over. Which share of the income goes to tax?"
    ),
    ("age", Problem.OUT_OF_RANGE): "That is no age to plan with. How old are you?",
    ("", Problem.AGES_REVERSED): (
        "The age you aim for is not after the age you are. Which two did you mean?"
    ),
    ("", Problem.TAKES_ALL): "That leaves nothing to count with. How much is there in all?",
    ("reserve", Problem.TAKES_ALL): (
        "What is kept aside or taken out is all there is, or more, so nothing is left to earn. How "
        "much is there in all?"
    ),
    ("other_income", Problem.TAKES_ALL): (
        "Your other income covers that already, so nothing is left to earn. "
        "How much should this money pay on top?"
    ),
    ("", Problem.NO_RATE): (
        "One of these currencies has no reference rate here. Say both sums in the same currency."
    ),
    ("", Problem.NO_AMOUNT): (
        "How many coins, or what are they worth? A share alone does not say how much there is."
    ),
    ("", Problem.WHICH_ONE): (
        "You keep that coin in several places, so nothing was changed. Say it again with the one "
        "that is meant."
    ),
    ("", Problem.NOT_WHOLE): (
        "Those shares come to more than the whole. Which share of the money is in each coin?"
    ),
    ("", Problem.MORE_THAN_KEPT): (
        "That is more than you keep here, so nothing was changed. Say how many you hold now."
    ),
    ("", Problem.TOO_MANY): (
        "That is more than can be kept here. Put the small holdings of one coin together."
    ),
    ("shock", Problem.NO_PRICE): (
        "There is no price at hand for that coin. By how many percent should it fall?"
    ),
    ("", Problem.NO_PRICE): (
        "There is no price at hand for one of these coins. Say what it is worth instead."
    ),
}
