/** The one style sheet of the page. Its hash is the only style that the page's policy lets in; there is no script at all. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --bg: #ffffff; --panel: #f6f6f9; --ink: #1c1e24; --soft: #5a6070; --line: #dcdee5; --muted: #9ba1b0;
  --accent: #7a3fd1; --tint: #f0e8fc; --focus: #1a5fd0;
  --critical: #b3261e; --high: #b84a05; --medium: #806000; --low: #1363a6; --info: #5a6070;
}
@media (prefers-color-scheme: dark) {
  :root {
    --bg: #131519; --panel: #1b1e24; --ink: #e7e9ee; --soft: #a4abb9; --line: #323742; --muted: #6d7485;
    --accent: #b18cf5; --tint: #33264d; --focus: #7fb1ff;
    --critical: #c9372c; --high: #b4530f; --medium: #856700; --low: #1f6fb5; --info: #616879;
  }
}
* { box-sizing: border-box; }
html { font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; background: var(--bg); color: var(--ink); }
body { margin: 0 auto; max-width: 68rem; padding: 0 1.25rem 4rem; overflow-wrap: anywhere; }
a { color: inherit; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; border-radius: 4px; }
.skip { position: absolute; left: -99rem; }
.skip:focus { left: 1rem; top: .5rem; background: var(--bg); padding: .5rem 1rem; z-index: 1; }
header { padding: 2.25rem 0 1rem; }
h1 { font-size: 1rem; font-weight: 600; color: var(--soft); margin: 0 0 .35rem; }
.verdict { font-size: clamp(1.35rem, 4vw, 1.9rem); line-height: 1.25; font-weight: 650; margin: 0 0 .9rem; letter-spacing: -.01em; }
.facts { display: flex; flex-wrap: wrap; gap: .25rem 1.75rem; margin: 0; color: var(--soft); }
.facts div { display: flex; gap: .4rem; } .facts dd { margin: 0; color: var(--ink); font-weight: 600; font-variant-numeric: tabular-nums; order: -1; }
fieldset { border: 0; margin: 0 0 1.1rem; padding: 0; display: flex; flex-wrap: wrap; gap: .5rem; align-items: center; }
legend { float: left; margin-right: .6rem; padding: 0; color: var(--soft); }
label { display: inline-flex; align-items: center; gap: .4rem; cursor: pointer; border: 1px solid var(--line); border-radius: 99px; padding: .2rem .8rem .2rem .6rem; }
label b { font-weight: 600; font-variant-numeric: tabular-nums; } label:hover { background: var(--panel); } label:has(:focus-visible) { outline: 3px solid var(--focus); outline-offset: 2px; } label :focus-visible { outline: 0; }
label:has(input:not(:checked)) { color: var(--soft); } input { accent-color: var(--tone, var(--accent)); margin: 0; width: 1rem; height: 1rem; }
.critical-chip { --tone: var(--critical); } .high-chip { --tone: var(--high); } .medium-chip { --tone: var(--medium); } .low-chip { --tone: var(--low); } .info-chip { --tone: var(--info); }
main:has(#show-critical:not(:checked)) .critical, main:has(#show-high:not(:checked)) .high,
main:has(#show-medium:not(:checked)) .medium, main:has(#show-low:not(:checked)) .low,
main:has(#show-info:not(:checked)) .info { display: none; }
.finding { border: 1px solid var(--line); border-left: 5px solid var(--tone); border-radius: 8px; margin: 0 0 1rem; background: var(--bg); }
.critical { --tone: var(--critical); } .high { --tone: var(--high); } .medium { --tone: var(--medium); } .low { --tone: var(--low); } .info { --tone: var(--info); }
.badge { background: var(--tone); color: #fff; font-size: .72rem; font-weight: 700; letter-spacing: .06em; text-transform: uppercase; padding: .1rem .5rem; border-radius: 4px; white-space: nowrap; }
.finding > details > summary { list-style: none; cursor: pointer; padding: .9rem 1.1rem; }
.finding > details > summary::-webkit-details-marker { display: none; }
.finding > details > summary { position: relative; border-radius: 7px; } .finding > details > summary:hover { background: var(--panel); } .finding > details[open] > summary:hover { background: none; }
.line { display: flex; padding-right: 1.5rem; flex-wrap: wrap; gap: .3rem .75rem; align-items: center; font-size: .85rem; color: var(--soft); }
.line::after { content: "+"; position: absolute; right: 1.1rem; top: .85rem; font-size: 1.25rem; line-height: 1; width: 1rem; text-align: center; }
details[open] > summary > .line::after { content: "−"; }
h2 { font-size: 1.1rem; line-height: 1.45; margin: .45rem 0 0; font-weight: 600; text-wrap: pretty; }
h3 { font-size: .8rem; text-transform: uppercase; letter-spacing: .06em; color: var(--soft); margin: 0 0 .5rem; }
.body { padding: .2rem 1.1rem 1.1rem; display: grid; gap: 1.25rem 2rem; grid-template-columns: minmax(0, 1fr); }
@media (min-width: 52rem) { .body { grid-template-columns: repeat(2, minmax(0, 1fr)); } .wide { grid-column: 1 / -1; } }
.body p { margin: 0 0 .5rem; } .body > div { display: flex; flex-direction: column; gap: 1.25rem; min-width: 0; } .body > section { min-width: 0; }
figure { margin: 0; background: var(--panel); border-radius: 6px; padding: .75rem .75rem .4rem; }
figcaption { font-size: .85rem; color: var(--soft); margin: .35rem 0 .25rem; }
svg { display: block; width: 100%; height: auto; max-width: 30rem; margin: 0 auto; }
code, .rows { font-family: ui-monospace, "Cascadia Mono", "SF Mono", Menlo, Consolas, monospace; font-size: .92em; }
code { background: var(--panel); border: 1px solid var(--line); border-radius: 4px; padding: .05em .3em; white-space: pre-wrap; unicode-bidi: isolate; -webkit-box-decoration-break: clone; box-decoration-break: clone; }
mark { unicode-bidi: isolate; } mark, code.trigger { background: var(--tint); color: inherit; border: 0; border-bottom: 2px solid var(--accent); border-radius: 3px 3px 0 0; padding: 0 .15em; font-weight: 600; }
.rows { list-style: none; margin: 0; padding: 0; font-size: .88rem; }
.rows > li { padding: .45rem 0; border-top: 1px solid var(--line); } .rows > li:first-child { border-top: 0; padding-top: 0; }
.rows .at { display: block; color: var(--soft); font-size: .82rem; } .whole { white-space: nowrap; } .rows summary { cursor: pointer; } .rows p { margin: .4rem 0 0; padding: .5rem .6rem; background: var(--panel); border-radius: 4px; }
.answer { display: block; padding-left: 1.1rem; } .rows b { font: 600 .92em system-ui, sans-serif; color: var(--soft); } .mask { color: var(--muted); letter-spacing: -.05em; }
table { border-collapse: collapse; width: 100%; font-size: .9rem; } caption { text-align: left; color: var(--soft); padding-bottom: .4rem; }
table { overflow-wrap: break-word; } td code { white-space: pre-wrap; overflow-wrap: anywhere; }
th, td { text-align: left; padding: .35rem .75rem .35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; } th { font-weight: 600; color: var(--soft); }
.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap; }
.scroll { overflow-x: auto; } .scroll table { min-width: 30rem; } .scroll table.broad { min-width: 52rem; } .broad td > code { white-space: nowrap; } .broad code { border: 0; padding: 0; background: none; font-size: .85em; }
ol { margin: 0; padding-left: 1.3rem; } ol li { margin-bottom: .35rem; }
.more summary { cursor: pointer; color: var(--soft); } .more[open] summary { margin-bottom: .6rem; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)); gap: .15rem 1.5rem; margin: 0; font-size: .9rem; }
.pairs div { display: flex; justify-content: space-between; gap: 1rem; border-bottom: 1px solid var(--line); padding: .2rem 0; } .pairs dt { color: var(--soft); } .pairs dd { margin: 0; text-align: right; font-variant-numeric: tabular-nums; }
.about { margin-top: 2.5rem; } .about > section { margin-bottom: 1.75rem; } .about ul { margin: 0; padding-left: 1.2rem; }
footer { margin-top: 3rem; padding-top: 1rem; border-top: 1px solid var(--line); color: var(--soft); font-size: .88rem; }
@media (max-width: 40rem) {
  body { padding: 0 .75rem 3rem; } header { padding-top: 1.5rem; } .facts { gap: .25rem 1.1rem; }
  .finding > details > summary { padding: .8rem; } .body { padding: .2rem .8rem .8rem; } figure { padding: .5rem .25rem .3rem; } figcaption { padding: 0 .4rem; }
}
@media print { fieldset, .skip { display: none; } .finding { break-inside: avoid-page; } details::details-content { content-visibility: visible; block-size: auto; } }
`
