extension ConsolePage {
    static let style = """
        :root { color-scheme: light dark; --back: #f4f5f7; --paper: #fff; --ink: #1c2330; --soft: #667085; --line: #e3e6ec;
          --accent: #3538cd; --good: #067647; --good-back: #dcfae6; --bad: #b42318; --bad-back: #fee4e2; --warn: #93370d;
          --warn-back: #fef0c7; --calm: #344054; --calm-back: #eceef2; --busy: #1849a9; --busy-back: #d9e9ff; }
        @media (prefers-color-scheme: dark) { :root { --back: #12151c; --paper: #1b202a; --ink: #e8ebf1; --soft: #98a2b3;
          --line: #2b3240; --accent: #a4bcfd; --good: #75e0a7; --good-back: #0b3b25; --bad: #fda29b; --bad-back: #4a1612;
          --warn: #fec84b; --warn-back: #452a07; --calm: #cfd4de; --calm-back: #2a303c; --busy: #9dc7ff; --busy-back: #12305e; } }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--back); color: var(--ink);
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif; }
        main { max-width: 1000px; margin: 0 auto; padding: 24px 16px 56px; }
        header { display: flex; align-items: center; gap: 12px; margin-bottom: 8px; }
        h1 { margin: 0; font-size: 1.5rem; letter-spacing: -.01em; }
        h2 { margin: 28px 0 10px; font-size: 1.02rem; }
        ul { list-style: none; margin: 0; padding: 0; }
        .hint { margin: -6px 0 10px; color: var(--soft); }
        .live { font-size: .78rem; font-weight: 600; border-radius: 999px; padding: 2px 10px; background: var(--calm-back);
          color: var(--calm); }
        .live.on { background: var(--good-back); color: var(--good); }
        .cards { display: grid; grid-template-columns: repeat(auto-fill, minmax(290px, 1fr)); gap: 12px; }
        .cards li, #sends li, #gate, .scroll { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; }
        .cards li { padding: 12px 16px; min-width: 0; }
        .cards .top { display: flex; align-items: baseline; gap: 8px; }
        .cards strong { overflow-wrap: anywhere; }
        .cards p { margin: 4px 0 0; color: var(--soft); font-size: .88rem; }
        .cards .triggers { margin-top: 8px; display: flex; flex-wrap: wrap; gap: 6px; }
        .chip { font-size: .78rem; border: 1px solid var(--line); border-radius: 999px; padding: 0 8px; color: var(--soft);
          overflow-wrap: anywhere; }
        .badge { font-size: .76rem; font-weight: 600; border-radius: 999px; padding: 2px 10px; white-space: nowrap;
          background: var(--calm-back); color: var(--calm); }
        .cards .badge { margin-left: auto; }
        .succeeded, .active { background: var(--good-back); color: var(--good); }
        .failed, .broken { background: var(--bad-back); color: var(--bad); }
        .unknown, .outdated { background: var(--warn-back); color: var(--warn); }
        .running, .waiting, .queued { background: var(--busy-back); color: var(--busy); }
        .finding { color: var(--bad) !important; overflow-wrap: anywhere; }
        .scroll { overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
        th { text-align: left; font-size: .8rem; font-weight: 600; color: var(--soft); }
        th, td { padding: 8px 14px; border-bottom: 1px solid var(--line); white-space: nowrap; }
        tbody tr:last-child td { border-bottom: 0; }
        .number { text-align: right; }
        h1 a { color: inherit; text-decoration: none; }
        a { color: var(--accent); }
        td a { color: inherit; font-weight: 600; text-decoration: none; }
        td a:hover { text-decoration: underline; }
        tbody tr { cursor: pointer; }
        tbody tr:hover { background: var(--back); }
        .bar { display: flex; flex-wrap: wrap; align-items: center; gap: 6px 16px; margin: 28px 0 10px; }
        .bar h2 { margin: 0 auto 0 0; }
        .bar label { color: var(--soft); font-size: .85rem; }
        select { font: inherit; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: 8px;
          padding: 3px 8px; max-width: 12rem; }
        .more { text-align: center; }
        .soft { color: var(--soft); font-size: .88rem; }
        .buttons { display: flex; flex-wrap: wrap; gap: 8px; }
        .back { display: inline-block; margin: 20px 0 4px; text-decoration: none; }
        .headline { display: flex; flex-wrap: wrap; align-items: center; gap: 8px 12px; margin: 4px 0 10px; }
        .headline h2 { margin: 0; font-size: 1.3rem; overflow-wrap: anywhere; }
        .headline .buttons { margin-left: auto; }
        .facts { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 0 0 12px; overflow-wrap: anywhere; }
        .facts dt { color: var(--soft); font-size: .78rem; }
        .facts dd { margin: 0; }
        .graph { padding: 16px; margin: 12px 0; }
        .graph svg { display: block; }
        .edge { fill: none; stroke: var(--soft); stroke-width: 1.5; opacity: .55; }
        .node rect { fill: var(--calm-back); stroke: var(--line); }
        .node text { fill: var(--calm); font-size: 11px; }
        .node .title { font-size: 13px; font-weight: 600; }
        .node { cursor: pointer; }
        .node.succeeded rect { fill: var(--good-back); } .node.succeeded text { fill: var(--good); }
        .node.failed rect { fill: var(--bad-back); } .node.failed text { fill: var(--bad); }
        .node.unknown rect { fill: var(--warn-back); stroke: var(--warn); } .node.unknown text { fill: var(--warn); }
        .node.running rect, .node.waiting rect { fill: var(--busy-back); }
        .node.running text, .node.waiting text { fill: var(--busy); }
        .node.skipped rect { fill: none; stroke-dasharray: 4 3; } .node.pending rect { fill: none; }
        .steps { display: grid; gap: 10px; margin: 12px 0; }
        .steps > li { background: var(--paper); border: 1px solid var(--line); border-radius: 12px; padding: 12px 16px; min-width: 0; }
        .steps .top { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 10px; }
        .steps p { margin: 6px 0 0; font-size: .9rem; }
        .attempts { margin: 8px 0 2px; display: grid; gap: 4px; }
        .attempts li { display: flex; gap: 8px; align-items: baseline; font-size: .88rem; }
        .attempts .facts { margin: 0; color: var(--soft); flex: 1; min-width: 0; }
        .count { color: var(--soft); min-width: 1.8em; font-variant-numeric: tabular-nums; }
        .item { border-top: 1px solid var(--line); margin-top: 8px; padding-top: 8px; }
        .verdict { border-left: 4px solid var(--warn); background: var(--back); border-radius: 8px; padding: 8px 12px; margin: 8px 0 4px; }
        .verdict p { margin: 0 0 8px; }
        details { margin-top: 6px; font-size: .88rem; }
        summary { cursor: pointer; color: var(--soft); }
        pre { margin: 6px 0 0; padding: 10px 12px; background: var(--back); border-radius: 8px; overflow-x: auto;
          font: .84rem/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; white-space: pre-wrap; overflow-wrap: anywhere; }
        .held { background: var(--warn-back); color: var(--warn); }
        .snoozed { background: var(--busy-back); color: var(--busy); }
        .name { font-weight: 600; text-decoration: none; }
        dialog { border: 1px solid var(--line); border-radius: 14px; background: var(--paper); color: var(--ink); padding: 20px 24px;
          width: min(440px, calc(100vw - 32px)); }
        dialog::backdrop { background: rgb(0 0 0 / .45); }
        dialog h2 { margin: 0 0 8px; } dialog p { margin: 0 0 16px; color: var(--soft); }
        dialog .buttons { justify-content: flex-end; }
        .sure { background: var(--accent); color: var(--paper); border-color: var(--accent); }
        .sure:hover { color: var(--paper); opacity: .9; }
        code { font: .86em ui-monospace, "SF Mono", Menlo, Consolas, monospace; color: var(--soft); }
        .empty { padding: 24px; text-align: center; color: var(--soft); }
        #sends { display: grid; gap: 12px; }
        #sends li { border-left: 4px solid var(--warn); padding: 12px 16px; display: flex; flex-wrap: wrap; gap: 8px 16px;
          align-items: center; }
        #sends .what { flex: 1 1 320px; min-width: 0; overflow-wrap: anywhere; }
        #sends p { margin: 2px 0 0; color: var(--soft); font-size: .88rem; }
        button { font: inherit; font-weight: 600; border: 1px solid var(--line); background: var(--paper); color: var(--ink);
          border-radius: 8px; padding: 5px 14px; cursor: pointer; }
        button:hover { border-color: var(--accent); color: var(--accent); }
        button:focus-visible, input:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        button:disabled { opacity: .5; cursor: default; }
        #gate { padding: 20px; display: grid; gap: 10px; max-width: 420px; margin: 40px auto; }
        #gate[hidden] { display: none; }
        #gate p { margin: 0; color: var(--bad); min-height: 1.5em; }
        input { font: inherit; padding: 7px 10px; border: 1px solid var(--line); border-radius: 8px; background: var(--back);
          color: var(--ink); }
        @media (max-width: 620px) { th, td { padding: 8px 10px; } .wide { display: none; } td time { font-size: .85rem; }
          td { white-space: normal; } .headline .buttons { margin-left: 0; } }
        """
}
