"""Who rewords replies, as the settings say: nobody, or a language model behind its gate."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from bot.config import ModelSettings
from bot.services import WordingBudget

if TYPE_CHECKING:
    from bot.phrasing import Phrasing


def wording_of(
    settings: ModelSettings, budget: WordingBudget, complain: Callable[[str], None]
) -> "Phrasing | None":
    """Return who rewords replies; None where no model is set.

    Where one is set and cannot be used, None as well, and a line that says why.
    """
    if settings.llm_model is None:
        return None
    from bot.models import ModelError, chat_model
    from bot.phrasing import Phrasing
    from bot.prompts import PersonaError, persona_in, prompts

    try:
        model = chat_model(
            settings.llm_model,
            base_url=settings.llm_base_url,
            api_key=settings.llm_api_key,
            seconds=settings.llm_seconds,
        )
        persona = persona_in(settings.llm_persona) if settings.llm_persona else ""
    except (ModelError, PersonaError) as error:
        complain(f"{error}. Replies go out in their own words.")
        return None
    return Phrasing(model, prompts(persona), budget, settings.llm_seconds)
