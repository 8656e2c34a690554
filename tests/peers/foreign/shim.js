// The package telegram-test-api, with what it lacks of the Bot API that our bot cannot do without:
// getUpdates that waits and brings again what was not confirmed, seconds instead of milliseconds,
// results that are not null, a bot that is a bot, presses with a chat_instance, and a webhook that
// sends its secret. What it does not know at all is answered 404 and noted under /_lacks;
// /_called tells how far a bot has come with its start.

const express = require("express");
const axios = require("axios");
const { TelegramServer } = require("telegram-test-api/lib/telegramServer");

const format = TelegramServer.formatUpdate;
TelegramServer.formatUpdate = (update) => {
  const formatted = format(update);
  if (formatted.callback_query) formatted.callback_query.chat_instance = "1";
  return formatted;
};

const BOT = { id: 666, is_bot: true, first_name: "Test", username: "test_name_bot" };
const TAKEN_AS_DONE = ["setMyCommands", "sendChatAction"];

const server = new TelegramServer({});
const app = express();
const lacks = new Set();
const called = new Set();
const unconfirmed = [];
process.on("unhandledRejection", (error) => process.stderr.write(`${error.message}\n`));

app.use(express.json(), express.urlencoded({ extended: true }));

app.get("/_lacks", (_request, response) => response.json([...lacks]));

app.get("/_called", (_request, response) => response.json([...called]));

app.delete("/_called", (_request, response) => response.json(called.clear() || true));

app.all("/bot:token/:method", (request, _response, next) => {
  called.add(request.params.method);
  next();
});

app.all("/bot:token/getMe", (_request, response) => response.json({ ok: true, result: BOT }));

app.all("/bot:token/getUpdates", async (request, response) => {
  const { offset = 0, timeout = 0, limit = 100 } = { ...request.query, ...request.body };
  const until = Date.now() + 1000 * timeout;
  let open = true;
  response.on("close", () => { open = false; });
  while (open) {
    unconfirmed.push(...server.getUpdates(request.params.token));
    while (unconfirmed.length && unconfirmed[0].update_id < offset) unconfirmed.shift();
    if (unconfirmed.length || Date.now() >= until) break;
    await new Promise((done) => setTimeout(done, 20));
  }
  if (open) response.json({ ok: true, result: unconfirmed.slice(0, limit) });
});

app.all("/bot:token/:method", (request, response, next) => {
  const { method } = request.params;
  if (method === "setWebhook") {
    axios.defaults.headers.common["X-Telegram-Bot-Api-Secret-Token"] = request.body.secret_token;
  }
  const json = response.json.bind(response);
  response.json = (body) => {
    if (body && body.ok && body.result === null) return json({ ok: true, result: true });
    if (body && body.result && body.result.date > 1e11) {
      const date = Math.floor(body.result.date / 1000);
      return json({ ok: true, result: { ...body.result, date, from: BOT } });
    }
    if (body && body.message && !("ok" in body)) {
      lacks.add(method);
      if (TAKEN_AS_DONE.includes(method)) return json({ ok: true, result: true });
      response.status(404);
      return json({ ok: false, error_code: 404, description: "Not Found: method not found" });
    }
    return json(body);
  };
  if (TAKEN_AS_DONE.includes(method)) response.status = () => response;
  next();
});

app.use(server.webServer);

const listener = app.listen(0, "127.0.0.1", () => {
  process.stdout.write(`http://127.0.0.1:${listener.address().port}\n`);
});
