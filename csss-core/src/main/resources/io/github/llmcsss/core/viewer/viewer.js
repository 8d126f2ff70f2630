"use strict";
// Texts of sessions come from a language model and a catalogue: they reach the page as text nodes alone.
(() => {
  const ROW_HEIGHT = 72;
  const COLOURS = 6;
  const NARROW = window.matchMedia("(max-width: 800px)");
  const byId = (id) => document.getElementById(id);
  const run = JSON.parse(byId("run-data").textContent);
  const sessions = JSON.parse(byId("session-data").textContent);
  byId("session-data").remove();

  /** An element with attributes and children; a string becomes a text node. */
  function make(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes ?? {})) {
      if (name === "class") node.className = value;
      else if (value !== undefined) node.setAttribute(name, value);
    }
    node.append(...children.filter((child) => child !== undefined && child !== ""));
    return node;
  }

  const plain = (name) => name.toLowerCase().replaceAll("_", " ").replaceAll("-", " ");
  const count = (n) => n.toLocaleString("en");
  const plural = (n, word) => `${count(n)} ${word}${n === 1 ? "" : "s"}`;
  const mean = (values) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const wordCount = (text) => (text.match(/\S+/g) ?? []).length;

  sessions.forEach((session, index) => {
    session.index = index;
    session.rewards = session.turns.filter((turn) => turn.answer !== undefined).map((turn) => turn.reward);
    session.outcome = session.verdict === "finished" ? session.endReason : session.reason;
  });

  // ---- filters

  const filter = { text: "", verdict: "", outcome: "", move: "", category: "", length: "" };
  const LENGTHS = { "1": [0, 1], "2": [2, 2], "3": [3, 3], "4": [4, 4], "5–6": [5, 6], "7 or more": [7, Infinity] };

  function haystack(session) {
    // Made when it is first needed, as a search is not what everybody comes for.
    session.text ??= [session.id, session.seed, session.need, session.outcome, session.detail,
      ...session.categories,
      ...session.turns.flatMap((turn) => [turn.user, turn.answer, turn.query,
        ...(turn.documents ?? []).flatMap((found) => [found.id, found.title])])].join("\n").toLowerCase();
    return session.text;
  }

  function matches(session, words) {
    const [least, most] = LENGTHS[filter.length] ?? [0, Infinity];
    return (filter.verdict === "" || session.verdict === filter.verdict)
      && (filter.outcome === "" || session.outcome === filter.outcome)
      && (filter.move === "" || session.turns.some((turn) => turn.move === filter.move))
      && (filter.category === "" || session.categories.includes(filter.category))
      && session.turns.length >= least && session.turns.length <= most
      && words.every((word) => haystack(session).includes(word));
  }

  let shown = sessions;
  let open = null;

  function applyFilters() {
    const words = filter.text.toLowerCase().split(/\s+/).filter((word) => word !== "");
    shown = sessions.filter((session) => matches(session, words));
    byId("matches").textContent = shown.length === sessions.length
      ? plural(shown.length, "session")
      : `${count(shown.length)} of ${plural(sessions.length, "session")}`;
    byId("reset").hidden = Object.values(filter).every((value) => value === "");
    list.scrollTop = 0;
    drawRows(true);
    if (document.body.dataset.view === "charts") drawCharts();
  }

  function tally(values) {
    const counts = new Map();
    for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
    return counts;
  }

  function fillSelect(id, counts, label = plain) {
    const select = byId(id);
    const keys = [...counts.keys()].sort((a, b) => counts.get(b) - counts.get(a) || (a < b ? -1 : 1));
    select.replaceChildren(make("option", { value: "" }, "all"),
      ...keys.map((key) => make("option", { value: key }, `${label(key)} (${count(counts.get(key))})`)));
    select.closest("label").hidden = keys.length === 0;
    select.addEventListener("change", () => { filter[id] = select.value; applyFilters(); });
  }

  function setUpFilters() {
    const verdicts = tally(sessions.map((session) => session.verdict));
    const chip = (value, label, number) => {
      const button = make("button", { type: "button", "aria-pressed": String(value === "") },
        label, make("span", {}, count(number)));
      button.addEventListener("click", () => {
        filter.verdict = value;
        for (const other of byId("verdicts").children) other.setAttribute("aria-pressed", String(other === button));
        applyFilters();
      });
      return button;
    };
    byId("verdicts").append(chip("", "all", sessions.length),
      ...["finished", "rejected", "failed"].filter((verdict) => verdicts.has(verdict))
        .map((verdict) => chip(verdict, verdict, verdicts.get(verdict))));
    fillSelect("outcome", tally(sessions.map((session) => session.outcome)));
    fillSelect("move", tally(sessions.flatMap((session) => [...new Set(session.turns.map((turn) => turn.move))])
      .filter((move) => move !== undefined)));
    fillSelect("category", tally(sessions.flatMap((session) => [...new Set(session.categories)])), (name) => name);
    const length = byId("length");
    length.replaceChildren(make("option", { value: "" }, "all"),
      ...Object.keys(LENGTHS).map((name) => make("option", { value: name }, name)));
    length.addEventListener("change", () => { filter.length = length.value; applyFilters(); });
    let waiting = 0;
    byId("search").addEventListener("input", (event) => {
      clearTimeout(waiting);
      waiting = setTimeout(() => { filter.text = event.target.value; applyFilters(); }, 120);
    });
    byId("reset").addEventListener("click", () => {
      for (const name of Object.keys(filter)) filter[name] = "";
      byId("search").value = "";
      for (const select of document.querySelectorAll(".selects select")) select.value = "";
      [...byId("verdicts").children].forEach((button, i) => button.setAttribute("aria-pressed", String(i === 0)));
      applyFilters();
      list.focus();
    });
  }

  // ---- list: only the rows in sight are in the page

  const list = byId("list");
  const rows = byId("rows");
  let first = -1;
  let last = -1;

  function row(session, position) {
    const node = make("div", {
      class: "row", role: "option", id: `row-${session.index}`, "aria-selected": String(session === open),
      "aria-posinset": position + 1, "aria-setsize": shown.length,
    },
    make("div", { class: "seed" }, make("span", {}, session.seed),
      make("span", { class: "num" }, plural(session.turns.length, "turn"))),
    make("div", { class: "facts" }, make("span", { class: `tag ${session.verdict}` }, plain(session.outcome)),
      session.rewards.length > 0 ? make("span", { class: "num" }, mean(session.rewards).toFixed(2)) : undefined,
      make("span", { class: "path" }, session.categories.at(-1) ?? "")));
    node.style.top = `${position * ROW_HEIGHT}px`;
    node.addEventListener("click", () => { show(session); if (NARROW.matches) byId("talk").focus(); });
    return node;
  }

  function drawRows(always) {
    const from = Math.max(0, Math.floor(list.scrollTop / ROW_HEIGHT) - 4);
    const to = Math.min(shown.length, Math.ceil((list.scrollTop + list.clientHeight) / ROW_HEIGHT) + 4);
    if (!always && from === first && to === last) return;
    first = from;
    last = to;
    rows.style.height = `${shown.length * ROW_HEIGHT}px`;
    rows.replaceChildren(...shown.slice(from, to).map((session, i) => row(session, from + i)));
    if (shown.length === 0) rows.append(make("p", { class: "none" }, "No session matches."));
    if (open && shown.includes(open)) list.setAttribute("aria-activedescendant", `row-${open.index}`);
    else list.removeAttribute("aria-activedescendant");
  }

  function reveal(position) {
    const top = position * ROW_HEIGHT;
    if (top < list.scrollTop) list.scrollTop = top;
    else if (top + ROW_HEIGHT > list.scrollTop + list.clientHeight) list.scrollTop = top + ROW_HEIGHT - list.clientHeight;
  }

  function step(by) {
    if (shown.length === 0) return;
    const at = shown.indexOf(open);
    const next = at < 0 ? 0 : Math.min(shown.length - 1, Math.max(0, at + by));
    reveal(next);
    show(shown[next]);
  }

  // ---- conversation

  const colour = (rank) => `d${((rank - 1) % COLOURS) + 1}`;

  /** The text with what it cites and what nothing supports; of stretches that overlap the first is shown. */
  function marked(turn, light) {
    const ranks = new Map((turn.documents ?? []).map((found, i) => [found.id, i + 1]));
    const spans = [
      ...(turn.citations ?? []).filter((span) => ranks.has(span.document)),
      ...(turn.unsupported ?? []).map((span) => ({ ...span, bad: true })),
    ].sort((a, b) => a.start - b.start || b.end - a.end);
    const nodes = [];
    let at = 0;
    for (const span of spans) {
      if (span.start < at) continue;
      nodes.push(turn.answer.slice(at, span.start));
      const text = turn.answer.slice(span.start, span.end);
      if (span.bad) {
        nodes.push(make("span", { class: "unsupported", title: `${plain(span.kind)}, unsupported` }, text));
      } else {
        const rank = ranks.get(span.document);
        const mark = make("mark", {
          class: `${colour(rank)}${span.kind === "WORDS" ? " words" : ""}`,
          title: `${plain(span.kind)}, from ${span.field} of document ${rank}`,
        }, text);
        mark.addEventListener("pointerenter", () => light(rank, true));
        mark.addEventListener("pointerleave", () => light(rank, false));
        mark.dataset.rank = rank;
        nodes.push(mark);
      }
      at = span.end;
    }
    nodes.push(turn.answer.slice(at));
    return nodes;
  }

  function answer(turn) {
    const card = make("div", { class: "answer" });
    const light = (rank, on) => {
      for (const node of card.querySelectorAll(`[data-rank="${rank}"]`)) node.classList.toggle("lit", on);
    };
    const meter = make("i");
    meter.style.width = `${Math.round(turn.reward * 100)}%`;
    const cited = new Map();
    for (const span of turn.citations ?? []) cited.set(span.document, (cited.get(span.document) ?? 0) + 1);
    const found = (turn.documents ?? []).map((document, i) => {
      const item = make("li", { class: `${colour(i + 1)}${cited.has(document.id) ? " cited" : ""}`, "data-rank": i + 1 },
        make("span", { class: "rank" }, String(i + 1)),
        make("span", { class: "title" }, document.title),
        make("code", {}, document.id),
        make("span", { class: "num" }, Number(document.score).toFixed(2)));
      item.addEventListener("pointerenter", () => light(i + 1, true));
      item.addEventListener("pointerleave", () => light(i + 1, false));
      return item;
    });
    card.append(
      make("div", { class: "body" },
        make("div", { class: "who" }, "Assistant",
          make("span", { class: "reward", title: "reward, from 0 to 1" }, "reward",
            make("span", { class: "meter" }, meter), make("span", { class: "num" }, turn.reward.toFixed(2)))),
        make("p", { class: "text" }, ...marked(turn, light))),
      make("div", { class: "found" },
        make("p", { class: "query" }, "searched ", make("q", {}, turn.query),
          found.length === 0 ? " and found nothing" : ""),
        make("ol", {}, ...found)));
    return card;
  }

  function turnNode(turn, number) {
    const labels = turn.move === undefined ? [] : [
      make("span", { class: "tag", title: turn.planned ? "drawn beforehand" : "drawn with knowledge of the answer" }, plain(turn.move)),
      ...turn.quirks.map((quirk) => make("span", { class: "tag failed" }, plain(quirk)))];
    if (turn.leaks) {
      labels.push(make("span", { class: "tag failed", title: "says what the shopper could not know" }, "leak"));
    }
    return make("section", { class: "turn", "aria-label": `Turn ${number}` },
      make("div", { class: "said" },
        make("div", { class: "who" }, ...labels, `Shopper, turn ${number}`),
        make("p", { class: "text" }, turn.user)),
      turn.answer === undefined ? undefined : answer(turn));
  }

  function conversation(session) {
    const back = make("button", { type: "button", class: "back" }, "← All sessions");
    back.addEventListener("click", close);
    const rewarded = session.rewards.length > 0 ? `mean reward ${mean(session.rewards).toFixed(2)}` : undefined;
    const parts = [back, make("h2", {}, session.seed),
      make("div", { class: "about" },
        make("span", { class: `tag ${session.verdict}` }, session.verdict === "finished" ? plain(session.outcome) : session.verdict),
        make("span", {}, plural(session.turns.length, "turn")),
        rewarded === undefined ? undefined : make("span", {}, rewarded),
        session.categories.length > 0 ? make("span", {}, session.categories.join(" › ")) : undefined,
        make("code", {}, session.id))];
    if (session.need !== undefined) parts.push(make("p", { class: "need" }, session.need));
    if (session.verdict !== "finished") {
      parts.push(make("p", { class: `why ${session.verdict}` },
        make("b", {}, plain(session.reason)), ` (${plain(session.filter)}) after ${plural(session.turn, "turn")}`,
        session.detail ? `: ${session.detail}` : ""));
    }
    parts.push(...session.turns.map((turn, i) => turnNode(turn, i + 1)));
    if (session.turns.some((turn) => (turn.citations ?? []).length + (turn.unsupported ?? []).length > 0)) {
      parts.push(make("p", { class: "legend" },
        make("span", {}, make("mark", { class: "d1" }, "taken from a document"), ", in that document's colour"),
        make("span", {}, make("span", { class: "unsupported" }, "stated without support"))));
    }
    return parts;
  }

  function show(session) {
    open = session;
    document.body.dataset.open = "";
    const talk = byId("talk");
    talk.replaceChildren(...conversation(session));
    talk.scrollTop = 0;
    drawRows(true);
    history.replaceState(null, "", `#${encodeURIComponent(session.id)}`);
  }

  function close() {
    delete document.body.dataset.open;
    drawRows(true);
    list.focus();
  }

  // ---- charts

  function svg(tag, attributes, text) {
    const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
    for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
    if (text !== undefined) node.textContent = text;
    return node;
  }

  function card(title, subtitle, chart) {
    return make("figure", { class: "card" }, make("h2", {}, title), make("p", {}, subtitle), chart);
  }

  function columns(bins, label) {
    const width = 400, height = 190, floor = 160;
    const chart = svg("svg", { viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label });
    const most = Math.max(1, ...bins.map((bin) => bin.n));
    const step = width / Math.max(1, bins.length);
    bins.forEach((bin, i) => {
      const tall = (bin.n / most) * (floor - 24);
      const bar = svg("rect", { class: "bar", x: i * step + step * 0.1, y: floor - tall, width: step * 0.8, height: tall, rx: 3 });
      bar.append(svg("title", {}, `${bin.name}: ${count(bin.n)}`));
      chart.append(bar);
      const middle = { x: (i + 0.5) * step, "text-anchor": "middle" };
      if (bin.n > 0 && step > 22) chart.append(svg("text", { ...middle, class: "value", y: floor - tall - 6 }, count(bin.n)));
      if (bins.length <= 14 || i % 2 === 0) chart.append(svg("text", { ...middle, y: floor + 18 }, bin.name));
    });
    chart.append(svg("line", { class: "axis", x1: 0, x2: width, y1: floor + 0.5, y2: floor + 0.5 }));
    return chart;
  }

  function bars(items, label) {
    const width = 400, line = 28, left = 156, right = 50;
    const chart = svg("svg", { viewBox: `0 0 ${width} ${Math.max(1, items.length) * line}`, role: "img", "aria-label": label });
    const most = Math.max(1, ...items.map((item) => item.n));
    items.forEach((item, i) => {
      const y = i * line + 6;
      const name = item.name.length > 24 ? `${item.name.slice(0, 23)}…` : item.name;
      const text = svg("text", { x: 0, y: y + 14 }, name);
      text.append(svg("title", {}, item.name));
      chart.append(text,
        svg("rect", { class: "track", x: left, y, width: width - left - right, height: 18, rx: 4 }),
        svg("rect", { class: `bar ${item.kind ?? ""}`, x: left, y, width: Math.max(item.n > 0 ? 2 : 0, (item.n / most) * (width - left - right)), height: 18, rx: 4 }),
        svg("text", { class: "value", x: width, y: y + 14, "text-anchor": "end" }, count(item.n)));
    });
    return chart;
  }

  function histogram(values, bins) {
    if (values.length === 0) return [];
    const [low, top] = values.reduce(([a, b], value) => [Math.min(a, value), Math.max(b, value)], [Infinity, -Infinity]);
    const size = Math.max(1, Math.ceil((top - low + 1) / bins));
    const result = [];
    for (let from = low; from <= top; from += size) {
      result.push({ name: size === 1 ? String(from) : `${from}–${from + size - 1}`, n: 0 });
    }
    for (const value of values) result[Math.floor((value - low) / size)].n++;
    return result;
  }

  const sorted = (counts, kind) => [...counts].sort((a, b) => b[1] - a[1]).map(([name, n]) => ({ name: plain(name), n, kind }));

  function funnel() {
    const counts = run.description.counts;
    if (!counts) {
      return [{ name: "in this page", n: sessions.length, kind: "asked" },
        ...["finished", "rejected", "failed"].map((verdict) => ({
          name: verdict, n: sessions.filter((session) => session.verdict === verdict).length, kind: verdict }))];
    }
    return [{ name: "asked", n: counts.asked, kind: "asked" }, { name: "finished", n: counts.finished },
      ...sorted(Object.entries(counts.rejected), "rejected").map((item) => ({ ...item, name: `rejected: ${item.name}` })),
      ...sorted(Object.entries(counts.failed), "failed").map((item) => ({ ...item, name: `failed: ${item.name}` }))];
  }

  function drawCharts() {
    const finished = shown.filter((session) => session.verdict === "finished");
    const turns = finished.flatMap((session) => session.turns);
    const answers = turns.filter((turn) => turn.answer !== undefined);
    const rewards = answers.map((turn) => turn.reward);
    const cited = answers.filter((turn) => (turn.citations ?? []).length > 0);
    const unsupported = answers.filter((turn) => (turn.unsupported ?? []).length > 0);
    const share = (part, whole) => (whole.length === 0 ? "–" : `${Math.round((100 * part.length) / whole.length)} %`);
    const figure = (value, name) => make("div", { class: "figure" }, make("b", {}, value), make("span", {}, name));
    const tenths = Array.from({ length: 10 }, (_, i) => ({ name: (i / 10).toFixed(1), n: 0 }));
    for (const reward of rewards) tenths[Math.min(9, Math.floor(reward * 10))].n++;
    const moves = tally(turns.map((turn) => turn.move).filter((move) => move !== undefined));
    const cards = [
      card("Funnel", "what became of every session of the run", bars(funnel(), "Funnel")),
      card("Turns", "finished sessions by their number of turns", columns(histogram(finished.map((session) => session.turns.length), 12), "Turns")),
      card("Rewards", "answers by reward, each column one tenth", columns(tenths, "Rewards")),
      card("Length of answers", "answers by their number of words", columns(histogram(answers.map((turn) => wordCount(turn.answer)), 8), "Words of answers")),
      card("Length of what shoppers say", "shoppers' turns by their number of words", columns(histogram(turns.map((turn) => wordCount(turn.user)), 8), "Words of shoppers")),
      card("Endings", "why finished sessions ended", bars(sorted(tally(finished.map((session) => session.endReason))), "Endings"))];
    if (moves.size > 0) cards.push(card("Moves", "what shoppers were meant to do", bars(sorted(moves), "Moves")));
    const note = shown.length === sessions.length ? "" : `Over the ${plural(shown.length, "session")} that match the filters; the funnel is that of the run.`;
    byId("charts").replaceChildren(
      make("p", { class: "note" }, note),
      make("div", { class: "figures" },
        figure(count(finished.length), "finished sessions"),
        figure(finished.length === 0 ? "–" : mean(finished.map((session) => session.turns.length)).toFixed(2), "turns a session"),
        figure(rewards.length === 0 ? "–" : mean(rewards).toFixed(2), "mean reward"),
        figure(share(cited, answers), "of answers cite a document"),
        figure(share(unsupported, answers), "of answers state something unsupported")),
      make("div", { class: "cards" }, ...cards));
  }

  // ---- the page

  function view(name) {
    document.body.dataset.view = name;
    for (const button of document.querySelectorAll("nav [data-view]")) {
      if (button.dataset.view === name) button.setAttribute("aria-current", "page");
      else button.removeAttribute("aria-current");
    }
    if (name === "charts") drawCharts();
    if (name === "sessions") drawRows(true);
  }

  function setUpKeys() {
    const moves = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8, Home: -Infinity, End: Infinity };
    list.addEventListener("keydown", (event) => {
      if (event.key in moves) { step(moves[event.key]); event.preventDefault(); }
      else if (event.key === "Enter" && open) byId("talk").focus();
    });
    document.addEventListener("keydown", (event) => {
      const typing = event.target.matches("input, select");
      if (event.key === "Escape") {
        if (typing) event.target.blur();
        close();
      } else if (typing || event.ctrlKey || event.metaKey || event.altKey) {
        return;
      } else if (event.key === "/") {
        view("sessions");
        byId("search").focus();
        event.preventDefault();
      } else if (event.key === "j") step(1);
      else if (event.key === "k") step(-1);
    });
  }

  function setUpPage() {
    document.title = run.name;
    byId("name").textContent = run.name;
    const counts = run.description.counts;
    const funnelText = counts
      ? `${plural(counts.asked, "session")} asked: ${count(counts.finished)} finished, ${count(counts.asked - counts.finished)} not`
      : "the run is not complete";
    byId("summary").textContent = funnelText
      + (run.leftOut > 0 ? `; this page holds the first ${count(sessions.length)} of ${count(sessions.length + run.leftOut)}` : "");
    byId("run").append(make("pre", {}, JSON.stringify(run.description, null, 2)));
    for (const button of document.querySelectorAll("nav [data-view]")) {
      button.addEventListener("click", () => view(button.dataset.view));
    }
    byId("theme").addEventListener("click", () => {
      const style = document.documentElement.style;
      const dark = style.colorScheme === "" ? matchMedia("(prefers-color-scheme: dark)").matches : style.colorScheme === "dark";
      style.colorScheme = dark ? "light" : "dark";
    });
    list.addEventListener("scroll", () => drawRows(false), { passive: true });
    new ResizeObserver(() => drawRows(true)).observe(list);
  }

  setUpPage();
  setUpFilters();
  setUpKeys();
  applyFilters();
  view("sessions");
  const wanted = location.hash.slice(1);
  const start = sessions.find((session) => encodeURIComponent(session.id) === wanted) ?? (NARROW.matches ? undefined : sessions[0]);
  if (start) { reveal(shown.indexOf(start)); show(start); } else {
    byId("talk").append(make("p", { class: "none" }, "There is no session in this run yet."));
  }
})();
