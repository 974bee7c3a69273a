extension ConsolePage {
    /// The part of the script that shows one run: its graph, its steps and their attempts.
    static let runScript = #"""
        /* The graph. A step stands one column behind the last step that it needs. */
        const svg = (name, attributes, ...children) => {
          const element = document.createElementNS("http:/" + "/www.w3.org/2000/svg", name);
          for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
          element.append(...children); return element;
        };
        const short = (text, most) => text.length > most ? text.slice(0, most - 1) + "\u2026" : text;
        function graph(planned, states) {
          const box = { width: 176, height: 50, right: 44, below: 18 }, depth = new Map(), columns = [];
          for (const step of planned) depth.set(step.id, Math.max(0, ...step.needs.map(id => (depth.get(id) ?? -1) + 1)));
          /* A line that passes a column has a place of its own in it, so that it runs beside the steps there. */
          const put = (key, column, before) => (columns[column] ??= []).push({ key, before });
          const through = (from, to) => Array.from({ length: depth.get(to) - depth.get(from) - 1 }, (_, index) => `${from} ${to} ${index}`);
          for (const step of planned) {
            const needs = step.needs.filter(id => depth.has(id));
            put(step.id, depth.get(step.id), needs.map(id => through(id, step.id).at(-1) ?? id));
            for (const id of needs) through(id, step.id).forEach((key, index, keys) =>
              put(key, depth.get(id) + 1 + index, [index ? keys[index - 1] : id]));
          }
          const tallest = Math.max(...columns.map(column => column.length)), rows = new Map();
          for (const column of columns) {
            const middle = ({ before }) => before.length ? before.reduce((sum, key) => sum + rows.get(key), 0) / before.length : -1;
            column.map((entry, index) => ({ key: entry.key, at: middle(entry), index })).sort((a, b) => a.at - b.at || a.index - b.index)
              .forEach(({ key }, index) => rows.set(key, index + (tallest - column.length) / 2));
          }
          const spot = (key, column) => ({ x: 2 + column * (box.width + box.right), y: 2 + rows.get(key) * (box.height + box.below) });
          const size = { width: columns.length * (box.width + box.right) - box.right + 4, height: tallest * (box.height + box.below) - box.below + 4 };
          const lines = planned.flatMap(step => step.needs.filter(id => depth.has(id)).map(id => {
            const start = spot(id, depth.get(id)), places = [...through(id, step.id), step.id];
            let x = start.x + box.width, y = start.y + box.height / 2, d = `M${x} ${y}`;
            places.forEach((key, index) => {
              const next = spot(key, depth.get(id) + 1 + index), end = next.y + box.height / 2;
              d += ` C${x + 24} ${y} ${next.x - 24} ${end} ${next.x} ${end}`;
              x = next.x; y = end;
              if (index < places.length - 1) { x += box.width; d += ` H${x}`; }
            });
            return svg("path", { class: "edge", d });
          }));
          const boxes = planned.map(step => {
            const { x, y } = spot(step.id, depth.get(step.id)), state = states.get(step.id) ?? "pending";
            const group = svg("g", { class: "node " + state, transform: `translate(${x} ${y})` },
              svg("rect", { width: box.width, height: box.height, rx: 9 }),
              svg("text", { x: 12, y: 21, class: "title" }, short(step.id, 21)),
              svg("text", { x: 12, y: 39 }, short(`${state.replaceAll("_", " ")} \u00B7 ${step.node}`, 27)),
              svg("title", {}, `${step.id}: ${state}, ${step.node}`));
            group.onclick = () => at("step-" + step.id)?.scrollIntoView({ behavior: "smooth", block: "center" });
            return group;
          });
          return make("div", "scroll graph", svg("svg", { width: size.width, height: size.height, role: "img",
            viewBox: `0 0 ${size.width} ${size.height}`, "aria-label": "The steps of the run and what they need" }, ...lines, ...boxes));
        }

        /* Steps and attempts */
        const plain = value => typeof value === "string" ? value : JSON.stringify(value, null, 2);
        function fold(title, value) {
          if (value == null || JSON.stringify(value) === "{}") return null;
          return make("details", "", make("summary", "", title), make("pre", "", plain(value)));
        }
        const purpose = attempt => attempt.resend ? "the same request again" : attempt.query ? "asked what became of it" : null;
        function attemptLine(attempt) {
          const facts = [attempt.through ? "through " + attempt.through : null, purpose(attempt), took(attempt.duration_ms),
            attempt.error ? `${attempt.error.code} (${attempt.error.class}): ${attempt.error.message}` : null,
            attempt.message, attempt.retry_at ? "again at " + new Date(attempt.retry_at).toLocaleTimeString() : null,
            attempt.until ? "until " + new Date(attempt.until).toLocaleString() : null,
            attempt.resolved ? "a person said: " + attempt.resolved.replaceAll("_", " ") : null].filter(Boolean).join(" \u00B7 ");
          return make("li", "", make("span", "count", "#" + attempt.number), badge(attempt.held && !attempt.resolved ? "held" : attempt.outcome ?? "running"),
            make("span", "facts", facts));
        }
        function trail(part) {
          return [part.error ? make("p", "finding", `${part.error.code}: ${part.error.message}`) : null,
            part.reason ? make("p", "hint", "skipped: " + part.reason.replaceAll("_", " ")) : null,
            part.attempts?.length ? make("ul", "attempts", ...part.attempts.map(attemptLine)) : null,
            fold("Parameters", part.attempts?.at(-1)?.parameters), fold("Output", part.output)];
        }
        function stepCard(step, node, sends) {
          const items = (step.items ?? []).map(item => make("div", "item",
            make("div", "top", make("strong", "", `${step.id}[${item.index}]`), badge(item.status), make("span", "soft", took(item.duration_ms))),
            ...held(sends, step.id, item.index), ...trail(item)));
          const counts = step.items ? Object.entries(Object.groupBy ? Object.groupBy(step.items, item => item.status) : {})
            .map(([status, list]) => `${list.length} ${status}`).join(", ") : "";
          const card = make("li", "", make("div", "top", make("strong", "", step.id), make("span", "soft", node ?? ""), badge(step.status),
            make("span", "soft", took(step.duration_ms))), ...held(sends, step.id, null), ...trail(step.items ? { reason: step.reason, error: step.error } : step),
            items.length ? make("details", "items", make("summary", "", `${items.length} items: ${counts}`), ...items) : null);
          if (items.length && (items.length <= 5 || step.status !== "succeeded")) card.querySelector(".items").open = true;
          card.id = "step-" + step.id;
          return card;
        }
        function held(sends, step, item) {
          const send = sends.find(send => send.step === step && (send.item ?? null) === item);
          return send ? [make("div", "verdict", make("p", "", "Nobody knows whether this was sent. Look at the provider, then say."),
            make("div", "buttons", ...verdicts(send)))] : [];
        }

        /* The run */
        function actions(run) {
          const path = `runs/${encodeURIComponent(run.run)}/`, buttons = [];
          const add = (text, question, consequence, verb) => {
            const button = make("button", "", text);
            button.onclick = async () => { if (await sure(question, consequence, text)) await act(path + verb).catch(() => {}); };
            buttons.push(button);
          };
          if (["failed", "cancelled"].includes(run.status)) add("Go on with it", "Go on with this run?",
            "Steps that succeeded are not repeated; those that failed are tried again.", "retry");
          if (!run.finished_at && !run.cancel_requested) add("Cancel", "Cancel this run?",
            "No step starts any more. Sends that have begun are awaited.", "cancel");
          return make("div", "buttons", ...buttons);
        }
        async function showRun(id, allSends) {
          const run = await read("runs/" + encodeURIComponent(id));
          if (opened !== id) return;
          const back = make("a", "back", "\u2190 All runs"); back.href = "#";
          if (!run) return at("detail").replaceChildren(back, make("p", "empty", `There is no run ${id}. Ended runs go after a while.`));
          const workflow = known.get(run.workflow), sends = allSends.filter(send => send.run === id);
          const states = new Map(run.steps.map(step => [step.id, sends.some(send => send.step === step.id) ? "unknown" : step.status]));
          const isSame = workflow?.plan === run.plan;
          const nodes = new Map([...(workflow?.steps ?? []), ...(workflow?.on_failure ?? [])].map(step => [step.id, step.node]));
          const open = new Set([...document.querySelectorAll("#detail details[open]")].map(path));
          const facts = [["Run", make("code", "", run.run)], ["Started", when(run.started_at)],
            run.finished_at ? ["Ended", when(run.finished_at)] : run.due ? ["Goes on", when(run.due)] : null,
            run.duration_ms != null ? ["Took", took(run.duration_ms)] : null, ["Trigger", run.trigger.id ?? "by hand"]].filter(Boolean);
          at("detail").replaceChildren(...[back, make("div", "headline", make("h2", "", run.workflow), badge(run.status), actions(run)),
            make("dl", "facts", ...facts.map(([name, value]) => make("div", "", make("dt", "", name), make("dd", "", value)))),
            run.error ? make("p", "finding", `${run.error.step ? run.error.step + ": " : ""}${run.error.code}: ${run.error.message}`) : null,
            isSame ? graph(workflow.steps, states) : make("p", "hint", "The workflow has changed since, so only its steps are shown."),
            make("ul", "steps", ...run.steps.map(step => stepCard(step, isSame ? nodes.get(step.id) : null, sends))),
            fold("Inputs", run.inputs), fold("Event", run.trigger.data)].filter(Boolean));
          for (const details of document.querySelectorAll("#detail details")) if (open.has(path(details))) details.open = true;
        }
        const path = details => (details.closest("[id]")?.id ?? "") + [...details.parentElement.querySelectorAll("details")].indexOf(details)
          + details.firstChild.textContent;

        """#
}
