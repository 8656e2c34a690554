"""A Bot API by other hands: the npm package telegram-test-api, behind a shim of ours."""
