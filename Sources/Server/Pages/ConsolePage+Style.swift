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
        @media (max-width: 520px) { th, td { padding: 8px 10px; } }
        """
}
